"""The best label sequence of many documents at once, exactly.

The tokens are cut into chunks that are walked side by side, first from every label a chunk may be entered with. After
some tokens these walks go on alike, a constant apart, and one of them stands for all. What each chunk is worth being
known, they are chained; the tokens in which the walks differed are walked once more from the label the chunk is
entered with, and all is read backwards. About 3 * sqrt(tokens) array steps instead of one a token.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from biasscore.models.store import Floats

Ints = NDArray[np.int32]

_GRAIN = 2.0**-12
"""Scores become whole multiples of this, so that their sums are exact and do not depend on where the chunks begin."""
_LARGEST = 60.0
"""Scores beyond are cut: as likely as certain, and a sum over a chunk stays far from the ends of the integers."""
_LONGEST = 1024
_IMPOSSIBLE = -(2**29)
_LOOK = 8
"""Tokens after which it is looked again whether the walks are alike."""


def best_labels(scores: Floats, transition: Floats, opening: Floats, begins: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Best label of every token (Viterbi).

    Parameters
    ----------
    scores : ndarray of float32, shape (tokens, labels)
        Log scores.
    transition : ndarray of float32, shape (labels, labels)
        Log score of a label (column) behind a label (row).
    opening : ndarray of float32, shape (labels,)
        Log score of a label that opens a document.
    begins : ndarray of bool, shape (tokens,)
        First tokens of documents.

    Returns
    -------
    ndarray of int8, shape (tokens,)
    """
    n = len(scores)
    if n == 0:
        return np.zeros(0, np.int8)
    chunks = _Chunks(scores, transition, opening, begins)
    alike, worth = chunks.worth_until_alike()
    reached = np.empty_like(chunks.scores)
    if alike < len(reached):
        # constants do not matter for what is read backwards, only for the chain
        chunks.walk(reached, worth[0], alike, len(reached))
        worth = worth[:, :1] - worth[:1, :1] + reached[-1]
    entered, label = _chain(worth, chunks)
    chunks.enter(reached, entered)
    chunks.walk(reached, reached[0], 1, alike)
    result = np.empty((len(reached), len(label)), np.int8)
    for place in range(len(reached) - 1, 0, -1):
        result[place] = label
        label = (reached[place - 1] + chunks.moves_to(place, label)).argmax(0)
    result[0] = label
    return result.T.reshape(-1)[:n]


class _Chunks:
    """Tokens in chunks of one length: what a label is worth at each place, and what a move to it is."""

    def __init__(self, scores: Floats, transition: Floats, opening: Floats, begins: NDArray[np.bool_]) -> None:
        n, self._labels = scores.shape
        self._length = min(max(1, int(np.sqrt(n))), _LONGEST)
        self._count = -(-n // self._length)
        padded = np.zeros((self._count * self._length, self._labels), np.int32)
        padded[:n] = _whole(scores)
        opens = np.zeros(len(padded), bool)
        opens[:n] = begins
        opens[n : n + 1] = True  # what fills the last chunk up: what is before it has no say in it
        # by place, so that one step of all chunks lies together
        self.scores = np.ascontiguousarray(padded.reshape(self._count, self._length, -1).transpose(1, 2, 0))
        self._opens = np.ascontiguousarray(opens.reshape(self._count, self._length).T)
        self._any_opens: list[bool] = np.logical_or.reduce(self._opens, 1).tolist()
        self._moves, self._opening = _whole(transition), _whole(opening)
        # one copy a chunk: numpy adds long rows much faster than it spreads single numbers over them
        self._every_move = self._moves[:, :, None].repeat(self._count, 2)

    def _step(self, place: int) -> Ints:
        """Worth of moving from a label to a label, by chunk."""
        if not self._any_opens[place]:
            return self._every_move
        step = self._every_move.copy()
        step[:, :, self._opens[place]] = self._opening[:, None]
        return step

    def moves_to(self, place: int, label: NDArray[np.intp]) -> Ints:
        """Worth of moving to the label of each chunk, by label before it."""
        moves: Ints = self._moves.take(label, 1)
        if self._any_opens[place]:
            moves[:, self._opens[place]] = self._opening[label[self._opens[place]]]
        return moves

    def worth_until_alike(self) -> tuple[int, Ints]:
        """Places from which it no longer matters how a chunk is entered, and the best scores up to there.

        Scores by the label before the chunk and the label at that place, shape (labels, labels, chunks).
        """
        best = np.where(np.eye(self._labels, dtype=bool), 0, _IMPOSSIBLE).astype(np.int32)
        best = best[:, :, None].repeat(self._count, 2)
        other = np.empty_like(best)
        for place in range(self._length):
            if place % _LOOK == 0 and _alike(best):
                return place, best
            step = self._step(place)
            reached = best[:, 0, None] + step[None, 0]
            for label in range(1, self._labels):
                np.add(best[:, label, None], step[None, label], out=other)
                np.maximum(reached, other, out=reached)
            best = np.add(reached, self.scores[place], out=reached)
        return self._length, best

    def walk(self, reached: Ints, best: Ints, first: int, last: int) -> None:
        """Fill in the best scores by label at some places, given those before them."""
        for place in range(first, last):
            options = best[:, None] + self._step(place)
            best = np.add(options.max(0), self.scores[place], out=reached[place])

    def entry(self, chunk: int, total: NDArray[np.int64], label: np.intp) -> np.intp:
        """Label before a chunk that ends with a label, of equally good ones that which an undivided walk would choose.

        It must not depend on where chunks begin, and so on what else is walked: the lowest, seen from the label behind.
        """
        scores = self.scores[:, :, chunk].astype(np.int64)
        opened = np.broadcast_to(self._opening, self._moves.shape)
        moves = [opened if opens else self._moves for opens in self._opens[:, chunk].tolist()]
        reached = [total]
        for place, step in enumerate(moves):
            reached.append((reached[-1][:, None] + step).max(0) + scores[place])
        for place in range(len(scores) - 1, -1, -1):
            label = (reached[place] + moves[place][:, label]).argmax()
        return label

    def enter(self, reached: Ints, entered: NDArray[np.intp]) -> None:
        """Fill in the scores at the first place, by the label before each chunk."""
        moves: Ints = np.where(self._opens[0], self._opening[:, None], self._moves[entered].T)
        np.add(moves, self.scores[0], out=reached[0])


def _alike(best: Ints) -> bool:
    """Whether all rows are a constant apart, in every chunk."""
    apart = best - best[0]
    return bool((apart == apart[:, :1]).all())


def _whole(values: Floats) -> Ints:
    """Scores as multiples of the grain."""
    whole = np.clip(values, -_LARGEST, _LARGEST)
    whole /= _GRAIN
    return np.rint(whole, out=whole).astype(np.int32)


def _chain(worth: Ints, chunks: _Chunks) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Label with which each chunk of the best path is entered, and with which it ends."""
    _, labels, count = worth.shape
    # a text has no label before it: its first chunk may be entered from any, all of which lead to the same scores
    totals = np.empty((count, labels), np.int64)
    totals[0] = worth[0, :, 0]
    for chunk in range(1, count):
        totals[chunk] = (totals[chunk - 1, :, None] + worth[:, :, chunk]).max(0)
    last = np.empty(count, np.intp)
    last[-1] = totals[-1].argmax()
    for chunk in range(count - 1, 0, -1):
        options = totals[chunk - 1] + worth[:, last[chunk], chunk]
        best = np.flatnonzero(options == options.max())
        last[chunk - 1] = best[0] if len(best) == 1 else chunks.entry(chunk, totals[chunk - 1], last[chunk])
    return np.concatenate(([0], last[:-1])), last
