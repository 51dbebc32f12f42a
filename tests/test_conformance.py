"""What holds for every measure on every fixture text (after scikit-learn's estimator checks)."""

from __future__ import annotations

import json
import math
import pickle
import random
from typing import Any

import pytest

import biasscore as bs
from biasscore.measures.catalogue import BY_NAME, COLUMNS, SPEC_OF
from biasscore.measures.spec import REASONS

CLOSE = 1e-9
VOICES = ("author", "paraphrased", "quoted")
DENSITIES = [spec.name for spec in BY_NAME.values() if spec.by_voice and spec.unit == "per 100 words"]
COUNTS = {  # grow with the length of a text by their nature: all others are intensive
    "sourcing.source_count",
    "sourcing.orphan_sources",
    "sourcing.longest_unattributed_run",
}
UNSTABLE = COUNTS | {
    "sourcing.source_diversity",  # what the first copy introduced is known to the second
    "sourcing.top_source_share",
    "sourcing.cue_asymmetry",
    "sentiment.actor_polarisation",
    "sentiment.volatility",  # the sample's own standard deviation, over n - 1
    "sentiment.headline_gap",
    "one_sidedness",  # a party named once in the text is named four times, and so counts as one
    "sourcing.named_share",  # an orphan of the first copy has an antecedent in the second
    "sourcing.anonymous_share",
}
INTENSIVE = [column for column in COLUMNS if column not in UNSTABLE and ".volatility." not in column]


def spans(profile: bs.Profile) -> list[tuple[str, Any]]:
    """Every span that a profile gives out, and where it was found."""
    found: list[tuple[str, Any]] = [(name, e) for name in BY_NAME for e in profile.evidence(name)]
    for attribution in profile.attributions:
        found += [("attribution", s) for s in (attribution.source, attribution.cue, *attribution.content) if s]
    found += [("actor", span) for actor in profile.actors for span in actor.mentions]
    found += [("boilerplate", span) for span in profile.boilerplate]
    return found + [("naming", naming) for naming in profile.namings]


@pytest.mark.parametrize("name", COLUMNS)
def test_nan_exactly_with_a_known_reason(profiles: dict[str, bs.Profile], name: str) -> None:
    for id_, profile in profiles.items():
        score = profile[name]
        assert math.isnan(score.value) == (score.reason is not None), (id_, score)
        assert score.reason is None or score.reason in REASONS, (id_, score)


@pytest.mark.parametrize("name", COLUMNS)
def test_values_and_intervals_are_inside_their_range(profiles: dict[str, bs.Profile], name: str) -> None:
    spec = SPEC_OF[name]
    for id_, profile in profiles.items():
        score = profile[name]
        assert score.n >= 0, id_
        assert score.unit == spec.unit
        if score.reason is None:
            assert spec.low - CLOSE <= score.value <= spec.high + CLOSE, (id_, score)
            assert score.low - CLOSE <= score.value <= score.high + CLOSE, (id_, score)
            assert spec.low - CLOSE <= score.low, (id_, score)
            assert score.high <= spec.high + CLOSE, (id_, score)
        else:
            assert math.isnan(score.low), (id_, score)
            assert math.isnan(score.high), (id_, score)


def test_all_numbers_are_plain_python(profiles: dict[str, bs.Profile]) -> None:
    for profile in profiles.values():
        for name, score in profile.scores.items():
            kinds = [type(field) for field in score[:1] + score[2:6]]
            assert kinds == [float] * 5, name
            assert type(score.n) is int, name


@pytest.mark.parametrize("name", DENSITIES)
def test_voices_add_up_to_all(profiles: dict[str, bs.Profile], name: str) -> None:
    for id_, profile in profiles.items():
        parts = [profile[f"{name}.{voice}"].value for voice in VOICES]
        whole = profile[f"{name}.all"].value
        assert math.isnan(whole) == math.isnan(sum(parts)), id_
        assert math.isnan(whole) or sum(parts) == pytest.approx(whole, abs=CLOSE), id_


@pytest.mark.parametrize("name", COLUMNS)
def test_explanations_sum_to_the_value(profiles: dict[str, bs.Profile], name: str) -> None:
    for id_, profile in profiles.items():
        parts = profile.explain(name)
        if not parts:
            continue
        assert sum(part.value for part in parts) == pytest.approx(profile[name].value, abs=CLOSE), id_
        counted = sum(len(part.spans) for part in parts)
        assert counted == len(profile.evidence(name)), id_


@pytest.mark.parametrize("name", [name for name in COLUMNS if SPEC_OF[name].additive])
def test_additive_measures_have_evidence_exactly_when_they_count_something(
    profiles: dict[str, bs.Profile], name: str
) -> None:
    for id_, profile in profiles.items():
        score = profile[name]
        if score.reason is None and score.value != 0:
            assert profile.evidence(name), (id_, score)
        if SPEC_OF[name].unit == "per 100 words" and score.reason is None:
            total = sum(e.weight for e in profile.evidence(name))
            assert total * 100 / profile.n_words == pytest.approx(score.value, abs=CLOSE), id_


