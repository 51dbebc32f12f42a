"""Places in the caller's own text: half-open character offsets, and what was found there."""

from __future__ import annotations

from typing import NamedTuple

VOICES = ("author", "paraphrased", "quoted", "all")
"""Whose words: the outlet's own, attributed in the outlet's wording, quoted, or everything."""


class Span(NamedTuple):
    """A stretch of the caller's text: ``text == document[start:end]``."""

    start: int
    end: int
    text: str


class Evidence(NamedTuple):
    """One thing found in the text, and why it counts.

    Attributes
    ----------
    start, end : int
        Half-open character offsets into the caller's own string.
    text : str
        ``document[start:end]``.
    label : str
        What it is, in the terms of its measure.
    weight : float
        How much it adds to the measure before the denominator.
    voice : str
        'author', 'paraphrased' or 'quoted'.
    rule : str
        Id of the lexicon entry or rule that fired, e.g. ``en/one_sided_terms:reckless``.
    """

    start: int
    end: int
    text: str
    label: str
    weight: float
    voice: str
    rule: str
