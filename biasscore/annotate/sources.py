"""What kind of source each relation cites, and which relations cite the same one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from biasscore.annotate.actors import Actor
from biasscore.annotate.grammar import DETERMINER, PREPOSITION
from biasscore.annotate.relations import Relation, Run
from biasscore.annotate.view import CAP, COMMA, POSSESSIVE, UPPER, View
from biasscore.annotate.vocabulary import Vocabulary

_SINGULAR = frozenset("he she i him her".split()) | frozenset(("هو", "هي", "انا"))
_PLURAL = frozenset("they we them who".split()) | frozenset(("هم", "نحن"))
_NEUTER = frozenset("it which that".split())
_LONGEST_NAME = 4
_PLAIN = 2
"""Words up to which a phrase is a noun with its article."""
_DEFINITE = frozenset("the this that these those his her their".split())


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
        Whether a definite description has nobody before it to refer to.
    actor : str
        Name of the actor it is, or ''.
    """

    type: str
    id: str
    role: str
    secondary: bool
    orphan: bool
    actor: str


@dataclass(slots=True)
class _Seen:
    """Sources of one document so far, newest last."""

    people: list[Source] = field(default_factory=list)
    groups: list[Source] = field(default_factory=list)
    bodies: list[Source] = field(default_factory=list)
    by_noun: dict[str, Source] = field(default_factory=dict)


def _actors_in(run: Run, at: dict[int, Actor]) -> list[Actor]:
    """Actors named in a phrase, in order."""
    return list(dict.fromkeys(at[token] for token in range(*run) if token in at))


