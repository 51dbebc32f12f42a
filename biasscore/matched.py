"""Two outlets on the same events: differences within events, so that a choice of topics is not taken for a manner."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.errors import ArgumentError
from biasscore.measures.catalogue import COLUMNS, HEADLINE, column_name
from biasscore.measures.statistics import Interval, discoveries, p_value, t_quantile
from biasscore.profile import Profile

LEAST_EVENTS = 5
"""Events that both report below which nothing is said."""
DAYS, LEAST_COSINE = 2, 0.35
"""Without events: reports at most so many days apart, and at least so similar (tf-idf), are of one event."""
RATE = 0.05
_WORD = re.compile(r"[^\W\d_]{3,}")


class Matched(NamedTuple):
    """One measure of two outlets on common events.

    Attributes
    ----------
    difference, low, high : float
        Mean over events of the difference a - b, and its 95 % interval (Student's, over events).
    superiority : float
        Share of events in which a's value is larger, ties counting half.
    events : int
        Events in which both have a value.
    matched_by : {'event', 'similarity'}
        How events were found.
    distinguishable : bool
        At a false discovery rate of 5 %, over headline measures and others apart.
    reason : str or None
        'too_few' where there are fewer than five events.
    """

    difference: float
    low: float
    high: float
    superiority: float
    events: int
    matched_by: str
    distinguishable: bool
    reason: str | None


def compare_outlets(
    a: Iterable[Profile], b: Iterable[Profile], measures: Sequence[str] | None = None
) -> dict[str, Matched]:
    """Compare two outlets on the events that both report (two-way model: outlet and event).

    Parameters
    ----------
    a, b : iterable of Profile
        With ``event``; where no event is common, reports are matched one to one by ``date`` (two days) and similarity
        of their texts.
    measures : sequence of str, optional
        Measures, with or without voice; all by default.

    Raises
    ------
    ArgumentError
        No event in common, and none could be matched; or profiles of several languages.
    """
    sides = [[profile for profile in side if profile.status == "ok"] for side in (a, b)]
    languages = {profile.language for side in sides for profile in side}
    if len(languages) != 1:
        raise ArgumentError(f"outlets can be compared in one language; got {', '.join(sorted(languages)) or 'none'}")
    names = COLUMNS if measures is None else tuple(dict.fromkeys(column_name(name) for name in measures))
    events, how = _by_event(*sides), "event"
    if not events:
        events, how = _by_similarity(*sides), "similarity"
    if not events:
        raise ArgumentError(
            "the two outlets report no common event: give profiles an event, or a date and their text, to match by"
        )
    rows = np.array([[_mean(first, names) - _mean(second, names)] for first, second in events])[:, 0].T
    n = np.isfinite(rows).sum(1)
    enough = n >= LEAST_EVENTS
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.nansum(rows, 1) / n
        variance = np.nansum((rows - mean[:, None]) ** 2, 1) / (n - 1)
        half = t_quantile(n - 1) * np.sqrt(variance / n)
        larger = (np.nansum(rows > 0, 1) + 0.5 * (rows == 0).sum(1)) / n
    p = np.where(enough, p_value(mean, Interval(mean - half, mean + half)), np.nan)
    p[(mean == 0) & enough] = 1.0
    first = np.array([name in HEADLINE for name in names], bool)
    found = np.zeros(len(names), bool)
    for group in (first, ~first):
        found[group] = discoveries(p[group], RATE)
    columns = (np.where(enough, column, np.nan).tolist() for column in (mean, mean - half, mean + half, larger))
    return {
        name: Matched(difference, low, high, above, int(n[i]), how, bool(found[i]), None if enough[i] else "too_few")
        for i, (name, difference, low, high, above) in enumerate(zip(names, *columns, strict=True))
    }


Pairs = list[tuple[list[Profile], list[Profile]]]


def _by_event(a: Sequence[Profile], b: Sequence[Profile]) -> Pairs:
    common = sorted({p.event for p in a if p.event} & {p.event for p in b if p.event})
    return [([p for p in a if p.event == event], [p for p in b if p.event == event]) for event in common]


def _by_similarity(a: Sequence[Profile], b: Sequence[Profile]) -> Pairs:
    """Reports of a day or two apart, one to one, the most similar first."""
    dated = [[(p, day) for p in side if p.text is not None and (day := _day(p.date)) is not None] for side in (a, b)]
    if not all(dated):
        return []
    vectors = _tf_idf([p.text or "" for side in dated for p, _ in side])
    split = len(dated[0])
    likeness = vectors[:split] @ vectors[split:].T
    found: Pairs = []
    used: tuple[set[int], set[int]] = (set(), set())
    for place in np.argsort(-likeness, axis=None, kind="stable").tolist():
        i, j = divmod(place, likeness.shape[1])
        if likeness[i, j] < LEAST_COSINE:
            break
        if i in used[0] or j in used[1] or abs((dated[0][i][1] - dated[1][j][1]).days) > DAYS:
            continue
        used[0].add(i)
        used[1].add(j)
        found.append(([dated[0][i][0]], [dated[1][j][0]]))
    return found


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _tf_idf(texts: Sequence[str]) -> NDArray[np.float64]:
    counts = [Counter(_WORD.findall(text.lower())) for text in texts]
    documents = Counter(word for count in counts for word in count)
    place = {word: i for i, word in enumerate(sorted(word for word, n in documents.items() if n > 1))}
    vectors = np.zeros((len(texts), max(len(place), 1)))
    for row, count in enumerate(counts):
        for word, n in count.items():
            if word in place:
                vectors[row, place[word]] = (1 + math.log(n)) * math.log(len(texts) / documents[word])
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: NDArray[np.float64] = vectors / np.where(length > 0, length, 1.0)
    return scaled


def _mean(profiles: Sequence[Profile], names: Sequence[str]) -> NDArray[np.float64]:
    """Mean of each measure over the reports of one event; NaN where one of them has none."""
    mean: NDArray[np.float64] = np.array([[profile[name].value for name in names] for profile in profiles]).mean(0)
    return mean
