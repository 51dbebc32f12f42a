"""Attributions in English, by rules and by the model: a sentence, and who says what in it."""

from __future__ import annotations

import pytest

import biasscore as bs

FOUND = [
    ("The mayor said that the bridge would reopen.", "The mayor", "said", "that the bridge would reopen", "indirect"),
    ("The bridge will reopen, the mayor said on Monday.", "the mayor", "said", "The bridge will reopen", "indirect"),
    ('"The bridge is safe," said Anna Lee.', "Anna Lee", "said", "The bridge is safe", "direct"),
    (
        "According to two officials, the bridge is safe.",
        "two officials",
        "According to",
        "the bridge is safe",
        "indirect",
    ),
    (
        "The bridge is safe, according to the ministry.",
        "the ministry",
        "according to",
        "The bridge is safe",
        "indirect",
    ),
    ('Anna Lee told the Daily Post: "The bridge is safe."', "Anna Lee", "told", "The bridge is safe", "direct"),
    ('The minister called the plan "a cruel joke".', "The minister", "called", 'the plan "a cruel joke"', "mixed"),
    (
        "Residents fear that the river will rise again.",
        "Residents",
        "fear",
        "that the river will rise again",
        "indirect",
    ),
    (
        "A report by the bank found that prices had doubled.",
        "A report by the bank",
        "found",
        "that prices had doubled",
        "indirect",
    ),
    (
        "Critics accused the council of hiding the bill.",
        "Critics",
        "accused",
        "the council of hiding the bill",
        "indirect",
    ),
    ("U.S. officials believe that talks will fail.", "U.S. officials", "believe", "that talks will fail", "indirect"),
    (
        "Anna Lee, a baker from Sommet, said the shop was full.",
        "Anna Lee, a baker from Sommet",
        "said",
        "the shop was full",
        "indirect",
    ),
]
NOTHING = [
    "The river rose in the night and the road was closed.",
    "The United States and France are at odds.",
    "The reported cases doubled.",
    "He left the room without a word.",
]


@pytest.fixture(scope="module", params=["rules", "model"])
def scorer(request):
    return bs.Scorer(attribution=request.param)


@pytest.mark.parametrize(("text", "source", "cue", "content", "directness"), FOUND, ids=[row[0][:40] for row in FOUND])
def test_who_says_what(scorer, text, source, cue, content, directness):
    relations = [
        (a.source.text, a.cue.text, a.content[0].text, a.directness)
        for a in scorer.score(text).attributions
        if a.source and a.cue
    ]
    assert relations == [(source, cue, content, directness)]


@pytest.mark.parametrize("text", NOTHING)
def test_nobody_is_cited(scorer, text):
    assert scorer.score(text).attributions == ()


def test_split_quotation_is_one_attribution(scorer):
    (found,) = scorer.score('"The bridge is safe," Anna Lee said, "and it will stay safe."').attributions
    assert [span.text for span in found.content] == ["The bridge is safe", "and it will stay safe"]


def test_running_speech_goes_on_with_its_speaker(scorer):
    (found,) = scorer.score('"The bridge is safe," Anna Lee said. "It will reopen in May."').attributions
    assert [span.text for span in found.content] == ["The bridge is safe", "It will reopen in May"]


def test_descriptions_pronouns_and_surnames_link(scorer):
    profile = scorer.score(
        "Transport Minister Anna Lee said the bridge was safe. She said it would reopen. Lee added that tolls would fall. "
        "A diplomat said the talks had failed. The diplomat added that nobody was surprised."
    )
    ids = [a.source_id for a in profile.attributions]
    assert ids[0] == ids[1] == ids[2] == "Anna Lee"
    assert ids[3] == ids[4] != "Anna Lee"


def test_a_description_without_anybody_before_it_is_an_orphan():
    assert bs.score("The diplomat said the talks had failed.")["sourcing.orphan_sources"].value == 1
