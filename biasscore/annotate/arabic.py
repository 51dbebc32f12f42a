"""Attribution rules for Arabic: the verb comes first, its subject behind it, then the content.

``قال X إن ...``, ``وأضاف أن ...``, ``وفقا لـ X``, ``X: "..."``. A subject in front of the cue is tried second.
"""

from __future__ import annotations

from biasscore.annotate.grammar import COMPLEMENTISER, PREPOSITION, SUBORDINATOR, TIME
from biasscore.annotate.relations import Relation, Run
from biasscore.annotate.view import BREAK, COLON, COMMA, END, WORD, View
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.lexicons.arabic import fold

_LONGEST_SOURCE = 16
_LEAST_CONTENT = 2
_SURE = 0.8
_SENTENCES_BACK = 2
_FEW_TITLE_WORDS = 7
"""Quoted words from which a quotation without a cue is speech rather than the name of a thing."""
_SHORT_NAME = 4
"""Quoted words up to which a quotation that a colon and a longer one follow is a name."""
_WEAK = 0.5
"""Weight of cues that are often something else, below which the source must be known and stand alone."""
_BEFORE_A_CLAUSE = frozenset("بعد قبل دون بدون غير الا كما حيث رغم بدلا سوى عدا منذ حتي".split())
"""Words that make 'that' a part of their own clause: 'after', 'before', 'without', 'although'."""
_CONJOINED = ("", "و", "ف", "س", "وس", "فس")
"""What may be written before a verb; the article and prepositions make it a noun."""
_ONLY = "فحسب"
"""'Only', not 'and according to'."""
_ADVERBIAL_MARK = "ً"
"""Tanwin of an adverb or participle ('entirely', 'saying'), which is no speaker."""
_DESCRIBED_AS = ("بأن", "بان")
"""'described the talks as ...': what stands before these is the object, not the speaker."""


