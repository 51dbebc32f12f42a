"""Pairs of reports of one event: an agency's and another's, whole and cut to exactly equal words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from corpora import profiles, rows

import biasscore as bs

Row = dict[str, Any]


class Pair(NamedTuple):
    """Two reports of one event, as rows of a corpus."""

    event: str
    first: Row
    second: Row


def wire_pairs(part: str) -> list[Pair]:
    """Agency article and another report of its event, each pair once."""
    found: dict[tuple[str, str], Pair] = {}
    for corpus in ("abp_wire_events", "abp_events"):
        events: dict[str, list[Row]] = {}
        for row in rows(corpus, part):
            if row["train_ok"]:
                events.setdefault(row["event_id"], []).append(row)
        for event, reports in events.items():
            wires = [row for row in reports if row.get("is_wire") or row["outlet"] == "Reuters"]
            others = [row for row in reports if row not in wires and row["label"] != "neutral_roundup"]
            for wire in wires:
                for other in others:
                    found.setdefault((wire["id"], other["id"]), Pair(event, wire, other))
    return list(found.values())


def body(text: str, profile: bs.Profile) -> str:
    """A text without its boilerplate."""
    for span in sorted(profile.boilerplate, key=lambda span: -span.start):
        text = text[: span.start] + " " + text[span.end :]
    return text


def cut(text: str, words: int) -> str:
    """The first words of a text, as white space parts them."""
    found = list(re.finditer(r"\S+", text))
    return text[: found[min(words, len(found)) - 1].end()] if found else text


def scored(pairs: Iterable[Pair], *, equal: bool, **settings: Any) -> list[tuple[bs.Profile, bs.Profile]]:
    """Profiles of both reports of every pair; ``equal`` cuts both to the words of the shorter, boilerplate left out."""
    both = [row for pair in pairs for row in pair[1:]]
    found = profiles(both, **settings)
    if equal:
        texts = [body(row["text"], profile) for row, profile in zip(both, found, strict=True)]
        sizes = [len(text.split()) for text in texts]
        shorter = [min(sizes[i - i % 2], sizes[i - i % 2 + 1]) for i in range(len(sizes))]
        cuts = [{"text": cut(text, words), "lang": "en"} for text, words in zip(texts, shorter, strict=True)]
        found = list(bs.Scorer(**settings).score_many(cuts, on_error="raise"))
    return list(zip(found[::2], found[1::2], strict=True))
