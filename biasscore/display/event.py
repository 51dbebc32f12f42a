"""Reports of one event side by side, as text and HTML."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from biasscore.display.html import style

ACTORS, SOURCES, NAMINGS, LOSSES, MISSING = 8, 12, 24, 12, 12
"""Rows shown of each table; all are in the object."""
_LEAST_SPEAKING = 2
"""Reports in which a source speaks, from which its absence elsewhere is shown."""
_CELL, _QUOTE = 24, 110


@cache
def _style() -> str:
    return style() + files("biasscore.display").joinpath("event.css").read_text("utf-8")


def _sections(summary: Mapping[str, Any]) -> list[tuple[str, str, list[str], list[tuple[str, list[str]]]]]:
    """Title, explanation, column heads and rows (head, cells) of the tables."""
    reports = list(summary["reports"])
    return [
        (
            "Actors",
            "mentions · tone (-1..1) · statements (stance: -1 'claims', +1 'points out') · blamed by the author",
            reports,
            [(name, [_treated(by[r]) for r in reports]) for name, _, by in summary["actors"][:ACTORS]],
        ),
        (
            "Names",
            "words chosen where others were possible, by the author + by others (-1 delegitimising .. +1 legitimising)",
            reports,
            [
                (f"{text} ({polarity:+.1f}, {name.replace('_', ' ')})", [_named(author[r], every[r]) for r in reports])
                for name, text, polarity, author, every in _sided(summary["namings"])[:NAMINGS]
            ],
        ),
        (
            "Sources",
            "statements of sources that can be told from others",
            reports,
            [(name, [str(by[r] or "") for r in reports]) for name, _, by in summary["sources"][:SOURCES]],
        ),
    ]


def _sided(namings: Sequence[Any]) -> list[Any]:
    return [row for row in namings if row[2]]


def _treated(row: Mapping[str, Any]) -> str:
    if not row["mentions"] and not row["statements"]:
        return ""
    parts = [str(row["mentions"])]
    if not math.isnan(row["tone_all"]):
        parts.append(f"{row['tone_all']:+.2f}")
    if row["statements"]:
        parts.append(f"says {row['statements']}" + (f" ({row['stance']:+.1f})" if row["stance"] else ""))
    if row["blamed_author"]:
        parts.append(f"blamed {row['blamed_author']}")
    return " · ".join(parts)


def _named(author: int, every: int) -> str:
    return "" if not every else str(author) if author == every else f"{author} + {every - author}"


def _missing(summary: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Report -> who speaks in at least two others and not there, by the number of reports they speak in."""
    found = []
    for report in summary["reports"]:
        voices = [v for v in summary["missing_voices"] if v["missing_in"] == report]
        voices = [v for v in voices if len(v["speaks_in"]) >= _LEAST_SPEAKING][:MISSING]
        if voices:
            names = [v["source"] + ("" if v["mentioned"] else " (not mentioned)") for v in voices]
            found.append((report, ", ".join(names)))
    return found


def _cut(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def render_text(summary: Mapping[str, Any]) -> str:
    """For a terminal."""
    lines = [f"{len(summary['reports'])} reports of one event: {', '.join(summary['reports'])}"]
    for title, what, heads, rows in _sections(summary):
        if rows:
            lines += ["", f"{title}: {what}", *_grid(heads, rows)]
    losses = summary["attribution_loss"]
    if losses:
        lines += ["", f"Attribution lost ({len(losses)}): attributed in one report, bare in another"]
    for loss in losses[:LOSSES]:
        cited = f"{loss['source'] or 'nobody named'}, {loss['cue'] or 'quoted'}"
        lines += [
            f"  {loss['attributed_in']} ({cited}): {_cut(loss['claim'], _QUOTE)}",
            f"    {loss['bare_in']}: {_cut(loss['bare'], _QUOTE)}",
        ]
    missing = _missing(summary)
    if missing:
        lines += ["", "Voices that two or more other reports have:"]
        lines += [f"  not in {report}: {names}" for report, names in missing]
    return "\n".join(lines)


def _grid(heads: Sequence[str], rows: Sequence[tuple[str, list[str]]]) -> list[str]:
    first = max(len(_cut(name, 2 * _CELL)) for name, _ in rows)
    widths = [max(len(_cut(head, _CELL)), *(len(cells[i]) for _, cells in rows)) for i, head in enumerate(heads)]
    lines = []
    for name, cells in [("", [_cut(head, _CELL) for head in heads]), *rows]:
        shown = "  ".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True))
        lines.append(f"  {_cut(name, 2 * _CELL):<{first}}  {shown}".rstrip())
    return lines


def render_html(summary: Mapping[str, Any]) -> str:
    """A self-contained fragment; whatever comes from a text is escaped."""
    heading = f"{len(summary['reports'])} reports of one event"
    parts = [f'<style>{_style()}</style><div class="biasscore event"><header><h3>{heading}</h3></header>']
    parts += [
        f"<h4>{title}</h4><p>{escape(what)}</p>{_html_grid(heads, rows)}"
        for title, what, heads, rows in _sections(summary)
        if rows
    ]
    losses = summary["attribution_loss"]
    if losses:
        more = f", the first {LOSSES} of {len(losses)}" if len(losses) > LOSSES else ""
        parts.append(
            f"<h4>Attribution lost</h4><p>attributed in one report, bare in another{more}</p>{_html_losses(losses)}"
        )
    missing = _missing(summary)
    if missing:
        rows = [(report, [names]) for report, names in missing]
        parts.append(
            "<h4>Missing voices</h4><p>they speak in two or more other reports</p>"
            + _html_grid(["who"], rows, "not in")
        )
    return "".join([*parts, "</div>"])


def _html_grid(heads: Sequence[str], rows: Sequence[tuple[str, list[str]]], corner: str = "") -> str:
    def cell(text: str) -> str:
        return f'<td dir="auto">{escape(text)}</td>'

    head = "".join(f'<th scope="col" dir="auto">{escape(name)}</th>' for name in heads)
    body = "".join(
        f'<tr><th scope="row" dir="auto">{escape(name)}</th>{"".join(map(cell, cells))}</tr>' for name, cells in rows
    )
    return f"<table><thead><tr><th>{escape(corner)}</th>{head}</tr></thead><tbody>{body}</tbody></table>"


def _html_losses(losses: Sequence[Mapping[str, Any]]) -> str:
    rows = "".join(
        f'<tr><th scope="row" dir="auto">{escape(loss["attributed_in"])}</th>'
        f'<td dir="auto">{escape(loss["source"] or "nobody named")}, <i>{escape(loss["cue"] or "quoted")}</i></td>'
        f'<td dir="auto"><span class="paraphrased">{escape(loss["claim"])}</span></td>'
        f'<th scope="row" dir="auto">{escape(loss["bare_in"])}</th><td dir="auto">{escape(loss["bare"])}</td></tr>'
        for loss in losses[:LOSSES]
    )
    return (
        "<table><thead><tr><th>attributed in</th><th>to</th><th>claim</th><th>bare in</th><th>wording</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )
