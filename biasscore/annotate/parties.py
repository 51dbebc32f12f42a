"""Parties: whoever can act or be blamed: actors, the people of a country, groups of people that a noun names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

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
    begins: dict[int, Party] = {}
    ends: dict[int, Party] = {}
    for group in actors:
        for actor in group:
            for run in actor.mentions:
                begins[run[0]] = ends[run[1]] = Party(run, actor.name)
    hits = lexical.names
    forms, flags, labels = view.forms, view.flags, vocabulary.labels
    people = np.flatnonzero(vocabulary.entries_of("source_nouns")[hits.entry])
    columns = (hits.first[people].tolist(), hits.last[people].tolist(), hits.entry[people].tolist())
    for first, last, entry in zip(*columns, strict=True):
        owner, bearer = ends.get(first), begins.get(last)
        if owner is not None and not flags[first - 1] & JOINT and view.sentence[first - 1] == view.sentence[first]:
            found[owner.run[0]] = Party((owner.run[0], last), owner.name)  # 'French forces'
        elif bearer is not None and not flags[last - 1] & JOINT and view.sentence[last] == view.sentence[first]:
            found[first] = Party((first, bearer.run[1]), bearer.name)  # 'Colonel Lee'
        else:
            name = forms[first] if last - first == 1 else " ".join(forms[first:last])
            found[first] = Party((first, last), name, labels[entry])
    _add_nations(found, vocabulary, lexical, view)
    for first, party in begins.items():
        if first not in found or found[first].run[1] < party.run[1]:
            found[first] = party
    return found


def _add_nations(found: dict[int, Party], vocabulary: Vocabulary, lexical: Lexical, view: View) -> None:
    """'the French', 'French companies'."""
    hits = lexical.names
    rows = np.flatnonzero(vocabulary.entries_of("places", "demonym")[hits.entry])
    columns = (hits.first[rows].tolist(), hits.last[rows].tolist(), hits.entry[rows].tolist())
    for first, last, entry in zip(*columns, strict=True):
        if last in view.noun_starts or first in found:
            continue
        alone = first > 0 and view.forms[first - 1] == "the"
        end = last if alone or last >= len(view.forms) or view.flags[last - 1] & JOINT else last + 1
        if end == last or not (view.classes[last] or view.sentence[last] != view.sentence[first]):
            found[first] = Party((first, end), vocabulary.matcher.entries[entry].kind)
