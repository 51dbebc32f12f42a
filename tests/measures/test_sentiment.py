"""Sentiment of whole texts: what repetition, moves and voices do to tone, and tone towards actors."""

from __future__ import annotations

import gzip
import json
import math
import statistics
from pathlib import Path

import pytest

import biasscore as bs

ROOT = Path(__file__).parents[2]
ROUNDUPS = ROOT.parent / "shared" / "data" / "neus_allsides"

STORY = """Anna Lee praised the talented nurses of the city. The council's plan is a terrible mistake, critics warned.
Bob Smith called it "a wonderful chance for everyone". The river was calm on Monday.
The new bridge is ugly, but it works well. Officials promised a generous grant."""
TONES = [
    f"sentiment.{measure}.{voice}"
    for measure in ("tone", "negative_share", "positive_share", "volatility")
    for voice in ("author", "paraphrased", "quoted", "all")
]


def test_a_text_four_times_over_has_the_same_tone():
    once, four = bs.score(STORY), bs.score("\n\n".join([STORY] * 4))
    assert once["sentiment.tone.all"].value != 0
    for name in TONES:
        if not (math.isnan(once[name].value) or "volatility" in name):
            assert four[name].value == pytest.approx(once[name].value, abs=1e-9), name
    assert four["sentiment.volatility.all"].value == pytest.approx(once["sentiment.volatility.all"].value, abs=1e-9)


def test_a_but_sentence_changes_nothing_elsewhere():
    sentences = [
        "The nurses were kind and helpful.",
        "The bridge is ugly, but it is a great success.",
        "The delay was a terrible failure.",
        "Nobody liked the awful noise.",
    ]
    but = sentences[1]
    others = [s for s in sentences if s != but]
    found = []
    for place in range(len(sentences)):
        profile = bs.score(" ".join([*others[:place], but, *others[place:]]))
        tones = {profile.text[s.start : s.end]: s.tone for s in profile.sentences}
        assert set(tones) == set(sentences)
        found.append((tones, profile["sentiment.tone.all"].value))
    assert all(tones == found[0][0] for tones, _ in found)
    assert all(value == pytest.approx(found[0][1], abs=1e-12) for _, value in found)


def test_volatility_is_the_spread_of_the_sentences():
    profile = bs.score(STORY)
    assert profile["sentiment.volatility.all"].value == pytest.approx(
        statistics.pstdev(sentence.tone for sentence in profile.sentences)
    )
    calm, excited = (
        bs.score(" ".join(sentences))["sentiment.volatility.all"].value
        for sentences in (
            ["The bridge is long.", "The river was deep.", "The road is closed.", "The mayor spoke."],
            ["The bridge is wonderful.", "The river was horrible.", "The road is superb.", "The mayor is evil."],
        )
    )
    assert calm == 0 < 0.5 < excited


