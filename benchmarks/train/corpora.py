"""Rows of the corpora beside the repository, for everything that is fitted."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import biasscore as bs

DATA = Path(__file__).parents[3] / "shared" / "data"
_FIELDS = ("id", "text", "title", "outlet", "date")


def rows(corpus: str, part: str) -> list[dict[str, Any]]:
    """Rows of one part of a corpus."""
    path = DATA / corpus / f"{part}.jsonl"
    packed = path.with_suffix(".jsonl.gz")
    with gzip.open(packed, "rt", encoding="utf8") if packed.exists() else path.open(encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def items(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows as items to score."""
    return [
        {**{field: row[field] for field in _FIELDS if row.get(field)}, "event": row.get("event_id")} for row in found
    ]


def profiles(found: list[dict[str, Any]], **settings: Any) -> list[bs.Profile]:
    """Profiles of rows, in their order."""
    return list(bs.Scorer(**settings).score_many(items(found), on_error="raise"))


def train_ok(corpus: str) -> list[dict[str, Any]]:
    """Rows that shipped figures may be fitted on."""
    return [row for row in rows(corpus, "train") if row["train_ok"]]


def wire_rows() -> list[dict[str, Any]]:
    """Train rows of news agencies, each article once."""
    found = [row for row in train_ok("abp_wire_events") if row["is_wire"]]
    found += [row for row in train_ok("abp_events") if row["outlet"] == "Reuters"]
    return list({row["id"]: row for row in found}.values())
