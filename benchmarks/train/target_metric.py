"""Figures of target sentiment: macro-F1, order of pairs, calibration, and bootstrap intervals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np

BINS = 10
DRAWS = 1000


def macro_f1(labels: np.ndarray, guesses: np.ndarray) -> float:
    """Mean F1 of the three labels."""
    scores = []
    for label in range(3):
        hits = ((labels == label) & (guesses == label)).sum()
        scores.append(2 * hits / max(1, (labels == label).sum() + (guesses == label).sum()))
    return float(np.mean(scores))


def expected_calibration_error(labels: np.ndarray, shares: np.ndarray) -> float:
    """Mean distance of the likeliest label's probability from its accuracy, over ten bins of equal width."""
    top, right = shares.max(1), shares.argmax(1) == labels
    bins = np.minimum((top * BINS).astype(int), BINS - 1)
    total = sum(abs(top[bins == b].mean() - right[bins == b].mean()) * (bins == b).sum() for b in np.unique(bins))
    return float(total / len(labels))


def differing_pairs(sentences: Sequence[str], labels: np.ndarray) -> np.ndarray:
    """Pairs of targets of one sentence that have different labels; shape (pairs, 2), the friendlier first."""
    groups = defaultdict(list)
    for place, sentence in enumerate(sentences):
        groups[sentence].append(place)
    found = [
        (a, b) if labels[a] > labels[b] else (b, a)
        for group in groups.values()
        for i, a in enumerate(group)
        for b in group[i + 1 :]
        if labels[a] != labels[b]
    ]
    return np.array(found, int).reshape(-1, 2)


def ordered_share(pairs: np.ndarray, tone: np.ndarray) -> float:
    """Share of pairs in which the friendlier target has the higher tone."""
    return float((tone[pairs[:, 0]] > tone[pairs[:, 1]]).mean()) if len(pairs) else float("nan")


def bootstrap(statistic: Callable[[np.ndarray], float], groups: Sequence[str], seed: int = 0) -> tuple[float, float]:
    """95 % interval of a statistic of rows, drawn by group (all rows of one sentence together)."""
    members = defaultdict(list)
    for place, group in enumerate(groups):
        members[group].append(place)
    rows = [np.array(places) for places in members.values()]
    chooser = np.random.default_rng(seed)
    values = []
    for _ in range(DRAWS):
        drawn = np.concatenate([rows[i] for i in chooser.integers(len(rows), size=len(rows))])
        values.append(statistic(drawn))
    low, high = np.nanquantile(values, (0.025, 0.975))
    return float(low), float(high)
