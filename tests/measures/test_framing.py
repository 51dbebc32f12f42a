"""Framing: topic is not framing, and what is counted can be shown."""

from __future__ import annotations

from pathlib import Path

import pytest

import biasscore as bs

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


@pytest.mark.parametrize("topic", ["coup", "vote", "storm", "takeover"])
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


@pytest.mark.parametrize("path", sorted(ROOT.glob("*/*/*.txt")), ids=lambda path: "/".join(path.parts[-3:]))
def test_every_score_above_zero_has_evidence(path):
    profile = bs.score(path.read_text("utf-8"))
    names = [*profile.framing, "one_sidedness"]
    without = [name for name in names if abs(profile[name].value) > 0 and not profile.evidence(name)]
    assert without == []
