"""Loaded language: sentences, words, documents, Arabic, what must not matter, and cost; beside simple rivals.

    PYTHONPATH=. python benchmarks/validity/loaded_language.py [--skip-rivals]

BABE is out of fold (``benchmarks/train/loaded_language_folds.tsv``, written by the training script: for each row, what
models that saw no row of its article, outlet or topic say). Every other corpus is new to the model, as it ships.
Intervals: bootstrap over articles (outlets for hyperpartisan), 95 %.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score, matthews_corrcoef, roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

import biasscore
from biasscore.annotate.lexical import Lexical
from biasscore.annotate.wording import Finder, Wording
from biasscore.text.block import Block

sys.path.insert(0, str(Path(__file__).parents[1] / "train"))
from loaded_data import outlet_of, rows

FOLDS = Path(__file__).parents[1] / "train" / "loaded_language_folds.tsv"
RESAMPLES = 300
DOCUMENT_MEASURES = (
    *("probability.author", "probability.all", "sentence_share.author", "sentence_share.all", "density.author"),
    *("density.all", "intensifier.author", "one_sided_term.author", "label.author", "scare_quote.author"),
)
TEMPLATES = (
    "{0} said on Monday that it would not accept the ultimatum, and {1} answered within hours.",
    "The shameless regime in {0} has once again humiliated {1} with its cynical games.",
    "Officials in {0} met their counterparts from {1} to discuss trade.",
    "What {0} did to {1} is nothing short of a disgrace.",
    "{0} has long treated {1} as its backyard.",
)
SWAPS = (("France", "Russia"), ("NATO", "CSTO"), ("Washington", "Moscow"), ("Ukraine", "Israel"))
EVENT_FRAMES = (
    "The {} began on Monday, the ministry said.",
    "Residents spoke about the {} in the northern province.",
    "A report on the {} was published by the committee.",
)
EVENTS = "war coup killing massacre famine earthquake bombing riot strike murder".split()
OCCASIONS = "meeting harvest concert election visit census lecture regatta festival audit".split()
WORD_COUNTS = ("words_", "first_")
"""How columns of the file of folds begin that count words."""
ALIKE = 0.1
"""Paragraphs are of like length when the logarithms of their numbers of words are no further apart."""
Metric = Callable[[np.ndarray, np.ndarray], float]


def interval(metric: Metric, label: np.ndarray, score: np.ndarray, group: np.ndarray) -> str:
    """A figure with its interval, resampling whole groups."""
    chooser = np.random.default_rng(0)
    members = [np.flatnonzero(group == g) for g in np.unique(group)]
    found = []
    for _ in range(RESAMPLES):
        chosen = np.concatenate([members[i] for i in chooser.integers(0, len(members), len(members))])
        if 0 < label[chosen].mean() < 1:
            found.append(metric(label[chosen], score[chosen]))
    low, high = np.quantile(found, (0.025, 0.975))
    return f"{metric(label, score):.3f} [{low:.3f} {high:.3f}]"


def macro_f1(label: np.ndarray, probability: np.ndarray) -> float:
    return float(f1_score(label, probability >= 0.5, average="macro"))


def within(outlet: np.ndarray) -> Metric:
    """AUC over pairs of one outlet (an outlet counts by its pairs)."""

    def metric(label: np.ndarray, score: np.ndarray, where: np.ndarray = outlet) -> float:
        total = pairs = 0.0
        for name in np.unique(where):
            here = where == name
            n = label[here].sum() * (1 - label[here]).sum()
            if n:
                total, pairs = total + n * roc_auc_score(label[here], score[here]), pairs + n
        return total / pairs

    return metric


def calibration_error(label: np.ndarray, probability: np.ndarray, bins: int = 10) -> float:
    place = np.minimum((probability * bins).astype(int), bins - 1)
    return float(sum(abs((label - probability)[place == b].sum()) for b in range(bins)) / len(label))


def babe() -> None:
    """Grouped folds over BABE's train and dev parts."""
    found = {row["id"]: row for row in rows("babe", "train") + rows("babe", "dev")}
    with FOLDS.open(encoding="utf-8") as lines:
        folds = list(csv.DictReader(lines, delimiter="\t"))
    use = [found[row["id"]] for row in folds]
    label = np.array([row["label"] == "biased" for row in use], float)
    article = np.array([row["url"] for row in use])
    outlet = np.array([outlet_of(row) for row in use])
    vader = SentimentIntensityAnalyzer()
    compound = np.array([abs(vader.polarity_scores(row["text"])["compound"]) for row in use])
    print(f"\nBABE, {len(use)} sentences, out of fold: macro-F1 | AUC | AUC within outlets | calibration error")
    for name in folds[0]:
        if name == "id" or name.startswith(WORD_COUNTS):
            continue
        score = np.array([float(row[name]) for row in folds])
        _line(f"biasscore, {name}", label, score, article, outlet)
        if name.startswith("outlet"):
            parts = [part for _, part in GroupKFold(5).split(use, groups=outlet)]
            means = [macro_f1(label[part], score[part]) for part in parts]
            each = ", ".join(
                f"{mean:.2f} (loaded {label[part].mean():.2f}, said {score[part].mean():.2f})"
                for mean, part in zip(means, parts, strict=True)
            )
            print(f"    macro-F1, mean over the {len(means)} folds: {np.mean(means):.3f}; {each}")
    texts = [row["text"] for row in use]
    for name, group in (("article", article), ("topic", np.array([row["topic"] for row in use])), ("outlet", outlet)):
        model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LogisticRegression(max_iter=500))
        folds_ = GroupKFold(5).split(texts, label, group)
        score = cross_val_predict(model, texts, label, cv=list(folds_), method="predict_proba")[:, 1]
        _line(f"TF-IDF + LR, {name}", label, score, article, outlet)
    _line("VADER |compound|", label, compound, article, outlet)
    if blob := subjectivity():
        _line("TextBlob subjectivity", label, blob(texts), article, outlet)
    else:
        print("  TextBlob subjectivity        left out: textblob is not installed (pip install textblob)")
    rate = {o: label[outlet == o].mean() for o in np.unique(outlet)}
    _line("the outlet's name alone", label, np.array([rate[o] for o in outlet]), article, outlet)
    topic = np.array([row["topic"] for row in use])
    told = between(np.array([float(row["article"]) for row in folds]), topic), between(label, topic)
    print(f"Share of variance that lies between topics: probability {told[0]:.3f}, experts' labels {told[1]:.3f}")
    words(folds, article)


