"""The rows of an event comparison: an actor, a naming, a source, a lost attribution, a missing voice."""

from __future__ import annotations

from typing import NamedTuple

from biasscore.measures.spec import Score
from biasscore.spans import Span


class Treatment(NamedTuple):
    """How one report treats one actor.

    Attributes
    ----------
    mentions : int
        How often it is named (or called by a name of its).
    tone : dict
        Voice -> Score, -1..1, of what is said where it is mentioned; empty where it is not.
    roles : dict
        'hero', 'villain', 'victim' -> share.
    statements : int
        Attributions to it.
    stance : float
        Cues that vouch minus cues that keep away, over its statements: -1..1; NaN without a statement.
    blamed : dict
        Voice -> number of statements of blame or harm that land on it.
    """

    mentions: int
    tone: dict[str, Score]
    roles: dict[str, float]
    statements: int
    stance: float
    blamed: dict[str, int]


class EventActor(NamedTuple):
    """An actor of the event, and its treatment in every report (name of the report -> Treatment)."""

    name: str
    kind: str
    reports: dict[str, Treatment]


class EventNaming(NamedTuple):
    """A word from a concept set: its polarity, and how often each report has it (in the author's voice, in all)."""

    set: str
    text: str
    polarity: float
    author: dict[str, int]
    all: dict[str, int]


class EventSource(NamedTuple):
    """A source that can be recognised across reports, and the number of its statements in each."""

    name: str
    type: str
    statements: dict[str, int]


class AttributionLoss(NamedTuple):
    """A claim that one report attributes and another states as its own.

    Attributes
    ----------
    attributed_in, bare_in : str
        The two reports.
    source : str
        Who is cited for it; '' where the first report names nobody.
    cue : str
        The word that attributes it.
    claim, bare : Span
        The two wordings, in offsets of their own texts.
    overlap : float
        Share of the lighter wording's weight that both have, .5 to 1 (see ``biasscore.claims``).
    """

    attributed_in: str
    bare_in: str
    source: str
    cue: str
    claim: Span
    bare: Span
    overlap: float


class MissingVoice(NamedTuple):
    """A source that other reports let speak and this one does not; ``mentioned``: it is spoken of all the same."""

    source: str
    missing_in: str
    speaks_in: tuple[str, ...]
    mentioned: bool
