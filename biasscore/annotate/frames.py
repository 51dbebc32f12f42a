"""Which sentences answer the items of the generic frames, by the shipped model (English).

A sentence is read twice: by the items of the frames lexicon ('are solutions suggested', 'are costs mentioned'), and by
its words as vectors, which knows what the lexicon does not list. Names, words for events and words of blame are none
of them: two reports of one kind on an election and on a coup have the same frames.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.lexical import Lexical, covered
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.models.frames import FrameWeights
from biasscore.models.store import Model
from biasscore.models.vectors import word_vectors
from biasscore.text.block import Block

FRAME_MODELS = {"en": "frames_en"}
"""Language -> model."""
TOPIC_OF_A_FRAME = "economy"
"""Topic words that stay: money is what the economic frame is about."""

BLAMING = ("accuse", "responsible", "cause")
"""Labels of blaming words: blame is measured apart, and makes no frame unless an item asks for it."""


class FrameColumns(NamedTuple):
    """What the model reads.

    Attributes
    ----------
    rows : ndarray of int32, shape (tokens,)
        Row of the word vectors; 0 for names, words for events, words of blame and marks.
    items : ndarray of float64, shape (sentences, items)
        How far each item is answered, 0..1 in quarters.
    """

    rows: NDArray[np.int32]
    items: NDArray[np.float64]


class FrameReader:
    """Makes the columns.

    Parameters
    ----------
    vocabulary : Vocabulary
        English lexicons.
    items : tuple of str
        Kinds of the frames lexicon, in the model's order.
    """

    def __init__(self, vocabulary: Vocabulary, items: tuple[str, ...]) -> None:
        vectors = word_vectors()
        self._row, self._is_name = vectors.row, vectors.is_name
        frames = vocabulary.entries_of("frames")
        number = {item: place for place, item in enumerate(items)}
        self._n_items = len(items)
        kinds = zip(vocabulary.kinds, frames.tolist(), strict=True)
        self._item = np.array([number.get(kind, -1) if own else -1 for kind, own in kinds])
        self._weight = vocabulary.matcher.weight
        topic = vocabulary.entries_of("topic_words") & ~vocabulary.entries_of("topic_words", TOPIC_OF_A_FRAME)
        blame = vocabulary.entries_of("blame", *BLAMING)
        self._hidden = topic | vocabulary.entries_of("nominalisations") | vocabulary.entries_of("events") | blame

    def columns(self, block: Block, lexical: Lexical) -> FrameColumns:
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
        hidden = covered(words.where(self._hidden[words.entry]), block.n_tokens)
        hidden |= lexical.capital_name | lexical.guarded | self._is_name[rows]
        item = self._item[words.entry]
        use = item >= 0
        sentences = len(block.sentence_start) - 1
        place = block.sentence[words.first[use]] * self._n_items + item[use]
        answered = np.bincount(place, self._weight[words.entry[use]], sentences * self._n_items)
        items = np.minimum(answered, 1).reshape(sentences, self._n_items)
        return FrameColumns(np.where(hidden, 0, rows).astype(np.int32), items)


class FrameAnswers(NamedTuple):
    """What the model says of a block.

    Attributes
    ----------
    sentences : ndarray of float64, shape (sentences, frames)
        How far each sentence answers a frame, 0..1.
    weights : FrameWeights
        Makes documents of sentences.
    """

    sentences: NDArray[np.float64]
    weights: FrameWeights


class FrameFinder:
    """Finds the sentences that answer the items of frames.

    Parameters
    ----------
    vocabulary : Vocabulary
        English lexicons.
    model : Model
        Coefficients (``models/data/frames_en``).
    """

    def __init__(self, vocabulary: Vocabulary, model: Model) -> None:
        self._weights = FrameWeights(model, word_vectors().values)
        self._reader = FrameReader(vocabulary, self._weights.items)
        self.digests: Mapping[str, str] = {"word_vectors": word_vectors().digest, "frames_en": model.digest}

    def find(self, block: Block, lexical: Lexical) -> FrameAnswers:
        """Answers of the sentences of a block.

        Parameters
        ----------
        block, lexical
            English documents, and what the lexicons found in them.
        """
        columns = self._reader.columns(block, lexical)
        return FrameAnswers(self._weights.sentences(columns.rows, columns.items, block.sentence_start), self._weights)
