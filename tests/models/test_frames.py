"""Frames of sentences and documents: exact sums, and more answers make more of a frame."""

from __future__ import annotations

import numpy as np
import pytest

from biasscore.models.frames import FrameWeights
from biasscore.models.store import load_model
from biasscore.models.vectors import word_vectors


@pytest.fixture(scope="module")
def weights() -> FrameWeights:
    return FrameWeights(load_model("frames_en"), word_vectors().values)


def columns(weights: FrameWeights, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    chooser = np.random.default_rng(seed)
    start = np.concatenate(([0], np.cumsum(chooser.integers(1, 40, 30)))).astype(np.int32)
    rows = chooser.integers(0, len(word_vectors().values), start[-1]).astype(np.int32)
    return rows, chooser.integers(0, 5, (30, len(weights.items))) / 4, start


def test_a_sentence_alone_is_the_same_to_the_last_bit(weights):
    rows, items, start = columns(weights, 0)
    together = weights.sentences(rows, items, start)
    for place in range(30):
        own = slice(start[place], start[place + 1])
        begin = np.array([0, start[place + 1] - start[place]], np.int32)
        assert (weights.sentences(rows[own], items[place : place + 1], begin) == together[place]).all()
    assert weights.sentences(rows[:0], items[:0], start[:1]).shape == (0, 5)


def test_words_that_are_not_read_change_nothing(weights):
    rows, items, _ = columns(weights, 1)
    first = weights.sentences(rows[:5], items[:1], np.array([0, 5], np.int32))
    padded = np.concatenate((rows[:5], np.zeros(3, np.int32)))
    assert (weights.sentences(padded, items[:1], np.array([0, 8], np.int32)) == first).all()


def test_every_item_of_a_frame_raises_it(weights):
    nothing = np.zeros((1, len(weights.items)))
    alone, start = np.zeros(1, np.int32), np.array([0, 1], np.int32)
    before = weights.sentences(alone, nothing, start)[0]
    for place, item in enumerate(weights.items):
        answered = nothing.copy()
        answered[0, place] = 1
        frame = weights.frames.index(next(f for f in weights.frames if item.startswith(f.split("_")[0])))
        assert weights.sentences(alone, answered, start)[0, frame] > before[frame]
    assert "responsibility_is_responsible" not in weights.items


def test_more_answering_sentences_make_a_frame_likelier(weights):
    n = np.full(4, 20)
    chance = weights.documents(np.repeat([[0.0], [1.0], [4.0], [20.0]], 5, axis=1), n)
    assert (np.diff(chance, axis=0) > 0).all()
    assert ((chance >= 0) & (chance <= 1)).all()
