"""Labels of tokens and the runs they mean."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biasscore.annotate.labels import LABELS, LONGEST_GAP, labels_of, runs_of


def labels(text: str) -> np.ndarray:
    """Labels from a line: . outside, C c content, S s source, V v cue (a capital begins)."""
    return np.array([".CcSsVv".index(character) for character in text], np.int8)


@pytest.mark.parametrize(
    ("line", "contents", "sources", "cues"),
    [
        ("", [], [], []),
        ("....", [], [], []),
        ("SsVCcc.", [((3, 6),)], [(0, 2)], [(2, 3)]),
        ("Ccc.VSs.cc", [((0, 3), (8, 10))], [(5, 7)], [(4, 5)]),  # a split quotation is one content
        ("CcCcSS", [((0, 2),), ((2, 4),)], [(4, 5), (5, 6)], []),
        ("cc.ss", [((0, 2),)], [(3, 5)], []),  # nothing before it to go on from
    ],
)
def test_runs(line: str, contents: list, sources: list, cues: list) -> None:
    assert runs_of(labels(line)) == (contents, sources, cues)


def test_a_content_goes_on_only_from_nearby() -> None:
    near, far = ("C" + "." * gap + "c" for gap in (LONGEST_GAP, LONGEST_GAP + 1))
    assert len(runs_of(labels(near)).contents) == 1
    assert len(runs_of(labels(far)).contents) == 2


@given(st.lists(st.integers(0, len(LABELS) - 1), max_size=60))
def test_labels_of_runs_mean_the_same_runs(numbers: list[int]) -> None:
    tagged = runs_of(np.array(numbers, np.int8))
    assert runs_of(labels_of(len(numbers), *tagged)) == tagged
