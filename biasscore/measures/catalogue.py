"""All measures, in one tuple, and the one function that takes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.annotations import Annotations
from biasscore.annotate.frames import FrameFinder
from biasscore.annotate.wording import Finder
from biasscore.errors import ArgumentError, UnknownNameError
from biasscore.measures import framing, loaded_language, one_sidedness, sentiment, sourcing, stance, wire_distance
from biasscore.measures.findings import Evidence, Findings
from biasscore.measures.spec import FAMILIES, Measured, MeasureSpec
from biasscore.measures.vader import SentenceTone

SPECS: tuple[MeasureSpec, ...] = (
    *framing.SPECS,
    *sentiment.SPECS,
    *sourcing.SPECS,
    *loaded_language.SPECS,
    *one_sidedness.SPECS,
    *stance.SPECS,
    *wire_distance.SPECS,
)
BY_NAME = {spec.name: spec for spec in SPECS}
COLUMNS: tuple[str, ...] = tuple(column for spec in SPECS for column in spec.columns)
PLACE = {column: place for place, column in enumerate(COLUMNS)}
SPEC_OF = {column: spec for spec in SPECS for column in spec.columns}
HEADLINE = (
    "framing.naming.author",
    "framing.blame.author",
    "framing.peace_war",
    "sentiment.tone.author",
    "sentiment.negative_share.author",
    "sentiment.bad_news_density.all",
    "sourcing.attributed_share",
    "sourcing.anonymous_share",
    "sourcing.top_source_share",
    "loaded_language.density.author",
    "loaded_language.density.all",
    "loaded_language.scare_quote.author",
)
"""Shown first: three of each family."""


@dataclass(slots=True)
class Taken:
    """All measures of a block.

    Attributes
    ----------
    value, low, high : ndarray of float64, shape (columns, documents)
        In the order of ``COLUMNS``.
    n : ndarray of int, shape (columns, documents)
        What each value rests on.
    reasons : list of str
        Reason of the NaN values of each column.
    findings : dict
        Measure name -> evidence.
    tones : ndarray, shape (sentences,)
        Tone of every sentence.
    loaded : ndarray, shape (sentences,)
        Probability of loaded wording of every sentence; NaN without a model.
    """

    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    n: NDArray[np.int64]
    reasons: list[str]
    findings: dict[str, Evidence]
    tones: NDArray[np.float64]
    loaded: NDArray[np.float64]

    def evidence(self, measure: str) -> Findings | None:
        """Findings of a measure, made now if nobody asked before."""
        found = self.findings.get(measure)
        if callable(found):
            found = self.findings[measure] = found()
        return found


def listed(family: str | None = None) -> tuple[MeasureSpec, ...]:
    """Definitions of all measures, or of one family's.

    Parameters
    ----------
    family : {'framing', 'sentiment', 'sourcing', 'loaded_language'}, optional
        Family.

    Raises
    ------
    ArgumentError
        No such family.
    """
    if family is not None and family not in FAMILIES:
        raise ArgumentError.not_allowed("family", family, FAMILIES)
    return tuple(spec for spec in SPECS if family in (None, spec.family))


def column_name(name: str) -> str:
    """Full column name: a measure named without voice gets its headline voice.

    Raises
    ------
    UnknownNameError
        No such measure.
    """
    if name in PLACE:
        return name
    spec = BY_NAME.get(name)
    if spec is None:
        raise UnknownNameError.nearest("measure", name, [*PLACE, *BY_NAME])
    return f"{name}.{spec.headline}"


def take(
    annotations: Annotations,
    scorer: SentenceTone,
    title_tones: NDArray[np.float64],
    families: tuple[str, ...] = FAMILIES,
    wording: Finder | None = None,
    frames: FrameFinder | None = None,
) -> Taken:
    """Take all measures of a block.

    Parameters
    ----------
    annotations : Annotations
        What was found.
    scorer : SentenceTone
        Scores sentences.
    title_tones : ndarray, shape (documents,)
        Tone of the titles, NaN without one.
    families : tuple of str
        Families wanted; the columns of others are NaN with reason 'not_requested'.
    wording : Finder, optional
        The model of loaded wording; none in languages without one, and where only the lexicons are wanted.
    frames : FrameFinder, optional
        The model of frames; none in languages without one.
    """
    documents = len(annotations.block)
    tones = sentiment.sentence_tones(annotations, scorer)
    judged = wording.find(annotations.block, annotations.lexical) if wording else None
    answered = frames.find(annotations.block, annotations.lexical) if frames else None
    measure_family: dict[str, Callable[[Annotations], tuple[dict[str, Measured], Mapping[str, Evidence]]]] = {
        "framing": partial(framing.measure, frames=answered),
        "sentiment": partial(sentiment.measure, tones=tones, title_tones=title_tones),
        "sourcing": sourcing.measure,
        "loaded_language": partial(loaded_language.measure, wording=judged),
    }
    columns: dict[str, Measured] = {}
    findings: dict[str, Evidence] = {}
    for family in families:
        measured, evidence = measure_family[family](annotations)
        columns |= measured
        findings |= evidence
    if set(families) == set(FAMILIES):
        measured, evidence = stance.measure(annotations)
        columns |= measured
        findings |= evidence
        columns |= wire_distance.measure(columns, annotations.n_words)
        columns["one_sidedness"], findings["one_sidedness"] = one_sidedness.measure(annotations, tones)
    loaded = np.full(len(tones), np.nan) if judged is None else judged.probability
    return _stack(columns, findings, tones, loaded, annotations.vocabulary.language, documents)


def _stack(
    columns: dict[str, Measured],
    findings: dict[str, Evidence],
    tones: NDArray[np.float64],
    loaded: NDArray[np.float64],
    language: str,
    documents: int,
) -> Taken:
    shape = (len(COLUMNS), documents)
    value, low, high = (np.full(shape, np.nan) for _ in range(3))
    n = np.zeros(shape, np.int64)
    reasons = ["not_requested"] * len(COLUMNS)
    for place, name in enumerate(COLUMNS):
        if SPEC_OF[name].languages.get(language, "none") == "none":
            reasons[place] = (
                "language_unsupported"
                if "full" in SPEC_OF[name].languages.values() or ("lexical" in SPEC_OF[name].languages.values())
                else "no_model"
            )
        elif name in columns:
            column = columns[name]
            value[place], low[place], high[place], n[place] = column.value, column.low, column.high, column.n
            reasons[place] = column.reason
    return Taken(value, low, high, n, reasons, findings, tones, loaded)
