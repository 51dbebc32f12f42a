"""The network that says how a sentence speaks of a target: filters over word vectors, pooled around the target.

The filters are applied to every vector once (a product of small integers, exact in any order), so that a text costs
gathers and sums only, and its result does not depend on what else is read with it.
"""

from __future__ import annotations

from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from biasscore.models.store import Floats, Model, load_model
from biasscore.models.vectors import word_vectors

Ints = NDArray[np.int32]
NAME = "target_sentiment"
TARGET_MODELS = {"en": (NAME, "word_vectors")}
"""What is read for a language."""
LABELS = ("negative", "neutral", "positive")
DECAYS = (2.0, 6.0)
"""Reach of the sums to the left and to the right, in tokens."""
_STEPS = 127.0
_FARTHEST = 64
"""Tokens beyond which the weight fades no further."""
_FADING = {reach: np.exp(np.arange(_FARTHEST + 1) / -reach).astype(np.float32) for reach in DECAYS}
SUMS = 2 * len(DECAYS) + 2
"""Weighted sums over a window: fading to either side, means of sentence and clause."""
POOLS = SUMS + 4
"""Pools in the order of the head: the sums; the maximum; the target and its two governors."""
_TOGETHER = 128
"""Targets that are computed together (bounds memory; results do not depend on it)."""


class Inputs(Protocol):
    """Windows around targets, as ``annotate.targets`` cuts them (see there)."""

    @property
    def row(self) -> Ints: ...  # noqa: D102
    @property
    def marks(self) -> NDArray[np.uint8]: ...  # noqa: D102
    @property
    def start(self) -> Ints: ...  # noqa: D102
    @property
    def target(self) -> Ints: ...  # noqa: D102
    @property
    def left(self) -> Ints: ...  # noqa: D102
    @property
    def right(self) -> Ints: ...  # noqa: D102
    @property
    def clause_first(self) -> Ints: ...  # noqa: D102
    @property
    def clause_last(self) -> Ints: ...  # noqa: D102
    @property
    def facts(self) -> NDArray[np.uint8]: ...  # noqa: D102


