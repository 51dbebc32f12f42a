"""vaderSentiment's compound score of every sentence of a block, bit for bit, without reading every word.

Hutto & Gilbert (2014). The rules look at most three tokens back and two ahead, so its own method is called on such
windows, and only where a modifier stands in one; everywhere else the valence is the lexicon's. Curly quotation marks
are made straight first (vaderSentiment strips ASCII punctuation only). A differential test guards the equality.
"""

from __future__ import annotations

import string
from bisect import bisect_left
from collections.abc import Iterable
from heapq import heappop, heappush
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from vaderSentiment import vaderSentiment as vader  # noqa: N813

from biasscore.text.block import Block
from biasscore.text.table import EXCLAMATION, NUMBER, POSSESSIVE, QUESTION, UPPER, PieceTable

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_VALENCE, _MODIFIER, _IDIOM, _UPPER, _BUT, _EMOJI, _MARKED = (1 << bit for bit in range(7))
"""What a piece is to the rules. A modifier changes words behind it, a word of an idiom those on either side."""
_BACK, _AHEAD = 3, 3
_SHORTEST_PLAIN = 2
_LOOK_CLOSER = UPPER | NUMBER | POSSESSIVE | EXCLAMATION | QUESTION
"""Pieces whose form is not the word as vaderSentiment reads it, that it counts as capitals, or that add emphasis."""
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "«": '"', "»": '"'})
_NO_MARKS = (0, 0)
_ALPHA = 15
"""The constant of vaderSentiment's ``normalize``."""
_STEPS, _TIE = 10_000, 1e-6
"""Steps of a score, and how near to half of one the product of floats may round the wrong way."""
_NEGATIONS = frozenset(vader.NEGATE)
_RAISING = ("so", "this")
"""They raise the word behind them even without the 'never' that is meant (precedence of an 'or')."""
_NO_IDIOMS = frozenset(("the", "to", "for", "of"))


def straight(text: str) -> str:
    """Text with straight quotation marks, as it is handed to vaderSentiment."""
    return text if text.isascii() else text.translate(_STRAIGHT)


class _Analyser(vader.SentimentIntensityAnalyzer):  # type: ignore[misc]
    """VaderSentiment's own, but its slow search for negations runs only where a word stands that it may find."""

    @staticmethod
    def _negation_check(valence: float, words: list[str], back: int, place: int) -> float:
        near = words[place - back - 1].lower()
        raised = back == _BACK - 1 and words[place - 1].lower() in _RAISING
        if not raised and near not in _NEGATIONS and "n't" not in near:
            return valence
        changed: float = vader.SentimentIntensityAnalyzer._negation_check(valence, words, back, place)
        return changed


class _Window:
    """Stands in for vaderSentiment's SentiText, cut to the tokens around one word."""

    __slots__ = ("is_cap_diff", "words_and_emoticons")

    def __init__(self, words: list[str], mixed_case: bool) -> None:
        self.words_and_emoticons, self.is_cap_diff = words, mixed_case


