"""Whether two profiles were made in the same way, so that their numbers can be compared or taken together."""

from __future__ import annotations

from biasscore.measures.spec import REASONS
from biasscore.profile import Profile

NOT_COMPARABLE = {
    "different_language": "the two texts are in different languages",
    "different_version": "made by different versions of biasscore",
    "different_lexicons": "measured with different word lists",
    "different_settings": "measured with different settings",
    "counted": "counted, not estimated: no interval says how far another text by the same hand would differ",
    **REASONS,
}
"""Why a measure is not compared, or a difference not judged."""
_NAMED = {"biasscore": "different_version", "lexicons": "different_lexicons"}
_NO_MATTER = ("reference", "families")
"""Parts of the provenance that do not change a value."""


def obstacle(a: Profile, b: Profile) -> str | None:
    """Why nothing in two profiles can be compared."""
    if a.language != b.language:
        return "different_language"
    for key in sorted({*a.provenance, *b.provenance}, key=lambda key: (key not in _NAMED, key)):
        if key not in _NO_MATTER and a.provenance.get(key) != b.provenance.get(key):
            return _NAMED.get(key, "different_settings")
    return None
