"""Attribution metrics: spans as sets of word tokens, so that punctuation and quotation marks never count.

Content token F1 is pooled over documents. A gold and a predicted relation match one to one, best intersection over
union first, at .5 or more; a match is right end to end when its sources match at .5 too, or both are empty. Directness
of a gold content is the share of its words in quotation marks (.9 or more direct, none indirect).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence

WORD = re.compile(r"\w(?:[\w’'\-]*\w)?")
QUOTED = re.compile(r"“[^“”\n]{1,3000}”|\"[^\"\n]{1,3000}\"|(?<!')''(?!')[^\"\n]{1,3000}?''|“[^“”\n]{1,3000}(?=\n|$)")
LEAST = 0.5
Spans = Sequence[tuple[int, int]]
Relation = Mapping[str, Spans]


class Words:
    """Word tokens of a text."""

    def __init__(self, text: str) -> None:
        spans = [match.span() for match in WORD.finditer(text)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]

    def inside(self, spans: Spans) -> frozenset[int]:
        """Numbers of the words that overlap some spans."""
        found: set[int] = set()
        for start, end in spans:
            word = max(0, bisect_left(self.starts, start) - 1)
            while word < len(self.starts) and self.starts[word] < end:
                if self.ends[word] > start:
                    found.add(word)
                word += 1
        return frozenset(found)


def overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """Intersection over union."""
    return len(one & other) / len(one | other)


def count(text: str, gold: Sequence[Relation], predicted: Sequence[Relation]) -> Counter[str]:
    """Additive counts of one document."""
    words = Words(text)
    sides = [
        [{part: words.inside(relation.get(part) or ()) for part in ("source", "content")} for relation in side]
        for side in (gold, predicted)
    ]
    true, found = ([relation for relation in side if relation["content"]] for side in sides)
    counts: Counter[str] = Counter(docs=1, words=len(words.starts), gold=len(true), predicted=len(found))
    for part in ("source", "content"):
        g, p = (frozenset().union(*(r[part] for r in side)) for side in (true, found))
        counts[f"{part}_hits"], counts[f"{part}_gold"], counts[f"{part}_predicted"] = len(g & p), len(g), len(p)
    quoted = words.inside([match.span() for match in QUOTED.finditer(text)])
    kinds = [_directness(relation["content"], quoted) for relation in true]
    counts.update(kinds)
    for g, p in _matches(true, found):
        counts["matched"] += 1
        counts[f"{kinds[g]}_matched"] += 1
        one, other = true[g]["source"], found[p]["source"]
        counts["right"] += (not one and not other) or bool(one and other and overlap(one, other) >= LEAST)
    return counts


def _directness(content: frozenset[int], quoted: frozenset[int]) -> str:
    share = len(content & quoted) / len(content)
    return "direct" if share >= 0.9 else "mixed" if share else "indirect"


def _matches(true: list[dict[str, frozenset[int]]], found: list[dict[str, frozenset[int]]]) -> list[tuple[int, int]]:
    pairs = sorted(
        (
            (overlap(g["content"], p["content"]), i, j)
            for i, g in enumerate(true)
            for j, p in enumerate(found)
            if g["content"] & p["content"]
        ),
        reverse=True,
    )
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    matches = []
    for value, i, j in pairs:
        if value >= LEAST and i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            matches.append((i, j))
    return matches


def f1(hits: int, predicted: int, gold: int) -> float:
    """Harmonic mean of precision and recall; 1 where nothing was to be found and nothing was."""
    return 2 * hits / (predicted + gold) if predicted + gold else 1.0


def summary(counts: Sequence[Counter[str]]) -> dict[str, float]:
    """The figures of the tables, from the counts of all documents."""
    total: Counter[str] = sum(counts, Counter())
    figures = {
        "content F1": f1(total["content_hits"], total["content_predicted"], total["content_gold"]),
        "content F1, mean": sum(f1(c["content_hits"], c["content_predicted"], c["content_gold"]) for c in counts)
        / len(counts),
        "source F1": f1(total["source_hits"], total["source_predicted"], total["source_gold"]),
        "span F1": f1(total["matched"], total["predicted"], total["gold"]),
        "precision": total["matched"] / max(1, total["predicted"]),
        "recall": total["matched"] / max(1, total["gold"]),
        "end-to-end F1": f1(total["right"], total["predicted"], total["gold"]),
    }
    for kind in ("direct", "mixed", "indirect"):
        figures[f"recall {kind}"] = total[f"{kind}_matched"] / total[kind] if total[kind] else float("nan")
    errors = [abs(c["content_gold"] - c["content_predicted"]) / max(1, c["words"]) for c in counts]
    return figures | {"share MAE": sum(errors) / len(errors)}
