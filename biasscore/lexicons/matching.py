"""Matches many lexicons at once against columns of word forms.

A form is looked up once, when it is first met; matching a text is then array work, however many lexicons there are.
The columns are handed in: this file knows nothing of texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.lexicons.arabic import fold, variants
from biasscore.lexicons.lexicon import Entry, Lexicon

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

_SHIFT = 24
_SLOTS = 1 << 18
_CASES = {"any": 0, "lower": 1, "upper": 2}


class Hits(NamedTuple):
    """What matched, in text order.

    Attributes
    ----------
    first, last : ndarray of int32
        First token and the token after the last.
    entry : ndarray of int32
        Number of the entry in its matcher.
    """

    first: Ints
    last: Ints
    entry: Ints

    def where(self, chosen: Bools) -> Hits:
        """The chosen ones."""
        return Hits(self.first[chosen], self.last[chosen], self.entry[chosen])

    def sorted(self) -> Hits:
        """In text order."""
        order = np.argsort(self.first, kind="stable")
        return Hits(self.first[order], self.last[order], self.entry[order])


class Capitals(NamedTuple):
    """Case of every token: written with a capital, and so in mid-sentence (where it marks a name)."""

    any: Bools
    inner: Bools


class _Contexts(NamedTuple):
    """Contexts in which an entry does not fire: words just before it, just after it, and longer ones.

    ``beside`` holds the words that a longer one has next to the entry: where none of them stands, none is looked at.
    """

    before: frozenset[str]
    after: frozenset[str]
    beside: frozenset[str]
    longer: tuple[tuple[list[str], list[str]], ...]


class Matcher:
    """All lexicons of one language, compiled.

    Attributes
    ----------
    entries : list of Entry
        Entries of all lexicons in order.
    lexicon_names : list of str
        Names of the lexicons.
    lexicon, weight : ndarray
        Lexicon number and weight of each entry.
    rules : list of str
        Id of each entry, e.g. 'en/hedges:perhaps'.
    """

    def __init__(self, lexicons: Sequence[Lexicon], language: str) -> None:
        self.language = language
        self.lexicon_names = [lexicon.info.name for lexicon in lexicons]
        self.entries: list[Entry] = [entry for lexicon in lexicons for entry in lexicon.entries]
        self.rules = [
            f"{language}/{lexicon.info.name}:{entry.term}" for lexicon in lexicons for entry in lexicon.entries
        ]
        self.lexicon = np.repeat(np.arange(len(lexicons)), [len(lexicon) for lexicon in lexicons]).astype(np.int32)
        self.weight = np.array([entry.weight for entry in self.entries], float)
        self._case = np.array([_CASES[entry.case] for entry in self.entries], np.int8)
        self._guarded = np.array([bool(entry.unless) for entry in self.entries], bool)
        self._contexts = {n: _read_contexts(entry.unless) for n, entry in enumerate(self.entries) if entry.unless}
        self._arabic = language == "ar"
        self._singles: dict[str, list[int]] = {}
        self._prefixes: dict[str, list[int]] = {}
        self._suffixes: dict[str, list[int]] = {}
        self._vocabulary: dict[str, int] = {}
        self._phrases: list[tuple[int, list[int]]] = []
        self._compile()
        self._groups: dict[tuple[int, ...], int] = {(): 0}
        self._forms: list[str] = []
        self._known = 0
        self._group = np.zeros(1 << 12, np.int32)
        self._word = np.zeros(1 << 12, np.int32)
        self._index_groups()

    def number(self, lexicon: str) -> int:
        """Number of a lexicon, -1 where this language has none of that name."""
        return self.lexicon_names.index(lexicon) if lexicon in self.lexicon_names else -1

    def is_from(self, *lexicons: str) -> Bools:
        """Which entries belong to the named lexicons."""
        return np.isin(self.lexicon, [self.number(name) for name in lexicons])

    def lookup(self, form: str) -> tuple[int, ...]:
        """Entries that a single word form can match."""
        if self._arabic:
            for variant in variants(form):
                if variant in self._singles:
                    return tuple(self._singles[variant])
            return ()
        found = list(self._singles.get(form, ()))
        if self._prefixes and form.startswith(self._prefix_strings):
            found += [entry for start, ids in self._prefixes.items() if form.startswith(start) for entry in ids]
        if self._suffixes and form.endswith(self._suffix_strings):
            found += [entry for end, ids in self._suffixes.items() if form.endswith(end) for entry in ids]
        return tuple(found)

    def find(self, forms: list[str], form: Ints, sentence: Ints, capitals: Capitals) -> Hits:
        """Find all entries in a column of forms.

        Parameters
        ----------
        forms : list of str
            The strings behind the numbers; it may only have grown since the last call.
        form : ndarray of int32, shape (tokens,)
            Form number of every token.
        sentence : ndarray of int32, shape (tokens,)
            Phrases do not cross sentences.
        capitals : Capitals
            Case of every token.

        Returns
        -------
        Hits
            Where two entries of one lexicon overlap, the longer.
        """
        self._extend(forms)
        hits = _join(self._find_words(form), self._find_phrases(form, sentence))
        case = self._case[hits.entry]
        wrong = ((case == 1) & capitals.inner[hits.first]) | (
            (case == 2) & ~(capitals.any[hits.first] & capitals.any[hits.last - 1])
        )
        hits = hits.where(~wrong)
        if self._guarded[hits.entry].any():
            hits = hits.where(self._outside_contexts(hits, forms, form))
        return self._longest(hits, len(form))

    def _compile(self) -> None:
        for number, entry in enumerate(self.entries):
            for surface in dict.fromkeys((entry.term, *entry.forms)):
                self._add(fold(surface) if self._arabic else surface, number)
                if not self._arabic and "'" in surface:
                    self._add(_without_possessives(surface), number)
        self._prefix_strings, self._suffix_strings = tuple(self._prefixes), tuple(self._suffixes)
        numbers, phrases = [number for number, _ in self._phrases], [words for _, words in self._phrases]
        pair = np.array([_pair(words[0], words[1]) for words in phrases], np.int64)
        order = np.argsort(pair, kind="stable")
        self._pairs, self._pair_start, self._pair_size = np.unique(pair[order], return_index=True, return_counts=True)
        self._candidates = [phrases[row] for row in order.tolist()]
        self._phrase_entry = np.array(numbers, np.int32)[order]
        self._phrase_length = np.array([len(words) for words in self._candidates], np.int32)
        self._phrase_third = np.array([words[2] if len(words) > 2 else 0 for words in self._candidates], np.int64)
        self._bitmap = np.zeros(_SLOTS, bool)
        self._bitmap[_slot(self._pairs >> _SHIFT, self._pairs & ((1 << _SHIFT) - 1))] = True

    def _add(self, surface: str, number: int) -> None:
        if surface.endswith("*"):
            self._prefixes.setdefault(surface[:-1], []).append(number)
        elif surface.startswith("*"):
            self._suffixes.setdefault(surface[1:], []).append(number)
        elif " " not in surface:
            ids = self._singles.setdefault(surface, [])
            if number not in ids:
                ids.append(number)
        else:
            ids_of_words = [self._vocabulary.setdefault(word, len(self._vocabulary) + 1) for word in surface.split()]
            self._phrases.append((number, ids_of_words))

    def _extend(self, forms: list[str]) -> None:
        if forms is not self._forms:
            self._forms, self._known = forms, 0
        first, size = self._known, len(forms)
        if first == size:
            return
        if size > len(self._group):
            room = max(size, 2 * len(self._group))
            self._group, self._word = (np.resize(column, room) for column in (self._group, self._word))
        groups_before = len(self._groups)
        for number in range(first, size):
            form = forms[number]
            self._group[number] = self._groups.setdefault(self.lookup(form), len(self._groups))
            self._word[number] = self._phrase_word(form)
        self._known = size
        if len(self._groups) > groups_before:
            self._index_groups()

    def _phrase_word(self, form: str) -> int:
        if not self._arabic:
            return self._vocabulary.get(form, 0)
        return next((self._vocabulary[v] for v in variants(form) if v in self._vocabulary), 0)

    def _index_groups(self) -> None:
        sizes = [len(group) for group in self._groups]
        self._group_size = np.array(sizes, np.int32)
        self._group_start = np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.int32)
        self._members = np.array([entry for group in self._groups for entry in group], np.int32)

    def _find_words(self, form: Ints) -> Hits:
        group = self._group[form]
        token = np.flatnonzero(group).astype(np.int32)
        group = group[token]
        size = self._group_size[group]
        first = np.repeat(token, size)
        return Hits(first, first + 1, self._members[_stretches(self._group_start[group], size)])

    def _find_phrases(self, form: Ints, sentence: Ints) -> Hits:
        if not len(self._pairs) or len(form) < 2:
            return _no_hits()
        word = self._word[form].astype(np.int64)
        first, second = word[:-1], word[1:]
        places = np.flatnonzero(self._bitmap[_slot(first, second)] & (sentence[:-1] == sentence[1:]))
        pairs = _pair(first[places], second[places])
        row = np.minimum(np.searchsorted(self._pairs, pairs), len(self._pairs) - 1)
        real = self._pairs[row] == pairs
        places, row = places[real], row[real]
        size = self._pair_size[row]
        start = np.repeat(places, size).astype(np.int32)
        candidate = _stretches(self._pair_start[row], size)
        stop = start + self._phrase_length[candidate]
        stands = stop <= len(word)
        stands[stands] = sentence[start[stands]] == sentence[stop[stands] - 1]
        third = self._phrase_third[candidate]
        stands &= (third == 0) | (word[np.minimum(start + 2, len(word) - 1)] == third)
        numbers = word.tolist()
        for place in np.flatnonzero(stands & (stop > start + 3)).tolist():
            stands[place] = numbers[start[place] : stop[place]] == self._candidates[candidate[place]]
        return Hits(start[stands], stop[stands], self._phrase_entry[candidate[stands]])

    def _outside_contexts(self, hits: Hits, forms: list[str], form: Ints) -> Bools:
        keep = np.ones(len(hits.entry), bool)
        numbers = [0, *form.tolist(), 0]  # one empty form at either end
        rows = np.flatnonzero(self._guarded[hits.entry])
        places = zip(rows.tolist(), *(column[rows].tolist() for column in hits), strict=True)
        for row, first, last, entry in places:
            context = self._contexts[entry]
            before, after = forms[numbers[first]], forms[numbers[last + 1]]
            if before in context.before or after in context.after:
                keep[row] = False
            elif before in context.beside or after in context.beside:
                keep[row] = not any(_stands(around, forms, numbers, first, last) for around in context.longer)
        return keep

    def _longest(self, hits: Hits, n_tokens: int) -> Hits:
        """Within a lexicon, drop what stands inside a longer hit."""
        lexicon = self.lexicon[hits.entry].astype(np.int64)
        order = np.lexsort((hits.first, lexicon))
        begin = lexicon[order] * (n_tokens + 1) + hits.first[order]
        reach = np.maximum.accumulate(lexicon[order] * (n_tokens + 1) + hits.last[order])
        overlaps = begin[1:] < reach[:-1]
        if overlaps.any():
            keep = np.ones(len(order), bool)
            together = np.concatenate(([0], np.cumsum(~overlaps)))
            crowded = np.flatnonzero(np.bincount(together) > 1)
            starts = np.searchsorted(together, crowded).tolist()
            stops = np.searchsorted(together, crowded, side="right").tolist()
            for start, stop in zip(starts, stops, strict=True):
                _drop_shorter(hits, order[start:stop].tolist(), keep)
            hits = hits.where(keep)
        return hits.sorted()


def _drop_shorter(hits: Hits, rows: list[int], keep: Bools) -> None:
    """Among hits that overlap, keep the longer (all entries of the same words stay)."""
    spans = [(int(hits.first[row]), int(hits.last[row]), row) for row in rows]
    taken: list[tuple[int, int]] = []
    for first, last, row in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        inside = any(first < b and a < last and (a, b) != (first, last) for a, b in taken)
        several = last - first > 1 and (first, last) in taken
        keep[row] = not inside and not several
        taken.append((first, last)) if keep[row] else None


def _stretches(start: NDArray[Any], size: NDArray[Any]) -> NDArray[Any]:
    """The rows of many stretches of a column, one stretch after the other."""
    before = np.cumsum(size) - size
    return np.repeat(start - before, size) + np.arange(size.sum())


def _pair(first: Any, second: Any) -> Any:
    """One number for two adjacent vocabulary words (integers or arrays)."""
    return (first << _SHIFT) | second


def _slot(first: Any, second: Any) -> Any:
    """Place of a pair in a bitmap that most pairs of a text are not in."""
    return (first * 40503 + second) & (_SLOTS - 1)


def _read_contexts(contexts: Sequence[str]) -> _Contexts:
    before: set[str] = set()
    after: set[str] = set()
    longer = []
    for context in contexts:
        left, _, right = (part.split() for part in context.partition("_"))
        if len(left) == 1 and not right:
            before.add(left[0])
        elif len(right) == 1 and not left:
            after.add(right[0])
        else:
            longer.append((left, right))
    beside = frozenset(word for left, right in longer for word in (left[-1:] or right[:1]))
    return _Contexts(frozenset(before), frozenset(after), beside, tuple(longer))


def _stands(around: tuple[list[str], list[str]], forms: list[str], numbers: list[int], first: int, last: int) -> bool:
    """Whether the words before and after an entry are those of a context (``numbers`` begin one token early)."""
    before, after = around
    start = first + 1 - len(before)
    found = numbers[max(start, 0) : first + 1] + numbers[last + 1 : last + 1 + len(after)]
    return start >= 0 and [forms[number] for number in found] == before + after


def _without_possessives(surface: str) -> str:
    """A term as texts show it: the forms of a text have lost the ending of a possessive ("people's", "workers'")."""
    return " ".join(word.removesuffix("'s").removesuffix("'") for word in surface.split())


def _join(one: Hits, other: Hits) -> Hits:
    return Hits(*(np.concatenate(columns) for columns in zip(one, other, strict=True)))


def _no_hits() -> Hits:
    empty = np.zeros(0, np.int32)
    return Hits(empty, empty, empty)