class SentenceTone:
    """Scores the sentences of blocks; keeps the columns of one token table."""

    def __init__(self) -> None:
        self._analyser: Any = _Analyser()
        self._modifiers, self._idioms = _modifiers(), _idioms()
        self._listed = _forms_that_matter((*self._analyser.lexicon, *self._modifiers, *self._idioms, "but"))
        self._emojis = frozenset(key for key in self._analyser.emojis if len(key) == 1)
        self._table: PieceTable | None = None
        self._pieces: list[str] = []

    def compounds(self, block: Block, masked: Bools | None = None) -> Floats:
        """Compound score of every sentence.

        Parameters
        ----------
        block : Block
            The documents.
        masked : ndarray of bool, shape (tokens,), optional
            Tokens whose own valence does not count (topics, names, irony); they still modify others.

        Returns
        -------
        ndarray of float64, shape (sentences,)
            -1 .. +1, rounded to 4 places as vaderSentiment does.
        """
        self._extend(block.table)
        hidden = np.zeros(block.n_tokens, bool) if masked is None else masked
        result = self._tones(block.piece, block.sentence_start, hidden)
        pieces: list[int] = []
        covered: list[bool] = []
        bounds, rejoined = [0], []
        for sentence in self._rejoined_sentences(block).tolist():
            parts, masks = _joined(block, sentence, hidden)
            first, last = block.sentence_start[sentence : sentence + 2]
            if (self._kinds[block.piece[first:last]] & _EMOJI).any():
                texts = (block.table.pieces[part] if isinstance(part, int) else part for part in parts)
                shown = ("00" if mask else text for text, mask in zip(texts, masks, strict=True))
                result[sentence] = self._analyser.polarity_scores(straight(" ".join(shown)))["compound"]
            else:
                pieces += [part if isinstance(part, int) else block.table[part] for part in parts]
                covered += masks
                bounds.append(len(pieces))
                rejoined.append(sentence)
        if rejoined:
            self._extend(block.table)
            result[rejoined] = self._tones(np.array(pieces), np.array(bounds), np.array(covered))
        return result

    def _tones(self, pieces: NDArray[Any], starts: NDArray[Any], hidden: Bools) -> Floats:
        """Score sentences given as pieces and the places where they start (and the last one ends)."""
        result = np.zeros(len(starts) - 1)
        kinds = self._kinds[pieces]
        hits = np.flatnonzero(((kinds & _VALENCE) != 0) & ~hidden)
        if not len(hits):
            return result
        valences = self._valences(pieces, starts, kinds, hits)
        tokens, sentence = hits.tolist(), _sentence_of(hits, starts)
        marks, buts = self._emphasis(pieces, starts, kinds), _first_buts(starts, kinds)
        bounds = [0, *(np.flatnonzero(np.diff(sentence)) + 1).tolist(), len(tokens)]
        chosen = sentence[bounds[:-1]]
        totals = []
        for (begin, end), number in zip(pairwise(bounds), chosen.tolist(), strict=True):
            found = valences[begin:end]
            but = buts.get(number)
            if but is not None:
                place = bisect_left(tokens, but, begin, end) - begin
                found = but_check([*found[:place], 0.0, *found[place:]], place)
            total = float(sum(found))
            totals.append(_emphasised(total, *marks[number]) if number in marks else total)
        result[chosen] = _normalised(np.array(totals))
        return result

    def _valences(
        self, pieces: NDArray[Any], starts: NDArray[Any], kinds: NDArray[np.int8], hits: NDArray[np.intp]
    ) -> list[float]:
        """Valence of every hit: the lexicon's, unless a modifier or capitals in mixed case stand around it."""
        sentence = _sentence_of(hits, starts)
        first, last = starts[sentence], starts[sentence + 1]
        low, high = np.maximum(first, hits - _BACK), np.minimum(last, hits + _AHEAD)
        upper, modifiers, idioms = (_counts_before(kinds, kind) for kind in (_UPPER, _MODIFIER, _IDIOM))
        shouting = upper[last] - upper[first]
        mixed = (shouting > 0) & (shouting < last - first)
        modified = (modifiers[hits] > modifiers[low]) | (idioms[high] > idioms[low])
        modified |= mixed & ((kinds[hits] & _UPPER) != 0)
        valences: list[float] = self._values[pieces[hits]].tolist()
        rows = np.flatnonzero(modified)
        places = zip(rows.tolist(), *(column[rows].tolist() for column in (low, hits, high, mixed)), strict=True)
        for row, begin, token, end, is_mixed in places:
            valences[row] = self._modified(tuple(pieces[begin:end].tolist()), token - begin, is_mixed)
        return valences

    def _modified(self, window: tuple[int, ...], place: int, mixed: bool) -> float:
        key = (window, place, mixed)
        known = self._memo.get(key)
        if known is None:
            if len(self._memo) > 100_000:
                self._memo.clear()
            known = self._memo[key] = self._window_valence([self._word(piece) for piece in window], place, mixed)
        return known

    def _emphasis(
        self, pieces: NDArray[Any], starts: NDArray[Any], kinds: NDArray[np.int8]
    ) -> dict[int, tuple[int, int]]:
        """Exclamation and question marks of the sentences that have some."""
        found: dict[int, tuple[int, int]] = {}
        marked = np.flatnonzero(kinds & _MARKED)
        for sentence, row in zip(_sentence_of(marked, starts).tolist(), pieces[marked].tolist(), strict=True):
            text, (exclamations, questions) = self._pieces[row], found.get(sentence, _NO_MARKS)
            found[sentence] = exclamations + text.count("!"), questions + text.count("?")
        return found

    def _word(self, number: int) -> str:
        """A piece as vaderSentiment strips it (kept once it was needed)."""
        if not self._words[number]:
            self._words[number] = _stripped(straight(self._pieces[number]))
        return self._words[number]

    def _window_valence(self, words: list[str], place: int, mixed: bool) -> float:
        word = words[place]
        if word.lower() == "kind" and place + 1 < len(words) and words[place + 1].lower() == "of":
            return 0.0
        found: list[float] = []
        self._analyser.sentiment_valence(0, _Window(words, mixed), word, place, found)
        return found[0]

    def _rejoined_sentences(self, block: Block) -> NDArray[np.intp]:
        """Sentences in which a token is a part of a longer piece, or holds an emoji: scored from their own string."""
        odd = (self._kinds[block.piece] & _EMOJI) != 0
        odd[1:] |= (
            (block.start[1:] == block.end[:-1])
            & (block.sentence[1:] == block.sentence[:-1])
            & (block.document[1:] == block.document[:-1])
        )
        return np.unique(block.sentence[odd]).astype(np.intp)

    def _extend(self, table: PieceTable) -> None:
        if table is not self._table:
            self._table, self._pieces = table, table.pieces
            self._words: list[str] = []
            self._values = np.zeros(1 << 13)
            self._kinds = np.zeros(1 << 13, np.int8)
            self._memo: dict[tuple[tuple[int, ...], int, bool], float] = {}
        known, size = len(self._words), len(table.pieces)
        if known == size:
            return
        if size > len(self._kinds):
            room = max(size, 2 * len(self._kinds))
            self._kinds, self._values = np.resize(self._kinds, room), np.resize(self._values, room)
        self._kinds[known:size] = 0
        self._values[known:size] = 0.0
        self._words += [""] * (size - known)
        pieces = table.pieces[known:size]
        read = table.of_forms(self._matters)[table.form[known:size]] != 0
        read |= (table.flags[known:size] & _LOOK_CLOSER) != 0
        read[[place for place, piece in enumerate(pieces) if not piece.isascii() and self._has_emoji(piece)]] = True
        for place in np.flatnonzero(read).tolist():
            self._analyse(known + place, pieces[place])

    def _matters(self, form: str) -> int:
        """Whether a form may be a word that a list of vaderSentiment's holds: most are not, and need no closer look."""
        return len(form) <= _SHORTEST_PLAIN or form in self._listed or "n't" in form

    def _has_emoji(self, piece: str) -> bool:
        return not (piece.isascii() or self._emojis.isdisjoint(piece))

    def _analyse(self, number: int, piece: str) -> None:
        text = straight(piece)
        word = _stripped(text)
        lower = word.lower()
        kind = 0
        value = 0.0
        if lower in self._analyser.lexicon and lower not in vader.BOOSTER_DICT:
            kind, value = _VALENCE, self._analyser.lexicon[lower]
        if lower in self._modifiers or "n't" in lower:
            kind |= _MODIFIER
        if lower in self._idioms:
            kind |= _IDIOM
        if word.isupper():
            kind |= _UPPER
        if lower == "but":
            kind |= _BUT
        if self._has_emoji(text):
            kind |= _EMOJI
        if "!" in text or "?" in text:
            kind |= _MARKED
        self._values[number] = value
        self._kinds[number] = kind


