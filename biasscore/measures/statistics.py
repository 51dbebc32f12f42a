"""95 % intervals in closed form, for whole columns at once."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

Z = 1.959963984540054
"""Normal quantile of .975."""


class Interval(NamedTuple):
    """Lower and upper ends."""

    low: Floats
    high: Floats


def share_interval(hits: ArrayLike, total: ArrayLike) -> Interval:
    """Wilson (1927) score interval of a share.

    Parameters
    ----------
    hits, total : array_like
        Numerator and denominator; a denominator of 0 gives NaN.

    Returns
    -------
    Interval
    """
    k, n = np.asarray(hits, float), np.asarray(total, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = k / n
        centre = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
        half = Z / (1 + Z**2 / n) * np.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    return Interval(np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0))


def rate_interval(weight: ArrayLike, squares: ArrayLike, typical: ArrayLike, exposure: ArrayLike) -> Interval:
    """Gamma interval of a weighted rate, with half an event added (weights of 1: Jeffreys' interval of a Poisson rate).

    Exact intervals (Garwood 1936; Fay & Feuer 1997) cover 98 to 99 per cent at the rates of news texts; this one
    covers 95 on the average of the rates it is simulated at (``benchmarks/validity/intervals.py``).

    Parameters
    ----------
    weight, squares : array_like
        Sums of the weights and of their squares.
    typical : array_like
        Weight that one more event would have.
    exposure : array_like
        What the rate is per; 0 gives NaN.

    Returns
    -------
    Interval
        Of weight / exposure; the lower end is 0 where nothing was found.
    """
    total, variance, one = np.asarray(weight, float), np.asarray(squares, float), np.asarray(typical, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        above, spread = total + one / 2, variance + one**2 / 2
        below, beyond = spread / above * _gamma_quantiles(above**2 / spread)
        low = np.where(total > 0, np.minimum(below, total), 0.0)
        return Interval(low / np.asarray(exposure, float), beyond / np.asarray(exposure, float))


def _gamma_quantiles(shape: Floats) -> Floats:
    """Quantiles .025 and .975 of the gamma distribution (Wilson & Hilferty 1931), one behind the other."""
    safe = np.maximum(shape, 1e-9)
    step = Z / (3 * np.sqrt(safe))
    cube = safe * np.maximum(1 - 1 / (9 * safe) + np.array([-step, step]), 0.0) ** 3
    return np.where(shape > 0, cube, 0.0)


def mean_interval(
    total: ArrayLike, squares: ArrayLike, n: ArrayLike, low: float, high: float, usual_sd: float | None = None
) -> Interval:
    """Student's interval of a mean, within the range of the values; the whole range for a single value.

    Parameters
    ----------
    total, squares, n : array_like
        Sums of the values and of their squares, and their number.
    low, high : float
        Range of the values.
    usual_sd : float, optional
        For values on few steps, where a few equal ones are no proof of certainty: a standard deviation that weighs like
        one more observation (moderated variance, Smyth 2004).

    Returns
    -------
    Interval
    """
    count = np.asarray(n, float)
    prior = 0.0 if usual_sd is None else 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.asarray(total, float) / count
        deviation = np.maximum(np.asarray(squares, float) - count * mean**2, 0.0)
        freedom = count - 1 + prior
        variance = (deviation + prior * (usual_sd or 0.0) ** 2) / np.maximum(freedom, 1)
        half = t_quantile(freedom) * np.sqrt(variance / count)
    single = count <= 1
    return Interval(
        np.where(single, np.where(count == 1, low, np.nan), np.maximum(mean - half, low)),
        np.where(single, np.where(count == 1, high, np.nan), np.minimum(mean + half, high)),
    )


def spread_interval(powers: ArrayLike, n: ArrayLike, high: float) -> Interval:
    """Interval of a standard deviation that does not assume a normal distribution (Bonett 2006).

    Parameters
    ----------
    powers : array_like, shape (4, ...)
        Sums of the values, their squares, cubes and fourth powers.
    n : array_like
        Number of values; the whole range for 3 or fewer, or where all are alike.
    high : float
        Upper end of the range.
    """
    count = np.asarray(n, float)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        first, second, third, fourth = (np.asarray(power, float) / count for power in powers)  # type: ignore[union-attr]
        variance = second - first**2
        central = fourth - 4 * first * third + 6 * first**2 * second - 3 * first**4
        error = np.sqrt(np.maximum((central / variance**2 - (count - 3) / count) / (count - 1), 0.0))
        stretch = count / (count - Z)
        middle = np.log(stretch * variance * count / (count - 1))
        below, above = (np.exp((middle + sign * Z * stretch * error) / 2) for sign in (-1, 1))
    value = np.sqrt(np.maximum(variance, 0.0))
    unsure = (count <= 3) | ~(variance > 1e-12)
    ends = Interval(
        np.where(unsure, 0.0, np.minimum(below, value)),
        np.where(unsure, high, np.minimum(np.maximum(above, value), high)),
    )
    return Interval(*(np.where(np.isnan(count), np.nan, end) for end in ends))


def diversities(counts: NDArray[np.int64], sizes: NDArray[np.int64]) -> tuple[Floats, Interval]:
    """Effective number of kinds, exp(entropy), from the counts of the kinds that were met; of many samples at once.

    The interval is centred on Miller's (1955) correction for kinds that were not met; half an observation of variance
    is added, without which few observations look certain.

    Parameters
    ----------
    counts : ndarray of int
        Counts of the kinds of the first sample, then of the second, and so on; all above 0.
    sizes : ndarray of int
        Kinds of every sample; at least one.

    Returns
    -------
    ndarray of float64
        Effective number of kinds of every sample.
    Interval
    """
    n = np.bincount(np.repeat(np.arange(len(sizes)), sizes), counts, len(sizes))
    p = counts / np.repeat(n, sizes)
    log = np.log(p)
    entropies, squares = (_sums(column, sizes).tolist() for column in (-(p * log), p * log**2))
    centres, halves = [], []
    for entropy, square, times, kinds in zip(entropies, squares, n.tolist(), sizes.tolist(), strict=True):
        variance = max(square - entropy**2, 0.0) / times + (kinds - 1) / (2 * times**2) + 0.5 / times
        centres.append(entropy + (kinds - 1) / (2 * times))
        halves.append(Z * variance**0.5)
    value, centre, half = np.exp(np.array(entropies)), np.array(centres), np.array(halves)
    return value, Interval(np.maximum(np.minimum(np.exp(centre - half), value), 1.0), np.exp(centre + half))


def _sums(values: Floats, sizes: NDArray[np.int64]) -> Floats:
    """Sums of stretches of a column, each added up as if it stood alone (``reduceat`` rounds otherwise)."""
    start = np.cumsum(sizes) - sizes
    total = np.zeros(len(sizes))
    for size in np.unique(sizes).tolist():
        same = np.flatnonzero(sizes == size)
        total[same] = values[start[same][:, None] + np.arange(size)].sum(1)
    return total


def t_quantile(freedom: ArrayLike) -> Floats:
    """Quantile .975 of Student's t (Cornish-Fisher expansion; exact forms for 1 and 2 degrees of freedom)."""
    v = np.maximum(np.asarray(freedom, float), 1.0)
    z = Z
    series = (
        z
        + (z**3 + z) / (4 * v)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3)
        + (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * v**4)
    )
    quantile: Floats = np.where(
        v < 1.5, np.tan(np.pi * 0.475), np.where(v < 2.5, 0.95 * np.sqrt(2 / (1 - 0.95**2)), series)
    )
    return quantile


