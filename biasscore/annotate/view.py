"""A block as plain lists: what the attribution rules read, token by token."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.grammar import DETERMINER
from biasscore.annotate.grammar import POSSESSIVE as OWNER
from biasscore.annotate.lexical import Lexical, covered
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.lexicons.matching import Hits
from biasscore.text.block import Block
from biasscore.text.table import (
    CAP,
    CLOSE_BRACKET,
    COLON,
    COMMA,
    DASH,
    END,
    NUMBER,
    OPEN_BRACKET,
    POSSESSIVE,
    SEMICOLON,
    UPPER,
    WORD,
)

BREAK = COMMA | SEMICOLON | COLON | END | CLOSE_BRACKET
"""Marks after which a phrase does not go on."""

__all__ = [
    "BREAK",
    "CAP",
    "CLOSE_BRACKET",
    "COLON",
    "COMMA",
    "DASH",
    "END",
    "NUMBER",
    "OPEN_BRACKET",
    "POSSESSIVE",
    "SEMICOLON",
    "UPPER",
    "WORD",
    "View",
]


@dataclass(slots=True)
class View:
    """Columns of a block as lists (a list is read faster than an array, one token at a time).

    Attributes
    ----------
    block : Block
        The documents.
    forms : list of str
        Word forms.
    flags, classes : list of int
        Flags of the pieces, classes of the grammar.
    quotation : list of int
        Number of the quotation, -1 outside.
    name : list of bool
        Part of a name: capitalised in mid-sentence, or in a list of names.
    source_noun : dict
        Token -> entry of the source noun that ends there.
    noun_starts : set
        Tokens at which a source noun begins.
    cues : dict
        Token -> (token after the last, entry) of the reporting cue that begins there.
    sentence_start : list of int
        First token of each sentence, and the number of tokens.
    """

    block: Block
    forms: list[str]
    flags: list[int]
    classes: list[int]
    quotation: list[int]
    quotation_runs: list[tuple[int, int]]
    name: list[bool]
    source_noun: dict[int, int]
    noun_starts: set[int]
    cues: dict[int, tuple[int, int]]
    sentence: list[int]
    sentence_start: list[int]
    paragraph: list[int]
    document: list[int]

    def piece(self, token: int) -> str:
        """A token as written."""
        return self.block.table.pieces[int(self.block.piece[token])]


def make_view(block: Block, vocabulary: Vocabulary, lexical: Lexical) -> View:
    """Lay out what the rules need."""
    hits = lexical.names
    listed = hits.where(_of(vocabulary, "places", "bodies", "media_names", "given_names", "titles")[hits.entry])
    name = lexical.capital_name | covered(listed, block.n_tokens)
    nouns = hits.where(vocabulary.entries_of("source_nouns")[hits.entry])
    inside_name = lexical.guarded | lexical.inner_capital
    cues = hits.where(vocabulary.entries_of("reporting_cues")[hits.entry] & ~inside_name[hits.first])
    strings = block.table.forms
    classes: list[int] = vocabulary.grammar.of_tokens(block).tolist()
    flags: list[int] = _without_inner_stops(block).tolist()
    return View(
        block=block,
        forms=list(map(strings.__getitem__, block.form.tolist())),
        flags=flags,
        classes=classes,
        quotation=block.quotation.tolist(),
        quotation_runs=list(zip(block.quotations.first.tolist(), block.quotations.last.tolist(), strict=True)),
        name=name.tolist(),
        source_noun=dict(zip((nouns.last - 1).tolist(), nouns.entry.tolist(), strict=True)),
        noun_starts=set(nouns.first.tolist()),
        cues=_best_cues(vocabulary, cues, classes, flags),
        sentence=block.sentence.tolist(),
        sentence_start=block.sentence_start.tolist(),
        paragraph=block.paragraph.tolist(),
        document=block.document.tolist(),
    )


def _of(vocabulary: Vocabulary, *lexicons: str) -> NDArray[np.bool_]:
    """Which entries are of any of some lexicons."""
    chosen: NDArray[np.bool_] = np.logical_or.reduce([vocabulary.entries_of(name) for name in lexicons])
    return chosen


def _without_inner_stops(block: Block) -> NDArray[np.int32]:
    """Flags in which a full stop within a sentence ('U.S.') is no mark of its end."""
    last = np.zeros(block.n_tokens, bool)
    last[block.sentence_start[1:] - 1] = True
    flags: NDArray[np.int32] = np.where(last, block.flags, block.flags & ~END)
    return flags


def _best_cues(vocabulary: Vocabulary, cues: Hits, classes: list[int], flags: list[int]) -> dict[int, tuple[int, int]]:
    """The cue at every token: a noun behind an owner or article ('his claim'), else the most reliable reading."""
    best: dict[int, tuple[int, int]] = {}
    rank: dict[int, tuple[bool, float]] = {}
    kinds, weights = vocabulary.kinds, vocabulary.matcher.weight[cues.entry].tolist()
    places = zip(cues.first.tolist(), cues.last.tolist(), cues.entry.tolist(), weights, strict=True)
    for first, last, entry, weight in places:
        owned = first > 0 and bool(classes[first - 1] & (DETERMINER | OWNER) or flags[first - 1] & POSSESSIVE)
        value = ((kinds[entry] == "noun") == owned, weight)
        if first not in rank or value > rank[first]:
            best[first], rank[first] = (last, entry), value
    return best
