"""Articles of PolNeAR as what the tagger is trained on: columns of biasscore's own pass, labels, and links."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from biasscore.annotate.english import EnglishRules
from biasscore.annotate.labels import Tagged, labels_of, runs_of
from biasscore.annotate.lexical import find_lexical
from biasscore.annotate.linking import Pairs, candidate_pairs
from biasscore.annotate.relations import Run
from biasscore.annotate.tagger import places_of
from biasscore.annotate.tagging import plain, token_columns
from biasscore.annotate.view import make_view
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.text.block import Block
from biasscore.text.reading import Reader

LEAST_TOKENS = 2
"""Below which there is no sequence to learn from."""


@dataclass
class Article:
    """One article.

    ``link`` holds, for every content of ``tagged``, the number of its source, or -1.
    """

    row: dict
    forms: list[str]
    columns: np.ndarray
    sentence_start: np.ndarray
    labels: np.ndarray
    tagged: Tagged
    pairs: Pairs
    link: np.ndarray


def articles(rows: list[dict]) -> list[Article]:
    """Read and label articles, one block each, so that nothing depends on their order."""
    reader, vocabulary = Reader(), Vocabulary("en")
    rules = EnglishRules(vocabulary)
    return [article for row in rows if (article := _article(row, reader, vocabulary, rules)) is not None]


def _article(row: dict, reader: Reader, vocabulary: Vocabulary, rules: EnglishRules) -> Article | None:
    block = reader.read([row["text"]], ["en"])
    if block.n_tokens < LEAST_TOKENS:
        return None
    lexical = find_lexical(block, vocabulary)
    view = make_view(block, vocabulary, lexical)
    relations = rules.find(view)
    projection = _Projection(block)
    gold = [projection.relation(one) for one in row["attributions"]]
    gold = sorted((one for one in gold if one[0]), key=lambda one: one[0][0][0])
    sources = sorted({source for _, source, _ in gold if source})
    cues = sorted({cue for _, _, cue in gold if cue})
    labels = labels_of(block.n_tokens, [content for content, _, _ in gold], sources, cues)
    tagged = runs_of(labels)
    places = places_of(block, view)
    return Article(
        row,
        [plain(form) for form in view.forms],
        token_columns(block, vocabulary, lexical, view, relations),
        block.sentence_start,
        labels,
        tagged,
        candidate_pairs(tagged, places, relations),
        _links(tagged, gold),
    )


def _links(tagged: Tagged, gold: list[tuple]) -> np.ndarray:
    """Number of the gold source of every tagged content, -1 for none."""
    numbers = {run: number for number, run in enumerate(tagged.sources)}
    by_first = {content[0][0]: source for content, source, _ in gold}
    return np.array([numbers.get(by_first.get(pieces[0][0]), -1) for pieces in tagged.contents], np.int64)


class _Projection:
    """Character spans of the original text as runs of tokens."""

    def __init__(self, block: Block) -> None:
        text = block.originals[0]
        spans = [block.offsets(0, token, token + 1) for token in range(block.n_tokens)]
        cores = [_core(text, start, end) for start, end in spans]
        self.start, self.end = (np.array([core[side] for core in cores]) for side in (0, 1))

    def runs(self, spans: list) -> list[Run]:
        """Runs of the tokens whose words overlap some spans, in text order."""
        inside = np.zeros(len(self.start), bool)
        for start, end in spans:
            inside |= (self.start < end) & (self.end > start)
        edges = np.flatnonzero(np.diff(inside, prepend=False, append=False))
        return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))

    def relation(self, one: dict) -> tuple[tuple[Run, ...], Run | None, Run | None]:
        """Content, source and cue; a source or cue in pieces is its longest one."""
        source, cue = (
            max(self.runs(one.get(part) or []), key=lambda run: run[1] - run[0], default=None)
            for part in ("source", "cue")
        )
        return tuple(self.runs(one["content"])), source, cue


def _core(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


def frequent_forms(chosen: list[Article], size: int) -> tuple[str, ...]:
    """The commonest word forms, most frequent first."""
    counts = Counter(form for article in chosen for form in article.forms if form)
    return tuple(form for form, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:size])


def excerpts(row: dict, chance: np.random.Generator, number: int) -> list[dict]:
    """A few runs of sentences of an article as rows of their own, so that short texts are read as well as long ones.

    Attributions that are cut are left out; a source that stands outside is taken away.
    """
    block = Reader().read([row["text"]], ["en"])
    count = len(block.sentence_start) - 1
    found = []
    for _ in range(number if count else 0):
        first = int(chance.integers(count))
        last = min(count, first + 1 + int(chance.geometric(0.4)) - 1)
        start, end = block.offsets(0, int(block.sentence_start[first]), int(block.sentence_start[last]))
        kept = [_inside(one, start, end) for one in row["attributions"]]
        if not any(one is None for one in kept):
            found.append({**row, "text": row["text"][start:end], "attributions": [one for one in kept if one]})
    return found


def _inside(one: dict, start: int, end: int) -> dict | None:
    """An attribution in offsets of an excerpt; empty where it lies outside, None where its content is cut."""
    contained = [start <= a and b <= end for a, b in one["content"]]
    if not all(contained):
        return None if any(a < end and b > start for a, b in one["content"]) else {}
    moved = {part: [[a - start, b - start] for a, b in one.get(part) or []] for part in ("source", "cue", "content")}
    for part in ("source", "cue"):
        moved[part] = [[a, b] for a, b in moved[part] if a >= 0 and b <= end - start]
    return moved
