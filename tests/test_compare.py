"""Comparisons: nothing differs from itself, what cannot be compared says so, chance is not a difference."""

from __future__ import annotations

import json
import math
import re
from itertools import pairwise

import numpy as np
import pytest

import biasscore as bs
from biasscore.cli import main
from biasscore.measures.catalogue import COLUMNS, HEADLINE
from biasscore.measures.statistics import Interval, difference_interval, discoveries, p_value, share_interval
from biasscore.settings import NOT_COMPARABLE

CALM = "The council met on Monday, the mayor said. The bridge will cost 4 million, according to the treasurer. "
LOUD = "The reckless regime humiliated a proud town. Its shameful, disgraceful and monstrous plan is a catastrophe. "


@pytest.fixture(scope="module")
def pair():
    return bs.compare(bs.score(LOUD * 15, outlet="Loud"), bs.score(CALM * 15, outlet="Calm"))


def test_nothing_differs_from_itself(profiles):
    for id_, profile in profiles.items():
        found = bs.compare(profile, profile)
        assert found.distinguishable == {}, id_
        assert {d.difference for d in found.values() if d.comparable} == {0.0}, id_
        assert all(d.low <= 0 <= d.high for d in found.values() if d.comparable), id_


def test_what_differs_is_found(pair):
    loaded = pair["loaded_language.density"]
    assert loaded.distinguishable
    assert loaded.difference == pytest.approx(loaded.a - loaded.b)
    assert 0 < loaded.low < loaded.difference < loaded.high
    assert loaded.standardised > 2
    assert "loaded_language.density.author" in pair.top(5)
    assert pair["sourcing.attributed_share"].difference < 0
    assert (pair.a, pair.b) == ("Loud", "Calm")


def test_turned_round(pair):
    again = bs.compare(bs.score(CALM * 15, outlet="Calm"), bs.score(LOUD * 15, outlet="Loud"))
    for name, d in pair.items():
        if d.comparable:
            assert again[name].difference == pytest.approx(-d.difference), name
            assert again[name].low == pytest.approx(-d.high), name
            assert again[name].distinguishable == d.distinguishable, name


def test_top_names_each_measure_once(pair):
    top = pair.top(8)
    stems = [name.rsplit(".", 1)[0] if name.count(".") == 2 else name for name in top]
    assert len(stems) == len(set(stems)) == 8
    judged = [d.distinguishable for d in top.values()]
    assert judged == sorted(judged, reverse=True)


def test_every_incomparable_measure_has_a_reason(profiles):
    ids = sorted(profiles)
    for a, b in pairwise(ids):
        for name, d in bs.compare(profiles[a], profiles[b]).items():
            assert d.comparable or d.reason in NOT_COMPARABLE, (a, b, name)
            assert d.comparable == (not math.isnan(d.difference)), (a, b, name)
            assert not (d.distinguishable and d.reason), (a, b, name)


def test_languages_versions_lexicons_and_settings_are_not_mixed(profiles):
    english, arabic = profiles["en/army_takeover/wire"], profiles["ar/army_takeover/wire"]
    assert {d.reason for d in bs.compare(english, arabic).values()} == {"different_language"}
    own = bs.Scorer(lexicons={"labels": ["zorble"]}).score(english.text)
    assert {d.reason for d in bs.compare(english, own).values()} == {"different_lexicons"}
    for key, reason in (("biasscore", "different_version"), ("attribution", "different_settings")):
        data = english.to_dict()
        data["provenance"][key] = "another"
        other = bs.Profile.from_dict(data, text=english.text)
        found = bs.compare(english, other)
        assert {d.reason for d in found.values()} == {reason}
        assert not any(d.comparable or d.distinguishable for d in found.values())


def test_another_reference_only_takes_the_standardised_difference():
    a, b = bs.score(LOUD * 9), bs.Scorer(reference="us_wires").score(CALM * 9)
    found = bs.compare(a, b)["loaded_language.density.author"]
    assert (found.comparable, math.isnan(found.standardised)) == (True, True)


def test_arabic_pairs_compare_without_a_reference(profiles):
    found = bs.compare(profiles["ar/army_takeover/wire"], profiles["ar/army_takeover/advocacy"])
    assert found["sourcing.attributed_share"].comparable
    assert len(found.top(3)) == 3


