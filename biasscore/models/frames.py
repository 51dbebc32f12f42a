"""Frames from sentences: how far a sentence answers a frame, and what that makes of its document.

Sums are taken over whole numbers, so that a document scores alike whatever else is in the batch.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from biasscore.models.store import Floats, Model

Doubles = NDArray[np.float64]
_STEPS = 1 << 12
"""Steps of one in the whole-number weights."""
_QUARTERS = 4
_DIGITS = 6
FLOOR = 0.1
"""Sentences that every document is taken to have: the logarithm of none would have no end."""


class FrameWeights:
    """The model.

    Parameters
    ----------
    model : Model
        ``words`` (frames, numbers): weights of the mean vector of a sentence; ``items`` (frames, items); ``bias``
        (frames,); ``pooled``, ``length``, ``intercept`` (frames,): the document's logit from the logarithms of the
        answering and of all sentences. Word lists ``frame.names`` and ``item.names``.
    vectors : ndarray of float32, shape (rows, numbers)
        The shared word vectors; row 0 is no word.
    """

    def __init__(self, model: Model, vectors: Floats) -> None:
        arrays = model.arrays
        self.frames, self.items = model.words["frame.names"], model.words["item.names"]
        self._of_row = np.rint(vectors.astype(np.float64) @ arrays["words"].T.astype(np.float64) * _STEPS).astype(
            np.int32
        )
        self._of_item = np.rint(arrays["items"].T.astype(np.float64) * _STEPS / _QUARTERS)
        self._bias = arrays["bias"].astype(np.float64)
        self.pooled, self._length, self._intercept = (
            arrays[name].astype(np.float64) for name in ("pooled", "length", "intercept")
        )

    def sentences(self, rows: NDArray[np.int32], items: Doubles, start: NDArray[np.int32]) -> Doubles:
        """How far sentences answer each frame.

        Parameters
        ----------
        rows : ndarray of int32, shape (tokens,)
            Row of the vectors of each token, 0 for what is not read.
        items : ndarray, shape (sentences, items)
            How far each item is answered, in quarters.
        start : ndarray of int32, shape (sentences + 1,)
            First token of each sentence, and the number of tokens; no sentence is empty.

        Returns
        -------
        ndarray of float64, shape (sentences, frames)
            0..1.
        """
        if len(start) < 2:
            return np.zeros((0, len(self.frames)))
        read = np.add.reduceat(rows > 0, start[:-1], dtype=np.int64)
        total = np.add.reduceat(self._of_row.take(rows, 0), start[:-1], axis=0, dtype=np.int64)
        logit = total / np.maximum(read, 1)[:, None] + (items * _QUARTERS) @ self._of_item
        return np.round(_chance(logit / _STEPS + self._bias), _DIGITS)

    def documents(self, answering: Doubles, sentences: NDArray[np.int64]) -> Doubles:
        """Probability that a coder finds each frame in a document.

        Parameters
        ----------
        answering : ndarray, shape (documents, frames)
            Sum over its sentences of how far they answer.
        sentences : ndarray of int, shape (documents,)
            Sentences of each document, at least one.

        Returns
        -------
        ndarray of float64, shape (documents, frames)
        """
        logit = self._intercept + self.pooled * np.log(answering + FLOOR)
        logit = logit + self._length * np.log(sentences)[:, None]
        return np.round(_chance(logit), _DIGITS)


def _chance(logit: Doubles) -> Doubles:
    chance: Doubles = 1 / (1 + np.exp(-logit))
    return chance