class SourceReader:
    """Types and links sources, document by document, in text order."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._entries = vocabulary.matcher.entries
        media, nouns = vocabulary.matcher.number("media_names"), vocabulary.matcher.number("source_nouns")
        self._media_lexicon, self._noun_lexicon = media, nouns
        self._lexicon = vocabulary.matcher.lexicon
        self._arabic = vocabulary.language == "ar"

    def read(
        self, view: View, relations: list[Relation], actors: list[tuple[Actor, ...]], media: list[bool]
    ) -> list[Source]:
        """Type and link the sources of all relations.

        Parameters
        ----------
        view : View
            The block.
        relations : list of Relation
            In text order.
        actors : list of tuple of Actor
            Actors of every document.
        media : list of bool
            Tokens inside the name of a medium.

        Returns
        -------
        list of Source
            One a relation.
        """
        at = {
            token: actor for document in actors for actor in document for run in actor.mentions for token in range(*run)
        }
        sources: list[Source] = []
        seen = _Seen()
        document = -1
        for relation in relations:
            place = view.document[relation.content[0][0]]
            if place != document:
                seen, document = _Seen(), place
            source = self._one(view, relation, at, seen)
            if not source.secondary and self._through_media(view, relation, media):
                source = source._replace(secondary=True)
            sources.append(source)
        return sources

    def _one(self, view: View, relation: Relation, at: dict[int, Actor], seen: _Seen) -> Source:
        if relation.source is None:
            if relation.cue is None and (seen.people or seen.bodies):
                return (seen.people or seen.bodies)[-1]._replace(orphan=False)
            return Source("elided", "", "", False, False, "")
        first, last = relation.source
        if last - first == 1:
            pronoun = self._pronoun(view.forms[first], seen)
            if pronoun is not None:
                return pronoun
        source = self._described(view, relation.source, at, seen)
        self._remember(view, relation.source, source, seen)
        return source

    def _pronoun(self, form: str, seen: _Seen) -> Source | None:
        if form in _SINGULAR:
            return (
                seen.people[-1]._replace(orphan=False) if seen.people else Source("person", form, "", False, True, "")
            )
        if form in _PLURAL:
            pool = seen.groups or seen.bodies or seen.people
            return pool[-1]._replace(orphan=False) if pool else Source("person", form, "", False, True, "")
        if form in _NEUTER:
            return seen.bodies[-1]._replace(orphan=False) if seen.bodies else Source("body", form, "", False, True, "")
        return None

    def _described(self, view: View, run: Run, at: dict[int, Actor], seen: _Seen) -> Source:
        name = self._arabic_name(view, run) if self._arabic else ""
        if name:
            return Source("person", name, self._role(view, run), False, False, name)
        head = self._head(view, run)
        entry = self._entries[view.source_noun[head]] if head is not None else None
        role = entry.label if entry else ""
        named = _actors_in(run, at) if head is None else self._named_behind(view, run, head, at)
        person = next((actor for actor in named if actor.kind in ("person", "name")), None)
        if person is not None and (entry is None or entry.kind in ("human", "plural_group", "bare")):
            kind = "metonym" if person.kind == "place" else "person"
            return Source(kind, person.name, role, False, False, person.name)
        if entry is not None and entry.kind in ("human", "plural_group", "bare"):
            return self._people(view, run, head or run[0], seen)
        medium = next((actor for actor in _actors_in(run, at) if actor.kind == "media"), None)
        if medium is not None or role == "media":
            name = medium.name if medium else self._text(view, run)
            return Source("media", name, "media", True, False, medium.name if medium else "")
        if entry is not None and entry.kind == "document":
            return Source("document", self._text(view, run), role, False, False, "")
        if entry is not None:
            return self._institution(view, run, role, at, seen)
        actor = next(iter(_actors_in(run, at)), None)
        if actor is None:
            return self._unknown(view, run)
        kind = {"country": "metonym", "place": "metonym", "person": "person", "name": "person"}.get(actor.kind, "body")
        return Source(kind, actor.name, "", False, False, actor.name)

    def _role(self, view: View, run: Run) -> str:
        nouns = (view.source_noun[token] for token in range(*run) if token in view.source_noun)
        return next((self._entries[entry].label for entry in nouns), "")

    @staticmethod
    def _arabic_name(view: View, run: Run) -> str:
        """A name in a phrase without capitals: a part between commas with no noun of the lists, or a listed name."""
        part: list[int] = []
        for token in range(*run):
            part.append(token)
            if view.flags[token] & COMMA or token + 1 == run[1]:
                plain = not any(t in view.source_noun or view.classes[t] & PREPOSITION for t in part)
                if (
                    plain
                    and len(part) <= _LONGEST_NAME
                    and (run[1] - run[0] > len(part) or not any(view.name[t] for t in part))
                ):
                    return " ".join(view.forms[t] for t in part)
                part = []
        return ""

    @staticmethod
    def _named_behind(view: View, run: Run, head: int, at: dict[int, Actor]) -> list[Actor]:
        """Actors whose name stands behind the head noun, but not as part of its complement ('a source at the Bank')."""
        found = []
        for token in range(head + 1, run[1]):
            before = token - 1
            while before > head and view.classes[before] & DETERMINER:
                before -= 1
            if token in at and at.get(token - 1) is not at[token] and not view.classes[before] & PREPOSITION:
                found.append(at[token])
        return found

    def _head(self, view: View, run: Run) -> int | None:
        """Head noun of the phrase: the last before a preposition, a comma or 'who'; in Arabic the first."""
        nouns = []
        for token in range(*run):
            bits = view.classes[token]
            if token > run[0] and (bits & PREPOSITION or view.forms[token] in ("who", "which", "that")):
                break
            if token in view.source_noun:
                nouns.append(token)
                if self._arabic:
                    break
            if view.flags[token] & (COMMA | POSSESSIVE):
                if view.flags[token] & COMMA:
                    break
                nouns.clear()
        return nouns[-1] if nouns else None

    def _institution(self, view: View, run: Run, role: str, at: dict[int, Actor], seen: _Seen) -> Source:
        text = self._text(view, run)
        actor = next((actor for actor in _actors_in(run, at) if actor.kind == "body"), None)
        if actor is not None:
            return Source("body", actor.name, role, False, False, actor.name)
        noun = view.forms[run[1] - 1]
        if run[1] - run[0] <= _PLAIN and view.forms[run[0]] in _DEFINITE and noun in seen.by_noun:
            return seen.by_noun[noun]._replace(orphan=False)
        return Source("body", text, role, False, False, "")

    def _people(self, view: View, run: Run, head: int, seen: _Seen) -> Source:
        """Someone described by a noun: linked to an earlier source of that noun, else anonymous."""
        entry = self._entries[view.source_noun[head]]
        noun = view.forms[head]
        definite = view.forms[run[0]] in _DEFINITE or (self._arabic and noun.startswith(("ال", "وال")))
        plain = run[1] - run[0] <= _PLAIN
        if definite and plain:
            earlier = seen.by_noun.get(noun) or (
                seen.people[-1] if noun in ("source", "man", "woman") and seen.people else None
            )
            if earlier is not None:
                return earlier._replace(orphan=False)
        type_ = "anonymous_bare" if entry.kind == "bare" and plain else "anonymous_described"
        return Source(type_, self._text(view, run), entry.label, False, definite and plain, "")

    def _unknown(self, view: View, run: Run) -> Source:
        text = self._text(view, run)
        if any(view.flags[token] & UPPER for token in range(*run)):
            return Source("body", text, "", False, False, "")
        if any(view.name[token] for token in range(*run)) or self._opens_with_name(view, run):
            return Source("person", text, "", False, False, "")
        return Source("anonymous_described", text, "", False, False, "")

    @staticmethod
    def _opens_with_name(view: View, run: Run) -> bool:
        """Whether a single capitalised word that is in no list stands here, as at the start of 'Aldane said'."""
        first = run[0]
        return run[1] - first == 1 and bool(view.flags[first] & CAP) and not view.classes[first]

    def _remember(self, view: View, run: Run, source: Source, seen: _Seen) -> None:
        for token in range(*run):
            if token in view.source_noun:
                seen.by_noun[view.forms[token]] = source
        if source.type in ("person", "anonymous_described", "anonymous_bare"):
            plural = any(
                token in view.source_noun
                and (self._entries[view.source_noun[token]].kind == "plural_group" or view.forms[token].endswith("s"))
                for token in range(*run)
            )
            (seen.groups if plural and source.type != "person" else seen.people).append(source)
        elif source.type != "document":
            seen.bodies.append(source)

    @staticmethod
    def _text(view: View, run: Run) -> str:
        words = [view.forms[token] for token in range(*run)]
        while len(words) > 1 and words[0] in _DEFINITE | {"a", "an"}:
            words = words[1:]
        return " ".join(words)

    @staticmethod
    def _through_media(view: View, relation: Relation, media: list[bool]) -> bool:
        """Whether a medium stands beside the cue: 'told the daily X', 'as quoted by X'."""
        if relation.cue is None:
            return False
        after = relation.cue[1]
        behind = [run[0] for run in relation.content if run[0] >= after]
        stop = min([*behind, after + 12, view.sentence_start[view.sentence[relation.cue[0]] + 1]])
        return any(media[token] for token in range(after, stop))
