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
    """Cuts windows out of English blocks.

    Parameters
    ----------
    grammar : Grammar, optional
        The English one of whoever reads the same texts: each asks for the classes of a form once.
    """

    def __init__(self, grammar: Grammar | None = None) -> None:
        vectors = word_vectors()
        self._row, self._is_name = vectors.row, vectors.is_name
        self._grammar = grammar or Grammar("en")
        self._lock = threading.Lock()

    def windows(self, block: Block, lexical: Lexical, targets: Sequence[Run] | Ints) -> Windows:
        """Windows around targets.

        Parameters
        ----------
        block : Block
            English documents.
        lexical : Lexical
            Their lexicon hits.
        targets : sequence of (int, int), or ndarray of int32, shape (targets, 2)
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
    left, right, passed = _governors(columns, place)
    facts = (
        (passed & AUXILIARY) != 0,
        (passed & NEGATION) != 0,
        columns.quoted[first],
        opens,
        (columns.flags[last - 1] & OWNER) != 0,
    )
    clause = np.cumsum(opens_clause, dtype=np.int32)
    return Windows(
        row,
        columns.marks[token] | unlike.view(np.uint8) << np.uint8(len(MARKS) - 1),
        start,
        target,
        np.where(left >= 0, target - first + left, target).astype(np.int32),
        np.where(right >= 0, target + 1 + right - last, target).astype(np.int32),
        np.maximum(start[:-1], np.searchsorted(clause, clause[target], "left")).astype(np.int32),
        np.minimum(start[1:], np.searchsorted(clause, clause[target], "right")).astype(np.int32),
        _bits(facts),
    )


def _governors(columns: _Columns, place: _Place) -> tuple[Ints, Ints, Ints]:
    """The nearest word on either side that is no article, owner, name, auxiliary or adverb; -1 without one.

    And the classes of the words passed on the right: all of the auxiliaries and adverbs before the verb.
    """
    steps = np.arange(ROLE_REACH, dtype=np.int32)
    before = np.maximum(place.first[:, None] - 1 - steps, 0)
    behind = np.minimum(place.last[:, None] + steps, len(columns.classes) - 1)
    modifies = columns.is_name[before] | ((columns.classes[before] & (DETERMINER | POSSESSIVE)) != 0)
    classes = columns.classes[behind]
    helps = (classes & (AUXILIARY | ADVERB | NEGATION)) != 0
    passed_left, passed_right = np.logical_and.accumulate(modifies, 1), np.logical_and.accumulate(helps, 1)
    left = place.first - 1 - passed_left.sum(1, dtype=np.int32)
    right = place.last + passed_right.sum(1, dtype=np.int32)
    on_left = ~passed_left[:, -1] & (left >= place.begin)
    on_right = ~passed_right[:, -1] & (right < place.stop)
    passed = np.bitwise_or.reduce(np.where(passed_right & on_right[:, None], classes, 0), 1)
    return np.where(on_left, left, -1), np.where(on_right, right, -1), passed


def _shifts(place: _Place, start: Ints, target: Ints) -> Ints:
    """How far the tokens of every window, up to its target and behind it, stand from their places in the block."""
    first, last, begin, stop = place
    before = begin - start[:-1]
    shifts = np.stack((before, before + last - first - 1), axis=1).ravel()
    return np.repeat(shifts, np.stack((target + 1 - start[:-1], stop - last), axis=1).ravel())


def _marks(flags: Ints, denials: Ints, behind_mark: Bools) -> NDArray[np.uint8]:
    """Bits of the marks that a token has whatever the target."""
    negation = denials != 0
    denied = np.zeros(len(flags), bool)
    nearer, inside = negation, ~behind_mark[1:]
    for _ in range(DENIED_REACH):
        farther = np.zeros(len(flags), bool)
        farther[1:] = nearer[:-1] & inside
        denied |= farther
        nearer = farther
    found = (
        (flags & COMMA) != 0,
        (flags & (_CLAUSE_MARKS & ~COMMA)) != 0,
        (flags & END) != 0,
        (flags & QUOTE) != 0,
        (flags & OWNER) != 0,
        negation,
        denied & ~negation,
    )
    return _bits(found)


def _bits(columns: Sequence[Bools]) -> NDArray[np.uint8]:
    """Up to eight columns of bits in one of bytes, the first in the lowest bit."""
    packed = np.zeros(len(columns[0]), np.uint8)
    for bit, column in enumerate(columns):
        packed |= column.view(np.uint8) << np.uint8(bit)
    return packed
