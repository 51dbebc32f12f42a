"""The seeds: real, scraped texts outside the repository (pytest -m data; skipped where they are absent)."""

from __future__ import annotations

import math

import pytest

import biasscore as bs
from biasscore.measures.catalogue import BY_NAME
from biasscore.spans import VOICES

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def scored(seeds: dict[str, str]) -> dict[str, bs.Profile]:
    return {number: bs.score(text, id=number) for number, text in seeds.items()}


@pytest.fixture(scope="module")
def english(scored: dict[str, bs.Profile]) -> dict[str, bs.Profile]:
    return {number: profile for number, profile in scored.items() if profile.language == "en"}


def test_all_score(scored: dict[str, bs.Profile]) -> None:
    assert {profile.status for profile in scored.values()} == {"ok"}
    assert sorted(scored) == ["000", "001", "002", "003", "004"]


def test_the_arabic_one(scored: dict[str, bs.Profile]) -> None:
    (profile,) = [profile for profile in scored.values() if profile.language == "ar"]
    assert profile.status == "ok"
    assert any(attribution.source for attribution in profile.attributions)
    for name, score in profile.scores.items():
        assert math.isnan(score.value) == (score.reason is not None), name
    for name, how in bs.capabilities("ar").items():
        if how == "none":
            assert all(math.isnan(profile[column].value) for column in BY_NAME[name].columns), name


def test_offsets(scored: dict[str, bs.Profile]) -> None:
    for number, profile in scored.items():
        text = profile.text or ""
        found = [e for name in BY_NAME for e in profile.evidence(name)]
        found += [s for a in profile.attributions for s in (a.source, a.cue, *a.content) if s]
        found += [m for actor in profile.actors for m in actor.mentions]
        found += list(profile.boilerplate)
        # the texts stay outside the repository, and out of messages
        assert sum(text[s.start : s.end] != s.text for s in found) == 0, number


@pytest.mark.parametrize("name", ["loaded_language.density.author", "sourcing.unattributed_evaluation"])
def test_001_evaluates_in_its_own_voice(english: dict[str, bs.Profile], name: str) -> None:
    values = {number: profile[name].value for number, profile in english.items()}
    assert max(values, key=lambda number: values[number]) == "001", values


@pytest.mark.parametrize("name", ["sourcing.secondary_share", "sourcing.attributed_share"])
@pytest.mark.parametrize("other", ["000", "004"])
def test_002_lets_others_evaluate(scored: dict[str, bs.Profile], name: str, other: str) -> None:
    assert scored["002"][name].value > scored[other][name].value


def test_002_is_not_loaded_in_its_own_voice(scored: dict[str, bs.Profile]) -> None:
    name = "loaded_language.density.author"
    assert scored["002"][name].value < scored["001"][name].value


def blamed(profile: bs.Profile, voices: tuple[str, ...]) -> set[str]:
    """Actors on whom blame or harm lands in some voices."""
    names = {actor.name for actor in profile.actors}
    found = {b.blamed for b in profile.blame if b.act != "help" and b.polarity < 0 and b.voice in voices}
    return {name for name in names if any(name in one for one in found)}


def test_blame_of_000_is_attributed_and_nato_is_blamed_in_001(english: dict[str, bs.Profile]) -> None:
    # France, the United States and Britain are blamed there too, by words that the list does not have
    assert "NATO" in blamed(english["001"], VOICES)
    assert blamed(english["000"], ("author",)) == set()
    assert "France" in blamed(english["000"], ("paraphrased", "quoted"))
