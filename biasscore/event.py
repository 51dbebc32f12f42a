"""One event in several reports: who is treated how, what is called what, who speaks, and what loses its source."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from biasscore.claims import ClaimMatcher
from biasscore.display import event as display
from biasscore.errors import ArgumentError, InputTypeError
from biasscore.event_rows import AttributionLoss, EventActor, EventNaming, EventSource, MissingVoice, Treatment
from biasscore.parties import Parties, Party, speaks_by_name
from biasscore.profile import Profile
from biasscore.settings import NOT_COMPARABLE, obstacle
from biasscore.stored import as_frame

DISTANCING, ENDORSING = ("doubt", "accusation"), ("factive",)
"""Cues that keep away from what is said ('claimed'), and cues that vouch for it ('pointed out')."""
TABLES = ("actors", "namings", "sources", "attribution_loss", "missing_voices")
LEAST_REPORTS = 2


class EventComparison:
    """Several reports of one event side by side; made by ``compare_event``.

    Attributes
    ----------
    reports : tuple of str
        What the reports are called: their outlets, else their ids, else 'report 1' and so on.
    actors : tuple of EventActor
        Those that most reports name first.
    namings : tuple of EventNaming
        By concept set, from delegitimising to legitimising; sets in which no report takes sides are left out.
    sources : tuple of EventSource
        Those that speak in most reports first. Hidden sources ('a diplomat') are left out: nothing says that two of
        them are one.
    attribution_loss : tuple of AttributionLoss
        In the order of the reports.
    missing_voices : tuple of MissingVoice
        Those that most other reports let speak first.
    """

    def __init__(
        self,
        reports: tuple[str, ...],
        actors: tuple[EventActor, ...],
        namings: tuple[EventNaming, ...],
        sources: tuple[EventSource, ...],
        attribution_loss: tuple[AttributionLoss, ...],
        missing_voices: tuple[MissingVoice, ...],
    ) -> None:
        self.reports, self.actors, self.namings, self.sources = reports, actors, namings, sources
        self.attribution_loss, self.missing_voices = attribution_loss, missing_voices

    def to_records(self, table: str = "actors") -> list[dict[str, Any]]:
        """Flat rows of one table: one row an actor, naming or source and report, or one a loss or missing voice.

        Parameters
        ----------
        table : {'actors', 'namings', 'sources', 'attribution_loss', 'missing_voices'}
            Which.

        Raises
        ------
        ArgumentError
            No such table.
        """
        makers: dict[str, Callable[[], list[dict[str, Any]]]] = {
            "actors": self._actor_rows,
            "namings": self._naming_rows,
            "sources": self._source_rows,
            "attribution_loss": self._loss_rows,
            "missing_voices": self._missing_rows,
        }
        if table not in makers:
            raise ArgumentError.not_allowed("table", table, TABLES)
        return makers[table]()

    def _actor_rows(self) -> list[dict[str, Any]]:
        return [
            {"actor": actor.name, "kind": actor.kind, "report": report, **_flat(treatment)}
            for actor in self.actors
            for report, treatment in actor.reports.items()
        ]

    def _naming_rows(self) -> list[dict[str, Any]]:
        return [
            {
                "set": naming.set,
                "text": naming.text,
                "polarity": naming.polarity,
                "report": report,
                "author": naming.author[report],
                "all": naming.all[report],
            }
            for naming in self.namings
            for report in self.reports
        ]

    def _source_rows(self) -> list[dict[str, Any]]:
        return [
            {"source": source.name, "type": source.type, "report": report, "statements": n}
            for source in self.sources
            for report, n in source.statements.items()
        ]

    def _loss_rows(self) -> list[dict[str, Any]]:
        return [
            {
                **loss._asdict(),
                "claim": loss.claim.text,
                "claim_start": loss.claim.start,
                "claim_end": loss.claim.end,
                "bare": loss.bare.text,
                "bare_start": loss.bare.start,
                "bare_end": loss.bare.end,
            }
            for loss in self.attribution_loss
        ]

    def _missing_rows(self) -> list[dict[str, Any]]:
        return [voice._asdict() for voice in self.missing_voices]

    def to_frame(self, table: str = "actors") -> Any:
        """One table as a pandas DataFrame (see ``to_records``).

        Raises
        ------
        ArgumentError
            No such table.
        MissingExtraError
            pandas is not installed.
        """
        return as_frame(self.to_records(table))

    def to_dict(self) -> dict[str, Any]:
        """All tables as plain data, ready for strict JSON (NaN becomes None)."""
        tables = {table: [_plain(row) for row in self.to_records(table)] for table in TABLES}
        return {"reports": list(self.reports), **tables}

    def summary(self) -> dict[str, Any]:
        """Everything the displays show, as plain data."""
        return {
            "reports": self.reports,
            "actors": [(a.name, a.kind, {r: _flat(t) for r, t in a.reports.items()}) for a in self.actors],
            "namings": [(n.set, n.text, n.polarity, n.author, n.all) for n in self.namings],
            "sources": [(s.name, s.type, s.statements) for s in self.sources],
            "attribution_loss": self._loss_rows(),
            "missing_voices": self.to_records("missing_voices"),
        }

    def to_html(self) -> str:
        """A self-contained HTML fragment: the five tables."""
        return display.render_html(self.summary())

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        return display.render_text(self.summary())


def compare_event(profiles: Iterable[Profile]) -> EventComparison:
    """Compare reports of one event: what each makes of it.

    Actors and sources are joined by name, a shorter name of a person with the one longer name that holds it. Claims are
    matched by the words they share, not by what they mean (see ``biasscore.claims``).

    Parameters
    ----------
    profiles : iterable of Profile
        Two or more, in one language, with their texts and evidence.

    Returns
    -------
    EventComparison

    Raises
    ------
    InputTypeError
        Something else than profiles.
    ArgumentError
        Fewer than two reports; different events, languages or settings; a profile with nothing to compare or without
        its text.
    """
    found = _checked(profiles)
    reports = _called(found)
    parties = Parties(found)
    sources = _sources(found, reports, parties)
    return EventComparison(
        reports,
        tuple(_actor(party, parties, found, reports) for party in parties.actors),
        _namings(found, reports),
        sources,
        _losses(found, reports),
        _missing(sources, reports, parties),
    )


def _checked(profiles: Iterable[Profile]) -> list[Profile]:
    if isinstance(profiles, Profile | str | bytes) or not isinstance(profiles, Iterable):
        raise InputTypeError(f"compare_event needs several profiles; got one {type(profiles).__name__}")
    found = list(profiles)
    for profile in found:
        if not isinstance(profile, Profile):
            raise InputTypeError(
                f"compare_event needs profiles, got {type(profile).__name__}; make one with biasscore.score()"
            )
    if len(found) < LEAST_REPORTS:
        raise ArgumentError(f"compare_event needs {LEAST_REPORTS} or more profiles; got {len(found)}")
    for place, profile in enumerate(found):
        if profile.status != "ok":
            raise ArgumentError(f"profile {place} has nothing to compare: its status is {profile.status!r}")
        if profile.text is None:
            raise ArgumentError(f"profile {place} was loaded without its text: use Profile.from_dict(data, text=...)")
    events = sorted({profile.event for profile in found if profile.event is not None})
    if len(events) > 1:
        raise ArgumentError(f"profiles must be of one event; got {', '.join(map(repr, events))}")
    languages = sorted({profile.language for profile in found})
    if len(languages) > 1:
        raise ArgumentError(f"profiles must be in one language; got {', '.join(languages)}")
    for place, profile in enumerate(found):
        if reason := obstacle(found[0], profile):
            raise ArgumentError(f"profiles 0 and {place} cannot be compared: {NOT_COMPARABLE[reason]}")
    return found


def _called(profiles: Sequence[Profile]) -> tuple[str, ...]:
    for names in ([p.outlet for p in profiles], [p.id for p in profiles]):
        given = [name for name in names if name]
        if len(set(given)) == len(profiles):
            return tuple(given)
    return tuple(f"report {place}" for place in range(1, len(profiles) + 1))


def _actor(party: Party, parties: Parties, profiles: Sequence[Profile], reports: Sequence[str]) -> EventActor:
    treated = {report: _treatment(party, parties, profile) for report, profile in zip(reports, profiles, strict=True)}
    return EventActor(party.name, party.kind, treated)


def _treatment(party: Party, parties: Parties, profile: Profile) -> Treatment:
    actors = [actor for actor in profile.actors if parties.name_of(actor.name) == party.name]
    cues = [a.cue_class for a in profile.attributions if parties.name_of(a.source_id) == party.name]
    towards = sum((cue in ENDORSING) - (cue in DISTANCING) for cue in cues)
    most = max(actors, key=lambda actor: len(actor.mentions), default=None)
    return Treatment(
        sum(len(actor.mentions) for actor in actors),
        dict(most.tone) if most else {},
        dict(most.roles) if most else {},
        len(cues),
        towards / len(cues) if cues else math.nan,
        _blamed(profile, party, parties),
    )


def _blamed(profile: Profile, party: Party, parties: Parties) -> dict[str, int]:
    """How often a party is blamed, by voice; one of several who are blamed together counts as blamed."""
    voices = [
        row.voice
        for row in profile.blame
        if row.polarity < 0 and row.act != "help" and party.name in map(parties.name_of, row.blamed.split(" and "))
    ]
    return {voice: voices.count(voice) for voice in ("author", "paraphrased", "quoted")}


def _namings(profiles: Sequence[Profile], reports: Sequence[str]) -> tuple[EventNaming, ...]:
    counts: dict[tuple[str, float, str], dict[str, list[str]]] = {}
    for report, profile in zip(reports, profiles, strict=True):
        for naming in profile.namings:
            key = naming.set, naming.polarity, " ".join(naming.text.lower().split())
            counts.setdefault(key, {name: [] for name in reports})[report].append(naming.voice)
    taking_sides = {name for name, polarity, _ in counts if polarity}
    return tuple(
        EventNaming(
            name,
            text,
            polarity,
            {report: voices.count("author") for report, voices in by_report.items()},
            {report: len(voices) for report, voices in by_report.items()},
        )
        for (name, polarity, text), by_report in sorted(counts.items())
        if name in taking_sides
    )


def _sources(profiles: Sequence[Profile], reports: Sequence[str], parties: Parties) -> tuple[EventSource, ...]:
    counts: dict[str, dict[str, int]] = {}
    types: dict[str, str] = {}
    for place, profile in enumerate(profiles):
        for attribution in profile.attributions:
            if speaks_by_name(attribution):
                name = parties.name_of(attribution.source_id)
                types.setdefault(name, attribution.source_type)
                counts.setdefault(name, dict.fromkeys(reports, 0))[reports[place]] += 1
    found = [EventSource(name, types[name], statements) for name, statements in counts.items()]
    return tuple(sorted(found, key=lambda s: (-_present(s.statements), -sum(s.statements.values()), s.name)))


def _present(counts: Mapping[str, int]) -> int:
    return sum(n > 0 for n in counts.values())


def _losses(profiles: Sequence[Profile], reports: Sequence[str]) -> tuple[AttributionLoss, ...]:
    matcher = ClaimMatcher(profiles)
    places = range(len(profiles))
    return tuple(
        AttributionLoss(
            reports[a],
            reports[b],
            cited.source_id if cited else "",
            cited.cue.text if cited and cited.cue else "",
            match.claim.span,
            match.bare.span,
            match.overlap,
        )
        for a in places
        for b in places
        if a != b
        for match in matcher.lost(a, b)
        for cited in (match.claim.attribution,)
    )


def _missing(sources: Sequence[EventSource], reports: Sequence[str], parties: Parties) -> tuple[MissingVoice, ...]:
    found = [
        MissingVoice(
            source.name,
            report,
            tuple(name for name in reports if source.statements[name]),
            parties.mentions(place, source.name),
        )
        for source in sources
        for place, report in enumerate(reports)
        if not source.statements[report]
    ]
    return tuple(sorted(found, key=lambda voice: -len(voice.speaks_in)))


def _flat(treatment: Treatment) -> dict[str, Any]:
    """A treatment as one flat row; tone in all voices and in the author's."""
    row: dict[str, Any] = {"mentions": treatment.mentions}
    for voice in ("all", "author"):
        score = treatment.tone.get(voice)
        for field in ("value", "low", "high"):
            name = f"tone_{voice}" if field == "value" else f"tone_{voice}_{field}"
            row[name] = getattr(score, field) if score else math.nan
    row |= {role: treatment.roles.get(role, math.nan) for role in ("hero", "villain", "victim")}
    row |= {"statements": treatment.statements, "stance": treatment.stance}
    blamed = treatment.blamed
    row |= {"blamed_author": blamed["author"], "blamed_attributed": blamed["paraphrased"] + blamed["quoted"]}
    return row


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: None
        if isinstance(value, float) and math.isnan(value)
        else list(value)
        if isinstance(value, tuple)
        else value
        for key, value in row.items()
    }
