"""Several reports of one event: what differs between them, on the fixtures."""

from __future__ import annotations

from pathlib import Path

import pytest

import biasscore as bs

ROOT = Path(__file__).parents[1] / "fixtures"
KINDS = ("wire", "state", "anonymous", "advocacy")


def reports(language: str, event: str):
    return [
        bs.score((ROOT / language / event / f"{kind}.txt").read_text("utf-8"), outlet=kind, event=event)
        for kind in KINDS
    ]


@pytest.fixture(scope="module")
def takeover():
    return bs.compare_event(reports("en", "army_takeover"))


def test_actors_by_document(takeover):
    assert takeover.reports == KINDS
    cell = takeover.actors["Bakary Tessama"]
    assert {report: one.said for report, one in cell.items()} == {"wire": 2, "state": 2, "anonymous": 0, "advocacy": 2}
    assert cell["advocacy"].distanced == 2
    assert cell["wire"].distanced == 0
    assert cell["advocacy"].blamed["author"] == 1
    assert "author" not in cell["wire"].blamed


def test_names_differ_between_reports(takeover):
    polarity = {
        report: sum(
            sign * count for words in takeover.namings.values() for sign, count in words.get(report, {}).values()
        )
        for report in KINDS
    }
    assert polarity["advocacy"] < polarity["wire"]


def test_voices_missing(takeover):
    assert "Awa Lindor" in takeover.missing["anonymous"]
    assert "Awa Lindor" not in takeover.missing["wire"]


def test_claims_that_lost_their_source(takeover):
    lost = [loss for loss in takeover.attribution_loss if "guards had been killed" in loss.claim.text]
    assert [(loss.attributed, loss.bare) for loss in lost] == [("wire", "anonymous")]
    profiles = takeover.profiles
    for loss in takeover.attribution_loss:
        assert loss.attributed != loss.bare
        for report, span in ((loss.attributed, loss.claim), (loss.bare, loss.sentence)):
            assert profiles[report].text[span.start : span.end] == span.text


@pytest.mark.parametrize("event", sorted(path.name for path in (ROOT / "en").iterdir()))
def test_a_wire_states_less_that_others_attribute(event):
    losses = bs.compare_event(reports("en", event)).attribution_loss
    bare = [loss.bare for loss in losses]
    assert bare.count("wire") <= max(bare.count(kind) for kind in KINDS[1:])


def test_a_claim_attributed_in_both_is_not_lost():
    text = "Anna Lee said the bridge over the river would reopen in June."
    other = "The bridge over the river would reopen in June, Omar Haddad said."
    assert bs.compare_event([bs.score(text), bs.score(other)]).attribution_loss == ()
    bare = "The bridge over the river will reopen in June."
    (loss,) = bs.compare_event([bs.score(text, id="a"), bs.score(bare, id="b")]).attribution_loss
    assert (loss.attributed, loss.bare, loss.source) == ("a", "b", "Anna Lee")


def test_stored_profiles_compare_alike(takeover):
    stored = [bs.Profile.from_dict(p.to_dict(), text=p.text) for p in takeover.profiles.values()]
    assert repr(bs.compare_event(stored).summary()) == repr(takeover.summary())


def test_wrong_calls():
    one = bs.score("It rained.", event="a")
    with pytest.raises(bs.ArgumentError, match="two reports"):
        bs.compare_event([one])
    with pytest.raises(bs.ArgumentError, match="one event"):
        bs.compare_event([one, bs.score("It rained.", event="b")])
    with pytest.raises(bs.ArgumentError, match="Profile"):
        bs.compare_event([one, "text"])
    assert bs.compare_event([one, one]).reports == ("report 1", "report 2")


def test_html_is_escaped_and_holds_every_part():
    nasty = "<b>Anna Lee</b> said the bridge over the river would reopen in June. <script>alert(1)</script>"
    page = bs.compare_event([bs.score(nasty, outlet="<i>A"), bs.score(nasty, outlet="B")]).to_html()
    assert "<script" not in page
    assert "<i>A" not in page
    arabic = bs.compare_event(reports("ar", "army_takeover")).to_html()
    assert 'dir="auto"' in arabic


def test_frame(takeover):
    pandas = pytest.importorskip("pandas")
    frame = takeover.to_frame()
    assert isinstance(frame, pandas.DataFrame)
    assert len(frame) == len(takeover.actors) * 4
