"""Closed word classes (determiners, pronouns, ...) as bits of a column of forms."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from biasscore.lexicons.arabic import fold, variants
from biasscore.text.block import Block

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


@cache
def _classes(language: str) -> Callable[[str], int]:
    """What tells the class bits of a form: one object a language, so that all who ask a table share its answers."""
    words = _words(language)

    def english(form: str) -> int:
        return words.get(form) or (ADVERB if len(form) > 4 and form.endswith("ly") else 0)

    def arabic(form: str) -> int:
        return next((words[variant] for variant in variants(form) if variant in words), 0)

    return arabic if language == "ar" else english


class Grammar:
    """Class bits of the forms of a language."""

    def __init__(self, language: str) -> None:
        self._classes = _classes(language)

    def of_tokens(self, block: Block) -> NDArray[np.int32]:
        """Class bits of every token."""
        return block.table.of_forms(self._classes)[block.form]

    def classes(self, form: str) -> int:
        """Class bits of one form."""
        return self._classes(form)
