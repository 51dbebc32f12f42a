"""Coverage of every kind of 95 % interval, in simulation: ``python benchmarks/validity/intervals.py``.

Each kind is drawn from texts as they are: few sources, many zeros, words of unequal weight, sentences in runs. Truth
varies with every draw, so a figure is an average over texts, not the friendliest one. Fails outside 93-97 %.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np

from biasscore.measures.statistics import (
    Interval,
    difference_interval,
    diversities,
    mean_interval,
    rate_interval,
    share_interval,
    spread_interval,
    t_quantile,
)

BAND = (0.93, 0.97)
TIMES = 40_000
Draw = tuple[Interval, np.ndarray]
Rng = np.random.Generator


def share(rng: Rng, times: int) -> Draw:
    """Shares of attributions or sentences: Wilson."""
    n, p = rng.integers(4, 60, times), rng.beta(1.2, 2.5, times)
    return share_interval(rng.binomial(n, p), n), p


def word_share(rng: Rng, times: int) -> Draw:
    """Attributed words: sentences in runs, counted by sentence."""
    values, sizes, truth = (np.zeros(times) for _ in range(3))
    for i in range(times):
        n, p = int(rng.integers(8, 50)), rng.beta(2, 3)
        words, fresh, stays = rng.gamma(4, 6, n) + 3, rng.random(n) < p, rng.random(n) < 0.1
        inside = fresh.copy()
        for k in range(1, n):
            inside[k] = inside[k - 1] if stays[k] else fresh[k]
        values[i] = (np.where(inside, rng.beta(6, 1.2, n), 0) * words).sum() / words.sum()
        sizes[i], truth[i] = n, p * 6 / 7.2
    return share_interval(values * sizes, sizes), truth


def _events(rng: Rng, times: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    exposure, rate = rng.uniform(2, 10, times), rng.gamma(1.2, 0.6, times)
    return rng.poisson(rate * exposure), exposure, rate


def rate(rng: Rng, times: int) -> Draw:
    """Hits of weight 1 per 100 words."""
    n, exposure, truth = _events(rng, times)
    return rate_interval(n, n, 1.0, exposure), truth


def weighted_rate(rng: Rng, times: int) -> Draw:
    """Loaded words, which weigh between .25 and 1.5."""
    weights, often = np.array([0.25, 0.5, 1, 1.5]), np.array([0.3, 0.35, 0.3, 0.05])
    n, exposure, truth = _events(rng, times)
    total, squares = np.zeros(times), np.zeros(times)
    for i in range(int(n.max())):
        drawn = rng.choice(weights, times, p=often) * (n > i)
        total, squares = total + drawn, squares + drawn**2
    return rate_interval(total, squares, 0.75, exposure), truth * (weights @ often)


def _tones(rng: Rng, shape: tuple[int, ...]) -> np.ndarray:
    sign = np.where(rng.random(shape) < 0.5, -1, 1)
    return np.where(rng.random(shape) < 0.35, 0.0, sign * rng.beta(2, 2, shape))


def _padded(values: np.ndarray, n: np.ndarray) -> np.ndarray:
    return np.where(np.arange(values.shape[1]) < n[:, None], values, 0.0)


def mean_tone(rng: Rng, times: int) -> Draw:
    """Tone: a third of the sentences 0, the others anywhere between -1 and 1."""
    n = rng.integers(3, 41, times)
    x = _padded(_tones(rng, (times, 40)), n)
    return mean_interval(x.sum(1), (x**2).sum(1), n, -1, 1), np.zeros(times)


def polarity(rng: Rng, times: int) -> Draw:
    """Naming: a few values on five steps."""
    steps, n = np.array([-1, -0.5, 0, 0.5, 1]), rng.integers(2, 21, times)
    p = rng.dirichlet([1.5, 0.4, 1, 0.4, 0.7], times)
    place = (rng.random((times, 20))[:, :, None] > np.cumsum(p, 1)[:, None, :]).sum(2)
    x = _padded(steps[np.minimum(place, 4)], n)
    return mean_interval(x.sum(1), (x**2).sum(1), n, -1, 1, 0.7), p @ steps


def volatility(rng: Rng, times: int) -> Draw:
    """Standard deviation of sentence tones."""
    n = rng.integers(3, 41, times)
    x = _padded(_tones(rng, (times, 40)), n)
    return spread_interval([(x**k).sum(1) for k in (1, 2, 3, 4)], n, 1.0), np.full(times, np.sqrt(0.65 * 0.3))


def _sources(rng: Rng) -> tuple[np.ndarray, np.ndarray]:
    p = rng.dirichlet(np.full(rng.integers(2, 10), rng.choice([0.6, 1.5, 4])))
    return p, rng.choice(len(p), rng.integers(3, 31), p=p)


def top_source(rng: Rng, times: int) -> Draw:
    """Share of the words of the source with most."""
    value, size, truth = (np.zeros(times) for _ in range(3))
    for i in range(times):
        p, found = _sources(rng)
        words = rng.gamma(2, 10, len(found))
        value[i], size[i] = np.bincount(found, words).max() / words.sum(), words.sum() ** 2 / (words**2).sum()
        truth[i] = p.max()
    return share_interval(value * size, size), truth


def diversity(rng: Rng, times: int) -> Draw:
    """Effective number of sources."""
    ends, truth = np.zeros((2, times)), np.zeros(times)
    for i in range(times):
        p, found = _sources(rng)
        counts = np.unique(found, return_counts=True)[1]
        ends[:, i] = np.ravel(diversities(counts, np.array([len(counts)]))[1])
        truth[i] = np.exp(-(p * np.log(np.maximum(p, 1e-12))).sum())
    return Interval(*ends), truth


def asymmetry(rng: Rng, times: int) -> Draw:
    """Difference of two shares of few cues each (Newcombe)."""
    n, p = rng.integers(3, 12, (2, times)), rng.beta(1, 3, (2, times))
    k = rng.binomial(n, p)
    ends = [share_interval(k[i], n[i]) for i in (0, 1)]
    return difference_interval(k[0] / n[0], ends[0], k[1] / n[1], ends[1]), p[0] - p[1]


def polarisation(rng: Rng, times: int) -> Draw:
    """Highest minus lowest mean tone of two to five actors."""
    ends, truth = np.zeros((2, times)), np.zeros(times)
    for i in range(times):
        mu = rng.normal(0, 0.12, rng.integers(2, 6))
        means = []
        for m in mu:
            x = np.clip(m + _tones(rng, (int(rng.integers(3, 12)),)), -1, 1)
            means.append((x.mean(), x.std(ddof=1) / np.sqrt(len(x)), len(x)))
        (low, e_low, n_low), *_, (high, e_high, n_high) = sorted(means)
        half = float(t_quantile(n_low + n_high - 2)) * np.hypot(e_low, e_high)
        ends[:, i], truth[i] = (max(high - low - half, 0), high - low + half), mu.max() - mu.min()
    return Interval(*ends), truth


def difference_of_rates(rng: Rng, times: int) -> Draw:
    """Comparison of two texts: a rate."""
    (n, x, r), (m, y, q) = _events(rng, times), _events(rng, times)
    return difference_interval(n / x, rate_interval(n, n, 1.0, x), m / y, rate_interval(m, m, 1.0, y)), r - q


def difference_of_means(rng: Rng, times: int) -> Draw:
    """Comparison of two texts: a tone."""
    found = []
    for _ in range(2):
        n = rng.integers(3, 41, times)
        x = _padded(_tones(rng, (times, 40)), n)
        found += [x.sum(1) / n, mean_interval(x.sum(1), (x**2).sum(1), n, -1, 1)]
    return difference_interval(*found), np.zeros(times)


KINDS: tuple[Callable[[Rng, int], Draw], ...] = (
    share,
    word_share,
    rate,
    weighted_rate,
    mean_tone,
    polarity,
    volatility,
    top_source,
    diversity,
    asymmetry,
    polarisation,
    difference_of_rates,
    difference_of_means,
)


def coverage(kind: Callable[[Rng, int], Draw], times: int = TIMES, seed: int = 0) -> tuple[float, float, float]:
    """Share of intervals that hold the truth, that lie above it, and below it."""
    ends, truth = kind(np.random.default_rng(seed), times)
    above, below = float(np.mean(ends.low > truth)), float(np.mean(ends.high < truth))
    return 1 - above - below, above, below


def main() -> int:
    failed = 0
    for kind in KINDS:
        inside, above, below = coverage(kind)
        bad = not BAND[0] <= inside <= BAND[1]
        failed += bad
        print(
            f"{kind.__name__:<20} {inside:.3f}  too high {above:.3f}  too low {below:.3f}{'  OUTSIDE' if bad else ''}"
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
