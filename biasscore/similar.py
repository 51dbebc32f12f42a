"""Texts that are one text: near-duplicates by MinHash, and agency copy by its tag."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from biasscore.profile import Profile

Hashes = NDArray[np.uint64]

SHINGLE, BANDS, ROWS = 3, 64, 2
LEAST_SHARED = 0.4
"""Estimated share of common shingles from which two texts are one: about a tenth of the words changed."""
AGENCIES = {
    "Reuters": r"\bReuters\b",
    "Associated Press": r"\bAP\b|\bAssociated Press\b",
    "Agence France-Presse": r"\bAFP\b|\bAgence France-Presse\b",
    "United Press International": r"\bUPI\b",
    "TASS": r"\bTASS\b",
    "Xinhua": r"\bXinhua\b",
    "EFE": r"\bEFE\b",
    "DPA": r"\bdpa\b|\bDPA\b",
}
_TAGGED = ("dateline", "byline", "signoff")
_WORD = re.compile(r"\w+")
_SHIFT = np.uint64(32)


def agency(profile: Profile) -> str | None:
    """The agency that a text's dateline, byline or sign-off names; None without one, or without the text."""
    for span in profile.boilerplate:
        if span.kind in _TAGGED:
            for name, pattern in AGENCIES.items():
                if re.search(pattern, span.text):
                    return name
    return None


def is_wire_copy(profile: Profile) -> bool:
    """Whether a text carries the tag of an agency that is not its outlet."""
    name = agency(profile)
    return name is not None and not re.search(AGENCIES[name] + "|" + re.escape(name), profile.outlet or "")


def clusters(profiles: Sequence[Profile]) -> NDArray[np.intp]:
    """Number of the text that each profile's text is a version of: the place of the first of its kind.

    Parameters
    ----------
    profiles : sequence of Profile
        Those that were loaded without text are compared by digest alone.
    """
    parent = list(range(len(profiles)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    def join(a: int, b: int) -> None:
        first, second = sorted((root(a), root(b)))
        parent[second] = first

    same: dict[object, int] = {}
    signatures: dict[int, Hashes] = {}
    for place, profile in enumerate(profiles):
        if profile.text_sha256 in same:
            join(same[profile.text_sha256], place)
            continue
        same[profile.text_sha256] = place
        found = _signature(profile.text)
        if found is not None:
            signatures[place] = found
    buckets: dict[tuple[int, bytes], list[int]] = {}
    for place, signature in signatures.items():
        for band in range(BANDS):
            key = band, signature[band * ROWS : (band + 1) * ROWS].tobytes()
            for other in buckets.setdefault(key, []):
                if root(other) != root(place) and np.mean(signatures[other] == signature) >= LEAST_SHARED:
                    join(other, place)
            buckets[key].append(place)
    return np.array([root(place) for place in range(len(profiles))], np.intp)


def _signature(text: str | None) -> Hashes | None:
    """Smallest hash of the word triples under each of 128 hash functions; None for texts too short to tell."""
    if text is None:
        return None
    words = np.array([zlib.crc32(word.encode("utf-8", "replace")) for word in _WORD.findall(text.lower())], np.uint64)
    if len(words) < 4 * SHINGLE:
        return None
    a, b = _FUNCTIONS
    count = len(words) - SHINGLE + 1
    shingles = words[:count]
    for step in range(1, SHINGLE):
        shingles = shingles * _STEP + words[step : step + count]
    hashed = (np.unique(shingles)[:, None] * a + b) >> _SHIFT
    found: Hashes = hashed.min(0)
    return found


_STEP = np.uint64(0x9E3779B97F4A7C15)
_RNG = np.random.Generator(np.random.PCG64(7))
_FUNCTIONS = (
    _RNG.integers(1, 2**63, BANDS * ROWS, dtype=np.uint64) | np.uint64(1),
    _RNG.integers(0, 2**63, BANDS * ROWS, dtype=np.uint64),
)
