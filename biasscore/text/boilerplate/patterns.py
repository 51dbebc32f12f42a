"""Forms that several rules look for: capitalised words, credits, dashes, ends of sentences."""

from __future__ import annotations

import re

from biasscore.text.boilerplate.words import AGENCIES, PICTURE_AGENCIES

KNOWN_AGENCY = re.compile(rf"(?:{AGENCIES})\Z")
CREDIT_LINE = (
    r"(?:Additional |Further )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompil(?:ed|ing)"
    r"|[Tt]ranslat"
    r"(?:ed|ion)|[Pp]roduc(?:ed|tion)|[Ff]act-check(?:ed|ing))(?: and [a-z]+)? by "
    r"|[Ww]ith (?:additional )?(?:inputs?|reporting|files|contributions?) (?:from|by) "
)
CONTRIBUTED = re.compile(r"contributed(?: reporting)? to this (?:report|story|article)[.)]*\Z")
UPPER = "A-ZÀ-ÖØ-Þ"
CAPITAL_WORD = rf"[{UPPER}][\w.'’\-]*"
DASH = r"(?:--|[-–—―])"
_MARKED_CREDIT = (
    r"(?:(?:AP|AFP|EPA|DPA|dpa|TASS|UPI|PTI|ANI|Reuters|REUTERS|Xinhua)\ (?:Photo|PHOTO|File"
    r" Photo)\b"
    r"|(?:File |FILE |Stock |Handout |Screenshot |Screengrab )?(?:Photos?|PHOTOS?|Image|IMAGE"
    r"|Picture"
    r"|Photograph|Illustration|Photo illustration|Pic|Credit|CREDIT|Courtesy)"
    r"(?:\ credit|\ courtesy(?:\ of)?|\ source)?(?:\ by\b|\ via\b|(?<=[Yy])\ of\b|\s?[:/])"
    r"|(?:REUTERS|AFP|AP|EPA|EPA-EFE)/|(?:File|FILE|Archive)\s?[:\]/)]"
    rf"|[^()\[\]/\n]{{2,60}}/\ ?(?:[^()\[\]/\n]{{2,40}}/)?"
    rf"(?:{PICTURE_AGENCIES}|{AGENCIES})\b(?:\ via\ [^()\[\]\n]{{2,40}})?\s?(?:/File)?[)\]])"
)
CREDIT = re.compile(rf"[(\[](?:(?={_MARKED_CREDIT})[^()\[\]\n]{{2,160}}|أرشيف|أرشيفية|صورة أرشيفية)[)\]]")
COPYRIGHT = re.compile(r"©\s?(?!\s?(?:19|20)\d\d)[^\n©]{2,90}\Z")
FILE_PHOTO = re.compile(r"FILE PHOTO\b|FILE (?:IMAGE|PICTURE)\b|File (?:photo|image|picture):|صورة أرشيفية:")
SENTENCE_END = re.compile(r"[.!?…][\"”’»)]?(?=\s)")
CAPTION_LIMIT = 350
TAIL = 700
DIGIT = re.compile(r"\d")
