"""Matches many lexicons at once against columns of word forms.

A form is looked up once, when it is first met; matching a text is then array work, however many lexicons there are.
The columns are handed in: this file knows nothing of texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.lexicons.arabic import fold, variants
from biasscore.lexicons.contexts import Contexts
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
        return self.take(np.flatnonzero(chosen))

    def take(self, rows: NDArray[np.intp]) -> Hits:
        """Those of some rows, in the rows' order."""
        return Hits(self.first[rows], self.last[rows], self.entry[rows])

    def sorted(self) -> Hits:
        """In text order."""
        return self.take(np.argsort(self.first, kind="stable"))


class Capitals(NamedTuple):
    """Case of every token: written with a capital, and so in mid-sentence (where it marks a name)."""

    any: Bools
    inner: Bools


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
        self._contexts = Contexts(self.entries)
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
        self._group, self._word, self._context_word = (np.zeros(1 << 12, np.int32) for _ in range(3))
        self._group_start, self._group_size = np.zeros(1, np.int32), np.zeros(1, np.int32)
        self._members = np.zeros(0, np.int32)

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
        found = self._singles.get(form, [])
        if self._prefixes and form.startswith(self._prefix_strings):
            found = found + [entry for start, ids in self._prefixes.items() if form.startswith(start) for entry in ids]
        if self._suffixes and form.endswith(self._suffix_strings):
            found = found + [entry for end, ids in self._suffixes.items() if form.endswith(end) for entry in ids]
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
        hits = _join(self._find_words(form), self._find_phrases(form, sentence)).sorted()
        case = self._case[hits.entry]
        wrong = ((case == 1) & capitals.inner[hits.first]) | (
            (case == 2) & ~(capitals.any[hits.first] & capitals.any[hits.last - 1])
        )
        hits = hits.where(~wrong)
        guarded = np.flatnonzero(self._contexts.guarded[hits.entry])
        if len(guarded):
            keep = np.ones(len(hits.entry), bool)
            first, last, entry = (column[guarded] for column in hits)
            keep[guarded] = self._contexts.outside(first, last, entry, self._context_word[form], sentence)
            hits = hits.where(keep)
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
            self._group, self._word, self._context_word = (
                np.resize(column, room) for column in (self._group, self._word, self._context_word)
            )
        new = forms[first:size]
        self._word[first:size] = self._phrase_words(new)
        self._context_word[first:size] = self._contexts.numbers(new)
        self._group[first:size] = [self._group_of(form) for form in new]
        self._known = size
        self._index_groups()

    def _group_of(self, form: str) -> int:
        found = self.lookup(form)
        return self._groups.setdefault(found, len(self._groups)) if found else 0

    def _phrase_words(self, forms: list[str]) -> list[int]:
        """Number of each form as a word of phrases, 0 for one that is in none."""
        known = self._vocabulary
        if not self._arabic:
            return list(map(known.get, forms, repeat(0)))
        return [next((known[variant] for variant in variants(form) if variant in known), 0) for form in forms]

    def _index_groups(self) -> None:
        """Lay out the entries of the groups that are new."""
        new = list(islice(self._groups, len(self._group_size), None))
        if new:
            sizes = np.array([len(group) for group in new], np.int32)
            starts = (len(self._members) + np.cumsum(sizes) - sizes).astype(np.int32)
            self._group_size = np.concatenate((self._group_size, sizes))
            self._group_start = np.concatenate((self._group_start, starts))
            members = np.array([entry for group in new for entry in group], np.int32)
            self._members = np.concatenate((self._members, members))

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
        for place in np.flatnonzero(stands & (stop > start + 3)).tolist():
            stands[place] = word[start[place] : stop[place]].tolist() == self._candidates[candidate[place]]
        return Hits(start[stands], stop[stands], self._phrase_entry[candidate[stands]])

    def _longest(self, hits: Hits, n_tokens: int) -> Hits:
        """Within a lexicon, drop what stands inside a longer hit."""
        lexicon = self.lexicon[hits.entry]
        order = np.argsort(lexicon.astype(np.int16), kind="stable")  # numbers of two bytes: in linear time
        shift = lexicon[order].astype(np.int64) * (n_tokens + 1)
        begin = shift + hits.first[order]
        reach = np.maximum.accumulate(shift + hits.last[order])
        overlaps = begin[1:] < reach[:-1]
        if overlaps.any():
            keep = np.ones(len(order), bool)
            starts = np.flatnonzero(np.concatenate(([True], ~overlaps)))
            sizes = np.diff(starts, append=len(order))
            pairs = starts[sizes == 2]
            _drop_shorter_of_two(hits, order[pairs], order[pairs + 1], keep)
            for start, size in zip(starts[sizes > 2].tolist(), sizes[sizes > 2].tolist(), strict=True):
                _drop_shorter(hits, order[start : start + size].tolist(), keep)
            hits = hits.where(keep)
        return hits


def _drop_shorter_of_two(hits: Hits, one: NDArray[np.intp], other: NDArray[np.intp], keep: Bools) -> None:
    """``_drop_shorter`` for pairs of hits that overlap, as nearly all do; ``one`` never begins behind ``other``."""
    length, other_length = (hits.last[rows] - hits.first[rows] for rows in (one, other))
    longer = other_length > length
    keep[one[longer]] = False
    same_word = (length == 1) & (other_length == 1)
    keep[other[~longer & ~same_word]] = False


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


def _without_possessives(surface: str) -> str:
    """A term as texts show it: the forms of a text have lost the ending of a possessive ("people's", "workers'")."""
    return " ".join(word.removesuffix("'s").removesuffix("'") for word in surface.split())


def _join(one: Hits, other: Hits) -> Hits:
    return Hits(*(np.concatenate(columns) for columns in zip(one, other, strict=True)))


def _no_hits() -> Hits:
    empty = np.zeros(0, np.int32)
    return Hits(empty, empty, empty)
