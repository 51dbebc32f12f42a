"""vaderSentiment's compound score of every sentence of a block, bit for bit, without reading every word.

Hutto & Gilbert (2014). The rules look at most three tokens back and two ahead, so its own method is called on such
windows, and only where a modifier stands in one; everywhere else the valence is the lexicon's. Curly quotation marks
are made straight first (vaderSentiment strips ASCII punctuation only). A differential test guards the equality.
"""

from __future__ import annotations

import string
from collections.abc import Iterable
from heapq import heappop, heappush
from typing import Any

import numpy as np
from numpy.typing import NDArray
from vaderSentiment import vaderSentiment as vader  # noqa: N813

from biasscore.text.block import Block
from biasscore.text.table import NUMBER, POSSESSIVE, UPPER, PieceTable

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_VALENCE, _TRIGGER, _UPPER, _BUT, _EMOJI = (1 << bit for bit in range(5))
_BACK, _AHEAD = 3, 3
_SHORTEST_PLAIN = 2
_LOOK_CLOSER = UPPER | NUMBER | POSSESSIVE
"""Pieces whose form is not the word as vaderSentiment reads it, or that it counts as capitals."""
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "«": '"', "»": '"'})
_NO_TRIGGERS = frozenset(("the", "to", "for", "of"))


def straight(text: str) -> str:
    """Text with straight quotation marks, as it is handed to vaderSentiment."""
    return text.translate(_STRAIGHT)


class _Window:
    """Stands in for vaderSentiment's SentiText, cut to the tokens around one word."""

    __slots__ = ("is_cap_diff", "words_and_emoticons")

    def __init__(self, words: list[str], mixed_case: bool) -> None:
        self.words_and_emoticons, self.is_cap_diff = words, mixed_case


