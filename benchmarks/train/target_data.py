"""Rows of NewsMTSC, and targets in other news, as windows of biasscore's own pass."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from loaded_data import QUOTES

from biasscore.annotate.lexical import find_lexical
from biasscore.annotate.relations import Run
from biasscore.annotate.targets import NAME, WindowMaker, Windows
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.models.target_network import LABELS
from biasscore.target import target_run
from biasscore.text.block import Block
from biasscore.text.reading import Reader

DATA = Path(__file__).parents[3] / "shared" / "data"

SHINGLE = 8
"""Words in a row that two texts share when they are near-duplicates."""
BLOCK = 64
POINTERS = ("target", "left", "right", "clause_first", "clause_last")
TARGET_PIECE, NAME_PIECE = "[MASK]", "[UNK]"
"""What a teacher reads in place of a target and of other names (a run of them is one)."""


def rows(part: str, data: Path = DATA) -> list[dict]:
    """Rows of 'train' or 'dev', each text and target once."""
    path = data / "newsmtsc" / f"{part}.jsonl"
    packed = path.with_name(path.name + ".gz")
    with gzip.open(packed, "rt", encoding="utf8") if packed.exists() else path.open(encoding="utf8") as file:
        found = [json.loads(line) for line in file]
    return list(
        {(row["text"], *row["target"], row["orig_split"] if part == "dev" else ""): row for row in found}.values()
    )


def shingles(text: str) -> set[str]:
    words = text.lower().split()
    return {" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))}


def groups(texts: list[str]) -> np.ndarray:
    """Number of the group of near-duplicate texts (eight words in a row in common) that each belongs to."""
    parent = list(range(len(texts)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    first: dict[str, int] = {}
    for i, text in enumerate(texts):
        for shingle in shingles(text):
            parent[root(i)] = root(first.setdefault(shingle, i))
    return np.array([root(i) for i in range(len(texts))])


@dataclass
class Examples:
    """Windows and labels (0 negative, 1 neutral, 2 positive), and the same windows as a teacher reads them."""

    windows: Windows
    labels: np.ndarray
    rows: list[dict]
    pieces: list[list[str]]

    def __len__(self) -> int:
        return len(self.labels)


def pieces(block: Block, windows: Windows, runs: list[Run]) -> list[list[str]]:
    """Windows as strings, the target and other names hidden as they are from the student."""
    found = []
    for number, (first, last) in enumerate(runs):
        start, stop = windows.start[number : number + 2]
        before = int(windows.target[number] - start)
        behind = int(stop - windows.target[number] - 1)
        tokens = [*range(first - before, first), -1, *range(last, last + behind)]
        words: list[str] = []
        for token, row in zip(tokens, windows.row[start:stop].tolist(), strict=True):
            if token < 0:
                words.append(TARGET_PIECE)
            elif row != NAME:
                words.append(block.table.pieces[block.piece[token]].translate(QUOTES))
            elif words[-1:] != [NAME_PIECE]:
                words.append(NAME_PIECE)
        found.append(words)
    return found


def examples(found: list[dict]) -> Examples:
    """Windows of rows; rows whose target has no word are left out."""
    reader, vocabulary, maker = Reader(), Vocabulary("en"), WindowMaker()
    parts: list[Windows] = []
    kept: list[dict] = []
    read: list[list[str]] = []
    for begin in range(0, len(found), BLOCK):
        some = found[begin : begin + BLOCK]
        block = reader.read([row["text"] for row in some], ["en"] * len(some))
        runs = [target_run(block, document, *row["target"]) for document, row in enumerate(some)]
        kept += [row for row, run in zip(some, runs, strict=True) if run is not None]
        lexical, there = find_lexical(block, vocabulary), [run for run in runs if run is not None]
        parts.append(maker.windows(block, lexical, there))
        read += pieces(block, parts[-1], there)
    return Examples(joined(parts), np.array([LABELS.index(row["label"]) for row in kept]), kept, read)


def joined(parts: list[Windows]) -> Windows:
    """Windows of several blocks, end to end."""
    before = np.cumsum([0, *(part.start[-1] for part in parts)])
    shifted = [
        part._replace(**{name: getattr(part, name) + by for name in POINTERS}, start=part.start[:-1] + by)
        for part, by in zip(parts, before, strict=False)
    ]
    columns = Windows(*(np.concatenate(column) for column in zip(*shifted, strict=True)))
    return columns._replace(start=np.append(columns.start, before[-1]))
