"""Rows of NewsMTSC, and targets in other news, as windows of biasscore's own pass."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

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
LINKS = (", while ", ", but ", "; ", ", and ", ", whereas ", ", although ")
LINKED_WORDS = range(5, 29)
"""Words of a sentence that is linked with another."""
ENDS = '.!"”'


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


class Reading(NamedTuple):
    """What a teacher reads of a window: words, and the row of the student's table that each of them has."""

    words: list[str]
    rows: list[int]


@dataclass
class Examples:
    """Windows and labels (0 negative, 1 neutral, 2 positive), and the same windows as a teacher reads them."""

    windows: Windows
    labels: np.ndarray
    rows: list[dict]
    readings: list[Reading]

    def __len__(self) -> int:
        return len(self.labels)


def readings(block: Block, windows: Windows, runs: list[Run]) -> list[Reading]:
    """Windows as a teacher reads them: the target and other names are hidden as they are from the student."""
    found = []
    for number, (first, last) in enumerate(runs):
        start, stop = windows.start[number : number + 2]
        before = int(windows.target[number] - start)
        behind = int(stop - windows.target[number] - 1)
        tokens = [*range(first - before, first), -1, *range(last, last + behind)]
        reading = Reading([], [])
        for token, row in zip(tokens, windows.row[start:stop].tolist(), strict=True):
            if row == NAME and reading.rows[-1:] == [NAME]:
                continue
            word = block.table.pieces[block.piece[token]].translate(QUOTES)
            reading.words.append(TARGET_PIECE if token < 0 else NAME_PIECE if row == NAME else word)
            reading.rows.append(row)
        found.append(reading)
    return found


def linked(found: list[dict], count: int, seed: int = 0) -> list[dict]:
    """Pairs of sentences as one ('..., while ...'): what is said in either half is not said of the other's target."""
    chooser = np.random.default_rng(seed)
    short = [row for row in found if len(row["text"].split()) in LINKED_WORDS and row["text"].rstrip()[-1] in ENDS]
    made: list[dict] = []
    while len(made) < count:
        one, other = (short[i] for i in chooser.choice(len(short), 2, replace=False).tolist())
        half = one["text"].rstrip().rstrip(ENDS)
        opening = half + LINKS[chooser.integers(len(LINKS))]
        if one["target"][1] <= len(half):
            shifted = [place + len(opening) for place in other["target"]]
            made += [
                one | {"text": opening + other["text"]},
                other | {"text": opening + other["text"], "target": shifted},
            ]
    return made


def examples(found: list[dict]) -> Examples:
    """Windows of rows; rows whose target has no word are left out."""
    reader, vocabulary, maker = Reader(), Vocabulary("en"), WindowMaker()
    parts: list[Windows] = []
    kept: list[dict] = []
    read: list[Reading] = []
    for begin in range(0, len(found), BLOCK):
        some = found[begin : begin + BLOCK]
        block = reader.read([row["text"] for row in some], ["en"] * len(some))
        runs = [target_run(block, document, *row["target"]) for document, row in enumerate(some)]
        kept += [row for row, run in zip(some, runs, strict=True) if run is not None]
        lexical, there = find_lexical(block, vocabulary), [run for run in runs if run is not None]
        parts.append(maker.windows(block, lexical, there))
        read += readings(block, parts[-1], there)
    return Examples(joined(parts), np.array([LABELS.index(row["label"]) for row in kept]), kept, read)


def chosen(windows: Windows, places: np.ndarray) -> Windows:
    """Some of the windows."""
    lengths = np.diff(windows.start)[places]
    start = np.concatenate(([0], np.cumsum(lengths)))
    tokens = np.arange(start[-1]) + np.repeat(windows.start[places] - start[:-1], lengths)
    moved = start[:-1] - windows.start[places]
    pointers = {name: getattr(windows, name)[places] + moved for name in POINTERS}
    return windows._replace(
        row=windows.row[tokens], marks=windows.marks[tokens], start=start, facts=windows.facts[places], **pointers
    )


def joined(parts: list[Windows]) -> Windows:
    """Windows of several blocks, end to end."""
    before = np.cumsum([0, *(part.start[-1] for part in parts)])
    shifted = [
        part._replace(**{name: getattr(part, name) + by for name in POINTERS}, start=part.start[:-1] + by)
        for part, by in zip(parts, before, strict=False)
    ]
    columns = Windows(*(np.concatenate(column) for column in zip(*shifted, strict=True)))
    return columns._replace(start=np.append(columns.start, before[-1]))
