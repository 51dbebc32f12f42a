"""What a measure is, what a score is, and how measured columns are handed on."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.spans import VOICES

Floats = NDArray[np.float64]
FAMILIES = ("framing", "sentiment", "sourcing", "loaded_language")
REASONS = {
    "language_unsupported": "the measure does not know this language",
    "empty_text": "the text has no words outside boilerplate",
    "no_attributions": "nobody is cited",
    "no_sentences": "no sentence in this voice",
    "no_evidence": "nothing in the text speaks for or against",
    "too_few": "fewer findings than the measure needs",
    "too_short": "the text is too short",
    "no_title": "no title was given",
    "no_model": "no model for this measure is shipped",
    "not_enough_actors": "fewer than two actors to compare",
    "no_reference": "no reference distribution for this measure and language",
    "too_few_documents": "fewer than five documents of the outlet with a value",
    "not_requested": "the measure was not asked for",
}
"""Why a value is NaN."""


class Score(NamedTuple):
    """One number of a profile.

    Attributes
    ----------
    value : float
        NaN where it cannot be measured.
    unit : str
        Unit of value, low and high.
    low, high : float
        95 % interval.
    percentile, z : float
        Place in the reference; NaN without one.
    n : int
        What the value rests on: words, sentences, attributions or findings, as the measure's page says.
    reason : str or None
        One of ``REASONS`` where the value is NaN.
    """

    value: float
    unit: str
    low: float
    high: float
    percentile: float
    z: float
    n: int
    reason: str | None

    @property
    def place_reason(self) -> str | None:
        """Why percentile and z are NaN: the value's own reason, or 'no_reference' where the value is there."""
        if not math.isnan(self.z):
            return None
        return self.reason or "no_reference"


@dataclass(frozen=True, slots=True)
class MeasureSpec:
    """Definition of a measure.

    Attributes
    ----------
    name : str
        ``family.measure``.
    unit : str
        E.g. 'per 100 words', 'share', '-1..1'.
    low, high : float
        Range of the value.
    direction : str
        What larger means.
    definition : str
        How it is counted.
    reference : str
        Where it comes from.
    failures : str
        Where it is known to mislead.
    by_voice : bool
        Whether it exists for author, paraphrased, quoted and all.
    headline : str
        The voice shown first ('' for a measure without voice).
    languages : dict
        language -> 'full', 'lexical' or 'none'.
    additive : bool
        Whether the value is a sum of evidence weights over a denominator.
    """

    name: str
    unit: str
    low: float
    high: float
    direction: str
    definition: str
    reference: str
    failures: str = ""
    by_voice: bool = False
    headline: str = "author"
    languages: dict[str, str] = field(default_factory=lambda: {"en": "full", "ar": "full"})
    additive: bool = True

    @property
    def family(self) -> str:
        """Family of the measure."""
        return self.name.split(".")[0]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of its scores."""
        return tuple(f"{self.name}.{voice}" for voice in VOICES) if self.by_voice else (self.name,)


@dataclass(slots=True)
class Measured:
    """One column of scores: a value for every document of a block.

    Attributes
    ----------
    value, low, high : ndarray of float64, shape (documents,)
        NaN where it cannot be measured.
    n : ndarray of int
        What the value rests on.
    reason : str
        Why values that are NaN are.
    """

    value: Floats
    low: Floats
    high: Floats
    n: NDArray[np.int64]
    reason: str = ""


class Finding(NamedTuple):
    """A piece of evidence in tokens."""

    first: int
    last: int
    label: str
    weight: float
    voice: int
    rule: str


def unmeasured(documents: int, reason: str) -> Measured:
    """A column that cannot be measured."""
    nan = np.full(documents, np.nan)
    return Measured(nan, nan, nan, np.zeros(documents, np.int64), reason)
