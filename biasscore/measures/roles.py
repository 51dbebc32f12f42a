"""Roles of actors: hero, villain, victim, counted from blame and agency in the text."""

from __future__ import annotations

from collections.abc import Iterator

from biasscore.annotate.actors import Actor
from biasscore.annotate.annotations import Annotations
from biasscore.annotate.blame import Blame
from biasscore.annotate.relations import Run

ROLES = ("hero", "villain", "victim")
"""Whoever helps; whoever harms or is blamed; whoever is harmed (Stone 1989; Jones & McBeth 2010)."""


def blame_of(annotations: Annotations, document: int) -> list[Blame]:
    """Blame of one document, in text order."""
    in_document = annotations.block.document
    return [blame for blame in annotations.blame if in_document[blame.cue[0]] == document]


def roles(actors: tuple[Actor, ...], blame: list[Blame]) -> list[dict[str, float]]:
    """Roles of every actor.

    Parameters
    ----------
    actors : tuple of Actor
        Actors of a document.
    blame : list of Blame
        Its blame.

    Returns
    -------
    list of dict
        Role -> share (0..1) of the weight of all roles the actor plays; empty for an actor without a role.
    """
    owner = {token: number for number, actor in enumerate(actors) for run in actor.mentions for token in range(*run)}
    weights: list[dict[str, float]] = [{} for _ in actors]
    for one in blame:
        for run, role in _played(one):
            for number in {owner[token] for token in range(*run) if token in owner}:
                weights[number][role] = weights[number].get(role, 0.0) + one.weight
    return [{role: weight / sum(found.values()) for role, weight in sorted(found.items())} for found in weights]


def _played(blame: Blame) -> Iterator[tuple[Run, str]]:
    """Who plays which role; a denied act gives no role."""
    if blame.act == "help":
        if blame.blamed_run and blame.polarity > 0:
            yield blame.blamed_run, "hero"
    elif blame.polarity < 0:
        if blame.blamed_run:
            yield blame.blamed_run, "villain"
        if blame.patient_run and blame.act == "harm":
            yield blame.patient_run, "victim"
