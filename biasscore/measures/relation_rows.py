"""The attribution relations of a block as columns: what the measures of sourcing count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.annotations import Annotations
from biasscore.annotate.relations import Relation
from biasscore.measures.findings import Findings

Floats = NDArray[np.float64]

_DISTANCING = ("doubt", "accusation")
"""Classes of cues that keep away from what they report."""


class RelationRows:
    """The relations of a block as columns."""

    def __init__(self, annotations: Annotations) -> None:
        self._annotations = annotations
        self.relations = annotations.relations
        sources = annotations.sources
        self.document = annotations.relation_document
        types = [source.type for source in sources]
        classes = [annotations.cue_class(relation) for relation in self.relations]
        self.sourced = _flags(kind != "elided" for kind in types)
        self.anonymous = _flags(source.anonymous for source in sources)
        self.orphan = _flags(source.orphan for source in sources)
        self.named = _flags(source.named for source in sources)
        self.secondary = _flags(source.secondary for source in sources)
        self.cued = _flags(relation.cue is not None for relation in self.relations)
        self.neutral = _flags(name == "neutral" for name in classes)
        self.distancing = _flags(name in _DISTANCING for name in classes)
        self.endorsing = _flags(name == "factive" for name in classes)
        self.ids = [source.id for source in sources]
        self._sourced_rows: list[list[int]] = [[] for _ in range(len(annotations.block))]
        for row in np.flatnonzero(self.sourced).tolist():
            self._sourced_rows[self.document[row]].append(row)
        self._words_before = np.concatenate(([0], np.cumsum(annotations.is_word))).tolist()
        self.words = np.array([self._content_words(relation) for relation in self.relations], float)
        self.attributed = np.zeros(annotations.block.n_tokens, bool)
        for relation in self.relations:
            for first, last in relation.content:
                self.attributed[first:last] = True

    def of(self, document: int) -> list[int]:
        """Rows of a document that have a source."""
        return self._sourced_rows[document]

    def times(self, document: int) -> list[int]:
        """Statements of every source of a document."""
        counts = Counter(self.ids[row] for row in self.of(document))
        return [counts[name] for name in sorted(counts)]

    def _content_words(self, relation: Relation) -> int:
        before = self._words_before
        return sum(before[last] - before[first] for first, last in relation.content)

    @property
    def top_source(self) -> NDArray[np.bool_]:
        """Relations of the source with most attributed words, in every document."""
        chosen = np.zeros(len(self.ids), bool)
        for document in np.unique(self.document).tolist():
            totals = self.words_by_source(document)
            if totals:
                best = max(totals, key=lambda name: (totals[name], name))
                chosen |= (self.document == document) & np.array([name == best for name in self.ids], bool)
        return chosen

    def words_by_source(self, document: int) -> dict[str, float]:
        """Attributed words of every source of a document."""
        totals: dict[str, float] = {}
        for row in self.of(document):
            totals[self.ids[row]] = totals.get(self.ids[row], 0.0) + self.words[row]
        return totals

    def findings(self, chosen: NDArray[np.bool_] | None = None, *, by_source: bool = False) -> Findings:
        """Sources and cues as evidence, one row a relation, labelled by cue class or by source."""
        rows = range(len(self.relations)) if chosen is None else np.flatnonzero(chosen).tolist()
        spans = [anchor(self.relations[row]) for row in rows]
        labels = [self.ids[row] if by_source else self._label(row) for row in rows]
        return self._rows(list(rows), spans, np.ones(len(spans)), labels)

    def content(self, chosen: NDArray[np.bool_] | None = None, *, words: bool) -> Findings:
        """Contents as evidence, weighing their words."""
        rows, spans, weights = [], [], []
        for row in range(len(self.relations)) if chosen is None else np.flatnonzero(chosen).tolist():
            for first, last in self.relations[row].content:
                rows.append(row)
                spans.append((first, last))
                weights.append(float(self._words_before[last] - self._words_before[first]) if words else 1.0)
        return self._rows(rows, spans, np.array(weights, float), [self.ids[row] or "nobody named" for row in rows])

    def _label(self, row: int) -> str:
        return f"{self._annotations.sources[row].type}/{self._annotations.cue_class(self.relations[row])}"

    def _rows(self, rows: list[int], spans: list[tuple[int, int]], weight: Floats, labels: list[str]) -> Findings:
        place = np.array(spans, np.int32).reshape(-1, 2)
        language = self._annotations.vocabulary.language
        return Findings(
            place[:, 0],
            place[:, 1],
            self.document[rows] if rows else np.zeros(0, np.int32),
            self._annotations.voices.token[place[:, 0]].astype(np.int32),
            weight,
            np.arange(len(spans), dtype=np.int32),
            labels,
            [f"{language}/attribution:{self.relations[row].rule}" for row in rows],
        )


def anchor(relation: Relation) -> tuple[int, int]:
    """Where a relation shows: its source, else its cue, else its content."""
    return relation.source or relation.cue or relation.content[0]


def _flags(values: Iterable[bool]) -> NDArray[np.bool_]:
    return np.fromiter(values, bool)
