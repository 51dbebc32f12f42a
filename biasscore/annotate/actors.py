"""Actors: the persons, governments, bodies and media a text speaks of, and all mentions of each.

Names come from capitals and from the lists of places, bodies, media, titles and given names. Mentions are joined
conservatively: a surname joins the full name it was introduced with, a capital that acts ('Paris said') joins its
country, an adjective of nationality before people or institutions ('French officials') joins it too.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import NamedTuple

from biasscore.annotate.lexical import Lexical
from biasscore.annotate.mentions import KINDS, NAME, PERSON, PLACE, Mention, MentionReader
from biasscore.annotate.relations import Run
from biasscore.annotate.view import View
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.text.block import Block

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


class ActorFinder:
    """Finds the actors of each document of a block."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._mentions = MentionReader(vocabulary)

    def find(self, block: Block, lexical: Lexical, view: View) -> list[tuple[Actor, ...]]:
        """Find the actors of every document.

        Returns
        -------
        list of tuple of Actor
            One tuple a document, in order of first mention.
        """
        mentions = self._mentions.read(block, lexical, view.flags)
        cuts = [bisect_left(mentions, start, key=_first) for start in block.document_start.tolist()]
        return [_join(mentions[begin:end], view) for begin, end in pairwise(cuts)]


def _first(mention: Mention) -> int:
    return mention[0][0]


def _join(mentions: list[Mention], view: View) -> tuple[Actor, ...]:
    """Put mentions of the same actor together."""
    words = view.forms
    bearers = _bearers(mentions, words)
    latest: dict[str, Mention] = {}
    groups: dict[str, list[Mention]] = {}
    for mention in mentions:
        name = mention[2]
        key = name.lower() if name else _key(mention, bearers, latest, words)
        if key in groups:
            groups[key].append(mention)
        else:
            groups[key] = [mention]
    return tuple([actor for group in groups.values() if (actor := _actor(group, view)) is not None])


def _bearers(mentions: list[Mention], words: list[str]) -> dict[str, list[Mention]]:
    """Surname -> the first full name of each person who may bear it."""
    bearers: dict[str, list[Mention]] = {}
    for mention in mentions:
        (first, last), kind, _, _, _ = mention
        if last - first > 1 and kind in (PERSON, NAME):
            known = bearers.setdefault(words[last - 1], [])
            if not any(_same_person(mention, other, words) for other in known):
                known.append(mention)
    return bearers


def _same_person(one: Mention, other: Mention, words: list[str]) -> bool:
    """Whether two full names with one surname may be one person's ('Joe' is 'Joseph', 'Pedro' is not 'Ilda')."""
    (first, _), kind, _, _, gender = one
    (other_first, _), other_kind, _, _, other_gender = other
    if gender and other_gender and gender != other_gender:
        return False
    return words[first][:1] == words[other_first][:1] or kind != other_kind


def _key(mention: Mention, bearers: dict[str, list[Mention]], latest: dict[str, Mention], words: list[str]) -> str:
    """What the mentions of one actor share; a surname stands for its bearer, of several for the one named last."""
    (first, last), kind, _, _, _ = mention
    surname = words[last - 1]
    known = bearers.get(surname)
    if known is not None and kind in (PERSON, NAME, PLACE):
        bearer = known[0]
        if len(known) > 1:
            if last - first > 1:
                bearer = next((one for one in known if _same_person(mention, one, words)), bearer)
                latest[surname] = bearer
            else:
                bearer = latest.get(surname, bearer)
        first, last = bearer[0]
    return surname if last - first == 1 else " ".join(words[first:last])


def _actor(group: list[Mention], view: View) -> Actor | None:
    longest, kind, name, listed, gender = group[0]
    length = longest[1] - longest[0]
    if length == 1 and kind == NAME and len(group) < _LEAST_SINGLE:
        return None
    for (first, last), other_kind, other_name, known, other_gender in group[1:]:
        if last - first > length:
            longest, length, name = (first, last), last - first, other_name
        if other_kind < kind:
            kind = other_kind
        listed = listed or known
        gender = gender or other_gender
    if kind == NAME and length in (2, 3):
        kind = PERSON
    return Actor(name or _written(longest, view), KINDS[kind], tuple([mention[0] for mention in group]), listed, gender)


def _written(run: Run, view: View) -> str:
    """A name as the text writes it, without marks and the endings of owners."""
    pieces = view.block.table.pieces
    words = [pieces[number] for number in view.block.piece[run[0] : run[1]].tolist()]
    return " ".join([word if word.isalpha() else _bare(word) for word in words])


def _bare(piece: str) -> str:
    return piece.strip(_EDGE).removesuffix("'s").removesuffix("’s")
