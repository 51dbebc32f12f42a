"""Who does what to whom around a word, without a parser: subject, object, agent and owner among the parties of a text.

A subject stands right before its verb (auxiliaries, adverbs and a relative pronoun may come between) or opens the
sentence; an object follows within a few words; a passive has its agent behind 'by', a noun in the possessive.
"""

from __future__ import annotations

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
from biasscore.annotate.parties import Parties, Party
from biasscore.annotate.relations import Run
from biasscore.annotate.view import BREAK, CAP, COMMA, POSSESSIVE, View

BE = frozenset("is are was were be been being get got gets".split())
RELATIVE = frozenset("who which that whom to".split())
ON_REACH = 12
_PASSING = RELATIVE | frozenset("alone itself himself herself themselves together all both".split())
_ONE, _MANY = frozenset("he she".split()), frozenset("they".split())
_PEOPLE = frozenset("people police men women".split())
_THINGS = ("document", "media", "anonymous")
_BACK = 2
"""Sentences back in which a pronoun looks for whom it stands for."""
_LIGHT = frozenset(
    "carry carries carried carrying commit commits committed committing launch launches launched launching "
    "stage stages staged staging mount mounts mounted mounting conduct conducts conducted conducting "
    "order orders ordered ordering perpetrate perpetrates perpetrated perpetrating".split()
)
"""Verbs whose act is in their object (light verbs: 'launched an attack')."""
_MUTUAL = {"each": "other", "one": "another"}
_LIGHT_REACH = 5
_WHOEVER_REACH = 12
"""Tokens that a relative clause may take between 'those who' and the verb of its sentence."""
_INSIDE = frozenset("in of at near on across inside from".split())
"""Prepositions behind which a name belongs to the noun before ('soldiers in Ouandara')."""
_OBJECT_REACH = 6
_BY_REACH = 7
_SUBJECT = 4
"""Tokens from the start of a sentence in which its subject is named."""
_OPENING = 7
"""Tokens from the start of a sentence in which its subject begins."""


