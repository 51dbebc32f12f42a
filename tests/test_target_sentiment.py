"""Sentiment towards targets: what a caller gets, and what must not change it."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest

import biasscore as bs
from biasscore.annotate.annotations import Annotator
from biasscore.annotate.targets import FACTS, MARKS, NAME, REACH, TARGET, WindowMaker
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.errors import ArgumentError, InputTypeError
from biasscore.models.target_network import target_network
from biasscore.models.vectors import word_vectors
from biasscore.text.reading import Reader

PRAISE = "Critics agree that Anna Lee is a brilliant, honest and generous mayor."
BLAME = "Critics agree that Anna Lee is a corrupt, dishonest and incompetent mayor."
PLAIN = "Anna Lee will speak at the town hall on Tuesday evening."


def towards(text, name):
    start = text.index(name)
    return bs.target_sentiment(text, (start, start + len(name)))


@pytest.mark.parametrize(("text", "label"), [(PRAISE, "positive"), (BLAME, "negative"), (PLAIN, "neutral")])
def test_plain_cases(text, label):
    found = towards(text, "Anna Lee")
    assert found.label == label
    assert found.reason is None
    assert sum(found[:3]) == pytest.approx(1)
    assert getattr(found, label) == max(found[:3])


@pytest.mark.parametrize("name", ["the Karsk police", "Vardia", "Bo", "the United Nations Security Council", "he"])
def test_the_name_of_the_target_does_not_matter(name):
    assert towards(BLAME.replace("Anna Lee", name), name) == towards(BLAME, "Anna Lee")


def test_names_of_others_do_not_matter():
    one = "Yesterday the praise that Bob Smith and the Kestrel Union had for Anna Lee was loud and honest."
    other = one.replace("Bob Smith", "Joan Ferris").replace("Kestrel", "Harrow")
    assert towards(one, "Anna Lee") == towards(other, "Anna Lee")


def test_two_targets_of_one_sentence_differ():
    text = "Unlike the corrupt and lazy Bob Smith, Anna Lee is honest and brilliant."
    assert towards(text, "Anna Lee").positive > towards(text, "Bob Smith").positive


def test_other_sentences_do_not_matter():
    long = "The crisis is a disaster. " + BLAME + " What a wonderful, happy day it was!"
    assert towards(long, "Anna Lee") == towards(BLAME, "Anna Lee")


def test_many_are_judged_as_one_by_one():
    texts = [PRAISE, BLAME, PLAIN, "No name here.", "   ", PRAISE + " " + BLAME] * 30
    pairs = [(text, (0, 3)) for text in texts] + [
        (text, (text.index("Lee"), text.index("Lee") + 3)) for text in texts[:3]
    ]
    many = bs.target_sentiment_many(iter(pairs))
    for pair, found in zip(pairs, many, strict=True):
        assert repr(bs.target_sentiment(*pair)) == repr(found)
    assert bs.target_sentiment_many([]) == []


@pytest.mark.parametrize(
    ("text", "target", "reason"),
    [
        ("Anna  Lee spoke.", (4, 6), "no_evidence"),
        ("... !", (0, 3), "no_evidence"),
        ("وقال الوزير إن الحكومة فشلت في كل شيء", (5, 11), "language_unsupported"),
        (
            "Le maire a dit que le pont serait fermé pendant deux ans à cause des travaux.",
            (3, 8),
            "language_unsupported",
        ),
    ],
)
def test_what_cannot_be_said_is_nan_with_a_reason(text, target, reason):
    found = bs.target_sentiment(text, target)
    assert all(math.isnan(value) for value in found[:3])
    assert (found.label, found.reason) == (None, reason)


def test_language_may_be_given():
    headline = "Obama taps Ron Klain as Ebola czar"
    assert bs.target_sentiment(headline, (0, 5), lang="en").label is not None
    with pytest.raises(ArgumentError, match="lang must be"):
        bs.target_sentiment(headline, (0, 5), lang="English")


@pytest.mark.parametrize("target", [(0, 0), (3, 2), (-1, 3), (0, 999), (0.0, 3), (0,), "ab", None, (0, "3")])
def test_a_target_outside_the_text_is_a_wrong_call(target):
    with pytest.raises(ArgumentError, match="target must"):
        bs.target_sentiment(PLAIN, target)


@pytest.mark.parametrize("text", [None, b"bytes", 3])
def test_text_must_be_text(text):
    with pytest.raises(InputTypeError, match="text must be a str"):
        bs.target_sentiment(text, (0, 1))


def test_pairs_must_be_pairs():
    with pytest.raises(ArgumentError, match="pair 1 must be"):
        bs.target_sentiment_many([(PLAIN, (0, 4)), PLAIN])


def test_offsets_are_of_the_callers_own_string():
    damaged = "The cafÃ© owner thinks Anna Lee is a corrupt, dishonest and incompetent mayor."
    clean = "The café owner thinks Anna Lee is a corrupt, dishonest and incompetent mayor."
    assert towards(damaged, "Anna Lee") == towards(clean, "Anna Lee")


def test_a_target_is_judged_alike_whatever_it_is_judged_with(annotator):
    """To the last bit: in any company, in any order, windows of every length."""
    texts = [
        f"{'The word of the day, and more. ' * 3}{'very ' * n}honest Anna Lee {'was late ' * n}." for n in range(30)
    ]
    block = Reader().read(texts, ["en"] * len(texts))
    runs = [
        (token, token + 2)
        for token in np.flatnonzero(np.array([p == "Anna" for p in block.table.pieces])[block.piece]).tolist()
    ]
    assert len(runs) == len(texts)
    maker, lexical = WindowMaker(), annotator.annotate(block).lexical
    together = target_network().probabilities(maker.windows(block, lexical, runs * 9))
    for place, run in enumerate(runs):
        alone = target_network().probabilities(maker.windows(block, lexical, [run]))
        assert all(alone.tobytes() == together[p : p + 1].tobytes() for p in range(place, len(together), len(runs)))


def test_results_can_be_pickled():
    assert pickle.loads(pickle.dumps(towards(PLAIN, "Anna Lee"))) == towards(PLAIN, "Anna Lee")


# --- windows and network


@pytest.fixture(scope="module")
def annotator():
    return Annotator(Vocabulary("en"), "rules")


def windows(annotator, text, run):
    block = Reader().read([text], ["en"])
    return WindowMaker().windows(block, annotator.annotate(block).lexical, [run])


def test_a_window_hides_names_and_stays_in_its_sentence(annotator):
    found = windows(
        annotator, "It rained. Yesterday the mayor Bob Smith accused Anna Lee, and left. It rained.", (8, 10)
    )
    words = word_vectors()
    assert found.row.tolist()[3:7] == [NAME, NAME, words.row("accused") + 2, TARGET]
    assert len(found.row) == 9
    assert found.left[0] == 5
    assert (found.clause_first[0], found.clause_last[0]) == (0, 7)
    assert found.marks[6] >> MARKS.index("comma") & 1


def test_a_window_has_an_end(annotator):
    text = "word " * 100 + "Anna Lee" + " word" * 100
    found = windows(annotator, text, (100, 102))
    assert len(found.row) == 2 * REACH + 1
    assert found.target[0] == REACH


def test_a_negation_denies_what_follows_it_up_to_a_mark(annotator):
    found = windows(annotator, "Never late. Nobody thought that Anna was a liar, and she left.", (5, 6))
    denied = [bool(mark >> MARKS.index("denied") & 1) for mark in found.marks]
    assert denied == [False] + 6 * [True] + 3 * [False]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Anna was not accused.", {"auxiliary before its verb", "negated verb", "opens its sentence"}),
        ("Anna's plan failed.", {"opens its sentence", "owns what follows"}),
        ("Nobody blamed Anna.", set()),
    ],
)
def test_facts_about_a_target(annotator, text, facts):
    place = text.split().index(next(word for word in text.split() if word.startswith("Anna")))
    bits = int(windows(annotator, text, (place, place + 1)).facts[0])
    assert {fact for bit, fact in enumerate(FACTS) if bits >> bit & 1} == facts


def test_the_network_does_what_its_coefficients_say(annotator):
    """The sums once more, one token and one pool at a time, in 64 bits (the network's own are on a grid)."""
    from biasscore.models.store import load_model
    from biasscore.models.target_network import DECAYS

    text = 'The reckless Bob Smith (a liar) was not accused by Anna Lee, who praised him; he "left" early.'
    found = windows(annotator, text, (11, 13))
    arrays = {key: value.astype(float) for key, value in load_model("target_sentiment").arrays.items()}
    vectors = np.concatenate((arrays["special"], word_vectors().values))
    taps = vectors[found.row] @ arrays["filters"].T + arrays["own"][found.row] @ arrays["filters.own"].T
    taps += (found.marks[:, None] >> np.arange(len(MARKS)) & 1) @ arrays["marks"].T
    filters = len(arrays["bias"])
    wide = (taps.shape[1] - filters) // 2
    states = taps[:, :filters] + arrays["bias"]
    for token in range(len(states)):
        if token:
            states[token, filters - wide :] += taps[token - 1, filters : filters + wide]
        if token + 1 < len(states):
            states[token, filters - wide :] += taps[token + 1, filters + wide :]
    states = np.maximum(states, 0)
    target, left, right = int(found.target[0]), int(found.left[0]), int(found.right[0])
    first, last = int(found.clause_first[0]), int(found.clause_last[0])
    pools = []
    for reach in DECAYS:
        pools.append(sum(states[t] * np.exp((t - target) / reach) for t in range(target)))
        pools.append(sum(states[t] * np.exp((target - t) / reach) for t in range(target + 1, len(states))))
    pools += [states.mean(0), states[first:last].mean(0), states.max(0)]
    pools += [states[target]]
    pools += [states[place] * (place != target) for place in (left, right)]
    features = np.concatenate([*pools, found.facts[0] >> np.arange(len(FACTS)) & 1])
    logits = arrays["head"] @ features + arrays["head.bias"]
    shares = np.exp(logits) / np.exp(logits).sum()
    assert target_network().probabilities(found)[0] == pytest.approx(shares, abs=5e-4)
