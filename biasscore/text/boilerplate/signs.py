"""Cheap signs that a text may hold boilerplate at all, and that a line may be some."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from biasscore.text.boilerplate.patterns import DASH, TAIL, UPPER
from biasscore.text.boilerplate.words import MONTH

_FIRST_WORDS = (
    "read related recommended watch listen video photos gallery podcast click file archive stock"
    " photo"
    " photograph image picture pic illustration graphic credit credits courtesy caption"
    " please subscribe receive sign follow join download enable copyright advertisement views"
    " opinions"
    " statements disclaimer source sources reporting writing editing compiled compiling published"
    " updated posted reuters"
).split()
_FIRST_PHRASES = (
    r"More on|MORE\b|See also|SEE ALSO|Also (?:read|see|watch)|ALSO|Must read|Don[’']t miss"
    r"|Further re|You (?:may|might|can)|This (?:web|site|story|article|report|copy)|We (?:use"
    r"|and our)"
    r"|By (?:continuing|using|clicking)|Your browser|All rights|Story|Article|The (?:views"
    r"|opinions|stat)"
    r"|Our [Ss]tandards|Additional|With (?:inputs?|additional|files|reporting|contrib)|Get"
    r" (?:our|the)"
)
_ARABIC_FIRST_WORDS = (
    "تابع|اشترك|انضم|جميع|حم|شارك|بقلم|الآراء|إن الآراء|المقال|المصدر|المصادر|الصورة|صورة|تصوير|كتب"
    "|إعداد|اعداد|ترجمة|تقرير|مواضيع|موضوعات|أخبار|مقالات|نشر|تم|تاريخ|آخر|شاهد|طالع|[اإأ]قر[أا]"
)


def _any_of(words: Iterable[str], *forms: Callable[[str], str]) -> str:
    """A pattern for words at a line's start, grouped by initial so that most lines fail at once."""
    groups: dict[str, list[str]] = {}
    for word in words:
        for form in forms:
            groups.setdefault(form(word)[0], []).append(form(word)[1:])
    return "|".join(f"{initial}(?:{'|'.join(rest)})\\b" for initial, rest in groups.items())


_OPENING_SIGN = (
    f"{_FIRST_PHRASES}|[(\\[©\\d/]|[A-Z]{{2}}"
    f"|[{UPPER}][\\w.'’\\-]*+(?:[ /][{UPPER}][\\w.'’\\-]*+){{0,3}}+[,.]?\\ ?"
    f"(?:[(\\[/\\d]|{MONTH}\\b)"
    f"|(?=[\u0621-\u064a])(?:[^\\n.،]{{1,50}}?[-–—/(|]|{_ARABIC_FIRST_WORDS})"
)
_LINE_SIGN = (
    # a line that does not end like a sentence, or begins like boilerplate
    '(?:[^\\n]{2,160}+(?=\\n|\\Z)(?<![.!?"”’»،؟…])'
    f"|{_any_of(_FIRST_WORDS, str.capitalize, str.upper)}|{_OPENING_SIGN})"
)
OPENING_HERE = re.compile(f"{_any_of(_FIRST_WORDS, str.lower, str.capitalize, str.upper)}|{_OPENING_SIGN}")
_FIRST_LINE_SIGN = re.compile(f"\\s*+(?:{_LINE_SIGN}|[a-z_]{{4,20}}[:=]?\\s\\d)")
_NEXT_LINE_SIGN = re.compile(f"\\n(?:(?<=[)\\]]\\n)|[ \\t\\r]*+{_LINE_SIGN})")
LINE_SIGN_HERE = re.compile(_LINE_SIGN)
_TAIL_SIGNS = (
    "eporting by",
    "riting by",
    "diting by",
    "ompiled by",
    "ranslated by",
    "inputs from",
    "input from",
    "to this report",
    "to this story",
    "to this article",
    "xpressed",
    "ollow us",
    "ubscribe to",
    "ign up",
    "ource:",
    "opyright",
    "Disclaimer",
)
_ARABIC_TAIL_SIGNS = ("المصدر", "(إعداد", "(تغطية", "(شارك", "(تحرير", "تابعونا", "تابعنا", "الآراء")
_LAST_SIGN = re.compile(rf"[)\]]\.?\Z|[.!?…][\"”’»]{{0,2}}\s+{DASH}\s?[A-Zd][\w ]{{1,25}}\.?\Z")
_SIGNS_ANYWHERE = ("PHOTO", "Photo", "Read ", "READ", "©")
_ARABIC_SIGNS = ("قر", "أرشيف")
_COMMON_ARABIC_LETTER = "ا"


def has_sign(text: str) -> bool:
    """Whether a text has a sign of any boilerplate: most have none, and are not looked at further."""
    if _FIRST_LINE_SIGN.match(text) or _NEXT_LINE_SIGN.search(text):
        return True
    tail = text[-TAIL:].rstrip()
    if _LAST_SIGN.search(tail, max(0, len(tail) - 40)) or any(sign in tail for sign in _TAIL_SIGNS):
        return True
    if any(sign in text for sign in _SIGNS_ANYWHERE):
        return True
    if _COMMON_ARABIC_LETTER not in text:
        return False
    return any(sign in tail for sign in _ARABIC_TAIL_SIGNS) or any(sign in text for sign in _ARABIC_SIGNS)