class Clauses:
    """Finds the parties around a word.

    Parameters
    ----------
    view : View
        Columns of a block.
    parties : Parties
        Parties of the block.
    persons : set of (int, str)
        Documents and names of parties that are one person: 'he' is one of them, 'they' is none.
    """

    def __init__(self, view: View, parties: Parties, persons: set[tuple[int, str]]) -> None:
        self._view, self._persons = view, persons
        self._starts, self._ends = parties.starts, parties.ends

    def all_after(self, start: int, reach: int) -> list[Party]:
        """The first two parties behind a place in its sentence."""
        found: list[Party] = []
        for token in range(start, min(start + reach, self.end(start - 1))):
            if (party := self._starts.get(token)) is not None and len(found) < 2:
                found.append(party)
        return found

    def end(self, token: int) -> int:
        """Token after the last of the sentence."""
        return self._view.sentence_start[self._view.sentence[token] + 1]

    def _ending(self, last: int, token: int) -> Party | None:
        """The party that ends with a token, in the sentence of another."""
        sentence = self._view.sentence
        return self._ends.get(last) if last >= 0 and sentence[last] == sentence[token] else None

    def before(self, token: int) -> int:
        """The word before a cue that is no auxiliary, adverb, negation or relative pronoun."""
        view = self._view
        start = view.sentence_start[view.sentence[token]]
        while token > start:
            token -= 1
            passing = view.classes[token] & (AUXILIARY | ADVERB | NEGATION) or view.forms[token] in _PASSING
            if (not passing and view.forms[token] not in BE) or view.flags[token] & BREAK:
                return token
        return start

    def subject(self, cue: Run) -> Party | None:
        """Who does it: right before the verb, or opening the sentence."""
        head = self.before(cue[0])
        view = self._view
        if head >= cue[0]:
            return None
        if view.forms[head] in _ONE or view.forms[head] in _MANY:
            return self._antecedent(head)
        party = self._ends.get(head) or self._name(head)
        if party is None and not self._closes(head):
            behind = self._ending(head - 1, head)
            if behind is not None:  # 'his clique's men ...', 'the NATO war that ...'
                owner = view.flags[head - 1] & POSSESSIVE
                if owner or any(view.forms[token] in RELATIVE for token in range(head + 1, cue[0])):
                    party = behind
        if party is not None:
            return self._head(party)
        if (whoever := self._whoever(cue[0])) is not None:
            return whoever
        joined = bool(view.flags[head] & COMMA) or bool(view.classes[head] & CONJUNCTION)
        by_participle = view.forms[cue[0]].endswith("ing") and bool(view.classes[head] & PREPOSITION)
        return self._opening(cue[0]) if joined or by_participle else None

    def _whoever(self, token: int) -> Party | None:
        """'those who block the road are to blame': people who are named by what they do."""
        view = self._view
        finite = view.forms[token] in BE or bool(view.classes[token - 1] & AUXILIARY)  # its own verb, or the sentence's
        start = max(view.sentence_start[view.sentence[token]], token - _WHOEVER_REACH)
        for place in range(token - 2, start - 1, -1):
            if view.flags[place + 1] & BREAK:
                return None
            if view.forms[place] == "those" and view.forms[place + 1] == "who":
                return Party((place, place + 2), "those who", "group")
            if not finite and place + 1 < token and not view.classes[place + 1] & (AUXILIARY | ADVERB | NEGATION):
                return None
        return None

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
        outer = self._ending(before - 1, before)
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
        if token >= 0 and view.forms[token] == "and" and view.sentence[token] == view.sentence[party.run[0]]:
            other = self._ending(token - 1, token)
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

    def object(self, cue: Run) -> Party | None:
        """To whom it is done: a party within a few words."""
        view = self._view
        closing = CONJUNCTION | SUBORDINATOR
        for token in range(cue[1], min(cue[1] + _OBJECT_REACH, self.end(cue[0]))):
            if token > cue[1] and view.flags[token - 1] & BREAK:
                return None
            if (party := self._starts.get(token)) is not None:
                return self._whole(party)
            if view.classes[token] & closing:
                return None
            closing |= PREPOSITION
        return None

    def _whole(self, party: Party) -> Party:
        """Of 'France and Britain' both."""
        token = party.run[1]
        view = self._view
        if token + 1 < self.end(party.run[0]) and view.forms[token] == "and" and not view.flags[token - 1] & BREAK:
            step = token + 2 if view.forms[token + 1] == "the" else token + 1
            other = self._starts.get(step) if step < self.end(token) else None
            if other is not None:
                return Party((party.run[0], other.run[1]), f"{party.name} and {other.name}")
        return party

    def behind(self, cue: Run, word: str, reach: int) -> Party | None:
        """The party right behind a preposition that follows the cue."""
        view = self._view
        for token in range(cue[1], min(cue[1] + reach, self.end(cue[0]))):
            if view.forms[token] == word and not (token > cue[1] and view.flags[token - 1] & BREAK):
                return self.object((token, token + 1))
        return None

    def agent(self, cue: Run) -> Party | None:
        """Who did it, behind 'by'."""
        return self.behind(cue, "by", _BY_REACH)

    def is_passive(self, cue: Run) -> bool:
        """Whether a cue is a passive: after 'be', or before 'by'."""
        view, token = self._view, cue[0]
        words = view.forms[cue[0] : cue[1]]
        if words[-1].endswith("ing"):
            return False
        start = view.sentence_start[view.sentence[token]]
        back = token - 1
        while back >= start and view.classes[back] & (ADVERB | NEGATION) and view.forms[back] not in BE:
            back -= 1
        if back >= start and view.forms[back] in BE and not view.flags[back] & BREAK:
            return True
        return cue[1] < self.end(token) and view.forms[cue[1]] == "by" and words[0].endswith(("ed", "en", "n"))

    def is_noun(self, cue: Run) -> bool:
        """'the attack', 'their killing': a cue of one word behind a determiner or an owner, or before 'of'."""
        view, token = self._view, cue[0]
        if cue[1] - token > 1 or view.forms[token].endswith("ed"):
            return False
        after = token + 1 < self.end(token) and view.forms[token + 1] in ("of", "against")
        if token <= view.sentence_start[view.sentence[token]]:
            return after
        before = view.forms[token - 1] not in RELATIVE and view.classes[token - 1] & (DETERMINER | OWNER)
        owned = bool(before) or bool(view.flags[token - 1] & POSSESSIVE)
        return owned or after or self._light_verb(cue) is not None

    def owner(self, cue: Run) -> Party | None:
        """Whose act a noun is: 'the army's attack'."""
        before = cue[0] - 1
        return self._ending(before, cue[0]) if before >= 0 and self._view.flags[before] & POSSESSIVE else None

    def doer(self, cue: Run) -> Party | None:
        """Who does what a noun says: the subject of a light verb before it ('launched a fresh attack')."""
        verb = self._light_verb(cue)
        return None if verb is None or self.is_passive(verb) else self.subject(verb)

    def _light_verb(self, cue: Run) -> Run | None:
        view = self._view
        start = max(view.sentence_start[view.sentence[cue[0]]], cue[0] - _LIGHT_REACH)
        for token in range(cue[0] - 1, start - 1, -1):
            if view.flags[token] & BREAK or view.forms[token] in RELATIVE:
                return None
            if view.forms[token] in _LIGHT:
                return token, token + 1
        return None

    def is_mutual(self, cue: Run) -> bool:
        """'blamed each other': whoever acts is acted on."""
        other = _MUTUAL.get(self._view.forms[cue[1]]) if cue[1] + 1 < self.end(cue[0]) else None
        return other is not None and self._view.forms[cue[1] + 1] == other

    def _antecedent(self, token: int) -> Party | None:
        """Whom 'he', 'she' or 'they' stands for: who opens the sentence before, else the only person it can be."""
        view = self._view
        sentence, one = view.sentence[token], view.forms[token] in _ONE
        begin = view.sentence_start[max(sentence - _BACK, 0)]
        meant: dict[str, Party] = {}
        for place in range(token - 1, begin - 1, -1):
            if view.document[place] != view.document[token]:
                break
            party = self._starts.get(place)
            if party is None or not (
                (view.document[token], party.name) in self._persons if one else self._is_several(party)
            ):
                continue
            if view.sentence[place] < sentence and place - view.sentence_start[view.sentence[place]] < _SUBJECT:
                return party
            meant.setdefault(party.name, party)
        return next(iter(meant.values())) if one and len(meant) == 1 else None

    def _is_several(self, party: Party) -> bool:
        """Whether a party is a group named in the plural."""
        last = self._view.forms[party.run[1] - 1]
        return bool(party.group) and party.group not in _THINGS and (last in _PEOPLE or last.endswith("s"))
