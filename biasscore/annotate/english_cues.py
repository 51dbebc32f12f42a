"""Reporting cues of an English block, and which of them can attribute anything: asked of all at once, by arrays.

Half of the cues attribute nothing whatever else their sentence holds: 'the report', 'to say', 'was called', a verb that
nobody stands before, a weak one with neither a clause nor a quotation near it. A few columns tell these apart before
any is read token by token.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.grammar import ADVERB, AUXILIARY, DETERMINER, NEGATION, POSSESSIVE
from biasscore.annotate.view import BREAK, COLON, COMMA, DASH, View
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.lexicons.matching import Hits
from biasscore.text.block import Block

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

SURE, LIKELY = 0.8, 0.45
"""Weights of cues from which any subject will do, and from which a source-like subject will."""
BE = frozenset("is are was were be been being am isn't aren't wasn't weren't".split())
SPEAKERS = frozenset("he she they we i who".split())
_SUBJECTS = frozenset("that this all both many some others few".split())
"""Determiners that may be a subject: no noun need follow them."""

Cue = tuple[int, int, int, bool]
"""First token, the token after the last, entry, and whether it can attribute."""

_THAT, _TO, _BY, _AND, _BE, _SUBJECT, _SPEAKER = (1 << bit for bit in range(7))
_WORDS = dict.fromkeys(BE, _BE) | dict.fromkeys(_SUBJECTS, _SUBJECT) | dict.fromkeys(SPEAKERS, _SPEAKER)
_WORDS |= {"that": _THAT | _SUBJECT, "to": _TO, "by": _BY, "and": _AND, "but": _AND}


def _word_bits(block: Block) -> NDArray[np.uint8]:
    """Of every token the bits of what is asked of the words around a cue."""
    bits = np.zeros(len(block.table.forms), np.uint8)
    for word, bit in _WORDS.items():
        bits[block.table.form_numbers.get(word, 0)] = bit
    bits[0] = 0  # a word that no text has held yet
    return bits[block.form]


class Cues:
    """The reporting cues of a block, outside quotations.

    Attributes
    ----------
    speakers_before : sequence of int
        Of every token, and of the end, how many tokens before it may be who speaks: names, source nouns, pronouns.
    signs : bytes
        Of every token 1 where a quotation, 'that' or a mark says what follows a cue, else 0.
    """

    def __init__(self, vocabulary: Vocabulary, view: View) -> None:
        self._vocabulary, self._view = vocabulary, view
        self._words = _word_bits(view.block)
        speaks = np.asarray(view.name) | ((self._words & _SPEAKER) != 0)
        speaks[np.fromiter(view.source_noun, np.int64, len(view.source_noun))] = True
        self._speakers = np.concatenate(([0], np.cumsum(speaks)))
        self.speakers_before: Sequence[int] = self._speakers.data
        self._quoted = view.block.quotation >= 0
        marked = (np.asarray(view.flags) & (BREAK | COLON | DASH)) != 0
        self.signs = (self._quoted | marked | ((self._words & _THAT) != 0)).tobytes()

    def by_sentence(self) -> list[tuple[int, list[Cue]]]:
        """Sentences with a cue that can attribute, and their cues outside quotations, in text order."""
        block, best = self._view.block, self._view.best_cues
        hits = best.where(block.quotation[best.first] < 0)
        attributes = self._attributes(hits)
        sentence = block.sentence[hits.first]
        worth = np.zeros(len(block.sentence_start), bool)
        worth[sentence[attributes]] = True
        is_verb = self._vocabulary.is_kind("verb")[hits.entry]  # a verb may end the content of another cue
        kept = np.flatnonzero((attributes | is_verb) & worth[sentence])
        cues = list(zip(*(column[kept].tolist() for column in (*hits, attributes)), strict=True))
        starts = np.flatnonzero(np.diff(sentence[kept], prepend=-1))
        runs = pairwise([*starts.tolist(), len(cues)])
        return [(number, cues[a:b]) for number, (a, b) in zip(sentence[kept[starts]].tolist(), runs, strict=True)]

    def _attributes(self, hits: Hits) -> Bools:
        """Whether each cue can attribute, as far as its neighbours and the marks of its sentence say."""
        view, block, words = self._view, self._view.block, self._words
        first, last, entry = hits
        sentence = block.sentence[first]
        start, stop = block.sentence_start[sentence], block.sentence_start[sentence + 1]
        opens, inside = first == start, last < stop
        flags, classes = np.asarray(view.flags), np.asarray(view.classes)
        before, after = np.maximum(first - 1, 0), np.minimum(last, block.n_tokens - 1)
        word_before, class_before = np.where(opens, 0, words[before]), np.where(opens, 0, classes[before])
        word_after, class_after = np.where(inside, words[after], 0), np.where(inside, classes[after], 0)
        weight = self._vocabulary.matcher.weight[entry]

        clause = ((word_after & _THAT) != 0) & (last + 1 < stop) & ~opens
        noun = ((class_before & (DETERMINER | POSSESSIVE)) != 0) & ((word_before & _SUBJECT) == 0)
        marked = ((flags[before] & COMMA) != 0) | (block.quotation[before] >= 0)
        infinitive = ((word_before & _TO) != 0) & ~marked
        subject = ((class_after & AUXILIARY) != 0) & ((flags[last - 1] & BREAK) == 0)
        direct = (class_before & (ADVERB | NEGATION)) == 0  # what stands before it is the word that it goes with
        passive = direct & ((word_before & _BE) != 0)
        passive &= (weight < LIKELY) | ((word_after & (_BY | _THAT)) == 0)
        quoted = self._is_quoted(sentence, stop)
        mute = direct & ~quoted & ((word_before & (_BE | _AND)) == 0)
        mute &= (weight < SURE) & (self._speakers[first] == self._speakers[start])
        finite = np.flatnonzero(passive | mute)
        nobody = np.zeros(len(first), bool)
        nobody[finite] = [not view.forms[token].endswith("ing") for token in first[finite].tolist()]
        bare = (weight < LIKELY) & ~quoted & ~self._has_content(hits, start, stop)
        verb = ~(noun | infinitive | subject | nobody | bare)
        is_noun, is_verb = (self._vocabulary.is_kind(kind)[entry] for kind in ("noun", "verb"))
        attributes: Bools = (is_noun & clause) | (is_verb & verb) | ~(is_noun | is_verb)
        return attributes

    def _is_quoted(self, sentence: Ints, stop: Ints) -> Bools:
        """Whether sentences hold a quotation, or one follows them."""
        block = self._view.block
        held: Bools = np.logical_or.reduceat(self._quoted, block.sentence_start[:-1])
        return held[sentence] | self._quoted[np.minimum(stop, block.n_tokens - 1)]

    def _has_content(self, hits: Hits, start: Ints, stop: Ints) -> Bools:
        """Whether a 'that' follows a cue in its sentence, or a comma goes before: else a weak verb has no content."""
        clause = _next((self._words & _THAT) != 0, hits.last) < stop
        comma = _next((np.asarray(self._view.flags) & COMMA) != 0, start) < hits.first - 1
        return clause | comma


def _next(marked: Bools, token: Ints) -> Ints:
    """The first marked token from each of some tokens on; the number of tokens where none follows."""
    places = np.append(np.flatnonzero(marked), len(marked))
    return places[np.searchsorted(places, token)].astype(np.int32)
