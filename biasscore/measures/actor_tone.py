"""Tone towards each actor: in English from the target model, in Arabic the tone of the sentences that name it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.annotations import Annotations
from biasscore.annotate.relations import Run
from biasscore.measures.findings import Evidence, Findings
from biasscore.measures.spec import Measured, Score
from biasscore.measures.statistics import mean_interval, t_quantile
from biasscore.models.target_network import NAME
from biasscore.spans import VOICES

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAST_SENTENCES = 3
"""Sentences with a mention from which an actor is compared with others."""
_NEGATIVE, _POSITIVE = 0, 2
_RULE = {"en": f"model:{NAME}", "ar": "ar/tone"}


class Mentions(NamedTuple):
    """What is said at each mention.

    Attributes
    ----------
    tone : ndarray of float64
        -1 .. +1: in English P(positive) - P(negative) towards the mention, in Arabic the tone of its sentence.
    sentence, voice : ndarray of int
        Sentence of the mention, and whose words they are.
    """

    tone: Floats
    sentence: Ints
    voice: Ints

    def of(self, first: int, last: int) -> Mentions:
        """The mentions from ``first`` to before ``last``."""
        return Mentions(self.tone[first:last], self.sentence[first:last], self.voice[first:last])


def read_mentions(annotations: Annotations, tones: Floats, mentions: Sequence[Run] | NDArray[np.int32]) -> Mentions:
    """What is said at mentions of actors.

    Parameters
    ----------
    annotations : Annotations
        What was found.
    tones : ndarray, shape (sentences,)
        Tone of every sentence of the block.
    mentions : sequence of (int, int), or ndarray of int32, shape (mentions, 2)
        Tokens of the mentions.
    """
    runs = mentions if isinstance(mentions, np.ndarray) else _columns(mentions)
    first = runs[:, 0]
    sentence = annotations.block.sentence[first].astype(np.int64)
    if annotations.vocabulary.language == "en":
        shares = annotations.towards(runs)
        return Mentions(
            shares[:, _POSITIVE] - shares[:, _NEGATIVE], sentence, annotations.voices.token[first].astype(np.int64)
        )
    return Mentions(tones[sentence], sentence, annotations.sentence_voices[sentence].astype(np.int64))


def by_sentence(tone: Floats, sentence: Ints) -> Floats:
    """Mean tone of the mentions in each sentence: several in one sentence are one statement."""
    first = np.flatnonzero(np.diff(sentence, prepend=-1))
    means: Floats = np.add.reduceat(tone, first) / np.diff(first, append=len(tone))
    return means


def tone_by_voice(found: Mentions) -> dict[str, Score]:
    """Mean tone over the sentences in each voice that names an actor.

    Returns
    -------
    dict
        Voice -> Score; voices in which it is not named are left out.
    """
    result: dict[str, Score] = {}
    for number, voice in enumerate(VOICES):
        chosen = found.voice == number if voice != "all" else np.ones(len(found.tone), bool)
        if chosen.any():
            values = by_sentence(found.tone[chosen], found.sentence[chosen])
            mean = math.fsum(values) / len(values)
            low, high = mean_interval(values.sum(), (values**2).sum(), len(values), -1.0, 1.0)
            result[voice] = Score(mean, "-1..1", float(low), float(high), math.nan, math.nan, len(values), None)
    return result


def polarisation(annotations: Annotations, tones: Floats) -> tuple[Measured, Evidence]:
    """Highest minus lowest mean tone of a document's actors, with the errors of the two means it is made of.

    The evidence is the mentions of these two actors; their weights sum to the value.
    """
    documents = len(annotations.block)
    rivals = _rivals(annotations)
    value, error = np.full(documents, np.nan), np.full(documents, np.nan)
    freedom, n = np.ones(documents), np.zeros(documents, np.int64)
    found = read_mentions(annotations, tones, rivals.mentions)
    side, part = np.zeros(len(rivals.document)), np.zeros(len(rivals.actor))
    if len(rivals.document):
        means = _Means(found, rivals.actor)
        document = rivals.document
        order = np.lexsort((means.mean, document))
        lowest = order[np.flatnonzero(np.diff(document, prepend=-1))]
        highest = order[np.flatnonzero(np.diff(document, append=documents))]
        there = document[lowest]
        value[there] = means.mean[highest] - means.mean[lowest]
        error[there] = np.hypot(means.error[highest], means.error[lowest])
        freedom[there] = means.n[highest] + means.n[lowest] - 2
        n += np.bincount(document, minlength=documents)
        side[highest], side[lowest], part = 1.0, -1.0, means.part
    reach = t_quantile(freedom) * error
    measured = Measured(value, np.maximum(value - reach, 0.0), np.minimum(value + reach, 2.0), n, "not_enough_actors")
    return measured, partial(_extremes, annotations, rivals, found, side[rivals.actor] * part)


def _extremes(annotations: Annotations, rivals: _Rivals, found: Mentions, part: Floats) -> Findings:
    """Mentions of the two actors that are farthest apart, with what each adds to the distance."""
    rows = np.flatnonzero(part)
    first, last = rivals.mentions[rows].T
    return Findings(
        first,
        last,
        annotations.block.document[first],
        found.voice[rows].astype(np.int32),
        part[rows] * found.tone[rows],
        rivals.actor[rows].astype(np.int32),
        rivals.names,
        [_RULE[annotations.vocabulary.language]] * len(rivals.names),
    )


class _Means:
    """Mean tone of each actor over the sentences that name it, its standard error, and their number."""

    def __init__(self, found: Mentions, actor: Ints) -> None:
        # several mentions in one sentence are one statement
        opens = (np.diff(actor, prepend=-1) != 0) | (np.diff(found.sentence, prepend=-1) != 0)
        statement = np.cumsum(opens) - 1
        values = np.bincount(statement, found.tone) / np.bincount(statement)
        whose = actor[opens]
        self.n = np.bincount(whose)
        self.mean = np.bincount(whose, values) / self.n
        squares = np.bincount(whose, (values - self.mean[whose]) ** 2)
        self.error = np.sqrt(squares / (self.n - 1) / self.n)
        self.part = 1 / (np.bincount(statement)[statement] * self.n[actor])
        """Share of every mention in its actor's mean."""