def difference_interval(a: ArrayLike, a_ends: Interval, b: ArrayLike, b_ends: Interval) -> Interval:
    """Interval of a - b from the intervals of a and b, which need not be symmetric (Zou & Donner 2008).

    Parameters
    ----------
    a, b : array_like
        Independent estimates.
    a_ends, b_ends : Interval
        Their 95 % intervals.

    Returns
    -------
    Interval
    """
    x, y = np.asarray(a, float), np.asarray(b, float)
    below = np.sqrt((x - a_ends.low) ** 2 + (b_ends.high - y) ** 2)
    above = np.sqrt((a_ends.high - x) ** 2 + (y - b_ends.low) ** 2)
    return Interval(x - y - below, x - y + above)


def p_value(difference: ArrayLike, ends: Interval) -> Floats:
    """Two-sided p of 'no difference', from the side of the interval that faces 0; below .05 where 0 lies outside.

    NaN where the interval has no width on that side.
    """
    d = np.asarray(difference, float)
    half = np.where(d >= 0, d - ends.low, ends.high - d)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(half > 0, Z * np.abs(d) / half, np.nan)
    return np.array([math.erfc(x / math.sqrt(2)) for x in z.ravel().tolist()], float).reshape(z.shape)


def discoveries(p: ArrayLike, rate: float) -> NDArray[np.bool_]:
    """Which hypotheses fall when at most this share of those that fall may fall wrongly (Benjamini & Hochberg 1995).

    Parameters
    ----------
    p : array_like
        NaN is not tested.
    rate : float
        False discovery rate.
    """
    values = np.asarray(p, float)
    tested = np.sort(values[~np.isnan(values)])
    allowed = rate * np.arange(1, len(tested) + 1) / max(len(tested), 1)
    passed = np.flatnonzero(tested <= allowed)
    limit = tested[passed[-1]] if len(passed) else -1.0
    found: NDArray[np.bool_] = values <= limit
    return found
