"""What the loaded-wording model reads: a row of the word vectors and a few marks for every token, names hidden.

A name, whoever's it is, is one and the same row: a sentence scores alike whether it speaks of France or of Russia.
Words for events (war, coup, killed) are one row as well: what happened is not wording.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.lexical import Lexical, covered
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.models.vectors import FormRows
from biasscore.text.block import Block
from biasscore.text.table import CLOSE_BRACKET, COLON, COMMA, DASH, OPEN_BRACKET, QUOTE, SEMICOLON, UPPER

LOADED = ("intensifiers", "one_sided_terms", "labels", "exaggeration", "euphemisms")
"""Lexicons whose words are read even where they are written like names."""
_SHOUTED = 4
"""Letters from which an all-capitals word is emphasis, not an acronym."""
MARKS = 5
"""Bits of a token's marks: quotation mark, inside a quotation, capitals for emphasis, pause, dash or bracket."""


class WordingColumns(NamedTuple):
    """Columns of a block.

    Attributes
    ----------
    rows : ndarray of int32, shape (tokens,)
        Row of the vectors; the two rows after the last stand for any name and for any event.
    marks : ndarray of int8, shape (tokens,)
        Bits of ``MARKS``.
    """

    rows: NDArray[np.int32]
    marks: NDArray[np.int8]


class WordingReader:
    """Makes the columns; keeps the rows of forms between calls (a cache: results never depend on it)."""

    def __init__(self, vocabulary: Vocabulary, forms: FormRows) -> None:
        self._forms = forms
        self._loaded = np.logical_or.reduce([vocabulary.entries_of(name) for name in LOADED])
        self._event = vocabulary.entries_of("topic_words")
        self._is_name = np.zeros(len(forms.vectors.values), bool)
        self._is_name[list(forms.vectors.names)] = True

    def columns(self, block: Block, lexical: Lexical) -> WordingColumns:
        """Columns of a block.

        Parameters
        ----------
        block : Block
            English documents.
        lexical : Lexical
            What the lexicons found in it.
        """
        rows = self._forms.column(block.table.forms)[block.form]
        words = lexical.words
        loaded = covered(words.where(self._loaded[words.entry]), block.n_tokens)
        event = covered(words.where(self._event[words.entry]), block.n_tokens)
        name = lexical.capital_name | lexical.guarded | self._is_name[rows]
        vectors = len(self._is_name)
        hidden = np.where(name, vectors, np.where(event, vectors + 1, rows))
        return WordingColumns(np.where(loaded, rows, hidden).astype(np.int32), self._marks(block, lexical))

    @staticmethod
    def _marks(block: Block, lexical: Lexical) -> NDArray[np.int8]:
        flags = block.flags
        shouted = ((flags & UPPER) != 0) & (block.end - block.start > _SHOUTED) & ~lexical.guarded
        bits = (
            (flags & QUOTE) != 0,
            block.quotation >= 0,
            shouted,
            (flags & (COMMA | SEMICOLON | COLON)) != 0,
            (flags & (DASH | OPEN_BRACKET | CLOSE_BRACKET)) != 0,
        )
        marks = np.zeros(block.n_tokens, np.int8)
        for number, bit in enumerate(bits):
            marks |= bit.astype(np.int8) << number
        return marks
