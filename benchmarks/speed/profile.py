"""CPU of a whole profile against plain vaderSentiment on the same sentences, in pairs; and the import budget.

Unseen documents: the scorer is warmed on some, and measured on others. The figure is the median of paired ratios.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

import biasscore

DEFAULT = Path(__file__).parents[3] / "shared" / "data" / "abp_outlets" / "train.jsonl.gz"
WARM, ROUND, WORDS = 300, 50, 600
MODES = {"learned models": {}, "fast mode": {"attribution": "rules", "loaded": "lexicon"}}
"""What is timed: the default, and the scorer without models."""
BUDGET = (
    "import time; a = time.process_time(); import biasscore; b = time.process_time(); "
    "biasscore.score('The mayor said on Monday that the bridge would reopen.'); c = time.process_time(); "
    "print(b - a, c - b)"
)


def texts(path: Path, wanted: int) -> list[str]:
    """A fixed random choice of articles, cut to about 600 words."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    random.Random(0).shuffle(rows)
    found = [" ".join(row["text"].split(" ")[:WORDS]) for row in rows if row.get("text")]
    return found[:wanted]


def timed(articles: list[str], scorers: dict[str, biasscore.Scorer]) -> dict[str, list[float]]:
    """CPU ms a document of every scorer and of plain VADER, round by round on the same unseen texts."""
    vader = SentimentIntensityAnalyzer()
    for scorer in scorers.values():
        list(scorer.score_many(articles[:WARM]))
    spent: dict[str, list[float]] = {name: [] for name in (*scorers, "plain VADER")}
    for start in range(WARM, len(articles) - ROUND + 1, ROUND):
        part = articles[start : start + ROUND]
        for name, scorer in scorers.items():
            begin = time.process_time()
            profiles = list(scorer.score_many(part))
            spent[name].append((time.process_time() - begin) / ROUND * 1000)
        sentences = [p.text[s.start : s.end] for p in profiles for s in p.sentences]
        begin = time.process_time()
        for sentence in sentences:
            vader.polarity_scores(sentence)
        spent["plain VADER"].append((time.process_time() - begin) / ROUND * 1000)
    return spent


def main() -> int:
    """Print the figures of the README."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--documents", type=int, default=600)
    options = parser.parse_args()
    scorers = {name: biasscore.Scorer(**settings) for name, settings in MODES.items()}
    spent = timed(texts(options.data, WARM + options.documents), scorers)
    plain = spent.pop("plain VADER")
    print(f"plain VADER per sentence: {statistics.median(plain):.2f} ms a document of about {WORDS} words")
    for name, rounds in spent.items():
        ratios = sorted(ours / theirs for ours, theirs in zip(rounds, plain, strict=True))
        print(
            f"{name}: {statistics.median(rounds):.2f} ms, ratio to plain VADER median {statistics.median(ratios):.2f}, "
            f"range {ratios[0]:.2f} to {ratios[-1]:.2f} ({len(rounds)} rounds of {ROUND})"
        )
    imported, scored = budget()
    print(f"import {imported:.3f} s CPU, first score {scored:.3f} s CPU")
    return 0


def budget(times: int = 5) -> tuple[float, float]:
    """CPU seconds of the import and of the first score in a new process: the least of some runs, code compiled."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", BUDGET]
    runs = [
        subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout.split()
        for _ in range(times)
    ]
    imported, scored = zip(*(map(float, run) for run in runs), strict=True)
    return min(imported), min(scored)


if __name__ == "__main__":
    sys.exit(main())
