"""Actors: the persons, governments, bodies and media a text speaks of, and all mentions of each.

Names come from capitals and from the lists of places, bodies, media, titles and given names. Mentions are joined
conservatively: a surname joins the full name it was introduced with, a capital that acts ('Paris said') joins its
country, an adjective of nationality before people or institutions ('French officials') joins it too.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from biasscore.annotate.lexical import Lexical
from biasscore.annotate.relations import Run
from biasscore.annotate.vocabulary import Vocabulary
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

KINDS = ("person", "country", "body", "media", "name")
_BREAK = COMMA | SEMICOLON | COLON | END | CLOSE_BRACKET
_PLACE_PREPOSITIONS = frozenset("in near across inside outside into at around through throughout".split()) | frozenset(
    "في داخل خارج قرب عبر".split()
)
_PERSON_TITLES = frozenset("official expert armed political citizen company media".split())
_MAX_NAME = 5


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
    """

    name: str
    kind: str
    mentions: tuple[Run, ...]
    listed: bool


class _Mention(NamedTuple):
    first: int
    last: int
    kind: str
    name: str
    listed: bool


class ActorFinder:
    """Finds the actors of each document of a block."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        matcher = vocabulary.matcher
        self._place, self._body, self._media, self._title, self._given, self._noun = (
            matcher.number(name)
            for name in ("places", "bodies", "media_names", "titles", "given_names", "source_nouns")
        )
        self._lexicon = matcher.lexicon.tolist()
        self._arabic = vocabulary.language == "ar"

    def find(self, block: Block, lexical: Lexical) -> list[tuple[Actor, ...]]:
        """Find the actors of every document.

        Returns
        -------
        list of tuple of Actor
            One tuple a document, in order of first mention.
        """
        known = self._known(lexical)
        runs = self._runs(block, lexical, known)
        per_document: list[list[_Mention]] = [[] for _ in block.originals]
        forms = block.table.forms
        words = [forms[number] for number in block.form.tolist()]
        flags = block.flags.tolist()
        documents = block.document.tolist()
        sentences = block.sentence.tolist()
        for first, last in runs:
            per_document[documents[first]] += self._read_run(first, last, words, flags, sentences, known)
        return [self._join(mentions, block) for mentions in per_document]

    def _known(self, lexical: Lexical) -> dict[int, dict[int, tuple[int, int]]]:
        """Lexicon number -> first token -> (token after the last, entry)."""
        found: dict[int, dict[int, tuple[int, int]]] = {
            number: {} for number in (self._place, self._body, self._media, self._title, self._given, self._noun)
        }
        hits = lexical.names
        for first, last, entry in zip(hits.first.tolist(), hits.last.tolist(), hits.entry.tolist(), strict=True):
            table = found.get(self._lexicon[entry])
            if table is not None and (first not in table or table[first][0] < last):
                table[first] = (last, entry)
        return found

    def _runs(self, block: Block, lexical: Lexical, known: dict[int, dict[int, tuple[int, int]]]) -> list[Run]:
        """Stretches of capitalised words and listed names, not across commas or sentences."""
        n = block.n_tokens
        if n == 0:
            return []
        part = lexical.inner_capital & ((block.flags & LATIN) != 0)
        for number in (
            (self._place, self._body, self._media, self._given)
            if not self._arabic
            else (self._place, self._body, self._media, self._title, self._given)
        ):
            for first, (last, _) in known[number].items():
                part[first:last] = True
        # a capitalised sentence opener goes with the name behind it ('Foreign Minister Lee', 'Amina Lee')
        opener = np.zeros(n, bool)
        starts = block.sentence_start[:-1]
        opener[starts] = (block.flags[starts] & CAP) != 0
        opener[:-1] &= part[1:] & (block.sentence[1:] == block.sentence[:-1])
        opener &= self._vocabulary.grammar.column(block.table.forms)[block.form] == 0
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

    def _read_run(
        self,
        first: int,
        last: int,
        words: list[str],
        flags: list[int],
        sentences: list[int],
        known: dict[int, dict[int, tuple[int, int]]],
    ) -> list[_Mention]:
        """Cut one run into names: listed ones as listed, the words between them as names of persons or bodies."""
        found: list[_Mention] = []
        begin = token = first
        titled = False
        while token < last:
            step = self._listed(token, words, flags, known)
            title = known[self._title].get(token)
            if step is not None:
                found += self._unlisted(begin, token, titled, words, flags, known)
                titled = False
                if step.kind:
                    found.append(step)
                token = begin = step.last
            elif title is not None:
                found += self._unlisted(begin, token, titled, words, flags, known)
                titled = True
                token = begin = title[0]
            else:
                token += 1
                if flags[token - 1] & POSSESSIVE:
                    found += self._unlisted(begin, token, titled, words, flags, known)
                    titled, begin = False, token
        found += self._unlisted(begin, min(token, last), titled, words, flags, known)
        return found

    def _listed(
        self, token: int, words: list[str], flags: list[int], known: dict[int, dict[int, tuple[int, int]]]
    ) -> _Mention | None:
        """A body, medium or place of the lists; kind '' for one that is no actor here ('in Paris', 'French wine')."""
        best = max(known[number].get(token, (0, -1)) for number in (self._body, self._media, self._place))
        last, entry = best
        if entry < 0:
            return None
        item = self._vocabulary.matcher.entries[entry]
        lexicon = self._lexicon[entry]
        if lexicon == self._body:
            return _Mention(token, last, "body", item.kind or _title_case(item.term), True)
        if lexicon == self._media:
            return _Mention(token, last, "media", _title_case(item.term), True)
        return _Mention(
            token,
            last,
            self._place_kind(item.label, token, last, words, known),
            item.kind or _title_case(item.term),
            True,
        )

    def _place_kind(
        self, label: str, first: int, last: int, words: list[str], known: dict[int, dict[int, tuple[int, int]]]
    ) -> str:
        before = words[first - 1] if first else ""
        if label == "demonym":
            follows = known[self._noun].get(last) or known[self._body].get(last)
            return "country" if follows else ""
        if label in ("region", "us_state") or before in _PLACE_PREPOSITIONS:
            return ""
        return "country"

    def _unlisted(
        self,
        first: int,
        last: int,
        titled: bool,
        words: list[str],
        flags: list[int],
        known: dict[int, dict[int, tuple[int, int]]],
    ) -> list[_Mention]:
        if last <= first or last - first > _MAX_NAME or (self._arabic and not (titled or first in known[self._given])):
            return []
        nouns = known[self._noun]
        given = first in known[self._given]
        head = nouns.get(last - 1)
        if head is not None and not given:
            kind = self._vocabulary.kinds[head[1]]
            if kind == "institution" and last - first > 1:
                return [_Mention(first, last, "body", "", False)]
            if kind != "human" or last - first == 1:
                return []
        if titled or given:
            return [_Mention(first, last, "person", "", given)]
        if last - first == 1 and flags[first] & UPPER:
            return [_Mention(first, last, "body", "", False)]
        return [_Mention(first, last, "name", "", False)]

    def _join(self, mentions: list[_Mention], block: Block) -> tuple[Actor, ...]:
        """Put mentions of the same actor together."""
        groups: dict[str, list[_Mention]] = {}
        persons: dict[str, str] = {}
        forms = block.table.forms
        full = [m for m in mentions if not m.listed or m.kind == "person"]
        for mention in full:
            tokens = [forms[block.form[t]] for t in range(mention.first, mention.last)]
            if mention.kind in ("person", "name") and len(tokens) > 1:
                persons.setdefault(tokens[-1], " ".join(tokens))
        for mention in mentions:
            groups.setdefault(self._key(mention, persons, block), []).append(mention)
        return tuple(actor for key, group in groups.items() if (actor := self._actor(key, group, block)) is not None)

    def _key(self, mention: _Mention, persons: dict[str, str], block: Block) -> str:
        if mention.name:
            return mention.name.lower()
        tokens = [block.table.forms[block.form[t]] for t in range(mention.first, mention.last)]
        if mention.kind in ("person", "name"):
            return persons.get(
                tokens[-1], persons.get(tokens[0], " ".join(tokens)) if len(tokens) == 1 else " ".join(tokens)
            )
        return " ".join(tokens)

    def _actor(self, key: str, group: list[_Mention], block: Block) -> Actor | None:
        longest = max(group, key=lambda m: m.last - m.first)
        kinds = [m.kind for m in group]
        kind = next((k for k in KINDS[:-1] if k in kinds), "name")
        if kind == "name":
            if longest.last - longest.first == 1 and len(group) < 2:
                return None
            kind = "person" if longest.last - longest.first in (2, 3) else "name"
        name = longest.name or " ".join(_surface(block, t) for t in range(longest.first, longest.last))
        return Actor(name, kind, tuple((m.first, m.last) for m in group), any(m.listed for m in group))


def _surface(block: Block, token: int) -> str:
    piece = block.table.pieces[block.piece[token]]
    core: str = piece.strip("\"“”„«»‹›'‘’.,;:!?()[]،؛؟…—–-")
    return core.removesuffix("'s").removesuffix("’s")


def _title_case(term: str) -> str:
    small = ("of", "the", "and", "for", "in", "on")
    return " ".join(
        word if word in small and place else word[:1].upper() + word[1:] for place, word in enumerate(term.split())
    )
