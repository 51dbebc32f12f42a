"""Filters of widths one and three over static word vectors, in whole numbers: a logit a sentence, and each word's part.

The filters' answer to a word is worked out when it is first met, in whole numbers; a text is then rows of that table:
added, cut off at zero, pooled by sentence. Whole numbers add up to the same sum in any order and in
products of any shape, so that a sentence scores alike whatever else is in the batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.models.answers import STEPS, Answers, AnswerTable, Ints
from biasscore.models.store import Floats

_Doubles = NDArray[np.float64]
_WEIGHT_STEPS = 1 << 15
"""Steps of the largest weight of the means."""
_RUN = 8
"""Sentences are filled up to whole runs of so many tokens, at least one of them empty: it parts them, too."""
_STRETCH = 4096
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
        the marks; ``bias.one``, ``bias.three``; ``head``: weights of the maxima, then of the means, each those of width
        one before those of width three; ``intercept``.
    bits : int
        Number of marks that a token can bear.
    """

    def __init__(self, vectors: Floats, arrays: Mapping[str, Floats], bits: int) -> None:
        self._answers = AnswerTable(vectors, arrays, bits)
        self._intercept = float(arrays["intercept"][0])
        weight = arrays["head"].astype(np.float64) / STEPS
        half = len(weight) // 2
        self._maximum, scaled = weight[:half], weight[half:]
        self._grid = max(float(np.abs(scaled).max()), 1e-12) / _WEIGHT_STEPS
        self._mean = np.rint(scaled / self._grid)

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
        filled = self._filled(rows, marks, start)
        for first, last in filled.stretches():
            states = self._states(filled, first, last)
            inner = filled.start[first:last] - filled.start[first]
            logit = self._intercept + (_highest(states, inner, filled.runs[first:last]) * self._maximum).sum(1)
            of_runs = np.add.reduce(states, 1, dtype=np.int32)
            total = np.add.reduceat(self._of_means(of_runs), inner // _RUN)
            found[first:last] = logit + total * self._grid / np.diff(start[first : last + 1])
        return found

    def shares(self, rows: Ints, marks: NDArray[np.int8], start: Ints) -> Shares:
        """What every token adds to the logit of its sentence (parameters as for ``logits``)."""
        mean, maximum = (np.zeros(len(rows), np.float32) for _ in range(2))
        filled = self._filled(rows, marks, start)
        for first, last in filled.stretches():
            states = self._states(filled, first, last)
            real = filled.rows[filled.tokens(first, last)] != self._answers.nothing
            runs, length = filled.runs[first:last], np.diff(start[first : last + 1])
            inner, tokens = filled.start[first:last] - filled.start[first], slice(start[first], start[last])
            highest = np.repeat(_highest(states, inner, runs), length, axis=0)
            mean[tokens] = self._of_means(states).T.ravel()[real] * self._grid / np.repeat(length, length)
            states = states.transpose(2, 1, 0, 3).reshape(len(real), -1)[real]
            maximum[tokens] = ((states == highest) * states * self._maximum).sum(1)
        return Shares(mean, maximum)

    def _of_means(self, states: NDArray[np.integer]) -> NDArray[np.float64]:
        """What answers, or sums of them, add by the means, in steps of the grid: whole numbers, so sums are exact."""
        one, three = (part.reshape(-1, part.shape[-1]).astype(np.float64) for part in states)
        n = one.shape[1]
        weighted: NDArray[np.float64] = one @ self._mean[:n] + three @ self._mean[n:]
        return weighted.reshape(states.shape[1:-1])

    def _filled(self, rows: Ints, marks: NDArray[np.int8], start: Ints) -> _Filled:
        self._answers.meet(rows)
        return _Filled.of(rows, marks, start, self._answers.nothing)

    def _states(self, filled: _Filled, first: int, last: int) -> Answers:
        """Answers of all filters to the tokens of some sentences, cut off at zero.

        Shape (2, tokens of a run, runs, filters): width one, then three; the first tokens of all runs, then the second
        ones and so on, so that whole stretches of memory are added and compared.
        """
        nothing, tokens = self._answers.nothing, filled.tokens(first, last)
        rows = filled.rows[tokens]
        around = np.full(len(rows) + 2, nothing, np.int32)
        around[1:-1] = rows
        here, before, after = (part.reshape(-1, _RUN).T.ravel() for part in (rows, around[:-2], around[2:]))
        of_one, of_here, of_before, of_after = self._answers.of_words
        states = np.empty((2, len(rows), of_one.shape[1]), np.int16)
        of_one.take(here, 0, out=states[0], mode="clip")
        of_here.take(here, 0, out=states[1], mode="clip")
        states[1] += of_before.take(before, 0)
        states[1] += of_after.take(after, 0)
        self._add_marks(states, filled.marks[tokens])
        # against zeros of the same shape: several times as fast as against one zero
        np.maximum(states, np.zeros_like(states), out=states)
        states[:, here == nothing] = 0
        return states.reshape(2, _RUN, len(rows) // _RUN, -1)

    def _add_marks(self, states: Answers, marks: NDArray[np.int8]) -> None:
        marked = np.flatnonzero(marks)
        one, here, before, after = (part.take(marks[marked], 0) for part in self._answers.of_marks)

        def place(token: NDArray[np.intp]) -> NDArray[np.intp]:
            return token % _RUN * (len(marks) // _RUN) + token // _RUN

        itself = place(marked)
        states[0][itself] += one
        states[1][itself] += here
        # the last token is no word, so there is always one after a word; the one before the first is that last one
        states[1][place(marked + 1)] += before
        states[1][place((marked - 1) % len(marks))] += after


class _Filled(NamedTuple):
    """Sentences filled up to whole runs.

    Attributes
    ----------
    rows, marks : ndarray, shape (filled tokens,)
        Row and marks of every token; ``nothing`` and 0 where there is none.
    start : ndarray, shape (sentences + 1,)
        First filled token of each sentence, and their number.
    runs : ndarray, shape (sentences,)
        Runs of each.
    """

    rows: Ints
    marks: NDArray[np.int8]
    start: Ints
    runs: Ints

    @classmethod
    def of(cls, rows: Ints, marks: NDArray[np.int8], start: Ints, nothing: int) -> _Filled:
        """Fill up sentences that stand end to end."""
        length = np.diff(start)
        runs = length // _RUN + 1
        filled = np.zeros(len(start), np.int32)
        np.cumsum(runs * _RUN, out=filled[1:])
        place = np.arange(len(rows)) + np.repeat(filled[:-1] - start[:-1], length)
        filled_rows, filled_marks = np.full(filled[-1], nothing, np.int32), np.zeros(filled[-1], np.int8)
        filled_rows[place], filled_marks[place] = rows, marks
        return cls(filled_rows, filled_marks, filled, runs)

    def tokens(self, first: int, last: int) -> slice:
        """Places of some sentences."""
        return slice(int(self.start[first]), int(self.start[last]))

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Sentences with about as many tokens as the cache holds: first, and the one after the last."""
        first, n = 0, len(self.runs)
        while first < n:
            last = int(np.searchsorted(self.start, self.start[first] + _STRETCH, side="right")) - 1
            last = max(last, first + 1)
            yield first, last
            first = last


def _highest(states: Answers, inner: Ints, runs: Ints) -> Answers:
    """Highest answer of every filter in each sentence; ``inner`` are their first tokens, ``runs`` their runs.

    Run by run, all sentences at once: ``maximum.reduceat`` goes down every column on its own.
    """
    while states.shape[1] > 1:
        half = states.shape[1] // 2
        states = np.maximum(states[:, :half], states[:, half:])
    of_run = np.concatenate((states[0, 0], states[1, 0]), axis=1)
    opening = inner // _RUN
    found: Answers = of_run[opening]
    for run in range(1, int(runs.max())):
        longer = np.flatnonzero(runs > run)
        found[longer] = np.maximum(found[longer], of_run[opening[longer] + run])
    return found
