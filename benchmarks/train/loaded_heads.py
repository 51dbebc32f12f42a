"""Heads over what students and word models say of sentences and words that they have not seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from loaded_words import FormModel, Tokens, WordData
from sklearn.linear_model import LogisticRegression
from student import Columns

from biasscore.annotate.wording import HIDDEN, word_aggregates, word_inputs
from biasscore.models.filters import SentenceFilters
from biasscore.models.forms import FormScores
from biasscore.models.store import pack, unpack
from biasscore.models.vectors import DIMENSIONS, word_vectors

HEAD_STRENGTH = 0.3


def starting_vectors() -> np.ndarray:
    """Shared vectors, and those of any name (the mean of names) and of any event (nothing)."""
    shared = word_vectors()
    of_names = shared.values[sorted(shared.names)].mean(0, keepdims=True)
    return np.concatenate((shared.values, of_names, np.zeros((HIDDEN - 1, DIMENSIONS), np.float32)))


def form_scores(words: WordData, without: set[str]) -> FormScores:
    """Scores of forms, learnt without some articles, as the package reads them."""
    arrays, further = FormModel().fit(*words.tokens(without)).arrays()
    packed = pack({name: np.asarray(array, np.float32) for name, array in arrays.items()}, {"word.forms": further})
    return FormScores(unpack(packed, {"sha256": ""}), word_vectors())


@dataclass
class Fold:
    """What models say that have seen no row of some: arrays as shipped, and scores of the forms."""

    held: np.ndarray
    filters: SentenceFilters
    forms: FormScores


def inputs_of(fold: Fold, tokens: list[Tokens], features: np.ndarray) -> np.ndarray:
    """What the head reads: the student's logit, aggregates of words, counts."""
    columns = Columns.of([(sentence.rows, sentence.marks) for sentence in tokens])
    start = columns.start.astype(np.int32)
    logit = fold.filters.logits(columns.rows, columns.marks, start)
    scores = np.concatenate([sentence.scores(fold.forms) for sentence in tokens])
    return np.concatenate((logit[:, None], word_aggregates(scores, start), features), axis=1)


def head_of(inputs: np.ndarray, label: np.ndarray) -> tuple[np.ndarray, float]:
    """Logistic head: weights of the inputs as they are, and intercept."""
    middle, spread = inputs.mean(0), np.maximum(inputs.std(0), 1e-3)
    model = LogisticRegression(C=HEAD_STRENGTH, max_iter=1000).fit((inputs - middle) / spread, label)
    weight = model.coef_[0] / spread
    return weight, float(model.intercept_[0] - weight @ middle)


def cross_fitted(inputs: np.ndarray, label: np.ndarray, folds: list[np.ndarray]) -> np.ndarray:
    """Probabilities by heads that saw no row of the fold."""
    found = np.zeros(len(label))
    for held in folds:
        learnt = np.setdiff1d(np.arange(len(label)), held)
        weight, intercept = head_of(inputs[learnt], label[learnt])
        found[held] = 1 / (1 + np.exp(-(inputs[held] @ weight + intercept)))
    return found


def token_inputs(fold: Fold, tokens: list[Tokens]) -> list[np.ndarray]:
    """What the word head reads, for every token of some sentences."""
    found = []
    for sentence in tokens:
        start = np.array([0, len(sentence.rows)], np.int32)
        shares = fold.filters.shares(sentence.rows, sentence.marks, start)
        found.append(word_inputs(sentence.scores(fold.forms), shares, sentence.marks, start))
    return found


def word_head(words: WordData, folds: list[Fold], article: np.ndarray) -> tuple[np.ndarray, float, float]:
    """Head of the word model, fitted on MBIC's sentences as the folds see them; with the threshold of the best F1."""
    inputs, loaded = [], []
    for fold in folds:
        held = set(article[fold.held])
        for sentences_, articles, use in (
            (words.positive, words.positive_article, True),
            (words.negative, words.negative_article, False),
        ):
            mine = [s for s, a in zip(sentences_, articles, strict=True) if a in held]
            for sentence, columns in zip(mine, token_inputs(fold, mine), strict=True):
                content = candidates(sentence)
                inputs.append(columns[content])
                loaded.append(sentence.loaded[content] & use)
    x, y = np.concatenate(inputs), np.concatenate(loaded)
    weight, intercept = head_of(x, y)
    return weight, intercept, best_threshold(y, 1 / (1 + np.exp(-(x @ weight + intercept))))


def candidates(sentence: Tokens) -> np.ndarray:
    """Content words that are neither names nor events."""
    return sentence.content & (sentence.rows < len(word_vectors().values))


def best_threshold(loaded: np.ndarray, chance: np.ndarray) -> float:
    """Threshold of the best F1."""
    order = np.argsort(-chance)
    hits = np.cumsum(loaded[order])
    f1 = 2 * hits / (np.arange(1, len(hits) + 1) + loaded.sum())
    return float(chance[order][f1.argmax()])
