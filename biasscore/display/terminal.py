"""A profile for a terminal: the headline table, and the text with its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from biasscore.display.numbers import interval, percentile, shown
from biasscore.display.segments import segments

_COLOURS = {"paraphrased": "34", "quoted": "32", "boilerplate": "90", "loaded": "1;31", "naming": "1;33", "cue": "1;35"}
_PLAIN_MARKS = {"loaded": ("[!", "]"), "naming": ("[#", "]"), "cue": ("[>", "]")}
_EVIDENCE_WIDTH = 46


def render(summary: Mapping[str, Any], *, colour: bool, text: bool) -> str:
    """Render a summary (see ``Profile.summary``); ``text`` adds the text with its evidence."""
    lines = [_title(summary)]
    if summary["status"] == "ok":
        lines += _table(summary["headline"])
        if text and summary["text"] is not None:
            lines += ["", _legend(colour), "", "".join(_segment(*segment, colour) for segment in segments(summary))]
            lines += ["", *_attributions(summary)]
    return "\n".join(lines)


def _title(summary: Mapping[str, Any]) -> str:
    name = summary["id"] or summary["title"] or "text"
    facts = [summary["language"], f"{summary['n_words']} words", f"{summary['n_sentences']} sentences"]
    if summary["status"] != "ok":
        facts.insert(0, summary["status"])
    return f"{name}: {', '.join([*facts, *summary['warnings']])}"


def _table(rows: list[Mapping[str, Any]]) -> list[str]:
    width = max(len(row["name"]) for row in rows)
    lines = []
    for row in rows:
        evidence = "; ".join(_shortened(text) for text in row["evidence"])
        rank = f" p{percentile(row):<3}" if percentile(row) else ""
        lines.append(
            f"  {row['name']:<{width}} {shown(row['value']):>7}  {interval(row):<18}{rank} {evidence}".rstrip()
        )
    return lines


def _shortened(text: str) -> str:
    return text if len(text) <= _EVIDENCE_WIDTH else text[: _EVIDENCE_WIDTH - 1].rstrip() + "…"


def _legend(colour: bool) -> str:
    if not colour:
        return "[! loaded]  [# name that takes a side]  [> reporting cue]"
    return "  ".join(f"\x1b[{code}m{name}\x1b[0m" for name, code in _COLOURS.items())


def _segment(text: str, voice: str, mark: str, title: str, colour: bool) -> str:
    if voice == "boilerplate":
        mark = ""
    if not colour:
        before, after = _PLAIN_MARKS.get(mark, ("", ""))
        return f"{before}{text}{after}"
    codes = [code for code in (_COLOURS.get(voice), _COLOURS.get(mark)) if code]
    return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if codes else text


def _attributions(summary: Mapping[str, Any]) -> list[str]:
    """Who is cited, how, for how much."""
    cut = summary["text"]
    lines = []
    for row in summary["attributions"]:
        source = " ".join(cut[slice(*row["source"])].split()) if row["source"] else "(nobody named)"
        cue = cut[slice(*row["cue"])] if row["cue"] else "–"
        content = " … ".join(" ".join(cut[a:b].split()) for a, b in row["content"])
        lines.append(
            f"  {_shortened(source)} | {cue} ({row['cue_class']}) | {row['directness']}, {row['source_type']}"
            f" | {_shortened(content)}"
        )
    return lines
