"""The network that says how a sentence speaks of a target: filters over word vectors, pooled around the target.

The filters are applied to every vector once (a product of small integers, exact in any order), so that a text costs
gathers and sums only, and its result does not depend on what else is read with it.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import NamedTuple, Protocol

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
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
_FARTHEST = 64
"""Tokens beyond which the weight fades no further."""
SUMS = 2 * len(DECAYS) + 2
"""Weighted sums over a window: fading to either side, means of sentence and clause."""
POOLS = SUMS + 4
"""Pools in the order of the head: the sums; the maximum; the target and its two governors."""
_STORED = 127.0
"""Steps of the largest number of a row, as it is stored."""
_STEPS = 1024
"""Steps of one in the answers, which are whole numbers: their sums are exact in any order."""
_MOST, _MOST_MARKS = 8_000, 2_500
"""Largest answers to a row and to marks: three of each fit into 16 bits."""
_NOTHING = -20_000
"""Answer to the padding behind a window: whatever is added to it, it stays below zero."""
_LENGTHS = 4
"""Windows are padded to a multiple of this, so that those of like length are computed in the same shape."""
_TOGETHER = 4096
"""Tokens that are computed together, about (what they need stays in the cache; results do not depend on it)."""


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


class _Targets(NamedTuple):
    """Targets in order of the lengths of their windows; places are counted from the start of the window.

    ``singled``: the target and its governors, and ``there`` whether there are such; ``share`` of one token.
    """

    start: Ints
    size: Ints
    singled: Ints
    there: NDArray[np.bool_]
    share: Floats
    clause_first: Ints
    clause_last: Ints
    clause_size: Floats


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
        self._filters = len(arrays["bias"])
        wide = (len(arrays["filters"]) - self._filters) // 2
        self._bias = np.concatenate((arrays["bias"], np.zeros(2 * wide, np.float32)))
        self._borders = self._filters - wide, self._filters, self._filters + wide
        bits = arrays["marks"].shape[1]
        chosen = (np.arange(1 << bits)[:, None] >> np.arange(bits) & 1).astype(bool)
        marks = np.stack([arrays["marks"][:, some].sum(1, dtype=np.float32) for some in chosen])
        self._marks = self._by_place(_whole(marks, _MOST_MARKS))
        self._padding = len(arrays["own"])
        self._known = np.zeros(self._padding, bool)
        padding = np.zeros((self._padding + 1, len(self._bias)), np.int16)
        padding[-1, : self._filters] = _NOTHING
        self._answers = self._by_place(padding)
        pools = POOLS * self._filters
        head, facts = arrays["head"][:, :pools].reshape(-1, POOLS, self._filters) / _STEPS, arrays["head"][:, pools:]
        narrow = self._borders[0]
        banks = (head[:, :, :narrow].reshape(len(head), -1), head[:, :, narrow:].reshape(len(head), -1))
        self._head = np.concatenate((*banks, facts), axis=1).T.astype(np.float32)
        self._head_bias = arrays["head.bias"]
        self._facts = np.arange(facts.shape[1])
        self._fading = _fading()
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
        self._extend(windows.row)
        found = np.empty((n, self._head.shape[1]), np.float32)
        lengths = -(-np.diff(windows.start) // _LENGTHS) * _LENGTHS
        order = np.argsort(lengths, kind="stable")
        targets = _in_order(windows, order)
        # behind the last token stands what windows are padded with
        row, marks = np.append(windows.row, np.int32(self._padding)), np.append(windows.marks, np.uint8(0))
        facts = windows.facts[order, None] >> self._facts & 1
        bounds = [*np.flatnonzero(np.diff(lengths[order], prepend=0)).tolist(), n]
        for first, last in pairwise(bounds):
            length = int(lengths[order[first]])
            together = max(_TOGETHER // length, 1)
            for begin in range(first, last, together):
                part = slice(begin, min(begin + together, last))
                some = _Targets._make(column[part] for column in targets)
                found[order[part]] = self._logits(row, marks, some, facts[part], length)
        logits = found.astype(np.float64)
        powers = np.exp(logits - logits.max(1, keepdims=True))
        shares: NDArray[np.float64] = powers / powers.sum(1, keepdims=True)
        return shares

    def _logits(self, row: Ints, marks: NDArray[np.uint8], targets: _Targets, facts: Ints, length: int) -> Floats:
        """Of some targets, their windows padded to a length."""
        n = len(targets.start)
        within = np.arange(length, dtype=np.int32)
        tokens = np.where(within[:, None] < targets.size, targets.start + within[:, None], len(row) - 1)
        weights = np.empty((n, SUMS, length), np.float32)
        weights[:, :-2] = self._fading[length][_FARTHEST - targets.singled[:, 0]]
        weights[:, -2] = targets.share
        in_clause = (within >= targets.clause_first) & (within < targets.clause_last)
        weights[:, -1] = in_clause / targets.clause_size
        singled = targets.singled * n + np.arange(n)[:, None]
        features = np.empty((n, 1, len(self._head)), np.float32)
        end = 0
        for states in self._states(row.take(tokens), marks.take(tokens)):
            begin, end = end, end + POOLS * states.shape[2]
            pools = features[:, 0, begin:end].reshape(n, POOLS, -1)
            # one product a target, all of one shape: a result does not depend on how many there are
            np.matmul(weights, states.swapaxes(0, 1).astype(np.float32), out=pools[:, :SUMS])
            pools[:, SUMS] = states.max(0)
            pools[:, SUMS + 1 :] = states.reshape(-1, states.shape[2]).take(singled, axis=0) * targets.there
        features[:, 0, end:] = facts
        logits: Floats = (features @ self._head)[:, 0] + self._head_bias
        return logits

    def _states(self, row: Ints, marks: NDArray[np.uint8]) -> tuple[NDArray[np.int16], ...]:
        """What the filters of width one, and of width three, say of every token, in steps."""
        answers = [of_row.take(row, axis=0) for of_row in self._answers]
        for answer, of_marks in zip(answers, self._marks, strict=True):
            answer += of_marks.take(marks, axis=0)
        one, three, before, behind = answers
        three[1:] += before[:-1]
        three[:-1] += behind[1:]
        # an array of zeros and not a zero: that is several times as fast
        return tuple(np.maximum(states, np.zeros_like(states), out=states) for states in (one, three))

    def _extend(self, row: Ints) -> None:
        """Apply the filters to rows that were not met before (small whole numbers: exact, whatever the shape)."""
        unknown = row[~self._known[row]]
        if not len(unknown):
            return
        new = np.unique(unknown)
        answers = np.zeros((len(new), len(self._bias)), np.float32)
        for values, scale, filters, filter_scale in self._parts:
            answers += (values[new] @ filters.T) * scale[new][:, None] * filter_scale
        for known, found in zip(self._answers, self._by_place(_whole(answers + self._bias, _MOST)), strict=True):
            known[new] = found
        self._known[new] = True

    def _by_place(self, answers: NDArray[np.int16]) -> list[NDArray[np.int16]]:
        """Answers of width one; of width three on the token, on the one before it, and on the one behind it."""
        return [np.ascontiguousarray(part) for part in np.split(answers, self._borders, axis=1)]


def _in_order(windows: Inputs, order: NDArray[np.intp]) -> _Targets:
    """Targets in an order, with what is the same for all of their windows' tokens as columns."""
    start, size = windows.start[order], np.diff(windows.start)[order]
    singled = np.stack((windows.target, windows.left, windows.right), axis=1)[order] - start[:, None]
    there = singled != singled[:, :1]
    there[:, 0] = True
    first, last = ((column[order] - start)[:, None] for column in (windows.clause_first, windows.clause_last))
    share = np.float32(1) / size.astype(np.float32)[:, None]
    return _Targets(start, size, singled, there[:, :, None], share, first, last, (last - first).astype(np.float32))


