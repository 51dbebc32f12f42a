"""From strings to a block: paragraphs, wrapped lines, boilerplate, offsets after repair."""

from __future__ import annotations

import pytest

from biasscore.text.reading import Reader

WRAPPED = """The mayor of the harbour town said on Monday that the
bridge over the river would reopen in May after a long
winter in which nobody could cross it by car or on any
bicycle at all, and that the ferry would go on running
until the summer. Shops in the old town hope for more.

The work on the bridge began in the autumn of the year
before last and has cost more than twice what the plan
of the council had foreseen. Nobody knows who will pay
for the rest, said the head of the harbour committee."""


def paragraphs(text: str) -> list[str]:
    block = Reader().read([text])
    number = block.paragraph.tolist()
    return [
        text[int(block.start[number.index(n)]) : int(block.end[len(number) - 1 - number[::-1].index(n)])]
        for n in dict.fromkeys(number)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One line.\n\nAnother line.", ["One line.", "Another line."]),
        ("One line.\nAnother line.", ["One line.", "Another line."]),
        ("One line.\r\n\r\nAnother line.", ["One line.", "Another line."]),
        ("\n\n  One line.  \n \n\n Another line.\n", ["One line.", "Another line."]),
        ("One line. Same line.", ["One line. Same line."]),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected


def test_wrapped_lines_are_one_paragraph() -> None:
    assert paragraphs(WRAPPED) == WRAPPED.split("\n\n")


def test_boilerplate_is_left_out() -> None:
    text = "PARIS, Aug 3 (Reuters) - Ministers met in the harbour town and left without a deal."
    block = Reader().read([text])
    assert [(s.kind, text[s.start : s.end]) for s in block.boilerplate[0]] == [("dateline", "PARIS, Aug 3 (Reuters) -")]
    assert text[int(block.start[0]) :].startswith("Ministers met")


def test_offsets_after_repair_are_the_callers() -> None:
    text = "The mayor saidÂ that they donâ€™t know. The ferry runs."
    block = Reader().read([text])
    assert block.warnings[0] == ["repaired_encoding", "short_text"]
    pieces = [
        (block.table.pieces[block.piece[token]], text[slice(*block.offsets(0, token, token + 1))])
        for token in range(block.n_tokens)
    ]
    assert ("don’t", "donâ€™t") in pieces or ("don't", "donâ€™t") in pieces
    assert [shown for own, shown in pieces if own.isascii() and "'" not in own and own != shown] == []
    assert block.originals[0] is text


def test_several_documents_keep_apart() -> None:
    block = Reader().read(["One. Two.", "", "Three"])
    assert len(block) == 3
    assert block.document.tolist() == [0, 0, 2]
    assert block.document_start.tolist() == [0, 2, 2, 3]
    assert block.start.tolist() == [0, 5, 0]


def test_nothing_to_read() -> None:
    block = Reader().read([])
    assert (len(block), block.n_tokens) == (0, 0)
