"""Outlet profiles as text, HTML and a figure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from biasscore.display.html import style
from biasscore.display.intervals import Figure, draw, reach
from biasscore.display.numbers import interval, percentile, shown

_SIGNS = {1: "+", -1: "−"}
CAUTION = (
    "Text-observable indicators: manner, not truth. Falsity, ownership and corrections are not in a text. "
    "The composite is in standard deviations between the outlets of the reference. Weight: 1 = the outlet's own mean, "
    "0 = the reference's; (+) speaks for reliability, (−) against."
)


def facts(summary: Mapping[str, Any]) -> str:
    """What an outlet's profile rests on, in a line."""
    parts = [f"{summary['documents']} documents", f"{summary['events']} events", f"language {summary['language']}"]
    if summary["status"] != "ok":
        parts.insert(0, summary["status"])
    if summary["duplicates"]:
        parts.append(f"{summary['duplicates']} duplicates left out")
    if summary["wire_copies"]:
        parts.append(f"{summary['wire_copies']} agency copies left out")
    return ", ".join(parts)


def render_html(summary: Mapping[str, Any]) -> str:
    """A self-contained fragment: the composite, indicators and headline measures with their shrinkage weight."""
    score = summary["reliability"]
    whole = interval(score) if math.isnan(score["value"]) else f"{shown(score['value'])} ({interval(score)})"
    rows = "".join(
        _row(row, first=i > 0 and summary["rows"][i - 1]["kind"] != row["kind"])
        for i, row in enumerate(summary["rows"])
    )
    return (
        f'<style>{style()}</style><div class="biasscore outlet"><header><h3><bdi>{escape(summary["outlet"])}</bdi></h3>'
        f"<p>{escape(facts(summary))}</p></header><p>reliability: <strong>{escape(whole)}</strong></p>"
        "<table><thead><tr><th>score</th><th>value</th><th>95 % interval</th><th>unit</th><th>percentile</th>"
        "<th>own mean</th><th>weight</th><th>n</th></tr></thead>"
        f"<tbody>{rows}</tbody></table><p>{escape(CAUTION)}</p></div>"
    )


def _row(row: Mapping[str, Any], *, first: bool) -> str:
    kind = ' class="first"' if first else ""
    label = str(row["label"])
    if row["kind"] == "indicator":
        label = f"{label.replace('_', ' ')} ({_SIGNS[row['direction']]})"
    return (
        f'<tr{kind}><th scope="row" title="{escape(row["name"])}">{escape(label)}</th>'
        f"<td>{shown(row['value'])}</td><td>{escape(interval(row))}</td><td>{escape(row['unit'])}</td>"
        f"<td>{percentile(row)}</td><td>{shown(row['mean'])}</td><td>{shown(row['weight'])}</td><td>{row['n']}</td></tr>"
    )


def render_text(summaries: Sequence[Mapping[str, Any]]) -> str:
    """A table of outlets for a terminal; each with ``ranks`` (low, high, of) or None."""
    width = max((len(summary["outlet"]) for summary in summaries), default=6)
    lines = [f"{'outlet':<{width}}  docs  reliability  95 % interval    rank      "]
    for summary in summaries:
        score, ranks = summary["reliability"], summary["ranks"]
        place = f"{ranks[0]}-{ranks[1]} of {ranks[2]}" if ranks else ""
        status = "" if summary["status"] == "ok" else summary["status"]
        lines.append(
            f"{summary['outlet']:<{width}} {summary['documents']:>5}  {shown(score['value']):>11}  "
            f"{interval(score):<15}  {place:<9} {status}".rstrip()
        )
    return "\n".join([*lines, CAUTION])


def figure(summaries: Sequence[Mapping[str, Any]]) -> Figure:
    """Reliability of outlets with intervals, on one axis."""
    rows: list[dict[str, Any]] = []
    for summary in summaries:
        score, ranks = summary["reliability"], summary["ranks"]
        rows.append(
            {
                "label": summary["outlet"],
                "values": [(score["value"], score["low"], score["high"])],
                "strong": False,
                "hint": facts(summary),
                "shown": f"{shown(score['value'])}  rank {ranks[0]}-{ranks[1]}" if ranks else str(summary["status"]),
            }
        )
    axis = reach([value for row in rows for value in row["values"]])
    return draw("reliability of outlets", ("",), rows, axis=axis)


def render_page(summaries: Sequence[Mapping[str, Any]]) -> str:
    """All outlets: the figure, then each profile folded."""
    parts = "".join(
        f"<details><summary><bdi>{escape(s['outlet'])}</bdi></summary>{render_html(s)}</details>" for s in summaries
    )
    return (
        f'<style>{style()}</style><div class="biasscore"><header><h3>Outlets</h3><p>{escape(CAUTION)}</p></header>'
        f"{figure(summaries).svg}{parts}</div>"
    )