class ArabicRules:
    """Finds attribution relations in Arabic text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._kind = vocabulary.kinds
        self._weight = vocabulary.matcher.weight.tolist()
        spelled = [term for entry in vocabulary.matcher.entries for term in (entry.term, *entry.forms)]
        self._words = frozenset(fold(term.split()[0]) for term in spelled)

    def find(self, view: View) -> list[Relation]:
        """Find the relations of a block, in text order."""
        found: list[Relation] = []
        free = 0
        for cue in sorted(view.cues):
            last, entry = view.cues[cue]
            if (cue < free and not self._beside(view, cue)) or view.quotation[cue] >= 0:
                continue
            relation = self._read(view, cue, last, entry, found)
            if relation is not None:
                if found:
                    found[-1] = _cut(found[-1], cue)
                found.append(relation)
                free = max(relation.content[-1][1], last)
        return _with_bare_quotations(view, found)

    def _read(self, view: View, cue: int, last: int, entry: int, found: list[Relation]) -> Relation | None:
        start = view.sentence_start[view.sentence[cue]]
        stop = view.sentence_start[view.sentence[cue] + 1]
        if self._kind[entry] == "preposition":
            if fold(view.forms[cue]) == _ONLY:
                return None
            return self._according(view, cue, last, entry, start, stop)
        if self._kind[entry] != "verb" or not self._is_verb(view.forms[cue]):
            return None
        begin, mark = self._content_begin(view, last, stop)
        if begin is None:
            return None
        source = self._source(view, cue, last, mark, start)
        if source is None and found and self._follows(view, cue, found[-1]):
            source = found[-1].source
        described = mark < len(view.forms) and view.forms[mark].startswith(_DESCRIBED_AS)
        if source is None and self._weight[entry] < _SURE and not described:
            return None
        if self._weight[entry] < _WEAK and not self._reliable(view, source, last, mark):
            return None
        end = self._content_end(view, begin, stop)
        if end - begin < _LEAST_CONTENT:
            return None
        return Relation(source, (cue, last), ((begin, end),), entry, "verb")

    def _is_verb(self, form: str) -> bool:
        """Whether a form is a cue with nothing before it but a conjunction or the future marker."""
        folded = fold(form)
        return any(folded.startswith(clitic) and folded[len(clitic) :] in self._words for clitic in _CONJOINED)

    @staticmethod
    def _reliable(view: View, source: Run | None, last: int, mark: int) -> bool:
        """Whether a known source stands behind the cue and nothing parts them from the content."""
        if source is None or source[0] < last or any(view.flags[token] & COMMA for token in range(last, mark)):
            return False
        return any(token in view.source_noun or view.name[token] for token in range(*source))

    @staticmethod
    def _content_begin(view: View, last: int, stop: int) -> tuple[int | None, int]:
        """First token of the content, and the token at which the subject must have ended."""
        for token in range(last, min(stop, last + _LONGEST_SOURCE)):
            if view.quotation[token] >= 0 and not _is_name(view, token, stop):
                return token, token
            if view.classes[token] & COMPLEMENTISER and fold(view.forms[token - 1]) not in _BEFORE_A_CLAUSE:
                return (token if token + 1 < stop else None), token
            if view.flags[token] & COLON and token + 1 < stop:
                return token + 1, token + 1
        following = stop < len(view.quotation) and view.quotation[stop] >= 0 and view.flags[stop - 1] & COLON
        return (stop, stop) if following and view.document[stop] == view.document[last - 1] else (None, 0)

    @staticmethod
    def _source(view: View, cue: int, last: int, mark: int, start: int) -> Run | None:
        first = last
        end = _phrase_end(view, first, mark)
        described = mark < len(view.forms) and view.forms[mark].startswith(_DESCRIBED_AS)
        if not described and end > first and not view.classes[first] & (PREPOSITION | TIME | COMPLEMENTISER):
            apposed = end < mark and not view.classes[end] & PREPOSITION and not _addressee(view, end)
            if view.flags[end - 1] & COMMA and apposed:
                end = _phrase_end(view, end, mark)  # an apposition: name and office
            return None if end - first == 1 and _ADVERBIAL_MARK in view.piece(first) else (first, end)
        begin = cue
        while (
            begin > start
            and cue - begin < _LONGEST_SOURCE
            and not view.flags[begin - 1] & BREAK
            and view.quotation[begin - 1] < 0
        ):
            begin -= 1
        known = any(token in view.source_noun or view.name[token] for token in range(begin, cue))
        return (begin, cue) if known else None

    def _according(self, view: View, cue: int, last: int, entry: int, start: int, stop: int) -> Relation | None:
        end = last
        while end < stop and end - last < _LONGEST_SOURCE:
            if view.quotation[end] >= 0 or (view.classes[end] & COMPLEMENTISER and end > last):
                break
            end += 1
            if view.flags[end - 1] & (BREAK | END):
                break
        if end == last:
            return None
        if cue > start and any(view.flags[token] & WORD for token in range(start, cue)):
            content: tuple[Run, ...] = ((start, cue),)
            if end < stop and view.flags[end - 1] & COMMA:
                content = (*content, (end, stop))
        elif end < stop:
            content = ((end, stop),)
        else:
            return None
        return Relation((last, end), (cue, last), tuple((a, b) for a, b in content if b > a), entry, "preposition")

    @staticmethod
    def _content_end(view: View, begin: int, stop: int) -> int:
        quoted = view.quotation[begin]
        if quoted >= 0:
            return view.quotation_runs[quoted][1]
        last = view.quotation[stop - 1]
        return max(stop, view.quotation_runs[last][1]) if last >= 0 else stop

    @staticmethod
    def _beside(view: View, cue: int) -> bool:
        """A cue that opens a clause of its own: behind a comma or a quotation, with a conjunction."""
        before = cue - 1
        return (
            before >= 0
            and bool(view.flags[before] & COMMA or view.quotation[before] >= 0)
            and view.forms[cue][:1] in "وف"
        )

    @staticmethod
    def _follows(view: View, cue: int, previous: Relation) -> bool:
        place = previous.content[-1][1] - 1
        return (
            view.document[place] == view.document[cue] and view.sentence[cue] - view.sentence[place] <= _SENTENCES_BACK
        )


def _is_name(view: View, token: int, stop: int) -> bool:
    """Whether a short quotation is the name of a programme or paper in front of what is said: 'told "X": ...'."""
    first, last = view.quotation_runs[view.quotation[token]]
    if last - first > _SHORT_NAME or (first > 0 and view.flags[first - 1] & COLON):
        return False
    return any(view.flags[place] & COLON for place in range(last - 1, min(stop, last + _LONGEST_SOURCE)))


def _phrase_end(view: View, first: int, mark: int) -> int:
    end = first
    while end < mark:
        if end > first and view.classes[end] & (PREPOSITION | TIME | SUBORDINATOR) and not _titled(view, end):
            break
        if end > first and _addressee(view, end):
            break
        end += 1
        if view.flags[end - 1] & BREAK:
            break
    return end


def _addressee(view: View, token: int) -> bool:
    """'to the media', 'to the paper': a noun behind the preposition that is written with it."""
    return view.forms[token].startswith("ل") and token in view.noun_starts


def _titled(view: View, token: int) -> bool:
    """'the spokesman for the ministry', 'the minister in the government': prepositions within a source."""
    return token - 1 in view.source_noun and view.forms[token] in ("باسم", "في", "ل", "لدى", "من")


def _cut(relation: Relation, cue: int) -> Relation:
    content = tuple((first, min(last, cue)) for first, last in relation.content if first < cue)
    return relation._replace(content=content) if content else relation


def _with_bare_quotations(view: View, found: list[Relation]) -> list[Relation]:
    taken = {
        number
        for relation in found
        for first, last in relation.content
        for number in view.quotation[first:last]
        if number >= 0
    }
    bare = [
        Relation(None, None, ((first, last),), -1, "quotation")
        for number, (first, last) in enumerate(view.quotation_runs)
        if number not in taken and last - first >= _FEW_TITLE_WORDS
    ]
    return sorted([*found, *bare], key=lambda relation: relation.content[0][0])
