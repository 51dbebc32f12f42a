"""Who is who across the reports of one event: actors and sources joined by their names, conservatively."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from biasscore.annotate.relations import Attribution
from biasscore.lexicons.arabic import fold
from biasscore.profile import Profile
from biasscore.records import Actor

_TYPES = ("body", "metonym", "document", "media")
"""Sources that a description identifies, named or not ('the finance ministry')."""
_NOBODY = ("", "the author")
_WORD = re.compile(r"\w+(?:'\w+)?")


class Party(NamedTuple):
    """An actor of the event: its fullest name, its usual kind, and how often each report mentions it."""

    name: str
    kind: str
    mentions: tuple[int, ...]


class Parties:
    """The actors of several reports, joined.

    Names that differ in case alone are one; a shorter name (of a person, or of nobody knows what) is the one person
    whose longer name holds its words, where there is only one ('Belyar', 'Rustam Belyar'); all else stays apart.

    Parameters
    ----------
    profiles : sequence of Profile
        The reports.

    Attributes
    ----------
    actors : list of Party
        Those that most reports name first, then those named most often.
    """

    def __init__(self, profiles: Sequence[Profile]) -> None:
        found = [(place, actor) for place, profile in enumerate(profiles) for actor in profile.actors]
        self._persons = {_key(actor.name) for _, actor in found if actor.kind == "person"}
        self._may_be_short = self._persons | {_key(actor.name) for _, actor in found if actor.kind == "name"}
        self._known = {_key(actor.name) for _, actor in found}
        self._texts = [f" {' '.join(_WORD.findall(_key(profile.text or '')))} " for profile in profiles]
        by_key: dict[str, list[tuple[int, Actor]]] = {}
        for place, actor in found:
            by_key.setdefault(self._full(_key(actor.name)), []).append((place, actor))
        self._parties = {key: _party(rows, len(profiles)) for key, rows in by_key.items()}
        self.actors = sorted(
            self._parties.values(),
            key=lambda party: (-sum(map(bool, party.mentions)), -sum(party.mentions), party.name),
        )

    def _full(self, key: str) -> str:
        """The fullest name of the same party."""
        if key in self._known and key not in self._may_be_short:
            return key
        words = frozenset(key.split())
        longer = [other for other in self._persons if words and words < frozenset(other.split())]
        return longer[0] if len(longer) == 1 else key

    def name_of(self, name: str) -> str:
        """What somebody is called over all reports: the party's name, else the name itself."""
        party = self._parties.get(self._full(_key(name)))
        return party.name if party else name

    def mentions(self, place: int, name: str) -> bool:
        """Whether a report mentions somebody: as an actor, or by these words."""
        party = self._parties.get(self._full(_key(name)))
        return bool(party and party.mentions[place]) or f" {_key(name)} " in self._texts[place]


def speaks_by_name(attribution: Attribution) -> bool:
    """Whether the source of an attribution can be recognised in another report."""
    if attribution.anonymous or attribution.source_id in _NOBODY:
        return False
    return attribution.named or attribution.source_type in _TYPES


def _key(name: str) -> str:
    return " ".join(fold(name.lower()).split())


def _party(rows: Sequence[tuple[int, Actor]], reports: int) -> Party:
    mentions, kinds = [0] * reports, Counter[str]()
    for place, actor in rows:
        mentions[place] += len(actor.mentions)
        kinds[actor.kind] += len(actor.mentions)
    name = max(sorted({actor.name for _, actor in rows}), key=len)
    return Party(name, max(sorted(kinds), key=kinds.__getitem__), tuple(mentions))
