"""A comparison of two profiles as text, HTML and a figure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from biasscore.display.html import style
from biasscore.display.intervals import Figure, draw
from biasscore.display.numbers import shown

Row = Mapping[str, Any]


def verdict(row: Row) -> str:
    """What is known of a difference, in words."""
    if not row["comparable"]:
        return f"not comparable: {str(row['reason']).replace('_', ' ')}"
    if row["reason"] == "counted":
        return "counted, not judged"
    return "differs" if row["distinguishable"] else "not distinguishable"


def _difference(row: Row) -> str:
    if math.isnan(row["difference"]):
        return "–"
    if row["reason"] == "counted":
        return f"{row['difference']:+.2f}"
    return f"{row['difference']:+.2f}  {row['low']:+.2f} … {row['high']:+.2f}"


def _heading(summary: Mapping[str, Any]) -> str:
    return (
        f"{summary['differing']} of {summary['measures']} scores differ by more than chance "
        f"(false discovery rate {summary['rate']:.0%}); differences are a − b"
    )


def render_text(summary: Mapping[str, Any]) -> str:
    """For a terminal."""
    lines = [f"a: {summary['a']}", f"b: {summary['b']}", _heading(summary)]
    width = max((len(row["name"]) for row in summary["rows"]), default=0)
    for row in summary["rows"]:
        lines.append(
            f"  {row['name']:<{width}} {shown(row['a']):>7} {shown(row['b']):>7}  {_difference(row):<24} {verdict(row)}"
        )
    lines += [f"  {n} not comparable: {what}" for what, n in summary["not_comparable"]]
    return "\n".join(lines)


def render_html(summary: Mapping[str, Any]) -> str:
    """A self-contained fragment."""
    rows = "".join(_html_row(row) for row in summary["rows"])
    missing = "".join(f"<li>{n} not comparable: {escape(what)}</li>" for what, n in summary["not_comparable"])
    drawn = [row for row in summary["rows"] if row["comparable"]]
    return (
        f'<style>{style()}</style><div class="biasscore comparison"><header>'
        f"<h3><bdi>{escape(summary['a'])}</bdi> <small>(a)</small> · <bdi>{escape(summary['b'])}</bdi> "
        f"<small>(b)</small></h3><p>{escape(_heading(summary))}</p></header>"
        f"{figure(summary, drawn).svg if drawn else ''}"
        "<table><thead><tr><th>measure</th><th>a</th><th>b</th><th>a − b</th><th>95 % interval</th><th>unit</th>"
        f"<th>in sd of the reference</th><th></th></tr></thead><tbody>{rows}</tbody></table>"
        f"<ul>{missing}</ul></div>"
    )


def _html_row(row: Row) -> str:
    kind = ' class="differs"' if row["distinguishable"] else ""
    ends = "" if math.isnan(row["low"]) or row["reason"] == "counted" else f"{row['low']:+.2f} … {row['high']:+.2f}"
    step = "" if math.isnan(row["standardised"]) else f"{row['standardised']:+.1f}"
    gap = "–" if math.isnan(row["difference"]) else f"{row['difference']:+.2f}"
    return (
        f'<tr{kind}><th scope="row" title="{escape(row["direction"])}">{escape(row["name"])}</th>'
        f"<td>{shown(row['a'])}</td><td>{shown(row['b'])}</td><td>{gap}</td><td>{escape(ends)}</td>"
        f"<td>{escape(row['unit'])}</td><td>{step}</td><td>{escape(verdict(row))}</td></tr>"
    )


def figure(summary: Mapping[str, Any], rows: Sequence[Row]) -> Figure:
    """Both values of each row with their intervals; rows that differ are stressed."""
    drawn = [
        {
            "label": row["name"],
            "values": [(row["a"], *row["ends"][0]), (row["b"], *row["ends"][1])],
            "strong": row["distinguishable"],
            "hint": f"{row['direction']}; {row['unit']}; {verdict(row)}",
            "shown": f"{shown(row['a'])} · {shown(row['b'])}" + ("  differs" if row["distinguishable"] else ""),
        }
        for row in rows
    ]
    return draw(f"{summary['a']} and {summary['b']}", (summary["a"], summary["b"]), drawn)