def test_counts_are_shown_and_not_judged(pair):
    found = pair["sourcing.longest_unattributed_run"]
    assert (found.reason, found.distinguishable, math.isnan(found.p)) == ("counted", False, True)


def test_fewer_measures_and_wrong_calls(pair):
    a, b = bs.score(LOUD * 15), bs.score(CALM * 15)
    assert list(bs.compare(a, b, ["loaded_language.density"])) == ["loaded_language.density.author"]
    with pytest.raises(bs.UnknownNameError, match="density"):
        bs.compare(a, b, ["loaded_language.densty"])
    with pytest.raises(bs.InputTypeError, match="score"):
        bs.compare(a, "text")
    with pytest.raises(bs.ArgumentError, match="k must"):
        pair.top(0)
    with pytest.raises(bs.UnknownNameError):
        pair["nothing"]


def test_false_discoveries_stay_rare():
    """Two texts of the same process: the share of comparisons with any finding among independent measures."""
    rng = np.random.default_rng(0)
    wrong = 0
    for _ in range(400):
        hits = rng.binomial(60, 0.3, (2, 12))
        a, b = (share_interval(row, 60) for row in hits)
        ends = difference_interval(hits[0] / 60, a, hits[1] / 60, b)
        wrong += discoveries(p_value((hits[0] - hits[1]) / 60, ends), 0.05).any()
    assert wrong / 400 < 0.08


def test_discoveries_are_those_of_benjamini_and_hochberg():
    p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216]
    assert discoveries([*p, math.nan], 0.05).tolist() == [True] * 2 + [False] * 9
    assert not discoveries([math.nan], 0.05).any()
    assert p_value([2.0, 0.0], Interval(np.array([0.0, -1.0]), np.array([5.0, 1.0]))) == pytest.approx([0.05, 1.0])


def test_out(pair):
    data = json.loads(json.dumps(pair.to_dict(), allow_nan=False))
    assert set(data["measures"]) == set(COLUMNS)
    assert [row["measure"] for row in pair.to_records()] == list(COLUMNS)
    shown = repr(pair)
    assert "Loud" in shown
    assert "differs" in shown
    assert "counted" not in shown or "not judged" in shown


def test_html_is_closed_escaped_and_from_here():
    a = bs.score(LOUD, outlet="<script>alert(1)</script>")
    found = bs.compare(a, bs.score(CALM, outlet="جريدة"))
    for page in (found.to_html(), found.plot().svg):
        assert "<script" not in page
        assert "جريدة" in page
        assert not re.search(r'(src|href)="', page)
    assert "prefers-color-scheme: dark" in found.plot().svg
    assert found._repr_html_() == found.to_html()
    for name in HEADLINE:
        assert name in found.to_html()


def test_plot_is_svg(pair, tmp_path):
    import xml.etree.ElementTree as ElementTree

    pair.plot(4).save(tmp_path / "c.svg")
    root = ElementTree.parse(tmp_path / "c.svg").getroot()
    assert len(root.findall("{http://www.w3.org/2000/svg}g")) == 4


def test_command_line(tmp_path, capsys):
    for name, text in (("a.txt", LOUD * 9), ("b.txt", CALM * 9)):
        (tmp_path / name).write_text(text, "utf-8")
    paths = [str(tmp_path / name) for name in ("a.txt", "b.txt")]
    assert main(["compare", *paths]) == 0
    assert "loaded_language.density.author" in capsys.readouterr().out
    assert main(["compare", *paths, "--json", "--measure", "sentiment.tone"]) == 0
    assert list(json.loads(capsys.readouterr().out)["measures"]) == ["sentiment.tone.author"]
    assert main(["compare", *paths, "--html", str(tmp_path / "c.html")]) == 0
    assert (tmp_path / "c.html").read_text("utf-8").startswith("<!doctype html>")
    (tmp_path / "rows.jsonl").write_text('{"text": "a"}\n{"text": "b"}\n', "utf-8")
    assert main(["compare", paths[0], str(tmp_path / "rows.jsonl")]) == 2
