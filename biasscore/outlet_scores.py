"""Numbers of an outlet: means over documents with their errors, shrunk towards the reference; the composite.

Random-effects model y = mu + a + e (Efron & Morris 1975; Morris 1983) with mu, tau2 and sigma2 of the reference, so
that an outlet's numbers do not depend on which others are looked at.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.errors import ArgumentError
from biasscore.measures.catalogue import COLUMNS, SPEC_OF
from biasscore.measures.spec import Score
from biasscore.measures.statistics import Z
from biasscore.measures.weighted import shipped
from biasscore.models.store import load_model
from biasscore.norms.reference import Reference
from biasscore.profile import Profile
from biasscore.records import Contribution

Floats = NDArray[np.float64]

REFUSED_BELOW, PROVISIONAL_BELOW = 5, 10
"""Documents below which there is no outlet profile, and below which it is provisional."""
DRAWS, SEED = 1000, 20200
_PRIOR_FREEDOM = 4.0
"""Weight, in documents, of the reference's variance within outlets beside the outlet's own (Smyth 2004)."""
_LEAST_BETWEEN = 0.01
"""Share of sigma2 that tau2 is at least: outlets of the reference that hardly differ do not make new ones certain."""
LANGUAGE = "en"
"""The language that ``reliability`` was validated in."""


class Indicator(NamedTuple):
    """A text-observable indicator of reliability.

    Attributes
    ----------
    measure : str
        Column it is read from.
    direction : int
        +1: larger speaks for reliability, -1: against.
    reference : str
        Whose criterion it is.
    """

    measure: str
    direction: int
    reference: str

    @property
    def validity(self) -> float:
        """Spearman correlation with PC1 over the train outlets, this measure alone; NaN where it was not measured."""
        return float(load_model("reliability").card["validity"].get(self.measure, math.nan))


INDICATORS = {
    "attribution": Indicator("sourcing.attribution_density", 1, "NewsGuard: gathers and presents responsibly"),
    "source_diversity": Indicator("sourcing.source_diversity", 1, "The Trust Project: diverse voices"),
    "named_sources": Indicator("sourcing.named_share", 1, "The Trust Project: citations and references"),
    "second_hand": Indicator("sourcing.secondary_share", -1, "Kovach & Rosenstiel (2014)"),
    "unattributed_evaluation": Indicator(
        "sourcing.unattributed_evaluation", -1, "NewsGuard: separates news and opinion"
    ),
    "loaded_author": Indicator("loaded_language.density.author", -1, "Zhang et al. (2018): tone"),
    "loaded_all": Indicator("loaded_language.density.all", -1, "Zhang et al. (2018): tone"),
    "first_person": Indicator("stance.first_person", -1, "NewsGuard: separates news and opinion"),
    "questions": Indicator("stance.question", -1, "Zhang et al. (2018): clickbait"),
    "boosters": Indicator("loaded_language.booster.all", -1, "Zhang et al. (2018): calibration of confidence"),
    "hedges": Indicator("loaded_language.hedge.all", 1, "Zhang et al. (2018): calibration of confidence"),
    "headline_gap": Indicator("sentiment.headline_gap", -1, "NewsGuard: avoids deceptive headlines"),
}


class OutletScore(NamedTuple):
    """One number of an outlet: the fields of ``Score``, and what it rests on.

    Attributes
    ----------
    value, unit, low, high
        Shrunk mean over documents, and its 95 % interval.
    percentile, z : float
        Place among the outlets of the reference (normal, with its mu and tau2).
    n : int
        Documents with a value.
    reason : str or None
        Why the value is NaN.
    events : int
        Events (else days, else documents) that the documents fall into.
    weight : float
        Shrinkage weight: 1 = the outlet's own mean, 0 = the reference's.
    mean : float
        The outlet's own mean, unshrunk.
    """

    value: float
    unit: str
    low: float
    high: float
    percentile: float
    z: float
    n: int
    reason: str | None
    events: int
    weight: float
    mean: float


@dataclass(frozen=True)
class Ratings:
    """Outside ratings of outlets, as a prior for ``reliability``; none are shipped.

    Attributes
    ----------
    values : mapping
        Outlet -> rating, larger = more reliable; standardised over the table.
    name, source : str
        What it is, for the provenance.
    agreement : float
        Correlation that the ratings are believed to have with ``reliability``, -1..1.
    """

    values: Mapping[str, float]
    name: str
    source: str
    agreement: float = 0.5

    def __post_init__(self) -> None:
        if len(self.values) < 3 or not -1 < self.agreement < 1:
            raise ArgumentError("ratings need 3 outlets or more, and an agreement between -1 and 1")

    def z(self, outlet: str) -> float | None:
        """Standardised rating of an outlet, None without one."""
        if outlet not in self.values:
            return None
        numbers = np.array(list(self.values.values()), float)
        return float((self.values[outlet] - numbers.mean()) / (numbers.std() or 1.0))


class Means(NamedTuple):
    """Means over documents with their sampling variance, and the numbers of documents and events; one a column."""

    mean: Floats
    variance: Floats
    documents: NDArray[np.int64]
    events: NDArray[np.int64]


def means_of(values: Floats, event: NDArray[np.intp], within: Floats) -> Means:
    """Means of columns, with a variance from a seeded bootstrap over events, moderated by the reference's.

    Parameters
    ----------
    values : ndarray, shape (columns, documents)
        NaN where unknown.
    event : ndarray of int, shape (documents,)
        Event of each document.
    within : ndarray, shape (columns,)
        Variance within outlets in the reference; NaN without one.
    """
    known = np.isfinite(values)
    events = int(event.max()) + 1
    order = np.argsort(event, kind="stable")
    first = np.searchsorted(event[order], np.arange(events))
    sums = np.add.reduceat(np.where(known, values, 0.0)[:, order], first, axis=1).T
    counts = np.add.reduceat(known[:, order].astype(float), first, axis=1).T
    documents, groups = counts.sum(0), (counts > 0).sum(0)
    drawn = np.random.Generator(np.random.PCG64(SEED)).multinomial(events, np.full(events, 1 / events), DRAWS)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = sums.sum(0) / documents
        met = drawn @ counts
        again = np.where(met > 0, (drawn @ sums) / met, np.nan)
        times = np.maximum((met > 0).sum(0), 1)
        middle = np.where(met > 0, again, 0.0).sum(0) / times
        own = np.where(met > 0, (again - middle) ** 2, 0.0).sum(0) / times
        own *= np.where(groups > 1, groups / np.maximum(groups - 1, 1), np.nan)
        freedom = np.maximum(groups - 1, 0).astype(float)
        prior = np.where(np.isnan(within), 0.0, _PRIOR_FREEDOM)
        total = np.where(freedom > 0, freedom * own, 0.0) + prior * np.where(np.isnan(within), 0.0, within / documents)
        variance = np.where(freedom + prior > 0, total / (freedom + prior), np.nan)
    return Means(mean, variance, documents.astype(np.int64), groups.astype(np.int64))


def no_score(unit: str, reason: str) -> OutletScore:
    """A score that is unknown, with its reason."""
    nan = math.nan
    return OutletScore(nan, unit, nan, nan, nan, nan, 0, reason, 0, nan, nan)


def scores_of(
    profiles: Sequence[Profile],
    values: Floats,
    event: NDArray[np.intp],
    language: str,
    reference: Reference | None,
) -> dict[str, OutletScore]:
    """Every measure of an outlet, from the values of its documents (columns, documents) and their events."""
    norms = [reference.norm(language, name) if reference else None for name in COLUMNS]
    low, high = np.array([norm.tame if norm else (-np.inf, np.inf) for norm in norms]).T
    tame = np.clip(values, low[:, None], high[:, None])
    means = means_of(tame, event, np.array([norm.sigma2 if norm else np.nan for norm in norms]))
    found = {}
    for row, name in enumerate(COLUMNS):
        spec, norm, n = SPEC_OF[name], norms[row], int(means.documents[row])
        if n < REFUSED_BELOW:
            reasons = {reason for p in profiles if (reason := p[name].reason)}
            found[name] = no_score(spec.unit, reasons.pop() if len(reasons) == 1 and n == 0 else "too_few_documents")
            continue
        mean, variance = float(means.mean[row]), float(means.variance[row])
        value, weight, half, z = mean, 1.0, Z * math.sqrt(variance), math.nan
        if norm and norm.tau2 + norm.sigma2 > 0:
            tau2 = max(norm.tau2, _LEAST_BETWEEN * norm.sigma2)
            weight = tau2 / (tau2 + variance)
            value = norm.mu + weight * (mean - norm.mu)
            half, z = Z * math.sqrt(tau2 * (1 - weight)), (value - norm.mu) / math.sqrt(tau2)
        ends = max(value - half, spec.low), min(value + half, spec.high)
        found[name] = OutletScore(
            value, spec.unit, *ends, _percentile(z), z, n, None, int(means.events[row]), weight, mean
        )
    return found


def _percentile(z: float) -> float:
    return math.nan if math.isnan(z) else 50 * math.erfc(-z / math.sqrt(2))


def reliability_of(
    values: Floats, event: NDArray[np.intp], language: str, rating: float | None, ratings: Ratings | None
) -> tuple[Score, tuple[Contribution, ...]]:
    """Composite in standard deviations between the outlets of the reference, and what each measure adds to it."""
    unit = "sd between outlets"
    if language != LANGUAGE:
        return Score(*no_score(unit, "language_unsupported")[:8]), ()
    fitted = shipped("reliability")
    mu, tau2, sigma2 = (float(x) for x in load_model("reliability").arrays["model"])
    added = fitted.contributions(values[[COLUMNS.index(name) for name in fitted.names]])
    means = means_of(added.sum(0, keepdims=True), event, np.array([sigma2]))
    variance, between = float(means.variance[0]), max(tau2, _LEAST_BETWEEN * sigma2)
    centre = mu
    if rating is not None and ratings is not None:
        centre = mu + ratings.agreement * rating * math.sqrt(between)
        between *= 1 - ratings.agreement**2
    weight = between / (between + variance)
    scale = math.sqrt(max(tau2, _LEAST_BETWEEN * sigma2))
    value = (centre + weight * (float(means.mean[0]) - centre) - mu) / scale
    half = Z * math.sqrt(between * (1 - weight)) / scale
    n = int(means.documents[0])
    score = Score(value, unit, value - half, value + half, _percentile(value), value, n, None)
    # an outlet at the mean of the reference in every measure adds up to mu; what each measure adds is seen from there
    parts = [
        Contribution(name, weight * float(part) / scale, ())
        for name, part in zip(fitted.names, added.mean(1), strict=True)
        if part
    ]
    rest = value - math.fsum(part.value for part in parts)
    parts.append(Contribution("reference, ratings and shrinkage", rest, ()))
    return score, tuple(sorted(parts, key=lambda part: (-abs(part.value), part.label)))
