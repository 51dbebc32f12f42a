"""Fits the model of the five generic frames that ships: ``biasscore/models/data/frames_en.npz`` and its card.

    PYTHONPATH=. python benchmarks/train/frames.py

1. Sentences of news (train rows that may be fitted on) learn from the lexicon which words stand near the items of a
frame. 2. Articles of narrative_frames train (MIT) then move these weights, and no more than they must: an article's
frame is the logarithm of the number of sentences that answer it, beside its length; the sentences themselves bear no
label. How far the weights may move is chosen for each frame by cross-validation grouped by outlet. 3. The predictions
of those folds calibrate what ships (Platt). About 2 CPU minutes on one core. The dev part is not read.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from corpora import rows, train_ok
from loaded_data import blocks
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

import biasscore
from biasscore.annotate.frames import FrameReader
from biasscore.annotate.lexical import find_lexical
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.models.frames import FLOOR
from biasscore.models.store import pack, sha256
from biasscore.models.vectors import DIMENSIONS, word_vectors
from biasscore.text.table import WORD

NAME = "frames_en"
FOLDER = Path(biasscore.__file__).parent / "models" / "data"
LABELS = {"conflict": "CO", "responsibility": "RE", "economic": "EC", "morality": "MO", "human_interest": "HI"}
APART = "responsibility_is_responsible"
"""Blame is measured apart: this item adds nothing to the frame."""
FIRST_WORDS = {"human_interest": "human"}
NEWS, PER_ARTICLE = 2500, 12
CORPORA = ("abp_outlets", "abp_media_split", "abp_events", "abp_wire_events")
ITEM_WEIGHT = 3.0
"""What an answered item adds to a sentence's log-odds before anything is fitted."""
WEAK = 0.01
"""Regularisation of what the news teach (C of scikit-learn)."""
PENALTIES = (3.0, 5.0, 10.0, 20.0, 40.0, 100.0)
FOLDS, REPEATS = 5, 2
DRAWS = 1000


@dataclass
class Sentences:
    """Sentences of documents, end to end.

    Attributes
    ----------
    vectors, items : ndarray
        Mean vector and answered items of each sentence.
    document : ndarray of int
        Document of each.
    """

    vectors: np.ndarray
    items: np.ndarray
    document: np.ndarray


def read(texts: list[str], items: tuple[str, ...], vocabulary: Vocabulary) -> Sentences:
    """Sentences of texts, in columns of biasscore's own pass."""
    reader, values = FrameReader(vocabulary, items), word_vectors().values
    vectors, answered, documents, done = [], [], [], 0
    for block in blocks(texts):
        columns = reader.columns(block, find_lexical(block, vocabulary))
        start = block.sentence_start[:-1]
        count = np.add.reduceat(columns.rows > 0, start, dtype=np.int64)
        spoken = np.add.reduceat((block.flags & WORD) != 0, start, dtype=np.int64) > 0
        mean = np.add.reduceat(values[columns.rows], start, axis=0) / np.maximum(count, 1)[:, None]
        vectors.append(mean[spoken])
        answered.append(columns.items[spoken])
        documents.append(block.sentence_document[spoken] + done)
        done += len(block)
    return Sentences(*map(np.concatenate, (vectors, answered, documents)))


def news_texts() -> list[str]:
    """Articles that the lexicon labels."""
    found = {row["id"]: row["text"] for corpus in CORPORA for row in train_ok(corpus) if row["text"]}
    texts = [found[key] for key in sorted(found)]
    random.Random(0).shuffle(texts)
    return texts[:NEWS]


def some(found: Sentences) -> np.ndarray:
    """A few sentences of every article, chosen at random."""
    order = np.random.default_rng(0).permutation(len(found.document))
    order = order[np.argsort(found.document[order], kind="stable")]
    document = found.document[order]
    first = np.searchsorted(document, document)
    return np.sort(order[np.arange(len(order)) - first < PER_ARTICLE])


@dataclass
class Start:
    """What a frame is before any article is read: weights of vectors and items, and the bias."""

    weights: np.ndarray
    bias: float


def starts(news: Sentences, own: list[np.ndarray]) -> list[Start]:
    """From the lexicon's labels of news sentences; on the scale of standardised vectors."""
    found, inputs = [], standard(news, news)
    for columns in own:
        answered = news.items[:, columns].sum(1) >= 0.5
        model = LogisticRegression(C=WEAK, max_iter=500).fit(inputs[:, :DIMENSIONS], answered)
        weights = np.zeros(inputs.shape[1])
        weights[:DIMENSIONS] = model.coef_[0]
        weights[DIMENSIONS + columns] = ITEM_WEIGHT
        found.append(Start(weights, float(model.intercept_[0])))
    return found


