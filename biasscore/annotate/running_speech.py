"""Quotations without a cue: they go on with the speaker before them, or stand alone."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from biasscore.annotate.relations import Relation
from biasscore.annotate.view import View

_FEW_WORDS = 4
"""Quoted words from which a quotation without a cue counts as speech."""


def with_running_speech(view: View, found: list[Relation]) -> list[Relation]:
    """Give quotations without a cue to the speaker before them, within the paragraph; others stand alone.

    Parameters
    ----------
    view : View
        The block.
    found : list of Relation
        What cues attribute.

    Returns
    -------
    list of Relation
        These, some of them longer, and quotations nobody is said to have said; in text order.
    """
    result = sorted(found, key=_place)
    starts = [_place(relation) for relation in result]
    added: list[Relation] = []
    for first, last in _left_over(view, found):
        place = bisect_left(starts, first) - 1
        previous = result[place] if place >= 0 else None
        if previous is None or view.document[previous.content[0][0]] != view.document[first]:
            added.append(Relation(None, None, ((first, last),), -1, "quotation"))
            continue
        opens_sentence = view.sentence_start[view.sentence[first]] == first
        if view.paragraph[previous.content[-1][1] - 1] == view.paragraph[first] and opens_sentence:
            result[place] = previous._replace(content=(*previous.content, (first, last)))
        else:
            added.append(Relation(None, None, ((first, last),), -1, "quotation"))
    return sorted([*result, *added], key=_place)


def _place(relation: Relation) -> int:
    return relation.content[0][0]


def _left_over(view: View, found: list[Relation]) -> list[tuple[int, int]]:
    """Quotations of some length that are in no content."""
    quotations = view.block.quotations
    attributed = np.zeros(view.block.n_tokens, bool)
    for relation in found:
        for first, last in relation.content:
            attributed[first:last] = True
    free = quotations.last - quotations.first >= _FEW_WORDS
    inside = view.block.quotation[attributed]
    free[inside[inside >= 0]] = False
    return list(zip(quotations.first[free].tolist(), quotations.last[free].tolist(), strict=True))
