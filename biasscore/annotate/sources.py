"""What kind of source each relation cites, and which relations cite the same one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np

from biasscore.annotate.actors import Actor
from biasscore.annotate.coreference import RELATIVE, Memory, Source
from biasscore.annotate.grammar import DETERMINER, KIN, PREPOSITION
from biasscore.annotate.grammar import POSSESSIVE as OWNER
from biasscore.annotate.phrases import antecedent
from biasscore.annotate.relations import Relation, Run
from biasscore.annotate.view import CAP, COMMA, NUMBER, POSSESSIVE, UPPER, View
from biasscore.annotate.vocabulary import Vocabulary

_LONGEST_NAME = 4
_BESIDE = 12
"""Tokens behind a cue in which the medium stands that it was said to."""
_PLAIN = 2
"""Words up to which a phrase is a noun with its article."""
_DEFINITE = frozenset("the this that these those his her their".split())
_ARTICLES = _DEFINITE | {"a", "an"}


class _Named:
    """Which actor's name a token is part of, in a block."""

    def __init__(self, actors: Iterable[Actor], n_tokens: int) -> None:
        self.actors = list(actors)
        counts = [len(actor.mentions) for actor in self.actors]
        runs = chain.from_iterable(actor.mentions for actor in self.actors)
        ends = np.fromiter(chain.from_iterable(runs), np.int64)
        first, length = ends[::2], ends[1::2] - ends[::2]
        owner = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        number = np.full(n_tokens, -1, np.int32)
        begin = np.cumsum(length) - length
        number[np.repeat(first - begin, length) + np.arange(length.sum())] = np.repeat(owner, length)
        self.number: Sequence[int] = number.data

    def within(self, run: Run) -> list[Actor]:
        """Actors named in a phrase, in order."""
        found: dict[int, Actor] = {}
        for token in range(*run):
            number = self.number[token]
            if number >= 0:
                found[number] = self.actors[number]
        return list(found.values())


def _first_of(actors: list[Actor], *kinds: str) -> Actor | None:
    """The first actor of one of some kinds."""
    for actor in actors:
        if actor.kind in kinds:
            return actor
    return None