class _Rivals(NamedTuple):
    """The actors that are compared: name and document of each; tokens of their mentions, and whose each is."""

    names: list[str]
    document: Ints
    mentions: NDArray[np.int32]
    actor: Ints


def _rivals(annotations: Annotations) -> _Rivals:
    """Actors that enough sentences name, in documents that have several of them."""
    found = [
        (document, actor)
        for document, actors in enumerate(annotations.actors)
        for actor in actors
        if len(actor.mentions) >= LEAST_SENTENCES
    ]
    document = np.array([place for place, _ in found], np.int64)
    whose = np.repeat(np.arange(len(found)), np.array([len(actor.mentions) for _, actor in found], np.int64))
    runs = _columns(chain.from_iterable(actor.mentions for _, actor in found))
    sentence = annotations.block.sentence[runs[:, 0]]
    opens = (np.diff(whose, prepend=-1) != 0) | (np.diff(sentence, prepend=-1) != 0)
    compared = np.bincount(whose[opens], minlength=len(found)) >= LEAST_SENTENCES
    several = np.bincount(document[compared], minlength=len(annotations.block)) > 1
    compared &= several[document]
    chosen = compared[whose]
    names = [found[row][1].name for row in np.flatnonzero(compared).tolist()]
    return _Rivals(names, document[compared], runs[chosen], (np.cumsum(compared) - 1)[whose[chosen]])


def _columns(runs: Iterable[Run]) -> NDArray[np.int32]:
    """First tokens, and the tokens after the last, as columns."""
    return np.fromiter(chain.from_iterable(runs), np.int32).reshape(-1, 2)
