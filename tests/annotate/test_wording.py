"""Loaded sentences and words by the shipped model: by voice, with words as evidence, whoever is named."""

from __future__ import annotations

import math

import pytest

import biasscore as bs
from biasscore.models import store

PLAIN = "The council approved the budget on Tuesday by nine votes to four, and the new rates apply from March."
LOADED = "This shameless cabal of reckless hacks has once again betrayed ordinary people with its disgraceful lies."
TEXT = f"{PLAIN} {LOADED} The mayor read a statement, and the session closed shortly before noon."


def loaded(text: str, **settings: str) -> list[float]:
    return [sentence.loaded for sentence in bs.Scorer(**settings).score(text).sentences]


def test_a_loaded_sentence_is_told_from_a_plain_one() -> None:
    first, second, third = loaded(TEXT)
    assert first < 0.4 < 0.7 < second
    assert third < 0.4


def test_the_words_are_the_evidence() -> None:
    profile = bs.score(TEXT)
    words = {e.text.lower(): e.weight for e in profile.evidence("loaded_language.probability.author")}
    assert {"shameless", "reckless", "betrayed"} <= set(words)
    assert "budget" not in words
    assert all(0 < weight <= 1 for weight in words.values())
    sentence = profile.sentences[1]
    assert [(e.start, e.end) for e in profile.evidence("loaded_language.sentence_share")] == [
        (sentence.start, sentence.end - 1)
    ]


@pytest.mark.parametrize("pair", [("France", "Russia"), ("NATO", "CSTO"), ("Washington", "Moscow")])
def test_who_is_named_does_not_matter(pair: tuple[str, str]) -> None:
    template = "{0} has cynically betrayed {1} again. {1} said on Monday that {0} would pay. The talks in {0} go on."
    assert loaded(template.format(*pair)) == loaded(template.format(*pair[::-1]))


def test_what_happened_does_not_matter() -> None:
    template = "Residents spoke on Monday about the {} in the northern province."
    scores = {noun: loaded(template.format(noun))[0] for noun in ("war", "coup", "famine", "massacre", "earthquake")}
    assert max(scores.values()) - min(scores.values()) < 0.02
    assert max(scores.values()) < 0.5


def test_scores_count_for_the_voice_that_they_are_in() -> None:
    text = f'{PLAIN} "{LOADED}" The mayor said nothing further, and the session closed before noon.'
    profile = bs.score(text)
    assert profile["loaded_language.probability.quoted"].value > 0.7
    assert profile["loaded_language.probability.author"].value < 0.4
    assert profile["loaded_language.sentence_share.quoted"].value == 1.0
    score = profile["loaded_language.probability.all"]
    assert score.low <= score.value <= score.high
    assert score.n == 3


def test_alone_and_in_a_batch_alike_to_the_bit() -> None:
    texts = [
        TEXT,
        PLAIN,
        LOADED,
        f"{LOADED}\n\n{PLAIN}",
        "Why on earth did they? 'So-called' experts, again!",
        TEXT[40:],
    ]
    scorer = bs.Scorer()
    for together, text in zip(scorer.score_many(texts), texts, strict=True):
        assert together == bs.Scorer().score(text)


def test_the_lexical_mode_says_that_nothing_was_asked_for() -> None:
    profile = bs.Scorer(loaded="lexicon").score(TEXT)
    assert profile["loaded_language.probability"].reason == "not_requested"
    assert all(math.isnan(sentence.loaded) for sentence in profile.sentences)
    assert profile["loaded_language.sentence_share.author"].value == pytest.approx(1 / 3)
    assert "loaded_wording" not in profile.provenance["models"]


def test_arabic_and_subjectivity_are_not_measured() -> None:
    profile = bs.score("قال الوزير يوم الاثنين إن الجسر سيفتح في مايو، وانتقد المعارضون التأخير بشدة.")
    assert profile["loaded_language.probability"].reason == "language_unsupported"
    assert math.isnan(profile.sentences[0].loaded)
    assert bs.score(TEXT)["loaded_language.subjectivity"].reason == "no_model"


def test_provenance_names_the_models() -> None:
    models = bs.score(TEXT).provenance["models"]
    assert {"word_vectors", "loaded_wording"} <= set(models)
    assert models["loaded_wording"] == store.load_model("loaded_wording").digest
