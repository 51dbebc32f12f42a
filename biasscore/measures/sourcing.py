"""Sourcing: how much is attributed, to whom, by which words, at first or second hand."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.annotations import Annotations
from biasscore.annotate.voices import AUTHOR, QUOTED
from biasscore.measures.findings import Evidence, Findings, density, from_hits, strongest
from biasscore.measures.relation_rows import RelationRows
from biasscore.measures.spec import Measured, MeasureSpec
from biasscore.measures.statistics import diversities, rate_interval, share_interval

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

EVALUATIVE = ("one_sided_terms", "labels", "euphemisms", "exaggeration")
"""Lexicons whose words evaluate."""
_LEAST_CUES = 3
"""Cues that each of two sources must have before their treatment is compared."""


def _spec(
    measure: str,
    unit: str,
    high: float,
    direction: str,
    definition: str,
    reference: str,
    *,
    low: float = 0,
    additive: bool = True,
    failures: str = "",
) -> MeasureSpec:
    return MeasureSpec(
        f"sourcing.{measure}",
        unit,
        low,
        high,
        direction,
        definition,
        reference,
        failures,
        headline="",
        additive=additive,
    )


SPECS = (
    _spec(
        "attribution_density",
        "per 100 words",
        np.inf,
        "larger = more is attributed",
        "attribution relations per 100 words",
        "Newell et al. (2018)",
    ),
    _spec(
        "attributed_share",
        "share",
        1,
        "larger = more words are attributed",
        "words inside attributed content",
        "Newell et al. (2018)",
    ),
    _spec(
        "quoted_share",
        "share",
        1,
        "larger = more is quoted",
        "words inside quotations other than scare quotes",
        "Bell (1991)",
    ),
    _spec(
        "named_share",
        "share",
        1,
        "larger = more sources have names",
        "attributions whose source is named",
        "Gladney et al. (2013)",
    ),
    _spec(
        "anonymous_share",
        "share",
        1,
        "larger = more sources are hidden",
        "attributions whose human source is described but not named",
        "Sternadori & Thorson (2009)",
    ),
    _spec(
        "secondary_share",
        "share",
        1,
        "larger = more at second hand",
        "attributions that come through another medium",
        "Kovach & Rosenstiel (2014)",
    ),
    _spec(
        "source_count",
        "sources",
        np.inf,
        "larger = more sources",
        "distinct sources; the interval runs from all doubtful ones merged to none merged",
        "Voakes et al. (1996)",
        additive=False,
    ),
    _spec(
        "source_diversity",
        "effective sources",
        np.inf,
        "larger = more evenly spread over sources",
        "exponential of the entropy of attributions over sources",
        "Hill (1973)",
        low=1,
        additive=False,
    ),
    _spec(
        "top_source_share",
        "share",
        1,
        "larger = one source dominates",
        "share of the attributed words that come from the source with most of them",
        "Voakes et al. (1996)",
        additive=False,
        failures="Falls with the length of a text (few attributions, few sources): read it beside source_count.",
    ),
    _spec(
        "neutral_cue_share",
        "share",
        1,
        "larger = more neutral cues",
        "cues of class neutral",
        "Caldas-Coulthard (1994)",
    ),
    _spec(
        "distancing_cue_share",
        "share",
        1,
        "larger = more distance",
        "cues of doubt or accusation",
        "Thompson & Ye (1991)",
        failures="Wire services distance themselves more often than their partners: a contrast, not a verdict.",
    ),
    _spec("endorsing_cue_share", "share", 1, "larger = more endorsement", "factive cues", "Thompson & Ye (1991)"),
    _spec(
        "cue_asymmetry",
        "difference of shares",
        1,
        "larger = sources get different cues",
        f"largest difference of the distancing share between sources with {_LEAST_CUES} cues or more",
        "Thompson & Ye (1991)",
        additive=False,
    ),
    _spec(
        "longest_unattributed_run",
        "words",
        np.inf,
        "larger = longer without a source",
        "longest stretch of the author's words between attributions; counted, not estimated (low = value = high)",
        "Tuchman (1972)",
        additive=False,
    ),
    _spec(
        "unattributed_evaluation",
        "per 100 words",
        np.inf,
        "larger = the outlet evaluates itself",
        "evaluative words in the author's voice, in sentences that cite nobody, per 100 words",
        "White (2012)",
    ),
    _spec(
        "orphan_sources",
        "sources",
        np.inf,
        "larger = more sources nobody introduced",
        "'the diplomat' cited before any diplomat was introduced, counted (so low = value = high)",
        "Sternadori & Thorson (2009)",
    ),
)


def measure(annotations: Annotations) -> tuple[dict[str, Measured], dict[str, Evidence]]:
    """Measure sourcing in a block.

    Returns
    -------
    columns : dict
        Column name -> Measured.
    findings : dict
        Measure name -> the evidence that was counted.
    """
    documents = len(annotations.block)
    words = annotations.n_words
    rows = RelationRows(annotations)
    evaluation = _unattributed_evaluation(annotations, rows)
    columns = {
        "attribution_density": _density(rows, words, documents),
        "attributed_share": _word_share(annotations, annotations.voices.relation >= 0, words),
        "quoted_share": _word_share(annotations, annotations.voices.token == QUOTED, words),
        "source_count": _source_count(rows, documents),
        "source_diversity": _diversity(rows, documents),
        "top_source_share": _top_share(rows, documents),
        "cue_asymmetry": _cue_asymmetry(rows, documents),
        "longest_unattributed_run": _longest_run(annotations),
        "unattributed_evaluation": density(evaluation, words, documents),
        "orphan_sources": _counts(rows.document[rows.orphan], documents),
    }
    findings: dict[str, Evidence] = {
        "attribution_density": rows.findings,
        "attributed_share": partial(rows.content, words=True),
        "quoted_share": partial(_quotations, annotations),
        "source_count": partial(rows.findings, rows.sourced, by_source=True),
        "source_diversity": partial(rows.findings, rows.sourced, by_source=True),
        "top_source_share": lambda: rows.content(rows.top_source, words=True),
        "cue_asymmetry": partial(rows.findings, rows.distancing),
        "longest_unattributed_run": partial(_run_evidence, annotations),
        "unattributed_evaluation": evaluation,
        "orphan_sources": partial(rows.findings, rows.orphan),
    }
    for name, part in (("named_share", rows.named), ("anonymous_share", rows.anonymous)):
        columns[name] = _source_share(rows, part & rows.sourced, documents)
        findings[name] = partial(rows.findings, part & rows.sourced)
    for name, part, whole in (
        ("secondary_share", rows.secondary, np.ones(len(rows.document), bool)),
        ("neutral_cue_share", rows.neutral, rows.cued),
        ("distancing_cue_share", rows.distancing, rows.cued),
        ("endorsing_cue_share", rows.endorsing, rows.cued),
    ):
        columns[name] = _share(rows.document, part & whole, whole, documents)
        findings[name] = partial(rows.findings, part & whole)
    return {f"sourcing.{k}": v for k, v in columns.items()}, {f"sourcing.{k}": v for k, v in findings.items()}


def _density(rows: RelationRows, words: NDArray[np.int64], documents: int) -> Measured:
    n = np.bincount(rows.document, minlength=documents)
    exposure = np.where(words > 0, words / 100, np.nan)
    low, high = rate_interval(n, n, 1.0, exposure)
    return Measured(n / exposure, low, high, n, "empty_text")


def _share(document: Ints, part: NDArray[np.bool_], whole: NDArray[np.bool_], documents: int) -> Measured:
    hits = np.bincount(document[part], minlength=documents)
    total = np.bincount(document[whole], minlength=documents)
    low, high = share_interval(hits, total)
    return Measured(hits / np.where(total > 0, total, np.nan), low, high, total, "no_attributions")


def _source_share(rows: RelationRows, part: NDArray[np.bool_], documents: int) -> Measured:
    """Share of the statements that have a source; its interval counts sources, which stay what they are (Kish 1965)."""
    share = _share(rows.document, part, rows.sourced, documents)
    times = rows.sources.times
    squares = rows.sources.totals(times**2, documents)
    effective = rows.sources.totals(times, documents) ** 2 / np.where(squares > 0, squares, np.nan)
    return replace(share, **share_interval(share.value * effective, effective)._asdict())


def _word_share(annotations: Annotations, inside: NDArray[np.bool_], words: NDArray[np.int64]) -> Measured:
    """Share of words; its interval counts sentences, for the words of one sentence stand or fall together."""
    block = annotations.block
    hits = np.bincount(block.document[inside & annotations.is_word], minlength=len(block))
    share = hits / np.where(words > 0, words, np.nan)
    sentences = np.bincount(block.sentence_document, minlength=len(block))
    low, high = share_interval(share * sentences, sentences)
    return Measured(share, low, high, words, "empty_text")


def _counts(document: Ints, documents: int) -> Measured:
    value = np.bincount(document, minlength=documents).astype(float)
    return Measured(value, value, value, value.astype(np.int64))


def _source_count(rows: RelationRows, documents: int) -> Measured:
    sources = rows.sources
    value = np.bincount(sources.document, minlength=documents).astype(float)
    doubtful = sources.totals(sources.count(rows.anonymous | rows.orphan) > 0, documents)
    hidden = sources.count(rows.anonymous)
    return Measured(
        value,
        value - doubtful + (doubtful > 0),
        value + sources.totals(np.maximum(hidden - 1, 0), documents),
        np.bincount(rows.document, minlength=documents),
    )


def _diversity(rows: RelationRows, documents: int) -> Measured:
    """Effective number of sources."""
    value, low, high = (np.full(documents, np.nan) for _ in range(3))
    sizes = np.bincount(rows.sources.document, minlength=documents)
    cited = np.flatnonzero(sizes)
    value[cited], (low[cited], high[cited]) = diversities(rows.sources.times, sizes[cited])
    return Measured(value, low, high, _statements(rows, documents), "no_attributions")


def _statements(rows: RelationRows, documents: int) -> NDArray[np.int64]:
    """Statements that have a source, in every document."""
    return np.bincount(rows.document[rows.sourced], minlength=documents)


def _top_share(rows: RelationRows, documents: int) -> Measured:
    """Share of the words of the source with most; attributions of unequal length count for fewer (Kish 1965)."""
    sources = rows.sources
    most = np.zeros(documents)
    np.maximum.at(most, sources.document, sources.words)
    whole = sources.totals(sources.words, documents)
    squares = np.bincount(rows.document[sources.rows], rows.words[sources.rows] ** 2, documents)
    some = np.where(whole > 0, whole, np.nan)
    value, effective = most / some, some**2 / squares
    low, high = share_interval(value * effective, effective)
    return Measured(value, low, high, _statements(rows, documents), "no_attributions")


def _cue_asymmetry(rows: RelationRows, documents: int) -> Measured:
    """Newcombe's interval of the difference of two shares."""
    value, low, high = (np.full(documents, np.nan) for _ in range(3))
    n = np.zeros(documents, np.int64)
    cues, distancing = rows.sources.count(rows.cued), rows.sources.count(rows.cued & rows.distancing)
    enough = cues >= _LEAST_CUES
    several = rows.sources.totals(enough, documents) >= 2
    for document in np.flatnonzero(several).tolist():
        own = rows.cued[rows.sources.rows] & (rows.document[rows.sources.rows] == document)
        compared = [source for source in dict.fromkeys(rows.sources.of_row[own].tolist()) if enough[source]]
        parts = [(int(distancing[source]), int(cues[source])) for source in compared]
        parts.sort(key=lambda part: part[0] / part[1])
        (k2, n2), (k1, n1) = parts[0], parts[-1]
        p1, p2 = k1 / n1, k2 / n2
        (l1, u1), (l2, u2) = share_interval(k1, n1), share_interval(k2, n2)
        value[document] = p1 - p2
        low[document] = max(p1 - p2 - ((p1 - l1) ** 2 + (u2 - p2) ** 2) ** 0.5, 0.0)
        high[document] = min(p1 - p2 + ((u1 - p1) ** 2 + (p2 - l2) ** 2) ** 0.5, 1.0)
        n[document] = len(parts)
    return Measured(value, low, high, n, "too_few")


