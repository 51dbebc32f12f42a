"""Mentions of actors, one by one: runs of names are cut into pieces, and each piece is read.

Most runs are one piece: what begins inside a run is asked of all of them at once, and only those in which something
does are walked through.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.grammar import CONJUNCTION, DETERMINER, PRONOUN, TIME
from biasscore.annotate.lexical import Lexical, covered
from biasscore.annotate.relations import Run
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

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

KINDS = ("person", "country", "body", "media", "place", "name")
PERSON, COUNTRY, BODY, MEDIA, PLACE, NAME = range(len(KINDS))
"""Kinds as numbers; what is several of them is the one with the lowest."""

Mention = tuple[Run, int, str, bool, str]
"""Tokens; kind; name ('' where the tokens are the name); whether a list knows it; gender."""

_NOBODY = -1
"""What is no mention of an actor."""
_UNLISTED, _TITLED, _LISTED = range(3)
"""What a piece is: words, words behind a title, or something listed."""

_NEVER_IN_NAMES = TIME | CONJUNCTION | PRONOUN | DETERMINER
"""Classes of words that a capital does not make a name ('And', 'I', 'The', 'Monday')."""
_BREAK = COMMA | SEMICOLON | COLON | END | CLOSE_BRACKET
_PLACE_PREPOSITIONS = frozenset("in near across inside outside into at around through throughout".split()) | frozenset(
    "في داخل خارج قرب عبر".split()
)
_MONTH = "may"
"""The month whose name no list of times can hold: the word is a verb as well, and a surname."""
_BEFORE_MONTHS = frozenset("in since until by during before after early late mid last this next every".split())
_MAX_NAME = 5
_GENDERS = ("female", "male")


class _Begins(NamedTuple):
    """The longest thing of one sort that begins at each token: its entry (-1 without one), the token after its last.

    There is one token more than in the block, at which nothing begins.
    """

    entry: Ints
    last: Ints

    @property
    def there(self) -> Bools:
        """Tokens at which something begins."""
        return self.entry >= 0


class _Known(NamedTuple):
    """What lists know, by the tokens at which it begins."""

    listed: _Begins
    titles: _Begins
    given: _Begins
    nouns: _Begins


class _Pieces(NamedTuple):
    """Pieces of runs, in text order: first token, token after the last, and what it is."""

    first: Ints
    last: Ints
    what: Ints

    def where(self, chosen: Bools) -> _Pieces:
        """The chosen ones."""
        return _Pieces(self.first[chosen], self.last[chosen], self.what[chosen])


class MentionReader:
    """Reads the mentions of a block.

    Parameters
    ----------
    vocabulary : Vocabulary
        The lexicons.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        matcher = vocabulary.matcher
        self._is_own = matcher.is_from(OWN_ACTORS) if matcher.number(OWN_ACTORS) >= 0 else None
        self._is_medium, self._is_body = vocabulary.entries_of("media_names"), vocabulary.entries_of("bodies")
        self._is_listed = vocabulary.entries_of("places") | self._is_body | self._is_medium
        self._is_demonym = vocabulary.entries_of("places", "demonym")
        self._is_no_country = vocabulary.entries_of("places", "region", "us_state")
        self._is_title, self._is_given = vocabulary.entries_of("titles"), vocabulary.entries_of("given_names")
        self._is_noun = vocabulary.entries_of("source_nouns")
        self._is_institution, self._is_human = vocabulary.is_kind("institution"), vocabulary.is_kind("human")
        self._arabic = vocabulary.language == "ar"

    def read(self, block: Block, lexical: Lexical, flags: Sequence[int]) -> list[Mention]:
        """All mentions of a block, in text order.

        Parameters
        ----------
        block : Block
            Documents of the vocabulary's language.
        lexical : Lexical
            What the lexicons found in them.
        flags : sequence of int
            Flags of all tokens.
        """
        if not block.n_tokens:
            return []
        own, lexical = self._own(lexical, block.n_tokens)
        wanted = (self._is_listed, self._is_title, self._is_given, self._is_noun)
        known = _Known(*(_begins(lexical.names, chosen, block.n_tokens) for chosen in wanted))
        pieces = _cut(*self._runs(block, lexical), known, (block.flags & POSSESSIVE) != 0, flags)
        mentions = self._mentions(block, pieces, known)
        return sorted(own + mentions) if own else mentions

    def _own(self, lexical: Lexical, n_tokens: int) -> tuple[list[Mention], Lexical]:
        """Mentions of the user's own actors, and what is left to be read without them: they win over every list."""
        if self._is_own is None:
            return [], lexical
        hits = lexical.names.where(self._is_own[lexical.names.entry])
        entries = self._vocabulary.matcher.entries
        mentions: list[Mention] = [
            ((first, last), KINDS.index(entries[entry].label), entries[entry].kind, True, "")
            for first, last, entry in zip(*(column.tolist() for column in hits), strict=True)
        ]
        taken = covered(hits, n_tokens)
        before = np.concatenate(([0], np.cumsum(taken)))
        free = before[lexical.names.last] == before[lexical.names.first]
        return mentions, lexical._replace(names=lexical.names.where(free), capital_name=lexical.capital_name & ~taken)

    def _runs(self, block: Block, lexical: Lexical) -> tuple[Ints, Ints]:
        """Stretches of capitalised words and listed names, not across commas or sentences: first tokens, and stops."""
        n, hits = block.n_tokens, lexical.names
        grammar = self._vocabulary.grammar.of_tokens(block)
        part = lexical.capital_name & ((block.flags & LATIN) != 0) & ((grammar & _NEVER_IN_NAMES) == 0)
        listed = (self._is_listed | self._is_given)[hits.entry]
        part |= covered(
            hits.where(listed | (self._is_title[hits.entry] & (self._arabic | (hits.last - hits.first > 1)))), n
        )
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
        bounds = np.flatnonzero(edges).astype(np.int32)
        inside = part[bounds[:-1]]
        return bounds[:-1][inside], bounds[1:][inside]

    def _mentions(self, block: Block, pieces: _Pieces, known: _Known) -> list[Mention]:
        """The pieces that are mentions of actors."""
        is_listed = pieces.what == _LISTED
        somewhere = np.isin(_words_before(block, pieces.first), _numbers(block, _PLACE_PREPOSITIONS))
        kind = np.where(
            is_listed,
            self._kind_of_listed(block, pieces, known, somewhere),
            self._kind_of_unlisted(block, pieces, known, somewhere),
        )
        there = kind != _NOBODY
        first, last, is_listed = pieces.first[there], pieces.last[there], is_listed[there]
        entry = np.where(is_listed, known.listed.entry[first], -1).tolist()
        given = np.where(is_listed, -1, known.given.entry[first])
        return list(
            zip(
                zip(first.tolist(), last.tolist(), strict=True),
                kind[there].tolist(),
                [self._name(row) if row >= 0 else "" for row in entry],
                (is_listed | (given >= 0)).tolist(),
                [self._gender(row) if row >= 0 else "" for row in given.tolist()],
                strict=True,
            )
        )

    def _name(self, entry: int) -> str:
        item = self._vocabulary.matcher.entries[entry]
        return item.kind or _title_case(item.term)

    def _gender(self, entry: int) -> str:
        label = self._vocabulary.labels[entry]
        return label if label in _GENDERS else ""

    def _kind_of_listed(self, block: Block, pieces: _Pieces, known: _Known, somewhere: Bools) -> Ints:
        """Bodies, media and places of the lists; some are no actors here ('in Paris', 'French wine')."""
        entry = known.listed.entry[pieces.first]
        goes_on = block.sentence[np.minimum(pieces.last, block.n_tokens - 1)] == block.sentence[pieces.first]
        acts = goes_on & (known.nouns.there[pieces.last] | known.listed.there[pieces.last])
        country = np.where(self._is_demonym[entry], acts, ~(self._is_no_country[entry] | somewhere))
        kind = np.where(country, COUNTRY, _NOBODY)
        kind[self._is_body[entry]] = BODY
        kind[self._is_medium[entry]] = MEDIA
        return kind

    def _kind_of_unlisted(self, block: Block, pieces: _Pieces, known: _Known, somewhere: Bools) -> Ints:
        """Names of persons and bodies that no list holds; what is asked later counts for more."""
        first, last = pieces.first, pieces.last
        several = last - first > 1
        given = known.given.there[first]
        is_person = given | (pieces.what == _TITLED)
        noun = known.nouns.entry[last - 1]
        headed = (noun >= 0) & ~given
        kind = np.where(somewhere, PLACE, NAME)
        kind[_months(block, first) & ~several] = _NOBODY
        kind[((block.flags[first] & UPPER) != 0) & ~several] = BODY
        kind[is_person] = PERSON
        kind[headed & ~(several & self._is_human[noun])] = _NOBODY
        kind[headed & several & self._is_institution[noun]] = BODY
        if self._arabic:
            kind[~is_person] = _NOBODY
        kind[last - first > _MAX_NAME] = _NOBODY
        return kind


