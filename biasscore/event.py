"""Several reports of one event side by side: who is in them and how, whose claims lost their source, who is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from biasscore.annotate.relations import Attribution
from biasscore.display import event as display
from biasscore.errors import ArgumentError, MissingExtraError
from biasscore.profile import Profile
from biasscore.records import Actor, Blame
from biasscore.spans import Span

CLAIM_OVERLAP = 0.6
"""Share of the content words of an attributed claim that a bare sentence must hold to be the same claim."""
CLAIM_WORDS = 4
"""Content words that a claim needs before it is looked for elsewhere."""
_DISTANCING = ("doubt", "accusation")
_EMPTY = frozenset(
    "the a an and or but of in on at to for from by with as that this these those it its he she they his her their "
    "them is are was were be been has have had do did not no will would could should may might can said says who "
    "which what when where than then there after before over into about also all more most some any one two".split()
)
_SHORT = 3
"""Letters up to which a final s is no plural."""
_EDGE = "\"“”„‟«»‹›'‘’.,;:!?()[]،؛؟…—–-"


class ActorCell(NamedTuple):
    """One actor in one report.

    Attributes
    ----------
    mentions : int
        How often it is named.
    tone : float
        Mean tone of the sentences that name it, -1..1; NaN where it is not named.
    roles : dict
        Role -> share.
    blamed : dict
        Voice -> number of statements of blame or harm that land on it.
    said, distanced : int
        Statements attributed to it, and those of them with a doubting or accusing cue.
    """

    mentions: int
    tone: float
    roles: dict[str, float]
    blamed: dict[str, int]
    said: int
    distanced: int


class AttributionLoss(NamedTuple):
    """A claim that one report attributes and another states in its own voice.

    Attributes
    ----------
    attributed, bare : str
        The two reports.
    source : str
        Who says it in the first.
    claim, sentence : Span
        The content there, and the sentence here.
    overlap : float
        Share of the claim's content words that the sentence holds.
    """

    attributed: str
    bare: str
    source: str
    claim: Span
    sentence: Span
    overlap: float


class EventComparison:
    """Several reports of one event, made by ``compare_event``.

    Attributes
    ----------
    reports : tuple of str
        Names of the reports: outlet, id or number.
    actors : dict
        Actor -> report -> ActorCell, for actors in two reports or more, or with two mentions; most mentioned first.
    namings : dict
        Concept set -> report -> {wording: (polarity, number)}.
    sources : dict
        Source -> report -> number of statements.
    missing : dict
        Report -> sources that speak in at least two other reports (of two reports: in the other) and are silent here.
    attribution_loss : tuple of AttributionLoss
        Claims attributed in one report and bare in another.
    """

    def __init__(self, profiles: dict[str, Profile]) -> None:
        self.profiles = profiles
        self.reports = tuple(profiles)
        self.actors = _actors(profiles)
        self.namings = _namings(profiles)
        self.sources = _sources(profiles)
        self.missing = _missing(self.sources, self.reports)
        self.attribution_loss = tuple(_losses(profiles))

    def to_records(self) -> list[dict[str, Any]]:
        """One row an actor and report: actor, report, the fields of ActorCell with voices and roles spread."""
        return [
            {
                "actor": actor,
                "report": report,
                "mentions": cell.mentions,
                "tone": cell.tone,
                **{role: cell.roles.get(role, 0.0) for role in ("hero", "villain", "victim")},
                **{f"blamed_{voice}": cell.blamed.get(voice, 0) for voice in ("author", "paraphrased", "quoted")},
                "said": cell.said,
                "distanced": cell.distanced,
            }
            for actor, cells in self.actors.items()
            for report, cell in cells.items()
        ]

    def to_frame(self) -> Any:
        """The records as a pandas DataFrame.

        Raises
        ------
        MissingExtraError
            pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise MissingExtraError.for_module("pandas", "pandas") from None
        return pandas.DataFrame.from_records(self.to_records())

    def summary(self) -> dict[str, Any]:
        """Everything the display shows, as plain data."""
        return {
            "reports": list(self.reports),
            "languages": {name: profile.language for name, profile in self.profiles.items()},
            "actors": {
                actor: {report: cell._asdict() for report, cell in cells.items()}
                for actor, cells in self.actors.items()
            },
            "namings": self.namings,
            "sources": self.sources,
            "missing": self.missing,
            "losses": [
                {**loss._asdict(), "claim": loss.claim.text, "sentence": loss.sentence.text}
                for loss in self.attribution_loss
            ],
        }

    def to_html(self) -> str:
        """A self-contained HTML fragment: actors, names, sources, missing voices, lost attributions."""
        return display.render(self.summary())

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        return (
            f"<EventComparison of {len(self.reports)} reports: {len(self.actors)} actors, "
            f"{len(self.attribution_loss)} attributions lost>"
        )


def compare_event(profiles: Iterable[Profile]) -> EventComparison:
    """Compare several reports of one event.

    Parameters
    ----------
    profiles : iterable of Profile
        Two or more, of the same event; with their texts, where lost attributions are wanted.

    Returns
    -------
    EventComparison

    Raises
    ------
    ArgumentError
        Fewer than two profiles, something that is no profile, or profiles of different events.
    """
    found = list(profiles)
    for profile in found:
        if not isinstance(profile, Profile):
            raise ArgumentError(f"profiles must hold Profile objects; got {type(profile).__name__}")
    if len(found) < 2:
        raise ArgumentError(f"an event needs two reports or more to compare; got {len(found)}")
    events = {profile.event for profile in found if profile.event is not None}
    if len(events) > 1:
        raise ArgumentError(f"profiles must be of one event; got {', '.join(sorted(map(repr, events)))}")
    named: dict[str, Profile] = {}
    for number, profile in enumerate(found, 1):
        name = profile.outlet or profile.id or f"report {number}"
        named[name if name not in named else f"{name} ({number})"] = profile
    return EventComparison(named)


