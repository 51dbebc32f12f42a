"""No text raises: odd ones give a status, warnings and reasons, in linear time, and spans that hold."""

from __future__ import annotations

import json
import math
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import biasscore as bs
from biasscore.measures.catalogue import BY_NAME, COLUMNS
from biasscore.measures.spec import REASONS

FIXTURES = Path(__file__).parents[1] / "fixtures"


def check(text: str, **more: str) -> bs.Profile:
    """Score a text and hold it to everything that must be true of any text."""
    profile = bs.score(text, **more)
    assert profile.text == text
    assert profile.status in ("ok", "empty", "unsupported_language")
    for name, score in profile.scores.items():
        assert math.isnan(score.value) == (score.reason is not None), name
        assert score.reason is None or score.reason in REASONS, name
        assert score.reason is not None or (score.low <= score.value + 1e-9 <= score.high + 2e-9), (name, score)
    for name in BY_NAME:
        for e in profile.evidence(name):
            assert text[e.start : e.end] == e.text, (name, e)
    for sentence in profile.sentences:
        assert 0 <= sentence.start < sentence.end <= len(text)
    for attribution in profile.attributions:
        for span in (attribution.source, attribution.cue, *attribution.content):
            assert span is None or text[span.start : span.end] == span.text
    for actor in profile.actors:
        for span in actor.mentions:
            assert text[span.start : span.end] == span.text
    for part in profile.boilerplate:
        assert text[part.start : part.end] == part.text
    json.loads(profile.to_json())
    return profile


EMPTY = ["", " ", "\n\n\t", "\u00a0\u2003\u3000", "\ufeff", "...", "—", "?!", "“”", "(((", "\x00", "\u200b\u200f"]


@pytest.mark.parametrize("text", EMPTY, ids=ascii)
def test_texts_without_words_are_empty(text: str) -> None:
    profile = check(text)
    assert profile.status == "empty"
    assert profile.n_words == 0
    assert {score.reason for score in profile.scores.values()} == {"empty_text"}


@pytest.mark.parametrize("text", ["Hi", "Hi.", "A", "No comment.", "The mayor said", "said", "“Hi”", "U.S."])
def test_a_few_words_are_short(text: str) -> None:
    profile = check(text)
    assert profile.status == "ok"
    assert profile.language == "en"
    assert "short_text" in profile.warnings


def test_a_text_of_fifty_words_is_not_short() -> None:
    assert "short_text" in check("The ferry left the harbour late. " * 8).warnings
    assert "short_text" not in check("The ferry left the harbour late. " * 9).warnings


@pytest.mark.parametrize(
    "text",
    [
        "12 13 14",
        "3.14159 2,718",
        "2026-03-10 " * 40,
        "😀",
        "😀😡🎉 " * 40,
        "☺ ☹ ♥",
        "𝔄𝔅ℭ",
        "a" * 500,
        "'''''",
        "`` `` ``",
        "-- -- --",
        "[6] [7] [8]",
        "\ud800",
        "The mayor \udfff said \ud800 that all was well.",
        "The mayor said\x00 that\x00 all was well.\x00",
        "\x1c\x1d\x1e\x1f\x85",
        "İstanbul İİİ ǆ ß ﬁ ŉ",
        "e\u0301" * 50,
        "\u202eThe mayor said that all was well.\u202c",
        "The mayor said that all was well.\r\n\r\nThe\rtown\rslept.",
        "http://example.org/said/that?x=“y” said the mayor@example.org",
        "*" * 1000,
        "<script>alert('said')</script>",
        "A.B.C.D. said E.F. that G.",
        '"' * 7,
        "“‘“‘“‘",
        "’”’”’”",
        "«»«»»»««",
        "said said said said said said",
        "said that said that “said” that",
        "according to according to according to",
        "told told The told the The told.",
        "X: “Y”: Z: “W”",
    ],
    ids=lambda text: ascii(text[:20]),
)
def test_odd_texts_do_not_raise(text: str) -> None:
    check(text)


UNCLOSED = [
    "“We will rebuild the bridge, the mayor said. The work begins in May.",
    'The mayor said: "We will rebuild. The work begins in May.\n\nNobody was hurt.',
    "The mayor said «we will rebuild and left. The work begins in May.",
    "We will rebuild,” the mayor said. The work begins in May.",
]


