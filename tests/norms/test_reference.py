"""References: places of values, made, saved, and used by a scorer."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest

import biasscore as bs
from biasscore.measures.catalogue import COLUMNS
from biasscore.norms.reference import Norm, Reference, percentiles
from biasscore.norms.variance import components

TEXT = "The mayor said on Monday that the bridge would reopen in May. Critics called the reckless delay a scandal."
ARABIC = "قال الوزير يوم الاثنين إن الجسر سيفتح من جديد في أيار. ووصف المعارضون التأخير بأنه فضيحة مخزية."


class Fake(dict):
    """A profile with one measure, as far as a reference looks."""

    status, language = "ok", "en"

    def __init__(self, value, outlet="A", words=300):
        super().__init__({"x": bs.Score(value, "", value, value, math.nan, math.nan, 1, None)})
        self.outlet, self.n_words = outlet, words


def norm_of(values, outlets=None):
    outlets = outlets or ["A"] * len(values)
    return Reference.from_profiles([Fake(v, o) for v, o in zip(values, outlets, strict=True)]).norm("en", "x")


def test_percentiles_of_the_reference_itself_are_uniform():
    values = np.random.default_rng(0).gamma(2.0, size=2000)
    norm = norm_of(values.tolist())
    found = percentiles(norm.quantiles[None], values[None])[0]
    assert np.abs(np.sort(found) - np.linspace(0, 100, 2000)).max() < 1.1
    assert abs(np.mean(found) - 50) < 0.5


def test_a_value_that_many_texts_have_stands_in_their_middle():
    norm = norm_of([0.0] * 60 + [1.0 + i / 100 for i in range(40)])
    at = percentiles(norm.quantiles[None], np.array([[0.0, -1.0, 9.0, math.nan, 1.2]]))[0]
    assert at[0] == pytest.approx(30, abs=1)
    assert (at[1], at[2]) == (0, 100)
    assert math.isnan(at[3])
    assert at[4] == pytest.approx(81, abs=1.5)


def test_every_outlet_weighs_the_same():
    norm = norm_of([0.0] * 90 + [1.0] * 30, ["big"] * 90 + ["small"] * 30)
    assert norm.mean == pytest.approx(0.5)
    assert (norm.documents, norm.outlets) == (120, 2)


def test_variance_components_are_found_again():
    rng = np.random.default_rng(1)
    group = np.repeat(np.arange(200), 20)
    values = 3 + rng.normal(0, 2.0, 200)[group] + rng.normal(0, 3.0, 4000)
    found = components(values, group)
    assert found.mu == pytest.approx(3, abs=0.5)
    assert found.tau2 == pytest.approx(4, rel=0.25)
    assert found.sigma2 == pytest.approx(9, rel=0.1)


def test_too_few_texts_or_no_spread_have_no_norm():
    assert norm_of([1.0, 2.0, 3.0]) is None
    assert norm_of([1.0] * 50) is None


def test_saved_and_loaded(tmp_path):
    reference = Reference.from_profiles([Fake(i / 3, "AB"[i % 2]) for i in range(40)], name="mine", version="7")
    path = tmp_path / "mine.json"
    reference.save(path)
    again = bs.Reference.load(path)
    assert again == reference
    assert again.provenance == {"name": "mine", "version": "7", "digest": reference.digest}
    assert again.to_json() == reference.to_json()
    assert bs.Scorer(reference=path).score(TEXT).provenance["reference"] == reference.provenance
    path.write_text(path.read_text("utf-8").replace('"documents": 40', '"documents": 41'), "utf-8")
    with pytest.raises(bs.ArgumentError, match="digest"):
        bs.Reference.load(path)


@pytest.mark.parametrize("name", ["us_news", "us_wires"])
def test_shipped_references_are_whole(name):
    reference = bs.Reference.load(name)
    assert set(reference.norms) == {"en"}
    for measure, norm in reference.norms["en"].items():
        assert norm.sd > 0, measure
        assert np.all(np.diff(norm.quantiles) >= 0), measure
        assert norm.quantiles[0] - 1e-6 <= norm.mean <= norm.quantiles[-1] + 1e-6, measure
        assert norm.tau2 >= 0 or math.isnan(norm.tau2), measure
    assert Reference(reference.name, reference.version, reference.norms).digest == reference.digest


def test_unknown_names_and_wrong_files_are_told_apart(tmp_path):
    with pytest.raises(bs.UnknownNameError, match="us_news"):
        bs.Reference.load("us_new")
    (tmp_path / "a.json").write_text("{}", "utf-8")
    with pytest.raises(bs.ArgumentError, match="schema"):
        bs.Reference.load(tmp_path / "a.json")
    with pytest.raises(bs.ArgumentError, match="status"):
        bs.Reference.from_profiles([bs.score("")])


def test_scores_have_a_place(profiles):
    profile = profiles["en/army_takeover/advocacy"]
    score = profile["loaded_language.density.author"]
    assert 0 <= score.percentile <= 100
    norm = bs.Reference.load("us_news").norm("en", "loaded_language.density.author")
    assert score.z == pytest.approx((score.value - norm.mean) / norm.sd)
    assert profile.provenance["reference"]["name"] == "us_news"
    assert profile.vector().shape == (len(profile.headline),)


def test_percentile_and_z_are_unknown_exactly_with_a_reason(profiles):
    for id_, profile in profiles.items():
        for name, score in profile.scores.items():
            assert math.isnan(score.percentile) == math.isnan(score.z) == (score.place_reason is not None), (id_, name)


def test_languages_and_measures_without_a_reference_say_so():
    arabic = bs.score(ARABIC)["sourcing.attributed_share"]
    assert not math.isnan(arabic.value)
    assert (math.isnan(arabic.percentile), arabic.reason, arabic.place_reason) == (True, None, "no_reference")
    full = bs.Reference.load("us_news")
    partial = Reference(
        "partial", "1", {"en": {k: v for k, v in full.norms["en"].items() if k != "sourcing.quoted_share"}}
    )
    profile = bs.Scorer(reference=partial).score(TEXT)
    assert profile["sourcing.quoted_share"].place_reason == "no_reference"
    assert profile["sourcing.attributed_share"] == bs.score(TEXT)["sourcing.attributed_share"]
    none = bs.Scorer(reference=None).score(TEXT)
    assert none.provenance["reference"] is None
    assert {score.place_reason for score in none.scores.values() if score.reason is None} == {"no_reference"}


def test_own_reference_of_profiles():
    texts = [TEXT + " It will cost 5 million." * i for i in range(30)]
    own = bs.Reference.from_profiles(bs.score_many(texts))
    places = [profile["sourcing.attributed_share"].percentile for profile in bs.Scorer(reference=own).score_many(texts)]
    assert np.mean(places) == pytest.approx(50, abs=8)


def test_a_reference_does_not_depend_on_the_order_it_was_asked_in():
    reference = bs.Reference.load("us_news")
    values = np.random.default_rng(2).random((len(COLUMNS), 9))
    together = reference.place("en", COLUMNS, values)
    for i in range(9):
        alone = reference.place("en", COLUMNS, values[:, i : i + 1])
        assert np.array_equal(alone.percentile[:, 0], together.percentile[:, i], equal_nan=True)
        assert np.array_equal(alone.z[:, 0], together.z[:, i], equal_nan=True)
    again = pickle.loads(pickle.dumps(reference))
    assert again == reference
    assert isinstance(again.norm("en", COLUMNS[0]), Norm)


@pytest.mark.data
def test_shipped_references_are_what_the_command_makes(root, monkeypatch):
    import runpy
    import sys

    if not (root.parent / "shared" / "data" / "abp_outlets").exists():
        pytest.skip("the corpora are not beside the repository")
    monkeypatch.setattr(sys, "argv", ["norms.py", "--check"])
    monkeypatch.syspath_prepend(str(root / "benchmarks" / "train"))
    with pytest.raises(SystemExit) as stop:
        runpy.run_path(str(root / "benchmarks" / "train" / "norms.py"), run_name="__main__")
    assert stop.value.code == 0
