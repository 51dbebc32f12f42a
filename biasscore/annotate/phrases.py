"""English noun phrases without a parser: where the source of a cue begins and ends."""

from __future__ import annotations

from biasscore.annotate.grammar import (
    ADVERB,
    AUXILIARY,
    COMPLEMENTISER,
    CONJUNCTION,
    DETERMINER,
    NEGATION,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    SUBORDINATOR,
    TIME,
)
from biasscore.annotate.relations import Run
from biasscore.annotate.view import BREAK, CAP, COMMA, DASH, END, OPEN_BRACKET, WORD, View

_BEFORE_VERB = AUXILIARY | ADVERB | NEGATION
_NO_NAME = SUBORDINATOR | CONJUNCTION | AUXILIARY
_NO_NOUN = SUBORDINATOR | AUXILIARY | NEGATION | COMPLEMENTISER | PRONOUN
_APPOSITION = 16
_LONGEST = 14
_ARTICLES = ("a", "an", "the")
_RELATIVE = ("who", "which", "that")
_SUBJECT_PRONOUNS = frozenset("he she they we i you it".split())


def phrase_before(view: View, cue: int, start: int) -> Run | None:
    """The noun phrase whose predicate begins at ``cue``: 'A. Lee, the mayor of X, [has also] said'.

    Parameters
    ----------
    view : View
        The block.
    cue : int
        First token of the cue.
    start : int
        First token that may belong to the phrase.

    Returns
    -------
    Run or None
    """
    last = cue - 1
    while (
        last >= start
        and (view.classes[last] & _BEFORE_VERB)
        and not view.flags[last] & BREAK
        and not _is_nominal(view, last)
    ):
        last -= 1
    if last < start or view.quotation[last] >= 0:
        return None
    marks = view.flags[last]
    if not marks & WORD:
        return None
    if view.forms[last] in _RELATIVE and last > start:
        return antecedent(view, last, start)
    if marks & BREAK:
        return _with_apposition(view, last, start) if marks & COMMA else None
    first = _phrase_start(view, last, start)
    return (first, last + 1) if first is not None else None


def _is_nominal(view: View, token: int) -> bool:
    """'his' and 'all' may end a subject; adverbs and auxiliaries may not."""
    return view.name[token] and not view.classes[token] & (AUXILIARY | NEGATION)


def antecedent(view: View, relative: int, start: int) -> Run | None:
    """The noun phrase that a relative pronoun stands behind, up to the pronoun."""
    last = relative - 1
    first = _phrase_start(view, last, start) if view.quotation[last] < 0 else None
    return (first, relative) if first is not None else None


def _with_apposition(view: View, comma: int, start: int) -> Run | None:
    """'Lee, the mayor of the town,' before a verb: from the name before the first comma to the last."""
    lowest = max(start, comma - _APPOSITION)
    before = next((t for t in range(comma - 1, lowest - 1, -1) if view.flags[t] & COMMA), None)
    if before is None or view.quotation[before] >= 0:
        return None
    first = _phrase_start(view, before, start)
    if first is None or not (view.name[before] or before in view.source_noun):
        return None
    return first, comma + 1


def _phrase_start(view: View, last: int, start: int) -> int | None:
    """Walk left from the head noun to where its phrase begins."""
    classes, flags, name, quotation = view.classes, view.flags, view.name, view.quotation
    if view.forms[last] in _SUBJECT_PRONOUNS:
        return last
    if classes[last] & (PREPOSITION | CONJUNCTION | SUBORDINATOR | AUXILIARY) and not name[last]:
        return None
    token, lowest = last, max(start, last - _LONGEST)
    while token > lowest:
        previous = token - 1
        if flags[previous] & (BREAK | DASH) or quotation[previous] >= 0 or flags[token] & OPEN_BRACKET:
            break
        bits = classes[previous]
        if not name[previous] or bits & _NO_NAME:
            if bits & (DETERMINER | POSSESSIVE):
                if previous > start and not _goes_on_left(view, previous - 1, start):
                    token = previous
                    break
            elif (bits or previous in view.cues) and not _belongs(view, previous, start):
                break
        token = previous
    if classes[token] & PREPOSITION and not name[token]:
        token += 1
    return token if token <= last else None


def _belongs(view: View, token: int, start: int) -> bool:
    """Whether a phrase goes on to the left over a word that is no name, article or owner."""
    bits = view.classes[token]
    if bits & PREPOSITION:
        return _goes_on_left(view, token, start)
    if bits & CONJUNCTION:
        return _joins_nouns(view, token, start)
    if bits & _NO_NOUN or (bits & ADVERB and not view.forms[token].endswith("ly")):
        return False
    return token not in view.cues or token in view.source_noun or _after_determiner(view, token, start)


def _after_determiner(view: View, token: int, start: int) -> bool:
    return token > start and bool(view.classes[token - 1] & (DETERMINER | POSSESSIVE))


