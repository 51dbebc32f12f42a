"""Sentiment towards a target: what a sentence says of the person, government or body at some place in a text."""

from __future__ import annotations

import math
import operator
import threading
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from biasscore.annotate.lexical import find_lexical
from biasscore.annotate.relations import Run
from biasscore.annotate.targets import WindowMaker
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.errors import ArgumentError, InputTypeError
from biasscore.models.target_network import LABELS, target_network
from biasscore.text.block import Block
from biasscore.text.reading import Reader
from biasscore.text.table import WORD

_LANGUAGE = "en"
_BLOCK = 64


class TargetSentiment(NamedTuple):
    """What a sentence says of a target.

    Attributes
    ----------
    negative, neutral, positive : float
        Calibrated probabilities that sum to 1; NaN where it cannot be said.
    label : {'negative', 'neutral', 'positive'} or None
        The likeliest; None where it cannot be said.
    reason : str or None
        Why it cannot be said: 'language_unsupported', or 'no_evidence' where the target holds no word of the text
        that is read (it is white space or punctuation, or stands in a caption, a byline or the like).
    """

    negative: float
    neutral: float
    positive: float
    label: str | None
    reason: str | None = None


def target_sentiment(text: str, target: tuple[int, int], *, lang: str | None = None) -> TargetSentiment:
    """Sentiment towards a target in its sentence (English).

    The words of the target and all other names are hidden from the model: what counts is what is said of it.

    Parameters
    ----------
    text : str
        A sentence, or a whole text.
    target : (int, int)
        Half-open character offsets of the target, with or without its title.
    lang : str, optional
        ISO 639-1 code; without it the language is detected, which may err on a headline.

    Returns
    -------
    TargetSentiment

    Raises
    ------
    InputTypeError
        The text is not a string.
    ArgumentError
        The target is not a stretch of the text, or no such language code.

    Notes
    -----
    A small convolution over static word vectors, trained on NewsMTSC (Hamborg & Donnay 2021). Figures and known
    failures: docs/guide/target_sentiment.md.

    Examples
    --------
    >>> import biasscore as bs
    >>> bs.target_sentiment("Critics agree that Anna Lee is a corrupt and incompetent mayor.", (19, 27)).label
    'negative'
    """
    return target_sentiment_many([(text, target)], lang=lang)[0]


def target_sentiment_many(
    pairs: Iterable[tuple[str, tuple[int, int]]], *, lang: str | None = None
) -> list[TargetSentiment]:
    """Sentiment towards many targets, in their order.

    Parameters
    ----------
    pairs : iterable of (str, (int, int))
        Texts, and half-open character offsets of a target in each.
    lang : str, optional
        Language of all texts, where the caller knows it.

    Returns
    -------
    list of TargetSentiment
        The same as one by one.

    Raises
    ------
    InputTypeError
        A text is not a string.
    ArgumentError
        A target is not a stretch of its text, or no such language code.
    """
    _check_language(lang)
    checked = [_checked(pair, position) for position, pair in enumerate(pairs)]
    judge = _judge()
    found: list[TargetSentiment] = []
    for begin in range(0, len(checked), _BLOCK):
        found += judge.judge(checked[begin : begin + _BLOCK], lang)
    return found


class _Judge:
    """Reader, word lists and windows for single targets."""

    def __init__(self) -> None:
        self._reader, self._windows = Reader(), WindowMaker()
        self._vocabulary = Vocabulary(_LANGUAGE)
        self._lock = threading.Lock()

    def judge(self, pairs: Sequence[tuple[str, Run]], lang: str | None) -> list[TargetSentiment]:
        """Judge targets that were checked."""
        with self._lock:
            block = self._reader.read([text for text, _ in pairs], [lang] * len(pairs))
            runs = [target_run(block, document, *target) for document, (_, target) in enumerate(pairs)]
            reasons = [
                "no_evidence" if run is None else "language_unsupported" if language != _LANGUAGE else None
                for language, run in zip(block.languages, runs, strict=True)
            ]
            wanted = [run for run, reason in zip(runs, reasons, strict=True) if run is not None and reason is None]
            lexical = find_lexical(block, self._vocabulary)
            windows = self._windows.windows(block, lexical, wanted)
        rows = iter(target_network().probabilities(windows))
        return [_unknown(reason) if reason else _result(next(rows)) for reason in reasons]


def target_run(block: Block, document: int, start: int, end: int) -> Run | None:
    """Tokens that stand in a stretch of a document's own text; None where no word does."""
    low, high = int(block.document_start[document]), int(block.document_start[document + 1])
    starts, ends = block.start[low:high], block.end[low:high]
    repaired = block.repaired[document]
    if repaired.starts is not None and repaired.ends is not None:
        starts, ends = np.asarray(repaired.starts)[starts], np.asarray(repaired.ends)[ends]
    first = low + int(np.searchsorted(ends, start, side="right"))
    last = low + int(np.searchsorted(starts, end, side="left"))
    return (first, last) if (block.flags[first:last] & WORD).any() else None


def _checked(pair: object, position: int) -> tuple[str, Run]:
    if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != 2:
        raise ArgumentError(f"pair {position} must be (text, (start, end)); got {pair!r:.80}")
    text, target = pair
    if not isinstance(text, str):
        raise InputTypeError.for_text(text)
    if not isinstance(target, Sequence) or isinstance(target, str) or len(target) != 2:
        raise ArgumentError(f"target must be (start, end); got {target!r:.80}")
    try:
        start, end = (operator.index(offset) for offset in target)
    except TypeError:
        raise ArgumentError(f"target must be two integers; got {target!r:.80}") from None
    if not 0 <= start < end <= len(text):
        raise ArgumentError(f"target must lie in the text, 0 <= start < end <= {len(text)}; got ({start}, {end})")
    return text, (start, end)


def _check_language(lang: str | None) -> None:
    if lang is not None and not (isinstance(lang, str) and 2 <= len(lang) <= 3 and lang.isascii() and lang.islower()):
        raise ArgumentError(f"lang must be an ISO 639 code such as 'en'; got {lang!r}")


def _result(shares: Sequence[float]) -> TargetSentiment:
    negative, neutral, positive = (float(share) for share in shares)
    return TargetSentiment(negative, neutral, positive, LABELS[int(np.argmax(shares))])


def _unknown(reason: str) -> TargetSentiment:
    return TargetSentiment(math.nan, math.nan, math.nan, None, reason)


@cache
def _judge() -> _Judge:
    return _Judge()
