"""The figure of values with intervals."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ElementTree

import pytest

import biasscore as bs
from biasscore.display.intervals import draw, reach

SVG = "{http://www.w3.org/2000/svg}"


def row(*values, label="x"):
    return {"label": label, "values": list(values), "strong": False, "hint": "h"}


def test_a_value_stands_where_the_axis_says():
    svg = draw("t", ("",), [row((5.0, 2.0, 8.0))], axis=(0.0, 10.0)).svg
    group = ElementTree.fromstring(svg).find(f"{SVG}g")
    reaches = [line for line in group.findall(f"{SVG}line") if line.get("class").startswith("reach")]
    middle = float(group.find(f"{SVG}circle").get("cx"))
    assert middle == pytest.approx((float(reaches[0].get("x1")) + float(reaches[0].get("x2"))) / 2, abs=0.1)


def test_unknown_and_endless_ends_draw_nothing_wild():
    svg = draw("t", ("a", "b"), [row((math.nan,) * 3, (1.0, -math.inf, math.inf))]).svg
    assert "nan" not in svg
    assert "inf" not in svg
    assert "–" in svg
    assert reach([(math.nan,) * 3]) == (0.0, 1.0)


def test_labels_are_escaped():
    assert "<b>" not in draw("<b>", ("<b>",), [row((1.0, 0.0, 2.0), label="<b>")]).svg


def test_profile_plot(profiles):
    english = profiles["en/dock_strike/wire"].plot()
    assert english.svg.count("<circle") == 12
    assert "<circle" not in profiles["ar/army_takeover/wire"].plot().svg
    assert isinstance(bs.score("").plot()._repr_svg_(), str)