def _begins(hits: Hits, wanted: Bools, n: int) -> _Begins:
    """Where hits of the wanted entries begin."""
    chosen = np.flatnonzero(wanted[hits.entry])
    chosen = chosen[np.argsort(hits.last[chosen], kind="stable")]  # the longest is written last
    found = _Begins(np.full(n + 1, -1, np.int32), np.zeros(n + 1, np.int32))
    found.entry[hits.first[chosen]] = hits.entry[chosen]
    found.last[hits.first[chosen]] = hits.last[chosen]
    return found


def _cut(first: Ints, last: Ints, known: _Known, owner: Bools, flags: Sequence[int]) -> _Pieces:
    """Cut runs into what is listed and the words between; a title or an owner ends what stands before it."""
    apart = known.listed.there | known.titles.there
    cuts = apart | known.given.there
    cuts[1:] |= owner
    before = np.concatenate(([0], np.cumsum(cuts)))
    listed = known.listed.last[first]
    is_listed = listed >= last
    whole = is_listed | (~apart[first] & (before[last] == before[first + 1]))
    pieces = _Pieces(first, np.where(is_listed, listed, last), np.where(is_listed, _LISTED, _UNLISTED)).where(whole)
    walk = _Walk(known, flags)
    parts = [part for run in zip(first[~whole].tolist(), last[~whole].tolist(), strict=True) for part in walk.cut(*run)]
    if not parts:
        return pieces
    joined = _Pieces(*(np.concatenate(columns) for columns in zip(pieces, np.array(parts, np.int32).T, strict=True)))
    order = np.argsort(joined.first, kind="stable")
    return _Pieces(*(column[order] for column in joined))


