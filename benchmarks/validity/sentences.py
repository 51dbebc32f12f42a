"""Sentence boundaries against UD gold: start offsets, paragraph starts given (notes/speed.md).

Floors of issue 1: GUM news >= .95, all formal English genres >= .945, Arabic >= .99. Exit code 1 below a floor.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from pathlib import Path

from biasscore.text.reading import Reader

FLOORS = {"news": 0.95, "formal": 0.945, "ar": 0.99}
DEFAULT = Path(__file__).parents[3] / "shared" / "data" / "sentences" / "dev.jsonl"


def score(path: Path) -> dict[str, tuple[float, float, float, int]]:
    """Precision, recall, F1 and gold boundaries of every genre."""
    reader = Reader()
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        text = row["text"]
        block = reader.read([text], [row["lang"]])
        given = {match.end() for match in re.finditer(r"\n\s*", text)} | {0, len(text) - len(text.lstrip())}
        found = {int(block.start[first]) for first in block.sentence_start[:-1]} - given
        gold = {start for start, _ in row["sentences"]} - given
        for name in (row["genre"], "formal") if row["lang"] == "en" else ("ar",):
            total = counts[name]
            total[0] += len(found & gold)
            total[1] += len(found)
            total[2] += len(gold)
    return {
        name: (hits / max(found, 1), hits / max(gold, 1), 2 * hits / max(found + gold, 1), gold)
        for name, (hits, found, gold) in sorted(counts.items())
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=DEFAULT)
    figures = score(parser.parse_args().data)
    print(f"{'genre':<10} {'P':>6} {'R':>6} {'F1':>6} {'gold':>6}")
    for name, (precision, recall, f1, gold) in figures.items():
        print(f"{name:<10} {precision:6.3f} {recall:6.3f} {f1:6.3f} {gold:6d}")
    missed = [name for name, floor in FLOORS.items() if figures[name][2] < floor]
    print("below the floor: " + ", ".join(missed) if missed else "all floors held")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