def _whole(answers: Floats, most: int) -> NDArray[np.int16]:
    """Answers in steps."""
    rounded: NDArray[np.int16] = np.clip(np.rint(answers * _STEPS), -most, most).astype(np.int16)
    return rounded


def _fading() -> dict[int, Floats]:
    """Weights of the tokens in the sums to the left and to the right, by the length of a window.

    The rows are those of a target that stands ``_FARTHEST`` tokens in, one token less, and so on to the first.
    """
    distance = np.arange(-_FARTHEST, _FARTHEST + 1)
    weights = np.stack(
        [
            np.where(side, np.exp(-np.abs(distance) / reach), 0).astype(np.float32)
            for reach in DECAYS
            for side in (distance < 0, distance > 0)
        ]
    )
    lengths = range(_LENGTHS, len(distance) + 1, _LENGTHS)
    return {length: sliding_window_view(weights, length, axis=1).swapaxes(0, 1) for length in lengths}


def _integers(matrix: Floats) -> tuple[Floats, Floats]:
    """A stored matrix as the whole numbers it was stored as, and the scale of each row."""
    scale = np.maximum(np.abs(matrix).max(1) / np.float32(_STORED), np.float32(1e-12)).astype(np.float32)
    return np.rint(matrix / scale[:, None]).astype(np.float32), scale


@cache
def target_network() -> TargetNetwork:
    """The shipped network, read once."""
    return TargetNetwork(load_model(NAME), word_vectors().values)
