"""Scorer and score_many: arguments, order, error records, own words, processes and threads."""

from __future__ import annotations

import dataclasses
import math
import pickle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import biasscore as bs

TEXT = "The mayor said on Monday that the bridge would reopen in May. Critics called the delay a zorble."


def test_arguments_are_kept() -> None:
    profile = bs.score(TEXT, title="Bridge", outlet="Post", lang="en", id="7", date="2026-03-10", event="bridge")
    assert (profile.title, profile.outlet, profile.language) == ("Bridge", "Post", "en")
    assert (profile.id, profile.date, profile.event) == ("7", "2026-03-10", "bridge")
    assert profile.n_words == 18
    assert profile.n_sentences == 2


@pytest.mark.parametrize("text", [b"text", None, 3, ["text"]], ids=repr)
def test_a_text_that_is_no_string(text: Any) -> None:
    with pytest.raises(TypeError, match="text must be a str"):
        bs.score(text)


def test_scorer_is_frozen_and_keyword_only() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        bs.Scorer().families = ("framing",)  # type: ignore[misc]
    with pytest.raises(TypeError):
        bs.Scorer(None)  # type: ignore[misc]


def test_scorer_is_picklable() -> None:
    scorer = bs.Scorer(lexicons={"labels": ["zorble"]}, families=("loaded_language",))
    used = scorer.score(TEXT)
    assert pickle.loads(pickle.dumps(scorer)).score(TEXT) == used


def test_scorer_is_safe_in_threads() -> None:
    scorer = bs.Scorer()
    texts = [f"{TEXT} Town {place} waits and word{place} is new." for place in range(40)]
    with ThreadPoolExecutor(4) as pool:
        found = [profile.to_json() for profile in pool.map(scorer.score, texts)]
    assert found == [bs.Scorer().score(text).to_json() for text in texts]


@pytest.mark.parametrize("family", ["framing", "sentiment", "sourcing", "loaded_language"])
def test_one_family(family: str) -> None:
    whole, part = bs.score(TEXT), bs.Scorer(families=(family,)).score(TEXT)
    for name, score in part.scores.items():
        if name.startswith(f"{family}."):
            assert repr(score) == repr(whole[name]), name
        else:
            assert math.isnan(score.value), name
            assert score.reason in ("not_requested", "no_model"), name


def test_chosen_measures() -> None:
    profile = bs.Scorer(measures=("sentiment.tone", "sourcing.source_count")).score(TEXT)
    asked = {name for name, score in profile.scores.items() if score.reason != "not_requested"}
    assert asked == {f"sentiment.tone.{v}" for v in ("author", "paraphrased", "quoted", "all")} | {
        "sourcing.source_count"
    }


def test_own_words_as_a_list_replace_the_shipped_ones() -> None:
    profile = bs.Scorer(lexicons={"labels": ["zorble"]}).score(TEXT)
    assert [e.text for e in profile.evidence("loaded_language.label.all")] == ["zorble"]
    assert bs.score(TEXT).evidence("loaded_language.label.all") == ()


def test_own_words_with_weights() -> None:
    profile = bs.Scorer(lexicons={"labels": {"zorble": 0.5}}).score(TEXT)
    assert [e.weight for e in profile.evidence("loaded_language.label.all")] == [0.5]
    assert profile["loaded_language.label.all"].value == pytest.approx(0.5 / 18 * 100)


def test_own_words_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "labels.tsv"
    path.write_text("term\tlabel\tweight\tforms\tcase\tunless\tkind\tnote\nzorble\tmine\t\tzorbles\t\t\t\t\n", "utf-8")
    profile = bs.Scorer(lexicons=[path]).score(TEXT + " More zorbles came.")
    assert [e.text for e in profile.evidence("loaded_language.label.all")] == ["zorble", "zorbles"]


def test_own_words_show_in_the_provenance() -> None:
    own = bs.Scorer(lexicons={"labels": ["zorble"]}).score(TEXT).provenance["lexicons"]["en/labels"]
    assert own != bs.score(TEXT).provenance["lexicons"]["en/labels"]


