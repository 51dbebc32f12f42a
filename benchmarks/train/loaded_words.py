"""The word model: which word forms are loaded, from MBIC's annotated words and the labels of sentences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from loaded_data import DATA, rows
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from biasscore.annotate.lexical import find_lexical
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.annotate.wording import LOWEST, WordingReader
from biasscore.models.forms import LETTER_BUCKETS, FormScores, letter_buckets
from biasscore.models.vectors import shape, word_vectors
from biasscore.text.reading import Reader
from biasscore.text.table import ENGLISH, WORD

LEXICONS = (
    *("intensifiers", "one_sided_terms", "labels", "exaggeration", "euphemisms", "factives", "implicatives"),
    *("hedges", "boosters", "assertives", "topic_words", "irony_frames", "treatment"),
)
_VECTOR_SCALE = 0.3
_STRENGTH = 0.5
_BLOCK = 500


@dataclass
class Tokens:
    """One sentence in tokens: columns, forms, which are content words, which are annotated as loaded."""

    rows: np.ndarray
    marks: np.ndarray
    forms: list[str]
    content: np.ndarray
    loaded: np.ndarray

    def scores(self, forms: FormScores) -> np.ndarray:
        """Log-odds of every token by its form alone, as ``WordingFinder`` has them."""
        hidden = (self.rows == 0) | (self.rows >= len(word_vectors().values))
        found = np.array([LOWEST if hide else forms.score(form) for hide, form in zip(hidden, self.forms, strict=True)])
        return np.maximum(found, LOWEST).astype(np.float32)


def read_tokens(found: list[dict]) -> list[Tokens]:
    """Rows of a corpus with their annotated spans as marked tokens."""
    vocabulary, made = Vocabulary("en"), []
    reader = WordingReader(vocabulary)
    for first in range(0, len(found), _BLOCK):
        part = found[first : first + _BLOCK]
        block = Reader().read([row["text"] for row in part], ["en"] * len(part))
        columns = reader.columns(block, find_lexical(block, vocabulary))
        for document, row in enumerate(part):
            here = slice(*block.document_start[document : document + 2].tolist())
            loaded = np.zeros(here.stop - here.start, bool)
            for token in range(here.start, here.stop):
                start, end = block.offsets(document, token, token + 1)
                loaded[token - here.start] = any(start < span["end"] and end > span["start"] for span in row["spans"])
            flags = block.flags[here]
            forms = [block.table.forms[form] for form in block.form[here].tolist()]
            content = ((flags & WORD) != 0) & ((flags & ENGLISH) == 0)
            made.append(Tokens(columns.rows[here], columns.marks[here], forms, content, loaded))
    return made


class FormModel:
    """Log-odds that a form is loaded: logistic regression on the form, its letters, its vector and the lexicons."""

    def __init__(self) -> None:
        self._vectors = word_vectors()
        self._matcher = Vocabulary("en").matcher
        self._valence = SentimentIntensityAnalyzer().lexicon

    def fit(self, forms: list[str], loaded: np.ndarray) -> FormModel:
        """Fit on tokens."""
        distinct = sorted(set(forms))
        number = {form: place for place, form in enumerate(distinct)}
        column = np.array([number[form] for form in forms])
        self._forms = CountVectorizer(analyzer=lambda form: [form], min_df=2).fit(forms)
        known = self._inputs(distinct)
        hits = np.bincount(column, loaded, len(distinct))
        weight = np.concatenate((hits, np.bincount(column, minlength=len(distinct)) - hits))
        label = np.repeat([1, 0], len(distinct))
        use = weight > 0
        self._model = LogisticRegression(C=_STRENGTH, solver="liblinear", max_iter=300, random_state=0)
        self._model.fit(sparse.vstack((known, known)).tocsr()[use], label[use], sample_weight=weight[use])
        return self

    def scores(self, forms: list[str]) -> np.ndarray:
        """Log-odds of forms."""
        return self._model.decision_function(self._inputs(forms)).astype(np.float32)

    def arrays(self) -> tuple[dict[str, np.ndarray], tuple[str, ...]]:
        """Scores as the package reads them (``models.forms``), and the further forms."""
        shared, weights = self._vectors, self._model.coef_[0]
        vectors = shared.values * _VECTOR_SCALE @ weights[-shared.values.shape[1] :] + self._model.intercept_[0]
        known = len(self._forms.vocabulary_) + LETTER_BUCKETS
        vectors[1 : 1 + len(shared.forms)] = self.scores(list(shared.forms))
        listed = set(self._valence) | {entry.term for entry in self._matcher.entries}
        listed = {shape(form) for form in listed if form.isalpha()}
        further = sorted(form for form in listed if shared.row(form) >= shared.first_ending)
        return {
            "word.form": vectors[None],
            "word.letters": weights[None, known - LETTER_BUCKETS : known],
            "word.length": weights[known + 3 : known + 4] / 10,
            "word.further": self.scores(further)[None],
        }, tuple(further)

    def _inputs(self, forms: list[str]) -> sparse.csr_matrix:
        buckets = [letter_buckets(form) for form in forms]
        letters = sparse.csr_matrix(
            (
                np.concatenate([np.full(len(b), max(len(b), 1) ** -0.5) for b in buckets]),
                np.concatenate(buckets),
                np.concatenate(([0], np.cumsum([len(b) for b in buckets]))),
            ),
            (len(forms), LETTER_BUCKETS),
        )
        known = np.array([self._known(form) for form in forms])
        vectors = self._vectors.values[[self._vectors.row(form) for form in forms]] * _VECTOR_SCALE
        return sparse.hstack((self._forms.transform(forms).astype(float), letters, known, vectors)).tocsr()

    def _known(self, form: str) -> np.ndarray:
        valence = self._valence.get(form, 0.0)
        found = np.zeros(4 + len(LEXICONS))
        found[:4] = max(valence, 0) / 2, max(-valence, 0) / 2, abs(valence) > 0, len(form) / 10
        for entry in self._matcher.lookup(form):
            name = self._matcher.lexicon_names[self._matcher.lexicon[entry]]
            if name in LEXICONS:
                place = 4 + LEXICONS.index(name)
                found[place] = max(found[place], abs(self._matcher.weight[entry]))
        return found


@dataclass
class WordData:
    """Sentences that the word model learns from.

    ``positive``: MBIC's, where the sentence is labelled biased; ``negative``: BABE's non-biased, without any loaded
    word. Each with the article it is from.
    """

    positive: list[Tokens]
    positive_article: list[str]
    negative: list[Tokens]
    negative_article: list[str]

    def tokens(self, without: set[str]) -> tuple[list[str], np.ndarray]:
        """Forms of content words, and whether they are loaded, without some articles."""
        names = len(word_vectors().values)
        forms: list[str] = []
        loaded: list[bool] = []
        for sentences, articles, use in (
            (self.positive, self.positive_article, True),
            (self.negative, self.negative_article, False),
        ):
            for sentence, article in zip(sentences, articles, strict=True):
                if article in without:
                    continue
                for place in np.flatnonzero(sentence.content & (sentence.rows < names)).tolist():
                    forms.append(sentence.forms[place])
                    loaded.append(use and bool(sentence.loaded[place]))
        return forms, np.array(loaded)


def _key(text: str) -> str:
    return " ".join(text.lower().split())


def word_data(babe: list[dict]) -> WordData:
    """MBIC's words cleaned by the labels of sentences: BABE's where the sentence is in BABE."""
    twin = {_key(row["text"]): row for row in babe}
    mbic = rows("mbic", "train", DATA) + rows("mbic", "dev", DATA)
    biased = [row for row in mbic if twin.get(_key(row["text"]), row)["label"] == "biased"]
    neutral = [{**row, "spans": []} for row in babe if row["label"] == "non-biased"]
    return WordData(
        read_tokens(biased),
        [twin.get(_key(row["text"]), row)["url"] for row in biased],
        read_tokens(neutral),
        [row["url"] for row in neutral],
    )
