"""The fixtures: gold that fits its text, and kinds of report that come out as what they are."""

from __future__ import annotations

import tomllib
from pathlib import Path
from statistics import mean

import pytest

import biasscore as bs

ROOT = Path(__file__).parents[1] / "fixtures"
GOLD = sorted(ROOT.glob("*/*/*.toml"))
ENGLISH = sorted({path.parent for path in GOLD if path.parts[-3] == "en"})


def test_six_events_in_four_kinds_two_of_them_in_arabic_too():
    assert len(ENGLISH) == 6
    assert len(GOLD) == 6 * 4 + 2 * 4


@pytest.mark.parametrize("path", GOLD, ids=lambda path: "/".join(path.with_suffix("").parts[-3:]))
def test_gold_is_in_the_text(path):
    text = path.with_suffix(".txt").read_text("utf-8")
    gold = tomllib.loads(path.read_text("utf-8"))
    values = [row["text"] for part in ("boilerplate", "loaded", "naming", "blame") for row in gold.get(part, [])]
    for row in gold["attribution"]:
        values += [row["source"], row["cue"], *row["content"]]
    assert [value for value in values if value not in text] == []


@pytest.fixture(scope="module")
def by_kind():
    kinds = ("wire", "state", "anonymous", "advocacy")
    return {kind: [bs.score((event / f"{kind}.txt").read_text("utf-8")) for event in ENGLISH] for kind in kinds}


def values(profiles, name):
    return [profile[name].value for profile in profiles]


@pytest.mark.parametrize("kind", ["state", "advocacy"])
def test_the_author_is_louder_than_a_wire_in_every_event(by_kind, kind):
    name = "loaded_language.density.author"
    assert all(a > b for a, b in zip(values(by_kind[kind], name), values(by_kind["wire"], name), strict=True))


def test_anonymous_reports_lean_on_hidden_second_hand_sources(by_kind):
    for name in ("sourcing.anonymous_share", "sourcing.secondary_share", "sourcing.top_source_share"):
        assert mean(values(by_kind["anonymous"], name)) > 1.5 * mean(values(by_kind["wire"], name)), name


def test_anonymous_reports_are_quiet_themselves(by_kind):
    name = "loaded_language.density.author"
    assert mean(values(by_kind["anonymous"], name)) < 0.5 * mean(values(by_kind["state"], name))
