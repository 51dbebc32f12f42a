"""Captions and links inside a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from biasscore.text.boilerplate.patterns import CAPITAL_WORD, CAPTION_LIMIT, COPYRIGHT, CREDIT, FILE_PHOTO, SENTENCE_END
from biasscore.text.boilerplate.spans import BoilerplateSpan, Line
from biasscore.text.boilerplate.words import AGENCIES, LINK_WORDS, PICTURE_AGENCIES

_COPYRIGHT_NAMES = re.compile(
    rf"©\s?(?:{CAPITAL_WORD}(?:\ {CAPITAL_WORD}){{0,3}}"
    rf"\ ?/\ ?{CAPITAL_WORD}(?:\ {CAPITAL_WORD})?"
    rf"|(?:{AGENCIES}|{PICTURE_AGENCIES})\b)"
)
_FILE_PHOTO_SIGNS = ("FILE ", "File ", "صورة أرشيفية:")
_LINK_IN_LINE = re.compile(
    r"(?:Read more|READ MORE|Also read|ALSO READ|Read also|READ ALSO|See also|SEE ALSO"
    r"|[اإأ]قر[أا] (?:المزيد|[أا]يض[اً]{1,2}))"
)
_LINK_SIGNS = ("Read ", "Also read", "See also")
_ARABIC_LINK_SIGN = "قر"
_LINK_IN_BRACKETS = re.compile(rf"[(\[](?i:{LINK_WORDS})\s?[:|][^()\[\]\n]{{4,200}}[)\]]")
_LINK_AT_END = re.compile(
    r"(?:(?<=[.!?…”\"»)])\s+)((?:READ MORE|ALSO READ|READ ALSO|SEE ALSO|RELATED|WATCH|READ)\s?:\s"
    r"[^\n]{8,180}(?<![.!]))\Z"
)
_LINK_WINDOW = 200


def find_captions(text: str, lines: list[Line], kinds: list[str | None]) -> Iterator[BoilerplateSpan]:
    """Captions and credits inside a paragraph, cut out as narrowly as their form allows."""
    has_marker = any(map(text.__contains__, _FILE_PHOTO_SIGNS)) and FILE_PHOTO.search(text) is not None
    has_credit = any(CREDIT.match(text, start) for start in _brackets(text))
    if not has_marker and not has_credit:
        return
    for line, kind in zip(lines, kinds, strict=True):
        if kind is not None:
            continue
        for marker in FILE_PHOTO.finditer(line.text):
            end = _caption_end(line.text, marker.end())
            if end > marker.end():
                yield BoilerplateSpan(line.start + marker.start(), line.start + end, "caption")
        for credit in CREDIT.finditer(line.text):
            yield BoilerplateSpan(line.start + credit.start(), line.start + credit.end(), "caption")


def _caption_end(line: str, start: int) -> int:
    """Where a caption ends: behind its credit, else at its first full stop, else with the line."""
    limit = start + CAPTION_LIMIT
    if limit >= len(line):
        tail = COPYRIGHT.search(line, start)
        if tail and not SENTENCE_END.search(line, tail.start()):
            return len(line)
    for pattern in (_COPYRIGHT_NAMES, CREDIT, SENTENCE_END):
        match = pattern.search(line, start, limit)
        if match:
            return match.end()
    return len(line) if len(line) <= limit else start


def _brackets(text: str) -> Iterator[int]:
    """Where brackets open (faster than a scan by an expression)."""
    for opening in "([":
        place = text.find(opening)
        while place >= 0:
            yield place
            place = text.find(opening, place + 1)


def find_links(text: str, lines: list[Line], kinds: list[str | None]) -> Iterator[BoilerplateSpan]:
    """Links inside a paragraph: bracketed, at its end, or between two copies of one headline."""
    for start in _brackets(text):
        bracket = _LINK_IN_BRACKETS.match(text, start)
        if bracket:
            yield BoilerplateSpan(start, bracket.end(), "related")
    in_capitals = "READ" in text or "SEE ALSO" in text
    if in_capitals or "RELATED:" in text or "WATCH:" in text:
        for line, kind in zip(lines, kinds, strict=True):
            if kind is None:
                floor = max(0, len(line.text) - _LINK_WINDOW)
                ending = _LINK_AT_END.search(line.text, floor)
                if ending:
                    yield BoilerplateSpan(line.start + ending.start(1), line.end, "related")
    if not (in_capitals or any(map(text.__contains__, _LINK_SIGNS)) or _ARABIC_LINK_SIGN in text):
        return
    for marker in _LINK_IN_LINE.finditer(text):
        span = _between_copies(text, marker.start(), marker.end())
        if span:
            yield span


def _between_copies(text: str, start: int, end: int) -> BoilerplateSpan | None:
    """'Headline Headline Read more Headline': the same words on both sides tell the extent."""
    before = text[max(0, start - 2 * _LINK_WINDOW) : start].rstrip()
    window = text[end : end + _LINK_WINDOW]
    after = window.lstrip(" \t\r\n:")
    head = after[:12]
    if len(head) < 12:
        return None
    place = before.rfind(head)
    headline = before[place:]
    if place < 0 or not after.startswith(headline) or len(headline.split()) < 3:
        return None
    first = place
    earlier = before[:place].rstrip()
    if earlier.endswith(headline):
        first = len(earlier) - len(headline)
    origin = max(0, start - 2 * _LINK_WINDOW)
    return BoilerplateSpan(origin + first, end + len(window) - len(after) + len(headline), "related")