class TargetNetwork:
    """Applies the shipped coefficients.

    Parameters
    ----------
    model : Model
        ``special``: vectors of a target and of any other name; ``own``: numbers that every row has for this task
        beside its shared vector; ``filters``, ``filters.own``: one row a tap (words of width one, then the centre, the
        left and the right of those of width three); ``marks``: what marks add to each tap; ``head``: one row a label;
        ``bias``, ``head.bias``: constants.
    vectors : ndarray of float32, shape (rows, 64)
        The shared table.
    """

    def __init__(self, model: Model, vectors: Floats) -> None:
        arrays = model.arrays
        self._parts = tuple(
            (*_integers(values), *_integers(arrays[filters]))
            for values, filters in (
                (np.concatenate((arrays["special"], vectors)), "filters"),
                (arrays["own"], "filters.own"),
            )
        )
        rows, taps = len(arrays["own"]), len(arrays["filters"])
        self._taps, self._known = np.zeros((rows, taps), np.float32), np.zeros(rows, bool)
        bits = arrays["marks"].shape[1]
        chosen = (np.arange(1 << bits)[:, None] >> np.arange(bits) & 1).astype(bool)
        self._marks = np.stack([arrays["marks"][:, some].sum(1, dtype=np.float32) for some in chosen])
        self._head, self._head_bias = arrays["head"], arrays["head.bias"]
        self._filters = len(arrays["bias"])
        self._wide = (taps - self._filters) // 2
        self._bias = np.concatenate((arrays["bias"], np.zeros(2 * self._wide, np.float32)))
        self._facts = np.arange(self._head.shape[1] - POOLS * self._filters)
        self.digest = model.digest

    def probabilities(self, windows: Inputs) -> NDArray[np.float64]:
        """Probabilities of negative, neutral and positive.

        Returns
        -------
        ndarray of float64, shape (targets, 3)
        """
        n = len(windows.target)
        if not n:
            return np.zeros((0, 3))
        parts = [self._logits(windows, begin, min(begin + _TOGETHER, n)) for begin in range(0, n, _TOGETHER)]
        logits = np.concatenate(parts).astype(np.float64)
        powers = np.exp(logits - logits.max(1, keepdims=True))
        shares: NDArray[np.float64] = powers / powers.sum(1, keepdims=True)
        return shares

    def _logits(self, windows: Inputs, begin: int, end: int) -> Floats:
        """Of some of the targets."""
        offset, stop = int(windows.start[begin]), int(windows.start[end])
        start, target, left, right, clause_first, clause_last = (
            column[begin:end] - offset
            for column in (
                windows.start,
                windows.target,
                windows.left,
                windows.right,
                windows.clause_first,
                windows.clause_last,
            )
        )
        last = windows.start[begin + 1 : end + 1] - offset
        states = self._states(windows.row[offset:stop], windows.marks[offset:stop], start, last)
        distance = np.arange(stop - offset, dtype=np.int32) - np.repeat(target, last - start)
        clause = clause_first, clause_last
        features = np.empty((end - begin, self._head.shape[1]), np.float32)
        filters = self._filters
        sums = features[:, : SUMS * filters].reshape(end - begin, SUMS, filters)
        maxima = features[:, SUMS * filters : (SUMS + 1) * filters]
        weights = _weights(distance, start, last, clause)
        rest = features[:, (SUMS + 1) * filters :]
        rest[:, :filters] = states[target]
        rest[:, filters : 2 * filters] = states[left] * (left != target)[:, None]
        rest[:, 2 * filters : 3 * filters] = states[right] * (right != target)[:, None]
        rest[:, 3 * filters :] = windows.facts[begin:end, None] >> self._facts & 1
        # target by target: a product may round differently in another shape
        logits = np.empty((end - begin, len(self._head)), np.float32)
        for number, (a, b) in enumerate(zip(start.tolist(), last.tolist(), strict=True)):
            np.matmul(weights[:, a:b], states[a:b], out=sums[number])
            np.maximum.reduce(states[a:b], axis=0, out=maxima[number])
            np.matmul(self._head, features[number], out=logits[number])
        logits += self._head_bias
        return logits

    def _states(self, row: Ints, marks: NDArray[np.uint8], start: Ints, last: Ints) -> Floats:
        """What the filters say of every token."""
        self._extend(row)
        taps = self._taps.take(row, axis=0, mode="clip")
        marked = np.flatnonzero(marks)
        taps[marked] += self._marks[marks[marked]]
        filters, wide = self._filters, self._wide
        left, right = taps[:, filters : filters + wide], taps[:, filters + wide :]
        left[last - 1] = 0  # the neighbour of an edge is nothing
        right[start] = 0
        three = taps[:, filters - wide : filters]
        three[1:] += left[:-1]
        three[:-1] += right[1:]
        states: Floats = np.maximum(taps[:, :filters], 0)
        return states

    def _extend(self, row: Ints) -> None:
        """Apply the filters to rows that were not met before."""
        unknown = row[~self._known[row]]
        if not len(unknown):
            return
        new = np.unique(unknown)
        taps = np.zeros((len(new), self._taps.shape[1]), np.float32)
        for values, scale, filters, filter_scale in self._parts:
            taps += (values[new] @ filters.T) * scale[new][:, None] * filter_scale
        self._taps[new] = taps + self._bias
        self._known[new] = True


def _weights(distance: Ints, start: Ints, last: Ints, clause: tuple[Ints, Ints]) -> Floats:
    """Weights of the tokens in the sums: two to either side that fade with distance, means of sentence and clause."""
    n = len(distance)
    weights = np.empty((SUMS, n), np.float32)
    far = np.minimum(np.abs(distance), _FARTHEST)
    for number, reach in enumerate(DECAYS):
        fading = _FADING[reach][far]
        weights[2 * number] = np.where(distance < 0, fading, 0)
        weights[2 * number + 1] = np.where(distance > 0, fading, 0)
    for number, (first, stop) in enumerate(((start, last), clause), 2 * len(DECAYS)):
        share = np.zeros(n + 1, np.float32)
        part = 1 / (stop - first).astype(np.float32)
        inside = np.zeros(n + 1, np.int8)
        inside[first] += 1
        inside[stop] -= 1
        share[:-1] = np.repeat(part, last - start)
        weights[number] = share[:-1] * np.cumsum(inside[:-1])
    return weights


def _integers(matrix: Floats) -> tuple[Floats, Floats]:
    """A stored matrix as the whole numbers it was stored as, and the scale of each row."""
    scale = np.maximum(np.abs(matrix).max(1) / np.float32(_STEPS), np.float32(1e-12)).astype(np.float32)
    return np.rint(matrix / scale[:, None]).astype(np.float32), scale


@cache
def target_network() -> TargetNetwork:
    """The shipped network, read once."""
    return TargetNetwork(load_model(NAME), word_vectors().values)