def _goes_on_left(view: View, token: int, start: int) -> bool:
    """Whether a preposition links a noun to the phrase ('the mayor OF the town'), not a verb or a clause."""
    bits = view.classes[token]
    if bits & DETERMINER:
        return True
    if not bits & PREPOSITION or token <= start:
        return False
    before = token - 1
    if view.flags[before] & (BREAK | DASH) or view.quotation[before] >= 0:
        return False
    if view.forms[token] == "of":
        return not view.classes[before] & (AUXILIARY | SUBORDINATOR | CONJUNCTION)
    return before in view.source_noun or (view.name[before] and view.forms[token] in ("for", "from", "at", "with"))


def _joins_nouns(view: View, conjunction: int, start: int) -> bool:
    """'Lee and Roe said': a conjunction between names or source nouns, not between clauses."""
    if conjunction <= start or view.forms[conjunction] != "and":
        return False
    before, after = conjunction - 1, conjunction + 1
    if view.flags[before] & BREAK:
        return False
    names = view.name[before] or before in view.source_noun
    follows = view.name[after] or after in view.source_noun or bool(view.classes[after] & DETERMINER)
    return names and follows


def phrase_after(view: View, cue_last: int, stop: int, *, leading: bool = False) -> Run | None:
    """The noun phrase behind an inverted cue: 'said the mayor, a former teacher' or 'according to two officials'.

    Parameters
    ----------
    view : View
        The block.
    cue_last : int
        The token after the cue.
    stop : int
        The token after the last that may belong to the phrase.
    leading : bool
        Whether the content follows: then an apposition must end with a comma of its own.

    Returns
    -------
    Run or None
    """
    first = cue_last
    if first >= stop or view.quotation[first] >= 0 or not view.flags[first] & WORD:
        return None
    bits = view.classes[first]
    if (
        bits & (PREPOSITION | SUBORDINATOR | CONJUNCTION | AUXILIARY)
        and not bits & DETERMINER
        and view.forms[first] != "who"
    ):
        return None
    if view.forms[first] in _SUBJECT_PRONOUNS:
        return first, first + 1
    last = _phrase_end(view, first, stop)
    if last - first == 1 and view.forms[first] in _ARTICLES:
        return None
    if view.flags[last - 1] & COMMA and last < stop:
        apposed = _apposition_end(view, last, stop)
        if not leading or (apposed < stop and view.flags[apposed - 1] & COMMA):
            last = apposed
    return first, last


def _phrase_end(view: View, first: int, stop: int) -> int:
    token = first
    while token < stop and token - first < _LONGEST + 6:
        if token > first:
            bits = view.classes[token]
            named = view.name[token]
            if view.quotation[token] >= 0 or view.flags[token] & (OPEN_BRACKET | DASH):
                return token
            if bits & (SUBORDINATOR | AUXILIARY | NEGATION) and not named and view.forms[token] not in ("who", "whose"):
                return token
            links = view.classes[token - 1] & (PREPOSITION | CONJUNCTION | DETERMINER | POSSESSIVE)
            if bits & (DETERMINER | POSSESSIVE) and not named and not links:
                return token
            if bits & TIME and view.forms[token - 1] != "the":
                return token
            if bits & CONJUNCTION and not _joins_right(view, token, stop):
                return token
            if bits & PREPOSITION and not named and not _links_right(view, token, stop):
                return token
            if bits & PRONOUN and not bits & (DETERMINER | POSSESSIVE):
                return token
            if token in view.cues and view.forms[token].endswith("ing") and not view.flags[token] & CAP:
                return token
        if view.flags[token] & (BREAK | END):
            return token + 1
        token += 1
    return token


def _joins_right(view: View, token: int, stop: int) -> bool:
    after = token + 1
    return (
        view.forms[token] == "and"
        and after < stop
        and (view.name[after] or after in view.source_noun or bool(view.classes[after] & DETERMINER))
    )


def _links_right(view: View, token: int, stop: int) -> bool:
    form, after = view.forms[token], token + 1
    if after >= stop or view.classes[after] & TIME:
        return False
    if form in ("of", "for", "with", "from", "at"):
        return True
    before = token - 1
    if form == "by" and view.forms[before].endswith("ed"):
        return True
    return form in ("in", "on", "to", "by", "within", "inside", "near") and before in view.source_noun


def _apposition_end(view: View, first: int, stop: int) -> int:
    """'Lee, a former teacher' or 'Lee, who leads the union': the phrase behind the comma belongs to the source."""
    opens = (
        view.classes[first] & DETERMINER
        or view.forms[first] in ("who", "whose")
        or first in view.source_noun
        or (first - 1 in view.source_noun and view.name[first])
    )
    if not opens or view.quotation[first] >= 0:
        return first
    for token in range(first, min(stop, first + _APPOSITION)):
        if view.quotation[token] >= 0:
            return token
        if view.flags[token] & (BREAK | END):
            return token + 1
    return first
