"""Sign-offs behind the last sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from biasscore.text.boilerplate.patterns import CONTRIBUTED, CREDIT_LINE, DASH, DIGIT, TAIL
from biasscore.text.boilerplate.spans import BoilerplateSpan, Line
from biasscore.text.boilerplate.whole_lines import are_names, line_kind
from biasscore.text.boilerplate.words import AGENCIES, ARABIC_AGENCIES

_TAG = re.compile(
    r"[.!?…؟][\"”’»)]{0,2}\s*"
    r"(\((?:[A-Z][A-Z.\-&]{1,9}(?:[/ +,-]{1,2}[A-Z][A-Za-z.]{1,9}){0,2}"
    rf"|(?:{AGENCIES})(?:[/ ,]{{1,2}}(?:{AGENCIES})){{0,2}}"
    r"|[Ww]ith (?:\w{1,12} ){0,2}inputs?(?: from [\w /,&]{2,40})?"
    rf"|(?:{ARABIC_AGENCIES})(?:\s?[+،,/\-–]\s?(?:{ARABIC_AGENCIES})){{0,3}})\)\.?)\Z"
    rf"|[.!?…][\"”’»]{{0,2}}\s*(\s{DASH}\s?(?:{AGENCIES})\.?)\Z"
    rf"|[.!?…][\"”’»]{{0,2}}\s*(©\s?(?:(?:19|20)\d\d,?\s)?(?:The )?(?:{AGENCIES})\.?)\Z"
)
_TAIL_SENTENCE = re.compile(
    rf"(?:[.!?…؟][\"”’»)]{{0,2}}\s+|\n\s*)(?=[(\[]?(?:{CREDIT_LINE}|(?:The )?(?:statements, )?"
    r"(?:[Vv]iews|[Oo]pinions)\b|Follow us on|Subscribe to our|Sign up (?:for|to) our|Source:"
    r"|Copyright|Disclaimer:|المصدر:|تابعونا على|تابعنا على|الآراء الواردة"
    r"|(?:إعداد|تغطية صحفية|شارك في التغطية)\s))"
)
_SENTENCE_START = re.compile(r"[.!?…][\"”’»)]{0,2}\s+|\n\s*|\A")


def find_endings(text: str, lines: list[Line], kinds: list[str | None]) -> Iterator[BoilerplateSpan]:
    """Sign-offs behind the last sentence, before whatever boilerplate follows it."""
    last = next((i for i in range(len(lines) - 1, -1, -1) if kinds[i] is None), None)
    if last is None:
        return
    end = lines[last].end
    for _ in range(3):
        floor = max(0, end - TAIL)
        tail = text[floor:end]
        found = _tag(tail) or _tail_sentence(tail) or _contributors(tail)
        if not found:
            return
        start, kind = found
        yield BoilerplateSpan(floor + start, end, kind)
        end = floor + len(tail[:start].rstrip())


def _tag(tail: str) -> tuple[int, str] | None:
    window = max(0, len(tail) - 120)
    match = _TAG.search(tail, window)
    if not match or match.lastindex is None:
        return None
    start = match.start(match.lastindex)
    return start + len(match[match.lastindex]) - len(match[match.lastindex].lstrip()), "signoff"


def _tail_sentence(tail: str) -> tuple[int, str] | None:
    for match in _TAIL_SENTENCE.finditer(tail):
        rest = tail[match.end() :]
        if "\n" in rest:
            continue
        kind = line_kind(rest, whole_text=False)
        if kind in ("signoff", "crawl"):
            return match.end(), kind
    return None


def _contributors(tail: str) -> tuple[int, str] | None:
    match = CONTRIBUTED.search(tail)
    if not match:
        return None
    for sentence in _SENTENCE_START.finditer(tail, 0, match.start()):
        names = tail[sentence.end() : match.start()]
        if "\n" not in names and not DIGIT.search(names) and are_names(names):
            return sentence.end(), "signoff"
    return None
