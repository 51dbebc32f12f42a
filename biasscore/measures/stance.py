"""Stance: how far the outlet's own voice steps forward: persons, questions, obligation, contractions, tense.

Outside the four families: manner, not bias. The indices use some of it, and say how much. Biber & Finegan (1989);
Hyland (2005). Words inside quotation marks are left out, so is whatever is written in capitals ('US' is no pronoun).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.annotations import Annotations
from biasscore.annotate.voices import AUTHOR, QUOTED
from biasscore.measures.findings import Findings
from biasscore.measures.spec import Measured, MeasureSpec
from biasscore.measures.statistics import mean_interval, rate_interval, share_interval
from biasscore.text.block import Block
from biasscore.text.table import CAP, EXCLAMATION, NUMBER, QUESTION, UPPER

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

GROUP = "stance"
_WORDS = {
    "first_person": "i me my mine myself we us our ours ourselves i'm i've i'd i'll we're we've we'd we'll let's",
    "second_person": "you your yours yourself yourselves you're you've you'd you'll",
    "obligation": "must should ought mustn't shouldn't oughtn't",
    "negation": "not no never none nothing nobody nowhere neither nor cannot",
    "connective": "but however though although yet because therefore thus moreover furthermore indeed instead rather "
    "whereas nevertheless nonetheless besides hence so",
    "present": "is are am isn't aren't has hasn't does doesn't says it's he's she's that's there's they're we're "
    "you're i'm",
    "past": "was were wasn't weren't had hadn't did didn't said told went came took made began",
}
_BIT = {name: 1 << place for place, name in enumerate(_WORDS)}
_BITS_OF_WORD = {
    word: sum(bit for name, bit in _BIT.items() if word in _WORDS[name].split())
    for words in _WORDS.values()
    for word in words.split()
}
_CONTRACTION = 1 << len(_WORDS)
_CONTRACTED = ("n't", "'re", "'ve", "'ll", "'m", "'d")
_IS_CONTRACTED = frozenset(
    "it's he's she's that's what's who's there's here's let's where's how's when's why's".split()
)
_NO_PAST = frozenset("need feed speed breed seed indeed exceed proceed succeed hundred sacred hatred bed red".split())
_LONGEST_SHORT = 3
_ENGLISH = {"en": "lexical", "ar": "none"}
_LEAST_TENSED = 5
_LONGEST_SENTENCE, _LONGEST_WORD = 100.0, 20.0
"""Upper ends of what is known from a single sentence or word."""


def _spec(measure: str, unit: str, high: float, direction: str, definition: str, **more: Any) -> MeasureSpec:
    reference = more.pop("reference", "Biber & Finegan (1989)")
    return MeasureSpec(
        f"{GROUP}.{measure}", unit, 0.0, high, direction, definition, reference, headline="", languages=_ENGLISH, **more
    )


def _rate(measure: str, what: str) -> MeasureSpec:
    return _spec(
        measure,
        "per 100 own words",
        100.0,
        f"larger = more {what}",
        f"{what} per 100 words outside quotation marks",
    )


SPECS = (
    _rate("first_person", "first-person pronouns"),
    _rate("second_person", "second-person pronouns"),
    _rate("obligation", "modal verbs of obligation"),
    _rate("negation", "negations"),
    _rate("connective", "argumentative connectives"),
    _rate("contraction", "contractions"),
    _rate("number", "words that hold a digit"),
    _spec("question", "share", 1.0, "larger = more questions", "sentences of the author's that end in a question mark"),
    _spec("exclamation", "share", 1.0, "larger = more exclamation", "sentences of the author's that end in '!'"),
    _spec(
        "present",
        "share",
        1.0,
        "larger = more in the present tense",
        "present among the verb forms whose tense shows in the word, outside quotation marks",
        failures="Participles in -ed count as past.",
    ),
    _spec(
        "sentence_length",
        "words",
        np.inf,
        "larger = longer sentences",
        "mean words of the author's sentences",
        additive=False,
    ),
    _spec(
        "word_length",
        "characters",
        np.inf,
        "larger = longer words",
        "mean characters of words in lower case, outside quotation marks",
        additive=False,
    ),
)


def measure(annotations: Annotations) -> tuple[dict[str, Measured], dict[str, Findings]]:
    """Measure stance in a block; nothing for languages without word lists.

    Returns
    -------
    columns : dict
        Column name -> Measured.
    findings : dict
        Measure name -> the evidence that was counted.
    """
    if annotations.vocabulary.language != "en":
        return {}, {}
    own = annotations.is_word & (annotations.voices.token != QUOTED)
    documents = len(annotations.block)
    words = np.bincount(annotations.block.document[own], minlength=documents)
    kinds = _kinds(annotations)
    columns: dict[str, Measured] = {}
    findings: dict[str, Findings] = {}
    for name in ("first_person", "second_person", "obligation", "negation", "connective", "contraction", "number"):
        chosen = np.flatnonzero(own & kinds[name])
        columns[name] = _per_hundred(annotations.block, chosen, words)
        findings[name] = _evidence(annotations, chosen, name)
    columns["present"], findings["present"] = _tense(annotations, own & kinds["present"], own & kinds["past"])
    counted = annotations.has_words & (annotations.sentence_voices == AUTHOR)
    for name, mark in (("question", QUESTION), ("exclamation", EXCLAMATION)):
        columns[name], findings[name] = _ending(annotations, counted, mark, name)
    columns["sentence_length"] = _sentence_length(annotations, counted)
    columns["word_length"] = _word_length(annotations, own)
    return {f"{GROUP}.{k}": v for k, v in columns.items()}, {f"{GROUP}.{k}": v for k, v in findings.items()}


def _kinds(annotations: Annotations) -> dict[str, Bools]:
    """Which tokens are of each kind."""
    block = annotations.block
    bits = block.table.of_forms(_bits)[block.form]
    shouted = ((block.flags & UPPER) != 0) & (block.table.of_forms(len)[block.form] > 1)
    found = {name: ((bits & bit) != 0) & ~shouted for name, bit in _BIT.items()}
    return found | {"contraction": (bits & _CONTRACTION) != 0, "number": (block.flags & NUMBER) != 0}


def _bits(form: str) -> int:
    """Kinds of a form, one bit each."""
    bits = _BITS_OF_WORD.get(form, 0)
    if "'" in form:
        bits |= _BIT["negation"] if form.endswith("n't") else 0
        bits |= _CONTRACTION if form.endswith(_CONTRACTED) or form in _IS_CONTRACTED else 0
    return bits | (_BIT["past"] if _looks_past(form) else 0)


def _looks_past(form: str) -> bool:
    return form.endswith("ed") and len(form) > _LONGEST_SHORT and form not in _NO_PAST


def _per_hundred(block: Block, tokens: NDArray[np.intp], words: NDArray[np.int64]) -> Measured:
    """A rate; for its interval, what stands in one sentence ('10 to 12 of 20') counts together."""
    together = np.bincount(block.sentence[tokens], minlength=len(block.sentence_document))
    n, squares = (np.bincount(block.sentence_document, together**power, len(words)) for power in (1, 2))
    n = n.astype(np.int64)
    exposure = np.where(words > 0, words / 100, np.nan)
    low, high = rate_interval(n, squares, 1.0, exposure)
    return Measured(n / exposure, low, high, n, "no_sentences")


def _evidence(annotations: Annotations, tokens: NDArray[np.intp], label: str) -> Findings:
    return _rows(annotations, tokens, tokens + 1, annotations.voices.token[tokens], label)


def _rows(
    annotations: Annotations, first: NDArray[Any], last: NDArray[Any], voice: NDArray[Any], label: str
) -> Findings:
    return Findings(
        first.astype(np.int32),
        last.astype(np.int32),
        annotations.block.document[first],
        voice.astype(np.int32),
        np.ones(len(first)),
        np.zeros(len(first), np.int32),
        [label],
        [f"en/{GROUP}:{label}"],
    )


def _tense(annotations: Annotations, present: Bools, past: Bools) -> tuple[Measured, Findings]:
    document, documents = annotations.block.document, len(annotations.block)
    hits = np.bincount(document[present], minlength=documents)
    total = hits + np.bincount(document[past], minlength=documents)
    known = np.where(total >= _LEAST_TENSED, total, np.nan)
    low, high = share_interval(hits, known)
    return Measured(hits / known, low, high, total, "too_few"), _evidence(
        annotations, np.flatnonzero(present), "present"
    )


def _ending(annotations: Annotations, counted: Bools, mark: int, label: str) -> tuple[Measured, Findings]:
    block = annotations.block
    documents = len(block)
    last = block.sentence_start[1:] - 1
    rows = np.flatnonzero(counted & ((block.flags[last] & mark) != 0))
    total = np.bincount(block.sentence_document[counted], minlength=documents)
    hits = np.bincount(block.sentence_document[rows], minlength=documents)
    low, high = share_interval(hits, total)
    first, after = block.sentence_start[:-1][rows], block.sentence_start[1:][rows]
    evidence = _rows(annotations, first, after, np.full(len(rows), AUTHOR), label)
    return Measured(hits / np.where(total > 0, total, np.nan), low, high, total, "no_sentences"), evidence


def _sentence_length(annotations: Annotations, counted: Bools) -> Measured:
    block = annotations.block
    lengths = np.bincount(block.sentence[annotations.is_word], minlength=len(counted))[counted].astype(float)
    return _mean(lengths, block.sentence_document[counted], len(block), _LONGEST_SENTENCE)


def _word_length(annotations: Annotations, own: Bools) -> Measured:
    """Names and numbers are left out: they are the topic's."""
    block = annotations.block
    chosen = np.flatnonzero(own & ((block.flags & (CAP | UPPER | NUMBER)) == 0))
    lengths = block.table.of_forms(len)[block.form[chosen]].astype(float)
    return _mean(lengths, block.document[chosen], len(block), _LONGEST_WORD)


def _mean(values: Floats, document: NDArray[np.int32], documents: int, longest: float) -> Measured:
    n = np.bincount(document, minlength=documents)
    total, squares = (np.bincount(document, values**power, documents) for power in (1, 2))
    low, high = mean_interval(total, squares, n, 0.0, longest)
    value = total / np.where(n > 0, n, np.nan)
    return Measured(value, low, np.maximum(high, value), n, "no_sentences")
