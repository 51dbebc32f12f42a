"""A block as columns of plain integers: what the attribution rules read, token by token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

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
    """Columns of a block, read one token at a time.

    Columns of numbers are memory views of arrays: they give plain integers, faster than an array does, and are no
    copies; most tokens are never looked at.

    Attributes
    ----------
    block : Block
        The documents.
    forms : list of str
        Word forms.
    flags, classes : sequence of int
        Flags of the pieces, classes of the grammar.
    quotation : sequence of int
        Number of the quotation, -1 outside.
    quotation_runs : list of Run
        Tokens of every quotation.
    name : sequence of bool
        Part of a name: capitalised in mid-sentence, or in a list of names.
    source_noun : dict
        Token -> entry of the source noun that ends there.
    noun_starts : set
        Tokens at which a source noun begins.
    best_cues : Hits
        Reporting cues, one at a token, in text order.
    cues : dict
        The same: token -> (token after the last, entry) of the cue that begins there.
    sentence, paragraph, document : sequence of int
        Number of the sentence, paragraph and document.
    sentence_start : sequence of int
        First token of each sentence, and the number of tokens.
    """

    block: Block
    forms: list[str]
    flags: Sequence[int]
    classes: Sequence[int]
    quotation: Sequence[int]
    quotation_runs: list[tuple[int, int]]
    name: Sequence[bool]
    source_noun: dict[int, int]
    noun_starts: set[int]
    best_cues: Hits
    cues: dict[int, tuple[int, int]]
    sentence: Sequence[int]
    sentence_start: Sequence[int]
    paragraph: Sequence[int]
    document: Sequence[int]

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
    flags, classes = _without_inner_stops(block), vocabulary.grammar.of_tokens(block)
    best_cues = _best_cues(vocabulary, block, cues, classes, flags)
    ends = zip(best_cues.last.tolist(), best_cues.entry.tolist(), strict=True)
    return View(
        block=block,
        forms=block.table.strings[block.form].tolist(),
        flags=flags.data,
        classes=classes.data,
        quotation=block.quotation.data,
        quotation_runs=list(zip(block.quotations.first.tolist(), block.quotations.last.tolist(), strict=True)),
        name=cast("Sequence[bool]", name.data),
        source_noun=dict(zip((nouns.last - 1).tolist(), nouns.entry.tolist(), strict=True)),
        noun_starts=set(nouns.first.tolist()),
        best_cues=best_cues,
        cues=dict(zip(best_cues.first.tolist(), ends, strict=True)),
        sentence=block.sentence.data,
        sentence_start=block.sentence_start.data,
        paragraph=block.paragraph.data,
        document=block.document.data,
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


def _best_cues(
    vocabulary: Vocabulary, block: Block, cues: Hits, classes: NDArray[np.int32], flags: NDArray[np.int32]
) -> Hits:
    """The cue at every token: a noun behind an owner or article ('his claim'), else the most reliable reading."""
    before = np.maximum(cues.first - 1, 0)
    inside = (cues.first > 0) & (block.sentence[before] == block.sentence[cues.first])
    owned = inside & ((classes[before] & (DETERMINER | OWNER) != 0) | (flags[before] & POSSESSIVE != 0))
    fits = vocabulary.is_kind("noun")[cues.entry] == owned
    order = np.lexsort((-vocabulary.matcher.weight[cues.entry], ~fits, cues.first))
    return cues.take(order[np.diff(cues.first[order], prepend=-1) != 0])
