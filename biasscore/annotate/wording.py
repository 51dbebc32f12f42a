"""What the loaded-wording model reads: a row of the word vectors and a few marks for every token, names hidden.

A name, whoever's it is, is one and the same row: a sentence scores alike whether it speaks of France or of Russia.
Words for events (war, coup, killed) are one row as well: what happened is not wording.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.lexical import Lexical, covered
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.models.filters import SentenceFilters, Shares
from biasscore.models.forms import FormScores
from biasscore.models.store import Model
from biasscore.models.vectors import word_vectors
from biasscore.text.block import Block
from biasscore.text.table import (
    CLOSE_BRACKET,
    COLON,
    COMMA,
    DASH,
    ENGLISH,
    NUMBER,
    OPEN_BRACKET,
    QUOTE,
    SEMICOLON,
    UPPER,
    WORD,
)

LOADED = ("intensifiers", "one_sided_terms", "labels", "exaggeration", "euphemisms")
"""Lexicons whose words are read even where they are written like names."""
_ACRONYM = 4
"""Letters up to which an all-capitals word is an acronym, not emphasis."""
HIDDEN = 2
"""Rows behind the vectors: any name, any event."""
QUOTED, SHOUTED = 1 << 1, 1 << 2
MARKS = 5
"""Bits of a token's marks: quotation mark, inside a quotation, capitals for emphasis, pause, dash or bracket."""
_GRID = 1 << 20
LOWEST = np.float32(-8.0)
"""Least log-odds of a word; those of names, events and marks, and beyond the ends of a sentence."""
FIRST_PERSON = "i me my mine we us our ours myself ourselves i'm we're i've we've"
SECOND_PERSON = "you your yours yourself you're you've"
COUNTED = (
    *("intensifiers", "one_sided_terms", "labels", "exaggeration", "euphemisms", "factives", "implicatives"),
    *("hedges", "boosters", "assertives", "scare_markers", "irony_frames", "reporting_cues"),
)
"""Lexicons whose hits are counted for the sentence."""
FEATURES = (
    *("length", "quoted", "marks", "shouted", "names", "events", "numbers", "first", "second"),
    *("question", "exclamation", *COUNTED),
)
"""What is known of a sentence beside its words."""


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
    """Makes the columns."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        vectors = word_vectors()
        self._row, self._is_name = vectors.row, vectors.is_name
        self._loaded = np.logical_or.reduce([vocabulary.entries_of(name) for name in LOADED])
        self._event = vocabulary.entries_of("topic_words")
        self._first, self._second = (
            np.isin(np.arange(len(self._is_name) + HIDDEN), [vectors.row(word) for word in words.split()])
            for words in (FIRST_PERSON, SECOND_PERSON)
        )
        self._number = np.full(len(vocabulary.matcher.entries), -1)
        for number, name in enumerate(COUNTED):
            self._number[vocabulary.entries_of(name)] = number
        self._weight = np.abs(vocabulary.matcher.weight)

    def columns(self, block: Block, lexical: Lexical) -> WordingColumns:
        """Columns of a block.

        Parameters
        ----------
        block : Block
            English documents.
        lexical : Lexical
            What the lexicons found in it.
        """
        rows = block.table.of_forms(self._row)[block.form]
        words = lexical.words
        loaded = covered(words.where(self._loaded[words.entry]), block.n_tokens)
        event = covered(words.where(self._event[words.entry]), block.n_tokens)
        name = lexical.capital_name | lexical.guarded | self._is_name[rows]
        vectors = len(self._is_name)
        hidden = np.where(name, vectors, np.where(event, vectors + 1, rows))
        return WordingColumns(np.where(loaded, rows, hidden).astype(np.int32), self._marks(block, lexical))

    def features(self, block: Block, lexical: Lexical, columns: WordingColumns) -> NDArray[np.float32]:
        """Features of the sentences.

        Parameters
        ----------
        block, lexical, columns
            The documents, their lexicon hits, and the columns made of them.

        Returns
        -------
        ndarray of float32, shape (sentences, features)
            In the order of ``FEATURES``; counts as log(1 + count).
        """
        n = len(block.sentence_start) - 1
        vectors = len(self._is_name)
        rows, flags = columns.rows, block.flags

        def count(tokens: NDArray[np.bool_]) -> NDArray[np.float64]:
            return np.bincount(block.sentence[tokens], minlength=n).astype(float)

        length = count((flags & WORD) != 0)
        closing = [block.table.pieces[piece] for piece in block.piece[block.sentence_start[1:] - 1].tolist()]
        found = [
            length,
            count(block.quotation >= 0),
            count((flags & QUOTE) != 0),
            count((columns.marks & SHOUTED) != 0),
            count(rows == vectors),
            count(rows == vectors + 1),
            count((flags & NUMBER) != 0),
            count(self._first[rows]),
            count(self._second[rows]),
            np.array(["?" in piece for piece in closing], float),
            np.array(["!" in piece for piece in closing], float),
        ]
        counted = np.zeros((n, len(COUNTED)))
        for hits in (lexical.words, lexical.names):
            number = self._number[hits.entry]
            use = number >= 0
            np.add.at(counted, (block.sentence[hits.first[use]], number[use]), self._weight[hits.entry[use]])
        logs = np.log1p(np.concatenate((np.array(found).T.reshape(n, len(found)), counted), axis=1))
        found32: NDArray[np.float32] = logs.astype(np.float32)
        return found32

    @staticmethod
    def _marks(block: Block, lexical: Lexical) -> NDArray[np.int8]:
        flags = block.flags
        shouted = ((flags & UPPER) != 0) & (block.end - block.start > _ACRONYM) & ~lexical.guarded
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


class Wording(NamedTuple):
    """What the model says of a block.

    Attributes
    ----------
    probability : ndarray of float64, shape (sentences,)
        Calibrated probability that the sentence is loaded.
    words : callable
        Gives the probability of every token that it is loaded (worked out when evidence is asked for).
    least : float
        Probability from which a word is shown as loaded.
    """

    probability: NDArray[np.float64]
    words: Callable[[], NDArray[np.float64]]
    least: float


class Finder(Protocol):
    """What finds loaded sentences."""

    digests: Mapping[str, str]

    def find(self, block: Block, lexical: Lexical) -> Wording:
        """Probabilities of the sentences of a block."""


class WordingFinder:
    """Finds loaded sentences and words with the shipped model.

    Parameters
    ----------
    vocabulary : Vocabulary
        English lexicons.
    model : Model
        Coefficients (``models/data/loaded_wording``).
    """

    def __init__(self, vocabulary: Vocabulary, model: Model) -> None:
        vectors = word_vectors()
        self._reader, self._row = WordingReader(vocabulary), vectors.row
        self._arrays = model.arrays
        hidden = np.concatenate((vectors.values, model.arrays["hidden"]))
        self._filters = SentenceFilters(hidden, model.arrays, MARKS)
        self._forms = FormScores(model, vectors)
        self._shown = len(vectors.values)
        self._least = round(float(model.arrays["word.threshold"][0]), 3)
        self.digests: Mapping[str, str] = {"word_vectors": vectors.digest, "loaded_wording": model.digest}

    def find(self, block: Block, lexical: Lexical) -> Wording:
        """Probabilities of the sentences of a block.

        Parameters
        ----------
        block, lexical
            English documents, and what the lexicons found in them.
        """
        columns = self._reader.columns(block, lexical)
        arrays = self._arrays
        logit = self._filters.logits(columns.rows, columns.marks, block.sentence_start) * arrays["head.filters"][0]
        features = self._reader.features(block, lexical, columns)
        logit += (features * arrays["head.features"]).sum(1)
        aggregates = word_aggregates(self._scores(block, columns), block.sentence_start)
        logit += (aggregates * arrays["head.words"]).sum(1)
        probability = 1 / (1 + np.exp(-(logit + arrays["head.intercept"][0]).astype(float)))
        return Wording(np.round(probability, 6), partial(self._words, block, columns), self._least)

    def _scores(self, block: Block, columns: WordingColumns) -> NDArray[np.float32]:
        """Log-odds of every token, by its form alone."""
        hidden = (columns.rows == 0) | (columns.rows >= self._shown)
        forms = block.table.forms
        rows = block.table.of_forms(self._row)[: len(forms)]
        column = self._forms.column(forms, rows, block.form[~hidden])
        scores: NDArray[np.float32] = np.where(hidden, LOWEST, column[block.form])
        return np.maximum(scores, LOWEST)

    def _words(self, block: Block, columns: WordingColumns) -> NDArray[np.float64]:
        """Probability of every token that it is loaded, given its form and what it adds to its sentence."""
        arrays = self._arrays
        shares = self._filters.shares(columns.rows, columns.marks, block.sentence_start)
        inputs = word_inputs(self._scores(block, columns), shares, columns.marks, block.sentence_start)
        logit = (inputs * arrays["word.weights"]).sum(1) + arrays["word.intercept"][0]
        names = columns.rows >= self._shown
        function = (block.flags & ENGLISH) != 0
        probability = 1 / (1 + np.exp(-logit.astype(float)))
        return np.where(names | function | ((block.flags & WORD) == 0), 0.0, np.round(probability, 6))


def word_aggregates(scores: NDArray[np.float32], start: NDArray[np.int32]) -> NDArray[np.float32]:
    """What the words' own scores say of their sentences: the highest, and the expected number of loaded words.

    Parameters
    ----------
    scores : ndarray, shape (tokens,)
        Log-odds of each word, whatever its context.
    start : ndarray of int32, shape (sentences + 1,)
        First tokens.

    Returns
    -------
    ndarray of float32, shape (sentences, 3)
        Highest log-odds, log(1 + expected number), log of the mean share.
    """
    if len(start) < 2:
        return np.zeros((0, 3), np.float32)
    chance = 1 / (1 + np.exp(-scores.astype(np.float64)))
    # whole numbers add up alike in any order
    expected = np.add.reduceat(np.rint(chance * _GRID).astype(np.int64), start[:-1]) / _GRID
    highest = np.maximum.reduceat(scores, start[:-1])
    return np.stack((highest, np.log1p(expected), np.log(expected / np.diff(start) + 1e-3)), 1).astype(np.float32)


def word_inputs(
    scores: NDArray[np.float32], shares: Shares, marks: NDArray[np.int8], start: NDArray[np.int32]
) -> NDArray[np.float32]:
    """What decides whether a word is loaded where it stands.

    Parameters
    ----------
    scores : ndarray, shape (tokens,)
        Log-odds of each word, whatever its context.
    shares : Shares
        What it adds to its sentence.
    marks : ndarray of int8
        Its marks.
    start : ndarray of int32
        First tokens of the sentences.

    Returns
    -------
    ndarray of float32, shape (tokens, 6)
        Own score, score of the word before and after, both shares, inside a quotation.
    """
    before, after = np.zeros_like(scores), np.zeros_like(scores)
    before[1:], after[:-1] = scores[:-1], scores[1:]
    before[start[:-1]] = LOWEST
    after[start[1:] - 1] = LOWEST
    quoted = ((marks & QUOTED) != 0).astype(np.float32)
    return np.stack((scores, before, after, shares.mean, shares.maximum, quoted), 1)
