"""Sentences for the teacher and its students: columns of biasscore's own pass, without typography and wire credits."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from biasscore.annotate.lexical import find_lexical
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.text.block import Block
from biasscore.text.reading import Reader
from biasscore.text.table import WORD

DATA = Path(__file__).parents[3] / "shared" / "data"
UNLABELLED = ("abp_outlets", "abp_media_split", "abp_events", "abp_wire_events")
KEPT_OUT = (("babe", "train"), ("babe", "dev"), ("basil", "dev"))
"""Corpora that models are measured on: sentences that share eight words in a row with them are not learnt from."""
SHINGLE = 8
LENGTHS = range(6, 61)
"""Words of a sentence that is labelled by a teacher."""
_BLOCK = 500
QUOTES = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "…": "..."}
)
_CREDIT = re.compile(r"\s*\((?:Reuters|AP|AFP|CNN|UPI|Associated Press)\)\s*(?:[-–—]+\s*)?")


def rows(corpus: str, part: str, data: Path = DATA) -> list[dict]:
    """Rows of a part of a corpus; none where the part does not exist."""
    for name in (f"{part}.jsonl.gz", f"{part}.jsonl"):
        path = data / corpus / name
        if path.exists():
            with (
                gzip.open(path, "rt", encoding="utf-8") if name.endswith("gz") else path.open(encoding="utf-8") as lines
            ):
                return [json.loads(line) for line in lines]
    return []


def plain(text: str) -> str:
    """A sentence without wire credits, which would tell the outlet."""
    return _CREDIT.sub(" ", text).strip()


@dataclass
class Sentences:
    """Sentences as tokens of biasscore's own pass.

    Attributes
    ----------
    pieces : list of list of str
        Words with their punctuation in plain typography: what the teacher reads.
    forms : list of list of str
        Word forms: what vectors are made for.
    columns : list of tuple
        Rows and marks: what a student reads; empty where no reader was given.
    """

    pieces: list[list[str]]
    forms: list[list[str]]
    columns: list[tuple[np.ndarray, np.ndarray]]

    def __len__(self) -> int:
        return len(self.forms)

    def chosen(self, places: Iterable[int]) -> Sentences:
        """Some of them."""
        places = list(places)
        parts = self.pieces, self.forms, self.columns
        return Sentences(*([part[i] for i in places] if part else [] for part in parts))

    def __add__(self, other: Sentences) -> Sentences:
        return Sentences(self.pieces + other.pieces, self.forms + other.forms, self.columns + other.columns)


class ColumnMaker:
    """Makes the student's columns of blocks, as the package does when it scores."""

    def __init__(self) -> None:
        from biasscore.annotate.wording import WordingReader

        self._vocabulary = Vocabulary("en")
        self._reader = WordingReader(self._vocabulary)

    def __call__(self, block: Block) -> tuple[np.ndarray, np.ndarray]:
        """Rows and marks of every token."""
        found = self._reader.columns(block, find_lexical(block, self._vocabulary))
        return found.rows, found.marks

    def features(self, texts: list[str]) -> np.ndarray:
        """Features of texts, each taken as one sentence."""
        found = []
        for block in blocks([plain(text) for text in texts]):
            lexical = find_lexical(block, self._vocabulary)
            columns = self._reader.columns(block, lexical)
            block.sentence, block.sentence_start = block.document, block.document_start
            found.append(self._reader.features(block, lexical, columns))
        return np.concatenate(found)


def blocks(texts: list[str]) -> Iterator[Block]:
    """Texts read in blocks of a few hundred."""
    reader = Reader()
    for start in range(0, len(texts), _BLOCK):
        part = texts[start : start + _BLOCK]
        yield reader.read(part, ["en"] * len(part))


def sentences(texts: list[str], columns: ColumnMaker | None = None) -> Sentences:
    """Every text as one sentence."""
    found = Sentences([], [], [])
    for block in blocks([plain(text) for text in texts]):
        made = columns(block) if columns else None
        for first, last in zip(block.document_start[:-1].tolist(), block.document_start[1:].tolist(), strict=True):
            _add(found, block, first, last, made)
    return found


def split(texts: list[str], per_text: int, seed: int, columns: ColumnMaker | None = None) -> Sentences:
    """Some sentences of every text, chosen at random, of a length that is worth a label."""
    found, chooser = Sentences([], [], []), np.random.default_rng(seed)
    for block in blocks(texts):
        made = columns(block) if columns else None
        words = np.add.reduceat((block.flags & WORD) != 0, block.sentence_start[:-1], dtype=np.int64)
        for document in range(len(block)):
            places = np.flatnonzero((block.sentence_document == document) & np.isin(words, LENGTHS))
            for place in sorted(chooser.permutation(places)[:per_text].tolist()):
                _add(found, block, int(block.sentence_start[place]), int(block.sentence_start[place + 1]), made)
    return found


def _add(found: Sentences, block: Block, first: int, last: int, made: tuple[np.ndarray, np.ndarray] | None) -> None:
    if made:
        found.columns.append((made[0][first:last], made[1][first:last]))
    found.pieces.append([block.table.pieces[row].translate(QUOTES) for row in block.piece[first:last].tolist()])
    found.forms.append([block.table.forms[row] for row in block.form[first:last].tolist()])


def shingles(forms: list[str]) -> set[int]:
    """Hashes of every eight words in a row (of the whole sentence when it is shorter)."""
    words = [form for form in forms if form]
    return {hash(tuple(words[i : i + SHINGLE])) for i in range(max(1, len(words) - SHINGLE + 1))}


def without_overlap(found: Sentences, data: Path = DATA) -> Sentences:
    """Sentences that share no eight words with what models are measured on, each once."""
    seen: set[int] = set()
    for corpus, part in KEPT_OUT:
        for forms in sentences([row["text"] for row in rows(corpus, part, data)]).forms:
            seen |= shingles(forms)
    kept, known = [], set()
    for place, forms in enumerate(found.forms):
        key = tuple(forms)
        if key not in known and len(forms) > 2 and seen.isdisjoint(shingles(forms)):
            known.add(key)
            kept.append(place)
    return found.chosen(kept)


def name_forms(texts: list[str], forms: list[str], least: float = 0.9) -> list[str]:
    """Forms that are capitalised in mid-sentence wherever they stand there."""
    vocabulary, number = Vocabulary("en"), {form: place for place, form in enumerate(forms)}
    capital, inner = np.zeros(len(forms)), np.zeros(len(forms))
    for block in blocks(texts):
        found = find_lexical(block, vocabulary)
        opens = np.zeros(block.n_tokens, bool)
        opens[block.sentence_start[:-1]] = True
        opens[block.quotations.first] = True
        column = np.array([number.get(form, -1) for form in block.table.forms])[block.form]
        known = (column >= 0) & ~opens
        np.add.at(inner, column[known], 1)
        np.add.at(capital, column[known & found.inner_capital], 1)
    return [
        form
        for form, share, n in zip(forms, capital / np.maximum(inner, 1), inner, strict=True)
        if n and share >= least
    ]


_SAME_OUTLET = {"the federalist": "federalist", "the daily beast": "daily beast"}


def outlet_of(row: dict) -> str:
    """Outlet of a row of BABE, in one spelling (for grouping and evaluation only)."""
    name = row["outlet"].lower()
    return _SAME_OUTLET.get(name, name)
