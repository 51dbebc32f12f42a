"""Repairs damaged characters before a text is read, and keeps the way back to the original.

Every repair is a list of edits (stretch, replacement). The edits of a step become two offset maps,
and the maps of the steps are composed, so that an offset in the repaired text always leads back to
the caller's own string.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]

_CONTROLS = (
    # C0 and C1 without tab, line feed, carriage return
    "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f"
    "\\xad\\u200b\\ufeff"  # soft hyphen, zero-width space, byte order mark (the joiners stay)
    "\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069"  # marks that only steer the direction of display
)
_ACCENTS = "\\u0300-\\u036f\\u0653-\\u0655"
_SURROGATES = "\\ud800-\\udfff"
_LEAD = "\\xc2-\\xf4"
"""First bytes of UTF-8 sequences, as Latin-1 or Windows-1252 show them."""
_TRAIL = "\\x80-\\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""The bytes that continue a sequence, as the same two encodings show them."""
_MANGLED = (
    f"(?<=[\\xc2-\\xdf])[{_TRAIL}]|(?<=[\\xe0-\\xef])[{_TRAIL}]{{2}}|(?<=[\\xf0-\\xf4])[{_TRAIL}]{{3}}|(?<=â)€|(?<=Ã) "
)
"""What may follow a first byte; the last two are sequences that lost a byte."""
_MIN_CHUNK = 80
"""Shorter lines are judged together with the next."""
_ENTITY_BODY = "(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"

_ASCII_SIGN = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]")
# One scan over one character class: only where it hits are the slower conditions looked at.
_SIGN = re.compile(
    f"[&{_LEAD}{_CONTROLS}{_ACCENTS}{_SURROGATES}]"
    f"(?:(?<=[{_CONTROLS}{_ACCENTS}{_SURROGATES}])|{_MANGLED}|(?<=&){_ENTITY_BODY})"
)
_SURROGATE = re.compile("[\\ud800-\\udbff][\\udc00-\\udfff]|[\\ud800-\\udfff]")
# Text that went through an escaper twice carries '&amp;quot;': it is read as what was meant.
_ENTITY = re.compile(f"&(?:amp;)*({_ENTITY_BODY})")
_SUSPECT = re.compile(f"[{_LEAD}\\x80-\\x9f](?:(?<=[\\x80-\\x9f])|{_MANGLED})")
# Some control characters part words: a space takes the place of each. The others go.
_PARTING = "\x0b\x0c\x1c\x1d\x1e\x1f\x85"
_CONTROL = re.compile(f"[{_PARTING}]|(?:(?![{_PARTING}])[{_CONTROLS}])+")
# The number of accents is bounded because putting a run of them in order takes quadratic time.
_ACCENTED = re.compile(f"[^{_ACCENTS}][{_ACCENTS}]{{1,8}}")


# Single bytes of Windows-1252 that were read as Latin-1.
_C1_MEANT = {
    chr(byte): bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}


class Repaired(NamedTuple):
    """A text after repair.

    Attributes
    ----------
    text : str
        The repaired text: the very string that was given if nothing was repaired.
    starts, ends : ndarray of int32 or None
        The span ``[s, e)`` of the repaired text is ``[starts[s], ends[e])`` of the original.
        None if nothing was repaired.
    warnings : tuple of str
        Codes of the repairs made.
    """

    text: str
    starts: Ints | None = None
    ends: Ints | None = None
    warnings: tuple[str, ...] = ()


class _Edit(NamedTuple):
    start: int
    end: int
    replacement: str


def repair(text: str) -> Repaired:
    """Repair encoding, entities, control characters and decomposed accents.

    Parameters
    ----------
    text : str
        Any string.

    Returns
    -------
    Repaired
    """
    if not _has_sign(text):
        return Repaired(text)
    current = text
    starts: Ints | None = None
    ends: Ints | None = None
    warnings: list[str] = []
    for code, find in _STEPS:
        edits = [edit for edit in find(current) if current[edit.start : edit.end] != edit[2]]
        if not edits:
            continue
        step_starts, step_ends = _maps(len(current), edits)
        starts = step_starts if starts is None else starts[step_starts]
        ends = step_ends if ends is None else ends[step_ends]
        current = _apply(current, edits)
        warnings.append(code)
    if starts is None or ends is None:
        return Repaired(text)
    # characters removed at the very edges belong to the first and the last span
    starts[0], ends[-1] = 0, len(text)
    return Repaired(current, starts, ends, tuple(warnings))


def _has_sign(text: str) -> bool:
    if text.isascii():
        has_entity = "&" in text and _ENTITY.search(text) is not None
        return has_entity or _ASCII_SIGN.search(text) is not None
    return _SIGN.search(text) is not None


def _apply(text: str, edits: list[_Edit]) -> str:
    parts: list[str] = []
    done = 0
    for edit in edits:
        parts.append(text[done : edit.start])
        parts.append(edit.replacement)
        done = edit.end
    parts.append(text[done:])
    return "".join(parts)


