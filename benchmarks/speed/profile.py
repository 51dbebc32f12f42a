"""CPU of a whole profile against plain vaderSentiment on the same sentences, in pairs; and the import budget.

Unseen documents: the scorer is warmed on some, and measured on others. The figure is the median of paired ratios.
"""

from __future__ import annotations

import argparse
import gzip
import json
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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--documents", type=int, default=600)
    options = parser.parse_args()
    articles = texts(options.data, WARM + options.documents)
    scorer = biasscore.Scorer()
    list(scorer.score_many(articles[:WARM]))
    vader = SentimentIntensityAnalyzer()
    rounds = []
    for start in range(WARM, len(articles) - ROUND + 1, ROUND):
        part = articles[start : start + ROUND]
        begin = time.process_time()
        profiles = list(scorer.score_many(part))
        middle = time.process_time()
        sentences = [p.text[s.start : s.end] for p in profiles for s in p.sentences]
        plain = time.process_time()
        for sentence in sentences:
            vader.polarity_scores(sentence)
        end = time.process_time()
        rounds.append(((middle - begin) / ROUND * 1000, (end - plain) / ROUND * 1000))
    ratios = sorted(ours / theirs for ours, theirs in rounds)
    print(
        f"profile {statistics.median(r[0] for r in rounds):.2f} ms, "
        f"plain VADER {statistics.median(r[1] for r in rounds):.2f} ms "
        f"a document ({len(rounds)} rounds of {ROUND})"
    )
    print(f"ratio: median {statistics.median(ratios):.2f}, range {ratios[0]:.2f} to {ratios[-1]:.2f}")
    budgets = [
        subprocess.run([sys.executable, "-c", BUDGET], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(5)
    ]
    print(
        f"import {min(float(a) for a, _ in budgets):.3f} s CPU, "
        f"first score {min(float(b) for _, b in budgets):.3f} s CPU"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