def _actors(profiles: dict[str, Profile]) -> dict[str, dict[str, ActorCell]]:
    by_name: dict[str, dict[str, Actor]] = {}
    for report, profile in profiles.items():
        for actor in profile.actors:
            if actor.kind not in ("place", "media"):
                by_name.setdefault(actor.name, {})[report] = actor
    mentions = {name: sum(len(actor.mentions) for actor in cells.values()) for name, cells in by_name.items()}
    kept = [name for name, cells in by_name.items() if len(cells) > 1 or mentions[name] > 1]
    kept.sort(key=lambda name: (-mentions[name], name))
    return {
        name: {report: _cell(profile, by_name[name].get(report), name) for report, profile in profiles.items()}
        for name in kept
    }


def _cell(profile: Profile, actor: Actor | None, name: str) -> ActorCell:
    blamed: dict[str, int] = {}
    for blame in profile.blame:
        if _lands(blame, name):
            blamed[blame.voice] = blamed.get(blame.voice, 0) + 1
    spoken = [one for one in profile.attributions if _speaks(one, actor)]
    return ActorCell(
        mentions=len(actor.mentions) if actor else 0,
        tone=actor.tone["all"].value if actor and "all" in actor.tone else float("nan"),
        roles=dict(actor.roles) if actor else {},
        blamed=blamed,
        said=len(spoken),
        distanced=sum(one.cue_class in _DISTANCING for one in spoken),
    )


def _lands(blame: Blame, name: str) -> bool:
    return blame.act != "help" and blame.polarity < 0 and name in blame.blamed.split(" and ")


def _speaks(attribution: Attribution, actor: Actor | None) -> bool:
    return actor is not None and attribution.source_id in (actor.name, actor.name.lower())


def _namings(profiles: dict[str, Profile]) -> dict[str, dict[str, dict[str, tuple[float, int]]]]:
    found: dict[str, dict[str, dict[str, tuple[float, int]]]] = {}
    for report, profile in profiles.items():
        for naming in profile.namings:
            words = found.setdefault(naming.set, {}).setdefault(report, {})
            wording = " ".join(naming.text.lower().split())
            words[wording] = (naming.polarity, words.get(wording, (0.0, 0))[1] + 1)
    return dict(sorted(found.items()))


def _sources(profiles: dict[str, Profile]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for report, profile in profiles.items():
        for attribution in profile.attributions:
            if attribution.source_id:
                cells = found.setdefault(attribution.source_id, {})
                cells[report] = cells.get(report, 0) + 1
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), -sum(item[1].values()), item[0])))


def _missing(sources: dict[str, dict[str, int]], reports: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Sources that several other reports let speak."""
    least = min(2, len(reports) - 1)
    shared = [source for source, cells in sources.items() if len(cells) >= least]
    return {report: tuple(source for source in shared if report not in sources[source]) for report in reports}


def _words(text: str) -> frozenset[str]:
    """Content words: lower-case, without punctuation and function words, without a final s."""
    bare = (word.strip(_EDGE).removesuffix("'s").removesuffix("’s") for word in text.lower().split())
    return frozenset(
        word[:-1] if len(word) > _SHORT and word.endswith("s") else word for word in bare if word and word not in _EMPTY
    )


def _losses(profiles: dict[str, Profile]) -> Iterator[AttributionLoss]:
    """Every claim that is attributed in one report, with the best bare sentence of every other report."""
    bare = {name: list(_bare_sentences(profile)) for name, profile in profiles.items()}
    for name, profile in profiles.items():
        for attribution in profile.attributions:
            for claim in attribution.content:
                words = _words(claim.text)
                if len(words) < CLAIM_WORDS:
                    continue
                for other, sentences in bare.items():
                    if other == name or not sentences:
                        continue
                    overlap, sentence = max(
                        ((len(words & own) / len(words), span) for span, own in sentences), key=lambda pair: pair[0]
                    )
                    if overlap >= CLAIM_OVERLAP:
                        source = attribution.source_id or "nobody named"
                        yield AttributionLoss(name, other, source, claim, sentence, overlap)


def _bare_sentences(profile: Profile) -> Iterator[tuple[Span, frozenset[str]]]:
    """Sentences, without what is attributed in them, that are the author's own."""
    if profile.text is None:
        return
    attributed = sorted((span.start, span.end) for one in profile.attributions for span in one.content)
    for sentence in profile.sentences:
        pieces, start = [], sentence.start
        for first, last in attributed:
            if first < sentence.end and last > start:
                pieces.append(profile.text[start : max(first, start)])
                start = max(start, last)
        pieces.append(profile.text[start : sentence.end] if start < sentence.end else "")
        words = _words(" ".join(pieces))
        if len(words) >= CLAIM_WORDS:
            text = profile.text[sentence.start : sentence.end]
            yield Span(sentence.start, sentence.end, text), words
