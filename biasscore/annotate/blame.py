"""Blame and agency: who is said to have done harm or to be at fault, by whom, and in whose voice; without a parser.

A cue of the blame lexicon is read with the words around it. Its subject stands right before it (auxiliaries, adverbs
and a relative pronoun may come between) or opens the sentence; its object follows within a few words; a passive has its
agent behind 'by', a noun has it in the possessive or behind 'by' and 'against'. A cue whose culprit is neither a
known actor nor a group of people ('the differences caused friction') blames nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from biasscore.annotate.coreference import Source
from biasscore.annotate.grammar import (
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    DETERMINER,
    NEGATION,
    PREPOSITION,
    PRONOUN,
    SUBORDINATOR,
)
from biasscore.annotate.grammar import POSSESSIVE as OWNER
from biasscore.annotate.lexical import Lexical
from biasscore.annotate.parties import Party
from biasscore.annotate.relations import Relation, Run
from biasscore.annotate.view import BREAK, CAP, COMMA, POSSESSIVE, View
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.annotate.voices import AUTHOR, PARAPHRASED, Voices

ACTS = ("accuse", "responsible", "cause", "harm", "help")
"""Labels of the blame lexicon: what the cue says of whom it lands on."""
FORMS = ("active", "passive", "agentless", "noun")
"""How the act is worded: with its agent as subject, behind 'by', without an agent, as a noun."""
_BE = frozenset("is are was were be been being get got gets".split())
_RELATIVE = frozenset("who which that whom to".split())
_PASSING = _RELATIVE | frozenset("alone itself himself herself themselves together all both".split())
_INSIDE = frozenset("in of at near on across inside from".split())
"""Prepositions behind which a name belongs to the noun before ('soldiers in Ouandara')."""
_SELF = frozenset("i we".split())
_OBJECT_REACH = 6
_BY_REACH = 7
_ON_REACH = 12
_OPENING = 7
"""Tokens from the start of a sentence in which its subject begins."""


class Blame(NamedTuple):
    """One statement of blame or agency, in tokens.

    Attributes
    ----------
    cue : Run
        The words that say it.
    blamer : str
        Who says it: '' for the author, otherwise the actor's name or the words of the source.
    blamed : str
        On whom it lands: the agent of a harmful (or helpful) act, or whoever is accused.
    patient : str
        Who suffers (or gains), '' where nobody is named.
    blamed_run, patient_run : Run or None
        Their tokens.
    act : str
        One of ``ACTS``.
    weight : float
        Strength of the cue.
    polarity : int
        -1 blames, +1 clears (negated) or credits.
    voice : int
        Whose words.
    form : str
        One of ``FORMS``.
    entry : int
        Entry of the cue in the vocabulary.
    """

    cue: Run
    blamer: str
    blamed: str
    patient: str
    blamed_run: Run | None
    patient_run: Run | None
    act: str
    weight: float
    polarity: int
    voice: int
    form: str
    entry: int


class BlameFinder:
    """Finds blame in a block.

    Parameters
    ----------
    vocabulary : Vocabulary
        Lexicons; the blame lexicon says by the kind of an entry where its culprit stands.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._is_cue = vocabulary.entries_of("blame")
        self._arabic = vocabulary.language == "ar"

    def find(
        self,
        lexical: Lexical,
        view: View,
        parties: dict[int, Party],
        relations: Sequence[Relation],
        sources: Sequence[Source],
        voices: Voices,
    ) -> list[Blame]:
        """All blame of a block, in text order."""
        hits = lexical.words
        chosen = hits.where(self._is_cue[hits.entry])
        longest: dict[int, tuple[int, int]] = {}
        for first, last, entry in zip(chosen.first.tolist(), chosen.last.tolist(), chosen.entry.tolist(), strict=True):
            if first not in longest or longest[first][0] < last:
                longest[first] = (last, entry)
        if not longest:
            return []
        reading = _Reading(self, view, parties, relations, sources, voices)
        found, covered = [], 0
        for first in sorted(longest):
            last, entry = longest[first]
            if first >= covered and (blame := reading.read((first, last), entry)) is not None:
                found.append(blame)
                covered = last
        return found


