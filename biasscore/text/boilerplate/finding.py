"""Finds what stands in a news text without being part of the report: captions, links, datelines.

The rules describe forms, not outlets. One pass of cheap searches decides that a text has no sign of any of them; only
then are lines looked at one by one. A rule that cannot tell where boilerplate ends, or that would lose a news sentence,
leaves the text alone. All rules look at stretches of bounded length, so the time is linear in the length of the text.
"""

from __future__ import annotations

from biasscore.text.boilerplate.endings import find_endings
from biasscore.text.boilerplate.inline import find_captions, find_links
from biasscore.text.boilerplate.openings import find_openings
from biasscore.text.boilerplate.signs import has_sign
from biasscore.text.boilerplate.spans import BoilerplateSpan, read_lines, without_overlaps
from biasscore.text.boilerplate.whole_lines import line_kinds


def find_boilerplate(text: str) -> list[BoilerplateSpan]:
    """Find captions, related links, crawl remains, datelines, bylines and sign-offs.

    Parameters
    ----------
    text : str
        A news text, with or without line breaks. The rules of all languages are tried: pages mix them.

    Returns
    -------
    list of BoilerplateSpan
        Sorted and without overlaps.
    """
    if not has_sign(text):
        return []
    lines = read_lines(text)
    kinds, undecided = line_kinds(text, lines)
    spans = [BoilerplateSpan(line.start, line.end, kind) for line, kind in zip(lines, kinds, strict=True) if kind]
    spans += find_openings(text, lines, kinds, undecided)
    spans += find_captions(text, lines, kinds)
    spans += find_links(text, lines, kinds)
    spans += find_endings(text, lines, kinds)
    return without_overlaps(spans)
