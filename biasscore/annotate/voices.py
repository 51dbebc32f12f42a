"""Whose words every token is: the author's, paraphrased or quoted."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.relations import Relation
from biasscore.text.block import Block
from biasscore.text.table import WORD

N_VOICES = 3
AUTHOR, PARAPHRASED, QUOTED = range(N_VOICES)
_SCARE_WORDS = 3
"""Most words that quotation marks may hold and still be scare quotes rather than speech."""


class Voices(NamedTuple):
    """Voice of every token, the relation it is attributed by, and the quotations that are scare quotes.

    Attributes
    ----------
    token : ndarray of int8
        AUTHOR, PARAPHRASED or QUOTED.
    relation : ndarray of int32
        Number of the relation whose content a token is in, quoted or not; -1 outside.
    scare : ndarray of bool
        Which quotations are scare quotes: a few words set off in a sentence of the author's, attributed to nobody.
    """

    token: NDArray[np.int8]
    relation: NDArray[np.int32]
    scare: NDArray[np.bool_]


def find_voices(block: Block, relations: list[Relation]) -> Voices:
    """Say whose words each token is.

    Quotations are quoted; attributed content outside them is paraphrased; the rest, sources and cues too, is the
    author's. A few words in quotation marks within a sentence, attributed to nobody, are scare quotes: the author's.
    """
    inside, attributing = np.full(block.n_tokens, -1, np.int32), np.zeros(block.n_tokens, bool)
    for number, relation in enumerate(relations):
        for first, last in relation.content:
            inside[first:last] = number
        for run in (relation.source, relation.cue):
            if run is not None:
                attributing[run[0] : run[1]] = True
    attributed = inside >= 0
    voice = np.where(attributed & ~attributing, PARAPHRASED, AUTHOR).astype(np.int8)
    scare = _scare_quotes(block, attributed)
    quoted = np.flatnonzero(~scare)
    for first, last in zip(
        block.quotations.first[quoted].tolist(), block.quotations.last[quoted].tolist(), strict=True
    ):
        voice[first:last] = QUOTED
    return Voices(voice, inside, scare)


def _scare_quotes(block: Block, attributed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    quotations = block.quotations
    if not len(quotations.first):
        return np.zeros(0, bool)
    words = np.concatenate(([0], np.cumsum((block.flags & WORD) != 0)))
    length = words[quotations.last] - words[quotations.first]
    sentence = block.sentence[quotations.first]
    whole = (quotations.first == block.sentence_start[sentence]) & (
        quotations.last >= block.sentence_start[sentence + 1]
    )
    short: NDArray[np.bool_] = (length > 0) & (length <= _SCARE_WORDS) & quotations.closed
    scare: NDArray[np.bool_] = short & ~whole & ~attributed[quotations.first]
    return scare