@pytest.mark.data
@pytest.mark.skipif(not ROUNDUPS.exists(), reason="the round-ups do not lie beside the repository")
@pytest.mark.parametrize("event", ["border_shooting", "army_takeover", "dam_protest"])
def test_bad_news_is_no_bad_tone(event):
    """Wire reports of violence have the tone of the middle half of neutral round-ups."""
    path = next(ROUNDUPS.glob("dev.jsonl*"))
    raw = path.read_bytes()
    rows = map(json.loads, (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8").splitlines())
    texts = [row["text"] for row in rows if row["label"] == "neutral_roundup" and len(row["text"].split()) >= 50][:400]
    scorer = bs.Scorer(families=("sentiment",), attribution="rules")
    values = [profile["sentiment.tone.all"].value for profile in scorer.score_many(texts)]
    low, _, high = statistics.quantiles((value for value in values if not math.isnan(value)), n=4)
    wire = scorer.score((ROOT / "fixtures" / "en" / event / "wire.txt").read_text("utf-8"))
    assert low <= wire["sentiment.tone.all"].value <= high


def tones(text, name, **settings):
    profile = bs.Scorer(**settings).score(text)
    return next(actor.tone for actor in profile.actors if actor.name == name)


def test_tone_towards_actors_is_not_the_tone_of_their_sentences():
    text = (
        "Anna Lee is a brilliant and honest mayor. Bob Smith is a corrupt and lazy rival. "
        "Unlike the corrupt Bob Smith, Anna Lee is honest and brilliant."
    )
    assert tones(text, "Anna Lee")["all"].value > 0.3 + tones(text, "Bob Smith")["all"].value


def test_tone_towards_an_actor_by_voice():
    text = "The diplomat said that Anna Lee was corrupt and dishonest. Anna Lee is an honest and brilliant mayor."
    found = tones(text, "Anna Lee")
    assert set(found) == {"author", "paraphrased", "all"}
    assert found["author"].value > 0 > found["paraphrased"].value
    assert found["all"].value == pytest.approx((found["author"].value + found["paraphrased"].value) / 2)
    assert (found["all"].n, found["author"].n) == (2, 1)
    assert found["all"].low <= found["all"].value <= found["all"].high


def test_two_mentions_in_one_sentence_are_one_statement():
    text = "Anna Lee praised the work of Anna Lee, the brilliant mayor."
    assert tones(text, "Anna Lee")["all"].n == 1


def test_polarisation_is_the_distance_of_the_extremes():
    good = ["{} is a brilliant and honest mayor.", "Voters love {} for courage.", "The fair deal was won by {} again."]
    bad = ["{} is a corrupt and lazy rival.", "The scandal disgraced {} badly.", "The lies of {} were exposed again."]
    text = " ".join(s.format("Anna Lee") for s in good) + " " + " ".join(s.format("Bob Smith") for s in bad)
    profile = bs.score(text)
    score = profile["sentiment.actor_polarisation"]
    means = {actor.name: actor.tone["all"].value for actor in profile.actors}
    assert score.value == pytest.approx(means["Anna Lee"] - means["Bob Smith"])
    assert 0 < score.low <= score.value <= score.high <= 2
    assert score.n == 2
    evidence = profile.evidence("sentiment.actor_polarisation")
    assert {one.label for one in evidence} == {"Anna Lee", "Bob Smith"}
    assert sum(one.weight for one in evidence) == pytest.approx(score.value)
    assert sum(one.weight for one in evidence if one.label == "Anna Lee") == pytest.approx(means["Anna Lee"])


def test_one_actor_is_not_compared():
    assert bs.score("Anna Lee spoke. Anna Lee left. Anna Lee came.", lang="en")[
        "sentiment.actor_polarisation"
    ].reason == ("not_enough_actors")


def test_actor_tone_does_not_depend_on_the_batch():
    texts = [STORY, STORY * 3, "Anna Lee is a brilliant mayor. " * 4 + "Bob Smith is a corrupt rival. " * 5] * 3
    many = list(bs.score_many(texts))
    for text, profile in zip(texts, many, strict=True):
        assert bs.Scorer().score(text).to_json() == profile.to_json()


# --- Arabic


def arabic_tone(sentence):
    return bs.score(sentence, lang="ar").sentences[0].tone


@pytest.mark.parametrize(
    "sentence", ["النجاح كبير.", "والنجاح كان كبيرا.", "بالنجاح وحده.", "للنجاح ثمن.", "كان نجاحا كبيرا."]
)
def test_arabic_clitics_and_cases_do_not_hide_a_word(sentence):
    assert arabic_tone(sentence) > 0


@pytest.mark.parametrize(
    "sentence",
    [
        "ليس نجاحا.",
        "وليس هناك نجاح.",
        "لم يكن الاتفاق نجاحا.",
        "عدم الاستقرار في المدينة.",
        "بدون نجاح.",
        "الأمر غير إيجابي.",
    ],
)
def test_arabic_negation_turns_a_word_over(sentence):
    assert arabic_tone(sentence) < 0


def test_arabic_negation_does_not_cross_a_sentence():
    profile = bs.score("لم يحضر. نجاح كبير للفريق.", lang="ar")
    assert profile.sentences[1].tone > 0


def test_arabic_needs_five_tone_words():
    words = [e.term for e in bs.lexicons.load("tone", "ar").entries if " " not in e.term and e.weight < 0]
    four, five = (" ".join(f"كان القرار {word} في المدينة." for word in words[:n]) for n in (4, 5))
    assert bs.score(four, lang="ar")["sentiment.tone.all"].reason == "too_few"
    assert bs.score(four, lang="ar")["sentiment.volatility.all"].reason == "too_few"
    assert bs.score(five, lang="ar")["sentiment.tone.all"].value < 0
