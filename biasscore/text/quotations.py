"""Quotations: which tokens stand between quotation marks.

Marks are paired within a paragraph and never across it, so a stray mark cannot turn the rest of a text inside out.
A quotation that runs over several paragraphs opens each of them and closes only the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.text.table import QUOTE, QUOTE_MARKS, PieceTable

Ints = NDArray[np.int32]

_FAMILIES = {
    mark: family
    for family, marks_ in (("straight", '"'), ("curly", "“”„‟"), ("guillemet", "«»‹›"), ("single", "‘’‚‛'`"))
    for mark in marks_
}
_MAX_SINGLE = 40
"""Longest run of tokens that single quotation marks may enclose; beyond it one of them was an apostrophe."""
_LETTER = re.compile(r"[^\W_]")
_ELISIONS = ("tis", "twas", "em", "til", "cause", "n", "round", "bout")


class Mark(NamedTuple):
    """One quotation mark of a piece: +1 opens, -1 closes, 0 stands alone (either)."""

    direction: int
    family: str


class Quotations(NamedTuple):
    """The quotations of a block, as columns.

    Attributes
    ----------
    first, last : ndarray of int32
        First token and the token after the last (both in block numbering).
    closed : ndarray of bool
        False where the closing mark is missing and the end was inferred.
    single : ndarray of bool
        Single quotation marks.
    """

    first: Ints
    last: Ints
    closed: NDArray[np.bool_]
    single: NDArray[np.bool_]


def marks(piece: str) -> tuple[Mark, ...]:
    """Read the quotation marks of one piece: before its letters they open, after them they close."""
    text = piece.replace("``", "“").replace("''", "”") if "''" in piece or "``" in piece else piece
    letter = _LETTER.search(text)
    if letter is None:
        return tuple(Mark(_alone(text, mark), _FAMILIES[mark]) for mark in text if mark in QUOTE_MARKS)
    first = letter.start()
    last = next(i for i in range(len(text) - 1, -1, -1) if text[i].isalnum())
    opening = [mark for mark in text[:first] if mark in QUOTE_MARKS and not _is_elision(mark, text[first:])]
    closing = [mark for mark in text[last + 1 :] if mark in QUOTE_MARKS]
    return tuple([Mark(1, _FAMILIES[mark]) for mark in opening] + [Mark(-1, _FAMILIES[mark]) for mark in closing])


def _is_elision(mark: str, word: str) -> bool:
    """Whether a single mark before a word stands for letters that were left out (''tis', ''90s')."""
    if _FAMILIES[mark] != "single":
        return False
    return word[0].isdigit() or (mark != "‘" and word.lower().startswith(_ELISIONS))


def _alone(text: str, mark: str) -> int:
    if mark in "“„«":
        return 1
    if mark in "”»":
        # 'end. ”' closes; a mark followed by nothing else is taken as it is drawn
        return -1
    return -1 if text[0] in ".,!?;:" else 0


class _Pairing:
    """Collects quotations paragraph by paragraph."""

    def __init__(self, sentence: Ints, sentence_start: Ints) -> None:
        self._sentence, self._sentence_start = sentence, sentence_start
        self.found: list[tuple[int, int, bool, bool]] = []
        self.unpaired = 0
        self.open: int | None = None
        self._family = ""
        self._nested = ""
        self._open_single: int | None = None

    def read(self, token: int, mark: Mark) -> None:
        """Take the next mark of the paragraph."""
        if mark.family != "single":
            self._double(token, mark)
        elif self.open is None:
            self._single(token, mark.direction)

    def _double(self, token: int, mark: Mark) -> None:
        if self.open is None:
            if mark.direction >= 0:
                self._begin(token, mark.family)
            else:
                self.unpaired += 1
        elif mark.direction > 0:
            if mark.family != self._family:
                self._nested = mark.family
            elif self._sentence[token] != self._sentence[self.open]:
                self._leave_unclosed()
                self._begin(token, mark.family)
        elif mark.family == self._nested:
            self._nested = ""
        else:
            self.found.append((self.open, token + 1, True, False))
            self.open = None

    def _begin(self, token: int, family: str) -> None:
        self.open, self._family, self._nested, self._open_single = token, family, "", None

    def _leave_unclosed(self) -> None:
        if self.open is not None:
            self.unpaired += 1
            self.found.append((self.open, int(self._sentence_start[self._sentence[self.open] + 1]), False, False))
            self.open = None

    def _single(self, token: int, direction: int) -> None:
        if direction > 0:
            self._open_single = token
        elif self._open_single is not None and direction <= 0:
            if token - self._open_single < _MAX_SINGLE:
                self.found.append((self._open_single, token + 1, True, True))
            self._open_single = None

    def end_paragraph(self, last: int, runs_on: bool) -> None:
        """Close what is open: at the paragraph's end when the next one goes on quoting, else with its sentence."""
        if self.open is not None and runs_on:
            self.found.append((self.open, last, True, False))
            self.open = None
        self._leave_unclosed()


