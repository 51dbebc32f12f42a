"""What filters answer to words, worked out once a word, in whole numbers that no product's shape can change."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from biasscore.models.store import Floats

Ints = NDArray[np.int32]
Answers = NDArray[np.int16]
STEPS = 512
"""Steps of one in the answers."""
_MOST = 10_000
"""Largest answer: three of them, with some room for those to marks, fit into 16 bits."""
_INPUT_STEPS = 127
"""Steps of the largest number of a vector, as in the model files."""
_EXACT = 1 << 24
"""Up to here float32 holds every whole number."""


class AnswerTable:
    """The filters' answers to words and to marks; those to words are a cache, filled when a word is first met.

    Vectors and weights are rounded to whole numbers whose products float32 adds exactly.

    Attributes
    ----------
    of_words : tuple of four ndarrays of int16, shape (rows + 1, filters)
        Of the filters of width one, and of those of width three to the word itself, the one before and the one after;
        the last row stands for no word.
    of_marks : tuple of four ndarrays of int16, shape (sets of marks, filters)
        The same for every set of marks.
    nothing : int
        The row that stands for no word.
    """

    def __init__(self, vectors: Floats, arrays: Mapping[str, Floats], bits: int) -> None:
        self._inputs = vectors, arrays["own"]
        weights = [arrays[f"filters.{place}"] for place in ("one", "here", "before", "after")]
        weight, known = np.concatenate(weights, axis=1), vectors.shape[1]
        own = known + arrays["own"].shape[1]
        self._weights = _in_steps(weight[:known]), _in_steps(weight[known:own])
        n, self.nothing = len(arrays["bias.one"]), len(vectors)
        self._bias = np.concatenate((arrays["bias.one"], arrays["bias.three"], np.zeros(2 * n, np.float32)))
        self._columns = [slice(first, first + n) for first in range(0, 4 * n, n)]
        self.of_words = tuple(np.zeros((len(vectors) + 1, n), np.int16) for _ in self._columns)
        borne = (np.arange(1 << bits)[:, None] >> np.arange(bits)) & 1
        of_marks = _whole((borne[..., None] * weight[own:]).sum(1))
        self.of_marks = tuple(np.ascontiguousarray(of_marks[:, part]) for part in self._columns)
        self._met = np.zeros(len(vectors), bool)

    def meet(self, rows: Ints) -> None:
        """Work out the answers to words that were not met before."""
        new = rows[~self._met.take(rows)]
        if not len(new):
            return
        new = np.unique(new)
        answer: Floats = self._bias
        for values, (weight, grid) in zip(self._inputs, self._weights, strict=True):
            wanted = values[new]
            scale = np.maximum(np.abs(wanted).max(1, keepdims=True) / _INPUT_STEPS, np.float32(1e-12))
            answer = answer + (np.rint(wanted / scale) @ weight) * (scale * grid)
        whole = _whole(answer)
        for table, part in zip(self.of_words, self._columns, strict=True):
            table[new] = whole[:, part]
        self._met[new] = True


def _whole(answers: Floats) -> Answers:
    """Answers as whole numbers."""
    rounded: Answers = np.clip(np.rint(answers * STEPS), -_MOST, _MOST).astype(np.int16)
    return rounded


def _in_steps(weight: Floats) -> tuple[Floats, Floats]:
    """Weights as whole numbers, so small that float32 adds their products with a vector's exactly; and their steps."""
    most = _EXACT // (_INPUT_STEPS * max(len(weight), 1))
    grid: Floats = np.maximum(np.abs(weight).max(0), np.float32(1e-12)) / np.float32(most)
    return np.rint(weight / grid), grid
