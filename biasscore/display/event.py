"""A comparison of several reports of one event as a self-contained piece of HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from biasscore.display.numbers import shown

_MOST = 12
"""Actors and sources shown."""


@cache
def _style() -> str:
    home = files("biasscore.display")
    return "".join(home.joinpath(name).read_text("utf-8") for name in ("style.css", "event.css"))


def render(summary: Mapping[str, Any]) -> str:
    """Render a summary (see ``EventComparison.summary``); everything from the texts is escaped."""
    reports = summary["reports"]
    parts = [
        f"<style>{_style()}</style>",
        '<div class="biasscore">',
        f'<header><h3>One event, {len(reports)} reports</h3><p dir="auto">{escape(" · ".join(reports))}</p></header>',
        _table("Actors: mentions, tone, role, blame by voice, statements", reports, _actor_rows(summary)),
        _table("Names chosen", reports, _naming_rows(summary)),
        _table("Who speaks (statements)", reports, _source_rows(summary)),
        _missing(summary),
        _losses(summary),
        "</div>",
    ]
    return "".join(parts)


Cells = Iterable[tuple[str, list[str]]]


def _table(caption: str, reports: list[str], rows: Cells) -> str:
    head = "".join(f'<th dir="auto">{escape(report)}</th>' for report in reports)
    body = "".join(
        f'<tr><th scope="row" dir="auto">{escape(name)}</th>' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
        for name, cells in rows
    )
    if not body:
        return ""
    return (
        f'<h4>{escape(caption)}</h4><table class="grid"><thead><tr><th></th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _actor_rows(summary: Mapping[str, Any]) -> Cells:
    for actor, cells in list(summary["actors"].items())[:_MOST]:
        yield actor, [_actor_cell(cells[report]) for report in summary["reports"]]


def _actor_cell(cell: Mapping[str, Any]) -> str:
    if not cell["mentions"]:
        return "–"
    facts = [f"{cell['mentions']} ×", f"tone {shown(cell['tone'])}"]
    facts += [f"{role} {share:.0%}" for role, share in sorted(cell["roles"].items())]
    facts += [f"blamed by {voice} {count}" for voice, count in sorted(cell["blamed"].items())]
    if cell["said"]:
        facts.append(f"says {cell['said']}" + (f" ({cell['distanced']} doubted)" if cell["distanced"] else ""))
    return escape(" · ".join(facts))


def _naming_rows(summary: Mapping[str, Any]) -> Cells:
    for concept, cells in summary["namings"].items():
        yield (
            concept.replace("_", " "),
            [
                ", ".join(
                    f'<span dir="auto">{escape(word)}</span> {_signed(polarity)}' + (f" ({count})" if count > 1 else "")
                    for word, (polarity, count) in sorted(cells.get(report, {}).items())
                )
                or "–"
                for report in summary["reports"]
            ],
        )


def _source_rows(summary: Mapping[str, Any]) -> Cells:
    for source, cells in list(summary["sources"].items())[:_MOST]:
        yield source, [str(cells.get(report, "–")) for report in summary["reports"]]


def _missing(summary: Mapping[str, Any]) -> str:
    rows = [
        f"<li>{_bold(report)}: {_any(', '.join(sources))}</li>"
        for report, sources in summary["missing"].items()
        if sources
    ]
    return f"<h4>Voices missing here that other reports have</h4><ul>{''.join(rows)}</ul>" if rows else ""


def _losses(summary: Mapping[str, Any]) -> str:
    rows = [
        f"<li>{_bold(loss['attributed'])} has it from {_any(loss['source'])}: {_quoted(loss['claim'])}<br>"
        f"{_bold(loss['bare'])} states it: {_quoted(loss['sentence'])}</li>"
        for loss in summary["losses"]
    ]
    return f"<h4>Claims that lost their source</h4><ul>{''.join(rows)}</ul>" if rows else ""


def _bold(text: str) -> str:
    return f'<b dir="auto">{escape(text)}</b>'


def _any(text: str) -> str:
    return f'<span dir="auto">{escape(text)}</span>'


def _quoted(text: str) -> str:
    return f'<q dir="auto">{escape(text)}</q>'


def _signed(value: float) -> str:
    return f"{value:+g}" if value else "0"
