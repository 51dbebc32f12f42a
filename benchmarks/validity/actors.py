"""Actors found in the fixtures against those that a reader names, and in the sources of GUM news.

PYTHONPATH=. python benchmarks/validity/actors.py [--errors]

An actor that was found belongs to the gold actor with which most of its mentions overlap. The first one found for a
gold actor is right; a second one (an actor cut in two) and one that belongs to none are wrong. In GUM news a source
is named when it holds a capitalised word that does not begin its sentence; printed is the share of these with an actor
in them. GUM marks no other actors, and without a capital nothing is found, so there is no precision to be had from it.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import biasscore as bs

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"
GUM = ROOT.parent / "shared" / "data" / "gum_attribution"
CAPITAL = re.compile(r"\b[A-Z]")
STARTS = re.compile(r"(?:^|[.!?]|\n)[\"'\u201c\u2018\s]*$")
DRAWS = 2000
KINDS = ("person", "country", "body", "media")
Span = tuple[int, int]


class Gold(NamedTuple):
    """An actor that a reader names: its kind, whether it has to be found, and its mentions in the text."""

    kind: str
    needed: bool
    name: str
    mentions: tuple[Span, ...]


class Outcome(NamedTuple):
    """What became of the actors of one text: names found rightly, wrongly, and missed; kinds of both."""

    event: str
    right: list[str]
    wrong: list[str]
    missed: list[Gold]
    kinds: list[tuple[str, str]]
    wrong_kinds: list[str]


def documents() -> dict[str, tuple[str, list[Gold]]]:
    """Text and gold actors of every fixture that has them."""
    found: dict[str, tuple[str, list[Gold]]] = {}
    with (FIXTURES / "actors" / "named.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            path = FIXTURES / "en" / f"{row['text']}.txt"
            text, actors = found.setdefault(row["text"], (path.read_text("utf-8"), []))
            names = row["mentions"].split("|")
            spans = tuple(m.span() for name in names for m in re.finditer(rf"\b{re.escape(name)}", text))
            actors.append(Gold(row["kind"], row["needed"] == "yes", names[0], spans))
    return found


def overlaps(mentions: list[Span], gold: Gold) -> int:
    """How many mentions share a character with a mention of the gold actor."""
    return sum(any(a < d and c < b for c, d in gold.mentions) for a, b in mentions)


def outcome(name: str, actors: list[Gold], mined: tuple[bs.Actor, ...]) -> Outcome:
    """Match what is found in one text with its gold."""
    found = Outcome(name.split("/")[0], [], [], [], [], [])
    taken: set[Gold] = set()
    for actor in mined:
        spans = [(m.start, m.end) for m in actor.mentions]
        best = max(actors, key=lambda gold: overlaps(spans, gold))
        if not overlaps(spans, best):
            found.wrong.append(actor.name)
            found.wrong_kinds.append(actor.kind)
            continue
        if best in taken:
            if best.needed:
                found.wrong.append(f"{actor.name} (again)")
                found.wrong_kinds.append(actor.kind)
        elif best.needed:
            found.right.append(actor.name)
            found.kinds.append((best.kind, actor.kind))
        taken.add(best)
    found.missed.extend(gold for gold in actors if gold.needed and gold not in taken)
    return found


def figures(counts: np.ndarray) -> np.ndarray:
    """Precision, recall and F1 from rows of right, wrong and missed."""
    right, wrong, missed = counts.sum(0)
    return np.array([right / (right + wrong), right / (right + missed), 2 * right / (2 * right + wrong + missed)])


def intervals(counts: np.ndarray, figure: Callable[[np.ndarray], Any]) -> np.ndarray:
    """95 % intervals over the rows: events, which share their actors, or texts."""
    random = np.random.default_rng(0)
    draws = [figure(counts[random.integers(0, len(counts), len(counts))]) for _ in range(DRAWS)]
    return np.quantile(draws, (0.025, 0.975), axis=0)


def show(counts: np.ndarray) -> None:
    """Print precision, recall and F1 with their intervals."""
    names, ends = ("precision", "recall", "F1"), intervals(counts, figures)
    for name, value, low, high in zip(names, figures(counts), *ends, strict=True):
        print(f"  {name} {value:.3f} [{low:.3f}, {high:.3f}]")


def is_named(text: str, start: int, end: int) -> bool:
    """Whether a source holds a capitalised word that does not begin its sentence."""
    capitals = (start + match.start() for match in CAPITAL.finditer(text[start:end]))
    return any(not STARTS.search(text[:place]) for place in capitals)


def in_sources(text: str, sources: list[Span], mentions: list[Span]) -> tuple[int, int]:
    """Named sources with an actor in them, and all named sources."""
    named = [span for span in dict.fromkeys(sources) if is_named(text, *span)]
    return sum(any(a < end and start < b for a, b in mentions) for start, end in named), len(named)


def gum() -> None:
    """Actors in the sources of GUM news."""
    counts = []
    for part in ("train", "dev"):
        with (GUM / f"{part}.jsonl").open(encoding="utf-8") as file:
            rows = [row for row in map(json.loads, file) if row["genre"] == "news"]
        for row in rows:
            mentions = [(m.start, m.end) for actor in bs.score(row["text"], lang="en").actors for m in actor.mentions]
            sources = [tuple(span) for one in row["attributions"] for span in one["source"]]
            counts.append(in_sources(row["text"], sources, mentions))
    table = np.array(counts)
    (found, named), (low, high) = table.sum(0), intervals(table, recall)
    print(f"named sources of {len(table)} GUM news texts with an actor: {found} of {named}")
    print(f"  recall {recall(table):.3f} [{low:.3f}, {high:.3f}]")


def recall(counts: np.ndarray) -> float:
    """Share found, from rows of found and all."""
    return float(counts[:, 0].sum() / counts[:, 1].sum())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="print what was wrong and what was missed")
    arguments = parser.parse_args()
    outcomes = [outcome(name, actors, bs.score(text, lang="en").actors) for name, (text, actors) in documents().items()]
    events = dict.fromkeys(one.event for one in outcomes)
    counts = np.array(
        [
            np.sum([(len(o.right), len(o.wrong), len(o.missed)) for o in outcomes if o.event == event], axis=0)
            for event in events
        ]
    )
    print(f"actors of {len(outcomes)} fixtures, {len(events)} events: right, wrong, missed {counts.sum(0).tolist()}")
    show(counts)
    wrong = Counter(kind for o in outcomes for kind in o.wrong_kinds)
    print(f"  kinds of the wrong ones: {dict(wrong)}")
    pairs = [pair for o in outcomes for pair in o.kinds]
    print(f"  kind as in the gold: {sum(gold == found for gold, found in pairs)} of {len(pairs)}")
    missed = Counter(gold.kind for o in outcomes for gold in o.missed)
    needed = missed + Counter(gold for gold, _ in pairs)
    for kind in KINDS:
        print(f"    {kind}: found {needed[kind] - missed[kind]} of {needed[kind]}")
    if arguments.errors:
        for name, one in zip(documents(), outcomes, strict=True):
            print(f"{name}: wrong {one.wrong}, missed {[gold.name for gold in one.missed]}")
    if GUM.exists():
        gum()
    return 0


if __name__ == "__main__":
    sys.exit(main())
