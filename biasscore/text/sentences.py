"""Sentence and paragraph boundaries, from the flags of the pieces."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from biasscore.text.table import (
    ARABIC,
    CAP,
    CLOSED,
    END,
    FOOTNOTE,
    HARD_ABBREVIATION,
    LOW,
    NUMBER,
    NUMBER_ABBREVIATION,
    SOFT_ABBREVIATION,
    STARTER,
    UPPER,
    WORD,
)

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]

_MOST_FOOTNOTES = 4
"""Footnote marks in a row that are moved with their sentence."""


def sentence_ends(flags: Ints, paragraph_end: Bools) -> Bools:
    """Mark the last token of every sentence.

    A full stop, question or exclamation mark ends a sentence unless an abbreviation or what follows says that the
    sentence goes on: a lower-case word, or (after 'U.S.', 'Inc.') a capital that opens no sentence. Paragraphs end
    sentences always.

    Parameters
    ----------
    flags : ndarray of int32, shape (tokens,)
        Flag bits of the pieces.
    paragraph_end : ndarray of bool, shape (tokens,)
        Last token of each paragraph.

    Returns
    -------
    ndarray of bool, shape (tokens,)
    """
    following = np.empty_like(flags)
    following[:-1] = flags[1:]
    following[-1:] = CAP | WORD | STARTER
    end = (flags & END) != 0
    end &= ((following & LOW) == 0) | ((flags & ARABIC) != 0) & ((following & ARABIC) != 0)
    end &= (flags & HARD_ABBREVIATION) == 0
    end &= ((flags & NUMBER_ABBREVIATION) == 0) | ((following & NUMBER) == 0)
    # after 'U.S.' or 'Inc.' only a word that opens sentences (or a closing quote before it) says that one has ended
    soft = (flags & SOFT_ABBREVIATION) != 0
    end &= ~soft | ((following & STARTER) != 0) | (((flags & CLOSED) != 0) & ((following & UPPER) == 0))
    end &= (following & WORD) != 0
    ends: Bools = _behind_footnotes(end, flags) | paragraph_end | _detached_marks(flags, following, paragraph_end)
    return ends


def _behind_footnotes(end: Bools, flags: Ints) -> Bools:
    """A footnote mark behind a full stop ('gone. [6]') belongs to the sentence that it closes."""
    footnote = (flags & FOOTNOTE) != 0
    for _ in range(_MOST_FOOTNOTES if footnote.any() else 0):
        moved = end[:-1] & footnote[1:]
        end = end.copy()
        end[:-1] &= ~moved
        end[1:] |= moved
    return end


def _detached_marks(flags: Ints, following: Ints, paragraph_end: Bools) -> Bools:
    """A sentence whose final quotation mark stands apart ('gone. "') ends at the mark, not at the stop."""
    bare = (flags & WORD) == 0
    previous_end = np.zeros(len(flags), bool)
    previous_end[1:] = ((flags[:-1] & END) != 0) & ~paragraph_end[:-1]
    marks: Bools = bare & (previous_end | ((flags & END) != 0)) & ((following & CAP) != 0)
    return marks
