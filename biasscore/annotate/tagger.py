"""Attributions found by the shipped model: a label for every token, then a source for every content."""

from __future__ import annotations

from bisect import bisect_left
from typing import overload

import numpy as np

from biasscore.annotate.grammar import DETERMINER, PRONOUN, TIME
from biasscore.annotate.labels import Tagged, runs_of
from biasscore.annotate.lexical import Lexical
from biasscore.annotate.linking import Linker, Places, candidate_pairs, each_times
from biasscore.annotate.relations import IMPERSONAL, Relation, Run
from biasscore.annotate.tagging import InputLayer, token_columns
from biasscore.annotate.view import BREAK, View
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.models.convolution import Convolution
from biasscore.models.store import Floats, Model
from biasscore.models.viterbi import best_labels
from biasscore.text.block import Block

ATTRIBUTION_MODELS = {"en": "attribution_en"}
"""Language -> shipped model."""
_FARTHEST_CUE = 12
"""Tokens between a content or its source and the cue that joins them."""
_ARTICLES, _EXPLETIVE = frozenset(("the", "a", "an")), frozenset(("it",))
_BE = frozenset(("is", "was", "has", "had"))
_ASIDE = frozenset("by for in on".split())
_JOINING = frozenset(("and", "but", "or", "that"))


class Tagger:
    """Finds attribution relations with a convolution over the tokens of each document.

    Parameters
    ----------
    model : Model
        ``attribution_*``, as ``benchmarks/train/attribution.py`` makes it.
    vocabulary : Vocabulary
        Lexicons of the model's language.
    """

    def __init__(self, model: Model, vocabulary: Vocabulary) -> None:
        arrays = model.arrays
        self._vocabulary = vocabulary
        self._inputs = InputLayer(arrays, model.words["forms"])
        self._convolution = Convolution(arrays)
        self._label = arrays["label.weight"], arrays["label.bias"]
        self._transition, self._opening = arrays["transition"], arrays["opening"]
        self._linker = Linker(arrays)

    def find(self, block: Block, lexical: Lexical, view: View, rules: list[Relation]) -> list[Relation]:
        """Find the relations of a block, in text order.

        Parameters
        ----------
        block, lexical, view
            The documents, as ``Annotator`` has them.
        rules : list of Relation
            What the rules found, in text order.
        """
        states = self._states(block, token_columns(block, self._vocabulary, lexical, view, rules))
        scores = each_times(states, block.document_start, self._label[0]) + self._label[1]
        begins = np.zeros(block.n_tokens, bool)
        begins[block.document_start[:-1][np.diff(block.document_start) > 0]] = True
        places = places_of(block, view)
        tagged = runs_of(places.apart(best_labels(scores, self._transition, self._opening, begins)))
        pairs = candidate_pairs(tagged, places, rules)
        return _relations(tagged, self._linker.choose(tagged, pairs, states, places), places, view)

    def _states(self, block: Block, columns: Floats) -> Floats:
        states = np.empty((block.n_tokens, len(self._label[0])), np.float32)
        inputs = self._inputs.by_document(block, columns)
        for one, (first, last, s_first, s_last) in zip(inputs, document_bounds(block), strict=True):
            states[first:last] = self._convolution(one, block.sentence_start[s_first : s_last + 1] - first)
        return states


def _relations(tagged: Tagged, sources: list[int], places: Places, view: View) -> list[Relation]:
    """Relations in tokens, in text order."""
    found = []
    firsts = np.array([pieces[0][0] for pieces in tagged.contents], np.int64)
    for pieces, number, shift in zip(tagged.contents, sources, (firsts - places.token[firsts]).tolist(), strict=True):
        near = tagged.sources[number] if number >= 0 else None
        source = _without_aside(view, _tidied(view, near, shift))
        cue, entry = _known(view, _tidied(view, _nearest_cue(tagged.cues, pieces, near), shift))
        content = tuple([_tidied(view, piece, shift) for piece in pieces])
        if source is not None and _is_word(view, source, _ARTICLES):
            continue
        if source is not None and cue is not None and _is_impersonal(view, source, cue, content[0]):
            source = None
        found.append(Relation(source, cue, content, entry, "model"))
    return found


