"""A figure of values with their intervals, one row a line, as SVG written by hand: no script, no outside resource."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

ROW, TOP, LABEL, PLOT, NUMBERS = 30, 34, 250, 300, 190
_SHAPES = ("round", "square")
_PAD = 0.04


class Figure:
    """An SVG figure that shows itself in a notebook.

    Attributes
    ----------
    svg : str
        The figure.
    """

    def __init__(self, svg: str) -> None:
        self.svg = svg

    def _repr_svg_(self) -> str:
        return self.svg

    def __str__(self) -> str:
        return self.svg

    def save(self, path: str | Path) -> None:
        """Write it to a file."""
        Path(path).write_text(self.svg, "utf-8")


@cache
def _style() -> str:
    return files("biasscore.display").joinpath("figure.css").read_text("utf-8")


def draw(
    title: str, series: Sequence[str], rows: Sequence[Mapping[str, Any]], *, axis: tuple[float, float] | None = None
) -> Figure:
    """Draw values with intervals.

    Parameters
    ----------
    title : str
        What is shown.
    series : sequence of str
        Names of the values of a row, at most two; a single '' needs no legend.
    rows : sequence of mapping
        ``label``, ``values`` (value, low, high) one a series, ``strong`` (whether to stress the row), ``hint``.
    axis : (low, high), optional
        Scale that all rows share; otherwise each has its own, from its lowest to its highest end.
    """
    width, height = LABEL + PLOT + NUMBERS, TOP + ROW * max(len(rows), 1) + 8
    body = [
        f'<svg class="biasscore-figure" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'role="img" aria-label="{escape(title)}" font-family="system-ui, sans-serif">',
        f"<style>{_style()}</style>",
        f'<rect class="paper" width="{width}" height="{height}"/>',
        *_legend(series),
    ]
    for number, row in enumerate(rows):
        body += _row(row, TOP + ROW * number + ROW / 2, axis or reach(row["values"]))
    return Figure("".join([*body, "</svg>"]))


def _legend(series: Sequence[str]) -> list[str]:
    found = []
    for number, name in enumerate(name for name in series if name):
        x = LABEL + 190 * number
        found.append(_mark(number, x + 6, 15))
        found.append(f'<text class="legend" x="{x + 18}" y="19" direction="ltr">{escape(_shortened(name))}</text>')
    return found


def _shortened(name: str, most: int = 20) -> str:
    return name if len(name) <= most else "…" + name[1 - most :]


def reach(values: Sequence[tuple[float, float, float]]) -> tuple[float, float]:
    """Lowest and highest end of some values with intervals."""
    ends = [end for value in values for end in value if math.isfinite(end)]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _row(row: Mapping[str, Any], y: float, axis: tuple[float, float]) -> list[str]:
    kind = "row strong" if row["strong"] else "row"
    parts = [
        f'<g class="{kind}"><title>{escape(row["hint"])}</title>',
        f'<text class="label" x="0" y="{y + 4:g}" direction="ltr">{escape(row["label"])}</text>',
        f'<line class="axis" x1="{LABEL}" x2="{LABEL + PLOT}" y1="{y:g}" y2="{y:g}"/>',
    ]
    if axis[0] < 0 < axis[1]:
        zero = _x(0.0, axis)
        parts.append(f'<line class="zero" x1="{zero:.1f}" x2="{zero:.1f}" y1="{y - 11:g}" y2="{y + 11:g}"/>')
    shown = []
    for number, (value, low, high) in enumerate(row["values"]):
        if not math.isfinite(value):
            shown.append("–")
            continue
        shift = y + (0 if len(row["values"]) == 1 else (-4, 4)[number])
        left, right = (_x(end, axis) if math.isfinite(end) else _x(value, axis) for end in (low, high))
        parts.append(
            f'<line class="reach s{number}" x1="{left:.1f}" x2="{right:.1f}" y1="{shift:g}" y2="{shift:g}"/>'
            + _mark(number, _x(value, axis), shift)
        )
        shown.append(f"{value:.2f}")
    text = row.get("shown") or " · ".join(shown)
    parts.append(
        f'<text class="number" x="{LABEL + PLOT + 14}" y="{y + 4:g}" direction="ltr">{escape(text)}</text></g>'
    )
    return parts


def _x(value: float, axis: tuple[float, float]) -> float:
    low, high = axis
    return LABEL + PLOT * (_PAD + (1 - 2 * _PAD) * (value - low) / (high - low))


def _mark(number: int, x: float, y: float) -> str:
    if _SHAPES[number] == "round":
        return f'<circle class="s{number}" cx="{x:.1f}" cy="{y:g}" r="4.5"/>'
    return f'<rect class="s{number}" x="{x - 4:.1f}" y="{y - 4:g}" width="8" height="8"/>'
