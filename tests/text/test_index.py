"""The index of tokens finds the row that the table has for the string, whatever the strings are."""

from __future__ import annotations

import random

from biasscore.text.reading import Reader
from biasscore.text.table import PieceTable


def _pieces(reader: Reader, text: str) -> list[str]:
    block = reader.read([text])
    return [block.table.pieces[row] for row in block.piece.tolist()]


def _words(seed: int, n: int, longest: int, signs: str) -> list[str]:
    draw = random.Random(seed)
    return ["".join(draw.choices(signs, k=draw.randint(1, longest))) for _ in range(n)]


def test_rows_are_those_of_the_strings() -> None:
    reader = Reader()
    for seed in range(30):
        words = _words(seed, 300, 6, "abcdeé字\U0001f600")
        assert _pieces(reader, " ".join(words)) == words
        assert [reader.table[word] for word in words] == reader.read([" ".join(words)]).piece.tolist()


def test_many_new_words_at_once() -> None:
    words = [f"word{number}x" for number in range(60_000)]
    reader = Reader()
    for _ in range(2):
        assert _pieces(reader, " ".join(words)) == words


def test_long_words_are_told_apart() -> None:
    """Places beyond the last factor have none of their own."""
    head = "a" * 300
    words = [head + "xyz", head + "zyx", head + "yxz", head + "xyz"]
    reader = Reader()
    for _ in range(3):
        assert _pieces(reader, " ".join(words)) == words


def test_rows_known_from_elsewhere_keep_their_number() -> None:
    reader = Reader()
    row = reader.table["mayor"]
    assert reader.read(["The mayor said so."]).piece.tolist()[1] == row
    assert isinstance(reader.table, PieceTable)
