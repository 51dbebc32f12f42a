"""Outlet profiles: shrunk, honest about few documents, blind to copies; reliability as a sum."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

import biasscore as bs
from biasscore.cli import main
from biasscore.norms.reference import Reference
from biasscore.outlet_scores import INDICATORS, means_of
from biasscore.similar import agency, clusters, is_wire_copy

CALM = (
    "The council of {0} met on {1}, the mayor said. The bridge over the {2} will cost {3} million, according to the "
    "treasurer, Anna Lee. Residents of {2} Street asked for a date. The engineer, John Brown, said work would begin in {4}."
)
LOUD = (
    "Let us be honest about {0}: the reckless regime of {2} humiliated a proud town on {1}. Why do we allow it? This "
    "shameful plan, worth {3} million, is a total catastrophe, and you must never forget it in {4}! It's outrageous."
)
WORDS = ["Aldmark", "Belmora", "Corvane", "Dunrath", "Elsin", "Farlow", "Gorsk", "Hild", "Ister", "Jorvin", "Kest", "Lorne"]  # fmt: skip


def articles(pattern, n, start=0):
    """Texts that share no more than their manner."""
    rng = np.random.default_rng(start)
    found = []
    for i in range(n):
        filled = [pattern.format(*rng.permutation(WORDS)[:5]) for _ in range(6)]
        found.append(" ".join(filled) + f" This was report number {i + start}. " + " ".join(rng.permutation(WORDS)))
    return found


def scored(texts, outlet, **more):
    return list(bs.score_many([{"text": text, "outlet": outlet, **more} for text in texts]))


@pytest.fixture(scope="module")
def pair():
    profiles = scored(articles(CALM, 14), "Calm") + scored(articles(LOUD, 14, 100), "Loud")
    return bs.outlet_profiles(profiles, duplicates="keep")


def test_manner_shows(pair):
    calm, loud = pair["Calm"], pair["Loud"]
    assert loud["loaded_language.density"].value > calm["loaded_language.density"].value
    assert calm.reliability.value > loud.reliability.value
    assert calm.reliability.low < calm.reliability.value < calm.reliability.high
    assert (calm.status, calm.documents) == ("ok", 14)
    assert set(calm.indicators) == set(INDICATORS)
    assert all(isinstance(score, bs.Score) for score in calm.indicators.values())


def test_values_are_pulled_towards_the_reference_by_their_weight(pair):
    reference = bs.Reference.load("us_news")
    for name, score in pair["Loud"].items():
        norm = reference.norm("en", name)
        if math.isnan(score.value) or norm is None:
            continue
        assert 0 < score.weight <= 1, name
        assert score.value == pytest.approx(norm.mu + score.weight * (score.mean - norm.mu)), name


def test_fewer_documents_weigh_less_and_are_less_sure():
    few, many = (bs.OutletProfile.from_profiles(scored(articles(LOUD, n), "L"), duplicates="keep") for n in (6, 40))
    name = "stance.question"
    assert few[name].weight < many[name].weight
    assert few.reliability.high - few.reliability.low > many.reliability.high - many.reliability.low
    assert (few.status, many.status) == ("provisional", "ok")


def test_under_five_documents_there_is_no_profile():
    outlet = bs.OutletProfile.from_profiles(scored(articles(CALM, 4), "C"))
    assert outlet.status == "refused"
    assert {score.reason for score in outlet.values()} == {"too_few_documents"}
    assert (math.isnan(outlet.reliability.value), outlet.reliability.reason) == (True, "too_few_documents")
    assert outlet.explain() == ()
    assert "refused" in repr(outlet)


def test_copies_count_once():
    texts = articles(CALM, 8)
    edited = [text.replace("mayor", "mayoress", 1).replace("million", "m", 1) for text in texts[:3]]
    outlet = bs.OutletProfile.from_profiles(scored(texts + edited + texts[:2], "C"))
    everything = bs.OutletProfile.from_profiles(scored(texts + edited + texts[:2], "C"), duplicates="keep")
    assert outlet.documents + outlet.duplicates == everything.documents == 13
    assert outlet.duplicates >= 5


def test_clusters_join_edits_and_leave_the_same_event_alone(corpus):
    texts = [item.text for item in corpus if item.id.startswith("en/")]
    assert clusters(list(bs.score_many(texts))).tolist() == list(range(len(texts)))
    words = texts[0].split()
    rng = np.random.default_rng(0)
    for place in rng.choice(len(words), len(words) // 10, replace=False):
        words[place] = "altered"
    found = clusters(list(bs.score_many([texts[0], texts[1], " ".join(words), texts[0]])))
    assert found.tolist() == [0, 1, 0, 0]


def test_agency_copy_is_known_by_its_tag():
    body = (
        " The council met on Monday, the mayor said. The bridge will cost 4 million, according to the treasurer. " * 4
    )
    copy = bs.score("WASHINGTON (Reuters) -" + body, outlet="Example Post")
    assert agency(copy) == "Reuters"
    assert is_wire_copy(copy)
    assert not is_wire_copy(bs.score("WASHINGTON (Reuters) -" + body, outlet="Reuters"))
    assert not is_wire_copy(bs.score(body + " Reuters reported it first.", outlet="Example Post"))
    profiles = [copy, *scored(articles(CALM, 6), "Example Post")]
    assert bs.OutletProfile.from_profiles(profiles).wire_copies == 1


def test_documents_of_one_event_count_for_less():
    rng = np.random.default_rng(5)
    event = np.repeat(np.arange(8), 5)
    values = (rng.normal(0, 1, 8)[event] + rng.normal(0, 0.2, 40))[None]
    clustered, alone = (means_of(values, e, np.array([np.nan])) for e in (event, np.arange(40)))
    assert clustered.variance[0] > 2 * alone.variance[0]
    assert (clustered.events[0], alone.events[0]) == (8, 40)
    assert clustered.mean[0] == pytest.approx(alone.mean[0])


def test_posterior_intervals_cover():
    """Outlets drawn from the model that is assumed: 95 of 100 intervals hold the truth."""
    rng = np.random.default_rng(1)
    tau2, sigma2, inside = 0.5, 2.0, 0
    for _ in range(300):
        truth, n = rng.normal(0, tau2**0.5), int(rng.integers(6, 25))
        found = means_of(truth + rng.normal(0, sigma2**0.5, (1, n)), np.arange(n), np.array([sigma2]))
        weight = tau2 / (tau2 + found.variance[0])
        half = 1.96 * (tau2 * (1 - weight)) ** 0.5
        inside += abs(weight * found.mean[0] - truth) <= half
    assert 0.91 <= inside / 300 <= 0.985


def test_contributions_sum_to_reliability(pair):
    for outlet in pair.values():
        parts = outlet.explain()
        assert sum(part.value for part in parts) == pytest.approx(outlet.reliability.value, abs=1e-9)
    with pytest.raises(bs.ArgumentError, match="reliability"):
        pair["Calm"].explain("sourcing.named_share")


def test_signs_of_the_composite_are_those_of_the_indicators(root):
    import tomllib

    weights = tomllib.loads((root / "biasscore/models/data/reliability.toml").read_text("utf-8"))["weights"]
    for indicator in INDICATORS.values():
        assert weights.get(indicator.measure, 0) * indicator.direction >= 0, indicator
        assert math.isnan(indicator.validity) or -1 <= indicator.validity <= 1


def test_an_outlet_does_not_depend_on_the_others(pair):
    alone = bs.OutletProfile.from_profiles(scored(articles(CALM, 14), "Calm"), duplicates="keep")
    assert json.dumps(alone.to_dict()) == json.dumps(pair["Calm"].to_dict())


def test_outside_ratings_are_a_prior_with_provenance():
    profiles = scored(articles(CALM, 6), "Calm")
    table = {"Calm": 0.1, "B": 0.5, "C": 0.6, "D": 0.9}
    plain = bs.OutletProfile.from_profiles(profiles, duplicates="keep")
    ratings = bs.Ratings(table, "mine", "a table of my own")
    rated = bs.OutletProfile.from_profiles(profiles, duplicates="keep", ratings=ratings)
    assert rated.reliability.value < plain.reliability.value
    assert rated.provenance["ratings"] == {"name": "mine", "source": "a table of my own"}
    assert plain.provenance["ratings"] is None
    assert sum(part.value for part in rated.explain()) == pytest.approx(rated.reliability.value)
    with pytest.raises(bs.ArgumentError, match="ratings"):
        bs.Ratings({"A": 1.0}, "x", "y")


def test_ranks_are_intervals(pair):
    ranks = bs.rank_intervals(pair)
    assert ranks["Calm"].low == 1
    assert ranks["Loud"].high == 2
    assert all(1 <= r.low <= r.high <= r.of == 2 for r in ranks.values())
    same = dict.fromkeys("abc", pair["Calm"])
    assert {(r.low, r.high) for r in bs.rank_intervals(same).values()} == {(1, 3)}
    assert bs.rank_intervals({}) == {}


def test_arabic_outlets_have_no_reliability_and_no_shrinkage(corpus):
    arabic = [item.text for item in corpus if item.id.startswith("ar/")]
    outlet = bs.OutletProfile.from_profiles(scored(arabic, "A", lang="ar"))
    assert outlet.reliability.reason == "language_unsupported"
    score = outlet["sourcing.attributed_share"]
    assert (score.weight, score.value) == (1.0, score.mean)
    assert score.low <= score.value <= score.high
    assert math.isnan(score.z)


def test_without_a_reference_nothing_is_shrunk(pair):
    outlet = bs.OutletProfile.from_profiles(scored(articles(CALM, 9), "C"), duplicates="keep", reference=None)
    assert {s.weight for s in outlet.values() if not math.isnan(s.value)} == {1.0}
    own = Reference.from_profiles(scored(articles(CALM, 30), "C"))
    assert bs.OutletProfile.from_profiles(scored(articles(CALM, 9), "C"), reference=own).provenance["reference"]


def test_wrong_calls_say_what_to_do(pair):
    profiles = scored(articles(CALM, 5), "A") + scored(articles(CALM, 5), "B")
    with pytest.raises(bs.ArgumentError, match="outlet_profiles"):
        bs.OutletProfile.from_profiles(profiles)
    with pytest.raises(bs.InputTypeError, match="str"):
        bs.outlet_profiles(["text"])
    with pytest.raises(bs.ArgumentError, match="duplicates"):
        bs.outlet_profiles(profiles, duplicates="no")
    with pytest.raises(bs.ArgumentError, match="language"):
        bs.OutletProfile.from_profiles([])
    assert set(bs.outlet_profiles(profiles)) == {"A", "B"}
    other = bs.Scorer(attribution="rules").score(articles(CALM, 1)[0], outlet="A")
    with pytest.raises(bs.ArgumentError, match="different settings"):
        bs.outlet_profiles([*profiles, other])


def test_out(pair):
    calm = pair["Calm"]
    json.loads(json.dumps(calm.to_dict(), allow_nan=False))
    assert {"weight", "events", "n", "low", "high"} <= set(calm.to_records()[0])
    page = calm.to_html()
    assert "<script" not in page
    assert "reliability" in page
    assert calm._repr_html_() == page


def test_command_line(tmp_path, capsys):
    rows = [{"text": text, "outlet": "Calm"} for text in articles(CALM, 6)]
    rows += [{"text": text, "outlet": "<b>صحيفة</b>"} for text in articles(LOUD, 6, 50)]
    texts = tmp_path / "texts.jsonl"
    texts.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    stored = tmp_path / "profiles.jsonl"
    assert main(["score", str(texts), "-o", str(stored)]) == 0
    capsys.readouterr()
    for path in (texts, stored):
        assert main(["outlets", str(path), "--keep-duplicates"]) == 0
        shown = capsys.readouterr().out
        assert "of 2" in shown
        assert "provisional" in shown
    assert main(["outlets", str(texts), "--json"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert main(["outlets", str(texts), "--html", str(tmp_path / "o.html")]) == 0
    page = (tmp_path / "o.html").read_text("utf-8")
    assert "<b>صحيفة" not in page
    assert "صحيفة" in page
    (tmp_path / "bad.jsonl").write_text("{not json", "utf-8")
    assert main(["outlets", str(tmp_path / "bad.jsonl")]) == 2
    (tmp_path / "none.jsonl").write_text('{"text": "A text without an outlet."}\n', "utf-8")
    assert main(["outlets", str(tmp_path / "none.jsonl")]) == 2