def between(values: np.ndarray, group: np.ndarray) -> float:
    """Share of the variance that the means of groups explain."""
    means = {name: values[group == name].mean() for name in np.unique(group)}
    return float(np.var([means[name] for name in group]) / np.var(values))


def words(folds: list[dict[str, str]], article: np.ndarray) -> None:
    """Words that models show as loaded which saw no row of the article, against those that BABE's experts marked."""
    right, shown, annotated, first = (
        np.array([int(row[name]) for row in folds])
        for name in ("words_right", "words_shown", "words_annotated", "first_right")
    )

    def f1(_: np.ndarray, chosen: np.ndarray) -> float:
        return float(2 * right[chosen].sum() / (shown[chosen].sum() + annotated[chosen].sum()))

    def top(_: np.ndarray, chosen: np.ndarray) -> float:
        judged = first[chosen]
        return float(judged[judged >= 0].mean())

    place, anything = np.arange(len(folds)), np.arange(len(folds)) % 2
    print(f"Words, {annotated.sum()} annotated in {len(folds)} sentences, article: F1 at the threshold of MBIC's words")
    print(f"  biasscore  {interval(f1, anything, place, article)}; likeliest word is annotated, in sentences that have")
    print(f"  one ({(first >= 0).sum()})  {interval(top, anything, place, article)}")


def subjectivity() -> Callable[[list[str]], np.ndarray] | None:
    """TextBlob's subjectivity, where it is installed."""
    try:
        from textblob import TextBlob
    except ImportError:
        return None
    return lambda texts: np.array([TextBlob(text).sentiment.subjectivity for text in texts])


def _line(name: str, label: np.ndarray, score: np.ndarray, article: np.ndarray, outlet: np.ndarray) -> None:
    # the outlet is carried along as part of the label's row number, so that resampling keeps them together
    place = np.arange(len(label))
    inside = within(outlet)

    def within_resampled(_: np.ndarray, chosen: np.ndarray) -> float:
        rows_ = chosen.astype(int)
        return inside(label[rows_], score[rows_], outlet[rows_])

    shown = [interval(macro_f1, label, score, article), interval(roc_auc_score, label, score, article)]
    shown.append(_by_rows(within_resampled, label, place, article))
    print(f"  {name:<28} {' | '.join(shown)} | {calibration_error(label, score):.3f}")


def _by_rows(metric: Metric, label: np.ndarray, place: np.ndarray, group: np.ndarray) -> str:
    return interval(metric, label, place, group)


def sentence_scores(texts: list[str], lang: str = "en", **settings: str) -> np.ndarray:
    """Highest probability of loaded wording among the sentences of each text (mostly there is but one)."""
    scorer = biasscore.Scorer(**settings)
    found = []
    for profile in scorer.score_many({"text": text, "lang": lang} for text in texts):
        values = [s.loaded for s in profile.sentences if not np.isnan(s.loaded)]
        found.append(max(values, default=0.0))
    return np.array(found)


