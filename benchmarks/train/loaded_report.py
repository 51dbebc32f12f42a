"""Figures that the training script prints, and the file of its folds."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from loaded_heads import Fold, best_threshold, candidates, token_inputs
from loaded_words import Tokens
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score

FOLD_FILE = Path(__file__).with_name("loaded_language_folds.tsv")


@dataclass
class WordFigures:
    """How the word model does against BABE's annotated words (never fitted on), article-grouped.

    Attributes
    ----------
    counts : dict of str to ndarray of int
        For every row of BABE: ``words_right``, ``words_shown`` (at the threshold of MBIC's words) and
        ``words_annotated``, and ``first_right``: whether the likeliest word is annotated (-1: not biased, or no words).
    text : str
        The figures in a line.
    """

    counts: dict[str, np.ndarray]
    text: str


def word_figures(
    tokens: list[Tokens], label: np.ndarray, folds: list[Fold], weight: np.ndarray, intercept: float, threshold: float
) -> WordFigures:
    """Figures of words that no model behind them has seen."""
    truth, score = [], []
    counts = {name: np.zeros(len(label), int) for name in ("words_right", "words_shown", "words_annotated")}
    counts["first_right"] = np.full(len(label), -1)
    for fold in folds:
        mine = [tokens[place] for place in fold.held]
        for sentence, columns, place in zip(mine, token_inputs(fold, mine), fold.held, strict=True):
            chance = np.where(candidates(sentence), 1 / (1 + np.exp(-(columns @ weight + intercept))), 0.0)
            use = sentence.content
            loaded, shown = sentence.loaded[use], chance[use] >= threshold
            truth.append(loaded)
            score.append(chance[use])
            of_row = (loaded & shown).sum(), shown.sum(), loaded.sum()
            for name, count in zip(counts, of_row, strict=False):
                counts[name][place] = count
            if label[place] and loaded.any():
                counts["first_right"][place] = loaded[chance[use].argmax()]
    y, s, first = np.concatenate(truth), np.concatenate(score), counts["first_right"]
    text = (
        f"words against BABE's: F1 {f1_score(y, s >= threshold):.3f} at the threshold of MBIC's words, "
        f"{f1_score(y, s >= best_threshold(y, s)):.3f} at best; AP {average_precision_score(y, s):.3f}; "
        f"first word right in {first[first >= 0].mean():.3f} of {(first >= 0).sum()} biased sentences"
    )
    return WordFigures(counts, text)


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


def write_folds(babe: list[dict], found: dict[str, np.ndarray], counts: dict[str, np.ndarray]) -> None:
    """Probabilities and counts of words by row of BABE, for the validity benchmark."""
    with FOLD_FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(["id", *found, *counts])
        for place, row in enumerate(babe):
            probabilities = (f"{column[place]:.4f}" for column in found.values())
            writer.writerow([row["id"], *probabilities, *(column[place] for column in counts.values())])