def _maps(length: int, edits: list[_Edit]) -> tuple[Ints, Ints]:
    """Offset maps of one step: boundaries inside a replaced stretch lead to its outer edges."""
    old_start = np.array([edit.start for edit in edits], np.int64)
    old_end = np.array([edit.end for edit in edits], np.int64)
    widths = np.array([len(edit.replacement) for edit in edits], np.int64)
    gained = np.cumsum(widths - (old_end - old_start))
    new_end = old_end + gained
    new_start = new_end - widths
    position = np.arange(length + int(gained[-1]) + 1)

    # a span starts behind the edits that end at or before it, and ends before those that start
    # at or after it
    passed = np.searchsorted(new_end, position, side="right")
    starts = position - np.concatenate(([0], gained))[passed]
    inside = np.minimum(passed, len(edits) - 1)
    within = (passed < len(edits)) & (position > new_start[inside])
    starts[within] = old_start[inside[within]]

    begun = np.searchsorted(new_start, position, side="left")
    ends = position - np.concatenate(([0], gained))[begun]
    inside = np.maximum(begun - 1, 0)
    within = (begun > 0) & (position < new_end[inside])
    ends[within] = old_end[inside[within]]
    return starts.astype(np.int32), ends.astype(np.int32)


def _surrogates(text: str) -> Iterator[_Edit]:
    for match in _SURROGATE.finditer(text):
        units = match.group()
        whole = "\ufffd"
        if len(units) == 2:
            whole = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        yield _Edit(match.start(), match.end(), whole)


def _entities(text: str) -> Iterator[_Edit]:
    if "&" not in text:
        return
    from html import unescape
    from html.entities import html5

    for match in _ENTITY.finditer(text):
        body = match.group(1)
        if body[0] == "#" or body in html5:
            yield _Edit(match.start(), match.end(), unescape("&" + body))


def _encoding(text: str) -> Iterator[_Edit]:
    """Text in UTF-8 that was read as a one-byte encoding; ftfy judges the lines that may be so."""
    first = _SUSPECT.search(text)
    if first is None:
        return
    # imported here because few texts need it and it takes longer to load than they take to score
    import ftfy

    config = ftfy.TextFixerConfig(explain=False)
    start = text.rfind("\n", 0, first.start()) + 1
    while start < len(text):
        end = text.find("\n", start + _MIN_CHUNK)
        end = len(text) if end < 0 else end
        lines = text[start:end]
        if _SUSPECT.search(lines):
            fixed = ftfy.fix_encoding(lines, config)
            if fixed != lines:
                yield from _aligned(start, lines, fixed)
        start = end + 1


def _aligned(offset: int, old: str, new: str) -> list[_Edit]:
    """Edits between two versions of some lines: by character, word, or as a whole."""
    edits = _aligned_characters(offset, old, new)
    if edits is not None:
        return edits
    old_words, new_words = old.split(" "), new.split(" ")
    if len(old_words) != len(new_words):
        return [_narrow(offset, old, new)]
    edits = []
    for before, after in zip(old_words, new_words, strict=True):
        if before != after:
            edits.append(_narrow(offset, before, after))
        offset += len(before) + 1
    return edits


def _aligned_characters(offset: int, old: str, new: str) -> list[_Edit] | None:
    """Edits of single characters if each is the plain decoding of what stood there, else None."""
    edits = []
    at = 0
    for character in new:
        if at >= len(old):
            return None
        width = _mangled_width(old, at, character)
        if width:
            edits.append(_Edit(offset + at, offset + at + width, character))
        elif old[at] != character:
            return None
        at += width or 1
    return edits if at == len(old) else None


def _mangled_width(old: str, at: int, character: str) -> int:
    """Length of the mangled form of a character at a position, 0 if it does not stand there."""
    if character < "\x80":
        return 0
    if old[at] in _C1_MEANT:
        return int(_C1_MEANT[old[at]] == character)
    raw = character.encode("utf-8", "surrogatepass")
    stands = old[at : at + len(raw)]
    for encoding in ("sloppy-windows-1252", "latin-1"):
        mangled = raw.decode(encoding)
        # white space is often tidied before a text gets here, and a no-break space lost
        if stands in (mangled, mangled.replace("\xa0", " ")):
            return len(raw)
    return 0


def _narrow(offset: int, old: str, new: str) -> _Edit:
    """One edit without the characters that both versions begin and end with."""
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    rest = shorter - head
    tail = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    return _Edit(offset + head, offset + len(old) - tail, new[head : len(new) - tail])


def _controls(text: str) -> Iterator[_Edit]:
    for match in _CONTROL.finditer(text):
        yield _Edit(match.start(), match.end(), " " if match.group() in _PARTING else "")


def _accents(text: str) -> Iterator[_Edit]:
    for match in _ACCENTED.finditer(text):
        yield _Edit(match.start(), match.end(), unicodedata.normalize("NFC", match.group()))


# Entities come before the encoding (an escaper may have met mangled text), control characters after
# it (they are bytes of mangled sequences).
_STEPS: tuple[tuple[str, Callable[[str], Iterator[_Edit]]], ...] = (
    ("invalid_surrogates", _surrogates),
    ("html_entities", _entities),
    ("repaired_encoding", _encoding),
    ("control_characters", _controls),
    ("normalised", _accents),
)
