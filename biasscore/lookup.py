"""What there is: measures, what each can do in a language, and the works they rest on."""

from __future__ import annotations

from biasscore.lexicons.loading import load, names
from biasscore.measures.catalogue import SPECS
from biasscore.text.language import SUPPORTED


def capabilities(lang: str) -> dict[str, str]:
    """What each measure can do in a language.

    Parameters
    ----------
    lang : str
        ISO 639-1 code.

    Returns
    -------
    dict
        Measure -> 'full', 'lexical' (word lists only) or 'none'.
    """
    return {spec.name: spec.languages.get(lang, "none") for spec in SPECS}


def citations() -> tuple[str, ...]:
    """References of all measures and lexicons, sorted."""
    found = {spec.reference for spec in SPECS}
    for language in SUPPORTED:
        for name in names(language):
            found |= set(load(name, language).info.source)
    return tuple(sorted(found))