@pytest.mark.parametrize("text", UNCLOSED)
def test_unclosed_quotes_are_warned_of_and_swallow_nothing(text: str) -> None:
    profile = check(text + "\n\nThe ferry runs again. Schools are open. The road is closed.")
    assert "unpaired_quote" in profile.warnings
    last = profile.sentences[-1]
    assert last.voice == "author"
    assert profile["sourcing.quoted_share"].value < 0.5


MIXED = "The minister spoke in the capital. قال الوزير إن المحادثات انتهت دون اتفاق في العاصمة. " * 6


def test_two_languages_in_one_text() -> None:
    profile = check(MIXED)
    assert profile.status == "ok"
    assert "mixed_language" in profile.warnings


FOREIGN = {
    "fr": "Le maire a déclaré lundi que le pont serait rouvert en mai. Les habitants de la ville attendent depuis des "
    "mois la fin des travaux, qui ont coûté plus cher que prévu.",
    "de": "Der Bürgermeister sagte am Montag, dass die Brücke im Mai wieder geöffnet wird. Die Bewohner der Stadt "
    "warten seit Monaten auf das Ende der Arbeiten, die teurer waren als geplant.",
    "es": "El alcalde dijo el lunes que el puente se abrirá de nuevo en mayo. Los vecinos de la ciudad esperan desde "
    "hace meses el final de las obras, que costaron más de lo previsto.",
    "ru": "Мэр сообщил в понедельник, что мост снова откроется в мае. Жители города уже несколько месяцев ждут "
    "окончания работ, которые обошлись дороже, чем ожидалось.",
    "zh": "市长星期一表示，这座桥将于五月重新开放。市民们几个月来一直在等待工程完工。",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_other_languages_are_known_but_not_measured(language: str) -> None:
    profile = check(FOREIGN[language])
    assert profile.status == "unsupported_language"
    assert profile.language == language
    assert {score.reason for score in profile.scores.values()} == {"language_unsupported"}
    assert profile.attributions == ()
    assert profile.actors == ()


def test_a_language_that_is_given_is_believed() -> None:
    assert check("Hi", lang="fr").status == "unsupported_language"
    assert check(FOREIGN["fr"], lang="en").status == "ok"


# --- size

MILLION = 1_000_000
JUNK: dict[str, Callable[[int], str]] = {
    "one word": lambda n: "a" * n,
    "spaces": lambda n: " " * n,
    "new lines": lambda n: "\n" * n,
    "short words": lambda n: "ab " * (n // 3),
    "new words": lambda n: " ".join(f"w{i}x" for i in range(n // 8)),
    "full stops": lambda n: "." * n,
    "stops and spaces": lambda n: ". " * (n // 2),
    "capitals": lambda n: "Ab Cd " * (n // 6),
    "commas": lambda n: "a, " * (n // 3),
    "said": lambda n: "said that " * (n // 10),
    "X said": lambda n: "Lee said that " * (n // 14),
    "said and told": lambda n: "Lee said and told and warned and " * (n // 33),
    "according to": lambda n: "according to Lee, " * (n // 18),
    "brackets": lambda n: "(" * (n // 2) + ")" * (n // 2),
    "lines": lambda n: "Read more\n" * (n // 10),
    "loaded words": lambda n: "reckless but not very bad, " * (n // 27),
    "Arabic": lambda n: "قال الوزير إن " * (n // 14),
    "emoji": lambda n: "😀" * n,
    "dashes": lambda n: "a—b" * (n // 3),
    "glued": lambda n: "talks.So far it went." * (n // 21),
    "surrogates": lambda n: "\ud800 " * (n // 2),
    "mojibake": lambda n: "donâ€™t " * (n // 8),
    "one long sentence": lambda n: "the town " * (n // 9),
}
QUOTES = ['"', "“", "”", "‘", "’", "'", "«", "»", "„", "‹", "`", "''", "``"]


def seconds(text: str) -> float:
    start = time.process_time()
    profile = bs.score(text)
    found = time.process_time() - start
    assert profile.status in ("ok", "empty", "unsupported_language")
    return found


def assert_linear(make: Callable[[int], str], size: int) -> None:
    """Twice the text takes about twice the time; a busy machine gets five tries."""
    seen = []
    for _ in range(5):
        one, two = seconds(make(size // 2)), seconds(make(size))
        seen.append((one, two))
        if two < 3.5 * one or two < 0.1:
            return
    pytest.fail(f"time grows faster than the text: {seen}")


@pytest.mark.parametrize("kind", JUNK)
def test_junk_in_linear_time(kind: str) -> None:
    assert_linear(JUNK[kind], 200_000)


@pytest.mark.slow
@pytest.mark.parametrize("kind", JUNK)
def test_a_million_characters_of_junk(kind: str) -> None:
    check(JUNK[kind](MILLION))
    assert_linear(JUNK[kind], MILLION)


@pytest.mark.parametrize("kind", ["one word", "short words", "full stops"])
def test_a_million_characters(kind: str) -> None:
    assert seconds(JUNK[kind](MILLION)) < 10


@pytest.mark.parametrize("quote", QUOTES, ids=ascii)
@pytest.mark.parametrize("layout", ["{}", "{} ", "a{} ", "{}a ", "{}a{} ", "{}a\n"], ids=ascii)
def test_quotes_in_linear_time(quote: str, layout: str) -> None:
    assert_linear(lambda n: layout.format(quote, quote) * n, 20_000)


@pytest.mark.parametrize("quote", QUOTES, ids=ascii)
def test_a_hundred_thousand_quotes(quote: str) -> None:
    assert seconds(f"{quote}a b " * 100_000) < 20


# --- fuzz

SENTENCES = [
    piece.strip()
    for path in sorted(FIXTURES.glob("*/*/*.txt"))
    for line in path.read_text("utf-8").split("\n")
    for piece in line.replace(". ", ".\x00").split("\x00")
    if piece.strip()
]
ODD = ["“", "”", '"', "'", "’", "«", "»", "(", ")", "[6]", "—", "--", "…", "\u200f", "\ufeff", "\x00", "\ud800", "😀"]
LINKS = [" ", "", "\n", "\n\n", "\r\n", "\u00a0", "\t", ".", ", ", ": ", "; ", " and ", " but ", " said "]
parts = st.one_of(
    st.sampled_from(SENTENCES),
    st.sampled_from(ODD),
    st.text(max_size=12),
    st.text(alphabet=st.characters(codec=None, categories=("Lu", "Ll", "Lo", "P", "S", "Z", "Cs", "Cc")), max_size=8),
    st.builds(
        lambda s, a, b: s[min(a, b) : max(a, b)], st.sampled_from(SENTENCES), st.integers(0, 99), st.integers(0, 99)
    ),
)
texts = st.lists(st.tuples(parts, st.sampled_from(LINKS)), max_size=10).map(
    lambda rows: "".join(a + b for a, b in rows)
)


@settings(max_examples=200)
@given(texts)
def test_any_text(text: str) -> None:
    check(text)


@pytest.mark.slow
@settings(max_examples=1000)
@given(texts)
def test_any_text_at_length(text: str) -> None:
    check(text)


@settings(max_examples=100)
@given(st.lists(texts, max_size=6))
def test_any_batch(batch: list[str]) -> None:
    assert [p.to_json() for p in bs.score_many(batch)] == [bs.score(text).to_json() for text in batch]


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_any_title(title: str) -> None:
    profile = bs.score("The mayor said that the bridge would reopen. It was a terrible winter.", title=title)
    score = profile["sentiment.headline_gap"]
    assert score.reason == "no_title" or -2 <= score.value <= 2


def test_every_column_is_there_for_every_text() -> None:
    for text in ("", "Hi", FOREIGN["fr"], "قال الوزير إن المحادثات انتهت."):
        assert tuple(bs.score(text)) == COLUMNS


def test_the_offsets_of_repaired_text_are_the_callers() -> None:
    text = "The mayor saidÂ that donâ€™t be â€œrecklessâ€\x9d was his advice. " * 3
    profile = check(text)
    assert "repaired_encoding" in profile.warnings


def test_forms_of_unicode_do_not_shift_offsets() -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        check(unicodedata.normalize(form, "İbrahim Çelik said that the café in Łódź was “très bon”. ") * 3)
