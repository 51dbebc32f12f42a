"""Whether a text reads like news at all: the attribution model was fitted on news and finds too much elsewhere."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.view import WORD, View
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.text.block import Block

_RELIABLE = 0.8
"""Weight of a reporting cue that hardly ever means anything else."""
LEAST_CUES = 0.3
"""Reliable reporting cues per 100 words below which a text is unlike news: so are 3 % of the news articles of
abp_outlets, and most academic, biographical and travel texts of GUM (train rows; the benchmark prints the shares)."""
LEAST_WORDS = 150
"""Below which the rate says nothing."""


def unlike_news(block: Block, vocabulary: Vocabulary, view: View) -> NDArray[np.bool_]:
    """Documents that report too little of what anybody says to be read as news.

    Returns
    -------
    ndarray of bool, shape (documents,)
    """
    words = np.bincount(block.document[(block.flags & WORD) != 0], minlength=len(block))
    cue = view.best_cues
    reliable = (vocabulary.matcher.weight[cue.entry] >= _RELIABLE) & vocabulary.is_kind("verb", "preposition")[
        cue.entry
    ]
    cues = np.bincount(block.document[cue.first[reliable]], minlength=len(block))
    found: NDArray[np.bool_] = (words >= LEAST_WORDS) & (100 * cues < LEAST_CUES * words)
    return found
