"""A user's own actors win over the finder."""

from __future__ import annotations

import pickle

import pytest

import biasscore as bs
from biasscore.errors import LexiconError

TEXT = (
    "The port operator raised its offer. Norrsund Terminals Group is generous, Anna Lee said. "
    "In Paris, Mayor Lee thanked the Norrsund Terminals Group. A turkey crossed the road."
)


def mentions(profile):
    return {actor.name: (actor.kind, [m.text for m in actor.mentions]) for actor in profile.actors}


def test_aliases_are_one_actor_with_the_name_and_kind_given():
    scorer = bs.Scorer(actors={"NTG": {"aliases": ["the port operator", "Norrsund Terminals Group"], "kind": "body"}})
    found = mentions(scorer.score(TEXT))
    assert found["NTG"] == ("body", ["The port operator", "Norrsund Terminals Group", "Norrsund Terminals Group"])
    assert "Norrsund Terminals Group" not in found
    assert found["Anna Lee"][0] == "person"


def test_an_own_actor_wins_over_a_shorter_or_longer_name_of_the_lists():
    found = mentions(bs.Scorer(actors={"City Hall": {"aliases": ["Paris", "Lee"], "kind": "place"}}).score(TEXT))
    assert found["City Hall"] == ("place", ["Lee", "Paris", "Lee"])
    assert "France" not in found


def test_an_alias_with_a_capital_is_not_found_without():
    assert "Turkey" not in mentions(bs.Scorer(actors={"Turkey": []}).score(TEXT))


def test_actors_from_a_file(tmp_path):
    path = tmp_path / "actors.toml"
    path.write_text('NTG = ["Norrsund Terminals Group"]\n\n["Anna Lee"]\nkind = "person"\naliases = ["Mayor Lee"]\n')
    scorer = bs.Scorer(actors=path)
    found = mentions(scorer.score(TEXT))
    assert found["NTG"] == ("body", ["Norrsund Terminals Group"] * 2)
    assert found["Anna Lee"] == ("person", ["Anna Lee", "Mayor Lee"])
    assert mentions(pickle.loads(pickle.dumps(scorer)).score(TEXT)) == found


def test_arabic_actors():
    found = mentions(
        bs.Scorer(actors={"حزب النور الجديد": {"kind": "body"}}).score("قال حزب النور الجديد إن الاتفاق جيد.")
    )
    assert found["حزب النور الجديد"][0] == "body"


def test_the_list_shows_in_provenance():
    profile = bs.Scorer(actors={"NTG": ["the port operator"]}).score(TEXT)
    assert "en/own_actors" in profile.provenance["lexicons"]
    assert "en/own_actors" not in bs.score(TEXT).provenance["lexicons"]


@pytest.mark.parametrize(
    ("actors", "message"),
    [
        ({"X": {"kind": "planet"}}, "kind must be one of person"),
        ({"X": "alias"}, "aliases must be a list"),
        ({"X": {"alias": ["Y"]}}, "only kind and aliases"),
        ({"X  Y": []}, "single spaces"),
        ({"X": [3]}, "aliases must be a list"),
    ],
)
def test_wrong_lists_are_refused(actors, message):
    with pytest.raises(LexiconError, match=message):
        bs.Scorer(actors=actors)
