"""The shipped lexicons: in order, and every entry able to fire."""

from __future__ import annotations

import numpy as np
import pytest

from biasscore.lexicons import load, names
from biasscore.lexicons.check import DATA, problems
from biasscore.lexicons.matching import Capitals, Matcher
from biasscore.text.table import PieceTable

TABLE = PieceTable()


def as_a_text_shows_it(word):
    """Form that the reader makes of a word: possessives lose their ending."""
    core = word.strip("'")
    TABLE._cores.learn([core])
    _, number = TABLE._cores[core]
    return TABLE.forms[number]


SHIPPED = [(language, name) for language in ("ar", "en") for name in names(language)]


@pytest.mark.parametrize("table", sorted(DATA.glob("*/*.tsv")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_file_is_in_order(table):
    assert problems(table) == []


@pytest.mark.parametrize(("language", "name"), SHIPPED)
def test_every_form_of_every_entry_fires(language, name):
    lexicon = load(name, language)
    matcher = Matcher([lexicon], language)
    surfaces = [(entry, form) for entry in lexicon.entries for form in (entry.term, *entry.forms)]
    forms = [""]
    numbers: dict[str, int] = {"": 0}
    tokens: list[int] = []
    sentence: list[int] = []
    first: list[int] = []
    for place, (_, surface) in enumerate(surfaces):
        first.append(len(tokens))
        for word in map(as_a_text_shows_it, surface.replace("*", "xyz").split()):
            if word not in numbers:
                numbers[word] = len(forms)
                forms.append(word)
            tokens.append(numbers[word])
            sentence.append(place)
        tokens.append(0)  # no word: the next entry is no context of this one
        sentence.append(place)
    # names are capitalised, other words are not: then every case rule lets its entries pass
    capital = np.repeat([entry.case == "upper" for entry, _ in surfaces], np.diff([*first, len(tokens)]))
    hits = matcher.find(
        forms, np.array(tokens, np.int32), np.array(sentence, np.int32), Capitals(capital, np.zeros(len(tokens), bool))
    )
    found = {(int(a), int(b)) for a, b in zip(hits.first, hits.last, strict=True)}
    silent = [
        surface
        for (_, surface), start in zip(surfaces, first, strict=True)
        if (start, start + len(surface.split())) not in found
    ]
    assert silent == []


def test_header_says_where_the_words_come_from():
    for language, name in SHIPPED:
        info = load(name, language).info
        assert info.licence == "MIT"
        assert info.source
        assert len(info.sha256) == 64
