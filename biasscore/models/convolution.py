"""A small dilated convolution over the tokens of one document.

Every document goes through on its own, so that its figures do not depend on what else is in the block (a matrix product
may round differently in another shape).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from biasscore.models.store import Floats

DILATIONS = (1, 2, 4, 8, 16)
POOLED_AFTER = 3
"""Layers after which the maximum over the own and the previous sentence is added."""
_MARGIN = DILATIONS[-1]
_ROWS = 1024
"""Tokens of a document that go through a layer at a time, so that their windows stay in the cache."""


class Convolution:
    """Residual layers of width three: five dilations, sentence pooling on the way.

    Parameters
    ----------
    arrays : mapping of str to ndarray
        ``layer{i}.weight`` (3 * filters, filters), ``pool.weight`` (2 * filters, filters), each with its ``bias``.
    """

    def __init__(self, arrays: Mapping[str, Floats]) -> None:
        self._layers = [(arrays[f"layer{i}.weight"], arrays[f"layer{i}.bias"]) for i in range(len(DILATIONS))]
        self._pool = arrays["pool.weight"], arrays["pool.bias"]

    def __call__(self, inputs: Floats, sentence_start: NDArray[np.int32]) -> Floats:
        """States of the tokens of one document.

        Parameters
        ----------
        inputs : ndarray of float32, shape (tokens, filters)
            What the first layer, a linear one, says of the tokens; cut off at zero here.
        sentence_start : ndarray of int32, shape (sentences + 1,)
            First token of every sentence, and the number of tokens.

        Returns
        -------
        ndarray of float32, shape (tokens, filters)
        """
        n, width = inputs.shape
        # zeros before and behind stand for what is outside the document; a layer reads one copy and writes the other
        now, then = (np.zeros((n + 2 * _MARGIN, width), np.float32) for _ in range(2))
        # the other copy is still zero: numpy compares two arrays faster than an array and a number
        np.maximum(inputs, then[_MARGIN : _MARGIN + n], out=now[_MARGIN : _MARGIN + n])
        windows = np.empty((min(n, _ROWS), 3 * width), np.float32)
        for number, (dilation, (weight, bias)) in enumerate(zip(DILATIONS, self._layers, strict=True), 1):
            for first in range(0, n, _ROWS):
                rows = min(_ROWS, n - first)
                for place, shift in enumerate((-dilation, 0, dilation)):
                    begin = _MARGIN + first + shift
                    windows[:rows, place * width : (place + 1) * width] = now[begin : begin + rows]
                before = now[_MARGIN + first : _MARGIN + first + rows]
                step = windows[:rows] @ weight
                step += bias
                # what is below zero is not added
                step += before
                np.maximum(step, before, out=then[_MARGIN + first : _MARGIN + first + rows])
            now, then = then, now
            if number == POOLED_AFTER:
                now[_MARGIN : _MARGIN + n] += self._pooled(now[_MARGIN : _MARGIN + n], sentence_start)
        return now[_MARGIN : _MARGIN + n]

    def _pooled(self, states: Floats, sentence_start: NDArray[np.int32]) -> Floats:
        weight, bias = self._pool
        highest = np.maximum.reduceat(states, sentence_start[:-1], axis=0)
        before = np.zeros_like(highest)
        before[1:] = highest[:-1]
        projected: Floats = np.concatenate((highest, before), axis=1) @ weight + bias
        return np.repeat(projected, np.diff(sentence_start), axis=0)
