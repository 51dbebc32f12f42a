"""Who 'he', 'they' and 'the diplomat' are: what one document has said so far, linked conservatively."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from biasscore.annotate.actors import Actor
from biasscore.annotate.view import View

_HE = frozenset(("he", "him", "his", "هو"))
_SHE = frozenset(("she", "her", "هي"))
_SELF = frozenset("i me my we us our انا نحن".split())
"""Inside a quotation whoever is quoted, outside it the author."""
_ONE = _HE | _SHE | _SELF
_YOU = frozenset("you your".split())
_PLURAL = frozenset("they them their who هم".split())
_NEUTER = frozenset("it its which that".split())
RELATIVE = frozenset("who which that".split())
_ANYBODY = ("source", "man", "woman", "مصدر")
_REACH = 2
"""Sentences back in which 'they' looks for a group."""
_SUBJECT = 4
"""Tokens from the start of a sentence in which its subject is named."""


class Source(NamedTuple):
    """Type and identity of the source of one relation.

    Attributes
    ----------
    type : str
        One of ``relations.SOURCE_TYPES``.
    id : str
        The same for every mention of one source in the document; '' without a source.
    role : str
        official, expert, citizen, armed, media, company, document, body, group, anonymous, political, or ''.
    secondary : bool
        Whether the statement reached the outlet through another medium.
    orphan : bool
        Whether a pronoun or a definite description has nobody before it to refer to.
    actor : str
        Name of the actor it is, or ''.
    """

    type: str
    id: str
    role: str
    secondary: bool
    orphan: bool
    actor: str

    @property
    def anonymous(self) -> bool:
        """Whether a human source is hidden behind a description."""
        return self.type.startswith("anonymous")

    @property
    def named(self) -> bool:
        """Whether a reader can tell who or what it is: a person by name, anything else by what it is called."""
        if self.type == "person":
            return bool(self.actor) and not self.orphan
        return self.type != "elided" and not self.anonymous


class Memory:
    """Sources and persons of one document so far."""

    def __init__(self, actors: tuple[Actor, ...]) -> None:
        self._actors = actors
        self._people: list[tuple[int, Source]] = []
        self._groups: list[tuple[int, Source]] = []
        self._by_noun: dict[str, Source] = {}

    @cached_property
    def _persons(self) -> list[tuple[int, Actor]]:
        """Mentions of persons in text order."""
        return sorted((run[0], actor) for actor in self._actors for run in actor.mentions if actor.kind == "person")

    @cached_property
    def _starts(self) -> dict[int, Actor]:
        """First tokens of all mentions."""
        return {run[0]: actor for actor in self._actors for run in actor.mentions}

    @property
    def last(self) -> Source | None:
        """The source cited last."""
        latest = max([*self._people[-1:], *self._groups[-1:]], default=None, key=lambda item: item[0])
        return latest[1] if latest else None

    def remember(self, token: int, source: Source, nouns: list[str], *, group: bool) -> None:
        """Keep a source: as a group or body, or as a person; and by its nouns."""
        for noun in nouns:
            self._by_noun[noun] = source
        if source.type != "document":
            (self._groups if group else self._people).append((token, source))

    def described(self, noun: str) -> Source | None:
        """The source last introduced by a noun; 'the source' and 'the man' are whoever was cited last."""
        known = self._by_noun.get(noun)
        if known is None and noun in _ANYBODY and self._people:
            known = self._people[-1][1]
        return known._replace(orphan=False) if known else None

    def pronoun(self, view: View, token: int) -> Source | None:
        """Whom a pronoun stands for; None for a word that is no pronoun."""
        form = view.forms[token]
        if form in _YOU or (form in _SELF and view.quotation[token] < 0):
            return Source("person", "you" if form in _YOU else "the author", "", False, False, "")
        if form in _ONE:
            return self._person(token, form) or Source("person", form, "", False, True, "")
        if form in _PLURAL or form in _NEUTER:
            kind = "body" if form in _NEUTER else "person"
            return self._group(view, token) or Source(kind, form, "", False, True, "")
        return None

    def _person(self, token: int, form: str) -> Source | None:
        cited = self._people[-1] if self._people else None
        wrong = "female" if form in _HE else "male" if form in _SHE else ""
        named = next((item for item in reversed(self._persons) if item[0] < token and item[1].gender != wrong), None)
        if named is not None and form not in _SELF and (cited is None or named[0] > cited[0]):
            actor = named[1]
            same = next((s for _, s in reversed(self._people) if s.actor == actor.name), None)
            return same._replace(orphan=False) if same else Source("person", actor.name, "", False, False, actor.name)
        return cited[1]._replace(orphan=False) if cited else None

    def _group(self, view: View, token: int) -> Source | None:
        sentence = view.sentence[token]
        near = [
            item for item in [*self._groups[-1:], *self._people[-1:]] if sentence - view.sentence[item[0]] <= _REACH
        ]
        subject = self._subject(view, token)
        if near and (subject is None or view.paragraph[near[0][0]] == view.paragraph[token]):
            return near[0][1]._replace(orphan=False)
        if subject is None:
            return None
        kind = "metonym" if subject.kind in ("country", "place") else "person" if subject.kind == "person" else "body"
        return Source(kind, subject.name, "", False, False, subject.name)

    def _subject(self, view: View, token: int) -> Actor | None:
        """The actor that the sentence before begins with."""
        own = view.sentence_start[view.sentence[token]]
        if own == 0 or view.document[own - 1] != view.document[token]:
            return None
        first = view.sentence_start[view.sentence[token] - 1]
        return next((self._starts[t] for t in range(first, min(first + _SUBJECT, own)) if t in self._starts), None)
