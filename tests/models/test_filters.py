"""The convolution in whole numbers is the one that was trained, sentence by sentence, whatever stands beside it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from biasscore.models.filters import SentenceFilters

ROWS, WIDTH, OWN, BITS, FILTERS = 40, 8, 3, 5, 6


def made(seed: int = 0) -> tuple[SentenceFilters, np.ndarray, dict[str, np.ndarray]]:
    rng = np.random.default_rng(seed)
    arrays = {"own": rng.normal(size=(ROWS, OWN))}
    arrays |= {f"filters.{place}": rng.normal(size=(WIDTH + OWN + BITS, FILTERS)) for place in PLACES}
    arrays |= {f"bias.{width}": rng.normal(size=FILTERS) for width in ("one", "three")}
    arrays |= {"head": rng.normal(size=4 * FILTERS), "intercept": rng.normal(size=1)}
    arrays = {name: array.astype(np.float32) for name, array in arrays.items()}
    arrays["own"] = stored(arrays["own"])
    vectors = stored(rng.normal(size=(ROWS, WIDTH)).astype(np.float32))
    return SentenceFilters(vectors, arrays, BITS), vectors, arrays


def stored(rows: np.ndarray) -> np.ndarray:
    """As model files hold them: 127 steps a row."""
    grid = np.abs(rows).max(1, keepdims=True) / np.float32(127)
    return np.rint(rows / grid) * grid


PLACES = ("one", "before", "here", "after")


def slow(vectors: np.ndarray, arrays: dict[str, np.ndarray], rows: np.ndarray, marks: np.ndarray) -> float:
    """One sentence, in floating point, as written down."""
    bits = marks[:, None] >> np.arange(BITS) & 1
    x = np.concatenate((vectors[rows], arrays["own"][rows], bits), axis=1)
    edge = np.zeros((1, x.shape[1]))
    before, after = np.concatenate((edge, x[:-1])), np.concatenate((x[1:], edge))
    one = x @ arrays["filters.one"] + arrays["bias.one"]
    three = before @ arrays["filters.before"] + x @ arrays["filters.here"] + after @ arrays["filters.after"]
    states = [np.maximum(one, 0), np.maximum(three + arrays["bias.three"], 0)]
    pooled = np.concatenate([s.max(0) for s in states] + [s.mean(0) for s in states])
    return float(pooled @ arrays["head"] + arrays["intercept"][0])


def text(seed: int, sentences: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    lengths = rng.integers(1, 60, sentences)
    start = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    rows = rng.integers(0, ROWS, start[-1]).astype(np.int32)
    return rows, (rng.integers(0, 1 << BITS, start[-1]) * rng.integers(0, 2, start[-1])).astype(np.int8), start


def test_whole_numbers_agree_with_the_plain_convolution() -> None:
    filters, vectors, arrays = made()
    rows, marks, start = text(1, 80)
    expected = [slow(vectors, arrays, rows[a:b], marks[a:b]) for a, b in pairwise(start.tolist())]
    assert np.abs(filters.logits(rows, marks, start) - expected).max() < 0.05


def test_a_sentence_alone_and_in_a_batch_scores_alike_to_the_bit() -> None:
    filters, _, _ = made()
    rows, marks, start = text(2, 300)
    together = filters.logits(rows, marks, start)
    for place in range(0, 300, 7):
        a, b = start[place], start[place + 1]
        alone = filters.logits(rows[a:b], marks[a:b], np.array([0, b - a], np.int32))
        assert alone[0] == together[place]


def test_a_word_is_answered_alike_whatever_it_is_first_met_with() -> None:
    rows, marks, start = text(4, 60)
    together = made()[0].logits(rows, marks, start)
    for place in range(0, 60, 9):
        a, b = start[place], start[place + 1]
        first = made()[0].logits(rows[a:b], marks[a:b], np.array([0, b - a], np.int32))
        assert first[0] == together[place]


def test_a_sentence_of_thousands_of_words_is_pooled_whole() -> None:
    filters, vectors, arrays = made()
    rows, marks, _ = text(5, 400)
    assert len(rows) > 8000
    start = np.array([0, 3, len(rows)], np.int32)
    expected = [slow(vectors, arrays, rows[a:b], marks[a:b]) for a, b in pairwise(start.tolist())]
    assert np.abs(filters.logits(rows, marks, start) - expected).max() < 0.05


def test_the_parts_of_the_words_add_up_to_the_logit() -> None:
    filters, _, arrays = made(3)
    rows, marks, start = text(3, 20)
    parts = filters.shares(rows, marks, start)
    total = np.add.reduceat(parts.mean + parts.maximum, start[:-1]) + arrays["intercept"][0]
    same = np.isclose(total, filters.logits(rows, marks, start), atol=1e-3)
    assert same.mean() > 0.5  # a maximum that two words share counts for both
    assert (np.diff(start)[~same] > 1).all()


def test_nothing_to_read_gives_nothing() -> None:
    filters, _, _ = made()
    none = np.zeros(0, np.int32)
    assert len(filters.logits(none, none.astype(np.int8), np.zeros(1, np.int32))) == 0