def _sentence_of(tokens: NDArray[np.intp], starts: NDArray[Any]) -> NDArray[np.intp]:
    """Sentence of each token."""
    return np.searchsorted(starts, tokens, side="right") - 1


def _counts_before(kinds: NDArray[np.int8], kind: int) -> NDArray[np.intp]:
    """How many tokens of a kind stand before each token, and in all."""
    return np.concatenate(([0], np.cumsum((kinds & kind) != 0)))


def _first_buts(starts: NDArray[Any], kinds: NDArray[np.int8]) -> dict[int, int]:
    """Sentence -> its first 'but'."""
    buts = np.flatnonzero(kinds & _BUT)[::-1]
    return dict(zip(_sentence_of(buts, starts).tolist(), buts.tolist(), strict=True))


def _emphasised(total: float, exclamations: int, questions: int) -> float:
    """A sum of valences, moved away from 0 by the marks of its sentence."""
    emphasis = min(exclamations, 4) * 0.292 + (0 if questions < 2 else questions * 0.18 if questions <= 3 else 0.96)
    return total + emphasis if total > 0 else total - emphasis if total < 0 else total


def _normalised(totals: Floats) -> Floats:
    """VaderSentiment's ``normalize``, rounded to 4 places as Python does it."""
    scores = totals / np.sqrt(totals * totals + _ALPHA)
    steps = scores * _STEPS
    rounded: Floats = np.rint(steps) / _STEPS
    for place in np.flatnonzero(np.abs(np.abs(steps - np.trunc(steps)) - 0.5) < _TIE).tolist():
        rounded[place] = round(float(scores[place]), 4)
    return rounded


