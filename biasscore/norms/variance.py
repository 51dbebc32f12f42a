"""Variance between groups and within them: the random-effects model that shrinks an outlet's mean."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Components(NamedTuple):
    """y = mu + a + e: mean of groups, variance of a (between groups) and of e (within)."""

    mu: float
    tau2: float
    sigma2: float


def components(values: Floats, group: NDArray[np.intp]) -> Components:
    """Estimate the model by the method of moments (DerSimonian & Laird 1986; Searle, Casella & McCulloch 1992).

    Parameters
    ----------
    values : ndarray of float64, shape (rows,)
        No NaN.
    group : ndarray of int, shape (rows,)
        0 .. groups - 1, each at least once.

    Returns
    -------
    Components
        ``tau2`` is 0 where groups differ no more than chance; NaN for a single group.
    """
    sizes = np.bincount(group).astype(float)
    means = np.bincount(group, values) / sizes
    rows, groups = len(values), len(sizes)
    if groups < 2 or rows <= groups:
        return Components(float(means.mean()), float("nan"), float("nan"))
    sigma2 = float(((values - means[group]) ** 2).sum() / (rows - groups))
    spread = float((sizes * (means - values.mean()) ** 2).sum())
    effective = rows - float((sizes**2).sum()) / rows
    tau2 = max((spread - (groups - 1) * sigma2) / effective, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        precision = 1.0 / (tau2 + sigma2 / sizes) if tau2 + sigma2 > 0 else np.ones(groups)
    return Components(float(precision @ means / precision.sum()), tau2, sigma2)
