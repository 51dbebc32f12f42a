"""Windows around targets: what the target model reads of the sentence that speaks of somebody."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.grammar import (
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    DETERMINER,
    NEGATION,
    POSSESSIVE,
    SUBORDINATOR,
    Grammar,
)
from biasscore.annotate.lexical import Lexical
from biasscore.annotate.relations import Run
from biasscore.models.vectors import word_vectors
from biasscore.text.block import Block
from biasscore.text.table import CLOSE_BRACKET, COLON, COMMA, DASH, END, OPEN_BRACKET, QUOTE, SEMICOLON
from biasscore.text.table import POSSESSIVE as OWNER

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

REACH = 30
"""Tokens on either side of a target that are read, never beyond its sentence."""
ROLE_REACH = 5
"""Tokens within which the word that governs a target is sought."""
TARGET, NAME = 0, 1
"""Rows that stand for the target and for any other name; the rows of word forms follow."""
FIRST_FORM = 2
MARKS = ("comma", "stop", "sentence end", "quotation mark", "owner", "negation", "denied", "quoted unlike the target")
"""Bits of the marks of a token."""
FACTS = ("auxiliary before its verb", "negated verb", "quoted", "opens its sentence", "owns what follows")
"""Bits of the facts about a target."""
DENIED_REACH = 6
"""Words behind a negation that it denies, as far as no mark stands between."""
_DENIALS = frozenset("nobody none nothing nowhere neither nor without cannot hardly scarcely".split())
"""What denies beside the negations of the grammar."""
_CLAUSE_MARKS = COMMA | SEMICOLON | COLON | DASH | OPEN_BRACKET | CLOSE_BRACKET


class Windows(NamedTuple):
    """Windows end to end; the target is one token in each.

    Attributes
    ----------
    row : ndarray of int32
        ``TARGET``, ``NAME``, or ``FIRST_FORM`` + row of the word vectors, of every token.
    marks : ndarray of uint8
        Bits of ``MARKS``.
    start : ndarray of int32, shape (targets + 1,)
        First token of every window, and the number of tokens.
    target, left, right : ndarray of int32, shape (targets,)
        The target; the word that governs it from the left ('by', 'accused'); the word that it governs to the right
        ('invaded', 'was accused'). Where there is none, the target itself.
    clause_first, clause_last : ndarray of int32, shape (targets,)
        First token of the target's own clause, and the token after its last.
    facts : ndarray of uint8, shape (targets,)
        Bits of ``FACTS``.
    """

    row: Ints
    marks: NDArray[np.uint8]
    start: Ints
    target: Ints
    left: Ints
    right: Ints
    clause_first: Ints
    clause_last: Ints
    facts: NDArray[np.uint8]


class _Place(NamedTuple):
    """Where targets stand in their block, and what is read around them (first token, token after the last)."""

    first: Ints
    last: Ints
    begin: Ints
    stop: Ints


class _Columns(NamedTuple):
    """What is read of every token of a block."""

    row: Ints
    flags: Ints
    classes: Ints
    is_name: Bools
    quoted: Bools
    marks: NDArray[np.uint8]
    opens_clause: Bools


class WindowMaker:
    """Cuts windows out of English blocks."""

    def __init__(self) -> None:
        vectors = word_vectors()
        self._row, self._is_name = vectors.row, vectors.is_name
        self._grammar = Grammar("en")
        self._lock = threading.Lock()

    def windows(self, block: Block, lexical: Lexical, targets: Sequence[Run]) -> Windows:
        """Windows around targets.

        Parameters
        ----------
        block : Block
            English documents.
        lexical : Lexical
            Their lexicon hits.
        targets : sequence of (int, int)
            First token of each target, and the token after its last.

        Returns
        -------
        Windows
        """
        columns = self._columns(block, lexical)
        first, last = np.array(targets, np.int32).reshape(-1, 2).T
        sentence = block.sentence[first]
        low, high = block.sentence_start[sentence], block.sentence_start[sentence + 1]
        last = np.minimum(last, high)
        place = _Place(first, last, np.maximum(low, first - REACH), np.minimum(high, last + REACH))
        return _cut(columns, place, first == low)

    def _columns(self, block: Block, lexical: Lexical) -> _Columns:
        with self._lock:  # details of a profile may be asked for while another thread scores
            row, classes = block.table.of_forms(self._row)[block.form], self._grammar.of_tokens(block)
            denials = block.table.of_forms(_DENIALS.__contains__)[block.form]
        is_name, flags = lexical.capital_name | self._is_name[row], block.flags
        behind_mark = np.zeros(len(flags), bool)
        behind_mark[1:] = (flags[:-1] & _CLAUSE_MARKS) != 0
        behind_mark[block.sentence_start[:-1]] = True
        return _Columns(
            np.where(is_name, NAME, row + FIRST_FORM).astype(np.int32),
            flags,
            classes,
            is_name,
            block.quotation >= 0,
            _marks(flags, (classes & NEGATION) | denials, behind_mark),
            behind_mark | ((classes & (SUBORDINATOR | CONJUNCTION)) != 0),
        )


def _cut(columns: _Columns, place: _Place, opens: Bools) -> Windows:
    first, last, begin, stop = place
    lengths = first - begin + 1 + stop - last
    start = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    target = start[:-1] + first - begin
    token = np.arange(start[-1], dtype=np.int32) + _shifts(place, start, target)
    token[target] = last - 1
    row = columns.row[token]
    row[target] = TARGET
    unlike = columns.quoted[token] != np.repeat(columns.quoted[first], lengths)
    opens_clause = columns.opens_clause[token]
    # the token of a target stands for its last word; what opens the clause is a mark before its first
    opens_clause[target] = (columns.flags[np.maximum(first - 1, 0)] & _CLAUSE_MARKS) != 0
    left, right = _governors(columns, place)
    clause = np.cumsum(opens_clause, dtype=np.int32)
    return Windows(
        row,
        columns.marks[token] | (unlike << len(MARKS) - 1).astype(np.uint8),
        start,
        target,
        np.where(left >= 0, target - first + left, target).astype(np.int32),
        np.where(right >= 0, target + 1 + right - last, target).astype(np.int32),
        np.maximum(start[:-1], np.searchsorted(clause, clause[target], "left")).astype(np.int32),
        np.minimum(start[1:], np.searchsorted(clause, clause[target], "right")).astype(np.int32),
        _facts(columns, place, right, opens),
    )


def _governors(columns: _Columns, place: _Place) -> tuple[Ints, Ints]:
    """The nearest word on either side that is no article, owner, name, auxiliary or adverb; -1 without one."""
    classes, n = columns.classes, len(columns.classes)
    tokens = np.arange(n, dtype=np.int32)
    modifies = columns.is_name | ((classes & (DETERMINER | POSSESSIVE)) != 0)
    before = np.maximum.accumulate(np.where(modifies, -1, tokens))
    helps = (classes & (AUXILIARY | ADVERB | NEGATION)) != 0
    behind = np.minimum.accumulate(np.where(helps, n, tokens)[::-1])[::-1]
    left = np.where(place.first > 0, before[np.maximum(place.first - 1, 0)], -1)
    right = np.where(place.last < n, behind[np.minimum(place.last, n - 1)], n)
    return (
        np.where((left >= place.begin) & (place.first - left <= ROLE_REACH), left, -1),
        np.where((right < place.stop) & (right - place.last < ROLE_REACH), right, -1),
    )


def _shifts(place: _Place, start: Ints, target: Ints) -> Ints:
    """How far the tokens of every window, up to its target and behind it, stand from their places in the block."""
    first, last, begin, stop = place
    before = begin - start[:-1]
    shifts = np.stack((before, before + last - first - 1), axis=1).ravel()
    return np.repeat(shifts, np.stack((target + 1 - start[:-1], stop - last), axis=1).ravel())


def _marks(flags: Ints, denials: Ints, behind_mark: Bools) -> NDArray[np.uint8]:
    """Bits of the marks that a token has whatever the target."""
    token, negation = np.arange(len(flags), dtype=np.int32), denials != 0
    nearest = np.maximum.accumulate(np.where(negation, token, -DENIED_REACH - 1))
    opening = np.maximum.accumulate(np.where(behind_mark, token, 0))
    found = (
        (flags & COMMA) != 0,
        (flags & (_CLAUSE_MARKS & ~COMMA)) != 0,
        (flags & END) != 0,
        (flags & QUOTE) != 0,
        (flags & OWNER) != 0,
        negation,
        (nearest >= opening) & (token - nearest <= DENIED_REACH) & ~negation,
    )
    return _bits(found)


def _facts(columns: _Columns, place: _Place, right: Ints, opens: Bools) -> NDArray[np.uint8]:
    verb = np.where(right >= 0, right, place.last)
    found = (
        _any_between(columns.classes, AUXILIARY, place.last, verb),
        _any_between(columns.classes, NEGATION, place.last, verb),
        columns.quoted[place.first],
        opens,
        (columns.flags[place.last - 1] & OWNER) != 0,
    )
    return _bits(found)


def _any_between(classes: Ints, kind: int, first: Ints, last: Ints) -> Bools:
    """Whether a token of a class stands from ``first`` to before ``last``."""
    counts = np.concatenate(([0], np.cumsum((classes & kind) != 0)))
    found: Bools = counts[last] > counts[first]
    return found


def _bits(columns: Sequence[Bools]) -> NDArray[np.uint8]:
    """Up to eight columns of bits in one of bytes, the first in the lowest bit."""
    packed: NDArray[np.uint8] = np.packbits(np.stack(columns), axis=0, bitorder="little")[0]
    return packed
