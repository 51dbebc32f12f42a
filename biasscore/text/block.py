"""A block of documents as parallel arrays: one row a token, shared by every later step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from biasscore.text.boilerplate import BoilerplateSpan
from biasscore.text.quotations import Quotations
from biasscore.text.repair import Repaired
from biasscore.text.table import PieceTable

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]


@dataclass(slots=True)
class Block:
    """Documents side by side; every array but the pointers has one entry a token (boilerplate is left out).

    Attributes
    ----------
    table : PieceTable
        Strings and columns behind ``piece`` and ``form``.
    originals, repaired : list
        The callers' own strings, and what is read after repair (same object where nothing was repaired).
    piece, form, flags : ndarray of int32
        Row in the table, form number, flag bits.
    start, end : ndarray of int32
        Character offsets into the repaired text of the token's own document.
    document, sentence, paragraph : ndarray of int32
        Number of the document; sentence and paragraph are numbered through the whole block.
    document_start, sentence_start : ndarray of int32
        First token of each document and sentence, and the total at the end (so n + 1 entries).
    sentence_document : ndarray of int32
        Document of each sentence.
    quotation : ndarray of int32
        Number of the quotation a token stands in, -1 outside.
    """

    table: PieceTable
    originals: list[str]
    repaired: list[Repaired]
    boilerplate: list[list[BoilerplateSpan]]
    warnings: list[list[str]]
    languages: list[str]
    piece: Ints
    form: Ints
    flags: Ints
    start: Ints
    end: Ints
    document: Ints
    paragraph: Ints
    sentence: Ints
    document_start: Ints
    sentence_start: Ints
    sentence_document: Ints
    quotations: Quotations
    quotation: Ints

    def __len__(self) -> int:
        return len(self.originals)

    @property
    def n_tokens(self) -> int:
        """Number of tokens in the block."""
        return len(self.piece)

    def offsets(self, document: int, first: int, last: int) -> tuple[int, int]:
        """Character offsets in the caller's string of the tokens ``first`` to ``last`` (exclusive) of a document."""
        return self.original_offsets(document, int(self.start[first]), int(self.end[last - 1]))

    def original_offsets(self, document: int, start: int, end: int) -> tuple[int, int]:
        """Map offsets into the repaired text back to the caller's own string."""
        repaired = self.repaired[document]
        if repaired.starts is None or repaired.ends is None:
            return start, end
        return int(repaired.starts[start]), int(repaired.ends[end])
