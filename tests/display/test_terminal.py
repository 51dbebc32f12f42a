"""The terminal: a table, and the text with its marks."""

from __future__ import annotations

import re

import biasscore as bs

TEXT = "The mayor said that the bridge would reopen. The reckless junta did nothing."
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def test_table() -> None:
    profile = bs.score(TEXT, id="bridge")
    first, *rows = profile.to_terminal().splitlines()
    assert first == "bridge: en, 13 words, 2 sentences, short_text"
    assert [row.split()[0] for row in rows] == list(profile.headline)
    assert "\x1b" not in profile.to_terminal()


def test_a_value_that_is_unknown_shows_its_reason() -> None:
    shown = bs.score("The ferry left the harbour.").to_terminal()
    (row,) = [row for row in shown.splitlines() if "framing.naming.author" in row]
    assert row.split() == ["framing.naming.author", "–", "no", "evidence"]


def test_marks_without_colour() -> None:
    shown = bs.score(TEXT).to_terminal(text=True)
    assert "The mayor [>said] that the bridge would reopen. The [!reckless] [#junta] did nothing." in shown
    assert "The mayor | said (neutral) | indirect, anonymous_described | that the bridge would reopen" in shown


def test_colours_add_nothing_else(profiles: dict[str, bs.Profile]) -> None:
    for id_, profile in profiles.items():
        shown = ESCAPES.sub("", profile.to_terminal(colour=True, text=True))
        assert (profile.text or "") in shown, id_
        assert "\x1b" not in shown, id_


def test_empty() -> None:
    assert bs.score("", id="x").to_terminal().startswith("x: empty")
    assert len(bs.score("").to_terminal(text=True).splitlines()) == 1
