"""The attribution relations of a block, and their sources, as columns: what the measures of sourcing count."""

from __future__ import annotations

from itertools import chain

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.annotations import Annotations
from biasscore.annotate.relations import Relation
from biasscore.measures.findings import Findings

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_DISTANCING = ("doubt", "accusation")
"""Classes of cues that keep away from what they report."""


class RelationRows:
    """The relations of a block as columns."""

    def __init__(self, annotations: Annotations) -> None:
        self._annotations = annotations
        self.relations = annotations.relations
        sources = annotations.sources
        self.document = annotations.relation_document
        self.ids = [source.id for source in sources]
        self.sourced = _flags([source.type != "elided" for source in sources])
        self.anonymous = _flags([source.anonymous for source in sources])
        self.orphan = _flags([source.orphan for source in sources])
        self.named = _flags([source.named for source in sources])
        self.secondary = _flags([source.secondary for source in sources])
        self.cued = _flags([relation.cue is not None for relation in self.relations])
        self._entry = np.array([relation.cue_entry for relation in self.relations], np.int64)
        self.neutral = self._has_cue_of("neutral") | (self._entry < 0)
        self.distancing = self._has_cue_of(*_DISTANCING)
        self.endorsing = self._has_cue_of("factive")
        self._words_before = np.concatenate(([0], np.cumsum(annotations.is_word)))
        contents = [relation.content for relation in self.relations]
        ends = np.fromiter(chain.from_iterable(chain.from_iterable(contents)), np.int64)
        self._run_first, self._run_last = ends[::2], ends[1::2]
        self._runs = np.array([len(content) for content in contents], np.int64)
        self.words = self._content_words()
        self.sources = SourceRows(self)

    def _has_cue_of(self, *classes: str) -> Bools:
        known = self._entry >= 0
        known[known] = self._annotations.vocabulary.entries_of("reporting_cues", *classes)[self._entry[known]]
        return known

    def _content_words(self) -> Floats:
        """Words of every content."""
        row = np.repeat(np.arange(len(self._runs)), self._runs)
        words = self._words_before[self._run_last] - self._words_before[self._run_first]
        return np.asarray(np.bincount(row, words, len(self._runs)), float)

    @property
    def citing(self) -> Bools:
        """Sentences that hold the content of a relation, or stand between its pieces."""
        sentence, n = self._annotations.block.sentence, len(self._annotations.block.sentence_start)
        piece = np.cumsum(self._runs) - self._runs
        first = sentence[np.minimum.reduceat(self._run_first, piece)]
        last = sentence[np.maximum.reduceat(self._run_last, piece) - 1]
        opened, closed = np.bincount(first, minlength=n), np.bincount(last + 1, minlength=n)
        cites: Bools = np.cumsum(opened - closed)[: n - 1] > 0
        return cites

    @property
    def top_source(self) -> Bools:
        """Relations of the source with most attributed words, in every document."""
        sources = self.sources
        order = np.lexsort((sources.words, sources.document))
        last = np.append(np.diff(sources.document[order]) != 0, True)[: len(order)]
        chosen = np.zeros(len(self.ids), bool)
        chosen[sources.rows] = np.isin(sources.of_row, order[last])
        return chosen

    def findings(self, chosen: Bools | None = None, *, by_source: bool = False) -> Findings:
        """Sources and cues as evidence, one row a relation, labelled by cue class or by source."""
        rows = range(len(self.relations)) if chosen is None else np.flatnonzero(chosen).tolist()
        spans = [anchor(self.relations[row]) for row in rows]
        labels = [self.ids[row] if by_source else self._label(row) for row in rows]
        return self._rows(list(rows), spans, np.ones(len(spans)), labels)

    def content(self, chosen: Bools | None = None, *, words: bool) -> Findings:
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


class SourceRows:
    """The sources of a block as columns, by document and then by id.

    Attributes
    ----------
    rows, of_row : ndarray of int
        Relations that have a source, and the number of the source of each.
    document, times, words : ndarray
        Document of every source, its statements and their words.
    """

    def __init__(self, relations: RelationRows) -> None:
        self.rows = np.flatnonzero(relations.sourced)
        documents = relations.document[self.rows].tolist()
        keys = list(zip(documents, [relations.ids[row] for row in self.rows.tolist()], strict=True))
        known = sorted(set(keys))
        number = {key: place for place, key in enumerate(known)}
        self.of_row = np.array([number[key] for key in keys], np.int64)
        self.document = np.array([document for document, _ in known], np.int64)
        self.times = self.count()
        self.words = np.bincount(self.of_row, relations.words[self.rows], len(known))

    def count(self, chosen: Bools | None = None) -> Ints:
        """Statements of every source, or the chosen relations among them."""
        statements = self.of_row if chosen is None else self.of_row[chosen[self.rows]]
        return np.bincount(statements, minlength=len(self.document))

    def totals(self, values: Floats | Ints | Bools, documents: int) -> Floats:
        """Sums of a column of whole numbers over the sources of every document."""
        return np.asarray(np.bincount(self.document, values, documents), float)


def _flags(values: list[bool]) -> Bools:
    return np.array(values, bool)
