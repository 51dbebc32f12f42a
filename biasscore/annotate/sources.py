"""What kind of source each relation cites, and which relations cite the same one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from biasscore.annotate.actors import Actor
from biasscore.annotate.relations import Relation, Run
from biasscore.annotate.view import UPPER, View
from biasscore.annotate.vocabulary import Vocabulary

_SINGULAR = frozenset("he she i him her".split()) | frozenset(("هو", "هي", "انا"))
_PLURAL = frozenset("they we them who".split()) | frozenset(("هم", "نحن"))
_NEUTER = frozenset("it which that".split())
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
        nouns = [(token, self._entries[view.source_noun[token]]) for token in range(*run) if token in view.source_noun]
        actors = list(dict.fromkeys(at[token] for token in range(*run) if token in at))
        role = nouns[0][1].label if nouns else ""
        person = next((actor for actor in actors if actor.kind == "person"), None)
        if person is not None:
            return Source("person", person.name, role, False, False, person.name)
        medium = next((actor for actor in actors if actor.kind == "media"), None)
        head = nouns[0] if nouns else None
        if head is not None and head[1].kind in ("human", "plural_group", "bare"):
            return self._people(view, run, head[0], head[1].kind, role, actors, seen)
        if medium is not None or role == "media":
            name = medium.name if medium else self._text(view, run)
            return Source("media", name, "media", True, False, medium.name if medium else "")
        if head is not None and head[1].kind == "document":
            return Source("document", self._text(view, run), role, False, False, "")
        if actors:
            actor = actors[0]
            kind = (
                "metonym" if actor.kind == "country" and head is None else "person" if actor.kind == "name" else "body"
            )
            return Source(kind, actor.name, role or ("body" if kind == "body" else ""), False, False, actor.name)
        if head is not None:
            return Source("body", self._text(view, run), role, False, False, "")
        return self._unknown(view, run)

    def _people(
        self, view: View, run: Run, head: int, kind: str, role: str, actors: list[Actor], seen: _Seen
    ) -> Source:
        """Someone described by a noun: linked to an earlier source of that noun, else anonymous."""
        noun = view.forms[head]
        name = next((actor for actor in actors if actor.kind == "name"), None)
        if name is not None:
            return Source("person", name.name, role, False, False, name.name)
        definite = view.forms[run[0]] in _DEFINITE or (self._arabic and view.forms[head].startswith(("ال", "وال")))
        plain = run[1] - run[0] <= 2
        if definite and plain:
            earlier = seen.by_noun.get(noun) or (
                seen.people[-1] if noun in ("source", "man", "woman") and seen.people else None
            )
            if earlier is not None:
                return earlier._replace(orphan=False)
        capital = view.name[head]
        if capital and not definite and self._entries[view.source_noun[head]].kind == "human" and run[1] - run[0] > 1:
            return Source("person", self._text(view, run), role, False, False, "")
        type_ = "anonymous_bare" if kind == "bare" and plain else "anonymous_described"
        return Source(type_, self._text(view, run), role, False, definite and plain, "")

    def _unknown(self, view: View, run: Run) -> Source:
        text = self._text(view, run)
        if any(view.flags[token] & UPPER for token in range(*run)):
            return Source("body", text, "", False, False, "")
        if any(view.name[token] for token in range(*run)):
            return Source("person", text, "", False, False, "")
        return Source("anonymous_described", text, "", False, False, "")

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
