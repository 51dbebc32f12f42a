"""CPU of the parts of framing inside a whole profile, as shares of plain vaderSentiment on the same sentences.

Unseen documents; what a part spends is timed where it is called, so that the rest of the pass is the same in all.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from profile import DEFAULT, ROUND, WARM, texts
from typing import Any

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

import biasscore
from biasscore.annotate.blame import BlameFinder
from biasscore.annotate.frames import FrameFinder
from biasscore.measures import generic_frames, one_sidedness

DOCUMENTS = 600
PARTS: dict[str, tuple[tuple[Any, str], ...]] = {
    "blame and one_sidedness (target .2)": ((BlameFinder, "find"), (one_sidedness, "measure")),
    "five frames": ((FrameFinder, "find"), (generic_frames, "measure")),
}


def timed(function: Callable[..., Any], part: str, spent: dict[str, float]) -> Callable[..., Any]:
    """A function that adds its CPU seconds to those of its part."""

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        begin = time.process_time()
        found = function(*args, **kwargs)
        spent[part] += time.process_time() - begin
        return found

    return wrapped


def main() -> int:
    """Print the share of every part."""
    articles = texts(DEFAULT, WARM + DOCUMENTS)
    spent = dict.fromkeys(PARTS, 0.0)
    for part, functions in PARTS.items():
        for owner, name in functions:
            setattr(owner, name, timed(getattr(owner, name), part, spent))
    scorer, vader = biasscore.Scorer(), SentimentIntensityAnalyzer()
    list(scorer.score_many(articles[:WARM]))
    shares: dict[str, list[float]] = {part: [] for part in PARTS}
    for start in range(WARM, len(articles) - ROUND + 1, ROUND):
        before = dict(spent)
        profiles = list(scorer.score_many(articles[start : start + ROUND]))
        sentences = [p.text[s.start : s.end] for p in profiles for s in p.sentences]
        begin = time.process_time()
        for sentence in sentences:
            vader.polarity_scores(sentence)
        plain = time.process_time() - begin
        for part in PARTS:
            shares[part].append((spent[part] - before[part]) / plain)
    for part, found in shares.items():
        print(
            f"{part}: {statistics.median(found):.3f} of plain VADER, range {min(found):.3f} to {max(found):.3f} "
            f"({len(found)} rounds of {ROUND})"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
