"""Tone towards each actor: in English from the target model, in Arabic the tone of the sentences that name it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.actors import Actor
from biasscore.annotate.annotations import Annotations
from biasscore.annotate.relations import Run
from biasscore.measures.findings import sentence_voices
from biasscore.measures.spec import Measured, Score
from biasscore.measures.statistics import mean_interval, t_quantile
from biasscore.spans import VOICES

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAST_SENTENCES = 3
"""Sentences with a mention from which an actor is compared with others."""
_NEGATIVE, _POSITIVE = 0, 2


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


def read_mentions(annotations: Annotations, tones: Floats, mentions: Sequence[Run]) -> Mentions:
    """What is said at mentions of actors.

    Parameters
    ----------
    annotations : Annotations
        What was found.
    tones : ndarray, shape (sentences,)
        Tone of every sentence of the block.
    mentions : sequence of (int, int)
        Tokens of the mentions.
    """
    first = np.array([mention[0] for mention in mentions], int)
    sentence = annotations.block.sentence[first].astype(np.int64)
    if annotations.vocabulary.language == "en":
        shares = annotations.towards(mentions)
        return Mentions(
            shares[:, _POSITIVE] - shares[:, _NEGATIVE], sentence, annotations.voices.token[first].astype(np.int64)
        )
    return Mentions(tones[sentence], sentence, sentence_voices(annotations)[sentence].astype(np.int64))


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


def polarisation(annotations: Annotations, tones: Floats) -> Measured:
    """Highest minus lowest mean tone of a document's actors, with the errors of the two means it is made of."""
    documents = len(annotations.block)
    value, low, high = (np.full(documents, np.nan) for _ in range(3))
    n = np.zeros(documents, np.int64)
    compared = [_compared(actors, annotations) for actors in annotations.actors]
    rivals = [actors if len(actors) > 1 else [] for actors in compared]
    found = read_mentions(annotations, tones, [run for actors in rivals for actor in actors for run in actor.mentions])
    begin = 0
    for document, actors in enumerate(rivals):
        means = []
        for actor in actors:
            part = found.of(begin, begin + len(actor.mentions))
            means.append(_mean_and_error(by_sentence(part.tone, part.sentence)))
            begin += len(actor.mentions)
        if means:
            (lowest, error_low, n_low), (highest, error_high, n_high) = min(means), max(means)
            spread = highest - lowest
            error = float(t_quantile(n_low + n_high - 2)) * math.hypot(error_low, error_high)
            value[document], low[document], high[document] = spread, max(spread - error, 0.0), min(spread + error, 2.0)
            n[document] = len(means)
    return Measured(value, low, high, n, "not_enough_actors")


def _compared(actors: Sequence[Actor], annotations: Annotations) -> list[Actor]:
    """Actors that enough sentences name."""
    sentence = annotations.block.sentence
    return [
        actor
        for actor in actors
        if len(actor.mentions) >= LEAST_SENTENCES
        and len({int(sentence[first]) for first, _ in actor.mentions}) >= LEAST_SENTENCES
    ]


def _mean_and_error(values: Floats) -> tuple[float, float, int]:
    """Mean, its standard error, and the number of values (methods of a short array cost several times their sums)."""
    n = len(values)
    mean = np.add.reduce(values) / n
    deviations = values - mean
    variance = float(np.add.reduce(deviations * deviations)) / (n - 1)
    return float(mean), math.sqrt(variance) / math.sqrt(n), n
