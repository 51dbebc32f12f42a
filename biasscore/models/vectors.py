"""Static word vectors: one row a word form, looked up once when the form is interned."""

from __future__ import annotations

import zlib
from functools import cache

import numpy as np

from biasscore.models.store import Floats, Model, load_model

DIMENSIONS = 64
BUCKETS = 2048
"""Vectors for forms outside the table, by ending."""
_ENDING = 4
_DIGITS = str.maketrans("123456789", "000000000")


def shape(form: str) -> str:
    """A form as the table writes it: every digit is 0."""
    return form.translate(_DIGITS)


def ending(form: str) -> int:
    """Bucket of a form outside the table: CRC-32 of its last four letters."""
    return zlib.crc32(form[-_ENDING:].encode("utf-8")) % BUCKETS


class WordVectors:
    """The shipped table.

    Attributes
    ----------
    values : ndarray of float32, shape (rows, 64)
        Row 0 is zero: a piece without a word. Then the forms of the table, then the vectors of endings.
    names : frozenset of int
        Rows of forms that are names wherever they stand.
    forms : tuple of str
        The forms of the table, in the order of their rows (from row 1).
    first_ending : int
        First row of the vectors of endings.
    is_name : ndarray of bool, shape (rows,)
        Whether a row is one of ``names``.
    digest : str
        For provenance.
    """

    def __init__(self, model: Model) -> None:
        nothing = np.zeros((1, DIMENSIONS), np.float32)
        self.values: Floats = np.concatenate((nothing, model.arrays["forms"], model.arrays["endings"]))
        self.values.setflags(write=False)
        self.forms = model.words["forms.words"]
        self._row = {form: place for place, form in enumerate(self.forms, 1)}
        self.first_ending = 1 + len(self.forms)
        self.names = frozenset(self._row[name] for name in model.words["names"])
        self.is_name = np.zeros(len(self.values), bool)
        self.is_name[list(self.names)] = True
        self.is_name.setflags(write=False)
        self.digest = model.digest

    def row(self, form: str) -> int:
        """Row of a word form."""
        row = self._row.get(form)
        if row is not None:
            return row
        if not form.isalpha():
            if not form:
                return 0
            form = shape(form)
            row = self._row.get(form)
        return self.first_ending + ending(form) if row is None else row


@cache
def word_vectors() -> WordVectors:
    """The shipped word vectors, read once."""
    return WordVectors(load_model("word_vectors"))
