"""Parties: whoever can act or be blamed: actors, the people of a country, groups of people that a noun names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from biasscore.annotate.actors import Actor
from biasscore.annotate.lexical import Lexical
from biasscore.annotate.relations import Run
from biasscore.annotate.view import BREAK, POSSESSIVE, View
from biasscore.annotate.vocabulary import Vocabulary

JOINT = BREAK | POSSESSIVE
"""Marks after which a noun does not belong to the name before it."""


class Party(NamedTuple):
    """A mention of a party.

    Attributes
    ----------
    run : Run
        Its tokens.
    name : str
        The actor's name, or the words of the group.
    group : str
        Class of the noun that names a group ('armed', 'official', ...); '' for an actor.
    """

    run: Run
    name: str
    group: str = ""


def find_parties(
    vocabulary: Vocabulary, lexical: Lexical, view: View, actors: Sequence[tuple[Actor, ...]]
) -> dict[int, Party]:
    """First token -> actor, people of a country ('the French') or group of people ('the police') there."""
    found: dict[int, Party] = {}
    hits = lexical.names
    people = hits.where(vocabulary.entries_of("source_nouns")[hits.entry])
    for first, last, entry in zip(people.first.tolist(), people.last.tolist(), people.entry.tolist(), strict=True):
        found[first] = Party((first, last), " ".join(view.forms[first:last]), vocabulary.labels[entry])
    nations = hits.where(vocabulary.entries_of("places", "demonym")[hits.entry])
    for first, last, entry in zip(nations.first.tolist(), nations.last.tolist(), nations.entry.tolist(), strict=True):
        alone = first > 0 and view.forms[first - 1] == "the" and last not in view.noun_starts
        end = last if alone or last >= len(view.forms) or view.flags[last - 1] & JOINT else last + 1
        if last in view.noun_starts or (
            end > last and (view.classes[last] or view.sentence[last] != view.sentence[first])
        ):
            continue
        # 'the French', 'French companies'
        found[first] = Party((first, end), vocabulary.matcher.entries[entry].kind)
    ends = {run[1]: (run[0], actor.name) for group in actors for actor in group for run in actor.mentions}
    begins = {run[0]: (run[1], actor.name) for group in actors for actor in group for run in actor.mentions}
    for first, party in list(found.items()):
        owner, bearer = ends.get(first), begins.get(party.run[1])
        sentence = view.sentence[first]
        if owner is not None and view.sentence[owner[0]] == sentence and not view.flags[first - 1] & JOINT:
            found[owner[0]] = Party((owner[0], party.run[1]), owner[1])  # 'French forces'
        elif (
            bearer is not None and view.sentence[party.run[1]] == sentence and not view.flags[party.run[1] - 1] & JOINT
        ):
            found[first] = Party((first, bearer[0]), bearer[1])  # 'Colonel Lee'
    for first, (last, name) in begins.items():
        if first not in found or found[first].run[1] < last:
            found[first] = Party((first, last), name)
    return found
