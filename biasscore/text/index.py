"""Finds the rows of tokens by a hash of their characters, so that no string is made of a token that was read before.

A news text is nearly all words that the table knows, and to cut it into strings and look up each of them costs more
than to hash all tokens at once in arrays. What a hash finds is compared character by character: it never errs.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Places = NDArray[np.intp]
Hashes = NDArray[np.uint64]

_FACTORS = np.multiply.accumulate(np.full(256, 0x9E3779B97F4A7C15, np.uint64))
"""Powers of an odd number, one for every place in a token; later places share the last."""
_FULLEST, _ROOM = 0.5, 4
"""Share of the slots that may be taken, and how many there are for an entry when there are more made."""


class Tokens(NamedTuple):
    """The tokens of a text.

    Attributes
    ----------
    codes : ndarray of uint32
        Characters of all tokens, one token after the other.
    first, length : ndarray of intp
        Place of each token's first character in ``codes``, and its number of characters.
    """

    codes: NDArray[np.uint32]
    first: Places
    length: Places


class TokenIndex:
    """Hash of a token -> its row; a hash table with open addresses."""

    def __init__(self) -> None:
        self._size = 0
        self._key = np.zeros(1 << 11, np.uint64)
        self._row = np.zeros(1 << 11, np.int32)
        self._first = np.zeros(1 << 11, np.intp)
        self._length = np.zeros(1 << 11, np.intp)
        self._codes = np.zeros(1 << 14, np.uint32)
        self._n_codes = 0
        self._slots = np.full(1 << 12, -1, np.int32)

    def find(self, tokens: Tokens) -> tuple[Ints, Hashes]:
        """Row of every token, -1 where it is not known, and its hash."""
        if not len(tokens.first):
            return np.zeros(0, np.int32), np.zeros(0, np.uint64)
        number = _token_numbers(tokens)
        place = np.arange(len(number)) - tokens.first.take(number)
        sums = np.cumsum((tokens.codes + np.uint64(1)) * _FACTORS.take(place, mode="clip"))
        key = sums[tokens.first + tokens.length - 1]
        key[1:] -= sums[tokens.first[1:] - 1]
        entry = self._entries(key)
        entry[self._unequal(tokens, number, place, entry)] = -1
        return np.where(entry < 0, np.int32(-1), self._row[entry]), key

    def add(self, tokens: Tokens, key: Hashes, chosen: Places, row: Ints) -> None:
        """Remember some tokens and their rows; of several that share a hash, one."""
        _, one = np.unique(key[chosen], return_index=True)
        one = one[self._entries(key[chosen[one]]) < 0]
        chosen = chosen[one]
        first, length = tokens.first[chosen], tokens.length[chosen]
        after = np.cumsum(length)
        codes = tokens.codes[np.repeat(first - after + length, length) + np.arange(after[-1] if len(after) else 0)]
        old, self._size = self._size, self._size + len(chosen)
        for name, column in (
            ("_key", key[chosen]),
            ("_row", row[one]),
            ("_first", self._n_codes + after - length),
            ("_length", length),
        ):
            setattr(self, name, _extended(getattr(self, name), old, column))
        self._codes = _extended(self._codes, self._n_codes, codes)
        self._n_codes += len(codes)
        if self._size > _FULLEST * len(self._slots):
            self._slots = np.full(1 << (_ROOM * self._size).bit_length(), -1, np.int32)
            old = 0
        self._place(np.arange(old, self._size, dtype=np.int32))

    def _entries(self, key: Hashes) -> Ints:
        """Entry of every hash, -1 where it has none."""
        slot = self._first_slot(key)
        entry = self._slots[slot]
        going = np.flatnonzero((entry >= 0) & (self._key[entry] != key))
        while len(going):
            slot[going] = (slot[going] + 1) % len(self._slots)
            found = entry[going] = self._slots[slot[going]]
            going = going[(found >= 0) & (self._key[found] != key[going])]
        return entry

    def _unequal(self, tokens: Tokens, number: Ints, place: Places, entry: Ints) -> Places:
        """Tokens whose characters are not those of their entry."""
        stored = self._codes.take(self._first[entry].take(number) + place, mode="clip")
        differs = number[np.flatnonzero(stored != tokens.codes)]
        return np.concatenate((differs, np.flatnonzero(self._length[entry] != tokens.length)))

    def _place(self, entry: Ints) -> None:
        """Give every entry the first free slot from its own on."""
        slot = self._first_slot(self._key[entry])
        while len(entry):
            free = self._slots[slot] < 0
            self._slots[slot[free]] = entry[free]
            homeless = self._slots[slot] != entry  # two wanted one slot, or it was taken
            entry, slot = entry[homeless], (slot[homeless] + 1) % len(self._slots)

    def _first_slot(self, key: Hashes) -> Places:
        """Upper bits of a hash: they depend on all bits of all characters."""
        return (key >> np.uint64(65 - len(self._slots).bit_length())).astype(np.intp)


def _token_numbers(tokens: Tokens) -> Ints:
    """Number of the token that each character belongs to."""
    begins = np.zeros(len(tokens.codes), np.int32)
    begins[tokens.first[1:]] = 1
    return np.cumsum(begins, dtype=np.int32)


def _extended(column: NDArray, size: int, new: NDArray) -> NDArray:  # type: ignore[type-arg]
    """A column with room, filled up behind its first rows."""
    needed = size + len(new)
    if needed > len(column):
        column = np.resize(column, max(needed, 2 * len(column)))
    column[size:needed] = new
    return column
