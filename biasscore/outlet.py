"""Outlet profiles: documents of one outlet taken together, shrunk towards the reference as far as they are few.

Text-observable reliability indicators, never truthfulness: falsity, ownership and corrections are not in a text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.display import outlets as display
from biasscore.errors import ArgumentError, InputTypeError, ScoringError
from biasscore.measures.catalogue import COLUMNS, HEADLINE, SPEC_OF, column_name
from biasscore.measures.spec import Score
from biasscore.measures.statistics import Z
from biasscore.models.store import load_model
from biasscore.norms.reference import DEFAULT, Reference
from biasscore.outlet_scores import (
    DRAWS,
    INDICATORS,
    PROVISIONAL_BELOW,
    REFUSED_BELOW,
    SEED,
    OutletScore,
    Ratings,
    no_score,
    reliability_of,
    scores_of,
)
from biasscore.profile import Profile
from biasscore.records import Contribution
from biasscore.settings import NOT_COMPARABLE, obstacle
from biasscore.similar import clusters, is_wire_copy
from biasscore.stored import as_frame, plain


class OutletProfile(Mapping[str, OutletScore]):
    """How an outlet reports: a mapping of score name -> OutletScore; made by ``from_profiles``.

    Attributes
    ----------
    outlet, language : str
        Whose documents, in which language.
    status : {'ok', 'provisional', 'refused'}
        'provisional' under 10 documents, 'refused' under 5: then every value is NaN.
    documents, events : int
        Counted, and the events they fall into.
    duplicates, wire_copies : int
        Documents that were left out as versions of one counted, or as agency copy.
    reliability : Score
        Composite of text-observable indicators, in standard deviations between the outlets of the reference (0 = their
        mean, larger = more reliable); English only.
    provenance : dict
        Reference, weights, outside ratings.
    """

    def __init__(
        self,
        outlet: str,
        language: str,
        counts: Mapping[str, int],
        scores: Mapping[str, OutletScore],
        reliability: Score,
        parts: tuple[Contribution, ...],
        provenance: Mapping[str, Any],
    ) -> None:
        self.outlet, self.language, self.reliability = outlet, language, reliability
        self.documents, self.events = counts["documents"], counts["events"]
        self.duplicates, self.wire_copies = counts["duplicates"], counts["wire_copies"]
        self._scores, self._parts, self.provenance = dict(scores), parts, dict(provenance)

    @property
    def status(self) -> str:
        """Whether there are documents enough."""
        if self.documents < REFUSED_BELOW:
            return "refused"
        return "provisional" if self.documents < PROVISIONAL_BELOW else "ok"

    def __getitem__(self, name: str) -> OutletScore:
        return self._scores[column_name(name)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._scores)

    def __len__(self) -> int:
        return len(self._scores)

    @property
    def headline(self) -> dict[str, OutletScore]:
        """The scores to look at first."""
        return {name: self[name] for name in HEADLINE}

    @property
    def indicators(self) -> dict[str, Score]:
        """Text-observable reliability indicators (``INDICATORS`` says direction, reference and validity)."""
        return {name: Score(*self[indicator.measure][:8]) for name, indicator in INDICATORS.items()}

    def explain(self, name: str = "reliability") -> tuple[Contribution, ...]:
        """What each measure adds to the composite; sums to ``reliability``."""
        if name != "reliability":
            raise ArgumentError.not_allowed("name", name, ("reliability",))
        return self._parts

    @classmethod
    def from_profiles(
        cls,
        profiles: Iterable[Profile | ScoringError],
        *,
        outlet: str | None = None,
        duplicates: str = "once",
        reference: Reference | str | None = DEFAULT,
        ratings: Ratings | None = None,
    ) -> OutletProfile:
        """The profile of one outlet.

        Parameters
        ----------
        profiles : iterable of Profile
            Of one outlet and one language; what was not measured is left out.
        outlet : str, optional
            Its name, where the profiles do not say.
        duplicates : {'once', 'keep'}
            Whether near-duplicates count once and agency copy not at all, or everything counts.
        reference : Reference, str or None
            What to shrink towards; None or a language without norms: not at all.
        ratings : Ratings, optional
            Outside ratings as a prior of ``reliability``.

        Raises
        ------
        ArgumentError
            Several outlets or languages, or no profile that was measured.
        """
        if duplicates not in ("once", "keep"):
            raise ArgumentError.not_allowed("duplicates", duplicates, ("once", "keep"))
        found = _measured(profiles)
        names = sorted({profile.outlet or "" for profile in found})
        languages = sorted({profile.language for profile in found})
        if outlet is None and len(names) > 1:
            raise ArgumentError(f"profiles of several outlets ({', '.join(names)}): use outlet_profiles()")
        if len(languages) != 1:
            raise ArgumentError(
                f"an outlet profile needs profiles of one language; got {', '.join(languages) or 'none'}"
            )
        kept, counts = found, {"duplicates": 0, "wire_copies": 0}
        if duplicates == "once":
            kept, counts = _once(found)
        return _profile(outlet or names[0] or "outlet", kept, counts, languages[0], _loaded(reference), ratings)

    # --- out

    def to_records(self) -> list[dict[str, Any]]:
        """One row a score."""
        head = {"outlet": self.outlet, "language": self.language, "status": self.status}
        return [{**head, "measure": name, **score._asdict()} for name, score in self.items()]

    def to_dict(self) -> dict[str, Any]:
        """Plain data, ready for strict JSON."""
        return {
            **{key: getattr(self, key) for key in ("outlet", "language", "status", "documents", "events")},
            **{key: getattr(self, key) for key in ("duplicates", "wire_copies", "provenance")},
            "reliability": plain(self.reliability._asdict()),
            "scores": {name: plain(score._asdict()) for name, score in self.items()},
        }

    def to_frame(self) -> Any:
        """The records as a pandas DataFrame.

        Raises
        ------
        MissingExtraError
            pandas is not installed.
        """
        return as_frame(self.to_records())

    def summary(self) -> dict[str, Any]:
        """Everything the displays show, as plain data."""
        rows = [("indicator", name, INDICATORS[name].measure) for name in INDICATORS]
        rows += [("headline", name, name) for name in HEADLINE]
        return {
            **{key: getattr(self, key) for key in ("outlet", "language", "status", "documents", "events")},
            "duplicates": self.duplicates,
            "wire_copies": self.wire_copies,
            "reliability": self.reliability._asdict(),
            "rows": [
                {
                    "kind": kind,
                    "label": label,
                    "name": name,
                    "direction": INDICATORS[label].direction if kind == "indicator" else 0,
                    **self[name]._asdict(),
                }
                for kind, label, name in rows
            ],
        }

    def to_html(self) -> str:
        """A self-contained HTML fragment."""
        return display.render_html(self.summary())

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        score = self.reliability
        shown = (
            "" if math.isnan(score.value) else f", reliability {score.value:+.2f} [{score.low:+.2f}, {score.high:+.2f}]"
        )
        return f"<OutletProfile {self.outlet}: {self.status}, {self.documents} documents{shown}>"


def outlet_profiles(
    profiles: Iterable[Profile | ScoringError],
    *,
    duplicates: str = "once",
    reference: Reference | str | None = DEFAULT,
    ratings: Ratings | None = None,
) -> dict[str, OutletProfile]:
    """Profiles of several outlets, in the order in which they are first met.

    Near-duplicates are looked for among all documents: a text that several outlets carry counts for the first. An
    outlet that writes in several languages gives one profile for each, under 'outlet (language)'.

    Parameters
    ----------
    profiles : iterable of Profile
        With ``outlet``; those without are left out.
    duplicates, reference, ratings
        See ``OutletProfile.from_profiles``.
    """
    if duplicates not in ("once", "keep"):
        raise ArgumentError.not_allowed("duplicates", duplicates, ("once", "keep"))
    found = [profile for profile in _measured(profiles) if profile.outlet]
    groups: dict[tuple[str, str], list[Profile]] = {}
    for profile in found:
        groups.setdefault((profile.outlet or "", profile.language), []).append(profile)
    kept = {id(profile) for profile in _distinct(found)} if duplicates == "once" else {id(p) for p in found}
    several = {name for name, _ in groups if sum(other == name for other, _ in groups) > 1}
    result = {}
    for (name, language), group in groups.items():
        own = [profile for profile in group if duplicates == "keep" or not is_wire_copy(profile)]
        counted = [profile for profile in own if id(profile) in kept]
        counts = {"duplicates": len(own) - len(counted), "wire_copies": len(group) - len(own)}
        key = f"{name} ({language})" if name in several else name
        result[key] = _profile(name, counted, counts, language, _loaded(reference), ratings)
    return result


class RankInterval(NamedTuple):
    """Ranks, 1 = largest, that hold with 95 per cent; ``of`` outlets were ranked."""

    low: int
    high: int
    of: int


def rank_intervals(outlets: Mapping[str, OutletProfile], name: str = "reliability") -> dict[str, RankInterval]:
    """Rank intervals of outlets by one score (Goldstein & Spiegelhalter 1996), instead of ranks.

    Parameters
    ----------
    outlets : mapping
        Name -> OutletProfile; those without a value are left out.
    name : str
        'reliability' or a measure.
    """
    scores = {key: o.reliability if name == "reliability" else o[name] for key, o in outlets.items()}
    scores = {key: score for key, score in scores.items() if not math.isnan(score.value)}
    if not scores:
        return {}
    value = np.array([score.value for score in scores.values()])
    sd = np.array([(score.high - score.low) / (2 * Z) for score in scores.values()])
    drawn = value + sd * np.random.Generator(np.random.PCG64(SEED)).standard_normal((DRAWS, len(value)))
    ranks = (-drawn).argsort(1).argsort(1) + 1
    low, high = (np.quantile(ranks, share, axis=0, method="nearest") for share in (0.025, 0.975))
    return {key: RankInterval(int(low[i]), int(high[i]), len(value)) for i, key in enumerate(scores)}


def _measured(profiles: Iterable[Profile | ScoringError]) -> list[Profile]:
    """Profiles that were measured, all in the same way; error records are left out."""
    found: list[Profile] = []
    first: dict[str, Profile] = {}
    for profile in profiles:
        if isinstance(profile, ScoringError):
            continue
        if not isinstance(profile, Profile):
            raise InputTypeError(f"outlets are made of profiles, got {type(profile).__name__}")
        if profile.status != "ok":
            continue
        if why := obstacle(first.setdefault(profile.language, profile), profile):
            raise ArgumentError(f"profiles that cannot be taken together: {NOT_COMPARABLE[why]}; score the texts anew")
        found.append(profile)
    return found


def _distinct(profiles: Sequence[Profile]) -> list[Profile]:
    """The first of every cluster of near-duplicates: the earliest by date, then by place."""
    cluster = clusters(profiles)
    first: dict[int, int] = {}
    for place in sorted(range(len(profiles)), key=lambda i: (profiles[i].date or "9999", i)):
        first.setdefault(int(cluster[place]), place)
    return [profiles[place] for place in sorted(first.values())]


def _once(profiles: list[Profile]) -> tuple[list[Profile], dict[str, int]]:
    own = [profile for profile in profiles if not is_wire_copy(profile)]
    kept = _distinct(own)
    return kept, {"duplicates": len(own) - len(kept), "wire_copies": len(profiles) - len(own)}


def _loaded(reference: Reference | str | None) -> Reference | None:
    return Reference.load(reference) if isinstance(reference, str) else reference


def _events(profiles: Sequence[Profile]) -> NDArray[np.intp]:
    """Number of the event of every profile: its event, else its day, else itself."""
    keys = [p.event or (p.date or "")[:10] or f"\0{number}" for number, p in enumerate(profiles)]
    return np.unique(np.array(keys, dtype=object).astype(str), return_inverse=True)[1].astype(np.intp)


def _profile(
    outlet: str,
    profiles: Sequence[Profile],
    counts: Mapping[str, int],
    language: str,
    reference: Reference | None,
    ratings: Ratings | None,
) -> OutletProfile:
    event = _events(profiles)
    totals = {**counts, "documents": len(profiles), "events": int(event.max(initial=-1)) + 1}
    provenance = {
        "reference": reference.provenance if reference else None,
        "reliability": load_model("reliability").digest,
        "ratings": {"name": ratings.name, "source": ratings.source} if ratings and outlet in ratings.values else None,
    }
    if len(profiles) < REFUSED_BELOW:
        scores = {name: no_score(SPEC_OF[name].unit, "too_few_documents") for name in COLUMNS}
        empty = Score(*no_score("sd between outlets", "too_few_documents")[:8])
        return OutletProfile(outlet, language, totals, scores, empty, (), provenance)
    values = np.array([[profile[name].value for profile in profiles] for name in COLUMNS])
    scores = scores_of(profiles, values, event, language, reference)
    reliability, parts = reliability_of(values, event, language, ratings.z(outlet) if ratings else None, ratings)
    return OutletProfile(outlet, language, totals, scores, reliability, parts, provenance)