@pytest.mark.parametrize("name", [spec.name for spec in BY_NAME.values() if spec.by_voice])
def test_evidence_by_voice_is_a_part_of_all_evidence(profiles: dict[str, bs.Profile], name: str) -> None:
    for id_, profile in profiles.items():
        whole = profile.evidence(f"{name}.all")
        parts = [e for voice in VOICES for e in profile.evidence(f"{name}.{voice}")]
        assert sorted(whole) == sorted(parts), id_
        assert [e.start for e in whole] == sorted(e.start for e in whole), id_


def test_offsets_point_into_the_text(profiles: dict[str, bs.Profile]) -> None:
    for id_, profile in profiles.items():
        text = profile.text
        assert text is not None
        wrong = [(kind, span) for kind, span in spans(profile) if text[span.start : span.end] != span.text]
        assert wrong == [], id_
        assert [kind for kind, span in spans(profile) if not 0 <= span.start < span.end <= len(text)] == [], id_


def test_sentences_are_in_order_and_hold_all_words_once(profiles: dict[str, bs.Profile]) -> None:
    for id_, profile in profiles.items():
        text = profile.text or ""
        bounds = [place for sentence in profile.sentences for place in sentence[:2]]
        assert bounds == sorted(bounds), id_
        assert len(profile.sentences) == profile.n_sentences, id_
        covered = [(s.start, s.end) for s in profile.sentences] + [(b.start, b.end) for b in profile.boilerplate]
        left = list(text)
        for start, end in covered:
            left[start:end] = " " * (end - start)
        assert "".join(left).split() == [], id_


def test_sentence_fields(profiles: dict[str, bs.Profile]) -> None:
    for id_, profile in profiles.items():
        for sentence in profile.sentences:
            assert -1 <= sentence.tone <= 1, id_
            assert sentence.voice in VOICES, id_
            assert math.isnan(sentence.loaded) or 0 <= sentence.loaded <= 1, id_


def test_attribution_fields(profiles: dict[str, bs.Profile]) -> None:
    types = "person body metonym anonymous_described anonymous_bare document media elided".split()
    classes = "neutral strong doubt factive emotive directive accusation hearsay mental".split()
    for id_, profile in profiles.items():
        for a in profile.attributions:
            assert a.content, id_
            assert a.directness in ("direct", "indirect", "mixed"), id_
            assert a.source_type in types, id_
            assert a.cue_class in classes, id_
            assert a.anonymous == a.source_type.startswith("anonymous"), id_
            assert not (a.named and a.anonymous), id_
            assert a.source_id or a.source is None, id_


def test_actor_fields(profiles: dict[str, bs.Profile]) -> None:
    for id_, profile in profiles.items():
        assert len({actor.name for actor in profile.actors}) == len(profile.actors), id_
        for actor in profile.actors:
            assert actor.mentions, id_
            assert set(actor.tone) <= {*VOICES, "all"}, id_
            assert "all" in actor.tone, id_
            for score in actor.tone.values():
                assert -1 <= score.low <= score.value + CLOSE, (id_, actor.name)
                assert score.value <= score.high + CLOSE <= 1 + 2 * CLOSE, (id_, actor.name)


def test_the_same_text_gives_the_same_bytes(corpus: Any, profiles: dict[str, bs.Profile]) -> None:
    again = bs.Scorer()
    for item in corpus:
        other = again.score(item.text, id=item.id, title=item.gold["title"])
        assert other.to_json() == profiles[item.id].to_json(), item.id


def test_white_space_behind_the_text_changes_nothing(corpus: Any, profiles: dict[str, bs.Profile]) -> None:
    for item in corpus:
        padded = bs.score(item.text.rstrip() + " \n\n\t ", id=item.id, title=item.gold["title"])
        assert padded.scores.keys() == profiles[item.id].scores.keys()
        for name, score in profiles[item.id].scores.items():
            assert repr(padded[name]) == repr(score), (item.id, name)


@pytest.mark.parametrize("seed", range(3))
def test_order_and_company_do_not_matter(corpus: Any, profiles: dict[str, bs.Profile], seed: int) -> None:
    items = [{"text": item.text, "id": item.id, "title": item.gold["title"]} for item in corpus]
    items *= 1 + 2 * seed
    random.Random(seed).shuffle(items)
    for item, profile in zip(items, bs.Scorer().score_many(items), strict=True):
        assert profile.to_json() == profiles[item["id"]].to_json(), item["id"]


def test_company_of_odd_texts_does_not_matter(corpus: Any, profiles: dict[str, bs.Profile]) -> None:
    odd = ["", " ", "!!!", "Bonjour à tous, ceci est un texte français.", "“", "\ud800", "12 13 14"]
    items: list[Any] = []
    for place, item in enumerate(corpus):
        items += [odd[place % len(odd)], {"text": item.text, "id": item.id, "title": item.gold["title"]}]
    for profile in bs.score_many(items):
        if profile.id is not None:
            assert profile.to_json() == profiles[profile.id].to_json(), profile.id


