"""What stands before the first sentence of a text or paragraph: crawl dates, bylines, datelines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from biasscore.text.boilerplate.patterns import CAPITAL_WORD, DASH, KNOWN_AGENCY, UPPER
from biasscore.text.boilerplate.spans import BoilerplateSpan, Line
from biasscore.text.boilerplate.words import AGENCIES, ARABIC_AGENCIES, ARABIC_MONTH, MONTH, NOT_PLACES

_DAY_MONTH = rf"(?:{MONTH}\.?\ \d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)?\ {MONTH})(?:,?\ \d{{4}})?"
_TIME = (
    r"(?:T|,|\s|at|\|){0,4}\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?\s?(?:Z\b|[AaPp]\.?[Mm]\b\.?)?"
    r"\s?(?:GMT|UTC|[A-Z]{1,3}ST|[A-Z]{1,3}DT|CET|EET|MSK|BST|IST)?(?:\s?[+-]\d{1,2}(?::?\d{2})?)?"
)
_CRAWL_PREFIX = re.compile(
    r"(?:(?P<label>(?i:date|published|publish(?:ed)?[_ ]date|pub[_ ]?date|updated|last[_ ]updated"
    r"|posted|modified|last[_ ]modified|created|crawled|timestamp)(?:\s?(?P<colon>[:=])"
    r"|\ on\b)?\s{0,3}"
    r"|نُ?شر في:?\s|تاريخ النشر:?\s|آخر تحديث:?\s))?"
    rf"(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})|{_DAY_MONTH}|\d{{1,2}}/\d{{1,2}}/\d{{4}}"
    rf"|\d{{1,2}} {ARABIC_MONTH} \d{{4}})"
    rf"(?P<time>{_TIME})?(?P<bar>\s{{0,3}}[|•·])?(?=\s|\Z)"
)
_OPENS_SENTENCE = re.compile(r"\s{0,8}(?:\Z|[\"“”'‘«(\[]?[^\W\da-z_])")
_UPPER_WORD = rf"[{UPPER}][{UPPER}.'’]+(?:-[{UPPER}][{UPPER}.'’]*)*"
_REGION = rf"(?:,\ (?!{MONTH}\b){CAPITAL_WORD}(?:\ {CAPITAL_WORD}){{0,2}}){{0,2}}"
_BRACKET = rf"(?:\ ?\[{CAPITAL_WORD}(?:\ {CAPITAL_WORD}){{0,3}}\])?"
_DATE_PART = rf"[,.]?\ {_DAY_MONTH}\.?"
_SENTENCE_NEXT = rf"(?=[\"“”'‘«(\[]?[{UPPER}\d])"
_DATELINE = re.compile(
    # LONDON (AP) — / PARIS, Aug 3 (Reuters) - / MOSCOW, August 3. /TASS/. / OSLO, Norway —
    rf"(?P<place>{_UPPER_WORD}(?:[ /]{_UPPER_WORD}){{0,4}}){_REGION}{_BRACKET}"
    rf"(?:(?P<dated>{_DATE_PART})?\ ?(?P<agency>\([{UPPER}d][^()\n]{{1,40}}\)"
    rf"|/\ ?[{UPPER}][\w. ]{{1,25}}/)(?:[.:]?\ ?{DASH}|:)?\.?\s+"
    rf"|{_DATE_PART}\ ?(?:{DASH}|:)\s*|(?P<bare>\s+{DASH}\s+{_SENTENCE_NEXT}))"
    # Paris (AFP) - / Geneva, 3 August 2023 – / Moscow. August 3. INTERFAX -
    rf"|{CAPITAL_WORD}(?:[ /]{CAPITAL_WORD}){{0,3}}{_REGION}{_BRACKET}"
    rf"(?:(?:{_DATE_PART})?\ ?(?:\((?:{AGENCIES})\)|/\ ?(?:{AGENCIES})\ ?/)(?:\ ?{DASH}"
    rf"|[.:])*\s+"
    rf"|{_DATE_PART}\ ?[{UPPER}]*\ ?{DASH}\s+)"
    # (Reuters) - / AFP -
    rf"|\((?:{AGENCIES})\)\s*(?:{DASH}\s*)?{_SENTENCE_NEXT}"
    rf"|(?:{AGENCIES})\s?{DASH}\s+{_SENTENCE_NEXT}"
)
_ARABIC_WORD = "[\u0621-\u065f\u0670-\u06d3]+"
_ARABIC_DATELINE = re.compile(
    rf"{_ARABIC_WORD}(?:\ {_ARABIC_WORD}){{0,3}}"
    rf"(?:[ ،,]{{1,2}}\d{{1,2}}\ {ARABIC_MONTH}(?:\ \d{{4}})?)?"
    rf"\s?(?:[-–—/]\s?(?:\(\s?)?|\(\s?)(?:{ARABIC_AGENCIES})(?!{_ARABIC_WORD})\s?\)?\s?[-–—:/]*\s+"
    rf"|[/(]\s?(?:{ARABIC_AGENCIES})\s?[/)]\s?[-–—:]*\s+"
    rf"|(?:{ARABIC_AGENCIES})\s?[-–—:]+\s+"
)


def find_openings(
    text: str, lines: list[Line], kinds: list[str | None], undecided: list[int]
) -> Iterator[BoilerplateSpan]:
    """Crawl dates and bylines before the first sentence, datelines before that of any paragraph."""
    start = 0
    if lines and kinds[0] is None:
        start = lines[0].start
        for kind, find_end in (("crawl", _crawl_prefix), ("byline", _byline_prefix)):
            end = find_end(text, start)
            if end > start:
                yield BoilerplateSpan(start, start + len(text[start:end].rstrip()), kind)
                start = end
        undecided = [0, *undecided[undecided[:1] == [0] :]]
    for index in undecided:
        start = max(start, lines[index].start)
        end = _dateline_end(text, start, lines[index].end)
        if end > start:
            yield BoilerplateSpan(start, start + len(text[start:end].rstrip()), "dateline")


def _crawl_prefix(text: str, start: int) -> int:
    """Where the text goes on after a date that no sentence needs, or ``start``."""
    match = _CRAWL_PREFIX.match(text, start)
    if not match or not _OPENS_SENTENCE.match(text, match.end()):
        return start
    sure = match["iso"] or match["time"] or match["colon"] or match["bar"]
    if not match["label"] and not (match["iso"] or match["time"]):
        return start
    if match["label"] and not sure and not match["label"][0].isupper():
        return start
    gap = text[match.end() : match.end() + 8]
    return match.end() + len(gap) - len(gap.lstrip())


_BYLINE_PREFIX = re.compile(
    rf"(?:By|BY) {CAPITAL_WORD} {CAPITAL_WORD}(?: {CAPITAL_WORD})?"
    rf"(?:(?:,| and) {CAPITAL_WORD} {CAPITAL_WORD}){{0,3}},?\s+"
)
_SHORT_BYLINE_PREFIX = re.compile(
    rf"(?:By|BY) {CAPITAL_WORD} {CAPITAL_WORD}"
    rf"(?:(?:,| and) {CAPITAL_WORD} {CAPITAL_WORD}){{0,3}},?\s+"
)


def _byline_prefix(text: str, start: int) -> int:
    """Where a dateline begins directly after an author's name, or ``start``."""
    for pattern in (_BYLINE_PREFIX, _SHORT_BYLINE_PREFIX):
        match = pattern.match(text, start)
        if match and _dateline_end(text, match.end(), len(text)) > match.end():
            return match.end()
    return start


def _dateline_end(text: str, start: int, line_end: int) -> int:
    match = _DATELINE.match(text, start)
    if not match:
        match = _ARABIC_DATELINE.match(text, start)
        return match.end() if match and match.end() <= line_end else start
    if match.end() > line_end:
        return start
    place = match["place"]
    if place is None:
        return match.end()
    letters = sum(character.isalpha() for character in place)
    if match["bare"] and (letters < 4 or place in NOT_PLACES or match.group().count(" ") > 5):
        return start
    agency = match["agency"]
    if agency and not match["dated"]:
        known = KNOWN_AGENCY.match(agency[1:-1].strip())
        has_dash = match.group().rstrip()[-1] in "-–—―:/."
        if not known and not has_dash:
            return start
    return match.end()
