"""A profile as a self-contained piece of HTML: headline scores, and the text with its evidence by voice."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from biasscore.display.numbers import interval, percentile, shown
from biasscore.display.segments import segments

_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")
_LEGEND = (
    ("author", "author's own words"),
    ("paraphrased", "attributed, in the outlet's words"),
    ("quoted", "quoted"),
    ("boilerplate", "left out"),
)
_MARK_LEGEND = (("loaded", "loaded word"), ("naming", "name that takes a side"), ("cue", "reporting cue"))


@cache
def style() -> str:
    """The style sheet of all HTML."""
    return files("biasscore.display").joinpath("style.css").read_text("utf-8")


def render(summary: Mapping[str, Any]) -> str:
    """Render a summary (see ``Profile.summary``).

    Everything that comes from the text is escaped; there is no script and no outside resource.
    """
    parts = [f"<style>{style()}</style>", '<div class="biasscore">', _head(summary)]
    if summary["status"] == "ok":
        parts += [_table(summary), _text(summary)]
    return "".join([*parts, "</div>"])


def page(title: str, body: str, language: str = "en") -> str:
    """A whole page around a fragment: no script, nothing from outside."""
    return (
        f'<!doctype html><html lang="{escape(language)}"><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" '
        f'content="light dark"><body style="margin: 0 auto; max-width: 64rem">{body}</body></html>'
    )


def _head(summary: Mapping[str, Any]) -> str:
    title = summary["title"] or summary["id"] or "Profile"
    facts = [
        summary["outlet"],
        summary["date"],
        f"language {summary['language']}",
        f"{summary['n_words']} words",
        f"{summary['n_sentences']} sentences",
    ]
    if summary["status"] != "ok":
        facts.append(f"status {summary['status']}")
    facts += [str(code).replace("_", " ") for code in summary["warnings"]]
    line = " · ".join(escape(str(fact)) for fact in facts if fact)
    return f'<header><h3 dir="auto">{escape(str(title))}</h3><p>{line}</p></header>'


def _table(summary: Mapping[str, Any]) -> str:
    rows = "".join(
        _row(row, first=i == 0 or summary["headline"][i - 1]["family"] != row["family"])
        for i, row in enumerate(summary["headline"])
    )
    with_reference = any(percentile(row) for row in summary["headline"])
    head = "<th>percentile</th>" if with_reference else ""
    return (
        f"<table><thead><tr><th>measure</th><th>value</th><th>95 % interval</th><th>unit</th>{head}"
        f"<th>strongest evidence</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(row: Mapping[str, Any], *, first: bool) -> str:
    evidence = " ".join(f'<q dir="auto">{escape(_shortened(text))}</q>' for text in row["evidence"])
    rank = f"<td>{percentile(row)}</td>" if percentile(row) else ""
    kind = ' class="first"' if first else ""
    return (
        f'<tr{kind}><th scope="row" title="{escape(row["direction"])}">{escape(row["name"])}</th>'
        f"<td>{shown(row['value'])}</td>"
        f"<td>{escape(interval(row))}</td><td>{escape(row['unit'])}</td>{rank}<td>{evidence}</td></tr>"
    )


def _shortened(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _text(summary: Mapping[str, Any]) -> str:
    if summary["text"] is None:
        return "<p>The text is not stored with this profile: Profile.from_dict(data, text=...) shows the evidence.</p>"
    direction = "rtl" if summary["language"] in _RIGHT_TO_LEFT else "ltr"
    body = "".join(_segment(*segment) for segment in segments(summary))
    legend = "".join(f'<span class="{name}">{escape(what)}</span> ' for name, what in _LEGEND)
    legend += "".join(f'<mark class="{name}">{escape(what)}</mark> ' for name, what in _MARK_LEGEND)
    return (
        f'<p class="legend">{legend}</p><div class="text" dir="{direction}" lang="{escape(summary["language"])}">'
        f"{body}</div>"
    )


def _segment(text: str, voice: str, mark: str, title: str) -> str:
    inner = escape(text)
    if mark and voice != "boilerplate":
        inner = f'<mark class="{mark}" title="{escape(title)}">{inner}</mark>'
    if voice == "author":
        return inner
    hint = f' title="{escape(title)}"' if voice == "boilerplate" else ""
    return f'<span class="{voice}"{hint}>{inner}</span>'
