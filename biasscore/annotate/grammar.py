"""Closed word classes (determiners, pronouns, ...) as bits of a column of forms."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from biasscore.lexicons.arabic import fold, variants

CLASSES = (
    "determiner",
    "pronoun",
    "possessive",
    "auxiliary",
    "negation",
    "adverb",
    "preposition",
    "conjunction",
    "subordinator",
    "complementiser",
    "time",
    "medium",
    "kin",
)
(
    DETERMINER,
    PRONOUN,
    POSSESSIVE,
    AUXILIARY,
    NEGATION,
    ADVERB,
    PREPOSITION,
    CONJUNCTION,
    SUBORDINATOR,
    COMPLEMENTISER,
    TIME,
    MEDIUM,
    KIN,
) = (1 << bit for bit in range(len(CLASSES)))


@cache
def _words(language: str) -> dict[str, int]:
    data = tomllib.loads(files("biasscore.annotate").joinpath("data/grammar.toml").read_text("utf-8"))[language]
    bits: dict[str, int] = {}
    for bit, name in enumerate(CLASSES):
        for word in data.get(name, "").split():
            key = fold(word) if language == "ar" else word
            bits[key] = bits.get(key, 0) | 1 << bit
    return bits


class Grammar:
    """Class bits of every form of a growing list of forms."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._bits = _words(language)
        self._forms: list[str] = []
        self._known = 0
        self._column = np.zeros(1 << 12, np.int32)

    def column(self, forms: list[str]) -> NDArray[np.int32]:
        """Class bits, one entry a form (``forms`` may only have grown since the last call)."""
        if forms is not self._forms:
            self._forms, self._known = forms, 0
        if len(forms) > len(self._column):
            self._column = np.resize(self._column, max(len(forms), 2 * len(self._column)))
        for number in range(self._known, len(forms)):
            self._column[number] = self.classes(forms[number])
        self._known = len(forms)
        return self._column

    def classes(self, form: str) -> int:
        """Class bits of one form."""
        if self._language == "ar":
            return next((self._bits[v] for v in variants(form) if v in self._bits), 0)
        bits = self._bits.get(form, 0)
        if not bits and len(form) > 4 and form.endswith("ly"):
            return ADVERB
        return bits
