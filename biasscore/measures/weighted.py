"""A weighted sum of measures in standard deviations, as the indices use it: contributions that add up, no shrinkage."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.models.store import load_model

Floats = NDArray[np.float64]

CLIP = 3.0
"""Parts further out than this (in standard deviations) count as this far: one odd text must not move an index."""


class Weights(NamedTuple):
    """Parts of an index.

    Attributes
    ----------
    names : tuple of str
        Columns, with voice.
    mean, sd : ndarray, shape (parts,)
        Scale of each part: mean and standard deviation over the texts it was fitted on.
    weight : ndarray, shape (parts,)
        Per standard deviation.
    origin : ndarray, shape (parts,)
        What stands at 0, on that scale.
    spread : float
        What counts as 1.
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
def shipped(model: str, suffix: str = "") -> Weights:
    """Weights of a shipped model.

    Parameters
    ----------
    model : str
        Name of the model.
    suffix : str
        Of 'weight' and 'spread', where the model holds several sets.
    """
    found = load_model(model)
    arrays = {name: np.asarray(array, float) for name, array in found.arrays.items()}
    names = found.words["names"]
    return Weights(
        names,
        arrays["mean"],
        arrays["sd"],
        arrays[f"weight{suffix}"],
        arrays.get("origin", np.zeros(len(names))),
        float(arrays.get(f"spread{suffix}", np.ones(1))[0]),
    )
