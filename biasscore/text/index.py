"""Finds the rows of tokens by hashes of their characters, so that no string is made of a token that was read before.

A news text is nearly all words that the table knows, and to cut it into strings and look up each of them costs more
than to hash all tokens at once in arrays. Two hashes of 64 bits stand for a token: that two tokens of a life share both
is less likely than an error of the machine (multilinear hashing: Carter & Wegman 1979; Lemire & Kaser 2014).
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Places = NDArray[np.intp]
Hashes = NDArray[np.uint64]

_LONGEST = 256
"""Characters of a token that is hashed."""
_FACTORS = np.frombuffer(hashlib.shake_128(b"biasscore").digest(16 * _LONGEST), np.uint64).reshape(2, -1) | np.uint64(1)
"""Two odd factors for every place in a token."""
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
    """Hashes of a token -> its row; a hash table with open addresses."""

    def __init__(self) -> None:
        self._size = 1  # entry 0 is that of no token
        self._key = np.zeros((2, 1 << 11), np.uint64)
        self._row = np.full(1 << 11, -1, np.int32)
        self._slots = np.zeros(1 << 12, np.int32)

    def find(self, keys: Hashes) -> Ints:
        """Row of every token, -1 where it is not known.

        Parameters
        ----------
        keys : ndarray of uint64, shape (2, tokens)
            Both hashes of every token, as ``hashes`` gives them.
        """
        return self._row.take(self._entries(keys))

    def add(self, keys: Hashes, rows: Ints) -> None:
        """Remember the rows of tokens that are not known."""
        _, one = np.unique(keys[0], return_index=True)
        old, self._size = self._size, self._size + len(one)
        if self._size > len(self._row):
            room = 2 * self._size
            self._key = np.concatenate((self._key, np.zeros((2, room - len(self._row)), np.uint64)), axis=1)
            self._row = np.resize(self._row, room)
        self._key[:, old : self._size] = keys[:, one]
        self._row[old : self._size] = rows[one]
        if self._size > _FULLEST * len(self._slots):
            self._slots = np.zeros(1 << (_ROOM * self._size).bit_length(), np.int32)
            old = 1
        self._place(np.arange(old, self._size, dtype=np.int32))

    def _entries(self, keys: Hashes) -> Ints:
        """Entry of every token, 0 where it has none."""
        slot = self._first_slot(keys[0])
        entry = self._slots.take(slot)
        going = self._others(entry, keys)
        while len(going):
            slot[going] = (slot[going] + 1) % len(self._slots)
            found = entry[going] = self._slots[slot[going]]
            going = going[self._others(found, keys[:, going])]
        return entry

    def _others(self, entry: Ints, keys: Hashes) -> Places:
        """Where the entry is some other token's."""
        one, other = self._key
        differs = np.flatnonzero((one.take(entry) != keys[0]) | (other.take(entry) != keys[1]))
        return differs[entry[differs] > 0]

    def _place(self, entry: Ints) -> None:
        """Give every entry the first free slot from its own on."""
        slot = self._first_slot(self._key[0, entry])
        while len(entry):
            free = self._slots[slot] == 0
            self._slots[slot[free]] = entry[free]
            homeless = self._slots[slot] != entry  # two wanted one slot, or it was taken
            entry, slot = entry[homeless], (slot[homeless] + 1) % len(self._slots)

    def _first_slot(self, key: Hashes) -> Places:
        """Upper bits of a hash: they depend on all bits of all characters."""
        return (key >> np.uint64(65 - len(self._slots).bit_length())).astype(np.intp)


def hashes(tokens: Tokens) -> Hashes:
    """Two hashes of every token; 0 and 0, which none has else, for one that is too long.

    Returns
    -------
    ndarray of uint64, shape (2, tokens)
    """
    keys = np.zeros((2, len(tokens.first)), np.uint64)
    if not len(tokens.first):
        return keys
    place, last = np.minimum(_places(tokens), _LONGEST - 1), tokens.first + tokens.length - 1
    codes = tokens.codes + np.uint64(1)
    for key, factors in zip(keys, _FACTORS, strict=True):
        products = factors.take(place)
        products *= codes
        sums = np.cumsum(products, out=products).take(last)
        key[0], key[1:] = sums[0], np.diff(sums)
    keys[:, tokens.length > _LONGEST] = 0
    return keys


def _places(tokens: Tokens) -> Places:
    """Place of each character in its token."""
    steps = np.ones(len(tokens.codes), np.intp)
    steps[0] = 0
    steps[tokens.first[1:]] -= tokens.length[:-1]
    return np.cumsum(steps, out=steps)
