"""Gold of the actors of fixtures: it fits the texts, and the benchmark counts as it says."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks" / "validity"))

import actors  # noqa: E402


class Mention(NamedTuple):
    start: int
    end: int


class Found(NamedTuple):
    name: str
    kind: str
    mentions: tuple[Mention, ...]


def test_every_gold_mention_stands_in_its_text():
    rows = (ROOT / "fixtures" / "actors" / "named.tsv").read_text("utf-8").splitlines()[1:]
    for row in rows:
        text, kind, needed, mentions = row.split("\t")
        body = (ROOT / "fixtures" / "en" / f"{text}.txt").read_text("utf-8")
        assert kind in (*actors.KINDS, "place"), row
        assert needed in ("yes", "no"), row
        assert [name for name in mentions.split("|") if name not in body] == [], row


def test_one_gold_actor_is_right_once_cut_in_two_is_wrong_and_optional_ones_do_not_count():
    gold = [
        actors.Gold("person", True, "Anna Lee", ((0, 8), (20, 23))),
        actors.Gold("body", True, "the Bank", ((30, 38),)),
        actors.Gold("country", False, "Omrel", ((50, 55),)),
    ]
    found = (
        Found("Anna Lee", "person", (Mention(0, 8),)),
        Found("Lee", "name", (Mention(20, 23),)),
        Found("Omrel", "place", (Mention(50, 55),)),
        Found("May", "place", (Mention(60, 63),)),
    )
    result = actors.outcome("event/wire", gold, found)
    assert (result.right, result.wrong) == (["Anna Lee"], ["Lee (again)", "May"])
    assert [one.name for one in result.missed] == ["the Bank"]
    assert result.kinds == [("person", "person")]


@pytest.mark.parametrize(
    ("source", "named"), [("Anna Lee", True), ("the mayor", False), ("Officials", False), ("the Bank of Omrel", True)]
)
def test_a_capital_at_the_start_of_a_sentence_is_no_sign_of_a_name(source, named):
    text = f"It rained. {source} said so."
    start = text.index(source)
    assert actors.is_named(text, start, start + len(source)) is named
