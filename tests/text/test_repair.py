"""Repair of damaged characters, and the way back to the caller's string."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biasscore.text.repair import Repaired, repair

PROSE = "Ministers met in the harbour town on Monday and left without a deal. "
ARABIC = "وقال الوزير إن المحادثات ستستمر أسبوعا آخر"


def mangled(text: str) -> str:
    """UTF-8 as a reader of Windows-1252 sees it; undefined bytes stay control characters."""
    return "".join(
        bytes([byte]).decode("latin-1" if byte in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else "cp1252")
        for byte in text.encode()
    )


def original_of(given_text: str, result: Repaired, part: str) -> str:
    """The stretch of the original that a part of the repaired text leads back to."""
    assert result.starts is not None
    assert result.ends is not None
    start = result.text.index(part)
    return given_text[result.starts[start] : result.ends[start + len(part)]]


@pytest.mark.parametrize(
    "text",
    [
        "",
        PROSE,
        "“Never,” said Zoë, the envoy’s naïve aide — at the café.",
        ARABIC,
        "AT&T and R&D; Q&A &c &; &nosuchname; & more",
        "line one\r\n\tline two\n",
        "A family emoji 👨\u200d👩\u200d👧 and Persian می\u200cخواهم",
        "Das Gebäude „Schloß“, São Tomé, Ærø, Øystein, ÅÄÖ",
        "The “café”—closed—and the “fiancé”…",
        "Ù and Ø are letters, Ã too",
    ],
)
def test_clean_text_comes_back_as_the_same_object(text: str) -> None:
    result = repair(text)
    assert result.text is text
    assert result == Repaired(text, None, None, ())


@pytest.mark.parametrize(
    ("text", "expected", "code"),
    [
        ("The envoyâ€™s aide", "The envoy’s aide", "repaired_encoding"),
        ("a cafÃ© in SÃ£o TomÃ©", "a café in São Tomé", "repaired_encoding"),
        ("\x93No,\x94 she said", "“No,” she said", "repaired_encoding"),
        ("Fish &amp; chips", "Fish & chips", "html_entities"),
        ("&quot;No&quot;", '"No"', "html_entities"),
        ("the envoy&#8217;s aide", "the envoy’s aide", "html_entities"),
        ("the envoy&#x2019;s aide", "the envoy’s aide", "html_entities"),
        ("a&nbsp;b", "a\u00a0b", "html_entities"),
        ("&amp;quot;No&amp;quot;", '"No"', "html_entities"),
        ("\ufeffPeace", "Peace", "control_characters"),
        ("min\u00adis\u200bter", "minister", "control_characters"),
        ("\u202bpeace\u202c \u2067now\u2069\u200f", "peace now", "control_characters"),
        ("one\x00 two\x07", "one two", "control_characters"),
        ("page\x0cbreak", "page break", "control_characters"),
        ("odd \ud83d half", "odd \ufffd half", "invalid_surrogates"),
        ("pair \ud83d\ude00", "pair \U0001f600", "invalid_surrogates"),
        ("cafe\u0301", "café", "normalised"),
        ("ا\u0654حمد", "أحمد", "normalised"),
    ],
)
def test_each_kind_of_damage_is_repaired_and_named(text: str, expected: str, code: str) -> None:
    result = repair(text)
    assert result.text == expected
    assert result.warnings == (code,)


@pytest.mark.parametrize("text", [ARABIC, "“We stay,” he told Zoë’s café — “for good…”"])
def test_text_read_in_the_wrong_encoding_is_restored_with_every_offset(text: str) -> None:
    damaged = mangled(text)
    result = repair(damaged)
    assert result.text == text
    for word in set(text.split()):
        assert original_of(damaged, result, word) == mangled(word)


def test_mangled_and_proper_quotation_marks_may_stand_side_by_side() -> None:
    text = "“Proper,” he said, and the envoyâ€™s aide agreed."
    assert repair(text).text == "“Proper,” he said, and the envoy’s aide agreed."


def test_repairs_of_several_kinds_lead_back_to_the_original() -> None:
    text = "\ufeffThe envoyâ€™s &quot;plan&quot; for the cafe\u0301 \ud800 fai\u00adled"
    result = repair(text)
    assert result.text == 'The envoy’s "plan" for the café \ufffd failed'
    assert set(result.warnings) == {
        "invalid_surrogates",
        "html_entities",
        "repaired_encoding",
        "control_characters",
        "normalised",
    }
    assert original_of(text, result, "envoy’s") == "envoyâ€™s"
    assert original_of(text, result, '"plan"') == "&quot;plan&quot;"
    assert original_of(text, result, "café") == "cafe\u0301"
    assert original_of(text, result, "failed") == "fai\u00adled"
    assert original_of(text, result, "The") == "\ufeffThe"


def test_mangled_text_behind_entities_is_restored() -> None:
    assert repair("the envoy&acirc;&euro;&trade;s aide").text == "the envoy’s aide"


def test_text_of_nothing_but_dirt_becomes_empty_and_keeps_the_edges() -> None:
    result = repair("\u200b\ufeff\x00")
    assert result.text == ""
    assert result.starts is not None
    assert result.ends is not None
    assert result.starts.tolist() == [0]
    assert result.ends.tolist() == [3]


DIRT = st.sampled_from(
    [
        "a",
        "B ",
        "é",
        "e\u0301",
        "\u0301",
        "â€™",
        "Ã©",
        "Ã ",
        "ÙˆØ§Ù„",
        "&amp;",
        "&#8217;",
        "&",
        ";",
        "\ufeff",
        "\u200b",
        "\xad",
        "\x00",
        "\x93",
        "\x85",
        "\x0c",
        "\n",
        "\r\n",
        " ",
        "\xa0",
        "”",
        "—",
        "\ud83d",
        "\ude00",
        "\u200d",
        "و",
        "\u064e",
        "😀",
    ]
)
ANY_TEXT = st.one_of(
    st.text(st.characters(codec=None), max_size=60),
    st.lists(DIRT, max_size=30).map("".join),
)


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_maps_are_monotone_tight_at_the_edges_and_complete(text: str) -> None:
    result = repair(text)
    if result.starts is None or result.ends is None:
        assert result.text is text
        assert result.warnings == ()
        return
    starts, ends = result.starts.tolist(), result.ends.tolist()
    assert len(starts) == len(ends) == len(result.text) + 1
    assert starts[0] == 0
    assert ends[-1] == len(text)
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert all(0 <= s <= len(text) and 0 <= e <= len(text) for s, e in zip(starts, ends, strict=True))
    assert all(starts[i] < ends[i + 1] for i in range(len(result.text)))


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_unchanged_letters_lead_back_to_themselves(text: str) -> None:
    result = repair(text)
    if result.starts is None or result.ends is None:
        return
    for place, character in enumerate(result.text):
        stretch = text[result.starts[place] : result.ends[place + 1]]
        if len(stretch) == 1 and character.isascii() and character.isalpha():
            assert stretch == character


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_no_surrogate_and_no_control_character_is_left(text: str) -> None:
    for character in repair(text).text:
        assert unicodedata.category(character) != "Cs"
        if unicodedata.category(character) == "Cc":
            assert character in "\t\n\r"


def cpu_seconds(text: str) -> float:
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        repair(text)
        best = min(best, time.process_time() - begun)
    return best


@pytest.mark.parametrize(
    "unit",
    [
        "Ã©",
        "Ã©\n",
        "â€™ ",
        "&amp;",
        "&",
        "&a",
        "\x00",
        "\x92",
        "\ud83d",
        "a\u0301",
        "e\u0301\u0327",
        "\ufeffa",
    ],
)
def test_time_grows_with_length_and_not_faster(unit: str) -> None:
    repair(unit * 10)
    short, long = cpu_seconds(unit * 10_000), cpu_seconds(unit * 80_000)
    # eight times the text: a quadratic step would take sixty-four times as long
    assert long < 24 * short + 0.02


def test_clean_text_costs_about_a_scan_for_a_missing_character() -> None:
    text = PROSE.replace("deal", "“deal”") * 60
    plain, repaired = float("inf"), float("inf")
    for _ in range(15):
        begun = time.process_time()
        for _ in range(20):
            unicodedata.normalize("NFKC", text)
        plain = min(plain, time.process_time() - begun)
        begun = time.process_time()
        for _ in range(20):
            repair(text)
        repaired = min(repaired, time.process_time() - begun)
    assert repaired < 8 * plain
