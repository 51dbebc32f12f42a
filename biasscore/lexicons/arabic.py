"""Arabic word forms: one spelling for letters that writers exchange, and the words inside their clitics."""

from __future__ import annotations

_DROPPED = dict.fromkeys([*range(0x064B, 0x0653), 0x0670, 0x0640], None)
_FOLDED = {ord(letter): "ا" for letter in "أإآٱ"} | {ord("ى"): "ي", ord("ة"): "ه"}
_TABLE = _DROPPED | _FOLDED

_CLITICS = (
    "وال",
    "فال",
    "بال",
    "كال",
    "وبال",
    "ولل",
    "فلل",
    "ال",
    "لل",
    "و",
    "ف",
    "ب",
    "ل",
    "ك",
    "س",
    "وب",
    "ول",
    "وس",
    "فس",
    "فب",
    "فل",
    "وك",
)
"""Conjunctions, prepositions, the future marker and the article, and the ways they combine before a word."""
_SHORTEST = 3
"""Letters that must remain when clitics are taken off."""


def fold(form: str) -> str:
    """Drop vowel signs and tatweel; write one alif, one ya and ta marbuta as ha (Darwish & Magdy 2014)."""
    return form.translate(_TABLE)


def variants(form: str) -> tuple[str, ...]:
    """The folded form, then the words that remain without its leading clitics, longest first."""
    folded = fold(form)
    found = [folded]
    for clitic in _CLITICS:
        if folded.startswith(clitic) and len(folded) - len(clitic) >= _SHORTEST:
            rest = folded[len(clitic) :]
            if rest not in found:
                found.append(rest)
            if clitic in ("لل", "ولل", "فلل") and "ال" + rest not in found:
                found.append("ال" + rest)
    return (folded, *sorted(found[1:], key=len, reverse=True))
