"""Reporting cues of an English block, and which of them can attribute anything: asked of all at once, by arrays.

Four in ten cues attribute nothing whatever stands around their sentence: 'the report', 'to say', 'was called', a weak
verb with neither a clause nor a quotation near it. A few columns tell these apart before any is read token by token.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.grammar import ADVERB, AUXILIARY, DETERMINER, NEGATION, POSSESSIVE
from biasscore.annotate.view import BREAK, COMMA, View
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.lexicons.matching import Hits
from biasscore.text.block import Block

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

SURE, LIKELY = 0.8, 0.45
"""Weights of cues from which any subject will do, and from which a source-like subject will."""
BE = frozenset("is are was were be been being am isn't aren't wasn't weren't".split())
_SUBJECTS = frozenset("that this all both many some others few".split())
"""Determiners that may be a subject: no noun need follow them."""

Cue = tuple[int, int, int, bool]
"""First token, the token after the last, entry, and whether it can attribute."""

_THAT, _TO, _BY, _BE, _SUBJECT = (1 << bit for bit in range(5))
_WORDS = dict.fromkeys(BE, _BE) | dict.fromkeys(_SUBJECTS, _SUBJECT)
_WORDS |= {"that": _THAT | _SUBJECT, "to": _TO, "by": _BY}


def _words_around(block: Block) -> NDArray[np.uint8]:
    """Of every token the bits of what is asked of the words around a cue."""
    bits = np.zeros(len(block.table.forms), np.uint8)
    for word, bit in _WORDS.items():
        bits[block.table.form_numbers.get(word, 0)] = bit
    bits[0] = 0  # a word that no text has held yet
    return bits[block.form]


class CueSieve:
    """Sorts out the cues of a block."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._weight = vocabulary.matcher.weight
        self._is_noun, self._is_verb = vocabulary.is_kind("noun"), vocabulary.is_kind("verb")

    def by_sentence(self, view: View) -> list[tuple[int, list[Cue]]]:
        """Sentences with a cue that can attribute, and their cues outside quotations, in text order."""
        block = view.block
        hits = view.best_cues.where(block.quotation[view.best_cues.first] < 0)
        attributes = self._attributes(view, hits)
        kept = attributes | self._is_verb[hits.entry]  # a verb may end the content of another
        hits, attributes = hits.where(kept), attributes[kept]
        sentence = block.sentence[hits.first]
        starts = np.flatnonzero(np.diff(sentence, prepend=-1))
        stops = np.append(starts[1:], len(sentence))
        worth = np.flatnonzero(np.logical_or.reduceat(attributes, starts)) if len(starts) else starts
        cues = list(zip(hits.first.tolist(), hits.last.tolist(), hits.entry.tolist(), attributes.tolist(), strict=True))
        columns = (sentence[starts[worth]].tolist(), starts[worth].tolist(), stops[worth].tolist())
        return [(number, cues[start:stop]) for number, start, stop in zip(*columns, strict=True)]

    def _attributes(self, view: View, hits: Hits) -> Bools:
        """Whether each cue can attribute, as far as its neighbours and the marks of its sentence say."""
        block = view.block
        first, last, entry = hits
        sentence = block.sentence[first]
        opens, inside = first == block.sentence_start[sentence], last < block.sentence_start[sentence + 1]
        flags, classes = np.asarray(view.flags), np.asarray(view.classes)
        words = _words_around(block)
        before, after = np.maximum(first - 1, 0), np.minimum(last, block.n_tokens - 1)
        word_before, class_before = np.where(opens, 0, words[before]), np.where(opens, 0, classes[before])
        word_after, class_after = np.where(inside, words[after], 0), np.where(inside, classes[after], 0)
        weak = self._weight[entry] < LIKELY

        clause = ((word_after & _THAT) != 0) & (last + 1 < block.sentence_start[sentence + 1]) & ~opens
        noun = ((class_before & (DETERMINER | POSSESSIVE)) != 0) & ((word_before & _SUBJECT) == 0)
        marked = ((flags[before] & COMMA) != 0) | (block.quotation[before] >= 0)
        infinitive = ((word_before & _TO) != 0) & ~marked
        subject = ((class_after & AUXILIARY) != 0) & ((flags[last - 1] & BREAK) == 0)
        passive = ((word_before & _BE) != 0) & ((class_before & (ADVERB | NEGATION)) == 0)
        passive &= weak | ((word_after & (_BY | _THAT)) == 0)
        places = np.flatnonzero(passive)
        passive[places] = [not view.forms[token].endswith("ing") for token in first[places].tolist()]
        bare = weak & _is_bare(view, hits, words)
        verb = ~(noun | infinitive | subject | passive | bare)
        is_noun, is_verb = self._is_noun[entry], self._is_verb[entry]
        attributes: Bools = (is_noun & clause) | (is_verb & verb) | ~(is_noun | is_verb)
        return attributes


def _is_bare(view: View, hits: Hits, words: NDArray[np.uint8]) -> Bools:
    """Whether there is neither a quotation about a cue nor a 'that' behind it nor a comma before it.

    Without one of them a weak verb has no content: it needs 'that' or a quotation, or closes its sentence.
    """
    block, n = view.block, view.block.n_tokens
    sentence = block.sentence[hits.first]
    start, stop = block.sentence_start[sentence], block.sentence_start[sentence + 1]
    quoted = block.quotation >= 0
    around = np.logical_or.reduceat(quoted, block.sentence_start[:-1])[sentence] | quoted[np.minimum(stop, n - 1)]
    clause = _next((words & _THAT) != 0, hits.last) < stop
    comma = _next((np.asarray(view.flags) & COMMA) != 0, start) < hits.first - 1
    return ~(around | clause | comma)


def _next(marked: Bools, token: Ints) -> Ints:
    """The first marked token from each of some tokens on; the number of tokens where none follows."""
    places = np.append(np.flatnonzero(marked), len(marked))
    return places[np.searchsorted(places, token)].astype(np.int32)
