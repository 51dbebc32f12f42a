"""Fits ``biasscore/models/data/target_sentiment.npz`` and writes its card.

    PYTHONPATH=. python benchmarks/train/target_sentiment.py [--write]

Trained on NewsMTSC train (MIT) with windows of biasscore's own pass; rows that share eight words in a row with the
dev part are left out. Five folds grouped by near-duplicate sentence give the figures and the temperature; the shipped
coefficients are then fitted on all of it. About a CPU minute. Needs torch, which is used nowhere else.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from target_data import DATA, Examples, examples, groups, rows, shingles
from target_metric import differing_pairs, expected_calibration_error, macro_f1, ordered_share
from target_student import FILTERS, OWN, Batches, coefficients, fit, logits

from biasscore.models.store import pack, sha256
from biasscore.models.target_network import NAME
from biasscore.models.vectors import word_vectors

TARGET = Path(__file__).parents[2] / "biasscore" / "models" / "data"
FOLDS = 5
TEMPERATURES = np.linspace(0.6, 2.0, 141)


def training_rows(data: Path) -> list[dict]:
    """Rows of train that share nothing with dev."""
    dev = set().union(*(shingles(row["text"]) for row in rows("dev", data)))
    return [row for row in rows("train", data) if not shingles(row["text"]) & dev]


def out_of_fold(found: Examples, vectors: np.ndarray, seed: int = 0) -> np.ndarray:
    """Logits of every row by a student that has not seen its sentence or a near-duplicate."""
    group = groups([row["text"] for row in found.rows])
    known, number = np.unique(group, return_inverse=True)
    fold = (np.random.default_rng(0).permutation(len(known)) % FOLDS)[number]
    batches, out = Batches(found.windows), np.zeros((len(found), 3), np.float32)
    for held in range(FOLDS):
        student = fit(vectors, batches, found.labels, np.flatnonzero(fold != held), seed)
        places = np.flatnonzero(fold == held)
        out[places] = logits(student, batches, places)
    return out


def softmax(values: np.ndarray) -> np.ndarray:
    powers = np.exp(values - values.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def best_temperature(values: np.ndarray, labels: np.ndarray) -> float:
    """What divides the logits so that the labels are likeliest."""
    losses = [-np.log(softmax(values / t)[np.arange(len(labels)), labels]).mean() for t in TEMPERATURES]
    return float(TEMPERATURES[int(np.argmin(losses))])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--write", action="store_true", help="replace the shipped model")
    options = parser.parse_args()
    torch.set_num_threads(1)
    begin = time.process_time()
    found = examples(training_rows(options.data))
    vectors = np.asarray(word_vectors().values)
    out = out_of_fold(found, vectors)
    temperature = best_temperature(out, found.labels)
    shares = softmax(out / temperature)
    pairs = differing_pairs([row["text"] for row in found.rows], found.labels)
    figures = {
        "macro_f1": macro_f1(found.labels, shares.argmax(1)),
        "accuracy": float((shares.argmax(1) == found.labels).mean()),
        "ece": expected_calibration_error(found.labels, shares),
        "pairs_in_order": ordered_share(pairs, shares[:, 2] - shares[:, 0]),
    }
    print(f"out of fold, {len(found)} targets, {len(pairs)} pairs, temperature {temperature:.2f}:")
    print("  " + ", ".join(f"{name} {value:.3f}" for name, value in figures.items()))
    student = fit(vectors, Batches(found.windows), found.labels, np.arange(len(found)), 0)
    packed = pack(coefficients(student, temperature), {})
    print(f"{len(packed) / 1e3:.0f} KB, {time.process_time() - begin:.0f} CPU s")
    if options.write:
        (TARGET / f"{NAME}.npz").write_bytes(packed)
        card = CARD.format(
            sha256=sha256(packed),
            vectors=word_vectors().digest,
            n=len(found),
            filters=FILTERS,
            own=OWN,
            temperature=temperature,
            folds=FOLDS,
            **figures,
        )
        (TARGET / f"{NAME}.toml").write_text(card, encoding="utf-8")


CARD = """name = "target_sentiment"
version = "1"
what = "sentiment of a sentence towards a target whose name is hidden: negative, neutral, positive"
kind = "{filters} filters of width one, {filters} of width three, pooled around the target, one linear layer"
inputs = "shared word vectors and {own} numbers a form of its own; marks; facts about the target"
vectors = "word_vectors {vectors}"
data = ["NewsMTSC train (Hamborg & Donnay 2021; MIT; its sentences quote news texts): text, target, label"]
rows = {n}
excluded = "rows that share eight words in a row with the dev part"
calibration = "one temperature, {temperature:.2f}, fitted out of fold"
limits = "English; trained on persons; irony, deeds without a word of tone; see docs/guide/target_sentiment.md"
licence = "MIT"
trained_by = "benchmarks/train/target_sentiment.py"
measured_by = "benchmarks/validity/sentiment.py"
sha256 = "{sha256}"

[out_of_fold]
folds = {folds}
grouped_by = "near-duplicate sentence (eight words in a row)"
macro_f1 = {macro_f1:.3f}
accuracy = {accuracy:.3f}
ece = {ece:.3f}
pairs_in_order = {pairs_in_order:.3f}
"""

if __name__ == "__main__":
    main()
