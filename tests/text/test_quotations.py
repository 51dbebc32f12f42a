"""What stands between quotation marks: the words found are the table's second column."""

from __future__ import annotations

import pytest

from biasscore.text.reading import Reader

PAIRED = [
    ('He said "we go" and left.', ["we go"]),
    ("He said “we go” and left.", ["we go"]),
    ("He said «we go» and left.", ["we go"]),
    ("He said « we go » and left.", ["we go"]),
    ("He said „we go“ and left.", ["we go"]),
    ("He said ``we go'' and left.", ["we go"]),
    ("He said 'we go' and left.", ["we go"]),
    ("He said ‘we go’ and left.", ["we go"]),
    ("“We go,” he said. “We stay,” she said.", ["We go,", "We stay,"]),
    ("“We go,” he said, “and stay.”", ["We go,", "and stay."]),
    ("He said “we call it ‘a farce’ here” twice.", ["we call it ‘a farce’ here"]),
    ('He said “we call it "a farce" here” twice.', ['we call it "a farce" here']),
    ("So-called “experts” met.", ["experts"]),
    # apostrophes are no marks
    ("The workers' union didn't say it's over.", []),
    ("Rock ’n’ roll in the ’90s isn’t dead.", []),
    ("The boys’ school and the girls’ school.", []),
    ("’Twas the town’s last hope.", []),
    ("He said “it’s the workers’ fault” twice.", ["it’s the workers’ fault"]),
    ("No marks at all.", []),
]


def quoted(text: str) -> list[str]:
    block = Reader().read([text], ["en"])
    spans = zip(block.quotations.first.tolist(), block.quotations.last.tolist(), strict=True)
    return [text[slice(*block.offsets(0, a, b))] for a, b in spans]


def bare(text: str) -> str:
    return text.strip(" \"“”„«»`'‘’").replace("``", "").rstrip(".,")


@pytest.mark.parametrize(("text", "expected"), PAIRED)
def test_pairs(text: str, expected: list[str]) -> None:
    assert [bare(found) for found in quoted(text)] == [bare(words) for words in expected]
    assert "unpaired_quote" not in Reader().read([text], ["en"]).warnings[0]


UNPAIRED = [
    "“We go, he said. They left.\n\nThe town slept.",
    '"We go, he said. They left.\n\nThe town slept.',
    "We go,” he said. They left.\n\nThe town slept.",
    "He said: « we go. They left.\n\nThe town slept.",
]


@pytest.mark.parametrize("text", UNPAIRED)
def test_an_unpaired_mark_ends_with_its_sentence(text: str) -> None:
    assert "unpaired_quote" in Reader().read([text], ["en"]).warnings[0]
    assert all("They left" not in found and "slept" not in found for found in quoted(text))


@pytest.mark.parametrize("mark", ['"', "“", "”", "«", "'", "‘", "``"])
def test_a_stray_mark_never_turns_a_text_inside_out(mark: str) -> None:
    text = f"The {mark} town slept.\n\n“We go,” he said. The road is closed.\n\nShe said “we stay” and left."
    assert [bare(found) for found in quoted(text) if len(found) > 3][-2:] == ["We go", "we stay"]


def test_a_quotation_runs_on_over_paragraphs() -> None:
    text = "“We go. It is late.\n\n“The road is closed. We stay,” he said.\n\nThe town slept."
    assert [bare(found) for found in quoted(text)] == ["We go. It is late", "The road is closed. We stay"]
    assert "unpaired_quote" not in Reader().read([text], ["en"]).warnings[0]


def test_a_quotation_never_runs_on_into_the_next_document() -> None:
    block = Reader().read(["He wrote: “We go. It is late.", "“The road is closed,” he said."])
    assert [("unpaired_quote" in warnings) for warnings in block.warnings] == [True, False]
    alone = Reader().read(["He wrote: “We go. It is late."])
    assert block.quotations.last[0] == alone.quotations.last[0]


def test_every_token_knows_its_quotation() -> None:
    block = Reader().read(["He said “we go” and left."])
    assert block.quotation.tolist() == [-1, -1, 0, 0, -1, -1]


def test_arabic_straight_marks() -> None:
    text = 'قال الوزير: "سنعود قريبا" وغادر العاصمة.'
    assert [bare(found) for found in quoted(text)] == ["سنعود قريبا"]
