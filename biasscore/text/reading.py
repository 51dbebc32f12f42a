"""Reads strings into a block: repair, boilerplate, pieces, paragraphs, sentences, quotations, language."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from biasscore.text.block import Block
from biasscore.text.boilerplate import BoilerplateSpan, find_boilerplate
from biasscore.text.index import Tokens
from biasscore.text.language import languages
from biasscore.text.quotations import Mark, find_quotations, quotation_numbers
from biasscore.text.repair import Repaired, repair
from biasscore.text.sentences import sentence_ends
from biasscore.text.table import GLUED, SPLIT, WORD, PieceTable

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

_SPACES = np.array([chr(code).isspace() for code in range(0x3002)])
"""White space as str.split() sees it: nothing beyond U+3000 counts."""
_NEWLINE = 10
_SHORT_TEXT = 50
"""Words below which a text carries the warning 'short_text'."""
_LEAST_LINES = 5
_WRAPPED_WIDTH = range(41, 102)
"""Lengths of the lines of a text that was wrapped by hand."""
_LINE_CLOSERS = '.!?:;"”’»)]'


class Reader:
    """Turns texts into blocks; keeps the token table between calls (a cache: results never depend on it)."""

    def __init__(self, max_pieces: int = 500_000) -> None:
        self._max_pieces = max_pieces
        self.table = PieceTable()
        self._marks: dict[int, tuple[Mark, ...]] = {}

    def read(self, texts: Sequence[str], lang: Sequence[str | None] | None = None) -> Block:
        """Read documents into one block.

        Parameters
        ----------
        texts : sequence of str
            The documents.
        lang : sequence of (str or None), optional
            Their languages where the caller knows them.

        Returns
        -------
        Block
        """
        if len(self.table) > self._max_pieces:
            self.table, self._marks = PieceTable(), {}
        repaired = [repair(text) for text in texts]
        boilerplate = [find_boilerplate(item.text) for item in repaired]
        columns = _Columns(self.table, [item.text for item in repaired])
        kept, cut = _outside(boilerplate, columns)
        paragraph_break = columns.keep(kept, cut)
        return self._assemble(list(texts), repaired, boilerplate, columns, paragraph_break, lang)

    def _assemble(
        self,
        texts: list[str],
        repaired: list[Repaired],
        boilerplate: list[list[BoilerplateSpan]],
        columns: _Columns,
        paragraph_break: Bools,
        lang: Sequence[str | None] | None,
    ) -> Block:
        flags = columns.flags
        n = len(flags)
        # a number is left out between documents, so that the last paragraph of one is never just before the next one's
        paragraph = (np.cumsum(paragraph_break) - 1 + columns.document).astype(np.int32)
        last_of_paragraph = np.ones(n, bool)
        last_of_paragraph[:-1] = paragraph_break[1:]
        ends = sentence_ends(flags, last_of_paragraph)
        sentence = np.zeros(n, np.int32)
        np.cumsum(ends[:-1], out=sentence[1:])
        sentence_start = np.concatenate(([0], np.flatnonzero(ends) + 1)).astype(np.int32)
        if n == 0:
            sentence_start = np.zeros(1, np.int32)
        quotations, unpaired = find_quotations(
            self.table, self._marks, columns.piece, flags, paragraph, sentence, sentence_start
        )
        found, mixed = languages(flags, columns.document_start, [item.text for item in repaired])
        given = lang or [None] * len(texts)
        return Block(
            table=self.table,
            originals=texts,
            repaired=repaired,
            boilerplate=boilerplate,
            warnings=_warnings(repaired, columns, mixed, columns.document[unpaired]),
            languages=[code or guess for code, guess in zip(given, found, strict=True)],
            piece=columns.piece,
            form=self.table.form[columns.piece],
            flags=flags,
            start=columns.start,
            end=columns.end,
            document=columns.document,
            paragraph=paragraph,
            sentence=sentence,
            document_start=columns.document_start,
            sentence_start=sentence_start,
            sentence_document=columns.document[sentence_start[:-1]],
            quotations=quotations,
            quotation=quotation_numbers(quotations, n),
        )


class _Columns:
    """Pieces of several texts and where they stand."""

    def __init__(self, table: PieceTable, texts: list[str]) -> None:
        self._table = table
        joined = "\n\n".join(texts)
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        space = _SPACES[np.minimum(codes, len(_SPACES) - 1)]
        edges = np.flatnonzero(np.diff(space, prepend=True, append=True)).astype(np.int32)
        starts, stops = edges[::2], edges[1::2]
        lengths = np.array([len(text) for text in texts], np.int64) + 2
        text_start = np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.int32) if texts else np.zeros(0, np.int32)
        length = (stops - starts).astype(np.intp)
        tokens = Tokens(codes.take(np.flatnonzero(~space)), np.cumsum(length) - length, length)
        self.piece = table.rows(joined, starts, tokens)
        breaks = _breaks(codes, starts, texts, text_start)
        self._set(starts, breaks, text_start, len(texts))

    def _set(self, starts: Ints, breaks: Bools, text_start: Ints, n_texts: int) -> None:
        table = self._table
        flags = table.flags[self.piece]
        self.glued = np.zeros(n_texts, bool)
        document = (np.searchsorted(text_start, starts, side="right") - 1).astype(np.int32)
        joined = np.flatnonzero(flags & SPLIT)
        if len(joined):
            self.glued[document[(flags & GLUED) != 0]] = True
            leaves = [table.leaves[row] for row in self.piece[joined].tolist()]
            counts = np.ones(len(flags), np.int32)
            counts[joined] = [len(parts) for parts in leaves]
            first = np.cumsum(counts) - counts  # where each piece, or its first part, comes to stand
            within = np.concatenate([first[token] + np.arange(counts[token]) for token in joined.tolist()])
            self.piece, starts, document = (np.repeat(column, counts) for column in (self.piece, starts, document))
            self.piece[within] = [row for parts in leaves for _, row in parts]
            starts[within] += np.array([offset for parts in leaves for offset, _ in parts], np.int32)
            whole_breaks, breaks = breaks, np.zeros(len(self.piece), bool)
            breaks[first] = whole_breaks
        self.document = document
        self.start = starts - text_start[document] if n_texts else starts
        self.end = self.start + table.length[self.piece]
        self._breaks = breaks
        self._n_texts = n_texts
        self._finish()

    def _finish(self) -> None:
        self.flags = self._table.flags[self.piece]
        self.document_start = np.searchsorted(self.document, np.arange(self._n_texts + 1)).astype(np.int32)

    def keep(self, kept: Bools | None, cut: Bools | None) -> Bools:
        """Leave out the tokens of boilerplate; a paragraph ends where some were taken out.

        Returns
        -------
        ndarray of bool
            The first token of each paragraph.
        """
        breaks = self._breaks
        if kept is not None and cut is not None:
            breaks = (breaks | cut)[kept]
            self.piece, self.start, self.end, self.document = (
                column[kept] for column in (self.piece, self.start, self.end, self.document)
            )
            self._finish()
        breaks = breaks.copy()
        breaks[self.document_start[:-1][self.document_start[:-1] < len(breaks)]] = True
        return breaks


def _breaks(codes: NDArray[np.uint32], starts: Ints, texts: list[str], text_start: Ints) -> Bools:
    """First tokens of paragraphs: after a blank line, or after any line end unless the text is wrapped by hand."""
    newlines = np.searchsorted(np.flatnonzero(codes == _NEWLINE), starts)
    before = np.diff(newlines, prepend=-1)
    breaks = before > 0
    for text, start in zip(texts, text_start.tolist(), strict=True):
        if _is_wrapped(text):
            first, last = np.searchsorted(starts, (start, start + len(text)))
            breaks[first:last] = before[first:last] > 1
    return breaks


def _is_wrapped(text: str) -> bool:
    """Whether lines end in mid-sentence, as in a text broken into lines of equal length."""
    lines = text.split("\n")
    if len(lines) < _LEAST_LINES:
        return False
    broken = sum(
        len(line) in _WRAPPED_WIDTH and line[-1] not in _LINE_CLOSERS and bool(following)
        for line, following in pairwise(lines)
    )
    return broken > 0.5 * (len(lines) - 1)


def _outside(boilerplate: list[list[BoilerplateSpan]], columns: _Columns) -> tuple[Bools | None, Bools | None]:
    """Tokens outside boilerplate, and those before which some was cut out."""
    if not any(boilerplate):
        return None, None
    kept = np.ones(len(columns.piece), bool)
    for document, spans in enumerate(boilerplate):
        first, last = columns.document_start[document : document + 2].tolist()
        starts, ends = (np.array([span[side] for span in spans], np.int32) for side in (0, 1))
        begin = first + np.searchsorted(columns.end[first:last], starts, side="right")
        stop = first + np.searchsorted(columns.start[first:last], ends, side="left")
        for one, other in zip(begin.tolist(), stop.tolist(), strict=True):
            kept[one:other] = False
    cut = np.zeros(len(kept), bool)
    cut[1:] = ~kept[:-1]
    return kept, cut


def _warnings(repaired: list[Repaired], columns: _Columns, mixed: list[bool], unpaired: Ints) -> list[list[str]]:
    words = np.bincount(columns.document, (columns.flags & WORD) != 0, len(repaired)).tolist()
    odd_quotes = set(unpaired.tolist())
    return [
        [*item.warnings]
        + ["short_text"] * (words[i] < _SHORT_TEXT)
        + ["unpaired_quote"] * (i in odd_quotes)
        + ["glued_sentences"] * bool(columns.glued[i])
        + ["mixed_language"] * mixed[i]
        for i, item in enumerate(repaired)
    ]
