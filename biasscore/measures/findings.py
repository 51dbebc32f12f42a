"""Findings as columns: the same rows are counted by a measure and shown as its evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.annotations import Annotations
from biasscore.annotate.voices import N_VOICES
from biasscore.lexicons.matching import Hits
from biasscore.measures.spec import Finding, Measured
from biasscore.measures.statistics import rate_interval
from biasscore.spans import VOICES

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(slots=True)
class Findings:
    """Rows of evidence in tokens.

    Attributes
    ----------
    first, last : ndarray of int32
        First token and the token after the last.
    document, voice : ndarray of int32
        Where and in whose words.
    weight : ndarray of float64
        What the row adds before the denominator.
    code : ndarray of int32
        Row of ``labels`` and ``rules``.
    labels : sequence of str, or str
        Names behind the codes, or the one name of all.
    rules : sequence of str
        Rules behind the codes.
    """

    first: Ints
    last: Ints
    document: Ints
    voice: Ints
    weight: Floats
    code: Ints
    labels: Sequence[str] | str
    rules: Sequence[str]

    def label(self, code: int) -> str:
        """Name behind a code."""
        return self.labels if isinstance(self.labels, str) else self.labels[code]

    def where(self, chosen: Bools) -> Findings:
        """The chosen rows."""
        return Findings(
            self.first[chosen],
            self.last[chosen],
            self.document[chosen],
            self.voice[chosen],
            self.weight[chosen],
            self.code[chosen],
            self.labels,
            self.rules,
        )

    def of(self, document: int, voice: str = "all") -> list[Finding]:
        """Rows of one document, in text order; of one voice unless 'all'."""
        chosen = self.document == document
        if voice != "all":
            chosen &= self.voice == VOICES.index(voice)
        rows = np.flatnonzero(chosen)
        rows = rows[np.argsort(self.first[rows], kind="stable")]
        return [
            Finding(
                int(self.first[i]),
                int(self.last[i]),
                self.label(int(self.code[i])),
                float(self.weight[i]),
                int(self.voice[i]),
                self.rules[self.code[i]],
            )
            for i in rows.tolist()
        ]


Evidence = Findings | Callable[[], Findings]
"""Findings, or how to make them when they are asked for."""


def from_hits(
    annotations: Annotations, hits: Hits, *, label: str | None = None, weights: Floats | None = None
) -> Findings:
    """Lexicon hits as findings.

    Parameters
    ----------
    annotations : Annotations
        Where they were found.
    hits : Hits
        Some of its lexical hits.
    label : str, optional
        One label for all; the entries' own otherwise.
    weights : ndarray, optional
        Weight of every hit; the entries' own otherwise.
    """
    vocabulary = annotations.vocabulary
    return Findings(
        first=hits.first,
        last=hits.last,
        document=annotations.block.document[hits.first],
        voice=annotations.voices.token[hits.first].astype(np.int32),
        weight=vocabulary.matcher.weight[hits.entry] if weights is None else weights,
        code=hits.entry,
        labels=vocabulary.labels if label is None else label,
        rules=vocabulary.matcher.rules,
    )


def hits_of(annotations: Annotations, lexicon: str, *labels: str) -> Hits:
    """Lexical hits of one lexicon (with one of the labels, where some are given), outside names."""
    hits = annotations.words_of(lexicon)
    return hits.where(annotations.vocabulary.entries_of(lexicon, *labels)[hits.entry]) if labels else hits


def join(parts: Sequence[Findings]) -> Findings:
    """Several findings as one, with their own labels and rules."""
    labels: list[str] = []
    rules: list[str] = []
    codes = []
    for part in parts:
        used, rank = np.unique(part.code, return_inverse=True)
        codes.append((rank + len(labels)).astype(np.int32))
        labels += map(part.label, used.tolist())
        rules += [part.rules[code] for code in used.tolist()]
    first, last, document, voice, weight = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("first", "last", "document", "voice", "weight")
    )
    return Findings(first, last, document, voice, weight, np.concatenate(codes), labels, rules)


def strongest(findings: Findings) -> Findings:
    """One row a place: where several begin at one token, the heaviest."""
    order = np.lexsort((-findings.weight, findings.first))
    first = findings.first[order]
    keep = np.ones(len(order), bool)
    keep[1:] = first[1:] != first[:-1]
    chosen = np.zeros(len(order), bool)
    chosen[order[keep]] = True
    return findings.where(chosen)


def sums_by_voice(values: Floats, document: Ints, voice: Ints, documents: int) -> Floats:
    """Sums by document and voice, with 'all' as the last column; shape (documents, 4)."""
    cells = np.bincount(document * N_VOICES + voice, values, documents * N_VOICES).reshape(documents, N_VOICES)
    return np.concatenate((cells, cells.sum(1, keepdims=True)), axis=1)


def densities(
    name: str, findings: Findings, words: NDArray[np.int64], documents: int, typical: float = 1.0
) -> dict[str, Measured]:
    """Weighted rates per 100 words of the whole document, by voice.

    Parameters
    ----------
    name : str
        Name of the measure.
    findings : Findings
        What is counted.
    words : ndarray of int, shape (documents,)
        Words of every document.
    documents : int
        Number of documents.
    typical : float
        Weight that one more finding would have, for the interval.

    Returns
    -------
    dict
        Column name -> Measured.
    """
    cell, cells = findings.document * N_VOICES + findings.voice, documents * N_VOICES
    columns = [np.bincount(cell, values, cells) for values in (findings.weight, findings.weight**2, None)]
    sums = np.array(columns).reshape(3, documents, N_VOICES)
    weight, squares, count = np.concatenate((sums, sums.sum(2, keepdims=True)), axis=2)
    exposure = np.where(words > 0, words / 100, np.nan)[:, None]
    low, high = rate_interval(weight, squares, typical, exposure)
    value, n = weight / exposure, count.astype(np.int64)
    return {
        f"{name}.{voice}": Measured(value[:, i], low[:, i], high[:, i], n[:, i], "empty_text")
        for i, voice in enumerate(VOICES)
    }


def density(findings: Findings, words: NDArray[np.int64], documents: int) -> Measured:
    """Weighted rate per 100 words, of a measure without voice."""
    return densities("", findings, words, documents)[".all"]
