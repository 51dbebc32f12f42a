"""Framing: topic is not framing, and what is counted can be shown."""

from __future__ import annotations

from pathlib import Path

import pytest

import biasscore as bs
from biasscore.annotate.frames import FrameReader
from biasscore.annotate.lexical import find_lexical
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.text.reading import Reader

ROOT = Path(__file__).parents[2] / "fixtures"
TEMPLATE = (
    "The {topic} in Karvesh was discussed on Monday. Anna Lee said talks on the {topic} would go on. "
    "Omar Haddad accused the council of delay. The council is to blame for the {topic}. "
    "A widow wept as she spoke of the {topic}. The price of bread rose after the {topic}. "
    "The minister proposed a reform to prevent another {topic}."
)
UNMOVED = (
    "framing.conflict", "framing.responsibility", "framing.economic", "framing.morality", "framing.human_interest",
    "framing.blame.author", "framing.blame.paraphrased", "framing.blame.all", "framing.peace_war",
    "framing.agentless_passive", "one_sidedness",
)  # fmt: skip
"""All but the naming of the event, which is a choice of words for it."""


@pytest.mark.parametrize("topic", ["coup", "vote", "storm", "takeover", "summit", "flood", "concert", "march"])
@pytest.mark.parametrize("name", UNMOVED)
def test_the_topic_moves_no_frame(topic, name):
    first = bs.score(TEMPLATE.format(topic="election"))[name]
    second = bs.score(TEMPLATE.format(topic=topic))[name]
    assert second.value == pytest.approx(first.value, abs=1e-9, nan_ok=True)


def test_the_template_has_frames_to_move():
    profile = bs.score(TEMPLATE.format(topic="election"))
    assert profile["framing.blame.author"].n == 1
    assert profile["framing.blame.paraphrased"].n == 1
    assert all(profile[name].value > 0 for name in ("framing.conflict", "framing.economic", "framing.human_interest"))


def test_a_frame_rests_on_the_sentences_that_answer_its_items():
    profile = bs.score(TEMPLATE.format(topic="election"))
    economic = profile.evidence("framing.economic")
    assert [one.label for one in economic] == ["economic_costs"]
    assert economic[0].text.startswith("The price of bread")
    assert "reform" in profile.evidence("framing.responsibility")[-1].text
    for name in UNMOVED[:5]:
        assert sum(one.weight for one in profile.evidence(name)) == pytest.approx(profile[name].value)
        assert profile[name].low <= profile[name].value <= profile[name].high


def test_more_answers_make_more_of_a_frame():
    calm = "The choir met in the hall on Tuesday. It sang for an hour. Tea was served at six."
    costs = calm.replace("It sang for an hour.", "The tax will cost firms two billion dollars a year.")
    assert bs.score(costs)["framing.economic"].value > 5 * bs.score(calm)["framing.economic"].value


def test_names_events_and_blame_are_not_read():
    vocabulary = Vocabulary("en")
    block = Reader().read(["In Karvesh the council is to blame for the election delay."], ["en"])
    rows = FrameReader(vocabulary, ()).columns(block, find_lexical(block, vocabulary)).rows
    read = {block.table.pieces[piece] for piece, row in zip(block.piece.tolist(), rows.tolist(), strict=True) if row}
    assert {"In", "council", "the"} <= read
    assert read.isdisjoint({"Karvesh", "blame", "election"})


def test_frames_are_the_same_whatever_finds_attributions_and_loaded_words():
    text = TEMPLATE.format(topic="election")
    fast = bs.Scorer(attribution="rules", loaded="lexicon").score(text)
    for name in UNMOVED[:5]:
        assert fast[name].value == bs.score(text)[name].value


def test_frames_alone_and_in_a_batch():
    texts = [path.read_text("utf-8") for path in sorted(ROOT.glob("en/*/*.txt"))]
    together = list(bs.Scorer().score_many(texts))
    for text, profile in list(zip(texts, together, strict=True))[::5]:
        alone = bs.Scorer().score(text)
        for name in UNMOVED[:5]:
            assert alone[name] == profile[name]
            assert alone.evidence(name) == profile.evidence(name)


def test_causes_judgements_and_remedies_by_voice():
    text = (
        'The shortage is rooted in the blockade. "The port must be opened," Anna Lee said. The blockade is a disgrace.'
    )
    profile = bs.score(text)
    assert [one.text for one in profile.evidence("framing.causal.author")] == ["rooted in"]
    assert [one.text for one in profile.evidence("framing.treatment.quoted")] == ["must be"]
    assert [one.text for one in profile.evidence("framing.evaluation.author")] == ["is a disgrace"]
    assert profile["framing.treatment.author"].value == 0


def test_arabic_frames_are_shares_of_sentences():
    profile = bs.score("اتهم الوزير المعارضة. عاد الهدوء إلى المدينة.", lang="ar")
    assert profile["framing.conflict"].value == 0.5
    assert bs.capabilities("ar")["framing.conflict"] == "lexical"


@pytest.mark.parametrize("path", sorted(ROOT.glob("*/*/*.txt")), ids=lambda path: "/".join(path.parts[-3:]))
def test_every_score_above_zero_has_evidence(path):
    profile = bs.score(path.read_text("utf-8"))
    names = [*profile.framing, "one_sidedness"]
    without = [name for name in names if abs(profile[name].value) > 0 and not profile.evidence(name)]
    assert without == []
