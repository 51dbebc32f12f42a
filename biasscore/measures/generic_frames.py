"""The five generic frames: which sentences answer their items, and what that makes of the document.

In English the shipped model says how far a sentence answers a frame, and how likely a coder finds the frame in a
document with such sentences. In Arabic, where no model is shipped, a frame is the share of sentences with an item.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from biasscore.annotate.annotations import Annotations
from biasscore.annotate.frames import FrameAnswers
from biasscore.measures.findings import Evidence, Findings, Ints, from_hits, hits_of
from biasscore.measures.spec import Measured, MeasureSpec
from biasscore.measures.statistics import Floats, Z, share_interval

FRAMES = ("conflict", "responsibility", "economic", "morality", "human_interest")
CARRIES = 0.5
"""A sentence is evidence that answers at least this share of what the strongest of its document does."""
_PRIOR = 0.05
"""Squared spread of the answers that is taken to be there before any sentence is read."""

SPECS = tuple(
    MeasureSpec(
        f"framing.{frame}",
        "0..1",
        0.0,
        1.0,
        f"larger = the items of the {frame.replace('_', ' ')} frame are answered by more sentences, or more clearly",
        "English: calibrated probability that a coder finds the frame, from how far each sentence answers its items "
        "(lexicon and word vectors; names and words for events are not read) and the number of sentences, one that is "
        "repeated counted once; evidence: the sentences that carry it. Arabic: share of sentences that answer an item "
        "of the lexicon"
        + (". Who is to blame is no part of it: see framing.blame" if frame == "responsibility" else ""),
        "Semetko & Valkenburg (2000)",
        "Calibrated on articles about climate change: compare texts, do not read it as prevalence. Longer texts answer "
        "more items. An event that no list names ('expedition') is read like any other word, and moves frames. "
        "The interval covers the choice of sentences, not the coders' disagreement.",
        headline="",
        languages={"en": "full", "ar": "lexical"},
    )
    for frame in FRAMES
)


def measure(annotations: Annotations, answers: FrameAnswers | None) -> tuple[dict[str, Measured], dict[str, Evidence]]:
    """Measure the frames in a block.

    Parameters
    ----------
    annotations : Annotations
        What was found.
    answers : FrameAnswers or None
        What the model says; None in a language without one.
    """
    if answers is not None:
        return _by_model(annotations, answers)
    columns: dict[str, Measured] = {}
    findings: dict[str, Evidence] = {}
    for frame in FRAMES:
        columns[f"framing.{frame}"], findings[f"framing.{frame}"] = _share(annotations, frame)
    return columns, findings


def _by_model(annotations: Annotations, answers: FrameAnswers) -> tuple[dict[str, Measured], dict[str, Evidence]]:
    block, spoken = annotations.block, annotations.has_words
    documents = len(block)
    said, document = _once(answers.sentences[spoken], block.sentence_document[spoken])
    n = np.bincount(document, minlength=documents)
    total, squares = (
        np.stack([np.bincount(document, column, documents) for column in power.T], 1) for power in (said, said**2)
    )
    counted = np.maximum(n, 1)
    spread = np.sqrt(np.maximum(squares - total**2 / counted[:, None], 0) + _PRIOR)
    value, low, high = (
        answers.weights.documents(np.maximum(total + side * spread, 0), counted) for side in (0.0, -Z, Z)
    )
    columns: dict[str, Measured] = {}
    findings: dict[str, Evidence] = {}
    for place, frame in enumerate(FRAMES):
        name = f"framing.{frame}"
        column = np.where(n > 0, value[:, place], np.nan)
        columns[name] = Measured(column, low[:, place], high[:, place], n, "empty_text")
        findings[name] = partial(_carriers, annotations, frame, answers.sentences[:, place] * spoken, column)
    return columns, findings


def _once(said: Floats, document: Ints) -> tuple[Floats, Ints]:
    """The sentences of every document, one that is repeated only once: to say a thing again answers no item anew."""
    order = np.lexsort((*said.T, document))
    ordered, where = said[order], document[order]
    new = np.ones(len(order), bool)
    new[1:] = (where[1:] != where[:-1]) | (ordered[1:] != ordered[:-1]).any(1)
    return ordered[new], where[new]


def _carriers(annotations: Annotations, frame: str, said: Floats, value: Floats) -> Findings:
    """The sentences that carry a frame; their weights sum to the value, their labels are the items they answer."""
    block = annotations.block
    documents = len(block)
    strongest = np.zeros(documents)
    np.maximum.at(strongest, block.sentence_document, said)
    rows = np.flatnonzero((said > 0) & (said >= CARRIES * strongest[block.sentence_document]))
    document = block.sentence_document[rows]
    total = np.bincount(document, said[rows], documents)
    labels = [frame, *annotations.vocabulary.kinds]
    code = np.zeros(len(said), np.int32)
    hits = hits_of(annotations, "frames", frame)
    order = np.argsort(annotations.vocabulary.matcher.weight[hits.entry], kind="stable")
    code[block.sentence[hits.first[order]]] = hits.entry[order] + 1  # the clearest item is written last
    rules = ["frames_en", *annotations.vocabulary.matcher.rules]
    first, last = block.sentence_start[rows], block.sentence_start[rows + 1]
    return Findings(
        first.astype(np.int32),
        last.astype(np.int32),
        document.astype(np.int32),
        annotations.sentence_voices[rows],
        value[document] * said[rows] / total[document],
        code[rows],
        labels,
        rules,
    )


def _share(annotations: Annotations, frame: str) -> tuple[Measured, Findings]:
    """Share of sentences with an item."""
    block = annotations.block
    documents, n = len(block), len(block.sentence_start) - 1
    answers = from_hits(annotations, hits_of(annotations, "frames", frame))
    answers.labels = annotations.vocabulary.kinds
    rows = np.sort(np.unique(block.sentence[answers.first], return_index=True)[1])
    sentences = answers.where(np.isin(np.arange(len(answers.first)), rows))
    sentences.weight = np.ones(len(rows))
    counted = annotations.has_words
    answered = np.zeros(n, bool)
    answered[block.sentence[answers.first]] = True
    hit = np.bincount(block.sentence_document[answered & counted], minlength=documents)
    total = np.bincount(block.sentence_document[counted], minlength=documents)
    low, high = share_interval(hit, total)
    return Measured(hit / np.where(total > 0, total, np.nan), low, high, total, "empty_text"), sentences