class _Reading:
    """What is read around a cue, in one block."""

    def __init__(
        self,
        finder: BlameFinder,
        view: View,
        parties: dict[int, Party],
        relations: Sequence[Relation],
        sources: Sequence[Source],
        voices: Voices,
    ) -> None:
        self._view, self._voices = view, voices.token
        self._vocabulary = finder._vocabulary
        self._arabic = finder._arabic
        self._starts = parties
        self._ends: dict[int, Party] = {}
        """Last token -> the widest party that ends there."""
        for party in self._starts.values():
            first, last = party.run
            known = self._ends.get(last - 1)
            if known is None or first < known.run[0]:
                self._ends[last - 1] = party
        self._relations, self._sources = relations, sources
        self._content, self._cued = (np.full(len(view.forms), -1, np.int32) for _ in range(2))
        for number, relation in enumerate(relations):
            for first, last in relation.content:
                self._content[first:last] = number
            if relation.cue is not None:
                self._cued[relation.cue[0] : relation.cue[1]] = number

    def _speaker(self, number: int) -> str:
        """Whose statement a relation is; '' for none."""
        if number < 0:
            return ""
        return self._sources[number].actor or self._words(self._relations[number].source)

    def _words(self, run: Run | None) -> str:
        return "" if run is None else " ".join(self._view.forms[run[0] : run[1]])

    def read(self, cue: Run, entry: int) -> Blame | None:
        """Blame of one cue; None where it lands on nobody."""
        label, kind = self._vocabulary.labels[entry], self._vocabulary.kinds[entry]
        first = cue[0]
        voice = int(self._voices[first])
        blamer = self._speaker(int(self._content[first])) if voice != AUTHOR else ""
        form, blamed, patient = self._around(cue, kind)
        if label == "accuse":
            blamer, voice = self._accuser(cue, kind, blamer, voice)
            patient = None
        if blamed is None and not (patient is not None and form == "agentless"):
            return None
        polarity = 1 if (label == "help") != self._negated(cue) else -1
        return Blame(
            cue,
            blamer,
            blamed.name if blamed else "",
            patient.name if patient else "",
            blamed.run if blamed else None,
            patient.run if patient else None,
            label,
            float(self._vocabulary.matcher.weight[entry]),
            polarity,
            voice,
            form,
            entry,
        )

    def _accuser(self, cue: Run, kind: str, blamer: str, voice: int) -> tuple[str, int]:
        """Who accuses: a reported accusation is not the author's, unless the author says 'we'."""
        if voice != AUTHOR:
            return blamer, voice
        reported = int(self._cued[cue[0]])
        subject = self._blaming(cue, kind)
        before = self._before(cue[0])
        if kind == "subject_blames_object" and self._view.forms[before] in _SELF and before < cue[0]:
            return "", AUTHOR
        if reported >= 0 and kind != "object_is_blamed" and not self._is_passive(cue):
            return self._speaker(reported), PARAPHRASED
        return (subject.name if subject else ""), PARAPHRASED

    def _blaming(self, cue: Run, kind: str) -> Party | None:
        """The party that accuses."""
        if kind != "subject_blames_object":
            return self._agent(cue)
        if self._arabic:
            after = self._all_after(cue[1], _ON_REACH)
            return after[0] if len(after) > 1 else None
        return self._agent(cue) if self._is_passive(cue) else self._subject(cue)

    def _around(self, cue: Run, kind: str) -> tuple[str, Party | None, Party | None]:
        """Wording, culprit and sufferer."""
        if self._arabic:
            return self._arabic_around(cue, kind)
        if kind == "noun" or self._is_noun(cue):
            return "noun", *self._of_noun(cue, kind)
        if kind == "object_is_responsible":
            return "active", self._object(cue), None
        if kind == "object_is_blamed":
            return "active", self._subject(cue), None
        if kind == "subject_blames_object":
            if self._is_passive(cue):
                return "passive", self._subject(cue), None
            return "active", self._behind(cue, "on", _ON_REACH) or self._object(cue), None
        if cue[1] - cue[0] == 1 and self._is_passive(cue):
            agent = self._agent(cue)
            return ("passive" if agent else "agentless"), agent, self._subject(cue)
        subject, target = self._subject(cue), self._object(cue)
        if target is None and not self._goes_on(cue):
            return "agentless", None, subject  # 'two people wounded, ...'
        return "active", subject, target

    def _goes_on(self, cue: Run) -> bool:
        """Whether a cue has anything that may be its object; a present form needs none to be active."""
        view, last = self._view, cue[1]
        if cue[1] - cue[0] > 1 or not view.forms[last - 1].endswith(("ed", "en", "shot", "beat")):
            return True
        if last >= self._end(cue[0]) or view.flags[last - 1] & BREAK:
            return False
        return not view.classes[last] & (PREPOSITION | CONJUNCTION | SUBORDINATOR)

    def _arabic_around(self, cue: Run, kind: str) -> tuple[str, Party | None, Party | None]:
        """Verb first: subject and object follow in this order; a subject inside the verb leaves the object alone."""
        after = self._all_after(cue[1], _ON_REACH)
        if kind == "subject_blames_object":
            return "active", (after[-1] if after else None), None
        return (
            ("noun" if kind == "noun" else "active"),
            (after[0] if after else None),
            (after[1] if len(after) > 1 else None),
        )

    def _all_after(self, start: int, reach: int) -> list[Party]:
        found: list[Party] = []
        for token in range(start, min(start + reach, self._end(start - 1))):
            if (party := self._starts.get(token)) is not None and len(found) < 2:
                found.append(party)
        return found

    def _end(self, token: int) -> int:
        """Token after the last of the sentence."""
        return self._view.sentence_start[self._view.sentence[token] + 1]

    def _before(self, token: int) -> int:
        """The word before a cue that is no auxiliary, adverb, negation or relative pronoun."""
        view = self._view
        start = view.sentence_start[view.sentence[token]]
        while token > start:
            token -= 1
            passing = view.classes[token] & (AUXILIARY | ADVERB | NEGATION) or view.forms[token] in _PASSING
            if (not passing and view.forms[token] not in _BE) or view.flags[token] & BREAK:
                return token
        return start

    def _subject(self, cue: Run) -> Party | None:
        head = self._before(cue[0])
        view = self._view
        if head >= cue[0]:
            return None
        party = self._ends.get(head) or self._name(head)
        if party is None and not self._closes(head):
            behind = self._ends.get(head - 1)
            relative = any(view.forms[token] in _RELATIVE for token in range(head + 1, cue[0]))
            # 'the NATO war that ...', 'his clique's men ...'
            if behind is not None and (relative or view.flags[head - 1] & POSSESSIVE):
                party = behind
        if party is not None:
            return self._head(party)
        joined = bool(view.flags[head] & COMMA) or bool(view.classes[head] & CONJUNCTION)
        by_participle = view.forms[cue[0]].endswith("ing") and bool(view.classes[head] & PREPOSITION)
        return self._opening(cue[0]) if joined or by_participle else None

    def _name(self, token: int) -> Party | None:
        """A name that ends at a token and that no actor bears: mentioned once, or the first word of its sentence."""
        view = self._view
        start = view.sentence_start[view.sentence[token]]
        opens = token == start and view.flags[token] & CAP and not view.classes[token] and len(view.forms[token]) > 1
        if not (view.name[token] or opens):
            return None
        first = token
        while first > start and view.name[first - 1] and not view.flags[first - 1] & BREAK:
            first -= 1
        return Party((first, token + 1), " ".join(map(view.piece, range(first, token + 1))))

    def _head(self, party: Party) -> Party | None:
        """Of 'soldiers in Ouandara' the soldiers; of 'France and Britain' both."""
        view = self._view
        before = party.run[0] - 1
        while before > 0 and view.classes[before] & DETERMINER:
            before -= 1
        if before < view.sentence_start[view.sentence[party.run[0]]] or view.forms[before] not in _INSIDE:
            return self._widest(party)
        outer = self._ends.get(before - 1)
        if outer is None and view.forms[before] == "of":
            return party  # 'a handful of armed men'
        return None if outer is None else self._widest(outer)

    def _closes(self, token: int) -> bool:
        return bool(self._view.classes[token] & (PREPOSITION | CONJUNCTION | PRONOUN | SUBORDINATOR | DETERMINER))

    def _widest(self, party: Party) -> Party:
        """Of 'the US and the UK' the whole: both names."""
        view = self._view
        token = party.run[0] - 1
        while token > 0 and view.forms[token] in ("the", "both"):
            token -= 1
        if token > 0 and view.forms[token] == "and" and view.sentence[token] == view.sentence[party.run[0]]:
            other = self._ends.get(token - 1)
            if other is not None:
                return Party((other.run[0], party.run[1]), f"{other.name} and {party.name}")
        return party

    def _opening(self, token: int) -> Party | None:
        """The subject that opens the sentence."""
        view = self._view
        start = view.sentence_start[view.sentence[token]]
        for place in range(start, min(start + _OPENING, token)):
            if view.classes[place] & PREPOSITION and place > start:
                return None
            if (party := self._starts.get(place)) is not None:
                return None if start < place and view.classes[start] & (PREPOSITION | SUBORDINATOR) else party
        return None

    def _object(self, cue: Run) -> Party | None:
        view = self._view
        for token in range(cue[1], min(cue[1] + _OBJECT_REACH, self._end(cue[0]))):
            if token > cue[1] and view.flags[token - 1] & BREAK:
                return None
            if (party := self._starts.get(token)) is not None:
                return self._whole(party)
            stop = view.classes[token] & (CONJUNCTION | SUBORDINATOR) or (
                view.classes[token] & PREPOSITION and token > cue[1]
            )
            if stop:
                return None
        return None

    def _whole(self, party: Party) -> Party:
        """Of 'France and Britain' both."""
        token = party.run[1]
        view = self._view
        if token + 1 < self._end(party.run[0]) and view.forms[token] == "and" and not view.flags[token - 1] & BREAK:
            step = token + 2 if view.forms[token + 1] == "the" else token + 1
            other = self._starts.get(step)
            if other is not None:
                return Party((party.run[0], other.run[1]), f"{party.name} and {other.name}")
        return party

    def _behind(self, cue: Run, word: str, reach: int) -> Party | None:
        """The party right behind a preposition that follows the cue."""
        view = self._view
        for token in range(cue[1], min(cue[1] + reach, self._end(cue[0]))):
            if view.forms[token] == word and not (token > cue[1] and view.flags[token - 1] & BREAK):
                return self._object((token, token + 1))
        return None

    def _agent(self, cue: Run) -> Party | None:
        return self._behind(cue, "by", _BY_REACH)

    def _is_passive(self, cue: Run) -> bool:
        view, token = self._view, cue[0]
        words = view.forms[cue[0] : cue[1]]
        if words[-1].endswith("ing"):
            return False
        start = view.sentence_start[view.sentence[token]]
        back = token - 1
        while back >= start and view.classes[back] & (ADVERB | NEGATION) and view.forms[back] not in _BE:
            back -= 1
        if back >= start and view.forms[back] in _BE and not view.flags[back] & BREAK:
            return True
        return cue[1] < self._end(token) and view.forms[cue[1]] == "by" and words[0].endswith(("ed", "en", "n"))

    def _is_noun(self, cue: Run) -> bool:
        """'the attack', 'their killing': a cue of one word behind a determiner or an owner, or before 'of'."""
        view, token = self._view, cue[0]
        if cue[1] - token > 1 or view.forms[token].endswith("ed"):
            return False
        after = token + 1 < self._end(token) and view.forms[token + 1] in ("of", "against")
        if token <= view.sentence_start[view.sentence[token]]:
            return after
        before = view.forms[token - 1] not in _RELATIVE and view.classes[token - 1] & (DETERMINER | OWNER)
        return bool(before) or bool(view.flags[token - 1] & POSSESSIVE) or after

    def _of_noun(self, cue: Run, kind: str) -> tuple[Party | None, Party | None]:
        owner = self._ends.get(cue[0] - 1) if self._view.flags[cue[0] - 1] & POSSESSIVE and cue[0] else None
        target = next((found for word in ("against", "on", "of") if (found := self._behind(cue, word, 4))), None)
        if kind in ("noun", "subject_blames_object"):
            return target, None
        return owner or self._agent(cue), target

    def _negated(self, cue: Run) -> bool:
        view, token = self._view, cue[0]
        start = max(view.sentence_start[view.sentence[token]], token - 4)
        for back in range(token - 1, start - 1, -1):
            if view.classes[back] & NEGATION or view.forms[back] in ("denied", "denies", "denying", "deny"):
                return True
            if not (view.classes[back] & (AUXILIARY | ADVERB) or view.forms[back] in _RELATIVE | _BE):
                return view.forms[back] in ("denied", "denies", "denying")
        return False
