"""Profiles as plain data and back: strict JSON values, spans as offsets."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from biasscore.annotate.relations import Attribution
from biasscore.errors import MissingExtraError
from biasscore.measures.catalogue import COLUMNS
from biasscore.measures.spec import Score
from biasscore.records import Actor, Blame, Boilerplate, Facts, ScoreColumns, Sentence
from biasscore.spans import Evidence, Span


def as_frame(records: Sequence[Mapping[str, Any]]) -> Any:
    """Records as a pandas DataFrame.

    Raises
    ------
    MissingExtraError
        pandas is not installed.
    """
    try:
        import pandas
    except ImportError:
        raise MissingExtraError.for_module("pandas", "pandas") from None
    return pandas.DataFrame.from_records(records)


class Stored:
    """Details of a profile that was loaded from plain data."""

    def __init__(self, data: Mapping[str, Any], text: str | None) -> None:
        self._data, self._text = data, text

    def _span(self, span: list[int] | None) -> Span | None:
        return None if span is None else Span(span[0], span[1], self._cut(span[0], span[1]))

    def _cut(self, start: int, end: int) -> str:
        return self._text[start:end] if self._text is not None else ""

    def evidence(self, measure: str) -> tuple[Evidence, ...]:
        """All evidence of a measure, in all voices."""
        rows = self._data.get("evidence", {}).get(measure, ())
        return tuple(Evidence(start, end, self._cut(start, end), *rest) for start, end, *rest in rows)

    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences in text order."""
        return tuple(_sentence(row) for row in self._data.get("sentences", ()))

    def attributions(self) -> tuple[Attribution, ...]:
        """Attribution relations in text order."""
        return tuple(
            Attribution(
                **{
                    **row,
                    "source": self._span(row["source"]),
                    "cue": self._span(row["cue"]),
                    "content": tuple(Span(a, b, self._cut(a, b)) for a, b in row["content"]),
                }
            )
            for row in self._data.get("attributions", ())
        )

    def actors(self) -> tuple[Actor, ...]:
        """Actors in order of first mention."""
        return tuple(
            Actor(
                row["name"],
                row["kind"],
                tuple(Span(a, b, self._cut(a, b)) for a, b in row["mentions"]),
                {voice: score_from(score) for voice, score in row["tone"].items()},
                dict(row["roles"]),
            )
            for row in self._data.get("actors", ())
        )

    def blame(self) -> tuple[Blame, ...]:
        """Blame and agency in text order."""
        return tuple(Blame(a, b, self._cut(a, b), *rest) for a, b, *rest in self._data.get("blame", ()))

    def boilerplate(self) -> tuple[Boilerplate, ...]:
        """Stretches left out."""
        return tuple(Boilerplate(a, b, self._cut(a, b), kind) for a, b, kind in self._data.get("boilerplate", ()))


def _sentence(row: Mapping[str, Any]) -> Sentence:
    fields: dict[str, Any] = {key: math.nan if value is None else value for key, value in row.items()}
    return Sentence(**fields)


def sha256(text: str) -> str:
    """Digest of a text (lone surrogates included)."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def plain(data: dict[str, Any]) -> dict[str, Any]:
    """A mapping without NaN."""
    return {key: None if isinstance(value, float) and math.isnan(value) else value for key, value in data.items()}


def score_dict(score: Score) -> dict[str, Any]:
    """A score as plain data."""
    return plain(score._asdict())


def score_from(data: Mapping[str, Any]) -> Score:
    """A score from plain data."""
    fields: dict[str, Any] = {
        key: math.nan if value is None and key != "reason" else value for key, value in data.items()
    }
    return Score(**fields)


def columns_from(scores: Mapping[str, Mapping[str, Any]]) -> ScoreColumns:
    """Score columns from plain data."""
    rows = [score_from(scores[name]) for name in COLUMNS]
    value, low, high, percentile, z = (
        np.array([getattr(row, field) for row in rows], float) for field in ("value", "low", "high", "percentile", "z")
    )
    n = np.array([row.n for row in rows], np.int64)
    return ScoreColumns(value, low, high, n, percentile, z, tuple(row.reason or "" for row in rows))


def facts_from(data: Mapping[str, Any]) -> Facts:
    """Facts of a stored profile."""
    fields: dict[str, Any] = {field: data[field] for field in Facts._fields}
    return Facts(**{**fields, "warnings": tuple(data["warnings"])})


def attribution_dict(attribution: Attribution) -> dict[str, Any]:
    """An attribution as plain data."""
    return {
        **attribution._asdict(),
        "source": _pair(attribution.source),
        "cue": _pair(attribution.cue),
        "content": [[span.start, span.end] for span in attribution.content],
    }


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def actor_dict(actor: Actor) -> dict[str, Any]:
    """An actor as plain data."""
    return {
        "name": actor.name,
        "kind": actor.kind,
        "mentions": [[m.start, m.end] for m in actor.mentions],
        "tone": {voice: score_dict(score) for voice, score in actor.tone.items()},
        "roles": dict(actor.roles),
    }
