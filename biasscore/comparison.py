"""Comparison of two profiles: which measures differ by more than chance, and which cannot be compared."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.display import comparison, intervals
from biasscore.errors import ArgumentError, InputTypeError, UnknownNameError
from biasscore.measures.catalogue import COLUMNS, HEADLINE, SPEC_OF, column_name
from biasscore.measures.spec import Score
from biasscore.measures.statistics import Interval, difference_interval, discoveries, p_value
from biasscore.profile import Profile
from biasscore.settings import NOT_COMPARABLE, obstacle
from biasscore.stored import as_frame, plain

RATE = 0.05
"""False discovery rate, over the headline measures and over the others apart: a hundred details, many of them the same
thing in another voice, do not drown the twelve that come first."""
_COUNTED = ("words", "sources")
"""Units of what is counted in a text rather than estimated from it."""


class Difference(NamedTuple):
    """One measure in two profiles.

    Attributes
    ----------
    a, b : float
        Values, in the measure's unit.
    difference : float
        a - b; NaN where not comparable.
    low, high : float
        95 % interval of the difference.
    standardised : float
        Difference in standard deviations of the reference; NaN without a common one.
    distinguishable : bool
        Whether it is more than chance, at a false discovery rate of 5 % (see ``RATE``).
    comparable : bool
        Whether the two values can be compared at all.
    reason : str or None
        Why not, one of ``NOT_COMPARABLE``; 'counted' where the difference is known but cannot be judged.
    p : float
        Two-sided p of no difference, before the false discovery rate.
    """

    a: float
    b: float
    difference: float
    low: float
    high: float
    standardised: float
    distinguishable: bool
    comparable: bool
    reason: str | None
    p: float


class Comparison(Mapping[str, Difference]):
    """How two profiles differ, measure by measure; made by ``compare``.

    A mapping of score name -> Difference; a name without voice stands for the measure's headline voice.

    Attributes
    ----------
    a, b : str
        What the two are called: outlet, id or 'a' and 'b'.
    measures : tuple of str
        Compared, in the order of the catalogue.
    """

    def __init__(
        self, names: tuple[str, str], scores: Mapping[str, tuple[Score, Score]], differences: Mapping[str, Difference]
    ) -> None:
        self.a, self.b = names
        self._scores, self._differences = dict(scores), dict(differences)
        self.measures = tuple(self._differences)

    def __getitem__(self, name: str) -> Difference:
        return self._differences[column_name(name)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._differences)

    def __len__(self) -> int:
        return len(self._differences)

    def __contains__(self, name: object) -> bool:
        try:
            return column_name(str(name)) in self._differences
        except UnknownNameError:
            return False

    @property
    def distinguishable(self) -> dict[str, Difference]:
        """Measures that differ by more than chance."""
        return {name: found for name, found in self.items() if found.distinguishable}

    def top(self, k: int = 5) -> dict[str, Difference]:
        """The k largest differences, the distinguishable ones first; one voice a measure, the most different.

        Parameters
        ----------
        k : int
            Number of measures.

        Raises
        ------
        ArgumentError
            k is not a positive integer.
        """
        if not isinstance(k, int) or k < 1:
            raise ArgumentError(f"k must be an integer of 1 or more; got {k!r}")
        chosen: dict[str, str] = {}
        for name in sorted((name for name in self if self[name].comparable), key=self._rank):
            chosen.setdefault(SPEC_OF[name].name, name)
        return {name: self[name] for name in list(chosen.values())[:k]}

    def _rank(self, name: str) -> tuple[bool, float, float, str]:
        found = self[name]
        size = 0.0 if math.isnan(found.standardised) else abs(found.standardised)
        return not found.distinguishable, -size, 1.0 if math.isnan(found.p) else found.p, name

    # --- out

    def to_records(self) -> list[dict[str, Any]]:
        """One row a measure."""
        head = {"profile_a": self.a, "profile_b": self.b}
        return [{**head, "measure": name, **found._asdict()} for name, found in self.items()]

    def to_dict(self) -> dict[str, Any]:
        """Plain data, ready for strict JSON."""
        return {"a": self.a, "b": self.b, "measures": {name: plain(found._asdict()) for name, found in self.items()}}

    def to_frame(self) -> Any:
        """The records as a pandas DataFrame.

        Raises
        ------
        MissingExtraError
            pandas is not installed.
        """
        return as_frame(self.to_records())

    def summary(self) -> dict[str, Any]:
        """Everything the displays show, as plain data: what differs, then the headline measures."""
        differing = [name for name in self.top(len(HEADLINE)) if self[name].distinguishable]
        others = [name for name in HEADLINE if name in self._differences and name not in differing]
        reasons: dict[str, int] = {}
        for found in self.values():
            if not found.comparable:
                reasons[found.reason or ""] = reasons.get(found.reason or "", 0) + 1
        return {
            "a": self.a,
            "b": self.b,
            "rate": RATE,
            "measures": len(self),
            "differing": len(self.distinguishable),
            "rows": [self._row(name) for name in (*differing, *others)],
            "not_comparable": [(NOT_COMPARABLE.get(reason, reason), n) for reason, n in sorted(reasons.items())],
        }

    def _row(self, name: str) -> dict[str, Any]:
        spec = SPEC_OF[name]
        ends = [(score.low, score.high) for score in self._scores[name]]
        return {"name": name, "unit": spec.unit, "direction": spec.direction, **self[name]._asdict(), "ends": ends}

    def to_html(self) -> str:
        """A self-contained HTML fragment: what differs, with intervals."""
        return comparison.render_html(self.summary())

    def _repr_html_(self) -> str:
        return self.to_html()

    def plot(self, k: int = 12) -> intervals.Figure:
        """Both values with their intervals, for the k largest differences, as an SVG figure.

        Parameters
        ----------
        k : int
            Number of measures.
        """
        return comparison.figure(self.summary(), [self._row(name) for name in self.top(k)])

    def __repr__(self) -> str:
        return comparison.render_text(self.summary())


def compare(a: Profile, b: Profile, measures: Sequence[str] | None = None) -> Comparison:
    """Compare two profiles.

    Parameters
    ----------
    a, b : Profile
        Differences are a - b. Profiles in different languages, or made with different versions, word lists or settings,
        are not comparable.
    measures : sequence of str, optional
        Measures to compare, with or without voice (then the headline voice); all by default. The fewer, the smaller the
        differences that can be told from chance.

    Returns
    -------
    Comparison

    Raises
    ------
    InputTypeError
        Not two profiles.
    UnknownNameError
        A measure nobody knows.
    """
    for got in (a, b):
        if not isinstance(got, Profile):
            raise InputTypeError(
                f"compare needs two profiles, got {type(got).__name__}; make one with biasscore.score()"
            )
    names = COLUMNS if measures is None else tuple(dict.fromkeys(column_name(name) for name in measures))
    scores = {name: (a[name], b[name]) for name in names}
    why = obstacle(a, b)
    one_reference = a.provenance.get("reference") == b.provenance.get("reference")
    reasons = [why or _unknown(*pair) for pair in scores.values()]
    ends = _ends(scores.values())
    difference = ends.pop("difference")
    comparable = np.array([reason is None for reason in reasons], bool)
    counted = np.array([_is_counted(name, *pair) for name, pair in scores.items()], bool)
    p = p_value(difference, Interval(ends["low"], ends["high"]))
    p[difference == 0] = 1.0
    p[counted | ~comparable] = np.nan
    first = np.array([name in HEADLINE for name in names], bool)
    found = np.zeros(len(names), bool)
    for group in (first, ~first):
        found[group] = discoveries(p[group], RATE)
    differences = {}
    for row, (name, (x, y)) in enumerate(scores.items()):
        known = bool(comparable[row])
        differences[name] = Difference(
            x.value,
            y.value,
            float(difference[row]) if known else math.nan,
            float(ends["low"][row]) if known else math.nan,
            float(ends["high"][row]) if known else math.nan,
            x.z - y.z if known and one_reference else math.nan,
            bool(found[row]),
            known,
            "counted" if known and counted[row] else reasons[row],
            float(p[row]),
        )
    return Comparison(_called(a, b), scores, differences)


def _unknown(x: Score, y: Score) -> str | None:
    """Why one of two values is not there."""
    return x.reason or y.reason


def _is_counted(name: str, x: Score, y: Score) -> bool:
    return SPEC_OF[name].unit in _COUNTED or (x.low == x.high and y.low == y.high)


def _ends(pairs: Iterable[tuple[Score, Score]]) -> dict[str, NDArray[np.float64]]:
    """Differences and their intervals, as columns."""
    rows = list(pairs)
    x, y = (np.array([[pair[i].value, pair[i].low, pair[i].high] for pair in rows]).reshape(-1, 3).T for i in (0, 1))
    low, high = difference_interval(x[0], Interval(x[1], x[2]), y[0], Interval(y[1], y[2]))
    return {"difference": x[0] - y[0], "low": low, "high": high}


def _called(a: Profile, b: Profile) -> tuple[str, str]:
    """Names of two profiles: their ids, else their outlets, else 'a' and 'b'."""
    for x, y in ((a.id, b.id), (a.outlet, b.outlet)):
        if x and y and x != y:
            return x, y
    return "a", "b"
