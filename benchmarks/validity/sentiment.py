"""Sentiment: towards targets (NewsMTSC, own sentences about bodies), tone of bad news, actors, and what it costs.

PYTHONPATH=. python benchmarks/validity/sentiment.py [targets] [bodies] [tone] [actors] [cost]
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

import biasscore as bs

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
sys.path.insert(0, str(ROOT / "benchmarks" / "train"))

from target_metric import (  # noqa: E402
    bootstrap,
    differing_pairs,
    expected_calibration_error,
    macro_f1,
    ordered_share,
)

LABELS = ("negative", "neutral", "positive")
MARKED = re.compile(r"\{([-0+]):([^}]*)\}")
SIGNS = "-0+"


class Row(NamedTuple):
    """A sentence, a target in it, and its label (0 negative, 1 neutral, 2 positive)."""

    text: str
    target: tuple[int, int]
    label: int
    part: str
    role: str


def news_rows() -> list[Row]:
    """The dev part of NewsMTSC."""
    with (DATA / "newsmtsc" / "dev.jsonl").open(encoding="utf-8") as file:
        found = [json.loads(line) for line in file]
    return [Row(r["text"], tuple(r["target"]), LABELS.index(r["label"]), r["orig_split"], "") for r in found]


def body_rows() -> list[Row]:
    """The project's own sentences about governments and bodies."""
    found = []
    for line in (ROOT / "fixtures" / "targets" / "bodies.tsv").read_text("utf-8").splitlines()[1:]:
        _, kind, role, marked = line.split("\t")
        text, targets, end = "", [], 0
        for match in MARKED.finditer(marked):
            text += marked[end : match.start()]
            targets.append((len(text), len(text) + len(match[2]), SIGNS.index(match[1])))
            text += match[2]
            end = match.end()
        text += marked[end:]
        found += [Row(text, (first, last), label, kind, role) for first, last, label in targets]
    return found


def model_shares(rows: list[Row]) -> np.ndarray:
    """Probabilities; a target that cannot be judged counts as surely neutral."""
    found = np.array([r[:3] for r in bs.target_sentiment_many([(row.text, row.target) for row in rows])], float)
    return np.where(np.isnan(found), (0.0, 1.0, 0.0), found)


def vader_tone(rows: list[Row]) -> np.ndarray:
    vader = SentimentIntensityAnalyzer()
    return np.array([vader.polarity_scores(row.text)["compound"] for row in rows])


def shown(value: float, ends: tuple[float, float]) -> str:
    return f"{value:.3f} [{ends[0]:.3f}, {ends[1]:.3f}]"


def report(rows: list[Row], guesses: np.ndarray, tone: np.ndarray, shares: np.ndarray | None) -> str:
    """Macro-F1, accuracy, order of pairs and calibration, with intervals over sentences."""
    labels, texts = np.array([row.label for row in rows]), [row.text for row in rows]

    def order(places: np.ndarray) -> float:
        # a sentence that is drawn twice counts twice, but its targets are not paired with their copies
        kept = differing_pairs([f"{texts[p]}\t{copy}" for p, copy in copies(places)], labels[places])
        return ordered_share(kept, tone[places])

    figures: dict[str, Callable[[np.ndarray], float]] = {
        "macro-F1": lambda p: macro_f1(labels[p], guesses[p]),
        "accuracy": lambda p: float((labels[p] == guesses[p]).mean()),
    }
    if shares is not None:
        figures["pairs in order"] = order
    everything = np.arange(len(rows))
    found = [f"{name} {shown(f(everything), bootstrap(f, texts))}" for name, f in figures.items()]
    if shares is not None:
        found.append(f"ECE {expected_calibration_error(labels, shares):.3f}")
    return ", ".join(found)


def copies(places: np.ndarray) -> list[tuple[int, int]]:
    """Every place with the number of times that it came before."""
    seen: dict[int, int] = {}
    found = []
    for place in places.tolist():
        seen[place] = seen.get(place, -1) + 1
        found.append((place, seen[place]))
    return found


def targets() -> None:
    """NewsMTSC dev: the model beside VADER on the same sentences."""
    rows = news_rows()
    shares, compound = model_shares(rows), vader_tone(rows)
    vader = np.where(compound >= 0.05, 2, np.where(compound <= -0.05, 0, 1))
    for part in ("dev_rw", "dev_mt", "both"):
        places = np.array([i for i, row in enumerate(rows) if part in (row.part, "both")])
        chosen = [rows[i] for i in places]
        print(f"NewsMTSC {part}, {len(chosen)} targets")
        print(
            "  model:", report(chosen, shares[places].argmax(1), shares[places, 2] - shares[places, 0], shares[places])
        )
        print("  VADER:", report(chosen, vader[places], compound[places], None))


def bodies() -> None:
    """The project's own sentences, easy and hard, and by role."""
    rows = body_rows()
    shares, compound = model_shares(rows), vader_tone(rows)
    labels, guesses = np.array([row.label for row in rows]), shares.argmax(1)
    vader = np.where(compound >= 0.05, 2, np.where(compound <= -0.05, 0, 1))
    for kind in ("easy", "hard"):
        places = np.array([i for i, row in enumerate(rows) if row.part == kind])
        chosen = [rows[i] for i in places]
        print(f"governments and bodies, {kind}, {len(chosen)} targets")
        print("  model:", report(chosen, guesses[places], shares[places, 2] - shares[places, 0], shares[places]))
        print("  VADER:", report(chosen, vader[places], compound[places], None))
    for role in dict.fromkeys(row.role for row in rows if row.part == "hard"):
        places = np.array([i for i, row in enumerate(rows) if row.role == role and row.part == "hard"])
        print(f"    {role}: {(labels[places] == guesses[places]).sum()} of {len(places)}")


SECTIONS = {"targets": targets, "bodies": bodies}


def main() -> int:
    for name in sys.argv[1:] or SECTIONS:
        SECTIONS[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
