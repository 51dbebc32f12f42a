"""Parties: whoever can act or be blamed: actors, the people of a country, groups of people that a noun names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.actors import Actor
from biasscore.annotate.lexical import Lexical
from biasscore.annotate.relations import Run
from biasscore.annotate.view import BREAK, POSSESSIVE, View
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.lexicons.matching import Hits
from biasscore.text.block import Block
from biasscore.text.table import END

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

JOINT = BREAK | POSSESSIVE
"""Marks after which a noun does not belong to the name before it."""


class Party(NamedTuple):
    """A mention of a party.

    Attributes
    ----------
    run : Run
        Its tokens.
    name : str
        The actor's name, or the words of the group.
    group : str
        Class of the noun that names a group ('armed', 'official', ...); '' for an actor.
    """

    run: Run
    name: str
    group: str = ""


class _Rows(NamedTuple):
    """Parties as columns: tokens; the actor or -1; the entry of the noun or of the people, or -1."""

    first: Ints
    last: Ints
    actor: Ints
    entry: Ints


class Parties:
    """The parties of a block; most are never looked at, so that a ``Party`` is made only of one that is asked for.

    Attributes
    ----------
    starts, ends : PartyAt
        Party by its first token, and the widest by its last.
    """

    def __init__(self, rows: _Rows, at: Ints, actors: Sequence[Actor], vocabulary: Vocabulary, view: View) -> None:
        self._rows, self._actors, self._vocabulary = rows, actors, vocabulary
        self._form, self._forms = view.block.form.data, view.block.table.forms
        self._is_noun = vocabulary.entries_of("source_nouns")
        self._kept = at[at >= 0]
        until = np.full(len(at), -1, np.int32)
        until[rows.last[self._kept[::-1]] - 1] = self._kept[::-1]  # the first that ends there is written last
        self.starts, self.ends = PartyAt(self, at), PartyAt(self, until)

    @property
    def groups(self) -> Hits:
        """Groups of people, in text order."""
        rows = self._kept[(self._rows.actor[self._kept] < 0) & self._is_noun[self._rows.entry[self._kept]]]
        return Hits(self._rows.first[rows], self._rows.last[rows], self._rows.entry[rows])

    def party(self, row: int) -> Party:
        """One of the rows."""
        first, last, actor, entry = (int(column[row]) for column in self._rows)
        if actor >= 0:
            return Party((first, last), self._actors[actor].name)
        if self._is_noun[entry]:
            return Party((first, last), self.words(first, last), self._vocabulary.labels[entry])
        return Party((first, last), self._vocabulary.matcher.entries[entry].kind)

    def words(self, first: int, last: int) -> str:
        """Name of a group."""
        if last - first == 1:
            return self._forms[self._form[first]]
        return " ".join([self._forms[number] for number in self._form[first:last]])


class PartyAt:
    """Parties by a token.

    Parameters
    ----------
    parties : Parties
        All of them.
    row : ndarray of int32
        Row of the party at each token, -1 without one.
    """

    def __init__(self, parties: Parties, row: Ints) -> None:
        self._parties, self._row, self._n = parties, row.data, len(row)

    def get(self, token: int) -> Party | None:
        """The party there; None without one, or outside the text."""
        row = self._row[token] if 0 <= token < self._n else -1
        return None if row < 0 else self._parties.party(row)


def find_parties(vocabulary: Vocabulary, lexical: Lexical, view: View, actors: Sequence[tuple[Actor, ...]]) -> Parties:
    """Actors, people of a country ('the French') and groups of people ('the police').

    At a token that several begin with stands the noun with the name it belongs to, or a name that reaches farther.
    """
    block, hits = view.block, lexical.names
    flat = list(chain.from_iterable(actors))
    mentions = _mentions(flat)
    nouns = _nouns(block, hits.where(vocabulary.entries_of("source_nouns")[hits.entry]), mentions)
    at = np.full(block.n_tokens + 1, -1, np.int32)
    at[nouns.first] = np.arange(len(nouns.first))
    peoples = _peoples(hits.where(vocabulary.entries_of("places", "demonym")[hits.entry]), view, at)
    rows = _Rows(*map(np.concatenate, zip(nouns, peoples, mentions, strict=True)))
    before = len(nouns.first) + len(peoples.first)
    at[peoples.first[::-1]] = np.arange(len(nouns.first), before)[::-1]  # the first of them stays
    begins = _by_token(mentions.first, block.n_tokens)
    token = np.flatnonzero(begins >= 0)
    name = begins[token] + before
    farther = (at[token] < 0) | (rows.last[at[token]] < rows.last[name])
    at[token[farther]] = name[farther]
    return Parties(rows, at, flat, vocabulary, view)


def _by_token(tokens: Ints, n_tokens: int) -> Ints:
    """Row by token, -1 without one."""
    rows = np.full(n_tokens + 1, -1, np.int32)
    rows[tokens] = np.arange(len(tokens))
    return rows


def _mentions(actors: Sequence[Actor]) -> _Rows:
    """Mentions of actors."""
    runs = np.fromiter(_numbers(actors), np.int32).reshape(-1, 2)
    counts = np.array([len(actor.mentions) for actor in actors], np.int64)
    actor = np.repeat(np.arange(len(actors), dtype=np.int32), counts)
    return _Rows(runs[:, 0], runs[:, 1], actor, np.full(len(runs), -1, np.int32))


def _numbers(actors: Sequence[Actor]) -> Iterator[int]:
    return chain.from_iterable(chain.from_iterable([actor.mentions for actor in actors]))


def _nouns(block: Block, nouns: Hits, mentions: _Rows) -> _Rows:
    """Nouns for people, with the name before ('French forces') or behind them ('Colonel Lee') in their sentence."""
    first, last, entry = nouns
    n, sentence = block.n_tokens, block.sentence
    apart = (block.flags & (JOINT & ~END)) != 0  # a full stop within a sentence ('U.S.') parts nothing
    owner, bearer = _by_token(mentions.last, n)[first], _by_token(mentions.first, n)[last]
    behind = (owner >= 0) & ~apart[first - 1] & (sentence[first - 1] == sentence[first])
    before = ~behind & (bearer >= 0) & ~apart[last - 1] & (sentence[np.minimum(last, n - 1)] == sentence[first])
    begin, stop, actor = first.copy(), last.copy(), np.full(len(first), -1, np.int32)
    begin[behind], actor[behind] = mentions.first[owner[behind]], mentions.actor[owner[behind]]
    stop[before], actor[before] = mentions.last[bearer[before]], mentions.actor[bearer[before]]
    return _Rows(begin, stop, actor, entry)


def _peoples(demonyms: Hits, view: View, at: Ints) -> _Rows:
    """'the French', 'French companies'; not where a noun for people begins at the token or behind it."""
    rows: list[tuple[int, int, int]] = []
    there = at.data
    for first, last, entry in zip(*(column.tolist() for column in demonyms), strict=True):
        start, stop = view.sentence_start[view.sentence[first]], view.sentence_start[view.sentence[first] + 1]
        if there[first] >= 0 or (last < stop and last in view.noun_starts):
            continue
        alone = first > start and view.forms[first - 1] == "the"
        end = last if alone or last >= stop or view.flags[last - 1] & JOINT else last + 1
        if end == last or not view.classes[last]:
            rows.append((first, end, entry))
    begin, stop, people = np.array(rows, np.int32).reshape(-1, 3).T
    return _Rows(begin, stop, np.full(len(rows), -1, np.int32), people)
