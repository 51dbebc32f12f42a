"""Tokens: pieces, forms and what counts as a word."""

from __future__ import annotations

import pytest

import biasscore as bs
from biasscore.text.reading import Reader
from biasscore.text.table import WORD

FORMS = [
    ("The well-known mayor", ["the", "well-known", "mayor"]),
    ("It didn't work", ["it", "didn't", "work"]),
    ("It didn’t work", ["it", "didn't", "work"]),
    ("The mayor's car", ["the", "mayor", "car"]),
    ("The mayor’s car", ["the", "mayor", "car"]),
    ("It's late", ["it's", "late"]),
    ("The workers' union", ["the", "workers", "union"]),
    ("The road—closed since May—opened", ["the", "road", "closed", "since", "may", "opened"]),
    ("The road--closed since May--opened", ["the", "road", "closed", "since", "may", "opened"]),
    ("The road – closed – opened", ["the", "road", "closed", "opened"]),
    ("Paris/London and and/or", ["paris", "london", "and", "and", "or"]),
    ("“Hello,” (he) said;", ["hello", "he", "said"]),
    ("3.5 percent of $1,000", ["3.5", "percent", "of", "1,000"]),
    ("It rained on 2026-03-10 at 9.30 there", ["it", "rained", "on", "2026-03-10", "at", "9.30", "there"]),
    ("U.S. and COVID-19", ["u.s", "and", "covid-19"]),
    ("see http://example.org/a/b now", ["see", "http://example.org/a/b", "now"]),
    ("... — “ ” !", []),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_forms_of_words(text: str, expected: list[str]) -> None:
    block = Reader().read([text], ["en"])
    forms = [block.table.forms[number] for number in block.form[(block.flags & WORD) != 0].tolist()]
    assert forms == expected


@pytest.mark.parametrize(("text", "expected"), FORMS[:-1])
def test_number_of_words(text: str, expected: list[str]) -> None:
    assert bs.score(text, lang="en").n_words == len(expected)


def test_offsets_of_tokens() -> None:
    text = "  The road—closed,\n\twell-known "
    block = Reader().read([text])
    assert "".join(text[a:b] for a, b in zip(block.start.tolist(), block.end.tolist(), strict=True)) == (
        "Theroad—closed,well-known"
    )


def test_a_piece_is_analysed_once() -> None:
    reader = Reader()
    reader.read(["the town the town"])
    before = len(reader.table)
    reader.read(["the town the town the town"])
    assert len(reader.table) == before


def test_a_full_table_is_renewed() -> None:
    reader = Reader(max_pieces=5)
    texts = [" ".join(f"w{i}x{j}" for j in range(4)) for i in range(5)]
    for text in texts:
        block = reader.read([text])
        assert block.n_tokens == 4
