"""Attribution rules for English: around every reporting cue, who speaks and what is attributed.

No parser: cues, names and source nouns come from the lexicons, closed word classes from the grammar, and phrases from
``phrases.py``. A cue that is often something else ('showed', 'called') needs more evidence than 'said': a source-like
subject and a complement ('that', a quotation). Relations do not nest.
"""

from __future__ import annotations

from bisect import bisect_left

from biasscore.annotate.english_cues import BE, LIKELY, SPEAKERS, SURE, Cue, Cues
from biasscore.annotate.grammar import (
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    DETERMINER,
    NEGATION,
    POSSESSIVE,
    PREPOSITION,
    TIME,
)
from biasscore.annotate.phrases import phrase_after, phrase_before
from biasscore.annotate.relations import IMPERSONAL, Relation, Run
from biasscore.annotate.running_speech import with_running_speech
from biasscore.annotate.view import BREAK, COLON, COMMA, DASH, END, WORD, View
from biasscore.annotate.view import POSSESSIVE as OWNED
from biasscore.annotate.vocabulary import Vocabulary

_ADDRESSED = frozenset(
    "told tell tells telling assured assure assures assuring informed inform informs reminded reminds remind "
    "warned warns warn advised advises asked asks ask convinced persuaded notified urged urges urge".split()
)
_TOLD = frozenset("told tell tells telling assured informed reminded notified".split())
"""Verbs whose hearer always stands behind them."""
_BEFORE_VERB = AUXILIARY | ADVERB | NEGATION
_ADVERBIAL = 14
_ADVERBIAL_ONLY = 4
"""Words up to which what opens like an adverbial is nothing but one."""
_LEAST_CONTENT = 2
_CLAUSE_OPENERS = frozenset("he she it they we i there you if whether how why what when no".split())
_SAYING = frozenset("saying adding".split())