def statements_of(found: list[Relation], rules: list[Relation], view: View) -> list[Relation]:
    """What the model found, mended by grammar where a form leaves no doubt.

    'The council approved the budget' says what was done to the budget, not what the council says of it: a verb that no
    list of cues knows has no thing for its content. 'It was announced that' attributes, to nobody: the rules know the
    form.
    """
    kept = [one for one in found if one.cue is None or one.cue_entry >= 0 or not _opens_with_a_thing(one, view)]
    taken = {token for one in kept for run in one.content for token in range(*run)}
    kept += [one for one in rules if one.rule == IMPERSONAL and one.content[0][0] not in taken]
    return sorted(kept, key=lambda relation: relation.content[0][0])


def _opens_with_a_thing(relation: Relation, view: View) -> bool:
    first = relation.content[0][0]
    return bool(view.classes[first] & DETERMINER) and view.quotation[first] < 0


def places_of(block: Block, view: View) -> Places:
    """Where the tokens of a block stand."""
    return Places.of(block, (np.asarray(view.classes) & PRONOUN) != 0)


def document_bounds(block: Block) -> list[tuple[int, int, int, int]]:
    """First and last token, first and last sentence of every document (the last ones exclusive)."""
    sentences = np.searchsorted(block.sentence_document, np.arange(len(block) + 1))
    starts = block.document_start.tolist()
    return list(zip(starts, starts[1:], sentences.tolist(), sentences[1:].tolist(), strict=False))


def _nearest_cue(cues: list[Run], content: tuple[Run, ...], source: Run | None) -> Run | None:
    """The cue with the fewest tokens between it and both content and source."""
    beside = content[-1] if source is None else source
    first, last = min(content[0][0], beside[0]), max(content[-1][1], beside[1])
    near = cues[bisect_left(cues, (first - 2 * _FARTHEST_CUE,)) : bisect_left(cues, (last + _FARTHEST_CUE,))]
    best, least = None, _FARTHEST_CUE + 1
    for cue in near:
        distance = max(min([_gap(cue, piece) for piece in content]), _gap(cue, beside))
        if distance < least:
            best, least = cue, distance
    return best


def _gap(one: Run, other: Run) -> int:
    if one[0] >= other[1]:
        return one[0] - other[1]
    return other[0] - one[1] if other[0] > one[1] else 0


@overload
def _tidied(view: View, run: Run, shift: int) -> Run: ...
@overload
def _tidied(view: View, run: Run | None, shift: int) -> Run | None: ...
def _tidied(view: View, run: Run | None, shift: int) -> Run | None:
    """A run in tokens of the block, without the conjunction that joins it to what follows ('the minister and')."""
    if run is None:
        return None
    first, last = run[0] - shift, run[1] - shift
    while last - first > 1 and view.forms[last - 1] in _JOINING and not view.flags[last - 1] & BREAK:
        last -= 1
    return first, last


def _without_aside(view: View, run: Run | None) -> Run | None:
    """A source without what a preposition behind its comma adds ('Norway, by contrast', 'the mayor, for her part')."""
    if run is None:
        return None
    first, last = run
    comma = next((t for t in range(last - 2, first - 1, -1) if view.flags[t] & BREAK), None)
    return (first, comma + 1) if comma is not None and view.forms[comma + 1] in _ASIDE else run


def _is_word(view: View, run: Run, words: frozenset[str]) -> bool:
    return run[1] - run[0] == 1 and view.forms[run[0]] in words


def _is_impersonal(view: View, source: Run, cue: Run, content: Run) -> bool:
    """'It was announced that': nobody says it."""
    return _is_word(view, source, _EXPLETIVE) and view.forms[cue[0]] in _BE and view.forms[content[0]] == "that"


def _known(view: View, cue: Run | None) -> tuple[Run | None, int]:
    """A cue without the time that follows it ('said on Monday'), and the last entry of the lexicon in it."""
    if cue is None:
        return None, -1
    known = [token for token in range(*cue) if token in view.cues]
    if not known:
        return cue, -1
    last, entry = view.cues[known[-1]]
    timed = any(view.classes[token] & TIME for token in range(last, cue[1]))
    return ((cue[0], last) if timed else cue), entry