def _runs(annotations: Annotations) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """First token, token after the last, and words of every stretch of the author's own words."""
    block = annotations.block
    free = (annotations.voices.relation < 0) & (annotations.voices.token == AUTHOR)
    edges = np.zeros(block.n_tokens + 1, bool)
    edges[1:-1] = (free[1:] != free[:-1]) | (block.document[1:] != block.document[:-1])
    edges[0] = edges[-1] = True
    bounds = np.flatnonzero(edges)
    inside = free[bounds[:-1]] if block.n_tokens else np.zeros(0, bool)
    words = np.concatenate(([0], np.cumsum(annotations.is_word)))
    first, last = bounds[:-1][: len(inside)][inside], bounds[1:][: len(inside)][inside]
    return first, last, words[last] - words[first]


def _longest_run(annotations: Annotations) -> Measured:
    first, _, words = _runs(annotations)
    value = np.zeros(len(annotations.block))
    np.maximum.at(value, annotations.block.document[first], words)
    return Measured(value, value, value, value.astype(np.int64))


def _run_evidence(annotations: Annotations) -> Findings:
    first, last, words = _runs(annotations)
    document = annotations.block.document[first]
    longest = np.zeros(len(annotations.block))
    np.maximum.at(longest, document, words)
    rows = np.flatnonzero((words == longest[document]) & (words > 0))
    rows = rows[np.unique(document[rows], return_index=True)[1]]
    return Findings(
        first[rows].astype(np.int32),
        last[rows].astype(np.int32),
        document[rows],
        np.full(len(rows), AUTHOR, np.int32),
        words[rows].astype(float),
        np.zeros(len(rows), np.int32),
        ["no source"],
        ["voice:author"],
    )


def _quotations(annotations: Annotations) -> Findings:
    block = annotations.block
    rows = np.flatnonzero(~annotations.voices.scare)
    first, last = block.quotations.first[rows], block.quotations.last[rows]
    words = np.concatenate(([0], np.cumsum(annotations.is_word)))
    return Findings(
        first,
        last,
        block.document[first],
        np.full(len(rows), QUOTED, np.int32),
        (words[last] - words[first]).astype(float),
        np.zeros(len(rows), np.int32),
        ["quotation"],
        ["quotation"],
    )


def _unattributed_evaluation(annotations: Annotations, rows: RelationRows) -> Findings:
    block, vocabulary = annotations.block, annotations.vocabulary
    hits = annotations.lexical.words
    chosen = np.logical_or.reduce([vocabulary.entries_of(name) for name in EVALUATIVE])[hits.entry]
    found = strongest(from_hits(annotations, hits.where(chosen)))
    return found.where((found.voice == AUTHOR) & ~rows.citing[block.sentence[found.first]])
