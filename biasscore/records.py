"""The parts of a profile: what is known of a document, its scores as columns, and the kinds of its details."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.relations import Attribution
from biasscore.measures.spec import Score
from biasscore.spans import Evidence, Span


class Boilerplate(NamedTuple):
    """A stretch that is left out of every score."""

    start: int
    end: int
    text: str
    kind: str


class Sentence(NamedTuple):
    """A sentence: ``loaded`` and ``subjective`` are probabilities (NaN without a model), ``tone`` is -1..1."""

    start: int
    end: int
    loaded: float
    subjective: float
    tone: float
    voice: str


class Actor(NamedTuple):
    """An actor: its mentions, the tone towards it by voice, and its roles (hero, villain, victim -> share)."""

    name: str
    kind: str
    mentions: tuple[Span, ...]
    tone: dict[str, Score]
    roles: dict[str, float]


class Naming(NamedTuple):
    """One word chosen from a concept set, and its polarity (-1 delegitimising .. +1 legitimising)."""

    start: int
    end: int
    text: str
    set: str
    polarity: float
    voice: str


class Blame(NamedTuple):
    """A statement of blame or agency: who says that whom did what to whom.

    Attributes
    ----------
    start, end, text : int, int, str
        The words that say it.
    blamer : str
        '' for the author; otherwise an actor's name or the words of the source.
    blamed : str
        Who is accused, responsible or acting; '' in an agentless passive.
    patient : str
        Who is harmed or helped; '' where nobody is named.
    act : {'accuse', 'responsible', 'cause', 'harm', 'help'}
        What it says.
    polarity : int
        -1 blames; +1 credits or clears (a denial).
    voice : str
        'author', 'paraphrased' or 'quoted'.
    form : {'active', 'passive', 'agentless', 'noun'}
        How it is worded.
    rule : str
        The entry that fired.
    """

    start: int
    end: int
    text: str
    blamer: str
    blamed: str
    patient: str
    act: str
    polarity: int
    voice: str
    form: str
    rule: str


class Contribution(NamedTuple):
    """What one label adds to a value; the contributions of a measure sum to it."""

    label: str
    value: float
    spans: tuple[Span, ...]


class Details(Protocol):
    """Where a profile gets its evidence: from the block it was measured in, or from a stored profile."""

    def evidence(self, measure: str) -> tuple[Evidence, ...]:
        """All evidence of a measure, in all voices."""

    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences in text order."""

    def attributions(self) -> tuple[Attribution, ...]:
        """Attribution relations in text order."""

    def actors(self) -> tuple[Actor, ...]:
        """Actors in order of first mention."""

    def blame(self) -> tuple[Blame, ...]:
        """Blame and agency in text order."""

    def boilerplate(self) -> tuple[Boilerplate, ...]:
        """Stretches left out."""


class ScoreColumns(NamedTuple):
    """Scores of one document as columns, in the order of the catalogue."""

    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    n: NDArray[np.int64]
    percentile: NDArray[np.float64]
    z: NDArray[np.float64]
    reasons: tuple[str, ...]


class Facts(NamedTuple):
    """What is known of a document besides its scores."""

    status: str
    language: str
    n_words: int
    n_sentences: int
    warnings: tuple[str, ...] = ()
    id: str | None = None
    outlet: str | None = None
    date: str | None = None
    event: str | None = None
    title: str | None = None
