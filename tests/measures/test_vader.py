"""The fast sentence tone against vaderSentiment itself: no difference allowed."""

from __future__ import annotations

import random

import pytest
from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES, SentimentIntensityAnalyzer

from biasscore.measures.vader import SentenceTone, but_check, straight
from biasscore.text.reading import Reader

ANALYSER = SentimentIntensityAnalyzer()
TRAPS = [
    "The plot was good, but the characters are uncompelling and the dialog is not great.",
    "At least it isn't a horrible book.",
    "This was not a VERY good idea!!!",
    "He never was so kind; she was kind of happy.",
    "No friend, no enemy, no peace or love.",
    "It was the least helpful answer, at least in part.",
    'They said (GREAT) things... "awful" ones?! Why???',
    "without doubt a success, without any doubt a success",
    "Well-being and/or happiness—or sorrow—is what it is.",
    "The bomb was the bomb. A kiss of death to die for.",
    "GOOD good GOOD but bad BAD bad",
    "A day of joy 😀 and grief 😢!",
    "ok, no. :) :D <3 :-(",
    "It wasn’t “great” – it was “terrible”.",
]


def differences(texts):
    reader, tone = Reader(), SentenceTone()
    found = []
    for text in texts:
        block = reader.read([text], ["en"])
        compounds = tone.compounds(block)
        for i, (first, last) in enumerate(zip(block.sentence_start[:-1], block.sentence_start[1:], strict=True)):
            start, end = int(block.start[first]), int(block.end[last - 1])
            plain = straight(block.repaired[0].text[start:end])
            if compounds[i] != ANALYSER.polarity_scores(plain)["compound"]:
                found.append((plain, compounds[i], ANALYSER.polarity_scores(plain)["compound"]))
    return found


def test_traps_are_bit_identical():
    assert differences(TRAPS) == []


def made_up(seed, count):
    """Strings of words that carry valence, boosters, negations, phrases, capitals, marks and emoticons."""
    chance = random.Random(seed)
    valence = sorted(ANALYSER.lexicon)
    modifiers = sorted({word for phrase in (*BOOSTER_DICT, *NEGATE, *SPECIAL_CASES) for word in phrase.split()})
    plain = (
        "the of a said people house in on with this that so or nor but at very kind least without doubt never".split()
    )
    for _ in range(count):
        words = []
        for _ in range(chance.randint(1, 14)):
            word = chance.choice(chance.choice((valence, modifiers, plain, plain)))
            word = chance.choice((word, word, word, word.upper(), word.capitalize()))
            words.append(word + chance.choice(("", "", "", "", ",", "!", "?", "…", "”", ";")))
        yield chance.choice((" ", " ", "  ")).join(words)


def test_made_up_strings_are_bit_identical():
    assert differences(made_up(1, 2_000)) == []


def test_but_rule_is_vaders():
    chance = random.Random(3)
    for _ in range(3_000):
        valences = [chance.choice((0.0, 1.0, -1.5, 2.0, 0.5, -0.75, 3.0)) for _ in range(chance.randint(1, 12))]
        but = chance.randrange(len(valences))
        valences[but] = 0.0
        words = ["-"] * len(valences)
        words[but] = "but"
        assert but_check(valences, but) == ANALYSER._but_check(words, list(valences))


@pytest.mark.slow
def test_a_hundred_thousand_strings_are_bit_identical():
    assert differences(made_up(2, 100_000)) == []
