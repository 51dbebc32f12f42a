"""Which source goes with which content: candidate pairs of one document, what is seen of them, and the choice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.labels import Tagged
from biasscore.annotate.relations import Relation
from biasscore.models.store import Floats

Ints = NDArray[np.int64]

REACH_BACK, REACH_ON = 90, 70
"""Tokens before and after the first token of a content in which its source is looked for."""
PAIR_COLUMNS = 21
_FAR = 5.0


class Pairs(NamedTuple):
    """Candidate pairs of one document.

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
    """Where the tokens of one document stand.

    Attributes
    ----------
    sentence, paragraph : ndarray of int
        Their numbers.
    quoted, pronoun : ndarray of bool
        Tokens inside quotations, and pronouns.
    """

    sentence: NDArray[np.int32]
    paragraph: NDArray[np.int32]
    quoted: NDArray[np.bool_]
    pronoun: NDArray[np.bool_]


class Edges(NamedTuple):
    """First token, and the token behind the last, of some spans."""

    first: Ints
    last: Ints


def edges_of(tagged: Tagged) -> tuple[Edges, Edges, Edges]:
    """Edges of contents, sources and cues."""
    contents = np.array([(pieces[0][0], pieces[-1][1]) for pieces in tagged.contents], np.int64).reshape(-1, 2)
    sources, cues = (np.array(runs, np.int64).reshape(-1, 2) for runs in (tagged.sources, tagged.cues))
    return Edges(*contents.T), Edges(*sources.T), Edges(*cues.T)


def candidate_pairs(tagged: Tagged, places: Places, rules: list[Relation], start: int) -> Pairs:
    """Pairs of contents and the sources near them.

    Parameters
    ----------
    tagged : Tagged
        Runs, counted from the first token of the document.
    places : Places
        Where the tokens of the document stand.
    rules : list of Relation
        What the rules found in the document, in tokens of the block.
    start : int
        First token of the document.
    """
    contents, sources, cues = edges_of(tagged)
    low = np.searchsorted(sources.first, contents.first - REACH_BACK)
    near = np.searchsorted(sources.first, contents.first + REACH_ON, side="right") - low
    content = np.repeat(np.arange(len(near)), near)
    source = np.arange(len(content)) + np.repeat(low - (np.cumsum(near) - near), near)
    if not len(content):
        return Pairs(content, source, np.zeros((0, PAIR_COLUMNS), np.float32))
    c_first, c_last = contents.first[content], contents.last[content]
    s_first, s_last = sources.first[source], sources.last[source]
    before = s_last <= c_first
    behind = s_first >= c_last
    gap = np.where(before, c_first - s_last, np.where(behind, s_first - c_last, 0))
    low, high = np.where(before, s_last, c_last), np.where(before, c_first, s_first)
    sentence, paragraph, quoted, pronoun = places
    cue_begins, cue_ended = (_marked(points, len(sentence) + 2) for points in (cues.first, cues.last))
    sentences = np.abs(sentence[s_first] - sentence[np.where(before, c_first, c_last - 1)])
    columns = [
        before,
        behind,
        ~before & ~behind,
        np.log1p(gap) / _FAR,
        gap == 0,
        np.minimum(_between(sources.first, low, high), 3) / 3,
        np.minimum(_between(contents.first, low, high), 3) / 3,
        _between(cues.first, low, high) > 0,
        cue_begins[s_last] | cue_begins[s_last + 1],
        cue_ended[s_first] | cue_ended[s_first - 1],
        cue_ended[c_first] | cue_ended[c_first - 1],
        sentence[s_first] == sentence[c_first],
        sentence[s_first] == sentence[c_last - 1],
        np.minimum(sentences, 3) / 3,
        paragraph[s_first] == paragraph[c_first],
        (s_last - s_first == 1) & pronoun[s_first],
        quoted[c_first],
        quoted[c_last - 1],
        quoted[s_first],
        _linked_by_rules(contents, sources, rules, start)[content, source],
        np.minimum(s_last - s_first, 10) / 10,
    ]
    return Pairs(content, source, np.stack(columns, axis=1).astype(np.float32))


def _between(points: Ints, low: Ints, high: Ints) -> Ints:
    """How many sorted points lie at ``low`` or behind it, before ``high``."""
    count: Ints = np.maximum(np.searchsorted(points, high) - np.searchsorted(points, low), 0)
    return count


def _marked(points: Ints, n: int) -> NDArray[np.bool_]:
    """Tokens that are among some points; the last entry is what stands before the first token."""
    marked = np.zeros(n, bool)
    marked[points] = True
    return marked


def _linked_by_rules(contents: Edges, sources: Edges, rules: list[Relation], start: int) -> NDArray[np.bool_]:
    """Whether the rules gave the content, or an overlapping one, an overlapping source."""
    known = [(one.content[0][0], one.content[-1][1], *one.source) for one in rules if one.source is not None]
    c_first, c_last, s_first, s_last = np.array(known, np.int64).reshape(-1, 4).T - start
    content = (contents.first[:, None] < c_last) & (contents.last[:, None] > c_first)
    source = (sources.first[:, None] < s_last) & (sources.last[:, None] > s_first)
    linked: NDArray[np.bool_] = content @ source.T
    return linked


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

    def choose(self, tagged: Tagged, pairs: Pairs, states: Floats) -> list[int]:
        """Number of the source of every content, -1 for none.

        Parameters
        ----------
        tagged : Tagged
            Runs of one document.
        pairs : Pairs
            Its candidate pairs.
        states : ndarray of float32, shape (tokens, filters)
            States of its tokens.
        """
        contents, sources, _ = edges_of(tagged)
        count = len(contents.first)
        if not len(pairs.content):
            return [-1] * count
        c_states, s_states = (
            np.concatenate((states[edges.first], states[edges.last - 1]), axis=1) for edges in (contents, sources)
        )
        hidden = (c_states @ self._content)[pairs.content] + (s_states @ self._source)[pairs.source]
        hidden += pairs.columns @ self._pair + self._bias
        score = np.maximum(hidden, 0) @ self._score
        score += ((c_states @ self._query)[pairs.content] * (s_states @ self._key)[pairs.source]).sum(1)
        best = c_states @ self._none + self._none_bias
        chosen = [-1] * count
        for content, source, value in zip(pairs.content.tolist(), pairs.source.tolist(), score.tolist(), strict=True):
            if value > best[content]:
                best[content], chosen[content] = value, source
        return chosen