def standard(found: Sentences, scale: Sentences) -> np.ndarray:
    """Vectors on a common scale, and items."""
    mean, spread = scale.vectors.mean(0), scale.vectors.std(0)
    return np.concatenate(((found.vectors - mean) / spread, found.items), axis=1)


@dataclass
class Fitted:
    """A frame: sentence weights, and how a document is made of its sentences."""

    weights: np.ndarray
    bias: float
    intercept: float
    pooled: float
    length: float

    def logits(self, inputs: np.ndarray, document: np.ndarray) -> np.ndarray:
        """Logit of every document."""
        chance = 1 / (1 + np.exp(-(inputs @ self.weights + self.bias)))
        n = np.bincount(document)
        return self.intercept + self.pooled * np.log(np.bincount(document, chance) + FLOOR) + self.length * np.log(n)


def fit(inputs: np.ndarray, document: np.ndarray, label: np.ndarray, start: Start, penalty: float) -> Fitted:
    """Move a frame's weights towards the labels of whole documents (maximum likelihood with a prior at the start)."""
    n, width = np.bincount(document), inputs.shape[1]
    length = np.log(n)
    first = Fitted(start.weights, start.bias, 0.0, 1.0, 0.0).logits(inputs, document)
    scale, centre = 1 / first.std(), -first.mean() / first.std()
    origin = np.concatenate((start.weights, [start.bias, 0.0, 1.0, -0.5]))
    strength = np.concatenate((np.full(width + 1, penalty), [0.0, 2.0, 0.5]))

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        weights, (bias, intercept, gain, per_length) = values[:width], values[width:]
        chance = 1 / (1 + np.exp(-(inputs @ weights + bias)))
        answering = np.bincount(document, chance) + FLOOR
        pooled = np.log(answering) * scale + centre
        logit = intercept + gain * pooled + per_length * (length - length.mean())
        error = 1 / (1 + np.exp(-logit)) - label
        by_sentence = (error * gain * scale / answering)[document] * chance * (1 - chance)
        slope = np.concatenate(
            (
                inputs.T @ by_sentence,
                [by_sentence.sum(), error.sum(), error @ pooled, error @ (length - length.mean())],
            )
        )
        away = values - origin
        return float((np.logaddexp(0, logit) - label * logit).sum() + (strength * away**2).sum()), (
            slope + 2 * strength * away
        )

    values = minimize(loss, origin, jac=True, method="L-BFGS-B", options={"maxiter": 80}).x
    bias, intercept, gain, per_length = values[width:]
    return Fitted(
        values[:width], bias, intercept + gain * centre - per_length * length.mean(), gain * scale, per_length
    )


