"""Framing against corpora and fixtures: one_sidedness, blame; every figure with its interval.

Corpora lie outside the repository (``../shared/data``); a part whose corpus is absent says so. Evaluation only: nothing
is fitted here. Run from the root: ``python benchmarks/validity/framing.py [part ...]``.
"""

from __future__ import annotations

import math
import sys
import tomllib
from typing import Any

import numpy as np
from framing_figures import DATA, ROOT, auc, by_group, kendall, rows, spearman
from framing_frames import frames, headlines, moral_events, roles

import biasscore as bs

SEEDS = DATA.parent / "seeds"
KINDS = ("wire", "state", "anonymous", "advocacy")
INDEX = "one_sidedness"


def index_of(texts: list[str]) -> list[float]:
    """one_sidedness of every text; a text without two parties has 0, which says the least."""
    return [0.0 if math.isnan(p[INDEX].value) else p[INDEX].value for p in bs.score_many(texts)]


def fixtures() -> None:
    """Order of the four kinds of report of every event; blame against the writer's gold."""
    hits = landed = total = found = 0
    for event in sorted((ROOT / "fixtures" / "en").iterdir()):
        profiles = {kind: bs.score((event / f"{kind}.txt").read_text("utf-8")) for kind in KINDS}
        values = {kind: profile[INDEX].value for kind, profile in profiles.items()}
        order = [values[kind] > values["wire"] for kind in KINDS[1:]]
        hits += sum(order)
        print(f"  {event.name}: " + ", ".join(f"{kind} {value:.3f}" for kind, value in values.items()))
        for kind, profile in profiles.items():
            text = (event / f"{kind}.txt").read_text("utf-8")
            gold = tomllib.loads((event / f"{kind}.toml").read_text("utf-8")).get("blame", [])
            said = [one for one in profile.blame if one.act != "help" and one.blamed and one.polarity < 0]
            total, found = total + len(gold), found + len(said)
            for row in gold:
                start = text.find(row["text"])
                near = [one for one in said if start - 60 <= one.start < start + len(row["text"])]
                landed += any(one.voice == row["voice"] for one in near)
    print(f"  fixtures, another kind above the wire: {hits} of {3 * 6}")
    print(f"  fixtures, gold blame found in its voice: {landed} of {total}; statements found in all {found}")


def basil() -> None:
    """Articles of three outlets on one event: with |relative stance|."""
    data = rows("basil", "dev_articles")
    if not data:
        return print("  basil: absent")
    values = index_of([row["text"] for row in data])
    stance = [float(row["label"] != "center") for row in data]  # relative stance is given as a side
    groups = [row.get("triplet") or row["id"] for row in data]
    figure = by_group(groups, lambda s: spearman([values[i] for i in s], [stance[i] for i in s]))
    print(f"  basil dev articles, Spearman of {INDEX} with |relative stance| (by triplet, n={len(data)}): {figure}")
    bias = [(row["n_lex"] + row["n_inf"]) / max(row["n_sent"], 1) for row in data]
    names = ("loaded_language.density.author", "framing.blame.author", "sourcing.unattributed_evaluation")
    scores = {name: [p[name].value for p in bs.score_many([row["text"] for row in data])] for name in names}
    for name, column in {INDEX: values, **scores}.items():
        figure = by_group(groups, lambda s, c=column: kendall(s, groups, c, bias))
        print(f"  basil dev articles, within-triplet Kendall tau of {name} with bias density: {figure}")


def hyperpartisan() -> None:
    """Guard: articles that people called hyperpartisan, by outlet."""
    data = rows("hyperpartisan", "train")
    if not data:
        return print("  hyperpartisan: absent")
    values = index_of([row["text"] for row in data])
    positive = [row["label"] == "hyperpartisan" for row in data]
    figure = by_group([row["outlet"] for row in data], lambda s: auc([values[i] for i in s], [positive[i] for i in s]))
    print(f"  hyperpartisan train, AUC of {INDEX} (by outlet, n={len(data)}): {figure}")


def neus() -> None:
    """Outlets against the neutral round-up of one event, at exactly equal words; declared scores, no fit."""
    events: dict[Any, dict[str, list[str]]] = {}
    for row in rows("neus_allsides", "dev"):
        events.setdefault(row["event"], {}).setdefault(row["label"], []).append(row["text"])
    pairs = []
    for event, texts in sorted(events.items(), key=lambda item: str(item[0]))[:400]:
        for summary in texts.get("neutral_roundup", [])[:1]:
            for text in texts.get("outlet", []):
                words = min(len(summary.split()), len(text.split()))
                pairs.append((event, " ".join(summary.split()[:words]), " ".join(text.split()[:words])))
    if not pairs:
        return print("  neus: absent")
    neutral, outlet = (list(bs.score_many([pair[k] for pair in pairs])) for k in (1, 2))
    for name in ("loaded_language.density.all", "framing.blame.all", INDEX):
        won = []
        for a, b in zip(neutral, outlet, strict=True):
            first, second = (0.0 if math.isnan(p[name].value) else p[name].value for p in (a, b))
            won.append(0.5 if first == second else float(second > first))
        figure = by_group([pair[0] for pair in pairs], lambda s, w=won: float(np.mean([w[i] for i in s])))
        ties = sum(w == 0.5 for w in won)
        print(f"  neus, outlet above round-up at equal words, {name} ({len(won)} pairs, {ties} ties): {figure}")


def seeds() -> None:
    """Where the seeds fall; not tuned for."""
    for path in sorted(SEEDS.glob("*.txt")):
        score = bs.score(path.read_text("utf-8"))[INDEX]
        parts: dict[str, float] = {}
        for one in bs.score(path.read_text("utf-8")).evidence(INDEX):
            parts[one.label] = parts.get(one.label, 0.0) + one.weight
        shown = ", ".join(f"{part} {value:.3f}" for part, value in sorted(parts.items()))
        print(f"  seed {path.name[:3]}: {score.value:.3f} [{score.low:.3f}, {score.high:.3f}] {score.reason or shown}")


PARTS = {
    part.__name__: part
    for part in (fixtures, seeds, frames, headlines, roles, moral_events, basil, hyperpartisan, neus)
}


def main(names: list[str]) -> None:
    """Print the parts asked for, or all."""
    for name in names or PARTS:
        print(name)
        PARTS[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
