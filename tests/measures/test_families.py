"""Small texts whose values can be counted by hand."""

from __future__ import annotations

import math

import pytest

import biasscore as bs
from biasscore.measures.statistics import mean_interval, rate_interval, share_interval, t_quantile


def test_wilson_interval():
    low, high = share_interval(3, 10)
    assert (round(float(low), 3), round(float(high), 3)) == (0.108, 0.603)


@pytest.mark.parametrize(
    ("events", "low", "high"), [(0, 0.0, 2.512), (1, 0.108, 4.674), (5, 1.908, 10.96), (20, 12.607, 30.28)]
)
def test_rate_interval_is_nearly_that_of_jeffreys(events, low, high):
    found = rate_interval(events, events, 1.0, 1.0)
    assert float(found.low) == pytest.approx(low, abs=0.02)
    assert float(found.high) == pytest.approx(high, rel=0.02)


@pytest.mark.parametrize(("freedom", "quantile"), [(1, 12.706), (2, 4.303), (5, 2.571), (30, 2.042)])
def test_student_quantile(freedom, quantile):
    assert float(t_quantile(freedom)) == pytest.approx(quantile, rel=2e-3)


def test_mean_of_one_value_is_known_to_its_range_only():
    low, high = mean_interval(0.5, 0.25, 1, -1.0, 1.0)
    assert (float(low), float(high)) == (-1.0, 1.0)


def test_density_is_weight_per_hundred_words():
    profile = bs.score("The reckless mayor " + "walked along the river and looked at the boats " * 9)
    evidence = profile.evidence("loaded_language.density.author")
    assert [e.text for e in evidence] == ["reckless"]
    assert profile["loaded_language.density.author"].value == pytest.approx(100 / profile.n_words)


def test_hedges_are_reported_and_never_added():
    profile = bs.score("Perhaps the bridge may reopen.")
    assert profile["loaded_language.hedge.author"].value > 0
    assert profile["loaded_language.density.author"].value == 0


def test_names_and_topics_carry_no_tone():
    assert bs.score("The United States Security Council met on the war.")["sentiment.tone.all"].value == 0
    assert bs.score("The war began.")["sentiment.bad_news_density.all"].value > 0


def test_reported_accusations_are_not_the_authors():
    profile = bs.score("Anna Lee accused the council of theft.")
    assert profile["framing.blame.author"].value == 0
    assert profile["framing.blame.paraphrased"].value > 0


def test_naming_is_signed():
    assert bs.score("The junta met.")["framing.naming.author"].value == -1
    assert bs.score("The bridge is long.")["framing.naming.author"].reason == "no_evidence"


def test_shares_of_sources():
    profile = bs.score("Anna Lee said it was safe. A diplomat claimed it was old. Sources said it would close.")
    assert profile["sourcing.named_share"].value == pytest.approx(1 / 3)
    assert profile["sourcing.anonymous_share"].value == pytest.approx(2 / 3)
    assert profile["sourcing.distancing_cue_share"].value == pytest.approx(1 / 3)
    assert profile["sourcing.source_count"].value == 3
    assert profile["sourcing.source_diversity"].value == pytest.approx(3)


def test_no_sources_is_a_reason_not_a_zero():
    score = bs.score("The bridge is long. The river is wide.")["sourcing.named_share"]
    assert math.isnan(score.value)
    assert score.reason == "no_attributions"


def test_agentless_passives():
    assert bs.score("Two men were killed.")["framing.agentless_passive"].value > 0
    assert bs.score("Two men were killed by soldiers.")["framing.agentless_passive"].value == 0
    assert bs.score("قتل رجلان في المدينة.", lang="ar")["framing.agentless_passive"].reason == "language_unsupported"
