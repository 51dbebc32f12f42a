"""A lexicon: entries with their header (where the categories come from, version, licence, digest)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Entry(NamedTuple):
    """One entry of a lexicon.

    Attributes
    ----------
    term : str
        Lower-case words with one space between them; a single word may begin or end with ``*``.
    label : str
        Class of the entry, declared in the header.
    weight : float
        Strength on the header's scale; 1 unless stated.
    forms : tuple of str
        Further surface forms (inflections, spellings).
    case : {'any', 'lower', 'upper'}
        'lower' does not fire on a capitalised word in mid-sentence, 'upper' only on a capitalised one.
    unless : tuple of str
        Contexts in which the entry must not fire; ``_`` stands for the entry.
    kind : str
        Sub-category, explained in the header.
    note : str
        Reason or pattern.
    """

    term: str
    label: str
    weight: float
    forms: tuple[str, ...]
    case: str
    unless: tuple[str, ...]
    kind: str
    note: str


class LexiconInfo(NamedTuple):
    """What the header of a lexicon says."""

    name: str
    title: str
    family: str
    language: str
    version: str
    licence: str
    source: tuple[str, ...]
    method: str
    unit: str
    direction: str
    case: str
    labels: dict[str, str]
    kinds: dict[str, str]
    entries: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Entries and their header."""

    info: LexiconInfo
    entries: tuple[Entry, ...]

    def __len__(self) -> int:
        return len(self.entries)

    def __repr__(self) -> str:
        return f"<Lexicon {self.info.language}/{self.info.name} {self.info.version}: {len(self)} entries>"
