"""What the tagger calls each token, and the runs that a sequence of such labels means."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.relations import Run

LABELS = ("outside", "content begins", "content", "source begins", "source", "cue begins", "cue")
OUTSIDE, CONTENT, SOURCE, CUE = 0, 1, 3, 5
"""First label of each kind; the one behind it goes on."""
LONGEST_GAP = 25
"""Tokens over which a content may go on (split quotations: "..., he said, ...")."""


class Tagged(NamedTuple):
    """Runs, each kind in text order.

    Attributes
    ----------
    contents : list of tuple of Run
        Contents, each in one or more pieces.
    sources, cues : list of Run
        Sources and cues.
    """

    contents: list[tuple[Run, ...]]
    sources: list[Run]
    cues: list[Run]


def runs_of(labels: NDArray[np.int8]) -> Tagged:
    """Runs that a sequence of labels means.

    Only the first piece of a content begins; a piece that merely goes on, not far behind, belongs to the one before.

    Parameters
    ----------
    labels : ndarray of int8, shape (tokens,)
        Rows of ``LABELS``.
    """
    contents: list[tuple[Run, ...]] = []
    for run, begins in _runs(labels, CONTENT):
        if begins or not contents or run[0] - contents[-1][-1][1] > LONGEST_GAP:
            contents.append((run,))
        else:
            contents[-1] = (*contents[-1], run)
    return Tagged(contents, *([run for run, _ in _runs(labels, kind)] for kind in (SOURCE, CUE)))


def _runs(labels: NDArray[np.int8], kind: int) -> list[tuple[Run, bool]]:
    """Runs of one kind, and whether each begins with the label that begins."""
    begins, inside = labels == kind, (labels == kind) | (labels == kind + 1)
    before = np.concatenate(([False], inside[:-1]))
    first = np.flatnonzero(inside & (begins | ~before))
    breaks = np.concatenate((begins[1:] | ~inside[1:], [True]))
    last = np.flatnonzero(inside & breaks) + 1
    return list(zip(zip(first.tolist(), last.tolist(), strict=True), begins[first].tolist(), strict=True))


def labels_of(n: int, contents: list[tuple[Run, ...]], sources: list[Run], cues: list[Run]) -> NDArray[np.int8]:
    """Labels that mean some runs: the inverse of ``runs_of``, for training."""
    labels = np.zeros(n, np.int8)
    kinds = (
        (CUE, [(run,) for run in cues]),
        (SOURCE, [(run,) for run in sources]),
        (CONTENT, contents),
    )
    for kind, groups in kinds:
        for pieces in groups:
            for first, last in pieces:
                labels[first:last] = kind + 1
            labels[pieces[0][0]] = kind
    return labels