class _Walk:
    """Walks through the runs in which something begins or ends."""

    def __init__(self, known: _Known, flags: Sequence[int]) -> None:
        self._listed, self._titles = _stops(known.listed), _stops(known.titles)
        self._given = set(np.flatnonzero(known.given.there).tolist())
        self._flags = flags

    def cut(self, first: int, last: int) -> list[tuple[int, int, int]]:
        """Pieces of one run."""
        parts: list[tuple[int, int, int]] = []
        begin = token = first
        what = _UNLISTED
        while token < last:
            listed, title = self._listed.get(token), self._titles.get(token)
            if listed is not None:
                parts += (begin, token, what), (token, listed, _LISTED)
                token = begin = listed
                what = _UNLISTED
            elif title is not None:
                parts.append((begin, token, what))
                token = begin = title
                what = _TITLED
            elif what != _TITLED and token + 1 < last and self._begins_name(begin, token):
                # 'Education Anna Lee', 'Democrat Anna Lee': a given name begins a person's name
                parts.append((begin, token, what))
                begin = token
                token += 1
            else:
                token += 1
                if self._flags[token - 1] & POSSESSIVE:
                    parts.append((begin, token, what))
                    begin = token
                    what = _UNLISTED
        parts.append((begin, min(token, last), what))
        return [part for part in parts if part[0] < part[1]]

    def _begins_name(self, begin: int, token: int) -> bool:
        return begin < token and token in self._given and begin not in self._given


def _stops(begins: _Begins) -> dict[int, int]:
    """First token -> token after the last."""
    first = np.flatnonzero(begins.there)
    return dict(zip(first.tolist(), begins.last[first].tolist(), strict=True))


def _months(block: Block, first: Ints) -> Bools:
    """Where 'May' is the month."""
    may: Bools = block.form[first] == block.table.form_numbers.get(_MONTH, -1)
    may[may] = np.isin(_words_before(block, first[may]), _numbers(block, _BEFORE_MONTHS))
    return may


def _words_before(block: Block, first: Ints) -> Ints:
    """Form before each token in its sentence; 0, which is no word, where there is none."""
    before = np.maximum(first - 1, 0)
    return np.where((first > 0) & (block.sentence[before] == block.sentence[first]), block.form[before], 0)


def _numbers(block: Block, words: Iterable[str]) -> list[int]:
    """Numbers of forms, as far as any text had them."""
    numbers = block.table.form_numbers
    return [numbers[word] for word in words if word in numbers]


def _title_case(term: str) -> str:
    small = ("of", "the", "and", "for", "in", "on")
    return " ".join(
        word if word in small and place else word[:1].upper() + word[1:] for place, word in enumerate(term.split())
    )
