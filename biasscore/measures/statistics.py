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


def rate_interval(weight: ArrayLike, squares: ArrayLike, largest: ArrayLike, exposure: ArrayLike) -> Interval:
    """Gamma interval of a weighted rate (Fay & Feuer 1997); with weights of 1 the exact Poisson interval.

    Parameters
    ----------
    weight, squares : array_like
        Sums of the weights and of their squares.
    largest : array_like
        Largest weight that one more event could have.
    exposure : array_like
        What the rate is per; 0 gives NaN.

    Returns
    -------
    Interval
        Of weight / exposure.
    """
    total, variance, one = np.asarray(weight, float), np.asarray(squares, float), np.asarray(largest, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(total > 0, variance / total, 0.0)
        shape = np.where(variance > 0, total**2 / variance, 0.0)
        low = np.where(total > 0, scale * _gamma_quantile(shape, -Z), 0.0)
        above, spread = total + one, variance + one**2
        high = spread / above * _gamma_quantile(above**2 / spread, Z)
        return Interval(low / np.asarray(exposure, float), high / np.asarray(exposure, float))


def _gamma_quantile(shape: Floats, z: float) -> Floats:
    """Quantile of the gamma distribution (Wilson & Hilferty 1931)."""
    safe = np.maximum(shape, 1e-9)
    cube = safe * np.maximum(1 - 1 / (9 * safe) + z / (3 * np.sqrt(safe)), 0.0) ** 3
    return np.where(shape > 0, cube, 0.0)


def mean_interval(total: ArrayLike, squares: ArrayLike, n: ArrayLike, low: float, high: float) -> Interval:
    """Student's interval of a mean, within the range of the values; the whole range for a single value.

    Parameters
    ----------
    total, squares, n : array_like
        Sums of the values and of their squares, and their number.
    low, high : float
        Range of the values.

    Returns
    -------
    Interval
    """
    count = np.asarray(n, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.asarray(total, float) / count
        variance = np.maximum(np.asarray(squares, float) / count - mean**2, 0.0) * count / np.maximum(count - 1, 1)
        half = t_quantile(count - 1) * np.sqrt(variance / count)
    single = count <= 1
    return Interval(
        np.where(single, np.where(count == 1, low, np.nan), np.maximum(mean - half, low)),
        np.where(single, np.where(count == 1, high, np.nan), np.minimum(mean + half, high)),
    )


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
