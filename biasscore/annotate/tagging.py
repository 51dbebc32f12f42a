"""What the tagger sees of every token: a word, its ending, and columns of marks, position, lexicon and rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.lexical import Lexical
from biasscore.annotate.relations import Relation
from biasscore.annotate.view import View
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.models.store import Floats
from biasscore.text.block import Block
from biasscore.text.table import (
    CAP,
    CLOSE_BRACKET,
    COLON,
    COMMA,
    DASH,
    END,
    NUMBER,
    OPEN_BRACKET,
    POSSESSIVE,
    QUOTE,
    SEMICOLON,
    UPPER,
    WORD,
)

WORD_BUCKETS = 1024
"""Rows of words the table does not know, by their last four letters."""
ENDING_BUCKETS = 512
"""Rows of the last three letters."""
_MARKS = (
    CAP,
    UPPER,
    NUMBER,
    END,
    COMMA,
    COLON,
    SEMICOLON,
    DASH,
    OPEN_BRACKET,
    CLOSE_BRACKET,
    QUOTE,
    POSSESSIVE,
    WORD,
)
_LONG_SENTENCE = 30


class Rows(NamedTuple):
    """Rows of the word table and of the ending table, one entry a form or a token."""

    word: NDArray[np.int32]
    ending: NDArray[np.int32]


class FormRows:
    """Rows of every form of a growing list of forms, looked up once."""

    def __init__(self, known: Sequence[str]) -> None:
        self._known: Mapping[str, int] = {word: row for row, word in enumerate(known)}
        self._forms: list[str] = []
        self._filled = 0
        self._rows = Rows(np.zeros(1 << 12, np.int32), np.zeros(1 << 12, np.int32))

    def rows(self, forms: list[str]) -> Rows:
        """Rows of all forms (``forms`` may only have grown since the last call)."""
        if forms is not self._forms:
            self._forms, self._filled = forms, 0
        size = len(forms)
        if size > len(self._rows.word):
            room = max(size, 2 * len(self._rows.word))
            self._rows = Rows(np.resize(self._rows.word, room), np.resize(self._rows.ending, room))
        fresh = forms[self._filled : size]
        self._rows.word[self._filled : size] = list(map(self.word, fresh))
        self._rows.ending[self._filled : size] = list(map(ending_row, fresh))
        self._filled = size
        return self._rows

    def word(self, form: str) -> int:
        """Row of one form in the word table."""
        row = self._known.get(plain(form))
        return row if row is not None else len(self._known) + unknown_row(form)


class InputLayer:
    """The first layer of the network: a linear one, worked out once for every word and every ending.

    Parameters
    ----------
    arrays : mapping of str to ndarray
        ``word.weight`` and ``ending.weight``: what stands for each; ``input.weight`` (inputs, filters), the inputs
        being word, ending and columns of the token; ``input.bias``.
    known : sequence of str
        The words of the first rows.
    """

    def __init__(self, arrays: Mapping[str, Floats], known: Sequence[str]) -> None:
        self._rows = FormRows(known)
        words, endings, weight = arrays["word.weight"], arrays["ending.weight"], arrays["input.weight"]
        first, last = words.shape[1], words.shape[1] + endings.shape[1]
        self._word = words @ weight[:first] + arrays["input.bias"]
        self._ending = endings @ weight[first:last]
        self._weight = weight[last:]

    def by_document(self, block: Block, columns: Floats) -> Iterator[Floats]:
        """What the layer says of the tokens of each document.

        Every document is multiplied on its own, so that nothing depends on what else is in the block.
        """
        rows = self._rows.rows(block.table.forms)
        word, ending = rows.word[block.form], rows.ending[block.form]
        for first, last in pairwise(block.document_start.tolist()):
            found = np.ascontiguousarray(columns[first:last]) @ self._weight
            found += self._word.take(word[first:last], 0)
            found += self._ending.take(ending[first:last], 0)
            yield found


def plain(form: str) -> str:
    """A form as the word table spells it: all numbers of one length are one word."""
    return "".join("0" if character.isdigit() else character for character in form) if not form.isalpha() else form


def unknown_row(form: str) -> int:
    """Row, behind the known words, of a word the table does not know."""
    return _bucket(form, 4, WORD_BUCKETS)


def ending_row(form: str) -> int:
    """Row of the ending of a form."""
    return _bucket(form, 3, ENDING_BUCKETS)


def _bucket(form: str, letters: int, buckets: int) -> int:
    return crc32(plain(form)[-letters:].encode("utf-8", "replace")) % buckets


def token_columns(block: Block, vocabulary: Vocabulary, lexical: Lexical, view: View, rules: list[Relation]) -> Floats:
    """Columns of every token.

    Parameters
    ----------
    block, vocabulary, lexical, view
        As ``Annotator`` has them.
    rules : list of Relation
        What the rules found; the tagger is told, and may disagree.

    Returns
    -------
    ndarray of float32, shape (tokens, columns)
        Each column lies together.
    """
    flags = np.asarray(view.flags)
    columns: list[NDArray[Any]] = [(flags & mark) != 0 for mark in _MARKS]
    columns += _quotation_columns(block)
    columns += _boundary_columns(block)
    columns += _lexicon_columns(block, vocabulary, lexical, view)
    columns += _rule_columns(block.n_tokens, rules)
    columns.append(_position_column(block))
    found = np.empty((len(columns), block.n_tokens), np.float32)
    for row, column in zip(found, columns, strict=True):
        row[:] = column
    return found.T


def _quotation_columns(block: Block) -> list[NDArray[np.bool_]]:
    n, quotations = block.n_tokens, block.quotations
    inside = block.quotation >= 0
    unclosed = np.zeros(n, bool)
    if len(quotations.first):
        unclosed[inside] = ~quotations.closed[block.quotation[inside]]
    return [inside, _marked(n, quotations.first), _marked(n, quotations.last - 1), unclosed]


def _boundary_columns(block: Block) -> list[NDArray[np.bool_]]:
    n = block.n_tokens
    paragraph_first = np.ones(n, bool)
    paragraph_first[1:] = np.diff(block.paragraph) != 0
    paragraph_last = np.ones(n, bool)
    paragraph_last[:-1] = paragraph_first[1:]
    starts = block.sentence_start
    return [_marked(n, starts[:-1]), _marked(n, starts[1:] - 1), paragraph_first, paragraph_last]


def _lexicon_columns(
    block: Block, vocabulary: Vocabulary, lexical: Lexical, view: View
) -> list[NDArray[np.float32] | NDArray[np.bool_]]:
    n = block.n_tokens
    weight = np.zeros(n, np.float32)
    kinds = {kind: np.zeros(n, bool) for kind in ("noun", "verb", "preposition")}
    for first, (last, entry) in view.cues.items():
        weight[first:last] = vocabulary.matcher.weight[entry]
        column = kinds.get(vocabulary.kinds[entry])
        if column is not None:
            column[first] = True
    return [
        lexical.capital_name,
        np.asarray(view.name),
        _marked(n, np.fromiter(view.source_noun, np.int64, len(view.source_noun))),
        weight,
        *kinds.values(),
    ]


def _rule_columns(n: int, rules: list[Relation]) -> list[NDArray[np.bool_]]:
    opens, content, source, cue = (np.zeros(n, bool) for _ in range(4))
    for relation in rules:
        opens[relation.content[0][0]] = True
        for first, last in relation.content:
            content[first:last] = True
        for column, run in ((source, relation.source), (cue, relation.cue)):
            if run is not None:
                column[run[0] : run[1]] = True
    return [opens, content, source, cue]


def _position_column(block: Block) -> NDArray[np.float64]:
    """Place in the sentence. None in the document: a text repeated must read like the text."""
    in_sentence = np.arange(block.n_tokens) - block.sentence_start[block.sentence]
    place: NDArray[np.float64] = np.minimum(in_sentence / _LONG_SENTENCE, 1.0)
    return place


def _marked(n: int, tokens: NDArray[np.integer]) -> NDArray[np.bool_]:
    column = np.zeros(n, bool)
    column[tokens] = True
    return column