def rival() -> Callable[[list[str]], np.ndarray]:
    """TF-IDF and logistic regression on annolexical and BABE."""
    silver, gold = rows("annolexical", "train"), rows("babe", "train") + rows("babe", "dev")
    use = silver + gold
    weight = np.array([1.0] * len(silver) + [4.0] * len(gold))
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    inputs = words.fit_transform([row["text"] for row in use])
    model = LogisticRegression(max_iter=300).fit(inputs, [row["label"] == "biased" for row in use], weight)
    return lambda texts: model.predict_proba(words.transform(texts))[:, 1]


def transfer(tfidf: Callable[[list[str]], np.ndarray] | None) -> None:
    """Sentences of corpora that nothing was fitted on."""
    vader = SentimentIntensityAnalyzer()
    basil = rows("basil", "dev")
    subjective = [r for r in rows("checkthat_subj", "dev") if r["lang"] == "en" and r.get("orig_split") == "dev_test"]
    for name, found, positive, group in (
        ("BASIL lexical (dev)", basil, "lex", "doc"),
        ("CheckThat 2025 en dev_test, subjective", subjective, "SUBJ", "id"),
    ):
        texts = [row["text"] for row in found]
        label = np.array([row["label"] == positive for row in found], float)
        groups = np.array([row[group] for row in found])
        print(f"\n{name}, {len(found)} sentences, {label.mean():.3f} positive: AUC | average precision | F1, MCC at .5")
        scores = {"biasscore": sentence_scores(texts)}
        if blob := subjectivity():
            scores["TextBlob subjectivity"] = blob(texts)
        scores["VADER |compound|"] = np.array([abs(vader.polarity_scores(text)["compound"]) for text in texts])
        if tfidf:
            scores["TF-IDF + LR (annolexical, BABE)"] = tfidf(texts)
        for who, score in scores.items():
            hit = score >= 0.5
            print(
                f"  {who:<32} {interval(roc_auc_score, label, score, groups)} | "
                f"{average_precision_score(label, score):.3f} | {f1_score(label, hit):.3f}, "
                f"{matthews_corrcoef(label, hit):.3f}"
            )


def documents() -> None:
    """Hyperpartisan articles: logistic regression on document scores, grouped by outlet."""
    found = rows("hyperpartisan", "train")
    label = np.array([row["label"] == "hyperpartisan" for row in found], float)
    outlet = np.array([row["outlet"] for row in found])
    profiles = list(biasscore.score_many({"text": row["text"], "lang": "en"} for row in found))
    names = [f"loaded_language.{measure}" for measure in DOCUMENT_MEASURES]
    inputs = np.nan_to_num(np.array([[p[name].value for name in names] for p in profiles]))
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1))
    folds = list(GroupKFold(5).split(inputs, label, outlet))
    score = cross_val_predict(model, inputs, label, cv=folds, method="predict_proba")[:, 1]
    words = make_pipeline(TfidfVectorizer(sublinear_tf=True, min_df=2), LogisticRegression(max_iter=500))
    texts = [row["text"] for row in found]
    tfidf = cross_val_predict(words, texts, label, cv=folds, method="predict_proba")[:, 1]
    print(f"\nHyperpartisan, {len(found)} articles of {len(set(outlet))} outlets, folds by outlet: AUC")
    print(f"  biasscore, {len(names)} document scores  {interval(roc_auc_score, label, score, outlet)}")
    for name, column in zip(names[:2], inputs.T, strict=False):
        print(f"  {name} alone, nothing fitted  {interval(roc_auc_score, label, column, outlet)}")
    print(f"  TF-IDF + LR  {interval(roc_auc_score, label, tfidf, outlet)}")


def arabic() -> None:
    """Loaded language in Arabic paragraphs, adjusted for their length (the lexicons alone: there is no model)."""
    found = rows("armpro", "dev")
    label = np.array([row["loaded"] for row in found], float)
    profiles = list(biasscore.score_many({"text": row["text"], "lang": "ar"} for row in found))
    length = np.array([p.n_words for p in profiles], float)
    third = np.searchsorted(np.quantile(length, (1 / 3, 2 / 3)), length)
    document = np.array([row["doc"] for row in found])
    score = np.nan_to_num(np.array([p["loaded_language.density.all"].value for p in profiles]))
    place, inside = np.arange(len(label)), within(third)
    print(f"\nArMPro dev, loaded language present in the paragraph ({label.mean():.2f} of {len(label)}): AUC | within")
    print(f"thirds of length | over pairs of like length; a word of the lexicons stands in {(score > 0).mean():.2f}")
    for name, values in (("density, all voices", score), ("length", length)):
        thirds = interval(lambda _, r, v=values: inside(label[r], v[r], third[r]), label, place, document)
        pairs = interval(lambda _, r, v=values: alike(label[r], v[r], length[r]), label, place, document)
        print(f"  {name:<20} {interval(roc_auc_score, label, values, document)} | {thirds} | {pairs}")


