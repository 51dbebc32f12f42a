"""All lexicon hits of a block, in one pass."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.vocabulary import Vocabulary
from biasscore.lexicons.matching import Capitals, Hits
from biasscore.text.block import Block
from biasscore.text.table import CAP, NUMBER, UPPER, WORD

_SHOUTED = 4
"""Letters from which an all-capitals word is read as a word in capitals, not as an acronym or a name."""


class Lexical(NamedTuple):
    """Hits of all lexicons.

    Attributes
    ----------
    names : Hits
        Hits of the lexicons that actors and attributions are found with.
    words : Hits
        Hits of all others, outside names.
    guarded : ndarray of bool, shape (tokens,)
        Tokens inside a name.
    inner_capital : ndarray of bool, shape (tokens,)
        Capitalised in mid-sentence.
    capital_name : ndarray of bool, shape (tokens,)
        Capitalised as a name: in mid-sentence, or opening a sentence with a word that is a name elsewhere in the text.
    """

    names: Hits
    words: Hits
    guarded: NDArray[np.bool_]
    inner_capital: NDArray[np.bool_]
    capital_name: NDArray[np.bool_]


def find_lexical(block: Block, vocabulary: Vocabulary) -> Lexical:
    """Match all lexicons of a language against a block.

    Parameters
    ----------
    block : Block
        Documents of the vocabulary's language.
    vocabulary : Vocabulary
        The lexicons.

    Returns
    -------
    Lexical
    """
    capitals = find_capitals(block)
    hits = vocabulary.matcher.find(block.table.forms, block.form, block.sentence, capitals)
    inside = covered(hits.where(vocabulary.is_name[hits.entry]), block.n_tokens)
    is_actor = vocabulary.is_actor[hits.entry]
    return Lexical(
        names=hits.where(is_actor),
        words=hits.where(~is_actor & ~inside[hits.first] & ~inside[hits.last - 1]),
        guarded=inside,
        inner_capital=capitals.inner,
        capital_name=capitals.inner | _known_openers(block, capitals),
    )


def covered(hits: Hits, n_tokens: int) -> NDArray[np.bool_]:
    """Tokens inside any of some hits."""
    begin, end = (np.bincount(column, minlength=n_tokens + 1) for column in (hits.first, hits.last))
    inside: NDArray[np.bool_] = np.cumsum(begin - end)[:n_tokens] > 0
    return inside


def _known_openers(block: Block, capitals: Capitals) -> NDArray[np.bool_]:
    """Capitalised sentence openers that are capitalised in mid-sentence elsewhere in their document."""
    key = block.document.astype(np.int64) * len(block.table.forms) + block.form
    openers = np.flatnonzero(capitals.any & ~capitals.inner & (block.form > 0))
    known = np.zeros(block.n_tokens, bool)
    inner = np.sort(key[capitals.inner])
    if len(inner):
        place = np.searchsorted(inner, key[openers])
        known[openers] = inner[np.minimum(place, len(inner) - 1)] == key[openers]
    return known


def find_capitals(block: Block) -> Capitals:
    """Which tokens are capitalised, and which of them in mid-sentence, where a capital marks a name."""
    flags = block.flags
    capital = (flags & CAP) != 0
    word = (flags & (WORD | NUMBER)) != 0
    opens = np.zeros(block.n_tokens, bool)
    opens[block.sentence_start[:-1]] = True
    # the word after a bare mark that opens the sentence, and the first word of a quotation, open as well
    opens[1:] |= opens[:-1] & ~word[:-1]
    opens[block.quotations.first] = True
    shouted = ((flags & UPPER) != 0) & (block.end - block.start > _SHOUTED)
    return Capitals(capital, capital & ~opens & ~shouted)
