"""Targets in news without labels, for the teacher of target sentiment to judge: actors that biasscore finds itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from loaded_data import LENGTHS, UNLABELLED, plain
from loaded_data import rows as corpus_rows
from target_data import DATA, Reading, chosen, joined, readings, rows, shingles

from biasscore.annotate.annotations import Annotations, Annotator
from biasscore.annotate.relations import Run
from biasscore.annotate.targets import Windows
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.text.reading import Reader
from biasscore.text.table import WORD

PER_ARTICLE, PER_SENTENCE = 8, 2
"""Targets of an article, and of a single sentence."""
MOST = 40_000
"""Targets in all, drawn at random."""
PRONOUNS = frozenset("he she him her his".split())
BLOCK = 100


def texts(data: Path) -> list[tuple[str, int]]:
    """Articles and sentences that may be fitted on, each once, and how many targets of it are wanted."""
    articles = {
        row["id"]: row for corpus in UNLABELLED for row in corpus_rows(corpus, "train", data) if row["train_ok"]
    }
    found = dict.fromkeys((row["text"] for row in articles.values() if row["text"]), PER_ARTICLE)
    found |= dict.fromkeys((plain(row["text"]) for row in corpus_rows("annolexical", "train", data)), PER_SENTENCE)
    return list(found.items())


def news_targets(data: Path = DATA, seed: int = 0) -> tuple[Windows, list[Reading]]:
    """Windows around actors, and what a teacher reads of them; none in a sentence that dev has too."""
    dev = set().union(*(shingles(row["text"]) for row in rows("dev", data)))
    reader, annotator, chooser = Reader(), Annotator(Vocabulary("en"), "rules"), np.random.default_rng(seed)
    parts: list[Windows] = []
    read: list[Reading] = []
    wanted = texts(data)
    for begin in range(0, len(wanted), BLOCK):
        some = wanted[begin : begin + BLOCK]
        annotations = annotator.annotate(reader.read([text for text, _ in some], ["en"] * len(some)))
        runs = list(_drawn(annotations, [most for _, most in some], dev, chooser))
        if runs and annotations.windows:
            parts.append(annotations.windows.windows(annotations.block, annotations.lexical, runs))
            read += readings(annotations.block, parts[-1], runs)
    drawn = np.random.default_rng(seed + 1).permutation(len(read))[:MOST]
    return chosen(joined(parts), drawn), [read[place] for place in drawn]


def _drawn(annotations: Annotations, most: list[int], dev: set[str], chooser: np.random.Generator) -> Iterator[Run]:
    """Mentions drawn in every text, in sentences of a length that is worth a label."""
    block = annotations.block
    words = np.add.reduceat((block.flags & WORD) != 0, block.sentence_start[:-1], dtype=np.int64)
    pronoun = np.array([form in PRONOUNS for form in block.table.forms])[block.form]
    for document, actors in enumerate(annotations.actors):
        low, high = block.document_start[document : document + 2]
        mentions = [run for actor in actors for run in actor.mentions]
        mentions += [(low + int(token), low + int(token) + 1) for token in np.flatnonzero(pronoun[low:high])]
        taken = 0
        for place in chooser.permutation(len(mentions)).tolist():
            sentence = block.sentence[mentions[place][0]]
            if taken == most[document] or words[sentence] not in LENGTHS:
                continue
            first, last = block.sentence_start[sentence : sentence + 2]
            if shingles(block.repaired[document].text[block.start[first] : block.end[last - 1]]) & dev:
                continue
            taken += 1
            yield int(mentions[place][0]), int(mentions[place][1])
