"""The network that says how a sentence speaks of a target: three-word filters over word vectors, pooled around the target.

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
LABELS = ("negative", "neutral", "positive")
NEAR = 6
"""Tokens on either side whose maximum is taken."""
DECAYS = (2.0, 6.0)
"""Reach of the sums to the left and to the right, in tokens."""
_STEPS = 127.0
POOLS = 8 + 2 * len(DECAYS)
"""Pools that the head reads: maximum and mean of sentence and clause, maximum nearby, the fading sums, the target, its governors."""
_TOGETHER = 256
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
        ``special``: vectors of a target and of any other name; ``own``: numbers that every row has for this task beside
        its shared vector; ``filters``, ``filters.own``: one row a tap (words of width one, then the centre, the left and
        the right of those of width three); ``marks``: what marks add to each tap; ``head``: one row a label; ``bias``, ``head.bias``: constants.
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
        self._bias, self._head, self._head_bias = arrays["bias"], arrays["head"], arrays["head.bias"]
        self._filters = len(self._bias)
        self._wide = (taps - self._filters) // 2
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
        distance = np.arange(stop - offset, dtype=np.int32) - np.repeat(target, last - start)
        states = self._states(windows.row[offset:stop], windows.marks[offset:stop], start, last)
        near = np.maximum(start, target - NEAR), np.minimum(last, target + NEAR + 1)
        pools = [
            _stretches(np.maximum, states, start, last),
            _mean(states, start, last),
            _stretches(np.maximum, states, *near),
            *_fading(states, distance, start),
            _stretches(np.maximum, states, clause_first, clause_last),
            _mean(states, clause_first, clause_last),
            states[target],
            states[left] * (left != target)[:, None],
            states[right] * (right != target)[:, None],
            (windows.facts[begin:end, None] >> self._facts & 1).astype(np.float32),
        ]
        features = np.concatenate(pools, axis=1)
        return np.stack([(features * label).sum(1) for label in self._head], axis=1) + self._head_bias

    def _states(
        self, row: Ints, marks: NDArray[np.uint8], start: Ints, last: Ints
    ) -> Floats:
        """What the filters say of every token."""
        self._extend(row)
        taps = self._taps[row]
        taps += self._marks[marks]
        filters, wide = self._filters, self._wide
        left, right = taps[:, filters : filters + wide], taps[:, filters + wide :]
        left[last - 1] = 0  # the neighbour of an edge is nothing
        right[start] = 0
        states = taps[:, :filters] + self._bias
        states[1:, filters - wide :] += left[:-1]
        states[:-1, filters - wide :] += right[1:]
        return np.maximum(states, 0, out=states)

    def _extend(self, row: Ints) -> None:
        """Apply the filters to rows that were not met before."""
        new = np.unique(row[~self._known[row]])
        if not len(new):
            return
        taps = np.zeros((len(new), self._taps.shape[1]), np.float32)
        for values, scale, filters, filter_scale in self._parts:
            taps += (values[new] @ filters.T) * scale[new][:, None] * filter_scale
        self._taps[new] = taps
        self._known[new] = True


def _stretches(function: np.ufunc, states: Floats, first: Ints, last: Ints) -> Floats:
    """A function of the states of each stretch."""
    if last[-1] < len(states):
        bounds = np.stack((first, last), axis=1).ravel()
    else:
        bounds = np.stack((first, last), axis=1).ravel()[:-1]
    found: Floats = function.reduceat(states, bounds, axis=0)[::2]
    return found


def _mean(states: Floats, first: Ints, last: Ints) -> Floats:
    found: Floats = _stretches(np.add, states, first, last) / (last - first)[:, None].astype(np.float32)
    return found


def _fading(states: Floats, distance: Ints, start: Ints) -> list[Floats]:
    """Sums to the left and to the right that fade with distance."""
    sums = []
    for reach in DECAYS:
        weight = np.exp(-np.abs(distance) / reach)
        for side in (distance < 0, distance > 0):
            sums.append(np.add.reduceat(states * (weight * side).astype(np.float32)[:, None], start, axis=0))
    return sums


def _integers(matrix: Floats) -> tuple[Floats, Floats]:
    """A stored matrix as the whole numbers it was stored as, and the scale of each row."""
    scale = np.maximum(np.abs(matrix).max(1) / np.float32(_STEPS), np.float32(1e-12)).astype(np.float32)
    return np.rint(matrix / scale[:, None]).astype(np.float32), scale


@cache
def target_network() -> TargetNetwork:
    """The shipped network, read once."""
    return TargetNetwork(load_model(NAME), word_vectors().values)
