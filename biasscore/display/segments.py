"""Cuts a text where its voice or a mark changes, for every display."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple

_RANK = {"author": 0, "paraphrased": 1, "quoted": 2}
_MARKS = ("loaded", "naming", "cue")


class Segment(NamedTuple):
    """A stretch of text with one voice and at most one mark.

    Attributes
    ----------
    text : str
        The characters.
    voice : str
        author, paraphrased, quoted or boilerplate.
    mark : str
        '', loaded, naming or cue.
    title : str
        What the mark says.
    """

    text: str
    voice: str
    mark: str
    title: str


def segments(summary: Mapping[str, Any]) -> list[Segment]:
    """Segments of the whole text, in order; their texts joined are the text.

    Parameters
    ----------
    summary : mapping
        With ``text``, ``runs`` (start, end, voice), ``marks`` (start, end, class, title) and ``boilerplate``
        (start, end, kind).
    """
    text: str = summary["text"]
    cuts = {0, len(text)}
    for start, end, *_ in [*summary["runs"], *summary["marks"], *summary["boilerplate"]]:
        cuts |= {start, end}
    bounds = sorted(cuts)
    voices = _covering(bounds, [(a, b, voice, _RANK[voice]) for a, b, voice in summary["runs"]])
    boiler = _covering(bounds, [(a, b, kind, 0) for a, b, kind in summary["boilerplate"]])
    marks = _covering(bounds, [(a, b, (kind, title), -_MARKS.index(kind)) for a, b, kind, title in summary["marks"]])
    found = []
    for i, (start, end) in enumerate(pairwise(bounds)):
        mark, title = marks[i] or ("", "")
        voice = "boilerplate" if boiler[i] else voices[i] or "author"
        found.append(Segment(text[start:end], voice, mark, boiler[i] or title))
    return found


def _covering(bounds: list[int], spans: list[tuple[int, int, Any, int]]) -> list[Any]:
    """For every interval between bounds, the value of the highest-ranked span that covers it."""
    place = {bound: i for i, bound in enumerate(bounds)}
    best: list[tuple[int, Any] | None] = [None] * max(len(bounds) - 1, 0)
    for start, end, value, rank in spans:
        for i in range(place[start], place[end]):
            current = best[i]
            if current is None or rank > current[0]:
                best[i] = (rank, value)
    return [item[1] if item else None for item in best]
