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
_STEPS = 512
"""Steps of one in the whole-number answers."""
_MOST = 10_000
"""Largest answer: three of them and the marks' still fit into 16 bits."""
_STRETCH = 1024
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
        n = arrays["filters.one"].shape[1]
        self._head = np.split(arrays["head"] / _STEPS, (n, 2 * n, 3 * n))

    @cached_property
    def _tables(self) -> dict[str, tuple[_Answers, _Answers]]:
        """Answers to rows and to sets of marks, by the place of the filter."""
        bits = (np.arange(1 << self._bits)[:, None] >> np.arange(self._bits)) & 1
        inputs = np.concatenate((self._vectors, self._arrays["own"]), axis=1)
        known = inputs.shape[1]
        found = {}
        for place in ("one", "before", "here", "after"):
            weight = self._arrays[f"filters.{place}"]
            rows = inputs @ weight[:known]
            rows += {"one": self._arrays["bias.one"], "here": self._arrays["bias.three"]}.get(place, np.float32(0))
            found[place] = _whole(rows), _whole(bits.astype(np.float32) @ weight[known:])
        return found

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
            length = np.diff(start[first : last + 1]).astype(np.float32)[:, None]
            logit = np.full(last - first, self._arrays["intercept"][0], np.float32)
            for place, answer in enumerate(states):
                highest = np.maximum.reduceat(answer, inner, axis=0)
                total = np.add.reduceat(answer, inner, axis=0, dtype=np.int32)
                logit += (highest * self._head[place]).sum(1)
                logit += (total / length * self._head[2 + place]).sum(1)
            found[first:last] = logit
        return found

    def shares(self, rows: Ints, marks: NDArray[np.int8], start: Ints) -> Shares:
        """What every token adds to the logit of its sentence (parameters as for ``logits``)."""
        mean, maximum = (np.zeros(len(rows), np.float32) for _ in range(2))
        for first, last in _stretches(start):
            states, inner = self._states(rows, marks, start[first : last + 1])
            length = np.diff(start[first : last + 1])
            tokens = slice(start[first], start[last])
            for place, answer in enumerate(states):
                highest = np.repeat(np.maximum.reduceat(answer, inner, axis=0), length, axis=0)
                maximum[tokens] += ((answer == highest) * answer * self._head[place]).sum(1)
                mean[tokens] += (answer * self._head[2 + place]).sum(1) / np.repeat(length, length)
        return Shares(mean, maximum)

    def _states(self, rows: Ints, marks: NDArray[np.int8], start: Ints) -> tuple[tuple[_Answers, _Answers], Ints]:
        """Answers of both widths to some sentences, and where these start among their tokens."""
        tokens = slice(start[0], start[-1])
        row, inner = rows[tokens], start[:-1] - start[0]
        (one, one_marks), (before, before_marks), (here, here_marks), (after, after_marks) = self._tables.values()
        single, triple = one.take(row, 0), here.take(row, 0)
        triple[1:] += before.take(row[:-1], 0)
        triple[:-1] += after.take(row[1:], 0)
        opening = inner[1:]
        triple[opening] -= before[row[opening - 1]]
        triple[opening - 1] -= after[row[opening]]
        marked = np.flatnonzero(marks[tokens])
        if len(marked):
            mark = marks[tokens][marked]
            single[marked] += one_marks[mark]
            triple[marked] += here_marks[mark]
            opens = np.zeros(len(row) + 1, bool)
            opens[inner] = opens[-1] = True
            follows, leads = ~opens[marked + 1], ~opens[marked]
            triple[marked[follows] + 1] += before_marks[mark[follows]]
            triple[marked[leads] - 1] += after_marks[mark[leads]]
        np.maximum(single, 0, out=single)
        np.maximum(triple, 0, out=triple)
        return (single, triple), inner


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
