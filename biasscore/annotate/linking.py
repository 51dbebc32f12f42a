"""Which source goes with which content: candidate pairs, what is seen of them, and the choice."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.labels import Tagged
from biasscore.annotate.relations import Relation, Run
from biasscore.models.store import Floats
from biasscore.text.block import Block

Ints = NDArray[np.int64]

REACH_BACK, REACH_ON = 90, 70
"""Tokens before and after the first token of a content in which its source is looked for."""
PAIR_COLUMNS = 21
_FAR = 5.0


class Pairs(NamedTuple):
    """Candidate pairs.

    Attributes
    ----------
    content, source : ndarray of int
        Numbers of the content and of the source; ordered by content, then source.
    columns : ndarray of float32, shape (pairs, PAIR_COLUMNS)
        What is seen of each pair.
    """

    content: Ints
    source: Ints
    columns: Floats


class Places(NamedTuple):
    """Where the tokens of a block stand, the documents so far apart that nothing reaches from one to the next.

    Attributes
    ----------
    position : ndarray of int, shape (tokens,)
        Where each token stands. Runs are counted in positions; the tokens of the first document are counted alike.
    token : ndarray of int, shape (positions,)
        The token at each position; between the documents any.
    start : ndarray of int, shape (documents + 1,)
        Position from which each document's tokens come, and the one behind all.
    sentence, paragraph : ndarray of int, shape (tokens,)
        Their numbers.
    quoted, pronoun : ndarray of bool, shape (tokens,)
        Tokens inside quotations, and pronouns.
    """

    position: Ints
    token: Ints
    start: Ints
    sentence: NDArray[np.int32]
    paragraph: NDArray[np.int32]
    quoted: NDArray[np.bool_]
    pronoun: NDArray[np.bool_]

    @classmethod
    def of(cls, block: Block, pronoun: NDArray[np.bool_]) -> Places:
        """Places of the tokens of a block."""
        position = np.arange(block.n_tokens) + REACH_BACK * block.document
        start = block.document_start + REACH_BACK * np.arange(len(block) + 1)
        token = np.zeros(start[-1], np.int64)
        token[position] = np.arange(block.n_tokens)
        return cls(position, token, start, block.sentence, block.paragraph, block.quotation >= 0, pronoun)

    def apart(self, labels: NDArray[np.int8]) -> NDArray[np.int8]:
        """Labels of tokens by position, 0 between the documents."""
        spread = np.zeros(len(self.token), np.int8)
        spread[self.position] = labels
        return spread


class Edges(NamedTuple):
    """First position, and the one behind the last, of some spans in text order."""

    first: Ints
    last: Ints

    @classmethod
    def of(cls, spans: list[Run]) -> Edges:
        """Edges of a list of spans."""
        return cls(*np.array(spans, np.int64).reshape(-1, 2).T)


def content_edges(tagged: Tagged) -> Edges:
    """Edges of contents, whatever lies between their pieces."""
    return Edges.of([(pieces[0][0], pieces[-1][1]) for pieces in tagged.contents])


def candidate_pairs(tagged: Tagged, places: Places, rules: list[Relation]) -> Pairs:
    """Pairs of contents and the sources near them.

    Parameters
    ----------
    tagged : Tagged
        Runs in positions.
    places : Places
        Where the tokens stand.
    rules : list of Relation
        What the rules found.
    """
    contents, sources, cues = content_edges(tagged), Edges.of(tagged.sources), Edges.of(tagged.cues)
    nearest = np.searchsorted(sources.first, contents.first - REACH_BACK)
    near = np.searchsorted(sources.first, contents.first + REACH_ON, side="right") - nearest
    content, source = np.repeat(np.arange(len(near)), near), _stretches(nearest, near)
    linked = np.zeros(len(content), bool)
    linked[_linked_by_rules(contents, sources, nearest, near, places, rules)] = True
    return Pairs(content, source, _columns(contents, sources, cues, content, source, linked, places))


def _columns(
    contents: Edges, sources: Edges, cues: Edges, content: Ints, source: Ints, linked: NDArray[np.bool_], places: Places
) -> Floats:
    c_first, c_last = contents.first[content], contents.last[content]
    s_first, s_last = sources.first[source], sources.last[source]
    before = s_last <= c_first
    behind = s_first >= c_last
    gap = np.where(before, c_first - s_last, np.where(behind, s_first - c_last, 0))
    low, high = np.where(before, s_last, c_last), np.where(before, c_first, s_first)
    size = len(places.token)
    source_begins, content_begins, cue_begins, cue_ended = (
        _marked(points, size) for points in (sources.first, contents.first, cues.first, cues.last)
    )
    opening, closing, head = (
        places.token[positions] for positions in (contents.first, contents.last - 1, sources.first)
    )
    one_pronoun = places.pronoun[head] & (sources.last - sources.first == 1)
    opening, closing, head = opening[content], closing[content], head[source]
    sentence, paragraph, quoted = places.sentence, places.paragraph, places.quoted
    of_source, of_opening, of_closing = sentence[head], sentence[opening], sentence[closing]
    columns = [
        before,
        behind,
        ~before & ~behind,
        np.log1p(gap) / _FAR,
        gap == 0,
        np.minimum(_between(source_begins, low, high), 3) / 3,
        np.minimum(_between(content_begins, low, high), 3) / 3,
        _between(cue_begins, low, high) > 0,
        cue_begins[s_last] | cue_begins[s_last + 1],
        cue_ended[s_first] | cue_ended[s_first - 1],
        cue_ended[c_first] | cue_ended[c_first - 1],
        of_source == of_opening,
        of_source == of_closing,
        np.minimum(np.abs(of_source - np.where(before, of_opening, of_closing)), 3) / 3,
        paragraph[head] == paragraph[opening],
        one_pronoun[source],
        quoted[opening],
        quoted[closing],
        quoted[head],
        linked,
        np.minimum(s_last - s_first, 10) / 10,
    ]
    return np.stack([column.astype(np.float32) for column in columns], axis=1)


def _stretches(first: Ints, size: Ints) -> Ints:
    """The numbers of stretches, one after the other: ``size`` numbers from ``first`` on."""
    behind = np.cumsum(size)
    numbers: Ints = np.arange(behind[-1] if len(behind) else 0) + np.repeat(first - (behind - size), size)
    return numbers


def _between(begins: NDArray[np.bool_], low: Ints, high: Ints) -> Ints:
    """How many marked positions lie at ``low`` or behind it, before ``high``."""
    so_far = np.zeros(len(begins) + 1, np.int64)
    np.cumsum(begins, out=so_far[1:])
    count: Ints = np.maximum(so_far[high] - so_far[low], 0)
    return count


def _marked(points: Ints, size: int) -> NDArray[np.bool_]:
    """Positions that are among some points; the last one, never, is what stands before the first."""
    marked = np.zeros(size, bool)
    marked[points] = True
    return marked


def _linked_by_rules(
    contents: Edges, sources: Edges, nearest: Ints, near: Ints, places: Places, rules: list[Relation]
) -> Ints:
    """Numbers of the pairs whose content and source both overlap those of a relation that the rules found.

    ``nearest`` and ``near`` say of each content which source it is paired with first, and with how many.
    """
    sourced = [(one.content, one.source) for one in rules if one.source is not None]
    known = [(content[0][0], content[-1][1] - 1, source[0], source[1] - 1) for content, source in sourced]
    c_first, c_last, s_first, s_last = places.position[np.array(known, np.int64).reshape(-1, 4).T]
    c_low, c_high = _overlapping(contents, c_first, c_last + 1)
    content = _stretches(c_low, c_high - c_low)
    s_low, s_high = (np.repeat(edge, c_high - c_low) for edge in _overlapping(sources, s_first, s_last + 1))
    low, high = np.maximum(s_low, nearest[content]), np.minimum(s_high, nearest[content] + near[content])
    first_pair = np.cumsum(near) - near
    return _stretches(first_pair[content] + low - nearest[content], np.maximum(high - low, 0))


def _overlapping(spans: Edges, first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """First of the spans that some others overlap, and the one behind the last."""
    low = np.searchsorted(spans.last, first, side="right")
    return low, np.maximum(np.searchsorted(spans.first, last), low)


class Linker:
    """Scores candidate pairs, and the choice of no source.

    Parameters
    ----------
    arrays : mapping of str to ndarray
        ``link.content`` and ``link.source`` (2 * filters, hidden), ``link.pair`` (PAIR_COLUMNS, hidden) and their
        ``link.bias``; ``link.score`` (hidden,); ``link.key`` and ``link.query`` (2 * filters, dimensions);
        ``link.none`` (2 * filters,) and ``link.none.bias`` (1,).
    """

    def __init__(self, arrays: Mapping[str, Floats]) -> None:
        self._content, self._source, self._pair = (arrays[f"link.{name}"] for name in ("content", "source", "pair"))
        self._bias, self._score = arrays["link.bias"], arrays["link.score"]
        self._query, self._key = arrays["link.query"], arrays["link.key"]
        self._none, self._none_bias = arrays["link.none"], float(arrays["link.none.bias"][0])

    def choose(self, tagged: Tagged, pairs: Pairs, states: Floats, places: Places) -> list[int]:
        """Number of the source of every content, -1 for none.

        Parameters
        ----------
        tagged : Tagged
            Runs in positions.
        pairs : Pairs
            Candidate pairs.
        states : ndarray of float32, shape (tokens, filters)
            States of the tokens.
        places : Places
            Where they stand.
        """
        contents, sources = content_edges(tagged), Edges.of(tagged.sources)
        c_states, s_states = (
            np.concatenate((states[places.token[edges.first]], states[places.token[edges.last - 1]]), axis=1)
            for edges in (contents, sources)
        )
        c_start, s_start = (np.searchsorted(edges.first, places.start) for edges in (contents, sources))
        p_start = np.searchsorted(pairs.content, c_start)
        hidden = each_times(c_states, c_start, self._content)[pairs.content]
        hidden += each_times(s_states, s_start, self._source)[pairs.source]
        hidden += each_times(pairs.columns, p_start, self._pair) + self._bias
        score = each_times(np.maximum(hidden, 0), p_start, self._score)
        query, key = each_times(c_states, c_start, self._query), each_times(s_states, s_start, self._key)
        score += (query[pairs.content] * key[pairs.source]).sum(1)
        return _best(pairs, score, each_times(c_states, c_start, self._none) + self._none_bias)


def each_times(rows: Floats, start: NDArray[np.integer], weight: Floats) -> Floats:
    """Product of some rows with a matrix or vector, the rows of each document on their own.

    So that they do not depend on what else is in the block: a matrix product may round differently in another shape.
    """
    product = np.empty((len(rows), *weight.shape[1:]), np.float32)
    for first, last in pairwise(start.tolist()):
        if first < last:
            np.matmul(rows[first:last], weight, out=product[first:last])
    return product


def _best(pairs: Pairs, score: Floats, none: Floats) -> list[int]:
    """The best source of every content, the first of equals; -1 where no source is better than none."""
    best = none.copy()
    np.maximum.at(best, pairs.content, score)
    right = np.flatnonzero((score == best[pairs.content]) & (score > none[pairs.content]))[::-1]
    chosen = np.full(len(none), -1)
    chosen[pairs.content[right]] = pairs.source[right]  # where several are assigned the last one stays
    found: list[int] = chosen.tolist()
    return found