class EnglishRules:
    """Finds attribution relations in English text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.weight: list[float] = vocabulary.matcher.weight.tolist()
        """How reliably each entry attributes."""
        self.kind = vocabulary.kinds
        """Verb, noun, preposition or adverb."""
        self.note = [entry.note for entry in vocabulary.matcher.entries]
        """Complementation of a cue."""

    def find(self, view: View) -> list[Relation]:
        """Find the relations of a block, in text order."""
        found: list[Relation] = []
        cues = Cues(self._vocabulary, view)
        for number, own in cues.by_sentence():
            _Sentence(self, view, cues, number, own, found).read()
        return with_running_speech(view, found)


class _Sentence:
    """One sentence and the relations found in it so far."""

    def __init__(
        self,
        rules: EnglishRules,
        view: View,
        block_cues: Cues,
        number: int,
        cues: list[Cue],
        found: list[Relation],
    ) -> None:
        self.rules, self.view, self.cues, self.found = rules, view, cues, found
        self.speakers_before, self.signs = block_cues.speakers_before, block_cues.signs
        self.start, self.stop = view.sentence_start[number], view.sentence_start[number + 1]
        self.free = self.start
        """First token that no earlier relation of the sentence has taken."""
        self.source: Run | None = None

    def read(self) -> None:
        for first, last, entry, attributes in self.cues:
            if not attributes or (first < self.free and not self._steps_out(first)):
                continue
            kind = self.rules.kind[entry]
            if kind == "preposition":
                self._according(first, last, entry)
            elif kind == "noun":
                self._noun(first, last, entry)
            elif kind == "verb":
                self._verb(first, last, entry)
            else:
                self._impersonal(first, last, entry)

    def _impersonal(self, first: int, last: int, entry: int) -> None:
        """'It was announced that', 'it was announced later on Monday that': nobody says it."""
        near = range(last, min(last + _ADVERBIAL, self.stop - 1))
        that = next((token for token in near if self.view.forms[token] == "that"), None)
        if that is not None and (that == last or self._adverbial(last)):
            self._add(None, (first, last), [(that + 1, self._content_end(first, that + 1))], entry, IMPERSONAL)

    def _is_subject(self, last: int) -> bool:
        """Whether a verb reads as a noun because its own predicate follows: 'the guarantees should ...'."""
        view = self.view
        return last < self.stop and bool(view.classes[last] & AUXILIARY) and not view.flags[last - 1] & BREAK

    def _steps_out(self, cue: int) -> bool:
        """Whether a cue stands beside the content before it, not inside it (', adding', 'and warned', ', she said')."""
        return self._coordinated(cue) or self._final(cue) is not None

    def _coordinated(self, cue: int) -> bool:
        view = self.view
        if cue == self.start or self.source is None:
            return False
        before = cue - 1
        while before > self.start and view.classes[before] & ADVERB and not view.flags[before] & BREAK:
            before -= 1
        if view.forms[before] in ("and", "but") and view.quotation[before] < 0:
            return True
        return view.forms[cue].endswith("ing") and bool(view.flags[before] & COMMA or view.quotation[before] >= 0)

    def _final(self, cue: int) -> Run | None:
        """Source of a cue group that closes its sentence behind a comma ('..., the mayor said on Monday')."""
        view = self.view
        last = view.cues[cue][0]
        if view.forms[cue] in _ADDRESSED and last < self.stop and not self._opens_clause(last):
            addressee = phrase_after(view, last, self.stop)
            last = addressee[1] if addressee else last
        if not self._only_adverbials(last):
            return None
        source = phrase_before(view, cue, self.start)
        if source is None or source[0] <= self.start or not self._speaks(source, 0.0):
            return None
        return source if view.flags[source[0] - 1] & COMMA or view.quotation[source[0] - 1] >= 0 else None

    def _opens_clause(self, token: int) -> bool:
        return self.view.forms[token] == "that" or self.view.quotation[token] >= 0

    def _only_adverbials(self, token: int) -> bool:
        """Whether nothing but time and place follows: 'on Monday', 'in a statement', 'as he left'."""
        view = self.view
        if token >= self.stop:
            return True
        if view.flags[token - 1] & (COMMA | END):
            return True
        if self.stop - token > _ADVERBIAL:
            return False
        return bool(
            view.classes[token] & (PREPOSITION | TIME)
            or view.forms[token] in ("as", "when", "while", "after", "before")
        )

    # --- verbs

    def _verb(self, first: int, last: int, entry: int) -> None:
        view = self.view
        coordinated = self.source is not None and self._coordinated(first)
        if first > self.start and view.forms[first - 1] == "to" and not coordinated:
            return
        if view.classes[first - 1] & _BEFORE_VERB and self._passive(first):
            self._passive_verb(first, last, entry)
            return
        if coordinated:
            self._behind(first, last, entry, self.source)
            return
        limit = self.free if first >= self.free else self.start
        source = phrase_before(view, first, limit)
        group = source[0] if source else first
        before_quoted = group > self.start and view.quotation[group - 1] >= 0
        if source is None and before_quoted:
            source = phrase_after(view, last, self.stop)
            if source is not None:
                self._in_front(group, max(source[1], last), source, (first, last), entry)
            return
        if source is None and group > self.start and view.flags[group - 1] & COMMA and not view.flags[last - 1] & BREAK:
            inverted = phrase_after(view, last, self.stop)
            if inverted and self.rules.weight[entry] >= SURE and self._only_adverbials(inverted[1]):
                self._in_front(group, inverted[1], inverted, (first, last), entry)
            elif view.forms[first].endswith("ing"):
                self._behind(first, last, entry, self._subject())
            return
        if source is None or not self._speaks(source, self.rules.weight[entry]):
            return
        if before_quoted or (
            self.rules.note[entry] != "quote"
            and group > self.start
            and view.flags[group - 1] & COMMA
            and self._final(first)
            and group - self.start > _LEAST_CONTENT
        ):
            self._in_front(group, last, source, (first, last), entry)
            return
        self._behind(first, last, entry, source)

    def _passive(self, cue: int) -> bool:
        view = self.view
        before = cue - 1
        while before >= self.start and view.classes[before] & (ADVERB | NEGATION):
            before -= 1
        return before >= self.start and view.forms[before] in BE and not view.forms[cue].endswith("ing")

    def _passive_verb(self, first: int, last: int, entry: int) -> None:
        """'It was announced that ...', 'he is said to ...': the speaker is left out, or follows 'by'."""
        view = self.view
        if last < self.stop and view.forms[last] == "by":
            source = phrase_after(view, last + 1, self.stop)
            if source:
                if self.rules.weight[entry] >= LIKELY:
                    self._add(source, (first, last), [(self.start, first)], entry, "passive")
                return
        that = last < self.stop and view.forms[last] in ("that", "to")
        if that and self.rules.weight[entry] >= LIKELY and view.forms[last] == "that":
            self._add(None, (first, last), [(last + 1, self.stop)], entry, "passive")

    def _speaks(self, source: Run, weight: float) -> bool:
        return weight >= SURE or self.speakers_before[source[1]] > self.speakers_before[source[0]]

    def _subject(self) -> Run | None:
        """Subject of the sentence: a pronoun, or all up to the end of its first name or source noun."""
        view = self.view
        first = self.start
        while first < self.stop and not view.flags[first] & WORD:
            first += 1
        if first >= self.stop or view.quotation[first] >= 0:
            return None
        if view.forms[first] in SPEAKERS:
            return first, first + 1
        for token in range(first, min(first + 8, self.stop)):
            if view.flags[token] & BREAK and not (view.name[token] or token in view.source_noun):
                return None
            if token in view.source_noun or view.name[token]:
                last = token + 1
                while last < self.stop and view.name[last] and not view.flags[last - 1] & BREAK:
                    last += 1
                return first, last
        return None

    def _behind(self, first: int, last: int, entry: int, source: Run | None) -> bool:
        """The content follows the cue."""
        if source is None:
            return False
        view = self.view
        begin, evidence = self._content_begin(first, last, entry)
        if begin is None or not self._enough(first, entry, source, evidence, begin):
            return False
        end = self._content_end(first, begin)
        if end - begin < _LEAST_CONTENT and view.quotation[begin] < 0:
            return False
        self._add(source, (first, last), [(begin, end)], entry, "after_cue")
        return True

    def _content_begin(self, first: int, last: int, entry: int) -> tuple[int | None, str]:
        """First token of the content behind a cue, and what speaks for it: 'that', 'quote', 'clause' or 'weak'."""
        view = self.view
        token = last
        if token >= self.stop:
            following = token < len(view.quotation) and view.quotation[token] >= 0 and view.flags[last - 1] & COLON
            return (token, "quote") if following and view.document[token] == view.document[first] else (None, "")
        told = last - first == 1 and view.forms[first] in _TOLD and not self._opens_clause(token)
        if told or (view.forms[first] in _ADDRESSED and not self._opens_content(token)):
            addressee = phrase_after(view, token, self.stop)
            if addressee:
                token = addressee[1]
        end = min(token + _ADVERBIAL, self.stop)
        place = self.signs.find(1, token, end)
        while place >= 0:
            if view.quotation[place] >= 0:
                plain = place == token or view.flags[place - 1] & (COMMA | COLON) or self._adverbial(token)
                return (place if plain else token), "quote"
            if view.forms[place] == "that" and (place == token or self._adverbial(token)):
                return (place + 1 if place + 1 < self.stop else None), "that"
            if view.flags[place] & (COLON | DASH) and place + 1 < self.stop:
                return place + 1, "quote" if view.quotation[place + 1] >= 0 else "clause"
            if view.flags[place] & BREAK:
                break
            place = self.signs.find(1, place + 1, end)
        if token >= self.stop:
            return None, ""
        return token, "clause" if self._opens_content(token) else "weak"

    def _opens_content(self, token: int) -> bool:
        view = self.view
        if token >= self.stop:
            return False
        if view.forms[token] == "that" or view.quotation[token] >= 0:
            return True
        return (
            bool(view.classes[token] & (DETERMINER | POSSESSIVE))
            or view.forms[token] in _CLAUSE_OPENERS
            or (view.name[token] and view.forms[token] != "in")
        )

    def _adverbial(self, token: int) -> bool:
        view = self.view
        return bool(view.classes[token] & (PREPOSITION | TIME | ADVERB)) or view.forms[token] in (
            "as",
            "when",
            "while",
            "during",
        )

    def _enough(self, first: int, entry: int, source: Run, evidence: str, begin: int) -> bool:
        weight, note = self.rules.weight[entry], self.rules.note[entry]
        strong = evidence in ("that", "quote")
        if note == "quote" and evidence != "quote":
            return False
        if weight >= SURE:
            return strong or evidence == "clause" or not self._adverbial(begin) or self.stop - begin > _ADVERBIAL_ONLY
        if not self._speaks(source, weight):
            return False
        if weight >= LIKELY:
            return strong or evidence == "clause" or note in ("np", "to")
        return evidence == "that" or (evidence == "quote" and (note == "np" or self.view.quotation[begin] >= 0))

    def _content_end(self, cue: int, begin: int) -> int:
        """Where the content stops: the sentence, the end of a longer quotation, or the next cue on the same level."""
        view = self.view
        end = self.stop
        for place in range(bisect_left(self.cues, (max(cue, begin) + 1,)), len(self.cues)):
            first, last, entry, _ = self.cues[place]
            if self._is_subject(last):
                continue
            if self.rules.kind[entry] == "verb" and self._beside(first):
                end = first
                while (
                    end > begin and (view.classes[end - 1] & (ADVERB | CONJUNCTION)) and not view.flags[end - 1] & COMMA
                ):
                    end -= 1
                break
            if self.rules.kind[entry] == "verb" and view.quotation[begin] >= 0:
                source = phrase_before(view, first, begin)
                if source and view.quotation[source[0] - 1] >= 0:
                    end = source[0]
                    break
        if end == self.stop:
            last_quotation = view.quotation[end - 1]
            if last_quotation >= 0:
                end = max(end, view.quotation_runs[last_quotation][1])
        if view.quotation[begin] >= 0:
            run = view.quotation_runs[view.quotation[begin]]
            if run[1] < end and self._adverbial_tail(run[1], end):
                end = run[1]
        return end

    def _beside(self, cue: int) -> bool:
        view = self.view
        before = cue - 1
        while before > self.start and view.classes[before] & ADVERB and not view.flags[before] & BREAK:
            before -= 1
        if view.forms[before] in ("and", "but"):
            return True
        return view.forms[cue] in _SAYING and bool(view.flags[before] & COMMA or view.quotation[before] >= 0)

    def _adverbial_tail(self, token: int, end: int) -> bool:
        view = self.view
        return (
            token < end
            and not any(view.quotation[t] >= 0 for t in range(token, end))
            and bool(view.flags[token - 1] & COMMA)
        )

    def _in_front(self, group: int, after: int, source: Run, cue: Run, entry: int) -> None:
        """The content precedes source and cue, and may go on behind them ('"A," he said, "B."')."""
        view = self.view
        begin = self.free if self.free < group else self.start
        quoted = view.quotation[group - 1]
        if quoted >= 0:
            run = view.quotation_runs[quoted]
            begin = run[0] if run[0] < begin or not self._is_mixed(begin, run[0]) else begin
        content = [(begin, group)]
        rest = after
        while rest < self.stop and view.quotation[rest] < 0 and rest - after < _ADVERBIAL:
            rest += 1
        if rest < self.stop and view.quotation[rest] >= 0 and (rest == after or self._adverbial_or_comma(after, rest)):
            content.append((rest, max(self.stop, view.quotation_runs[view.quotation[rest]][1])))
        self._add(source, cue, content, entry, "before_cue")

    def _adverbial_or_comma(self, after: int, rest: int) -> bool:
        return bool(self.view.flags[rest - 1] & (COMMA | COLON | DASH)) or self._adverbial(after)

    def _is_mixed(self, begin: int, quotation: int) -> bool:
        """Whether words of the author lead up to the quotation in the same sentence."""
        return begin < quotation and any(self.view.flags[token] & WORD for token in range(begin, quotation))

    # --- prepositions and nouns

    def _according(self, first: int, last: int, entry: int) -> None:
        """'According to X, ...' and '..., according to X': the source follows the cue."""
        view = self.view
        leading = bool(
            first == self.start
            or (first - self.start <= 2 and not view.flags[first - 1] & BREAK)
            or (view.classes[first - 1] & CONJUNCTION and first > self.start)
        )
        source = phrase_after(view, last, self.stop, leading=leading)
        if source is None:
            return
        if leading:
            if source[1] < self.stop:
                self._add(source, (first, last), [(source[1], self.stop)], entry, "preposition")
            return
        begin = self.free if self.free < first else self.start
        content = [(begin, first)]
        if source[1] < self.stop and view.flags[source[1] - 1] & COMMA:
            content.append((source[1], self.stop))
        self._add(source, (first, last), content, entry, "preposition")

    def _noun(self, first: int, last: int, entry: int) -> None:
        """'the mayor's claim that ...', 'their belief that ...': a noun with an owner and a clause."""
        view = self.view
        before = first - 1
        while (
            before > self.start
            and not (view.flags[before] & OWNED or view.classes[before] & POSSESSIVE)
            and first - before < 4
        ):
            before -= 1
        source: Run | None = None
        if view.classes[before] & POSSESSIVE:
            source = (before, before + 1)
        elif view.flags[before] & OWNED:
            source = phrase_before(view, before + 1, self.start)
        if source:
            self._add(source, (first, last), [(last + 1, self._content_end(first, last + 1))], entry, "noun")

    def _covers(self, content: tuple[Run, ...], relation: Relation) -> bool:
        """Whether an earlier relation of the sentence lies inside new content: relations do not nest."""
        cue = relation.cue
        return cue is not None and cue[0] >= self.start and any(first <= cue[0] < last for first, last in content)

    def _add(self, source: Run | None, cue: Run, content: list[Run], entry: int, rule: str) -> None:
        kept = [(a, b) for a, b in content if b > a]
        if not kept:
            return
        first, last = kept[0]
        if first - 1 >= max(cue[1], self.start) and self.view.forms[first - 1] == "that":
            kept[0] = (first - 1, last)  # corpora count the complementiser as content
        pieces = tuple(kept)
        while self.found and self._covers(pieces, self.found[-1]):
            self.found.pop()
        self.found.append(Relation(source, cue, pieces, entry, rule))
        self.source = source
        self.free = max(kept[-1][1], cue[1])
