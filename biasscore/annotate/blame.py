"""Blame and agency: who is said to have done harm or to be at fault, by whom, and in whose voice; without a parser.

A cue of the blame lexicon is read with the words around it. Its subject stands right before it (auxiliaries, adverbs
and a relative pronoun may come between) or opens the sentence; its object follows within a few words; a passive has its
agent behind 'by', a noun has it in the possessive or behind 'by' and 'against'. A cue whose culprit is neither a
known actor nor a group of people ('the differences caused friction') blames nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from biasscore.annotate.clauses import BE, ON_REACH, RELATIVE, Clauses
from biasscore.annotate.coreference import Source
from biasscore.annotate.grammar import ADVERB, AUXILIARY, CONJUNCTION, NEGATION, PREPOSITION, SUBORDINATOR
from biasscore.annotate.lexical import Lexical
from biasscore.annotate.parties import Parties, Party
from biasscore.annotate.relations import Relation, Run
from biasscore.annotate.view import BREAK, View
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.annotate.voices import AUTHOR, PARAPHRASED, Voices

ACTS = ("accuse", "responsible", "cause", "harm", "help")
"""Labels of the blame lexicon: what the cue says of whom it lands on."""
FORMS = ("active", "passive", "agentless", "noun")
"""How the act is worded: with its agent as subject, behind 'by', without an agent, as a noun."""
_SELF = frozenset("i we".split())


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
        parties: Parties,
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
        parties: Parties,
        relations: Sequence[Relation],
        sources: Sequence[Source],
        voices: Voices,
    ) -> None:
        self._view, self._voices = view, voices.token
        self._vocabulary = finder._vocabulary
        self._arabic = finder._arabic
        persons = {
            (view.document[relation.content[0][0]], source.actor)
            for relation, source in zip(relations, sources, strict=True)
            if source.type == "person" and source.actor
        }
        self._clause = Clauses(view, parties, persons)
        self._relations, self._sources = relations, sources
        self._content = voices.relation
        self._cued = {
            token: number
            for number, relation in enumerate(relations)
            if relation.cue is not None
            for token in range(*relation.cue)
        }

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
        if blamed is not None and blamed.group == "document":
            return None  # 'the report is to blame': nobody acts
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
        reported = self._cued.get(cue[0], -1)
        subject = self._blaming(cue, kind)
        before = self._clause.before(cue[0])
        if kind == "subject_blames_object" and self._view.forms[before] in _SELF and before < cue[0]:
            return "", AUTHOR
        if reported >= 0 and kind != "object_is_blamed" and not self._clause.is_passive(cue):
            return self._speaker(reported), PARAPHRASED
        return (subject.name if subject else ""), PARAPHRASED

    def _blaming(self, cue: Run, kind: str) -> Party | None:
        """The party that accuses."""
        if kind != "subject_blames_object":
            return self._clause.agent(cue)
        if self._arabic:
            after = self._clause.all_after(cue[1], ON_REACH)
            return after[0] if len(after) > 1 else None
        return self._clause.agent(cue) if self._clause.is_passive(cue) else self._clause.subject(cue)

    def _around(self, cue: Run, kind: str) -> tuple[str, Party | None, Party | None]:
        """Wording, culprit and sufferer."""
        if self._arabic:
            return self._arabic_around(cue, kind)
        if kind == "noun" or self._clause.is_noun(cue):
            return "noun", *self._of_noun(cue, kind)
        if kind == "object_is_responsible":
            return "active", self._clause.object(cue), None
        if kind == "object_is_blamed":
            return "active", self._clause.subject(cue), None
        if self._clause.is_mutual(cue):
            both = self._clause.subject(cue)
            return "active", both, both
        if kind == "subject_blames_object":
            if self._clause.is_passive(cue):
                return "passive", self._clause.subject(cue), None
            return "active", self._clause.behind(cue, "on", ON_REACH) or self._clause.object(cue), None
        if cue[1] - cue[0] == 1 and self._clause.is_passive(cue):
            agent = self._clause.agent(cue)
            return ("passive" if agent else "agentless"), agent, self._clause.subject(cue)
        subject, target = self._clause.subject(cue), self._clause.object(cue)
        if target is None and not self._goes_on(cue):
            return "agentless", None, subject  # 'two people wounded, ...'
        return "active", subject, target

    def _goes_on(self, cue: Run) -> bool:
        """Whether a cue has anything that may be its object; a present form needs none to be active."""
        view, last = self._view, cue[1]
        if cue[1] - cue[0] > 1 or not view.forms[last - 1].endswith(("ed", "en", "shot", "beat")):
            return True
        if last >= self._clause.end(cue[0]) or view.flags[last - 1] & BREAK:
            return False
        return not view.classes[last] & (PREPOSITION | CONJUNCTION | SUBORDINATOR)

    def _arabic_around(self, cue: Run, kind: str) -> tuple[str, Party | None, Party | None]:
        """Verb first: subject and object follow in this order; a subject inside the verb leaves the object alone."""
        after = self._clause.all_after(cue[1], ON_REACH)
        if kind == "subject_blames_object":
            return "active", (after[-1] if after else None), None
        return (
            ("noun" if kind == "noun" else "active"),
            (after[0] if after else None),
            (after[1] if len(after) > 1 else None),
        )

    def _negated(self, cue: Run) -> bool:
        view, token = self._view, cue[0]
        start = max(view.sentence_start[view.sentence[token]], token - 4)
        for back in range(token - 1, start - 1, -1):
            if view.classes[back] & NEGATION or view.forms[back] in ("denied", "denies", "denying", "deny"):
                return True
            if not (view.classes[back] & (AUXILIARY | ADVERB) or view.forms[back] in RELATIVE | BE):
                return view.forms[back] in ("denied", "denies", "denying")
        return False

    def _of_noun(self, cue: Run, kind: str) -> tuple[Party | None, Party | None]:
        """Of 'the army's attack on them', and of 'the army launched an attack on them'."""
        clause = self._clause
        target = next((found for word in ("against", "on", "of") if (found := clause.behind(cue, word, 4))), None)
        if kind in ("noun", "subject_blames_object"):
            return target, None
        return clause.owner(cue) or clause.agent(cue) or clause.doer(cue), target
