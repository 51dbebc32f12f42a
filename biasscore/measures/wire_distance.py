"""Index ``wire_distance``: how unlike agency copy on the same event a text is, as a sum of contributions.

Fitted on differences between agency articles and other reports of the same event
(``benchmarks/train/wire_distance.py``); weights are held to the sign that theory gives them, and published in the
model's card. It is not reliability.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from biasscore.measures.spec import Measured, MeasureSpec
from biasscore.measures.statistics import Z
from biasscore.measures.weighted import Weights, shipped
from biasscore.models.store import load_model

Floats = NDArray[np.float64]

NAME = "wire_distance"
LEAST_WORDS = 100
SPECS = (
    MeasureSpec(
        NAME,
        "index",
        -np.inf,
        np.inf,
        "0 = like wire reporting, larger = further",
        "weighted sum of sourcing, loaded wording in the author's voice and stance, each in standard deviations of "
        "us_news from the mean of agency articles; 1 is one standard deviation of agency articles",
        "fitted for this project on Baly et al. (2020); Lundberg & Lee (2017) for the additive reading",
        failures="All agency texts it was fitted on are Reuters: contractions and tense may be a house style. It "
        "measures manner, not truth and not reliability. With other settings than the default ones its parts, and so "
        "its origin, shift a little.",
        headline="",
        languages={"en": "full", "ar": "none"},
        additive=False,
    ),
)


def weights(suffix: str = "") -> Weights:
    """The shipped weights; with '_core' those without stance."""
    return shipped(NAME, suffix)


def digest() -> str:
    """Digest of the shipped weights, for the provenance."""
    return load_model(NAME).digest


def stacked(columns: Mapping[str, Measured], names: Sequence[str], field: str) -> Floats:
    """A field of some columns as an array, shape (columns, documents)."""
    return np.array([getattr(columns[name], field) for name in names], float)


def measure(columns: Mapping[str, Measured], words: NDArray[np.int64]) -> dict[str, Measured]:
    """The index of every document.

    Parameters
    ----------
    columns : mapping
        All columns of the families and of stance.
    words : ndarray of int, shape (documents,)
        Words of every document.

    Returns
    -------
    dict
        'wire_distance' -> Measured; n is the number of parts that could be measured.
    """
    fitted = weights()
    if not set(fitted.names) <= set(columns):
        return {}
    values, low, high = (stacked(columns, fitted.names, field) for field in ("value", "low", "high"))
    total, variance = np.zeros(len(words)), np.zeros(len(words))
    error = np.where(np.isnan(values), 1.0, (high - low) / (2 * Z * fitted.sd[:, None]))
    for part, added in enumerate(fitted.contributions(values)):
        # one part after the other, so that a document alone and in a block adds up to the same bits
        total += added
        variance += (fitted.weight[part] / fitted.spread * error[part]) ** 2
    short = words < LEAST_WORDS
    value = np.where(short, np.nan, total)
    half = Z * np.sqrt(variance)
    known = (~np.isnan(values)).sum(0)
    return {NAME: Measured(value, value - half, value + half, known, "too_short")}
