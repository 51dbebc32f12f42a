"""Lines that are boilerplate from end to end, and the headlines that belong to them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from biasscore.text.boilerplate.line_openings import OPENINGS
from biasscore.text.boilerplate.patterns import (
    CAPTION_LIMIT,
    CONTRIBUTED,
    COPYRIGHT,
    CREDIT,
    CREDIT_LINE,
    DIGIT,
    FILE_PHOTO,
    KNOWN_AGENCY,
    SENTENCE_END,
)
from biasscore.text.boilerplate.signs import LINE_SIGN_HERE, OPENING_HERE
from biasscore.text.boilerplate.spans import Line
from biasscore.text.boilerplate.words import (
    AGENCIES,
    ARABIC_MONTH,
    DATE_WORDS,
    LINK_LIST,
    MONTH,
    NAME_LINKS,
    NOT_AUTHORS,
    ONE_LINK,
    PICTURE_AGENCIES,
    WHOLE_LINES,
)

_AGENCY_LINE = re.compile(rf"[(\[]?(?:{AGENCIES})(?:/(?:{AGENCIES})){{0,3}}[)\].]{{0,2}}\Z")
_PICTURE_INITIALS = frozenset(name[0] for name in PICTURE_AGENCIES.split("|"))
_LONGEST_WHOLE_LINE = 60
_EDGES = " \t\r\u00a0:.…|•·*>»›→▶►-–—_[]()+"
_FOLD = str.maketrans("أإآ", "ااا", "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640")
_SIGNOFF_NAMES = re.compile(rf"[(\[]?(?:{CREDIT_LINE})")
_NAME_WORD = re.compile(r"[^\W\d_][\w'’\-]*")
_BY = re.compile(r"(?:By|BY|Written by|Story by|Words by|Text by|Report by)[: ]\s?(?=\S)")
_AUTHOR_TITLE = re.compile(
    rf",\s(?:[\w ]{{0,40}}\b)?(?:[Ww]riter|[Rr]eporter|[Cc]orrespondent|[Cc]olumnist|{AGENCIES})\Z"
)
_ARABIC_BY = re.compile(
    r"(?:بقلم|كتبت?|إعداد|اعداد|تحرير|ترجمة|تقرير)\s?[:/|\-–—]\s?[^\n.]{2,70}\Z"
    r"|بقلم(?: [^\s.]+){1,5}\Z"
)
_ADDRESS = re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}\Z")
_DATE_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_DATE_FORM = re.compile(
    rf"\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}|\d{{1,2}}:\d{{2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ .,-]{{0,2}}(?:of )?(?i:{MONTH})|(?i:{MONTH})\.?,? \d{{1,2}}"
    rf"|\d{{1,2}}\s?{ARABIC_MONTH}"
)
_BARE_CREDIT = re.compile(
    rf"[^\n.!?]{{3,60}}(?:/\ ?|\bvia\ |\|\s?)(?:{PICTURE_AGENCIES}"
    rf"|{AGENCIES})(?:\ via\ [\w ]{{2,30}})?\Z"
    rf"|(?:{PICTURE_AGENCIES})\Z"
)
_DESK_SLUG = re.compile(r"[a-z]{2,4}(?:-[a-z]{2,4})*(?:/[a-z]{2,4}){1,4}\Z")
_SHORTEST_OPENING = 6
_SHORTEST_DATELINE = 8


def line_kinds(text: str, lines: list[Line]) -> tuple[list[str | None], list[int]]:
    """Kind of each line that is boilerplate as a whole, and lines that may hold a dateline."""
    whole_text = len(lines) == 1
    kinds: list[str | None] = [None] * len(lines)
    undecided = []
    for index, line in enumerate(lines):
        if LINE_SIGN_HERE.match(text, line.start) or line.text[-1] in ")]":
            kinds[index] = line_kind(line.text, whole_text)
            if kinds[index] is None and len(line.text) >= _SHORTEST_DATELINE:
                undecided.append(index)
    for index, line in enumerate(lines):
        if kinds[index] == "related":
            _mark_headlines(text, lines, kinds, index, _key(line.text))
    return kinds, [index for index in undecided if kinds[index] is None]


def _key(line: str) -> str:
    if len(line) > _LONGEST_WHOLE_LINE:
        return ""
    key = line.lower().strip(_EDGES)
    return key if key.isascii() else key.translate(_FOLD)


def line_kind(line: str, whole_text: bool) -> str | None:
    """Kind of a line that is boilerplate from end to end, else None."""
    if len(line) > 700:
        return None
    kind = WHOLE_LINES.get(_key(line)) if len(line) <= _LONGEST_WHOLE_LINE else None
    if kind or len(line) < _SHORTEST_OPENING:
        return kind or ("signoff" if _AGENCY_LINE.match(line) else None)
    if whole_text and len(line) > CAPTION_LIMIT:
        return None
    return (
        _kind_of_short_line(line)
        or (_kind_by_opening(line, whole_text) if OPENING_HERE.match(line) else None)
        or ("signoff" if _is_signoff(line) else None)
        or ("caption" if _is_caption(line, whole_text) else None)
    )


def _kind_of_short_line(line: str) -> str | None:
    if len(line) > 120:
        return None
    if _is_date_line(line):
        return "crawl"
    return "byline" if _is_byline(line) else None


def _kind_by_opening(line: str, whole_text: bool) -> str | None:
    for kind, longest, opening in OPENINGS:
        if len(line) <= longest and opening.match(line):
            return kind if kind != "related" or _is_link(line, whole_text) else None
    return None


def _is_date_line(line: str) -> bool:
    """Whether a line holds a date or a time of day and nothing but words that go with them."""
    if not DIGIT.search(line) or not _DATE_FORM.search(line):
        return False
    return all(
        token.isdecimal() or token.lower() in DATE_WORDS or token in DATE_WORDS for token in _DATE_TOKEN.findall(line)
    )


def _is_byline(line: str) -> bool:
    if _ADDRESS.match(line) or _ARABIC_BY.match(line):
        return True
    if line[-1] in '.!?…"”' and not line.endswith(("Jr.", "Sr.")):
        return False
    opening = _BY.match(line)
    if opening:
        return _are_authors(line[opening.end() :])
    return len(line) <= 80 and bool(_AUTHOR_TITLE.search(line)) and are_names(line)


def _are_authors(names: str) -> bool:
    words = [word for word in _NAME_WORD.findall(names) if word.lower() not in DATE_WORDS]
    if not words or words[0].lower() in NOT_AUTHORS or not are_names(" ".join(words)):
        return False
    capitals = sum(word[0].isupper() for word in words)
    return capitals >= 2 or bool(KNOWN_AGENCY.match(names.strip()))


def are_names(text: str) -> bool:
    """Whether every word has a capital or commonly stands between names."""
    return all(not word[0].islower() or word in NAME_LINKS for word in _NAME_WORD.findall(text))


def _is_signoff(line: str) -> bool:
    if _DESK_SLUG.match(line):
        return True
    if len(line) > 500:
        return False
    if _SIGNOFF_NAMES.match(line):
        return are_names(line[0].lower() + line[1:] if line[0] != "(" else line)
    if _AGENCY_LINE.match(line):
        return True
    contributed = CONTRIBUTED.search(line)
    return contributed is not None and are_names(line[: contributed.start()])


def _is_caption(line: str, whole_text: bool) -> bool:
    if len(line) > 500:
        return False
    has_bar = "/" in line or "|" in line or "via " in line or line[0] in _PICTURE_INITIALS
    if has_bar and len(line) <= 110 and _BARE_CREDIT.match(line):
        return True
    credit = _last(CREDIT.finditer(line))
    if credit and not line[credit.end() :].strip(" .,"):
        # a text of one line is no caption: there the credit alone is cut out
        return not whole_text or credit.start() == 0
    mark = COPYRIGHT.search(line)
    if mark is None or mark.start() == 0:
        return mark is not None
    # a report that carries a credit ends in a full stop before it, and is more than a caption
    is_report = whole_text or SENTENCE_END.search(line, 0, mark.start())
    return not is_report and not FILE_PHOTO.search(line)


def _last(matches: Iterator[re.Match[str]]) -> re.Match[str] | None:
    found = None
    for match in matches:
        found = match
    return found


def _is_headline(line: str) -> bool:
    if not 8 <= len(line) <= 180:
        return False
    if line[-1] in ".!…:;,،" or (line[-1] in '"”’»)' and line[-2] in ".!…,"):
        return False
    return not (line[0] in '"“«' and line[-1] in '"”»')


def _is_link(line: str, whole_text: bool) -> bool:
    """Whether a line that begins like a link holds no sentence of the report behind it."""
    if line[-1] not in ".!" and not line.endswith((".”", '."')):
        return True
    return not whole_text and len(line) <= 120 and not SENTENCE_END.search(line)


def _mark_headlines(text: str, lines: list[Line], kinds: list[str | None], index: int, key: str) -> None:
    """Mark the headlines that belong to a line such as 'Read more', behind it and before it."""
    if key in LINK_LIST:
        limit = 10
    elif key in ONE_LINK:
        limit = 1
    else:
        return
    headline = None
    for place in range(index + 1, min(index + 1 + limit, len(lines))):
        if kinds[place] is not None or not _is_headline(lines[place].text):
            break
        if _is_wrapped(text, lines, place):
            break
        kinds[place] = "related"
        headline = headline or lines[place].text
    # copies of the headline: before the marker, and behind the headline
    for step, place in ((-1, index - 1), (-1, index - 2), (1, index + 2)):
        if not 0 <= place < len(lines) or kinds[place - step] != "related":
            continue
        if kinds[place] is None and _repeats(lines[place].text, headline):
            kinds[place] = "related"


def _is_wrapped(text: str, lines: list[Line], place: int) -> bool:
    """Whether a line goes on in the next one."""
    if place + 1 >= len(lines):
        return False
    following = lines[place + 1]
    gap = text[lines[place].end : min(following.start, lines[place].end + 8)]
    return gap.count("\n") == 1 and following.text[0].islower()


def _repeats(line: str, headline: str | None) -> bool:
    """Whether a line is a headline again, or one text twice over."""
    if line == headline:
        return True
    half = len(line) // 2
    return 8 <= half <= 180 and line[:half].strip() == line[half:].strip()