def _joined(block: Block, sentence: int, masked: Bools) -> tuple[list[int | str], list[bool]]:
    """The pieces of a sentence as vaderSentiment cuts it, and whether the valence of each is masked.

    A piece that was cut into tokens is given as its string, every other one as its row of the table.
    """
    first, last = int(block.sentence_start[sentence]), int(block.sentence_start[sentence + 1])
    text = block.repaired[block.document[first]].text
    starts, ends, rows = (column[first:last].tolist() for column in (block.start, block.end, block.piece))
    begins = [0, *(place for place in range(1, last - first) if starts[place] > ends[place - 1]), last - first]
    pieces = [
        rows[begin] if end == begin + 1 else text[starts[begin] : ends[end - 1]] for begin, end in pairwise(begins)
    ]
    hidden = masked[first:last].tolist()
    return pieces, [any(hidden[begin:end]) for begin, end in pairwise(begins)]


def but_check(valences: list[float], but: int) -> list[float]:
    """VaderSentiment's ``_but_check`` in linear time.

    Its rule halves what stands before 'but' and raises by half what stands behind it, but finds each value by its first
    equal in the list; so the places of every value are kept in order.
    """
    found = list(valences)
    places: dict[float, list[int]] = {}
    for place, valence in enumerate(found):
        places.setdefault(valence, []).append(place)
    for place in range(len(found)):
        valence = found[place]
        heap = places[valence]
        while found[heap[0]] != valence:
            heappop(heap)
        first = heap[0]
        changed = valence * 0.5 if first < but else valence * 1.5 if first > but else valence
        if changed != valence:
            found[first] = changed
            heappush(places.setdefault(changed, []), first)
    return found


def _stripped(text: str) -> str:
    """VaderSentiment keeps the punctuation of words of up to two letters: they may be emoticons."""
    bare = text.strip(string.punctuation)
    return text if len(bare) <= _SHORTEST_PLAIN else bare


def _forms_that_matter(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.strip(string.punctuation).lower() for word in words)


def _modifiers() -> frozenset[str]:
    """Words that change the valence of what stands behind them: of a phrase, its first word stands for the whole."""
    phrases = (*vader.BOOSTER_DICT, *vader.NEGATE, "no", "least", *_RAISING)
    return frozenset(phrase.split()[0] for phrase in phrases)


def _idioms() -> frozenset[str]:
    """The first content word of every idiom; 'no' and 'kind' give up their own valence for what stands behind them."""
    contents = (next(word for word in phrase.split() if word not in _NO_IDIOMS) for phrase in vader.SPECIAL_CASES)
    return frozenset((*contents, "no", "kind"))
