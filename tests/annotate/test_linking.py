"""Sources and contents near each other, in one document and in many."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from biasscore.annotate.labels import runs_of
from biasscore.annotate.linking import REACH_BACK, REACH_ON, Pairs, Places, candidate_pairs, each_times
from biasscore.annotate.relations import Relation

LINES = (
    "SsVCcc.CcccVSs.cc....SVCc",  # two contents, the first in two pieces
    "",
    "S" + "." * (REACH_BACK - 1) + "CcV",  # just near enough
    "S" + "." * REACH_BACK + "CcV",  # too far
    "Cc" + "." * (REACH_ON - 2) + "S",
    "VSsCc",
    "CcSsV",
    "S",
    "C",
)


def places_of(lengths: list[int]) -> Places:
    """Documents of some lengths; every fifth token is a pronoun, every third opens a sentence."""
    start = np.concatenate(([0], np.cumsum(lengths)))
    document = np.repeat(np.arange(len(lengths)), lengths)
    inner = np.arange(start[-1]) - start[document]
    position = np.arange(start[-1]) + REACH_BACK * document
    spread = start + REACH_BACK * np.arange(len(start))
    token = np.zeros(spread[-1], np.int64)
    token[position] = np.arange(start[-1])
    return Places(position, token, spread, inner // 3, inner // 9, inner % 4 == 0, inner % 5 == 0)


def labels(line: str) -> np.ndarray:
    return np.array([".CcSsVv".index(character) for character in line], np.int8)


def pairs_of(lines: tuple[str, ...], rules: list[Relation]) -> Pairs:
    places = places_of([len(line) for line in lines])
    return candidate_pairs(runs_of(places.apart(labels("".join(lines)))), places, rules)


def rule(source: tuple[int, int], content: tuple[int, int]) -> Relation:
    return Relation(source, None, (content,), -1, "test")


def test_documents_are_paired_as_if_each_were_alone() -> None:
    alone = [pairs_of((line,), [rule((0, 2), (3, 6))] if line == LINES[0] else []) for line in LINES]
    contents, sources = ([sum(label in kind for label in line) for line in LINES] for kind in ("C", "S"))
    together = pairs_of(LINES, [rule((0, 2), (3, 6))])
    before = [[sum(counts[:number]) for number in range(len(LINES))] for counts in (contents, sources)]
    assert together.content.tolist() == [n + b for one, b in zip(alone, before[0], strict=True) for n in one.content]
    assert together.source.tolist() == [n + b for one, b in zip(alone, before[1], strict=True) for n in one.source]
    assert np.array_equal(together.columns, np.concatenate([one.columns for one in alone]))


@pytest.mark.parametrize(("line", "pairs"), [(LINES[2], 1), (LINES[3], 0), (LINES[4], 1), (LINES[7], 0), (LINES[8], 0)])
def test_a_source_is_looked_for_nearby(line: str, pairs: int) -> None:
    assert len(pairs_of((line,), []).content) == pairs


@pytest.mark.parametrize(
    ("source", "content", "linked"),
    [
        ((0, 2), (3, 6), {(0, 0)}),
        ((1, 13), (3, 4), {(0, 0), (0, 1)}),
        ((0, 1), (5, 8), {(0, 0), (1, 0)}),
        ((2, 3), (3, 6), set()),
        ((0, 2), (6, 7), set()),
        ((0, 25), (0, 25), {(content, source) for content in range(3) for source in range(3)}),
    ],
)
def test_what_the_rules_found_is_told_of_pairs_that_overlap_it(
    source: tuple[int, int], content: tuple[int, int], linked: set[tuple[int, int]]
) -> None:
    pairs = pairs_of((LINES[0],), [rule(source, content)])
    told = pairs.columns[:, 19] > 0
    assert set(zip(pairs.content[told].tolist(), pairs.source[told].tolist(), strict=True)) == linked


def test_documents_are_multiplied_one_by_one() -> None:
    chance = np.random.default_rng(0)
    rows, weight = (chance.normal(size=shape).astype(np.float32) for shape in ((40, 21), (21, 48)))
    start = np.array([0, 0, 1, 3, 33, 40])
    product = each_times(rows, start, weight)
    for first, last in pairwise(start):
        assert np.array_equal(product[first:last], rows[first:last] @ weight)