def test_what_was_scored_before_does_not_matter(corpus: Any, profiles: dict[str, bs.Profile]) -> None:
    scorer = bs.Scorer()
    item = corpus[0]
    for other in reversed(corpus):
        scorer.score(other.text)
    assert scorer.score(item.text, id=item.id, title=item.gold["title"]) == profiles[item.id]


def test_pickle(profiles: dict[str, bs.Profile]) -> None:
    for id_, profile in profiles.items():
        again = pickle.loads(pickle.dumps(profile))
        assert again == profile, id_
        assert again.text == profile.text, id_
        assert [again.evidence(name) for name in BY_NAME] == [profile.evidence(name) for name in BY_NAME], id_
        assert again.namings == profile.namings, id_


def test_from_dict(profiles: dict[str, bs.Profile]) -> None:
    for id_, profile in profiles.items():
        again = bs.Profile.from_dict(profile.to_dict(), text=profile.text)
        assert again == profile, id_
        assert again.attributions == profile.attributions, id_
        assert again.boilerplate == profile.boilerplate, id_
        assert repr(again.actors) == repr(profile.actors), id_
        assert repr(again.sentences) == repr(profile.sentences), id_
        assert [again.explain(name) for name in COLUMNS] == [profile.explain(name) for name in COLUMNS], id_


def test_json_is_strict_and_comes_back(profiles: dict[str, bs.Profile]) -> None:
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    for id_, profile in profiles.items():
        data = json.loads(profile.to_json(), parse_constant=refuse)
        assert data == json.loads(json.dumps(profile.to_dict(), allow_nan=False)), id_
        again = bs.Profile.from_dict(data, text=profile.text)
        assert again.to_json() == profile.to_json(), id_
        kept = bs.Profile.from_dict(json.loads(profile.to_json(text=True)))
        assert kept.text == profile.text, id_
        assert kept == profile, id_


def test_to_dict_is_fresh(corpus: Any) -> None:
    def spoil(value: Any) -> None:
        for inner in list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else ():
            spoil(inner)
        if isinstance(value, dict | list):
            value.clear()

    for item in corpus[:4]:
        profile = bs.Scorer().score(item.text)
        before = profile.to_json()
        spoil(profile.to_dict())
        assert profile.to_json() == before, item.id
        stored = bs.Profile.from_dict(json.loads(before), text=item.text)
        spoil(stored.to_dict())
        assert stored.to_json() == before, item.id


def test_slim_rows_hold_no_spans(profiles: dict[str, bs.Profile]) -> None:
    for id_, profile in profiles.items():
        slim = profile.to_dict(evidence=False)
        assert not {"evidence", "sentences", "attributions", "actors", "boilerplate", "text"} & set(slim), id_
        assert slim["scores"] == profile.to_dict()["scores"], id_
        assert len(slim["text_sha256"]) == 64, id_


@pytest.fixture(scope="module")
def repeated(corpus: Any) -> list[tuple[str, bs.Profile, bs.Profile]]:
    """Texts without boilerplate, once and four times."""
    # the attribution model looks beyond the paragraph, so only the rules read a copy as they read the first
    scorer, found = bs.Scorer(attribution="rules"), []
    for item in corpus:
        once = scorer.score(item.text)
        # wire copy that begins with a dateline and ends with a sign-off is not the same four times
        if not once.boilerplate:
            found.append((item.id, once, scorer.score("\n\n".join([item.text.strip()] * 4))))
    return found


@pytest.mark.parametrize("name", [name for name in INTENSIVE if not name.startswith(("sourcing.", "wire_distance"))])
def test_four_times_the_text_is_the_same_manner(repeated: list[Any], name: str) -> None:
    for id_, once, often in repeated:
        assert often.n_words == 4 * once.n_words, id_
        if once[name].reason is None:
            assert often[name].value == pytest.approx(once[name].value, abs=CLOSE), id_


@pytest.mark.parametrize("name", ["sourcing.attribution_density", "sourcing.attributed_share", "sourcing.quoted_share"])
def test_four_times_the_text_is_the_same_sourcing(repeated: list[Any], name: str) -> None:
    for id_, once, often in repeated:
        assert often[name].value == pytest.approx(once[name].value, abs=CLOSE), id_


@pytest.mark.parametrize("name", [name for name in COLUMNS if SPEC_OF[name].unit == "per 100 words"])
def test_four_times_the_text_is_surer(repeated: list[Any], name: str) -> None:
    for id_, once, often in repeated:
        if once[name].reason is None and once[name].value > 0:
            assert often[name].high - often[name].low < once[name].high - once[name].low, id_


def test_arabic_says_what_it_does_not_know(profiles: dict[str, bs.Profile]) -> None:
    for id_, profile in profiles.items():
        if profile.language != "ar":
            continue
        for name, how in bs.capabilities("ar").items():
            for column in BY_NAME[name].columns:
                if how == "none":
                    assert profile[column].reason in ("language_unsupported", "no_model"), (id_, column)


def test_fixture_languages(corpus: Any, profiles: dict[str, bs.Profile]) -> None:
    for item in corpus:
        assert profiles[item.id].status == "ok", item.id
        assert profiles[item.id].language == item.gold["lang"], item.id
