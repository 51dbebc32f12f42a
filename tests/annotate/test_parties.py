"""Parties: who stands at a token, and which groups of people a text names."""

from __future__ import annotations

import pytest

from biasscore.annotate.annotations import Annotations, Annotator
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.text.reading import Reader

TEXT = "The French soldiers met the police in Ouandara. Colonel Lee praised the French. Lee left."


@pytest.fixture(scope="module")
def found() -> Annotations:
    block = Reader().read([TEXT], ["en"])
    return Annotator(Vocabulary("en"), "rules").annotate(block)


def words(found: Annotations, run: tuple[int, int]) -> str:
    return " ".join(TEXT.split()[slice(*run)]).rstrip(".")


@pytest.mark.parametrize(
    ("token", "run", "name", "group"),
    [
        (1, "French soldiers", "France", ""),
        (5, "police", "police", "official"),
        (8, "Colonel Lee", "Lee", ""),
        (12, "French", "France", ""),
        (13, "Lee", "Lee", ""),
    ],
)
def test_the_party_that_begins_and_ends_at_a_token(found, token, run, name, group):
    party = found.parties.starts.get(token)
    assert (words(found, party.run), party.name, party.group) == (run, name, group)
    assert found.parties.ends.get(party.run[1] - 1) == party


def test_nobody_stands_elsewhere(found):
    n = found.block.n_tokens
    assert [found.parties.starts.get(token) for token in (-1, 0, 3, n, n + 1)] == [None] * 5
    assert [found.parties.ends.get(token) for token in (-1, 0, 3, n, n + 1)] == [None] * 5


def test_the_widest_party_ends_at_a_token(found):
    assert found.parties.ends.get(9).run == (8, 10)


def test_groups_are_those_without_a_name(found):
    groups = found.parties.groups
    runs = list(zip(groups.first.tolist(), groups.last.tolist(), strict=True))
    assert [found.parties.words(*run) for run in runs] == ["police"]