class SentenceTone:
    """Scores the sentences of blocks; keeps the columns of one token table."""

    def __init__(self) -> None:
        self._analyser: Any = vader.SentimentIntensityAnalyzer()
        self._triggers = _trigger_words()
        self._listed = _forms_that_matter((*self._analyser.lexicon, *vader.BOOSTER_DICT, *self._triggers, "but"))
        self._emojis = frozenset(key for key in self._analyser.emojis if len(key) == 1)
        self._table: PieceTable | None = None

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
        kinds = self._kinds[block.piece]
        result = np.zeros(len(block.sentence_start) - 1)
        carries = (kinds & _VALENCE) != 0
        if masked is not None:
            carries &= ~masked
        rejoined = self._rejoined_sentences(block, kinds)
        hits = np.flatnonzero(carries & ~rejoined[block.sentence])
        if len(hits):
            self._fill(result, block, kinds, hits)
        for sentence in np.flatnonzero(rejoined).tolist():
            result[sentence] = self._rejoined(block, sentence, masked)
        return result

    def _fill(self, result: Floats, block: Block, kinds: NDArray[np.int8], hits: NDArray[np.intp]) -> None:
        """Score the sentences in which a token carries valence."""
        kind_of, piece_of, starts = kinds.tolist(), block.piece.tolist(), block.sentence_start.tolist()
        marks = np.add.reduceat(self._marks[block.piece], block.sentence_start[:-1], axis=0).tolist()
        upper = np.concatenate(([0], np.cumsum((kinds & _UPPER) != 0))).tolist()
        by_sentence: dict[int, list[int]] = {}
        for sentence, token in zip(block.sentence[hits].tolist(), hits.tolist(), strict=True):
            by_sentence.setdefault(sentence, []).append(token)
        buts = set(block.sentence[(kinds & _BUT) != 0].tolist())
        for sentence, tokens in by_sentence.items():
            first, last = starts[sentence], starts[sentence + 1]
            mixed = 0 < upper[last] - upper[first] < last - first
            valences = [self._valence(kind_of, piece_of, token, first, last, mixed) for token in tokens]
            if sentence in buts:
                valences = self._weigh_but(valences, tokens, kind_of, first)
            result[sentence] = self._compound(valences, marks[sentence])

    def _valence(self, kinds: list[int], pieces: list[int], token: int, first: int, last: int, mixed: bool) -> float:
        low, high = max(first, token - _BACK), min(last, token + _AHEAD)
        found = 0
        for kind in kinds[low:high]:
            found |= kind
        if not found & _TRIGGER and not (kinds[token] & _UPPER and mixed):
            return self._values[pieces[token]]
        window = tuple(pieces[low:high])
        key = (window, token - low, mixed)
        known = self._memo.get(key)
        if known is None:
            if len(self._memo) > 100_000:
                self._memo.clear()
            known = self._memo[key] = self._window_valence([self._word(piece) for piece in window], token - low, mixed)
        return known

    def _word(self, number: int) -> str:
        """A piece as vaderSentiment strips it (kept once it was needed)."""
        if not self._words[number] and self._table is not None:
            self._words[number] = _stripped(straight(self._table.pieces[number]))
        return self._words[number]

    def _window_valence(self, words: list[str], place: int, mixed: bool) -> float:
        word = words[place]
        if word.lower() == "kind" and place + 1 < len(words) and words[place + 1].lower() == "of":
            return 0.0
        found: list[float] = []
        self._analyser.sentiment_valence(0, _Window(words, mixed), word, place, found)
        return found[0]

    def _weigh_but(self, valences: list[float], tokens: list[int], kinds: list[int], first: int) -> list[float]:
        """The rule for 'but', on the words that carry valence and the first 'but' among them."""
        but = next(token for token in range(first, len(kinds)) if kinds[token] & _BUT)
        place = sum(token < but for token in tokens)
        return but_check([*valences[:place], 0.0, *valences[place:]], place)

    @staticmethod
    def _compound(valences: list[float], marks: list[int]) -> float:
        total = float(sum(valences))
        exclamations, questions = marks
        emphasis = min(exclamations, 4) * 0.292 + (0 if questions < 2 else questions * 0.18 if questions <= 3 else 0.96)
        if total > 0:
            total += emphasis
        elif total < 0:
            total -= emphasis
        return float(round(vader.normalize(total), 4))

    @staticmethod
    def _rejoined_sentences(block: Block, kinds: NDArray[np.int8]) -> Bools:
        """Sentences in which a token is a part of a longer piece, or holds an emoji: scored from their own string."""
        odd = np.zeros(block.n_tokens, bool)
        odd[1:] = (
            (block.start[1:] == block.end[:-1])
            & (block.sentence[1:] == block.sentence[:-1])
            & (block.document[1:] == block.document[:-1])
        )
        odd |= (kinds & _EMOJI) != 0
        found = np.zeros(len(block.sentence_start) - 1, bool)
        found[block.sentence[odd]] = True
        return found

    def _rejoined(self, block: Block, sentence: int, masked: Bools | None) -> float:
        """Score a sentence from its own string, as vaderSentiment cuts it."""
        first, last = int(block.sentence_start[sentence]), int(block.sentence_start[sentence + 1])
        text = block.repaired[block.document[first]].text
        pieces: list[str] = []
        hidden: list[bool] = []
        begin = first
        for token in range(first, last):
            if token + 1 == last or block.start[token + 1] > block.end[token]:
                pieces.append(text[int(block.start[begin]) : int(block.end[token])])
                hidden.append(masked is not None and bool(masked[begin : token + 1].any()))
                begin = token + 1
        if not self._emojis.isdisjoint("".join(pieces)):
            shown = ("00" if hide else piece for piece, hide in zip(pieces, hidden, strict=True))
            return float(self._analyser.polarity_scores(straight(" ".join(shown)))["compound"])
        rows = [block.table[piece] for piece in pieces]
        self._extend(block.table)
        kinds = self._kinds[rows].tolist()
        shouting = sum(bool(kind & _UPPER) for kind in kinds)
        tokens = [place for place, kind in enumerate(kinds) if kind & _VALENCE and not hidden[place]]
        if not tokens:
            return 0.0
        valences = [self._valence(kinds, rows, token, 0, len(rows), 0 < shouting < len(rows)) for token in tokens]
        if any(kind & _BUT for kind in kinds):
            valences = self._weigh_but(valences, tokens, kinds, 0)
        return self._compound(valences, self._marks[rows].sum(0).tolist())

    def _extend(self, table: PieceTable) -> None:
        if table is not self._table:
            self._table = table
            self._words: list[str] = []
            self._values: list[float] = []
            self._kinds = np.zeros(1 << 13, np.int8)
            self._marks = np.zeros((1 << 13, 2), np.int32)
            self._memo: dict[tuple[tuple[int, ...], int, bool], float] = {}
        known, size = len(self._words), len(table.pieces)
        if size > len(self._kinds):
            room = max(size, 2 * len(self._kinds))
            self._kinds = np.resize(self._kinds, room)
            self._marks = np.resize(self._marks, (room, 2))
        self._kinds[known:size] = 0
        self._marks[known:size] = 0
        self._values += [0.0] * (size - known)
        flags, forms = table.flags[known:size].tolist(), table.form[known:size].tolist()
        for number, piece in enumerate(table.pieces[known:], known):
            self._words.append("")
            if not self._says_nothing(piece, flags[number - known], table.forms[forms[number - known]]):
                self._analyse(number, piece)

    def _says_nothing(self, piece: str, flags: int, form: str) -> bool:
        """Whether a piece is a plain word that no list of vaderSentiment's holds: most are, and need no closer look."""
        return (
            len(form) > _SHORTEST_PLAIN
            and form not in self._listed
            and not flags & _LOOK_CLOSER
            and "n't" not in form
            and "!" not in piece
            and "?" not in piece
            and (piece.isascii() or self._emojis.isdisjoint(piece))
        )

    def _analyse(self, number: int, piece: str) -> None:
        text = straight(piece)
        word = _stripped(text)
        lower = word.lower()
        kind = 0
        value = 0.0
        if lower in self._analyser.lexicon and lower not in vader.BOOSTER_DICT:
            kind, value = _VALENCE, self._analyser.lexicon[lower]
        if lower in self._triggers or "n't" in lower:
            kind |= _TRIGGER
        if word.isupper():
            kind |= _UPPER
        if lower == "but":
            kind |= _BUT
        if not text.isascii() and not self._emojis.isdisjoint(text):
            kind |= _EMOJI
        self._values[number] = value
        self._kinds[number] = kind
        self._marks[number] = (text.count("!"), text.count("?"))


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


def _trigger_words() -> frozenset[str]:
    """Words without which no rule changes a valence: of a phrase, its first content word stands for the whole.

    'so' and 'this' raise the word behind them even without the 'never' that is meant (precedence of an 'or').
    """
    words = {word for word in (*vader.BOOSTER_DICT, *vader.NEGATE) if " " not in word} | {
        "no",
        "least",
        "kind",
        "sort",
        "so",
        "this",
    }
    for phrase in (*vader.SPECIAL_CASES, *vader.BOOSTER_DICT):
        words.add(next(word for word in phrase.split() if word not in _NO_TRIGGERS))
    return frozenset(words)
