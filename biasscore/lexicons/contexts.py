"""Contexts in which an entry does not fire ('unless'): words just before it, just after it, and longer ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from biasscore.lexicons.lexicon import Entry

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bools = NDArray[np.bool_]

_SHIFT = 24


class Contexts:
    """The contexts of all entries of a matcher, as sorted pairs of an entry and a word beside it.

    Attributes
    ----------
    guarded : ndarray of bool, shape (entries,)
        Entries that have contexts.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.guarded = np.array([bool(entry.unless) for entry in entries], bool)
        self._numbers: dict[str, int] = {}
        self._longer: dict[int, list[tuple[list[str], list[str]]]] = {}
        before: list[int] = []
        after: list[int] = []
        before_longer: list[int] = []
        after_longer: list[int] = []
        for number, entry in enumerate(entries):
            for context in entry.unless:
                left, _, right = (part.split() for part in context.partition("_"))
                if len(left) + len(right) == 1:
                    (before if left else after).append(self._pair(number, (left or right)[0]))
                    continue
                self._longer.setdefault(number, []).append((left, right))
                beside = self._pair(number, left[-1] if left else right[0])
                (before_longer if left else after_longer).append(beside)
        self._before, self._after = _sorted(before), _sorted(after)
        self._before_longer, self._after_longer = _sorted(before_longer), _sorted(after_longer)

    def _pair(self, entry: int, word: str) -> int:
        return entry << _SHIFT | self._numbers.setdefault(word, len(self._numbers) + 1)

    def number(self, form: str) -> int:
        """Number of a word that stands in contexts, 0 for all others."""
        return self._numbers.get(form, 0)

    def outside(self, first: Ints, last: Ints, entry: Ints, forms: list[str], form: Ints, word: Ints) -> Bools:
        """Which hits of guarded entries stand in none of their contexts.

        Parameters
        ----------
        first, last, entry : ndarray of int32, shape (hits,)
            First token, the token after the last, and the entry.
        forms : list of str
            The strings behind the numbers of ``form``.
        form, word : ndarray of int32, shape (tokens,)
            Form of every token, and its ``number`` as a word of contexts.
        """
        around = np.concatenate(([0], word, [0]))  # no word at either end
        shifted = entry.astype(np.int64) << _SHIFT
        left, right = shifted | around[first], shifted | around[last + 1]
        keep = ~(_among(left, self._before) | _among(right, self._after))
        closer = keep & (_among(left, self._before_longer) | _among(right, self._after_longer))
        for row in np.flatnonzero(closer).tolist():
            longer = self._longer[int(entry[row])]
            keep[row] = not any(_stands(around, forms, form, int(first[row]), int(last[row])) for around in longer)
        return keep


def _sorted(pairs: Iterable[int]) -> Longs:
    return np.array(sorted({-1, *pairs}), np.int64)  # no pair is negative: the array is never empty


def _among(pairs: NDArray[Any], known: Longs) -> Bools:
    """Which pairs are in a sorted array of some."""
    found: Bools = known[np.minimum(np.searchsorted(known, pairs), len(known) - 1)] == pairs
    return found


def _stands(context: tuple[list[str], list[str]], forms: list[str], form: Ints, first: int, last: int) -> bool:
    """Whether the words before and after an entry are those of a context."""
    before, after = context
    start = first - len(before)
    found = [*form[max(start, 0) : first].tolist(), *form[last : last + len(after)].tolist()]
    return start >= 0 and [forms[number] for number in found] == before + after