NAMING = {"bridges": {"delegitimising": ["zorble"], "legitimising": ["bridge"], "neutral": ["delay"]}}


def test_own_naming_sets() -> None:
    profile = bs.Scorer(naming=NAMING).score(TEXT)
    assert [(n.text, n.set, n.polarity) for n in profile.namings] == [
        ("bridge", "bridges", 1.0),
        ("delay", "bridges", 0.0),
        ("zorble", "bridges", -1.0),
    ]
    assert profile["framing.naming.all"].value == 0


def test_own_naming_sets_from_toml(tmp_path: Path) -> None:
    path = tmp_path / "naming.toml"
    path.write_text('[bridges]\ndelegitimising = ["zorble"]\nlegitimising = { bridge = 0.5 }\n', "utf-8")
    assert [n.polarity for n in bs.Scorer(naming=path).score(TEXT).namings] == [0.5, -1.0]


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"lexicons": {"labels": ["Two  Spaces"]}}, bs.LexiconError),
        ({"lexicons": {"labels": ["UPPER"]}}, bs.LexiconError),
        ({"naming": {"set": {"bad": ["word"]}}}, bs.LexiconError),
        ({"families": ("frames",)}, bs.ArgumentError),
        ({"measures": ("sentiment.mood",)}, bs.UnknownNameError),
        ({"attribution": "model2"}, bs.ArgumentError),
    ],
    ids=str,
)
def test_wrong_settings_are_refused_at_once(settings: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        bs.Scorer(**settings)


# --- many


def test_order_is_kept() -> None:
    texts = [f"The ferry number {place} left the harbour." for place in range(150)]
    assert [profile.text for profile in bs.score_many(texts)] == texts


def test_items_are_taken_when_they_are_needed() -> None:
    taken = []

    def items() -> Iterator[str]:
        for place in range(1000):
            taken.append(place)
            yield f"The ferry number {place} left."

    results = bs.score_many(items())
    assert taken == []
    next(results)
    assert 0 < len(taken) < 200


BAD: list[Any] = [TEXT, None, {"id": "x"}, b"bytes", {"text": TEXT, "id": "ok"}, {"text": 3, "id": "n"}, 7, TEXT]


def test_unusable_items_are_records_in_their_place() -> None:
    results = list(bs.score_many(BAD))
    assert [isinstance(result, bs.ScoringError) for result in results] == [
        False, True, True, True, False, True, True, False,
    ]  # fmt: skip
    records = [result for result in results if isinstance(result, bs.ScoringError)]
    assert [record.position for record in records] == [1, 2, 3, 5, 6]
    assert [record.id for record in records] == [None, "x", None, "n", None]
    assert {record.type for record in records} == {"InputTypeError"}
    assert "decode" in records[2].message


def test_positions_count_over_blocks() -> None:
    items: list[Any] = [TEXT] * 200
    items[130] = None
    assert [r.position for r in bs.score_many(items) if isinstance(r, bs.ScoringError)] == [130]


def test_unusable_items_may_raise() -> None:
    results = bs.score_many(BAD, on_error="raise")
    assert isinstance(next(results), bs.Profile)
    with pytest.raises(bs.ScoringError, match="item 1"):
        next(results)


def test_fields_of_items_are_checked() -> None:
    (record,) = bs.score_many([{"text": TEXT, "outlet": 3}])
    assert isinstance(record, bs.ScoringError)
    assert (record.type, "outlet" in record.message) == ("ArgumentError", True)


def test_processes_give_the_same(corpus: Any) -> None:
    items: list[Any] = [{"text": item.text, "id": item.id} for item in corpus] * 3 + [None]
    one = [r.to_dict() for r in bs.score_many(items)]
    two = [r.to_dict() for r in bs.Scorer().score_many(items, jobs=2)]
    assert one == two


def test_no_items() -> None:
    assert list(bs.score_many([])) == []
