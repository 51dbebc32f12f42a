"""Reports of one event: who is treated how, who speaks, what loses its source; and nothing that is not there."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest

import biasscore as bs
from biasscore.event import TABLES

ROOT = Path(__file__).parents[1]
KINDS = ("wire", "state", "anonymous", "advocacy")
EVENTS = sorted(path for path in (ROOT / "fixtures").glob("*/*") if path.is_dir())
CITED = (
    "The African Union said on Monday that eleven fishing boats had sunk in the storm. "
    "Mayor Ilda Corvo told reporters that the pier would stay closed until Friday. "
    "Tomas Brandt, a fisherman, claimed that nobody had warned the fleet."
)
BARE = (
    "Eleven fishing boats sank in the storm. Mayor Ilda Corvo pointed out that help was on its way. "
    "The office of the African Union was empty. Rain is expected."
)


def compared(*texts: str, **names: str) -> bs.EventComparison:
    scorer = bs.Scorer(attribution="rules")
    given = names or {f"report{place}": text for place, text in enumerate(texts)}
    return bs.compare_event([scorer.score(text, outlet=outlet) for outlet, text in given.items()])


@pytest.fixture(scope="module")
def storm() -> bs.EventComparison:
    return compared(cited=CITED, bare=BARE)


@pytest.fixture(scope="module")
def by_event() -> dict[str, bs.EventComparison]:
    scorer = bs.Scorer()
    return {
        f"{event.parent.name}/{event.name}": bs.compare_event(
            [scorer.score((event / f"{kind}.txt").read_text("utf-8"), outlet=kind) for kind in KINDS]
        )
        for event in EVENTS
    }


def test_a_claim_that_loses_its_source(storm):
    (loss,) = storm.attribution_loss
    assert (loss.attributed_in, loss.bare_in) == ("cited", "bare")
    assert loss.source == "African Union"
    assert loss.cue == "said"
    assert "eleven fishing boats" in loss.claim.text
    assert CITED[loss.claim.start : loss.claim.end] == loss.claim.text
    assert BARE[loss.bare.start : loss.bare.end] == loss.bare.text
    assert 0.5 <= loss.overlap <= 1


def test_a_claim_that_is_attributed_somewhere_is_not_lost():
    again = BARE + " Eleven fishing boats had sunk in the storm, the coast guard said."
    assert compared(CITED, again).attribution_loss == ()


def test_a_claim_that_is_denied_is_not_the_same_claim():
    denied = BARE.replace("Eleven fishing boats sank", "Eleven fishing boats did not sink")
    assert compared(CITED, denied).attribution_loss == ()


def test_names_alone_are_no_claim():
    first = "Ilda Corvo and Tomas Brandt of Port Velm will resign, the clerk said. Ilda Corvo left. Tomas Brandt left."
    second = "Ilda Corvo met Tomas Brandt of Port Velm at noon. Tomas Brandt smiled. Ilda Corvo smiled too."
    assert compared(first, second).attribution_loss == ()


def test_nothing_is_lost_between_a_report_and_itself(corpus):
    for item in corpus:
        found = bs.compare_event([bs.score(item.text, id="one"), bs.score(item.text, id="two")])
        assert [loss for loss in found.attribution_loss if loss.claim.text == loss.bare.text] == []
        assert found.missing_voices == (), item.id


def test_stance_follows_the_cues(storm):
    actors = {actor.name: actor.reports for actor in storm.actors}
    assert actors["Tomas Brandt"]["cited"].stance == -1
    assert actors["Ilda Corvo"]["cited"].stance == 0
    assert actors["Ilda Corvo"]["bare"].stance == 1
    assert math.isnan(actors["Tomas Brandt"]["bare"].stance)
    assert actors["Tomas Brandt"]["bare"].mentions == 0


def test_voices_that_are_missing(storm):
    missing = {voice.source: voice for voice in storm.missing_voices if voice.missing_in == "bare"}
    assert missing["African Union"].mentioned
    assert not missing["Tomas Brandt"].mentioned
    assert missing["Tomas Brandt"].speaks_in == ("cited",)
    assert "Ilda Corvo" not in missing


def test_hidden_sources_are_no_missing_voices(by_event):
    for event, found in by_event.items():
        names = {source.name for source in found.sources}
        assert not {name for name in names if re.search(r"\bofficer\b|\bsource\b|\bdiplomat\b|المصدر", name)}, event


def test_a_short_name_joins_the_one_long_name_that_holds_it():
    found = compared(
        "Rustam Belyar said he was tired. Rustam Belyar left.", "Rustam said he was tired. Rustam left, Rustam said."
    )
    assert [actor.name for actor in found.actors if "Rustam" in actor.name] == ["Rustam Belyar"]
    (actor,) = (actor for actor in found.actors if "Rustam" in actor.name)
    assert all(treatment.mentions for treatment in actor.reports.values())


def test_a_short_name_of_two_stays_apart():
    short = "It rained when Corvo left. On the pier Corvo said it hailed, and Corvo was tired."
    one, two = "On Monday Ilda Corvo said it rained.", "On Monday Pedro Corvo said it snowed."
    assert {"Ilda Corvo", "Pedro Corvo", "Corvo"} == {actor.name for actor in compared(one, two, short).actors}
    assert {"Ilda Corvo"} == {actor.name for actor in compared(one, short).actors}
    assert compared(one, short).missing_voices == ()


def test_names_that_take_sides(by_event):
    found = {naming.text: naming for naming in by_event["en/army_takeover"].namings}
    assert found["junta"].author == {"wire": 0, "state": 0, "anonymous": 0, "advocacy": 1}
    assert found["patriotic officers"].all == {"wire": 0, "state": 1, "anonymous": 0, "advocacy": 0}
    assert found["patriotic officers"].polarity > 0 > found["junta"].polarity
    assert found["coup"].all["wire"] == 1
    assert found["coup"].author["wire"] == 0


def test_the_state_report_keeps_away_from_one_side(by_event):
    actors = {actor.name: actor.reports for actor in by_event["en/army_takeover"].actors}
    assert actors["Bakary Tessama"]["state"].stance > 0 > actors["Awa Lindor"]["state"].stance
    assert actors["Bakary Tessama"]["wire"].stance == actors["Awa Lindor"]["wire"].stance == 0


def test_a_wire_states_little_that_others_attribute_and_the_anonymous_kind_much(by_event):
    english = [found for event, found in by_event.items() if event.startswith("en/")]
    bare_in = [loss.bare_in for found in english for loss in found.attribution_loss]
    assert bare_in.count("wire") <= 1
    assert bare_in.count("anonymous") >= 10


def test_losses_are_those_of_a_reader(by_event):
    gold = _gold()
    read = {event for event, *_ in gold}
    found = [
        (event, loss)
        for event, comparison in by_event.items()
        if event.removeprefix("en/") in read and event.startswith("en/")
        for loss in comparison.attribution_loss
    ]
    right = [loss for event, loss in found if any(_is_same(event, loss, row) for row in gold)]
    assert len(right) >= 0.7 * len(found)
    assert len(right) >= 15


def _gold() -> list[tuple[str, str, str, str, str]]:
    import tomllib

    rows = tomllib.loads((ROOT / "fixtures" / "attribution_loss.toml").read_text("utf-8"))["loss"]
    return [tuple(row[key] for key in ("event", "attributed_in", "bare_in", "claim", "bare")) for row in rows]


def _is_same(event: str, loss: Any, row: tuple[str, ...]) -> bool:
    name, attributed_in, bare_in, claim, bare = row
    if (event, loss.attributed_in, loss.bare_in) != (f"en/{name}", attributed_in, bare_in):
        return False
    return all((text in span.text or span.text in text) for text, span in ((claim, loss.claim), (bare, loss.bare)))


def test_gold_is_in_the_texts():
    for event, attributed_in, bare_in, claim, bare in _gold():
        folder = ROOT / "fixtures" / "en" / event
        assert claim in (folder / f"{attributed_in}.txt").read_text("utf-8")
        assert bare in (folder / f"{bare_in}.txt").read_text("utf-8")


def test_order_of_the_reports_changes_nothing_but_the_order(by_event):
    scorer = bs.Scorer()
    event = ROOT / "fixtures" / "en" / "army_takeover"
    turned = bs.compare_event(
        [scorer.score((event / f"{kind}.txt").read_text("utf-8"), outlet=kind) for kind in reversed(KINDS)]
    )
    first = by_event["en/army_takeover"]
    assert turned.reports == tuple(reversed(first.reports))
    for table in TABLES[:3]:
        assert sorted(map(str, turned.to_records(table))) == sorted(map(str, first.to_records(table)))
    losses = [{(loss.claim, loss.bare) for loss in found.attribution_loss} for found in (turned, first)]
    assert losses[0] == losses[1]


def test_stored_profiles_compare_the_same(storm):
    scorer = bs.Scorer(attribution="rules")
    profiles = [scorer.score(text, outlet=outlet) for outlet, text in (("cited", CITED), ("bare", BARE))]
    stored = [bs.Profile.from_dict(json.loads(p.to_json(text=True))) for p in profiles]
    assert bs.compare_event(stored).to_dict() == storm.to_dict()


def test_blame_lands_by_voice(by_event):
    actors = {actor.name: actor.reports for actor in by_event["en/army_takeover"].actors}
    assert actors["Bakary Tessama"]["advocacy"].blamed["author"] == 1
    assert actors["Bakary Tessama"]["wire"].blamed["author"] == 0
    assert "blamed 1" in repr(by_event["en/army_takeover"])


def test_of_several_who_are_blamed_each_is():
    text = "On Monday the mayor blamed Ilda Corvo and Pedro Brandt for the collapse of the bridge."
    found = compared(text, "On Monday Ilda Corvo and Pedro Brandt met the mayor at the bridge.")
    blamed = {actor.name: sum(actor.reports["report0"].blamed.values()) for actor in found.actors}
    assert blamed["Ilda Corvo"] == blamed["Pedro Brandt"] == 1


def test_plain_data_is_strict_json(by_event):
    for found in by_event.values():
        data = json.loads(json.dumps(found.to_dict(), allow_nan=False))
        assert set(data) == {"reports", *TABLES}
        assert len(data["actors"]) == len(found.actors) * 4


def test_frames(storm):
    pandas = pytest.importorskip("pandas")
    for table in TABLES:
        assert isinstance(storm.to_frame(table), pandas.DataFrame)


def test_displays_show_the_loss_and_escape_what_comes_from_texts():
    found = compared(CITED, BARE.replace("storm.", "storm <b>&now</b>."))
    assert "Attribution lost (1)" in repr(found)
    shown = found.to_html()
    assert "<b>" not in shown
    assert "&lt;b&gt;" in shown
    assert "<script" not in shown
    assert not re.search(r"https?://", shown)
    assert found._repr_html_() == shown


def test_reports_are_called_by_outlet_then_id_then_number():
    one, two = bs.score(CITED, outlet="Same", id="a"), bs.score(BARE, outlet="Same", id="b")
    assert bs.compare_event([one, two]).reports == ("a", "b")
    assert bs.compare_event([bs.score(CITED), bs.score(BARE)]).reports == ("report 1", "report 2")


def test_wrong_calls_say_what_is_wrong(storm):
    good = bs.score(CITED)
    stored = bs.Profile.from_dict(good.to_dict())
    with pytest.raises(bs.InputTypeError, match="profiles, got str"):
        bs.compare_event([good, "text"])
    with pytest.raises(bs.InputTypeError, match="one Profile"):
        bs.compare_event(good)
    with pytest.raises(bs.ArgumentError, match="2 or more profiles; got 1"):
        bs.compare_event([good])
    with pytest.raises(bs.ArgumentError, match="status is 'empty'"):
        bs.compare_event([good, bs.score("")])
    with pytest.raises(bs.ArgumentError, match="loaded without its text"):
        bs.compare_event([good, stored])
    with pytest.raises(bs.ArgumentError, match="one language; got ar, en"):
        bs.compare_event([good, bs.score("قال رئيس البلدية إن الجسر سيفتح يوم الاثنين.")])
    with pytest.raises(bs.ArgumentError, match="one event; got 'a', 'b'"):
        bs.compare_event([bs.score(CITED, event="a"), bs.score(BARE, event="b")])
    with pytest.raises(bs.ArgumentError, match="0 and 1 cannot be compared: measured with different settings"):
        bs.compare_event([good, bs.Scorer(attribution="rules").score(BARE)])
    with pytest.raises(bs.ArgumentError, match="table must be one of"):
        storm.to_records("actor")