def find_quotations(
    table: PieceTable,
    cache: dict[int, tuple[Mark, ...]],
    piece: Ints,
    flags: Ints,
    paragraph: Ints,
    sentence: Ints,
    sentence_start: Ints,
) -> tuple[Quotations, Ints]:
    """Pair the quotation marks of a block.

    Parameters
    ----------
    table : PieceTable
        The strings of the pieces.
    cache : dict
        Marks of the rows seen before; filled here.
    piece, flags, paragraph, sentence : ndarray of int32, shape (tokens,)
        Columns of the block.
    sentence_start : ndarray of int32
        First token of each sentence, and the number of tokens.

    Returns
    -------
    Quotations
        In text order.
    ndarray of int32
        Tokens at which an unpaired mark was met (for a warning of their documents).
    """
    places = np.flatnonzero(flags & QUOTE)
    found: list[tuple[int, int, bool, bool]] = []
    unpaired: list[int] = []
    rows = dict(zip(places.tolist(), piece[places].tolist(), strict=True))
    paragraph_last = np.searchsorted(paragraph, paragraph[places], side="right") if len(places) else places
    groups = list(_by_paragraph(places.tolist(), paragraph[places].tolist(), paragraph_last.tolist()))
    for number, (paragraph_number, last, tokens) in enumerate(groups):
        pairing = _Pairing(sentence, sentence_start)
        for token in tokens:
            row = rows[token]
            read = cache.get(row)
            if read is None:
                read = cache[row] = marks(table.pieces[row])
            for mark in read:
                pairing.read(token, mark)
        pairing.end_paragraph(
            last, pairing.open is not None and _next_opens(groups, number, paragraph_number, last, table, piece)
        )
        found += pairing.found
        unpaired += [tokens[0]] * (pairing.unpaired > 0)
    found.sort()
    columns = list(zip(*found, strict=True)) if found else [(), (), (), ()]
    return Quotations(
        np.array(columns[0], np.int32),
        np.array(columns[1], np.int32),
        np.array(columns[2], bool),
        np.array(columns[3], bool),
    ), np.array(unpaired, np.int32)


def _by_paragraph(places: list[int], paragraphs: list[int], lasts: list[int]) -> Iterator[tuple[int, int, list[int]]]:
    start = 0
    for i in range(1, len(places) + 1):
        if i == len(places) or paragraphs[i] != paragraphs[start]:
            yield paragraphs[start], lasts[start], places[start:i]
            start = i


def _next_opens(
    groups: list[tuple[int, int, list[int]]], number: int, paragraph: int, last: int, table: PieceTable, piece: Ints
) -> bool:
    """Whether the next paragraph begins with an opening mark, i.e. the quotation runs on."""
    if number + 1 >= len(groups):
        return False
    following, _, tokens = groups[number + 1]
    if following != paragraph + 1 or tokens[0] != last:
        return False
    read = marks(table.pieces[int(piece[tokens[0]])])
    return bool(read) and read[0].family != "single" and read[0].direction >= 0


def quotation_numbers(quotations: Quotations, n_tokens: int) -> Ints:
    """Number of the quotation each token stands in, -1 outside."""
    numbers = np.full(n_tokens, -1, np.int32)
    for number, (first, last) in enumerate(zip(quotations.first.tolist(), quotations.last.tolist(), strict=True)):
        numbers[first:last] = number
    return numbers
