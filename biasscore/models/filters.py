"""Filters of widths one and three over static word vectors, in whole numbers: a logit a sentence, and each word's part.

The filters' answer to every row of the word table is computed once (one product of a fixed shape); a text is then rows
of that table: added, cut off at zero, pooled by sentence. Whole numbers add up to the same sum in any order, so that a
sentence scores alike whatever else is in the batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.models.store import Floats

Ints = NDArray[np.int32]
_Answers = NDArray[np.int16]
_Tables = tuple[_Answers, _Answers]
_STEPS = 512
"""Steps of one in the whole-number answers."""
_MOST = 10_000
"""Largest answer: three of them and the marks' still fit into 16 bits."""
_WEIGHT_STEPS = 1 << 15
"""Steps of the largest weight of the means."""
_STRETCH = 512
"""Tokens at a time, about: what they need stays in the processor's cache."""


class Shares(NamedTuple):
    """Parts of the tokens in the logits of their sentences: through the means, and through the maxima."""

    mean: Floats
    maximum: Floats


class SentenceFilters:
    """The convolution.

    Parameters
    ----------
    vectors : ndarray of float32, shape (rows, numbers)
        Shared vectors, one a row.
    arrays : mapping of str to ndarray
        ``own`` (rows, numbers): what a row has learnt for this task; ``filters.one``, ``filters.before``,
        ``filters.here``, ``filters.after`` (inputs, filters), the inputs being shared vector, own numbers and bits of
        the marks; ``bias.one``, ``bias.three``; ``head`` (4 * filters): weights of the maxima and means; ``intercept``.
    bits : int
        Number of marks that a token can bear.
    """

    def __init__(self, vectors: Floats, arrays: Mapping[str, Floats], bits: int) -> None:
        self._vectors, self._arrays, self._bits = vectors, arrays, bits
        weight = arrays["head"].astype(np.float64) / _STEPS
        half = len(weight) // 2
        self._maximum, scaled = weight[:half], weight[half:]
        self._grid = max(float(np.abs(scaled).max()), 1e-12) / _WEIGHT_STEPS
        self._mean = np.rint(scaled / self._grid)

    @cached_property
    def _tables(self) -> tuple[_Tables, _Tables, _Tables]:
        """Answers to rows and to sets of marks: of both widths on the token, and of width three before and after it."""
        bits = (np.arange(1 << self._bits)[:, None] >> np.arange(self._bits)) & 1
        inputs = np.concatenate((self._vectors, self._arrays["own"]), axis=1)
        known = inputs.shape[1]
        of_place = {}
        for place in ("one", "before", "here", "after"):
            weight = self._arrays[f"filters.{place}"]
            rows = inputs @ weight[:known]
            rows += {"one": self._arrays["bias.one"], "here": self._arrays["bias.three"]}.get(place, np.float32(0))
            of_place[place] = _whole(rows), _whole(bits.astype(np.float32) @ weight[known:])
        both = [np.concatenate(pair, axis=1) for pair in zip(of_place["one"], of_place["here"], strict=True)]
        return (both[0], both[1]), of_place["before"], of_place["after"]

    def logits(self, rows: Ints, marks: NDArray[np.int8], start: Ints) -> Floats:
        """Logit of every sentence.

        Parameters
        ----------
        rows : ndarray of int32, shape (tokens,)
            Row of each token.
        marks : ndarray of int8, shape (tokens,)
            Bits of its marks.
        start : ndarray of int32, shape (sentences + 1,)
            First token of each sentence, and the number of tokens; no sentence is empty.

        Returns
        -------
        ndarray of float32, shape (sentences,)
        """
        found = np.zeros(len(start) - 1, np.float32)
        for first, last in _stretches(start):
            states, inner = self._states(rows, marks, start[first : last + 1])
            highest = np.maximum.reduceat(states, inner, axis=0)
            logit = self._arrays["intercept"][0] + (highest * self._maximum).sum(1)
            total = np.add.reduceat(self._of_means(states), inner)
            found[first:last] = logit + total * self._grid / np.diff(start[first : last + 1])
        return found

    def _of_means(self, states: _Answers) -> NDArray[np.float64]:
        """What every token adds by its part in the means, in steps of the grid: whole numbers, so sums are exact."""
        weighted: NDArray[np.float64] = states.astype(np.float64) @ self._mean
        return weighted

    def shares(self, rows: Ints, marks: NDArray[np.int8], start: Ints) -> Shares:
        """What every token adds to the logit of its sentence (parameters as for ``logits``)."""
        mean, maximum = (np.zeros(len(rows), np.float32) for _ in range(2))
        for first, last in _stretches(start):
            states, inner = self._states(rows, marks, start[first : last + 1])
            length = np.diff(start[first : last + 1])
            tokens = slice(start[first], start[last])
            highest = np.repeat(np.maximum.reduceat(states, inner, axis=0), length, axis=0)
            maximum[tokens] = ((states == highest) * states * self._maximum).sum(1)
            mean[tokens] = self._of_means(states) * self._grid / np.repeat(length, length)
        return Shares(mean, maximum)

    def _states(self, rows: Ints, marks: NDArray[np.int8], start: Ints) -> tuple[_Answers, Ints]:
        """Answers to some sentences (width one, then three), and where these start among their tokens."""
        tokens = slice(start[0], start[-1])
        row, inner = rows[tokens], start[:-1] - start[0]
        (both, both_marks), (before, before_marks), (after, after_marks) = self._tables
        n = before.shape[1]
        states = both.take(row, 0)
        triple = states[:, n:]
        triple[1:] += before.take(row[:-1], 0)
        triple[:-1] += after.take(row[1:], 0)
        opening = inner[1:]
        triple[opening] -= before[row[opening - 1]]
        triple[opening - 1] -= after[row[opening]]
        marked = np.flatnonzero(marks[tokens])
        if len(marked):
            mark = marks[tokens][marked]
            states[marked] += both_marks[mark]
            opens = np.zeros(len(row) + 1, bool)
            opens[inner] = opens[-1] = True
            follows, leads = ~opens[marked + 1], ~opens[marked]
            triple[marked[follows] + 1] += before_marks[mark[follows]]
            triple[marked[leads] - 1] += after_marks[mark[leads]]
        np.maximum(states, 0, out=states)
        return states, inner


def _whole(answers: Floats) -> _Answers:
    """Answers as whole numbers."""
    rounded: _Answers = np.clip(np.rint(answers * _STEPS), -_MOST, _MOST).astype(np.int16)
    return rounded


def _stretches(start: Ints) -> Iterator[tuple[int, int]]:
    """Runs of sentences with about as many tokens as the cache holds: first, and the one after the last."""
    first, n = 0, len(start) - 1
    while first < n:
        last = int(np.searchsorted(start, start[first] + _STRETCH, side="right")) - 1
        last = min(max(last, first + 1), n)
        yield first, last
        first = last
