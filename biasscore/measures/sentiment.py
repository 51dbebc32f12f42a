"""Sentiment: tone by voice, towards actors, and bad news kept apart from it.

English: vaderSentiment's sentence scores (Hutto & Gilbert 2014), with topic words, names and irony frames masked.
Arabic: a lexicon of news tone with negation. Towards actors: ``actor_tone``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.annotations import Annotations
from biasscore.annotate.lexical import covered
from biasscore.measures.actor_tone import LEAST_SENTENCES, polarisation
from biasscore.measures.findings import (
    Evidence,
    Findings,
    densities,
    from_hits,
    hits_of,
    sums_by_voice,
)
from biasscore.measures.spec import Measured, MeasureSpec
from biasscore.measures.statistics import Interval, mean_interval, share_interval, spread_interval
from biasscore.measures.vader import SentenceTone
from biasscore.spans import VOICES

Floats = NDArray[np.float64]

NEUTRAL = 0.05
"""Compound scores nearer to 0 than this are neutral (the threshold of vaderSentiment's authors)."""
_LEAST_VOLATILITY = 3
_LEAST_ARABIC_HITS = 5
"""Tone words below which an Arabic text has no tone."""
_NORMALISER = 15
"""vaderSentiment's constant: a sum s of valences becomes s / sqrt(s² + 15)."""
_NEGATED = -0.74
"""vaderSentiment's factor for a negated word."""
_NEGATION_REACH = 3

_VADER = "Hutto & Gilbert (2014)"
_TONE = {"en": "full", "ar": "lexical"}


def _spec(
    measure: str,
    unit: str,
    low: float,
    high: float,
    direction: str,
    definition: str,
    reference: str,
    *,
    by_voice: bool = True,
    headline: str = "author",
    additive: bool = True,
    failures: str = "",
) -> MeasureSpec:
    return MeasureSpec(
        f"sentiment.{measure}",
        unit,
        low,
        high,
        direction,
        definition,
        reference,
        failures,
        by_voice,
        headline,
        _TONE,
        additive,
    )


SPECS = (
    _spec(
        "tone",
        "-1..1",
        -1,
        1,
        "larger = friendlier",
        "mean sentence tone; topic words, names and irony are masked; Arabic: NaN below "
        f"{_LEAST_ARABIC_HITS} tone words in the text",
        _VADER,
        failures="Sarcasm; a sentence with words of two voices counts for the voice of most of its words.",
    ),
    _spec(
        "negative_share",
        "share",
        0,
        1,
        "larger = more negative sentences",
        f"sentences with tone <= -{NEUTRAL}",
        _VADER,
    ),
    _spec(
        "positive_share", "share", 0, 1, "larger = more positive sentences", f"sentences with tone >= {NEUTRAL}", _VADER
    ),
    _spec(
        "volatility",
        "0..1",
        0,
        1,
        "larger = tone changes more",
        "standard deviation of sentence tones",
        _VADER,
        additive=False,
    ),
    _spec(
        "bad_news_density",
        "per 100 words",
        0,
        np.inf,
        "larger = worse news (not worse tone)",
        "topic words of war, crime, death and disaster per 100 words of the whole document",
        "Soroka (2006)",
        headline="all",
    ),
    _spec(
        "actor_polarisation",
        "0..2",
        0,
        2,
        "larger = actors are spoken of more unequally",
        f"highest minus lowest mean tone towards actors that {LEAST_SENTENCES} sentences or more name; English: "
        "P(positive) - P(negative) of the target model at each mention, Arabic: tone of the sentence",
        "Hamborg & Donnay (2021); after Fowler, Hodge, Kress & Trew (1979)",
        by_voice=False,
        headline="",
        additive=False,
        failures="Pronouns are not followed; negation, irony and deeds without a word of tone mislead the model.",
    ),
    _spec(
        "headline_gap",
        "-2..2",
        -2,
        2,
        "above 0 = the headline is friendlier than the text",
        "tone of the title minus mean tone of the text",
        "Ecker et al. (2014)",
        by_voice=False,
        headline="",
        additive=False,
    ),
)


def sentence_tones(annotations: Annotations, scorer: SentenceTone) -> Floats:
    """Tone of every sentence, -1 .. +1."""
    if annotations.vocabulary.language == "ar":
        return _arabic_tones(annotations)
    return scorer.compounds(annotations.block, masked_tokens(annotations))


def masked_tokens(annotations: Annotations) -> NDArray[np.bool_]:
    """Tokens that say nothing of tone: inside names, topic words, and frames that turn words into their opposite."""
    masked = annotations.lexical.guarded | annotations.lexical.inner_capital
    for lexicon in ("topic_words", "irony_frames"):
        hits = hits_of(annotations, lexicon)
        masked |= covered(hits, annotations.block.n_tokens)
    return masked


def _arabic_tones(annotations: Annotations) -> Floats:
    block = annotations.block
    hits = hits_of(annotations, "tone")
    valence = annotations.vocabulary.matcher.weight[hits.entry].copy()
    negator = covered(hits_of(annotations, "negators"), block.n_tokens)
    negated = np.zeros(len(valence), bool)
    for back in range(1, _NEGATION_REACH + 1):
        before = np.maximum(hits.first - back, 0)
        negated |= negator[before] & (block.sentence[before] == block.sentence[hits.first]) & (hits.first >= back)
    valence[negated] *= _NEGATED
    total = np.bincount(block.sentence[hits.first], valence, len(block.sentence_start) - 1)
    tones: Floats = np.round(total / np.sqrt(total**2 + _NORMALISER), 4)
    return tones


def measure(
    annotations: Annotations, tones: Floats, title_tones: Floats
) -> tuple[dict[str, Measured], dict[str, Evidence]]:
    """Measure sentiment in a block.

    Parameters
    ----------
    annotations : Annotations
        What was found.
    tones : ndarray, shape (sentences,)
        Tone of every sentence.
    title_tones : ndarray, shape (documents,)
        Tone of every title; NaN without one.

    Returns
    -------
    columns : dict
        Column name -> Measured.
    findings : dict
        Measure name -> the evidence that was counted.
    """
    block = annotations.block
    documents = len(block)
    sentences = _sentences(annotations, tones)
    columns = _means(sentences, documents) | _shares(sentences, documents) | _volatility(sentences, documents)
    if annotations.vocabulary.language == "ar":
        _abstain(columns, annotations)
    topics = from_hits(annotations, hits_of(annotations, "topic_words"))
    columns |= densities("sentiment.bad_news_density", topics, annotations.n_words, documents)
    columns["sentiment.headline_gap"] = _headline_gap(sentences, title_tones, documents)
    columns["sentiment.actor_polarisation"], extremes = polarisation(annotations, tones)
    negative = sentences.where(sentences.weight <= -NEUTRAL)
    positive = sentences.where(sentences.weight >= NEUTRAL)
    return columns, {
        "sentiment.tone": sentences,
        "sentiment.bad_news_density": topics,
        "sentiment.volatility": sentences,
        "sentiment.negative_share": _counted(negative),
        "sentiment.positive_share": _counted(positive),
        "sentiment.actor_polarisation": extremes,
    }


def _sentences(annotations: Annotations, tones: Floats) -> Findings:
    block = annotations.block
    rows = np.flatnonzero(annotations.has_words)
    rule = "ar/tone" if annotations.vocabulary.language == "ar" else "vaderSentiment"
    return Findings(
        block.sentence_start[:-1][rows],
        block.sentence_start[1:][rows],
        block.sentence_document[rows],
        annotations.sentence_voices[rows],
        tones[rows],
        np.zeros(len(rows), np.int32),
        ["sentence"],
        [rule],
    )


def _counted(findings: Findings) -> Findings:
    findings.weight = np.ones(len(findings.first))
    return findings


def _means(sentences: Findings, documents: int) -> dict[str, Measured]:
    place = (sentences.document, sentences.voice, documents)
    n = sums_by_voice(np.ones(len(sentences.weight)), *place)
    total = sums_by_voice(sentences.weight, *place)
    squares = sums_by_voice(sentences.weight**2, *place)
    low, high = mean_interval(total, squares, n, -1.0, 1.0)
    value = total / np.where(n > 0, n, np.nan)
    return _by_voice("sentiment.tone", value, Interval(low, high), n)


def _shares(sentences: Findings, documents: int) -> dict[str, Measured]:
    place = (sentences.document, sentences.voice, documents)
    n = sums_by_voice(np.ones(len(sentences.weight)), *place)
    columns: dict[str, Measured] = {}
    for name, chosen in (
        ("negative_share", sentences.weight <= -NEUTRAL),
        ("positive_share", sentences.weight >= NEUTRAL),
    ):
        hits = sums_by_voice(chosen.astype(float), *place)
        columns |= _by_voice(f"sentiment.{name}", hits / np.where(n > 0, n, np.nan), share_interval(hits, n), n)
    return columns


def _volatility(sentences: Findings, documents: int) -> dict[str, Measured]:
    place = (sentences.document, sentences.voice, documents)
    n = sums_by_voice(np.ones(len(sentences.weight)), *place)
    enough = np.where(n >= _LEAST_VOLATILITY, n, np.nan)
    powers = [sums_by_voice(sentences.weight**power, *place) for power in (1, 2, 3, 4)]
    value = np.sqrt(np.maximum(powers[1] / enough - (powers[0] / enough) ** 2, 0))
    interval = spread_interval(powers, enough, 1.0)
    columns = _by_voice("sentiment.volatility", value, interval, n)
    for column in columns.values():
        column.reason = "too_few"
    return columns


def _by_voice(name: str, value: Floats, interval: Interval, n: Floats) -> dict[str, Measured]:
    return {
        f"{name}.{voice}": Measured(
            value[:, i], interval.low[:, i], interval.high[:, i], n[:, i].astype(np.int64), "no_sentences"
        )
        for i, voice in enumerate(VOICES)
    }


def _abstain(columns: dict[str, Measured], annotations: Annotations) -> None:
    """Arabic texts with hardly a tone word have no tone, rather than a neutral one."""
    hits = hits_of(annotations, "tone")
    block = annotations.block
    few = np.bincount(block.document[hits.first], minlength=len(block)) < _LEAST_ARABIC_HITS
    for column in columns.values():
        for values in (column.value, column.low, column.high):
            values[few] = np.nan
        column.reason = "too_few"


def _headline_gap(sentences: Findings, title_tones: Floats, documents: int) -> Measured:
    n = np.bincount(sentences.document, minlength=documents)
    total = np.bincount(sentences.document, sentences.weight, documents)
    squares = np.bincount(sentences.document, sentences.weight**2, documents)
    low, high = mean_interval(total, squares, n, -1.0, 1.0)
    mean = total / np.where(n > 0, n, np.nan)
    return Measured(title_tones - mean, title_tones - high, title_tones - low, n, "no_title")
