"""What a profile offers besides its numbers."""

from __future__ import annotations

import importlib.util
import json
import math
from typing import Any

import numpy as np
import pytest
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

import biasscore as bs
from biasscore.measures.catalogue import COLUMNS

TEXT = (
    "The mayor said on Monday that the bridge would reopen in May. “It was a terrible winter,” she said. "
    "The reckless junta did nothing. The town was attacked."
)


@pytest.fixture(scope="module")
def profile() -> bs.Profile:
    return bs.score(TEXT, id="7", outlet="Post", date="2026-03-10", event="bridge", title="A terrible idea")


def test_headline_is_at_most_twelve_and_three_a_family(profile: bs.Profile) -> None:
    assert len(profile.headline) == 12
    families = [name.split(".")[0] for name in profile.headline]
    assert max(families.count(family) for family in families) == 3
    assert set(families) == {"framing", "sentiment", "sourcing", "loaded_language"}


@pytest.mark.parametrize("name", [n for n in COLUMNS if n.count(".") == 2 and n.endswith(".author")])
def test_without_voice_the_headline_voice(profile: bs.Profile, name: str) -> None:
    bare = name.rsplit(".", 1)[0]
    voice = "all" if bare == "sentiment.bad_news_density" else "author"
    assert repr(profile[bare]) == repr(profile[f"{bare}.{voice}"])


@pytest.mark.parametrize(
    "wrong", ["sourcing.named_shares", "loaded_language.densty.author", "tone", "sentiment.tone.me"]
)
def test_unknown_measure_names_the_nearest(profile: bs.Profile, wrong: str) -> None:
    for ask in (profile.__getitem__, profile.evidence, profile.explain):
        with pytest.raises(KeyError, match="unknown measure"):
            ask(wrong)
    assert wrong not in profile


def test_mapping(profile: bs.Profile) -> None:
    assert tuple(profile) == tuple(profile.scores) == COLUMNS
    assert len(profile) == len(COLUMNS)
    assert "sentiment.tone" in profile
    assert "sentiment.tone.author" in profile


@pytest.mark.parametrize("family", ["framing", "sentiment", "sourcing", "loaded_language"])
def test_families(profile: bs.Profile, family: str) -> None:
    assert list(getattr(profile, family)) == [name for name in COLUMNS if name.startswith(f"{family}.")]


def test_vector_has_the_order_of_the_headline(profile: bs.Profile) -> None:
    assert isinstance(profile.vector(), np.ndarray)
    expected = [score.z for score in profile.headline.values()]
    np.testing.assert_array_equal(profile.vector(), expected)


@pytest.mark.parametrize("name", ["one_sidedness", "wire_distance"])
def test_indices_are_unknown_with_a_reason(profile: bs.Profile, name: str) -> None:
    score = profile.index(name)
    assert math.isnan(score.value) == (score.reason is not None)


def test_evidence_of_a_voice(profile: bs.Profile) -> None:
    assert [e.text for e in profile.evidence("loaded_language.one_sided_term.author")] == ["reckless"]
    assert profile.evidence("loaded_language.one_sided_term.quoted") == ()
    (hit,) = profile.evidence("loaded_language.one_sided_term.author")
    assert hit.rule == "en/one_sided_terms:reckless"
    assert hit.voice == "author"


def test_explain_is_ordered_by_weight(profile: bs.Profile) -> None:
    sizes = [abs(part.value) for part in profile.explain("sentiment.tone.all")]
    assert sizes == sorted(sizes, reverse=True)


def test_records(profile: bs.Profile) -> None:
    rows = profile.to_records()
    assert [row["measure"] for row in rows] == list(COLUMNS)
    assert rows[0] | {"id": "7", "outlet": "Post", "date": "2026-03-10", "event": "bridge", "language": "en"} == rows[0]
    assert {"value", "unit", "low", "high", "percentile", "z", "n", "reason"} <= set(rows[0])


def test_frame_or_a_hint(profile: bs.Profile) -> None:
    if importlib.util.find_spec("pandas") is None:
        with pytest.raises(bs.MissingExtraError, match=r"biasscore\[pandas\]"):
            profile.to_frame()
    else:
        frame: Any = profile.to_frame()
        assert len(frame) == len(COLUMNS)


def test_repr_is_one_line(profile: bs.Profile) -> None:
    assert repr(profile).startswith("<Profile Post: en, ")
    assert "\n" not in repr(profile)
    assert len(repr(profile)) < 250
    assert repr(bs.score("")).endswith("empty, language und>")


def test_from_dict_with_another_text(profile: bs.Profile) -> None:
    with pytest.raises(ValueError, match="sha256"):
        bs.Profile.from_dict(profile.to_dict(), text=TEXT + " ")


@pytest.mark.parametrize("schema", [None, "biasscore-profile/0", 1])
def test_from_dict_with_another_schema(profile: bs.Profile, schema: Any) -> None:
    with pytest.raises(ValueError, match="schema"):
        bs.Profile.from_dict({**profile.to_dict(), "schema": schema})


def test_without_its_text_a_profile_still_knows_its_scores(profile: bs.Profile) -> None:
    again = bs.Profile.from_dict(profile.to_dict())
    assert again.text is None
    assert repr(again.scores) == repr(profile.scores)
    assert [(e.start, e.end) for e in again.evidence("sentiment.tone.all")] == [
        (e.start, e.end) for e in profile.evidence("sentiment.tone.all")
    ]
    assert "not stored" in again.to_html()


def test_slim_profiles_come_back(profile: bs.Profile) -> None:
    again = bs.Profile.from_dict(json.loads(profile.to_json(evidence=False)))
    assert repr(again.scores) == repr(profile.scores)
    assert again.attributions == ()


def test_equality(profile: bs.Profile) -> None:
    assert profile == bs.score(TEXT, id="7", outlet="Post", date="2026-03-10", event="bridge", title="A terrible idea")
    assert profile != bs.score(TEXT)
    assert profile != TEXT
    assert hash(profile) == hash(bs.Profile.from_dict(profile.to_dict()))


def test_title_is_compared_with_the_text(profile: bs.Profile) -> None:
    assert profile["sentiment.headline_gap"].value == pytest.approx(
        SentimentIntensityAnalyzer().polarity_scores("A terrible idea")["compound"]
        - profile["sentiment.tone.all"].value
    )
    assert bs.score(TEXT)["sentiment.headline_gap"].reason == "no_title"
