"""HTML for notebooks: escaped, right to left where the text is, nothing left out of the text."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

import biasscore as bs
from biasscore.display.segments import segments

NASTY = (
    "The mayor said that <script>alert('x')</script> & “the <b>reckless</b> junta” would go. "
    'The </div> town slept.\n\nA reckless winter it was, "& so on".'
)


@pytest.fixture(scope="module")
def nasty() -> bs.Profile:
    return bs.score(NASTY, title="<img src=x onerror=alert(1)>", outlet='"><script>', id="<i>")


def test_nothing_of_the_text_is_markup(nasty: bs.Profile) -> None:
    page = nasty.to_html()
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page
    assert page.count("<div") == page.count("</div>")


def test_no_outside_resource(nasty: bs.Profile) -> None:
    assert not re.search(r"https?://|@import|url\(|<link|<iframe|javascript:", nasty.to_html())


def body(page: str) -> str:
    return page.split('<div class="text"', 1)[1].split(">", 1)[1].removesuffix("</div></div>")


def test_the_whole_text_is_shown(nasty: bs.Profile) -> None:
    assert unescape(re.sub(r"<[^>]*>", "", body(nasty.to_html()))) == NASTY


def test_the_whole_text_of_the_fixtures_is_shown(profiles: dict[str, bs.Profile]) -> None:
    for id_, profile in profiles.items():
        assert unescape(re.sub(r"<[^>]*>", "", body(profile.to_html()))) == profile.text, id_


def test_segments_join_to_the_text(profiles: dict[str, bs.Profile]) -> None:
    for id_, profile in profiles.items():
        found = segments(profile.summary())
        assert "".join(part.text for part in found) == profile.text, id_
        assert {part.voice for part in found} <= {"author", "paraphrased", "quoted", "boilerplate"}, id_
        assert {part.mark for part in found} <= {"", "loaded", "naming", "cue"}, id_


@pytest.mark.parametrize(
    ("runs", "marks", "boilerplate", "expected"),
    [
        ([], [], [], [("abcdef", "author", "")]),
        ([(1, 3, "quoted")], [], [], [("a", "author", ""), ("bc", "quoted", ""), ("def", "author", "")]),
        ([(0, 4, "paraphrased"), (1, 2, "quoted")], [], [], [
            ("a", "paraphrased", ""), ("b", "quoted", ""), ("cd", "paraphrased", ""), ("ef", "author", ""),
        ]),
        ([], [(1, 2, "cue", ""), (1, 2, "loaded", "")], [], [
            ("a", "author", ""), ("b", "author", "loaded"), ("cdef", "author", ""),
        ]),
        ([(0, 2, "quoted")], [], [(0, 1, "caption")], [
            ("a", "boilerplate", ""), ("b", "quoted", ""), ("cdef", "author", ""),
        ]),
    ],
)  # fmt: skip
def test_segments(runs: Any, marks: Any, boilerplate: Any, expected: list[tuple[str, str, str]]) -> None:
    found = segments({"text": "abcdef", "runs": runs, "marks": marks, "boilerplate": boilerplate})
    assert [part[:3] for part in found] == expected


def test_arabic_runs_from_right_to_left() -> None:
    page = bs.score("قال الوزير إن المحادثات في العاصمة انتهت دون اتفاق.").to_html()
    assert 'dir="rtl" lang="ar"' in page
    assert 'dir="ltr" lang="en"' in bs.score("The mayor said that the bridge would reopen.").to_html()


def test_dark_mode_is_styled(nasty: bs.Profile) -> None:
    page = nasty.to_html()
    assert "prefers-color-scheme: dark" in page or "light-dark(" in page


def test_headline_and_legend_are_shown(nasty: bs.Profile) -> None:
    page = nasty.to_html()
    assert all(name in page for name in nasty.headline)
    assert "reporting cue" in page
    assert '<mark class="cue"' in page


def test_notebooks_get_the_same(nasty: bs.Profile) -> None:
    assert nasty._repr_html_() == nasty.to_html()


@pytest.mark.parametrize("text", ["", "Le maire a déclaré lundi que le pont serait rouvert en mai."])
def test_texts_without_scores(text: str) -> None:
    page = bs.score(text).to_html()
    assert "status" in page
    assert "<table" not in page