def alike(label: np.ndarray, score: np.ndarray, length: np.ndarray) -> float:
    """AUC over pairs of like length: length itself can hardly order them."""
    yes, no = np.flatnonzero(label == 1), np.flatnonzero(label == 0)
    near = np.abs(np.log(length[yes])[:, None] - np.log(length[no])[None]) <= ALIKE
    difference = score[yes][:, None] - score[no][None]
    return float((0.5 * (1 + np.sign(difference)))[near].mean())


def discriminant() -> None:
    """What must not matter."""
    probability = {}
    for template in TEMPLATES:
        for pair in SWAPS:
            for names in (pair, pair[::-1]):
                probability[template, names] = sentence_scores([template.format(*names)])[0]
    shift = [abs(probability[t, pair] - probability[t, pair[::-1]]) for t in TEMPLATES for pair in SWAPS]
    spread = [np.ptp([probability[t, n] for p in SWAPS for n in (p, p[::-1])]) for t in TEMPLATES]
    print(f"\nSwapped names, {len(TEMPLATES)} sentences x {len(SWAPS)} pairs: largest change {max(shift):.6f}")
    print(f"  largest spread over all names in one sentence {max(spread):.6f}")
    means = [
        np.mean(sentence_scores([frame.format(noun) for frame in EVENT_FRAMES for noun in nouns]))
        for nouns in (EVENTS, OCCASIONS)
    ]
    print(
        f"Mean probability with event nouns (war, coup ...) {means[0]:.3f}, "
        f"with other occasions (harvest, concert ...) {means[1]:.3f}"
    )
    articles = rows("abp_outlets", "dev")[:400]
    profiles = [p for p in biasscore.score_many(row["text"] for row in articles) if p.n_sentences >= 5]
    scores = np.array([p["loaded_language.probability.all"].value for p in profiles])
    for name, values in (
        ("words in the article", [p.n_words for p in profiles]),
        ("words in a sentence", [p.n_words / p.n_sentences for p in profiles]),
        ("automated readability index (higher = harder)", [readability(p) for p in profiles]),
        ("letters in a word", [np.mean([len(w) for w in p.text.split()]) for p in profiles]),
        ("bad news", [p["sentiment.bad_news_density.all"].value for p in profiles]),
        ("density of loaded spans", [p["loaded_language.density.all"].value for p in profiles]),
    ):
        ranks = [np.argsort(np.argsort(x)) for x in (scores, np.array(values))]
        print(f"  rank correlation of probability.all with {name}: {np.corrcoef(ranks)[0, 1]:+.2f}")


def readability(profile: biasscore.Profile) -> float:
    """Automated readability index (Smith & Senter, 1967)."""
    letters = sum(map(str.isalnum, profile.text))
    return 4.71 * letters / profile.n_words + 0.5 * profile.n_words / profile.n_sentences - 21.43


class Timed:
    """A finder that notes the CPU it takes."""

    def __init__(self, finder: Finder) -> None:
        self.digests, self.spent, self._finder = finder.digests, 0.0, finder

    def find(self, block: Block, lexical: Lexical) -> Wording:
        """As the finder does."""
        begin = time.process_time()
        found = self._finder.find(block, lexical)
        self.spent += time.process_time() - begin
        return found


def cost() -> None:
    """CPU of the model in a profile against plain VADER on the same sentences of unseen articles, in pairs."""
    texts = [row["text"] for row in rows("abp_outlets", "train")[:1000]]
    scorer, vader, ratios = biasscore.Scorer(), SentimentIntensityAnalyzer(), []
    list(scorer.score_many({"text": text, "lang": "en"} for text in texts[:500]))
    finders = scorer._engine()._wording
    timed = finders["en"] = Timed(finders["en"])
    for first in range(500, 1000, 50):
        timed.spent = 0.0
        profiles = list(scorer.score_many({"text": text, "lang": "en"} for text in texts[first : first + 50]))
        sentences = [p.text[s.start : s.end] for p in profiles for s in p.sentences]
        begin = time.process_time()
        for sentence in sentences:
            vader.polarity_scores(sentence)
        ratios.append(timed.spent / (time.process_time() - begin))
    low, middle, high = np.quantile(ratios, (0.1, 0.5, 0.9))
    print(f"\nCost of the model in a profile: {middle:.2f} x plain VADER (10 rounds of 50 unseen articles, ", end="")
    print(f"10-90 %: {low:.2f} to {high:.2f})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--skip-rivals", action="store_true", help="leave out the rival that takes half a minute")
    options = parser.parse_args()
    babe()
    transfer(None if options.skip_rivals else rival())
    documents()
    arabic()
    discriminant()
    cost()


if __name__ == "__main__":
    main()
