"""Figures that the training script prints, and the file of its folds."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from loaded_heads import Fold, best_threshold, candidates, token_inputs
from loaded_words import Tokens
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score

FOLD_FILE = Path(__file__).with_name("loaded_language_folds.tsv")


def report_words(
    tokens: list[Tokens], label: np.ndarray, folds: list[Fold], weight: np.ndarray, intercept: float, threshold: float
) -> str:
    """Word figures against BABE's annotated words (never fitted on), article-grouped; threshold from MBIC's words."""
    truth, score, top = [], [], []
    for fold in folds:
        mine = [tokens[place] for place in fold.held]
        for sentence, columns, place in zip(mine, token_inputs(fold, mine), fold.held, strict=True):
            chance = np.where(candidates(sentence), 1 / (1 + np.exp(-(columns @ weight + intercept))), 0.0)
            use = sentence.content
            truth.append(sentence.loaded[use])
            score.append(chance[use])
            if label[place] and sentence.loaded[use].any():
                top.append(sentence.loaded[use][chance[use].argmax()])
    y, s = np.concatenate(truth), np.concatenate(score)
    return (
        f"words against BABE's: F1 {f1_score(y, s >= threshold):.3f} at the threshold of MBIC's words, "
        f"{f1_score(y, s >= best_threshold(y, s)):.3f} at best; AP {average_precision_score(y, s):.3f}; "
        f"first word right in {np.mean(top):.3f} of {len(top)} biased sentences"
    )


def within_outlets(label: np.ndarray, score: np.ndarray, outlet: np.ndarray) -> float:
    """AUC over pairs of rows of one outlet."""
    total = pairs = 0.0
    for name in np.unique(outlet):
        here = outlet == name
        n = label[here].sum() * (1 - label[here]).sum()
        if n:
            total, pairs = total + n * roc_auc_score(label[here], score[here]), pairs + n
    return total / pairs


def report(label: np.ndarray, outlet: np.ndarray, name: str, probability: np.ndarray) -> str:
    """Figures of a grouping."""
    macro = f1_score(label, probability >= 0.5, average="macro")
    inside = within_outlets(label, probability, outlet)
    return f"{name}: macro-F1 {macro:.3f}, AUC {roc_auc_score(label, probability):.3f}, within outlets {inside:.3f}"


def write_folds(babe: list[dict], found: dict[str, np.ndarray]) -> None:
    """Probabilities by row of BABE, for the validity benchmark."""
    with FOLD_FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(["id", *found])
        for place, row in enumerate(babe):
            writer.writerow([row["id"], *(f"{column[place]:.4f}" for column in found.values())])
