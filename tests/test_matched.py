"""Two outlets on common events."""

from __future__ import annotations

import math

import pytest

import biasscore as bs

CALM = "The council met, the mayor said. Nobody was hurt. Officials said repairs would begin soon. "
WAR = "Shelling killed four people and wounded nine in the attack, officials said. The war went on. "
LOUD = "The reckless and shameful regime has humiliated a proud town. "


def report(topic, loud=False, **more):
    return bs.score((WAR if topic else CALM) * 4 + (LOUD * 3 if loud else "") + "It was reported here. ", **more)


def test_a_choice_of_topics_is_no_difference_of_manner():
    """A reports three times as much war as B, in the same words: matched, nothing differs."""
    a = [report(i < 9, event=f"e{i}", outlet="A") for i in range(12)] + [report(1, event=f"a{i}") for i in range(20)]
    b = [report(i < 9, event=f"e{i}", outlet="B") for i in range(12)] + [report(0, event=f"b{i}") for i in range(20)]
    found = bs.compare_outlets(a, b)
    assert not [name for name, d in found.items() if d.distinguishable]
    assert found["sentiment.bad_news_density.all"].difference == 0
    assert found["sentiment.bad_news_density.all"].events == 12


def test_a_difference_of_manner_is_found():
    a = [report(i % 2, loud=True, event=f"e{i}") for i in range(9)]
    b = [report(i % 2, event=f"e{i}") for i in range(9)]
    found = bs.compare_outlets(a, b)["loaded_language.density.author"]
    assert found.distinguishable
    assert (found.matched_by, found.superiority) == ("event", 1.0)
    assert 0 < found.low < found.difference < found.high
    back = bs.compare_outlets(b, a, ["loaded_language.density"])
    assert back["loaded_language.density.author"].difference == pytest.approx(-found.difference)


def test_few_events_say_nothing():
    found = bs.compare_outlets([report(1, event="e")], [report(1, event="e")])
    assert {d.reason for d in found.values()} == {"too_few"}
    assert not any(d.distinguishable for d in found.values())


def test_without_events_dates_and_similarity_match():
    places = ["harbour dredging contract", "village school closure", "railway tunnel flooding"]
    text = (
        "Officials in the north discussed the {0} on the day. The {0} had been planned, they said. The {0} mattered. "
    )
    a = [bs.score(text.format(p) * 3, date=f"2024-05-0{i + 1}") for i, p in enumerate(places)]
    b = [bs.score(text.format(p) * 2, date=f"2024-05-0{i + 2}") for i, p in enumerate(places)]
    found = bs.compare_outlets(a, b, ["stance.question"])["stance.question"]
    assert (found.events, found.matched_by, found.reason) == (3, "similarity", "too_few")
    far = [bs.score(text.format(p) * 2, date=f"2023-01-0{i + 2}") for i, p in enumerate(places)]
    with pytest.raises(bs.ArgumentError, match="common event"):
        bs.compare_outlets(a, far)


def test_languages_are_not_mixed(profiles):
    with pytest.raises(bs.ArgumentError, match="one language"):
        bs.compare_outlets([profiles["en/army_takeover/wire"]], [profiles["ar/army_takeover/wire"]])


def test_unknown_values_stay_out():
    a = [report(0, event=f"e{i}") for i in range(6)]
    found = bs.compare_outlets(a, a)["sentiment.headline_gap"]
    assert (found.events, math.isnan(found.difference)) == (0, True)
