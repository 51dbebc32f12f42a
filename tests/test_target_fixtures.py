"""The sentences about governments and bodies: well formed, balanced, and judged well where they are plain."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import biasscore as bs

LINES = (Path(__file__).parents[1] / "fixtures" / "targets" / "bodies.tsv").read_text("utf-8").splitlines()
ROWS = [line.split("\t") for line in LINES[1:]]
MARKED = re.compile(r"\{([-0+]):([^{}]+)\}")
LABEL = {"-": "negative", "0": "neutral", "+": "positive"}


def test_two_hundred_sentences_half_of_them_easy():
    assert LINES[0].split("\t") == ["id", "kind", "role", "sentence"]
    assert Counter(kind for _, kind, _, _ in ROWS) == {"easy": 100, "hard": 100}
    assert len({name for name, *_ in ROWS}) == len({sentence for *_, sentence in ROWS}) == 200


def test_every_brace_is_a_target():
    for *_, sentence in ROWS:
        assert MARKED.search(sentence)
        assert not re.search(r"[{}]", MARKED.sub(r"\2", sentence)), sentence


def test_plain_sentences_are_judged_well():
    pairs, labels = [], []
    for _, kind, _, sentence in ROWS:
        if kind == "easy":
            found = MARKED.search(sentence)
            pairs.append((MARKED.sub(r"\2", sentence), (found.start(), found.start() + len(found[2]))))
            labels.append(LABEL[found[1]])
    found = bs.target_sentiment_many(pairs)
    assert [pair[0][slice(*pair[1])] for pair in pairs[:1]] == ["The Vardian interior ministry"]
    assert sum(f.label == label for f, label in zip(found, labels, strict=True)) >= 90
