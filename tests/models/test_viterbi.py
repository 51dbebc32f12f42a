"""The best label sequence: against trying every sequence, and whatever else is in the block."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from biasscore.models.viterbi import best_labels

LABELS = 3


@pytest.fixture
def moves() -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(1)
    return chance.normal(size=(LABELS, LABELS)).astype(np.float32), chance.normal(size=LABELS).astype(np.float32)


def total(labels: tuple[int, ...], scores: np.ndarray, transition: np.ndarray, opening: np.ndarray) -> float:
    moved = sum(transition[one, other] for one, other in pairwise(labels))
    return float(opening[labels[0]] + moved + scores[np.arange(len(labels)), list(labels)].sum())


@pytest.mark.parametrize("n", [1, 2, 3, 5, 7])
@pytest.mark.parametrize("seed", range(8))
def test_no_other_sequence_is_better(n: int, seed: int, moves: tuple[np.ndarray, np.ndarray]) -> None:
    scores = np.random.default_rng(seed).normal(size=(n, LABELS)).astype(np.float32)
    found = best_labels(scores, *moves, np.arange(n) == 0)
    best = max(product(range(LABELS), repeat=n), key=lambda labels: total(labels, scores, *moves))
    assert total(tuple(found.tolist()), scores, *moves) == pytest.approx(total(best, scores, *moves), abs=1e-4)


def test_documents_do_not_touch_each_other(moves: tuple[np.ndarray, np.ndarray]) -> None:
    chance = np.random.default_rng(2)
    parts = [chance.normal(size=(n, LABELS)).astype(np.float32) for n in (40, 1, 17, 90, 3)]
    alone = np.concatenate([best_labels(part, *moves, np.arange(len(part)) == 0) for part in parts])
    begins = np.concatenate([np.arange(len(part)) == 0 for part in parts])
    assert (best_labels(np.concatenate(parts), *moves, begins) == alone).all()


@pytest.mark.parametrize("seed", range(20))
def test_equally_good_paths_are_chosen_alike_in_any_company(seed: int) -> None:
    chance = np.random.default_rng(seed)
    parts = [chance.integers(0, 2, (n, LABELS)).astype(np.float32) for n in (40, 1, 17, 90, 3)]
    moves = chance.integers(-1, 2, (LABELS, LABELS)).astype(np.float32), np.zeros(LABELS, np.float32)
    alone = np.concatenate([best_labels(part, *moves, np.arange(len(part)) == 0) for part in parts])
    begins = np.concatenate([np.arange(len(part)) == 0 for part in parts])
    assert (best_labels(np.concatenate(parts), *moves, begins) == alone).all()


def test_nothing_to_label(moves: tuple[np.ndarray, np.ndarray]) -> None:
    assert len(best_labels(np.zeros((0, LABELS), np.float32), *moves, np.zeros(0, bool))) == 0
