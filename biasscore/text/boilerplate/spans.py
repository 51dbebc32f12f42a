"""Stretches of boilerplate, and the lines of a text."""

from __future__ import annotations

import re
from typing import NamedTuple


class BoilerplateSpan(NamedTuple):
    """A stretch of boilerplate: half-open character offsets and its kind."""

    start: int
    end: int
    kind: str


class Line(NamedTuple):
    """A line without the white space around it: half-open character offsets and its text."""

    start: int
    end: int
    text: str


_LINE = re.compile(r"\S[^\n]++")


def read_lines(text: str) -> list[Line]:
    """Lines of two characters and more, without the white space around them."""
    found = []
    for match in _LINE.finditer(text):
        line = match.group().rstrip()
        start = match.start()
        found.append(Line(start, start + len(line), line))
    return found


def without_overlaps(spans: list[BoilerplateSpan]) -> list[BoilerplateSpan]:
    """Sort; a stretch claimed twice goes to the span that begins first, or is the longer one."""
    spans.sort()
    kept: list[BoilerplateSpan] = []
    for span in spans:
        if kept and span.start == kept[-1].start:
            kept[-1] = span
        elif not kept or span.start >= kept[-1].end:
            kept.append(span)
        elif span.end > kept[-1].end:
            kept.append(BoilerplateSpan(kept[-1].end, span.end, span.kind))
    return kept
