"""Language of a text: the scripts and function words of its tokens decide; a trained identifier helps out."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from biasscore.text.table import ARABIC, ENGLISH, FOREIGN_ARABIC, LATIN, WORD

SUPPORTED = ("en", "ar")
"""Languages that biasscore measures."""

ENGLISH_SHARE = 0.18
"""Share of function words (of Latin-script words) from which a text is English; running English has about .4, other
languages written in Latin script below .1 (share of the list in ``text/data/words.toml``)."""
_MIXED_SHARE = 0.15
_FOREIGN_SHARE = 0.1
"""Share of Arabic-script words with letters of Persian or Urdu from which the identifier is asked."""
_SHORT = 5
_IDENTIFIER_CHARACTERS = 4000


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)


def identify(text: str) -> str:
    """Ask py3langid (langid.py's model; Lui & Baldwin 2012) for the language of a text, as an ISO 639-1 code."""
    return str(_identifier().classify(text[:_IDENTIFIER_CHARACTERS])[0])


def languages(
    flags: NDArray[np.int32], document_start: NDArray[np.int32], texts: list[str]
) -> tuple[list[str], list[bool]]:
    """Language of every document of a block, and whether two scripts are mixed in it.

    Parameters
    ----------
    flags : ndarray of int32, shape (tokens,)
        Flag bits of the pieces.
    document_start : ndarray of int32, shape (documents + 1,)
        First token of each document.
    texts : list of str
        The documents.

    Returns
    -------
    list of str
        ISO 639-1 codes; 'und' for a text without letters.
    list of bool
        True where a second script makes up more than 15 % of the words.
    """

    def count(bit: int) -> NDArray[np.int64]:
        total = np.concatenate(([0], np.cumsum((flags & bit) != 0)))
        return total[document_start[1:]] - total[document_start[:-1]]

    words, latin, arabic, foreign, english = (count(bit) for bit in (WORD, LATIN, ARABIC, FOREIGN_ARABIC, ENGLISH))
    codes = [
        _decide(text, *counts)
        for text, counts in zip(
            texts,
            zip(words.tolist(), latin.tolist(), arabic.tolist(), foreign.tolist(), english.tolist(), strict=True),
            strict=True,
        )
    ]
    mixed = (np.minimum(latin, arabic) > _MIXED_SHARE * words) & (words > _SHORT)
    return codes, mixed.tolist()


def _decide(text: str, words: int, latin: int, arabic: int, foreign: int, english: int) -> str:
    if arabic > latin:
        return "ar" if foreign < _FOREIGN_SHARE * arabic else identify(text)
    if latin and english >= ENGLISH_SHARE * latin:
        return "en"
    letters = latin + arabic
    if not letters:
        return identify(text) if any(character.isalpha() for character in text[:_IDENTIFIER_CHARACTERS]) else "und"
    if words < _SHORT:
        return "en"
    return identify(text)
