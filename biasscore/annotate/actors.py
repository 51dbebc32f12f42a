"""Actors: the persons, governments, bodies and media a text speaks of, and all mentions of each.

Names come from capitals and from the lists of places, bodies, media, titles and given names. Mentions are joined
conservatively: a surname joins the full name it was introduced with, a capital that acts ('Paris said') joins its
country, an adjective of nationality before people or institutions ('French officials') joins it too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.grammar import CONJUNCTION, DETERMINER, PRONOUN, TIME
from biasscore.annotate.lexical import Lexical, covered
from biasscore.annotate.relations import Run
from biasscore.annotate.view import View
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.lexicons.loading import OWN_ACTORS
from biasscore.lexicons.matching import Hits
from biasscore.text.block import Block
from biasscore.text.table import (
    CAP,
    CLOSE_BRACKET,
    COLON,
    COMMA,
    END,
    LATIN,
    OPEN_BRACKET,
    POSSESSIVE,
    SEMICOLON,
    UPPER,
)

KINDS = ("person", "country", "body", "media", "place", "name")
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}
_BREAK = COMMA | SEMICOLON | COLON | END | CLOSE_BRACKET
_PLACE_PREPOSITIONS = frozenset("in near across inside outside into at around through throughout".split()) | frozenset(
    "في داخل خارج قرب عبر".split()
)
_MONTH = "may"
"""The month whose name no list of times can hold: the word is a verb as well, and a surname."""
_BEFORE_MONTHS = frozenset("in since until by during before after early late mid last this next every".split())
_MAX_NAME = 5
_EDGE = "\"“”„«»‹›'‘’.,;:!?()[]،؛؟…—–-"
_LEAST_SINGLE = 2
"""Mentions from which a single capitalised word that no list knows is an actor."""


class Actor(NamedTuple):
    """An actor in tokens.

    Attributes
    ----------
    name : str
        Fullest name in the text, or the canonical name of the lists.
    kind : str
        One of ``KINDS``.
    mentions : tuple of Run
        Tokens of every mention, in text order.
    listed : bool
        Known from a list rather than from capitals alone.
    gender : {'female', 'male', ''}
        What the given name says.
    """

    name: str
    kind: str
    mentions: tuple[Run, ...]
    listed: bool
    gender: str


_NEVER_IN_NAMES = TIME | CONJUNCTION | PRONOUN | DETERMINER
"""Classes of words that a capital does not make a name ('And', 'I', 'The', 'Monday')."""

Hit = tuple[int, int]
"""Token after the last, and entry."""


class _Text(NamedTuple):
    """What the finder reads: words and flags of every token, and listed things by their first token."""

    words: list[str]
    flags: Sequence[int]
    listed: dict[int, Hit]
    titles: dict[int, Hit]
    given: dict[int, Hit]
    nouns: dict[int, Hit]


class _Mention(NamedTuple):
    first: int
    last: int
    kind: str
    name: str
    listed: bool
    gender: str = ""


class ActorFinder:
    """Finds the actors of each document of a block."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        matcher = vocabulary.matcher
        self._body, self._media = matcher.number("bodies"), matcher.number("media_names")
        self._is_listed = matcher.is_from("places", "bodies", "media_names")
        self._is_own = matcher.is_from(OWN_ACTORS) if matcher.number(OWN_ACTORS) >= 0 else None
        self._lexicon = matcher.lexicon
        self._arabic = vocabulary.language == "ar"

    def find(self, block: Block, lexical: Lexical, view: View) -> list[tuple[Actor, ...]]:
        """Find the actors of every document.

        Returns
        -------
        list of tuple of Actor
            One tuple a document, in order of first mention.
        """
        per_document: list[list[_Mention]] = [[] for _ in block.originals]
        if not block.n_tokens:
            return [() for _ in per_document]
        own, lexical = self._own(lexical, block.n_tokens)
        text = _Text(view.forms, view.flags, *self._known(lexical))
        for first, last in self._runs(block, lexical, text):
            per_document[view.document[first]] += self._read_run(first, last, text)
        for mention in own:
            per_document[view.document[mention.first]].append(mention)
        if own:
            for mentions in per_document:
                mentions.sort()
        return [_join(mentions, view) for mentions in per_document]

    def _own(self, lexical: Lexical, n_tokens: int) -> tuple[list[_Mention], Lexical]:
        """Mentions of the user's own actors, and what is left to be read without them: they win over every list."""
        if self._is_own is None:
            return [], lexical
        hits = lexical.names.where(self._is_own[lexical.names.entry])
        entries = self._vocabulary.matcher.entries
        mentions = [
            _Mention(first, last, entries[entry].label, entries[entry].kind, True)
            for first, last, entry in zip(*(column.tolist() for column in hits), strict=True)
        ]
        taken = covered(hits, n_tokens)
        before = np.concatenate(([0], np.cumsum(taken)))
        free = before[lexical.names.last] == before[lexical.names.first]
        return mentions, lexical._replace(names=lexical.names.where(free), capital_name=lexical.capital_name & ~taken)

    def _known(self, lexical: Lexical) -> tuple[dict[int, Hit], dict[int, Hit], dict[int, Hit], dict[int, Hit]]:
        """First token -> (token after the last, entry), for listed names, titles, given names and source nouns."""
        return (
            self._table(lexical.names, self._is_listed),
            self._table(lexical.names, self._vocabulary.entries_of("titles")),
            self._table(lexical.names, self._vocabulary.entries_of("given_names")),
            self._table(lexical.names, self._vocabulary.entries_of("source_nouns")),
        )

    @staticmethod
    def _table(hits: Hits, wanted: NDArray[np.bool_]) -> dict[int, Hit]:
        """The longest hit of the wanted entries at every token where one begins."""
        chosen = np.flatnonzero(wanted[hits.entry])
        chosen = chosen[np.argsort(hits.last[chosen], kind="stable")]
        ends = zip(hits.last[chosen].tolist(), hits.entry[chosen].tolist(), strict=True)
        return dict(zip(hits.first[chosen].tolist(), ends, strict=True))

    def _runs(self, block: Block, lexical: Lexical, text: _Text) -> list[Run]:
        """Stretches of capitalised words and listed names, not across commas or sentences."""
        n = block.n_tokens
        grammar = self._vocabulary.grammar.of_tokens(block)
        part = lexical.capital_name & ((block.flags & LATIN) != 0) & ((grammar & _NEVER_IN_NAMES) == 0)
        for table in (text.listed, text.given, text.titles):
            for first, (last, _) in table.items():
                if table is not text.titles or self._arabic or last - first > 1:
                    part[first:last] = True
        # a capitalised sentence opener goes with the name behind it ('Foreign Minister Lee', 'Amina Lee')
        opener = np.zeros(n, bool)
        starts = block.sentence_start[:-1]
        opener[starts] = (block.flags[starts] & CAP) != 0
        opener[:-1] &= part[1:] & (block.sentence[1:] == block.sentence[:-1])
        opener[-1] = False
        opener &= grammar == 0
        part |= opener
        breaks = (block.flags & _BREAK) != 0
        edges = np.zeros(n + 1, bool)
        edges[0] = True
        edges[1:n] = (
            breaks[:-1]
            | (block.sentence[1:] != block.sentence[:-1])
            | (part[1:] != part[:-1])
            | ((block.flags[1:] & OPEN_BRACKET) != 0)
        )
        edges[n] = True
        bounds = np.flatnonzero(edges)
        inside = part[bounds[:-1]]
        return list(zip(bounds[:-1][inside].tolist(), bounds[1:][inside].tolist(), strict=True))

    def _read_run(self, first: int, last: int, text: _Text) -> list[_Mention]:
        """Cut one run into names: listed ones as listed, the words between them as names of persons or bodies."""
        found: list[_Mention] = []
        begin = token = first
        titled = False
        while token < last:
            hit = text.listed.get(token)
            title = text.titles.get(token)
            if hit is not None:
                if token > begin:
                    found += self._unlisted(begin, token, titled, text)
                titled = False
                mention = self._listed(token, hit, text)
                if mention.kind:
                    found.append(mention)
                token = begin = hit[0]
            elif title is not None:
                if token > begin:
                    found += self._unlisted(begin, token, titled, text)
                titled = True
                token = begin = title[0]
            elif begin < token and begin not in text.given and token in text.given and token + 1 < last and not titled:
                # 'Education Anna Lee', 'Democrat Anna Lee': a given name begins a person's name
                found += self._unlisted(begin, token, titled, text)
                begin = token
                token += 1
            else:
                token += 1
                if text.flags[token - 1] & POSSESSIVE:
                    found += self._unlisted(begin, token, titled, text)
                    titled, begin = False, token
        return found + self._unlisted(begin, min(token, last), titled, text)

    def _listed(self, first: int, hit: Hit, text: _Text) -> _Mention:
        """A body, medium or place of the lists; kind '' for one that is no actor here ('in Paris', 'French wine')."""
        last, entry = hit
        item = self._vocabulary.matcher.entries[entry]
        lexicon = self._lexicon[entry]
        if lexicon == self._media:
            return _Mention(first, last, "media", item.kind or _title_case(item.term), True)
        kind = "body" if lexicon == self._body else self._place_kind(item.label, first, last, text)
        return _Mention(first, last, kind, item.kind or _title_case(item.term), True)

    @staticmethod
    def _place_kind(label: str, first: int, last: int, text: _Text) -> str:
        if label == "demonym":
            return "country" if last in text.nouns or last in text.listed else ""
        if label in ("region", "us_state") or (first and text.words[first - 1] in _PLACE_PREPOSITIONS):
            return ""
        return "country"

    def _unlisted(self, first: int, last: int, titled: bool, text: _Text) -> list[_Mention]:
        if last <= first or last - first > _MAX_NAME:
            return []
        given = first in text.given
        if self._arabic and not (titled or given):
            return []
        head = text.nouns.get(last - 1)
        if head is not None and not given:
            kind = self._vocabulary.kinds[head[1]]
            if kind == "institution" and last - first > 1:
                return [_Mention(first, last, "body", "", False)]
            if kind != "human" or last - first == 1:
                return []
        if titled or given:
            label = self._vocabulary.labels[text.given[first][1]] if given else ""
            return [_Mention(first, last, "person", "", given, label if label in ("female", "male") else "")]
        if last - first == 1 and text.flags[first] & UPPER:
            return [_Mention(first, last, "body", "", False)]
        before = text.words[first - 1] if first else ""
        if last - first == 1 and text.words[first] == _MONTH and before in _BEFORE_MONTHS:
            return []
        somewhere = before in _PLACE_PREPOSITIONS
        return [_Mention(first, last, "place" if somewhere else "name", "", False)]