def chosen(document: np.ndarray, documents: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sentences of some documents, and their documents counted anew."""
    place = np.full(document.max() + 1, -1)
    place[documents] = np.arange(len(documents))
    keep = place[document] >= 0
    return keep, place[document[keep]]


def held_out(
    inputs: np.ndarray, document: np.ndarray, label: np.ndarray, groups: np.ndarray, start: Start, penalty: float
) -> np.ndarray:
    """Logits of documents by models that saw no article of their outlets; mean over several divisions."""
    found = np.zeros(len(label))
    for seed in range(REPEATS):
        for learnt, held in GroupKFold(FOLDS, shuffle=True, random_state=seed).split(label, groups=groups):
            keep, place = chosen(document, learnt)
            model = fit(inputs[keep], place, label[learnt], start, penalty)
            keep, place = chosen(document, held)
            found[held] += model.logits(inputs[keep], place) / REPEATS
    return found


def interval(label: np.ndarray, logit: np.ndarray, groups: np.ndarray) -> tuple[float, float]:
    """95 % interval of the AUC, outlets drawn."""
    names, draw = np.unique(groups), np.random.default_rng(0)
    members, values = {name: np.flatnonzero(groups == name) for name in names}, []
    for _ in range(DRAWS):
        sample = np.concatenate([members[name] for name in draw.choice(names, len(names))])
        if 0 < label[sample].sum() < len(sample):
            values.append(roc_auc_score(label[sample], logit[sample]))
    low, high = np.quantile(values, (0.025, 0.975))
    return float(low), float(high)


def main() -> int:
    """Fit, calibrate, write."""
    vocabulary = Vocabulary("en")
    kinds = zip(vocabulary.kinds, vocabulary.entries_of("frames").tolist(), strict=True)
    items = tuple(sorted({kind for kind, own in kinds if own} - {APART}))
    own = [
        np.array([place for place, item in enumerate(items) if item.startswith(FIRST_WORDS.get(frame, frame) + "_")])
        for frame in LABELS
    ]
    news = read(news_texts(), items, vocabulary)
    keep = some(news)
    news = Sentences(news.vectors[keep], news.items[keep], news.document[keep])
    articles = rows("narrative_frames", "train")
    found = read([row["text"] for row in articles], items, vocabulary)
    inputs, groups = standard(found, news), np.array([row["outlet"] for row in articles])
    shipped: list[Fitted] = []
    penalties, figures = [], []
    for (frame, code), start in zip(LABELS.items(), starts(news, own), strict=True):
        label = np.array([code in row["label"] for row in articles], float)
        tried = {p: held_out(inputs, found.document, label, groups, start, p) for p in PENALTIES}
        best = max(PENALTIES, key=lambda p: roc_auc_score(label, tried[p]))
        penalties.append(best)
        logit = tried[best]
        low, high = interval(label, logit, groups)
        figures.append(roc_auc_score(label, logit))
        platt = LogisticRegression(C=1e6).fit(logit[:, None], label)
        print(
            f"{frame:<15} {int(label.sum())} of {len(label)}, penalty {best:g}, AUC {figures[-1]:.3f} "
            f"[{low:.3f}, {high:.3f}], Platt {platt.coef_[0, 0]:.2f} {platt.intercept_[0]:+.2f}; "
            + ", ".join(f"{p:g}: {roc_auc_score(label, tried[p]):.3f}" for p in PENALTIES)
        )
        model = fit(inputs, found.document, label, start, best)
        slope, shift = platt.coef_[0, 0], platt.intercept_[0]
        shipped.append(
            Fitted(
                model.weights,
                model.bias,
                slope * model.intercept + shift,
                slope * model.pooled,
                slope * model.length,
            )
        )
    print(f"mean AUC of conflict, responsibility, economic, outlets held out: {np.mean(figures[:3]):.3f}")
    write(shipped, items, news, penalties, len(articles), len(news.document))
    return 0


def write(
    shipped: list[Fitted], items: tuple[str, ...], news: Sentences, penalties: list[float], articles: int, labelled: int
) -> None:
    """The model file and its card."""
    mean, spread = news.vectors.mean(0), news.vectors.std(0)
    words = np.array([model.weights[:DIMENSIONS] / spread for model in shipped])
    arrays = {
        "words": words,
        "items": np.array([model.weights[DIMENSIONS:] for model in shipped]),
        "bias": np.array([model.bias for model in shipped]) - words @ mean,
        **{name: np.array([getattr(m, name) for m in shipped]) for name in ("pooled", "length", "intercept")},
    }
    packed = pack(
        {name: array.astype(np.float32) for name, array in arrays.items()},
        {"frame.names": tuple(LABELS), "item.names": items},
    )
    (FOLDER / f"{NAME}.npz").write_bytes(packed)
    card = f'''name = "{NAME}"
version = "1"
what = "probability that a coder finds each of five generic frames in an English article; how far a sentence does"
inputs = "word_vectors {word_vectors().digest}, items of the frames lexicon; names and words for events hidden"
head = "logarithm of the number of answering sentences, and of all; calibrated (Platt) on outlets held out"
articles = {articles}
penalties = {penalties}
labelled_by_lexicon = {labelled}
data = [
  "narrative_frames train (MIT): text and label",
  "abp_outlets, abp_media_split, abp_events, abp_wire_events train, rows with train_ok (Apache-2.0): text",
]
licence = "MIT, as far as coefficients are ours to license"
trained_by = "benchmarks/train/frames.py"
measured_by = "benchmarks/validity/framing.py"
limits = "labels of one topic (climate change, US and UK outlets): compare, do not read as prevalence; two rare frames"
sha256 = "{sha256(packed)}"
'''
    (FOLDER / f"{NAME}.toml").write_text(card, "utf-8")
    print(f"{NAME}: {len(packed)} bytes")


if __name__ == "__main__":
    sys.exit(main())
