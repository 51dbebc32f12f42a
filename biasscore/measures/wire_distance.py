"""Index ``wire_distance``: how unlike agency copy on the same event a text is, as a sum of contributions.

Fitted on differences between agency articles and other reports of the same event
(``benchmarks/train/wire_distance.py``); weights are held to the sign that theory gives them, and published in the
model's card. It is not reliability.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from biasscore.measures.spec import Measured, MeasureSpec
from biasscore.measures.statistics import Z
from biasscore.models.store import load_model

Floats = NDArray[np.float64]

NAME = "wire_distance"
LEAST_WORDS = 100
CLIP = 3.0
"""Parts further out than this (in standard deviations) count as this far: one odd text must not move an index."""
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


@dataclass(frozen=True)
class Weights:
    """Parts of the index.

    Attributes
    ----------
    names : tuple of str
        Columns, with voice.
    mean, sd : ndarray, shape (parts,)
        Scale of each part: mean and standard deviation over us_news.
    weight : ndarray, shape (parts,)
        Per standard deviation.
    origin : ndarray, shape (parts,)
        Mean of agency articles on that scale.
    spread : float
        Standard deviation of the sum over agency articles.
    """

    names: tuple[str, ...]
    mean: Floats
    sd: Floats
    weight: Floats
    origin: Floats
    spread: float

    def scaled(self, values: Floats) -> Floats:
        """Parts in standard deviations, clipped; what is unknown stands at the mean. Shape (parts, documents)."""
        z = (values - self.mean[:, None]) / self.sd[:, None]
        found: Floats = np.where(np.isnan(z), 0.0, np.clip(z, -CLIP, CLIP))
        return found

    def contributions(self, values: Floats) -> Floats:
        """What each part adds; shape (parts, documents)."""
        found: Floats = (self.scaled(values) - self.origin[:, None]) * (self.weight / self.spread)[:, None]
        return found


@cache
def weights(which: str = "weight") -> Weights:
    """The shipped weights: 'weight', or 'weight_core' without stance."""
    model = load_model(NAME)
    arrays = {name: np.asarray(model.arrays[name], float) for name in ("mean", "sd", which)}
    suffix = which.removeprefix("weight")
    return Weights(
        model.words["names"],
        arrays["mean"],
        arrays["sd"],
        arrays[which],
        np.asarray(model.arrays["origin"], float),
        float(model.arrays[f"spread{suffix}"][0]),
    )


def digest() -> str:
    """Digest of the shipped weights, for the provenance."""
    return load_model(NAME).digest


def stacked(columns: Mapping[str, Measured], names: Sequence[str], field: str) -> Floats:
    """A field of some columns as an array, shape (columns, documents)."""
    return np.array([getattr(columns[name], field) for name in names], float)


def measure(columns: Mapping[str, Measured], words: NDArray[np.int64], which: str = "weight") -> dict[str, Measured]:
    """The index of every document.

    Parameters
    ----------
    columns : mapping
        All columns of the families and of stance.
    words : ndarray of int, shape (documents,)
        Words of every document.
    which : str
        Weights (see ``weights``).

    Returns
    -------
    dict
        'wire_distance' -> Measured; n is the number of parts that could be measured.
    """
    fitted = weights(which)
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
