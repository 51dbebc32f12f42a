"""Attribution relations: who is cited (source), by which word (cue), for what (content)."""

from __future__ import annotations

from typing import NamedTuple

from biasscore.spans import Span

Run = tuple[int, int]
"""First token and the token after the last."""

DIRECTNESS = ("direct", "indirect", "mixed")
SOURCE_TYPES = ("person", "body", "metonym", "anonymous_described", "anonymous_bare", "document", "media", "elided")
CUE_CLASSES = ("neutral", "strong", "doubt", "factive", "emotive", "directive", "accusation", "hearsay", "mental")
DIRECT_SHARE = 0.9
"""Share of a content's words inside quotation marks from which it is direct; with none it is indirect."""

IMPERSONAL = "impersonal"
"""Rule of 'it was announced that'."""


class Attribution(NamedTuple):
    """One attribution relation (the public form; offsets into the caller's own string).

    Attributes
    ----------
    source : Span or None
        Who is cited; None where the text names nobody.
    cue : Span or None
        The word or phrase that attributes; None for a quotation that merely goes on.
    content : tuple of Span
        What is attributed, in one or several pieces, without quotation marks; a complementiser ('that', 'whether')
        belongs to it, as in PARC 3 and PolNeAR.
    directness : {'direct', 'indirect', 'mixed'}
        Whether the content stands in quotation marks, not at all, or in part.
    source_type : str
        One of ``SOURCE_TYPES``.
    named, anonymous : bool
        Whether the source has a name; whether a human source is hidden behind a description.
    secondary : bool
        Whether the outlet has it from another medium.
    cue_class : str
        One of ``CUE_CLASSES``.
    source_id : str
        The same for all mentions of one source in this document; '' where there is no source.
    rule : str
        The rule or model that found it.
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    directness: str
    source_type: str
    named: bool
    anonymous: bool
    secondary: bool
    cue_class: str
    source_id: str
    rule: str


class Relation(NamedTuple):
    """An attribution in tokens, as a finder returns it.

    Attributes
    ----------
    source, cue : Run or None
        Tokens of source and cue.
    content : tuple of Run
        Tokens of the content.
    cue_entry : int
        Entry of the reporting cue in the vocabulary, -1 without one.
    rule : str
        What found it.
    """

    source: Run | None
    cue: Run | None
    content: tuple[Run, ...]
    cue_entry: int
    rule: str
