"""Targets in news without labels, for the teacher of target sentiment to judge: actors that biasscore finds itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

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
NEGATIVE, NEUTRAL, POSITIVE = range(3)


class News(NamedTuple):
    """Targets in news.

    Attributes
    ----------
    windows : Windows
        Around actors that nothing is known of.
    readings : list of Reading
        What a teacher reads of them.
    roles : Windows
        Around actors whose role the blame rules name.
    role_labels : ndarray of int
        What the role says: who is accused or does harm is spoken of badly, who helps well, who suffers or is helped
        neither way.
    """

    windows: Windows
    readings: list[Reading]
    roles: Windows
    role_labels: np.ndarray


def texts(data: Path) -> list[tuple[str, int]]:
    """Articles and sentences that may be fitted on, each once, and how many targets of it are wanted."""
    articles = {
        row["id"]: row for corpus in UNLABELLED for row in corpus_rows(corpus, "train", data) if row["train_ok"]
    }
    found = dict.fromkeys((row["text"] for row in articles.values() if row["text"]), PER_ARTICLE)
    found |= dict.fromkeys((plain(row["text"]) for row in corpus_rows("annolexical", "train", data)), PER_SENTENCE)
    return list(found.items())


def news_targets(data: Path = DATA, seed: int = 0) -> News:
    """Actors in news; none in a sentence that dev has too."""
    dev = set().union(*(shingles(row["text"]) for row in rows("dev", data)))
    reader, annotator, chooser = Reader(), Annotator(Vocabulary("en"), "rules"), np.random.default_rng(seed)
    parts, role_parts = [], []
    read: list[Reading] = []
    labels: list[int] = []
    wanted = texts(data)
    for begin in range(0, len(wanted), BLOCK):
        some = wanted[begin : begin + BLOCK]
        annotations = annotator.annotate(reader.read([text for text, _ in some], ["en"] * len(some)))
        worth = _Worth(annotations, dev)
        runs = list(_drawn(annotations, [most for _, most in some], worth, chooser))
        if runs:
            parts.append(_windows(annotations, runs))
            read += readings(annotations.block, parts[-1], runs)
        roles = list(_roles(annotations, worth))
        if roles:
            role_parts.append(_windows(annotations, [run for run, _ in roles]))
            labels += [label for _, label in roles]
    drawn = np.random.default_rng(seed + 1).permutation(len(read))[:MOST]
    return News(
        chosen(joined(parts), drawn), [read[place] for place in drawn], joined(role_parts), np.array(labels, int)
    )


def _windows(annotations: Annotations, runs: list[Run]) -> Windows:
    return annotations.windows.windows(annotations.block, annotations.lexical, runs)


class _Worth:
    """Whether a sentence is of a length that is worth a label, and shares no eight words with dev."""

    def __init__(self, annotations: Annotations, dev: set[str]) -> None:
        self._block, self._dev = annotations.block, dev
        is_word = (self._block.flags & WORD) != 0
        self._words = np.add.reduceat(is_word, self._block.sentence_start[:-1], dtype=np.int64)

    def __call__(self, token: int) -> bool:
        block, sentence = self._block, self._block.sentence[token]
        if self._words[sentence] not in LENGTHS:
            return False
        first, last = block.sentence_start[sentence : sentence + 2]
        text = block.repaired[block.document[token]].text
        return not shingles(text[block.start[first] : block.end[last - 1]]) & self._dev


def _drawn(annotations: Annotations, most: list[int], worth: _Worth, chooser: np.random.Generator) -> Iterator[Run]:
    """Mentions of actors, and pronouns, drawn in every text."""
    block = annotations.block
    pronoun = np.array([form in PRONOUNS for form in block.table.forms])[block.form]
    for document, actors in enumerate(annotations.actors):
        low, high = block.document_start[document : document + 2]
        mentions = [run for actor in actors for run in actor.mentions]
        mentions += [(low + int(token), low + int(token) + 1) for token in np.flatnonzero(pronoun[low:high])]
        taken = 0
        for place in chooser.permutation(len(mentions)).tolist():
            if taken < most[document] and worth(mentions[place][0]):
                taken += 1
                yield int(mentions[place][0]), int(mentions[place][1])


def _roles(annotations: Annotations, worth: _Worth) -> Iterator[tuple[Run, int]]:
    """Mentions of actors whose role the blame rules name, and what it says of them."""
    mention_at = {
        token: run
        for actors in annotations.actors
        for actor in actors
        for run in actor.mentions
        for token in range(*run)
    }
    for blame in annotations.blame:
        hurts = blame.act != "help"
        if (blame.polarity < 0) != hurts:
            continue
        named = [(blame.blamed_run, NEGATIVE if hurts else POSITIVE)]
        if blame.act in ("harm", "help"):
            named.append((blame.patient_run, NEUTRAL))
        for run, label in named:
            mention = next((mention_at[token] for token in range(*run) if token in mention_at), None) if run else None
            if mention and worth(mention[0]):
                yield (int(mention[0]), int(mention[1])), label
