"""Types of sources against the hand-annotated sources of GUM Wikinews and biographies (tests/annotated).

A gold source is matched with a predicted one of the same document when their spans overlap and so do their contents;
what is not found is a miss of the finder and is counted apart. Intervals are bootstrapped over documents.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections import Counter
from pathlib import Path

from attribution import DATA, rows

import biasscore

ANNOTATED = Path(__file__).parents[2] / "tests" / "annotated"
DRAWS = 300
FLOORS = {"source type": 0.70, "named": 0.85, "anonymous": 0.85, "secondary": 0.90}
"""Accuracies that a change may not fall below unnoticed: what was reached, less about one standard error."""
Row = dict[str, str]


def annotated() -> list[Row]:
    """Rows of the annotated sources."""
    found: list[Row] = []
    for path in sorted(ANNOTATED.glob("gum*sources.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            found += csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return found


def spans(text: str) -> list[tuple[int, int]]:
    """Spans written as '10-20;30-40'."""
    return [(int(a), int(b)) for a, b in (part.split("-") for part in text.split(";") if part)]


def overlap(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> int:
    """Characters in common."""
    return sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in other)


def matched(row: Row, found: tuple[biasscore.Attribution, ...]) -> biasscore.Attribution | None:
    """The predicted attribution of a gold one."""
    content = spans(row["content"])
    source = [(int(row["source_start"]), int(row["source_end"]))] if row["source_start"] else []
    best, most = None, 0
    for one in found:
        shared = overlap(content, [(piece.start, piece.end) for piece in one.content])
        same = overlap(source, [(one.source.start, one.source.end)]) if one.source else not source
        if same and shared > most:
            best, most = one, shared
    return best


def agreement(pairs: list[tuple[Row, biasscore.Attribution]]) -> dict[str, float]:
    """Share of the matched sources on which prediction and annotation agree."""
    n = len(pairs)
    yes = {True: "yes", False: "no"}
    return {
        "source type": sum(row["source_type"] == one.source_type for row, one in pairs) / n,
        "named": sum(row["named"] == yes[one.named] for row, one in pairs) / n,
        "anonymous": sum(row["anonymous"] == yes[one.anonymous] for row, one in pairs) / n,
        "secondary": sum(row["secondary"] == yes[one.secondary] for row, one in pairs) / n,
        "cue class": sum(row["cue_class"] == one.cue_class for row, one in pairs) / n,
    }


def linking(by_document: dict[str, list[tuple[Row, biasscore.Attribution]]]) -> tuple[float, float]:
    """Precision and recall of links: pairs of sources of one document said to be the same."""
    both = predicted = gold = 0
    for pairs in by_document.values():
        for place, (row, one) in enumerate(pairs):
            for other_row, other in pairs[:place]:
                same, linked = row["entity"] == other_row["entity"] != "", one.source_id == other.source_id != ""
                both, predicted, gold = both + (same and linked), predicted + linked, gold + same
    return both / max(1, predicted), both / max(1, gold)


def confusion(pairs: list[tuple[Row, biasscore.Attribution]]) -> None:
    """Print annotated types (rows) against predicted ones (columns)."""
    cells = Counter((row["source_type"], one.source_type) for row, one in pairs)
    names = sorted({name for cell in cells for name in cell})
    print("\nannotated \\ predicted  " + " ".join(f"{name[:12]:>12}" for name in names))
    for name in names:
        print(f"  {name:<20} " + " ".join(f"{cells[name, other] or '.':>12}" for other in names))


def main() -> int:
    """Print everything; 1 where a floor is not held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=DATA)
    parser.add_argument("--errors", action="store_true", help="list what is typed otherwise")
    arguments = parser.parse_args()
    gold = annotated()
    texts = {row["id"]: row["text"] for row in rows(*sorted((arguments.data / "gum_attribution").glob("*.jsonl*")))}
    missed: list[str] = []
    for mode in ("model", "rules"):
        scorer = biasscore.Scorer(attribution=mode)
        by_document: dict[str, list[tuple[Row, biasscore.Attribution]]] = {}
        for document in sorted({row["document"] for row in gold}):
            found = scorer.score(texts[document], lang="en").attributions
            own = [(row, matched(row, found)) for row in gold if row["document"] == document]
            by_document[document] = [(row, one) for row, one in own if one is not None]
        pairs = [pair for own in by_document.values() for pair in own]
        print(f"\n{mode}: {len(gold)} annotated sources in {len(by_document)} documents, {len(pairs)} found")
        chance, documents = random.Random(0), list(by_document.values())
        draws = [agreement([pair for _ in documents for pair in chance.choice(documents)]) for _ in range(DRAWS)]
        figures = agreement(pairs)
        for name, value in figures.items():
            values = sorted(draw[name] for draw in draws)
            print(f"  {name:<12} {value:.3f} [{values[int(0.025 * DRAWS)]:.3f}, {values[int(0.975 * DRAWS)]:.3f}]")
        print("  links        precision {:.3f}, recall {:.3f}".format(*linking(by_document)))
        if mode == "model":
            confusion(pairs)
            missed = [name for name, floor in FLOORS.items() if figures[name] < floor]
        for row, one in pairs if arguments.errors and mode == "model" else []:
            if row["source_type"] != one.source_type:
                print(
                    f"  {row['id']}: {one.source}, {row['source_type']}, predicted {one.source_type}, {one.source_id}"
                )
    print("\nbelow the floor: " + ", ".join(missed) if missed else "\nall floors held")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
