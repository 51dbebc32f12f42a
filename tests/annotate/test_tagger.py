"""Attributions by the shipped model: what a list of verbs misses, whatever stands around it."""

from __future__ import annotations

import pytest

import biasscore as bs
from biasscore.models.store import load_model

LARGEST = 500_000
"""Bytes of the model file."""
INDIRECT = [
    ("Parents want the school to open in the autumn.", "Parents", "the school to open in the autumn"),
    (
        "The council has yet to decide whether the bridge should be closed.",
        "The council",
        "whether the bridge should be closed",
    ),
]
ARTICLE = (
    "The ferry company will cut two of its five routes in the spring, its director told reporters on Monday.\n\n"
    "Anna Lee, who has led the company since 2019, said fuel costs had doubled in a year. "
    '"We cannot go on like this," she added. "Nobody can."\n\n'
    "The union fears that sixty people will lose their work. It has called for talks with the ministry.\n\n"
    "Two boats were sold last year."
)


@pytest.mark.parametrize(("text", "source", "content"), INDIRECT, ids=[row[1] for row in INDIRECT])
def test_statements_without_a_verb_of_saying(text: str, source: str, content: str) -> None:
    (found,) = bs.score(text).attributions
    assert (found.source.text, found.directness) == (source, "indirect")
    assert found.content[0].text == content
    assert bs.Scorer(attribution="rules").score(text).attributions == ()


def test_an_article() -> None:
    found = bs.score(ARTICLE).attributions
    pairs = [(a.source.text if a.source else None, a.content[0].text) for a in found]
    assert ("The union", "that sixty people will lose their work") in pairs
    assert any(source and source.startswith("Anna Lee") and "fuel costs" in content for source, content in pairs)
    assert any(source == "she" and content == "We cannot go on like this" for source, content in pairs)
    assert not any("Two boats" in content for _, content in pairs)
    assert all(a.rule == "en/attribution:model" for a in found)


def test_the_same_alone_and_in_any_batch() -> None:
    alone = bs.score(ARTICLE).to_json()
    others = ["Short.", "", ARTICLE * 3, "The mayor said that the bridge would reopen."]
    assert list(bs.score_many([*others, ARTICLE]))[-1].to_json() == alone
    assert next(iter(bs.score_many([ARTICLE, *others]))).to_json() == alone


def test_a_text_repeated_reads_nearly_alike() -> None:
    once, often = (bs.score("\n\n".join([ARTICLE] * times))["sourcing.attributed_share"].value for times in (1, 4))
    assert often == pytest.approx(once, abs=0.05)


def test_provenance_names_the_model_and_its_digest() -> None:
    model = load_model("attribution_en")
    assert bs.score(ARTICLE).provenance["models"]["attribution_en"] == model.digest
    assert "attribution_en" not in bs.Scorer(attribution="rules").score(ARTICLE).provenance["models"]
    assert "attribution_en" not in bs.score("قال الوزير إن الجسر آمن.", lang="ar").provenance["models"]


def test_the_card_says_what_the_model_was_fitted_on() -> None:
    card = load_model("attribution_en").card
    assert "PolNeAR" in card["data"]
    assert "no licence" in card["data"]
    assert card["bytes"] <= LARGEST


def test_what_is_done_to_a_thing_is_no_statement_of_it():
    assert bs.score("The council approved the budget on Tuesday by nine votes to four.").attributions == ()


@pytest.mark.parametrize("aside", ["by contrast", "for its part", "in turn"])
def test_a_source_stands_without_an_aside(aside):
    (found,) = bs.score(f"Norway, {aside}, said that it would not sign the treaty.").attributions
    assert found.source.text == "Norway"


@pytest.mark.parametrize("when", ["", " later", " on Monday", " later on Monday"])
def test_what_is_announced_by_nobody_is_attributed_to_nobody(when):
    (found,) = bs.score(f"The talks failed. It was reported{when} that two men had died.").attributions
    assert (found.source, found.source_type, found.content[0].text) == (None, "elided", "that two men had died")
