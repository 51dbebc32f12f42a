"""A number of every word form, looked up once: from the word table, a list of further forms, or its letters."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

from biasscore.models.store import Floats, Model
from biasscore.models.vectors import WordVectors, shape

LETTER_BUCKETS = 1 << 13
LETTERS = 4
"""Length of the letter sequences of a form (lengths 3 to 5 order annotated words no better, at thrice the cost)."""


def letter_buckets(form: str) -> list[int]:
    """Buckets of a form's letter sequences, its ends marked: CRC-32 of their UTF-8, each bucket once."""
    marked = f"<{form}>"
    parts = [marked[i : i + LETTERS].encode() for i in range(len(marked) - LETTERS + 1)]
    return sorted({code % LETTER_BUCKETS for code in map(zlib.crc32, parts)})


class FormScores:
    """Scores of forms.

    Parameters
    ----------
    model : Model
        ``word.form`` (1, rows): scores of the rows of the word table, of endings too; ``word.letters`` (1, buckets):
        what letter sequences add to the score of an unknown form; ``word.length``: what a letter adds;
        ``word.further`` (1, forms) with the words ``word.forms``: scores of forms that the table has not.
    vectors : WordVectors
        The table.
    """

    def __init__(self, model: Model, vectors: WordVectors) -> None:
        self._of_row: Floats = model.arrays["word.form"][0]
        self._letters: list[float] = model.arrays["word.letters"][0].tolist()
        self._length = float(model.arrays["word.length"][0])
        further = model.arrays["word.further"][0].tolist()
        self._further = dict(zip(model.words["word.forms"], further, strict=True))
        self._vectors = vectors
        self._forms: list[str] = []
        self._column = np.zeros(0, np.float32)

    def column(self, forms: list[str], rows: NDArray[np.int32], wanted: NDArray[np.int32]) -> NDArray[np.float32]:
        """Scores of the forms of a token table, worked out for the wanted ones only (most unknown forms are names).

        Parameters
        ----------
        forms : list of str
            ``PieceTable.forms``.
        rows : ndarray of int32, shape (forms,)
            Their rows of the word table, at least of the wanted ones (``WordVectors.row``).
        wanted : ndarray of int32
            Numbers of the forms whose scores are wanted; the others may be NaN.

        Returns
        -------
        ndarray of float32, shape (forms,)
        """
        known = len(self._column)
        if forms is not self._forms or known > len(forms):
            self._forms, known, self._column = forms, 0, np.zeros(0, np.float32)
        if known < len(rows):
            new = rows[known:]
            unknown = new >= self._vectors.first_ending
            self._column = np.concatenate((self._column, np.where(unknown, np.float32(np.nan), self._of_row[new])))
        for number in np.unique(wanted[np.isnan(self._column[wanted])]).tolist():
            self._column[number] = self.score(forms[number])
        return self._column

    def score(self, form: str) -> float:
        """Score of one form."""
        form = shape(form)
        row = self._vectors.row(form)
        score = float(self._of_row[row])
        if row < self._vectors.first_ending:
            return score
        if form in self._further:
            return float(self._further[form])
        buckets = letter_buckets(form)
        letters: float = sum(map(self._letters.__getitem__, buckets)) / max(len(buckets), 1) ** 0.5
        return score + letters + self._length * len(form)
