"""Contexts in which an entry does not fire ('unless'): words just before it, just after it, and longer ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from biasscore.lexicons.lexicon import Entry

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bools = NDArray[np.bool_]

_SHIFT = 20
"""Bits of a word's number in a key; two words and an entry make one."""
_Side = tuple[int, ...]
"""Which words of a context are in its key: -1 is the word before the entry, 1 the one behind it."""


class Contexts:
    """The contexts of all entries of a matcher, as sorted keys of an entry and one or two words beside it.

    Attributes
    ----------
    guarded : ndarray of bool, shape (entries,)
        Entries that have contexts.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.guarded = np.array([bool(entry.unless) for entry in entries], bool)
        self._numbers: dict[str, int] = {}
        self._longer: dict[int, list[tuple[list[int], list[int]]]] = {}
        whole: dict[_Side, list[int]] = {}
        begun: dict[_Side, list[int]] = {}
        for number, entry in enumerate(entries):
            for context in entry.unless:
                left, _, right = (part.split() for part in context.partition("_"))
                near = [(-place - 1, word) for place, word in enumerate(reversed(left))]
                near += [(place + 1, word) for place, word in enumerate(right)]
                side = tuple(place for place, _ in near[:2])
                (whole if len(near) <= 2 else begun).setdefault(side, []).append(
                    self._key(number, [word for _, word in near[:2]])
                )
                if len(near) > 2:
                    self._longer.setdefault(number, []).append((self._number(left), self._number(right)))
        self._whole = {side: _sorted(keys) for side, keys in whole.items()}
        self._begun = {side: _sorted(keys) for side, keys in begun.items()}

    def _key(self, entry: int, words: Iterable[str]) -> int:
        key = entry
        for number in self._number(words):
            key = key << _SHIFT | number
        return key

    def _number(self, words: Iterable[str]) -> list[int]:
        return [self._numbers.setdefault(word, len(self._numbers) + 1) for word in words]

    def numbers(self, forms: list[str]) -> list[int]:
        """Number of every form that stands in contexts, 0 for all others."""
        return list(map(self._numbers.get, forms, repeat(0)))

    def outside(self, first: Ints, last: Ints, entry: Ints, word: Ints, sentence: Ints) -> Bools:
        """Which hits of guarded entries stand in none of their contexts; none reaches into another sentence.

        Parameters
        ----------
        first, last, entry : ndarray of int32, shape (hits,)
            First token, the token after the last, and the entry.
        word, sentence : ndarray of int32, shape (tokens,)
            Number of every token as a word of contexts, and its sentence.
        """
        none = np.zeros(2, word.dtype)
        around, home = np.concatenate((none, word, none)), np.concatenate((none - 1, sentence, none - 1))
        own, beside = sentence[first], {}
        for place, token in ((-2, first), (-1, first + 1), (1, last + 2), (2, last + 3)):  # two tokens were put before
            beside[place] = np.where(home[token] == own, around[token], 0)
        keep = ~_any_stands(self._whole, entry, beside)
        for row in np.flatnonzero(keep & _any_stands(self._begun, entry, beside)).tolist():
            start, stop = np.searchsorted(sentence, (own[row], own[row] + 1)).tolist()
            before, after = word[start : first[row]].tolist(), word[last[row] : stop].tolist()
            keep[row] = not any(
                before[len(before) - len(left) :] == left and after[: len(right)] == right
                for left, right in self._longer[int(entry[row])]
            )
        return keep


def _any_stands(keys: dict[_Side, Longs], entry: Ints, beside: dict[int, Ints]) -> Bools:
    """Entries beside which the words of one of the keys stand."""
    found = np.zeros(len(entry), bool)
    for side, known in keys.items():
        rows = np.flatnonzero(np.logical_and.reduce([beside[place] > 0 for place in side]))
        key = entry[rows].astype(np.int64)
        for place in side:
            key = key << _SHIFT | beside[place][rows]
        found[rows] |= known[np.minimum(np.searchsorted(known, key), len(known) - 1)] == key
    return found


def _sorted(keys: Iterable[int]) -> Longs:
    return np.array(sorted(set(keys)), np.int64)
