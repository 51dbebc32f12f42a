"""one_sidedness: zero for equal treatment, whoever the parties are; parts that sum; fixtures in order."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

import biasscore as bs
from biasscore.measures.one_sidedness import WEIGHTS

ROOT = Path(__file__).parents[2] / "fixtures" / "en"
EVENTS = sorted(path.name for path in ROOT.iterdir())
EVEN = (
    "Anna Lee said the plan would work. Omar Haddad said the plan would fail. "
    "Anna Lee spoke for an hour. Omar Haddad spoke for an hour."
)
UNEVEN = (
    "Anna Lee said the plan would work. Omar Haddad claimed the plan would fail. Anna Lee said she was proud. "
    "The brave and brilliant Anna Lee spoke for an hour. The cruel and corrupt Omar Haddad ruined the town."
)


def index(text: str):
    return bs.score(text)["one_sidedness"]


def test_weights_are_declared():
    assert math.isclose(sum(WEIGHTS.values()), 1)


def test_equal_treatment_is_zero_and_unequal_is_not():
    assert index(EVEN).value == pytest.approx(0, abs=1e-9)
    assert index(UNEVEN).value > 0.2


def test_it_has_no_direction():
    swapped = UNEVEN.replace("Anna Lee", "X").replace("Omar Haddad", "Anna Lee").replace("X", "Omar Haddad")
    swapped = swapped.replace("she was", "he was")
    assert index(swapped).value == pytest.approx(index(UNEVEN).value, abs=0.02)


def test_parts_sum_to_the_value_and_are_named():
    profile = bs.score(UNEVEN)
    parts = profile.explain("one_sidedness")
    assert math.fsum(part.value for part in parts) == pytest.approx(profile["one_sidedness"].value)
    assert {part.label.split(":")[0] for part in parts} <= set(WEIGHTS)
    assert {"cue", "tone"} <= {part.label.split(":")[0] for part in parts}
    assert profile["one_sidedness"].low <= profile["one_sidedness"].value <= profile["one_sidedness"].high


@pytest.mark.parametrize(
    ("text", "lang", "reason"),
    [
        ("It rained.", "en", "not_enough_actors"),
        ("قال أحمد إن الخطة جيدة.", "ar", "language_unsupported"),
        ("", "en", "empty_text"),
    ],
)
def test_unknown_has_a_reason(text, lang, reason):
    score = bs.score(text, lang=lang)["one_sidedness"]
    assert math.isnan(score.value)
    assert score.reason == reason


def test_batches_do_not_matter():
    texts = [EVEN, UNEVEN, "It rained."]
    alone = [bs.score(text)["one_sidedness"].value for text in texts]
    together = [profile["one_sidedness"].value for profile in bs.score_many(texts)]
    assert together[:2] == alone[:2]


@pytest.fixture(scope="module")
def values():
    kinds = ("wire", "state", "anonymous", "advocacy")
    return {
        (event, kind): index((ROOT / event / f"{kind}.txt").read_text("utf-8")).value
        for event in EVENTS
        for kind in kinds
    }


@pytest.mark.parametrize("kind", ["state", "advocacy", "anonymous"])
def test_a_wire_is_less_one_sided(values, kind):
    above = [values[event, kind] > values[event, "wire"] for event in EVENTS]
    assert sum(above) >= (4 if kind == "anonymous" else 6)
