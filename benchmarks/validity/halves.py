"""Do two halves of one article differ? ``PYTHONPATH=. python benchmarks/validity/halves.py``.

Stretches of three sentences of an article go to the one half and the other in turn; both halves are scored, and the
interval of their difference, as ``compare`` makes it, should hold 0 in about 95 of 100 articles. More means that
intervals are too wide, fewer that they are too narrow. Counts that are no estimates (sources, the longest run) are
left out, as is what is 0 in most halves. The halves share a subject: where few words recur (names of a concept set),
they are more alike than two texts would be. Simulated coverage is in ``intervals.py``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

import biasscore as bs
from biasscore.measures.catalogue import COLUMNS
from biasscore.measures.statistics import Interval, difference_interval

sys.path.insert(0, str(Path(__file__).parents[1] / "train"))
from corpora import train_ok

ARTICLES, STRETCH, LEAST_SENTENCES, LEAST_PAIRS = 400, 3, 16, 100
COUNTED = ("sourcing.source_count", "sourcing.orphan_sources", "sourcing.longest_unattributed_run")
MOSTLY_ZERO = 0.5
WIDE, NARROW = 0.985, 0.90


def halves(profile: bs.Profile) -> tuple[str, str] | None:
    """Two texts of alternating stretches of sentences."""
    found: tuple[list[str], list[str]] = ([], [])
    for number, sentence in enumerate(profile.sentences):
        found[number // STRETCH % 2].append((profile.text or "")[sentence.start : sentence.end])
    return (" ".join(found[0]), " ".join(found[1])) if len(profile.sentences) >= LEAST_SENTENCES else None


def figures(profiles: list[bs.Profile], name: str) -> np.ndarray:
    """Value, low and high, shape (3, profiles)."""
    scores = [profile[name] for profile in profiles]
    return np.array([(score.value, score.low, score.high) for score in scores]).T


def main() -> int:
    """Print the share of pairs whose difference is not told from 0, for every measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    options = parser.parse_args()
    rows = train_ok("abp_outlets")
    order = np.random.default_rng(0).permutation(len(rows))[: options.articles]
    scorer = bs.Scorer()
    whole = list(scorer.score_many((rows[i]["text"] for i in order), on_error="raise"))
    pairs = [pair for profile in whole if (pair := halves(profile))]
    first, second = (list(scorer.score_many([pair[side] for pair in pairs])) for side in (0, 1))
    covered: dict[str, float] = {}
    for name in COLUMNS:
        (a, a_low, a_high), (b, b_low, b_high) = figures(first, name), figures(second, name)
        known = ~np.isnan(a_low - b_low)
        if name in COUNTED or known.sum() < LEAST_PAIRS or np.mean(a[known] == 0) > MOSTLY_ZERO:
            continue
        ends = difference_interval(a, Interval(a_low, a_high), b, Interval(b_low, b_high))
        covered[name] = float(np.mean((ends.low <= 0) & (ends.high >= 0), where=known))
    print(f"{len(pairs)} articles in two halves: share of pairs that are not told apart (95 % intervals)")
    for name, share in sorted(covered.items(), key=lambda item: item[1]):
        print(f"  {share:.3f} {'narrow' if share < NARROW else 'wide' if share > WIDE else '':7}{name}")
    print(f"median {np.median(list(covered.values())):.3f} over {len(covered)} measures")
    return 0


if __name__ == "__main__":
    sys.exit(main())
