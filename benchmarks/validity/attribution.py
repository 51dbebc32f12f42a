"""Attribution against PolNeAR dev, GUM news and (silver) Arabic PUD, with 95 % bootstrap intervals over documents.

PolNeAR dev is scored and never read. The rules were looked at on PolNeAR train only.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from attribution_metric import Words, count, summary

import biasscore

DATA = Path(__file__).parents[3] / "shared" / "data"
DRAWS = 300
FLOORS = {
    "PolNeAR dev": {"content F1": 0.80, "end-to-end F1": 0.48},
    "GUM news": {"content F1": 0.75, "end-to-end F1": 0.48},
    "Arabic PUD (silver)": {"content F1": 0.68, "end-to-end F1": 0.42},
}
"""What was reached, less about one standard error: a change may not fall below it unnoticed."""


def rows(*paths: Path) -> list[dict]:
    """Rows of JSON line files, packed or not."""
    found = []
    for path in paths:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
        found += [json.loads(line) for line in text.splitlines() if line.strip()]
    return found


def predicted(profile: biasscore.Profile) -> list[dict]:
    """Attributions of a profile as spans."""
    return [
        {
            "source": [(a.source.start, a.source.end)] if a.source else [],
            "content": [(span.start, span.end) for span in a.content],
        }
        for a in profile.attributions
    ]


def interval(counts: list[Counter], figure: Callable[[list[Counter]], float]) -> tuple[float, float]:
    """Percentile bootstrap over documents, seeded."""
    chance = random.Random(0)
    draws = sorted(figure([chance.choice(counts) for _ in counts]) for _ in range(DRAWS))
    return draws[int(0.025 * DRAWS)], draws[int(0.975 * DRAWS)]


def evaluate(name: str, documents: list[dict], lang: str) -> list[str]:
    """Print the figures of one corpus; returns what is below its floor."""
    items = [{"text": row["text"], "lang": lang} for row in documents]
    counts = []
    errors = []
    for row, profile in zip(documents, biasscore.score_many(items), strict=True):
        counts.append(count(row["text"], row["attributions"], predicted(profile)))
        words = max(1, len(Words(row["text"]).starts))
        errors.append(abs(counts[-1]["content_gold"] - counts[-1]["content_predicted"]) / words)
    total = sum(counts, Counter())
    print(f"\n{name}: {len(counts)} documents, {total['gold']} gold, {total['predicted']} predicted")
    figures = summary(counts)
    for figure, value in figures.items():
        low, high = interval(counts, lambda sample, figure=figure: summary(sample)[figure])
        print(f"  {figure:<18} {value:.3f} [{low:.3f}, {high:.3f}]")
    print(f"  {'share MAE':<18} {sum(errors) / len(errors):.3f}")
    return [f"{name}: {figure}" for figure, floor in FLOORS[name].items() if figures[figure] < floor]


def main() -> int:
    """Evaluate on what is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=DATA)
    data = parser.parse_args().data
    if not data.exists():
        print(f"no corpora at {data}")
        return 2
    gum = rows(*sorted((data / "gum_attribution").glob("*.jsonl*")))
    missed = [
        *evaluate("PolNeAR dev", rows(data / "polnear" / "dev.jsonl"), "en"),
        *evaluate("GUM news", [row for row in gum if row.get("genre") == "news"], "en"),
        *evaluate("Arabic PUD (silver)", rows(*sorted((data / "ar_pud_silver").glob("*.jsonl*"))), "ar"),
    ]
    print("\nbelow the floor: " + ", ".join(missed) if missed else "\nall floors held")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