def _join(mentions: list[_Mention], view: View) -> tuple[Actor, ...]:
    """Put mentions of the same actor together."""
    words = view.forms
    bearers: dict[str, list[_Mention]] = {}
    for mention in mentions:
        if mention.last - mention.first > 1 and mention.kind in ("person", "name"):
            known = bearers.setdefault(words[mention.last - 1], [])
            if not any(_same_person(mention, other, words) for other in known):
                known.append(mention)
    latest: dict[str, _Mention] = {}
    groups: dict[str, list[_Mention]] = {}
    for mention in mentions:
        groups.setdefault(_key(mention, bearers, latest, words), []).append(mention)
    return tuple(actor for group in groups.values() if (actor := _actor(group, view)) is not None)


def _same_person(one: _Mention, other: _Mention, words: list[str]) -> bool:
    """Whether two full names with one surname may be one person's ('Joe' is 'Joseph', 'Pedro' is not 'Ilda')."""
    if one.gender and other.gender and one.gender != other.gender:
        return False
    return words[one.first][:1] == words[other.first][:1] or one.kind != other.kind


def _key(mention: _Mention, bearers: dict[str, list[_Mention]], latest: dict[str, _Mention], words: list[str]) -> str:
    """What the mentions of one actor share; a surname stands for its bearer, of several for the one named last."""
    if mention.name:
        return mention.name.lower()
    surname = words[mention.last - 1]
    known = bearers.get(surname)
    if known is None or mention.kind not in ("person", "name", "place"):
        return _full_name(mention, words)
    bearer = known[0]
    if len(known) > 1:
        if mention.last - mention.first > 1:
            bearer = next((one for one in known if _same_person(mention, one, words)), bearer)
            latest[surname] = bearer
        else:
            bearer = latest.get(surname, bearer)
    return _full_name(bearer, words)


def _full_name(mention: _Mention, words: list[str]) -> str:
    return " ".join(words[mention.first : mention.last])


def _actor(group: list[_Mention], view: View) -> Actor | None:
    if len(group) < _LEAST_SINGLE and group[0].kind == "name" and group[0].last - group[0].first == 1:
        return None
    longest = group[0]
    kind, listed, gender = "name", False, ""
    for mention in group:
        if mention.last - mention.first > longest.last - longest.first:
            longest = mention
        if _RANK[mention.kind] < _RANK[kind]:
            kind = mention.kind
        listed = listed or mention.listed
        gender = gender or mention.gender
    if kind == "name":
        kind = "person" if longest.last - longest.first in (2, 3) else "name"
    name = longest.name or " ".join([_surface(view.piece(token)) for token in range(longest.first, longest.last)])
    return Actor(name, kind, tuple([mention[:2] for mention in group]), listed, gender)


def _surface(piece: str) -> str:
    return piece.strip(_EDGE).removesuffix("'s").removesuffix("’s")


def _title_case(term: str) -> str:
    small = ("of", "the", "and", "for", "in", "on")
    return " ".join(
        word if word in small and place else word[:1].upper() + word[1:] for place, word in enumerate(term.split())
    )