class SourceReader:
    """Types and links sources, document by document, in text order."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._entries = vocabulary.matcher.entries
        self._arabic = vocabulary.language == "ar"

    def read(
        self, view: View, relations: list[Relation], actors: list[tuple[Actor, ...]], media: Sequence[int]
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
        media : sequence of int
            Of every token, and of the end, how many tokens before it are inside the name of a medium.

        Returns
        -------
        list of Source
            One a relation.
        """
        named = _Named(chain.from_iterable(actors), len(view.forms))
        sources: list[Source] = []
        seen = Memory(())
        document = -1
        for relation in relations:
            place = view.document[relation.content[0][0]]
            if place != document:
                seen, document = Memory(actors[place]), place
            source = self._one(view, relation, named, seen)
            if not source.secondary and self._through_media(view, relation, media):
                source = source._replace(secondary=True)
            sources.append(source)
        return sources

    def _one(self, view: View, relation: Relation, named: _Named, seen: Memory) -> Source:
        if relation.source is None:
            if relation.cue is None and seen.last is not None:
                return seen.last._replace(orphan=False)
            return Source("elided", "", "", False, False, "")
        first, last = relation.source
        if last - first == 1 and (not view.flags[first] & UPPER or view.forms[first] == "i"):  # 'WHO' is no pronoun
            if view.forms[first] in RELATIVE:
                opens = view.sentence_start[view.sentence[first]]
                first, last = (antecedent(view, first, opens) if first > opens else None) or (first, last)
            if last - first == 1 and (pronoun := seen.pronoun(view, first)) is not None:
                return pronoun
        source = self._described(view, (first, last), named, seen)
        nouns = [token for token in range(first, last) if token in view.source_noun]
        group = source.type != "person" and (not source.anonymous or self._is_plural(view, nouns))
        seen.remember(first, source, [self._noun(view, token) for token in nouns], group=group)
        return source

    def _noun(self, view: View, token: int) -> str:
        """What a later mention is compared with: the word, or in Arabic (where clitics change it) its entry."""
        entry = view.source_noun.get(token)
        return self._entries[entry].term if self._arabic and entry is not None else view.forms[token]

    def _is_plural(self, view: View, nouns: list[int]) -> bool:
        return any(
            self._entries[view.source_noun[token]].kind == "plural_group" or view.forms[token].endswith("s")
            for token in nouns
        )

    def _described(self, view: View, run: Run, named: _Named, seen: Memory) -> Source:
        name = self._arabic_name(view, run) if self._arabic else ""
        if name:
            return Source("person", name, self._role(view, run), False, False, name)
        head = self._head(view, run)
        entry = self._entries[view.source_noun[head]] if head is not None else None
        role = entry.label if entry else ""
        actors = named.within(run)
        persons = actors if head is None or not actors else self._named_behind(view, run, head, named)
        person = _first_of(persons, "person", "name")
        if person is None and head is not None and view.classes[head] & KIN and self._is_owned(view, run, head):
            return Source("person", self._text(view, run), "citizen", False, False, "")
        if person is not None and (entry is None or entry.kind in ("human", "plural_group", "bare")):
            kind = "metonym" if person.kind == "place" else "person"
            return Source(kind, person.name, role, False, False, person.name)
        if entry is not None and entry.kind in ("human", "plural_group", "bare"):
            return self._people(view, run, head or run[0], seen)
        medium = _first_of(actors, "media")
        if medium is not None or role == "media":
            name = medium.name if medium else self._text(view, run)
            return Source("media", name, "media", True, False, medium.name if medium else "")
        if entry is not None and entry.kind == "document":
            return Source("document", self._text(view, run), role, False, False, "")
        if entry is not None:
            return self._institution(view, run, role, actors, seen)
        if not actors:
            return self._unknown(view, run)
        actor = actors[0]
        kind = {"country": "metonym", "place": "metonym", "person": "person", "name": "person"}.get(actor.kind, "body")
        return Source(kind, actor.name, "", False, False, actor.name)

    def _role(self, view: View, run: Run) -> str:
        nouns = (view.source_noun[token] for token in range(*run) if token in view.source_noun)
        return next((self._entries[entry].label for entry in nouns), "")

    def _arabic_name(self, view: View, run: Run) -> str:
        """A name in a phrase without capitals: what no list knows, alone between commas or behind an office."""
        part: list[int] = []
        for token in range(*run):
            part.append(token)
            if not (view.flags[token] & COMMA or token + 1 == run[1]):
                continue
            known = [t for t in part if t in view.source_noun or view.classes[t] & PREPOSITION or view.name[t]]
            behind = [t for t in part if t > known[-1]] if known else part
            office = known[-1] if known and known[-1] in view.source_noun else None
            alone = not known and (run[1] - run[0] > len(part) or len(part) > 1)
            if alone or (office is not None and len(behind) > 1 and self._holds_office(view, part, office)):
                return " ".join(view.forms[t] for t in behind[:_LONGEST_NAME])
            part = []
        return ""

    def _holds_office(self, view: View, part: list[int], noun: int) -> bool:
        plain = not any(view.classes[t] & PREPOSITION for t in part)
        return plain and self._entries[view.source_noun[noun]].label not in ("media", "document", "anonymous")

    @staticmethod
    def _named_behind(view: View, run: Run, head: int, named: _Named) -> list[Actor]:
        """Actors whose name stands behind the head noun, but not as part of its complement ('a source at the Bank')."""
        found = []
        for token in range(head + 1, run[1]):
            before = token - 1
            while before > head and view.classes[before] & DETERMINER:
                before -= 1
            number = named.number[token]
            if number >= 0 and named.number[token - 1] != number and not view.classes[before] & PREPOSITION:
                found.append(named.actors[number])
        return found

    def _head(self, view: View, run: Run) -> int | None:
        """Head noun of the phrase: the last before a preposition, a comma or 'who'; in Arabic the first."""
        classes, flags, is_noun = view.classes, view.flags, view.source_noun
        head: int | None = None
        for token in range(*run):
            if token > run[0] and (classes[token] & PREPOSITION or view.forms[token] in RELATIVE):
                break
            if token in is_noun:
                head = token
                if self._arabic:
                    break
            marks = flags[token]
            if marks & COMMA:
                break
            if marks & POSSESSIVE:
                head = None
        return head

    def _institution(self, view: View, run: Run, role: str, actors: list[Actor], seen: Memory) -> Source:
        text = self._text(view, run)
        actor = _first_of(actors, "body")
        if actor is not None:
            return Source("body", actor.name, role, False, False, actor.name)
        noun = self._noun(view, run[1] - 1)
        known = seen.described(noun) if run[1] - run[0] <= _PLAIN and view.forms[run[0]] in _DEFINITE else None
        return known or Source("body", text, role, False, False, "")

    def _people(self, view: View, run: Run, head: int, seen: Memory) -> Source:
        """Someone described by a noun: linked to an earlier source of that noun, else anonymous."""
        entry = self._entries[view.source_noun[head]]
        noun, form = self._noun(view, head), view.forms[head]
        definite = view.forms[run[0]] in _DEFINITE or (self._arabic and form.startswith(("ال", "وال", "لل")))
        plain = run[1] - run[0] <= _PLAIN
        known = seen.described(noun) if definite and (plain or entry.kind == "bare") else None
        if known is not None:
            return known
        bare = (entry.kind == "bare" and plain) or (not definite and self._says_nothing_more(view, run, head))
        type_ = "anonymous_bare" if bare else "anonymous_described"
        return Source(type_, self._text(view, run), entry.label, False, definite and plain, "")

    def _is_owned(self, view: View, run: Run, head: int) -> bool:
        """'His mother', 'the victim's family'; in Arabic the owner is written behind the noun or with it."""
        before = range(run[0], head)
        return self._arabic or any(view.classes[t] & OWNER or view.flags[t] & POSSESSIVE for t in before)

    def _says_nothing_more(self, view: View, run: Run, head: int) -> bool:
        """'Officials', 'some critics': several of a kind, without a word about which."""
        several = view.forms[head].endswith("s") and not self._arabic
        return several and all(view.classes[token] & DETERMINER for token in range(*run) if token != head)

    def _unknown(self, view: View, run: Run) -> Source:
        text = self._text(view, run)
        if all(view.classes[token] & DETERMINER for token in range(*run)):
            return Source("anonymous_bare", text, "", False, False, "")  # 'some', 'others'
        if view.flags[run[0]] & NUMBER:
            return Source("document", text, "citizen", False, False, "")  # '60 percent say': a survey speaks
        if any(view.flags[token] & UPPER for token in range(*run)):
            return Source("body", text, "", False, False, "")
        if any(view.name[token] for token in range(*run)) or self._opens_with_name(view, run):
            return Source("person", text, "", False, False, text)
        return Source("anonymous_described", text, "", False, False, "")

    @staticmethod
    def _opens_with_name(view: View, run: Run) -> bool:
        """Whether a single capitalised word that is in no list stands here, as at the start of 'Aldane said'."""
        first = run[0]
        return run[1] - first == 1 and bool(view.flags[first] & CAP) and not view.classes[first]

    @staticmethod
    def _text(view: View, run: Run) -> str:
        words = [view.forms[token] for token in range(*run)]
        while len(words) > 1 and words[0] in _ARTICLES:
            words = words[1:]
        return " ".join(words)

    @staticmethod
    def _through_media(view: View, relation: Relation, media: Sequence[int]) -> bool:
        """Whether a medium stands beside the cue: 'told the daily X', 'as quoted by X'."""
        if relation.cue is None:
            return False
        after = relation.cue[1]
        stop = min(after + _BESIDE, len(media) - 1)
        if media[after] == media[stop]:
            return False
        stop = min(stop, view.sentence_start[view.sentence[relation.cue[0]] + 1])
        return media[after] < media[min([run[0] for run in relation.content if run[0] >= after] + [stop])]
