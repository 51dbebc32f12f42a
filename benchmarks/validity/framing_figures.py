"""Figures that the benchmarks of framing share: ranks, AUC, order within a group, and intervals by group."""

from __future__ import annotations

import gzip
import json
import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
DRAWS = 1000

Row = dict[str, Any]


def rows(corpus: str, part: str) -> list[Row]:
    """Rows of one part of a corpus; empty where it is absent."""
    path = DATA / corpus / f"{part}.jsonl"
    packed = path.with_name(path.name + ".gz")
    if packed.exists():
        with gzip.open(packed, "rt", encoding="utf-8") as file:
            return [json.loads(line) for line in file]
    return [json.loads(line) for line in path.open(encoding="utf-8")] if path.exists() else []


def spearman(a: Sequence[float], b: Sequence[float]) -> float:
    """Spearman's rank correlation, ties at their mean rank."""
    return float(np.corrcoef(_ranks(a), _ranks(b))[0, 1])


def _ranks(values: Sequence[float]) -> np.ndarray:
    array = np.asarray(values, float)
    _, inverse, counts = np.unique(array, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[inverse]


def auc(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """Area under the ROC curve, ties count half."""
    ranks, chosen = _ranks(scores), np.asarray(positive, bool)
    n = int(chosen.sum())
    return float((ranks[chosen].sum() - n * (n + 1) / 2) / (n * (len(chosen) - n)))


def by_group(groups: Sequence[Any], statistic: Callable[[list[int]], float]) -> str:
    """A statistic of rows with its 95 % bootstrap interval over groups."""
    members: dict[Any, list[int]] = {}
    for row, group in enumerate(groups):
        members.setdefault(group, []).append(row)
    names, draw = sorted(members, key=str), random.Random(0)
    values = []
    for _ in range(DRAWS):
        sample = [row for name in draw.choices(names, k=len(names)) for row in members[name]]
        value = statistic(sample)
        if not math.isnan(value):
            values.append(value)
    low, high = np.quantile(values, (0.025, 0.975))
    return f"{statistic(list(range(len(groups)))):.3f} [{low:.3f}, {high:.3f}]"


def kendall(sample: list[int], groups: Sequence[Any], a: Sequence[float], b: Sequence[float]) -> float:
    """Kendall's tau-b within each group, mean over groups; a group without any order counts nothing."""
    members: dict[Any, list[int]] = {}
    for row in sample:
        members.setdefault(groups[row], []).append(row)
    found = []
    for rows_ in members.values():
        times = len(rows_) // len(set(rows_))  # a group that was drawn twice counts twice
        value = tau_b([a[i] for i in dict.fromkeys(rows_)], [b[i] for i in dict.fromkeys(rows_)])
        found += [value] * times * (not math.isnan(value))
    return float(np.mean(found)) if found else math.nan


def tau_b(a: Sequence[float], b: Sequence[float]) -> float:
    """Kendall's tau-b of two short lists."""
    one, other = (np.sign(np.subtract.outer(values, values)) for values in (np.asarray(a), np.asarray(b)))
    untied = float(np.abs(one).sum() * np.abs(other).sum())
    return float((one * other).sum() / math.sqrt(untied)) if untied else math.nan
