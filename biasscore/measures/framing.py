"""Framing: what a report makes of its event: generic frames, blame, naming, peace or war reporting, hidden agents."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.annotations import Annotations
from biasscore.annotate.frames import FrameAnswers
from biasscore.measures import generic_frames
from biasscore.measures.findings import (
    Evidence,
    Findings,
    densities,
    density,
    from_hits,
    hits_of,
    strongest,
    sums_by_voice,
)
from biasscore.measures.spec import Measured, MeasureSpec
from biasscore.measures.statistics import mean_interval, share_interval
from biasscore.spans import VOICES

BLAME = ("accuse", "responsible", "cause")
"""Labels of the blame lexicon that blame somebody (harm alone does not)."""
ENTMAN = (
    ("causal", "causal clauses", "'because of', 'led to', 'rooted in'"),
    ("evaluation", "judgements", "'is a disgrace', 'it is right'"),
    ("treatment", "clauses that say what should be done", "'must', 'called for', 'the solution is'"),
)
"""Entman's functions of a frame, beside the naming of the problem: measure, what it counts, examples."""
_BE = frozenset("is are was were be been being get got gets".split())
_AUXILIARY, _ADVERB = 1, 2
_BY_REACH = 6
_USUAL_SD = 0.7
"""Standard deviation of the polarities that a text chooses from concept sets."""
_LEXICAL = {"en": "lexical", "ar": "lexical"}
_ENGLISH = {"en": "lexical", "ar": "none"}


def _spec(
    measure: str,
    unit: str,
    low: float,
    high: float,
    direction: str,
    definition: str,
    reference: str,
    *,
    by_voice: bool = False,
    languages: dict[str, str] = _LEXICAL,
    failures: str = "",
) -> MeasureSpec:
    return MeasureSpec(
        f"framing.{measure}",
        unit,
        low,
        high,
        direction,
        definition,
        reference,
        failures,
        by_voice,
        "author" if by_voice else "",
        languages,
    )


SPECS = (
    *generic_frames.SPECS,
    _spec(
        "blame",
        "per 100 words",
        0,
        np.inf,
        "larger = more blame",
        "statements that accuse somebody, hold somebody responsible or make somebody the cause, where it can be said "
        "who (an actor or a group of people); an accusation that is reported counts as paraphrased unless it is "
        "quoted; single ones, and acts of harm and help, in p.blame",
        "Iyengar (1991); Malle, Guglielmo & Monroe (2014)",
        by_voice=True,
        failures="Read from cues and the words beside them, without a parser: a culprit who is named far from the "
        "cue, or by a pronoun alone, is missed.",
    ),
    _spec(
        "naming",
        "-1..1",
        -1,
        1,
        "-1 = delegitimising, +1 = legitimising names",
        "mean polarity of the words chosen from concept sets (junta / military government / new authorities)",
        "Fowler (1991)",
        by_voice=True,
        failures="Polarity is towards whoever is named; read it by set in p.namings.",
    ),
    *(
        _spec(
            function,
            "per 100 words",
            0,
            np.inf,
            f"larger = more {what}",
            f"words that mark {what} ({example})",
            "Entman (1993)",
            by_voice=True,
            languages=_ENGLISH,
            failures="The words that mark the clause, not what it says: read the sentences.",
        )
        for function, what, example in ENTMAN
    ),
    _spec(
        "peace_war",
        "-1..1",
        -1,
        1,
        "-1 = war reporting, +1 = peace reporting",
        "weight of peace words minus weight of war words, over both",
        "Galtung (2002); Lee & Maslog (2005)",
    ),
    _spec(
        "agentless_passive",
        "per 100 words",
        0,
        np.inf,
        "larger = more actions without an actor",
        "passives without 'by' (style only)",
        "Trew (1979)",
        languages=_ENGLISH,
    ),
    _spec(
        "nominalisation",
        "per 100 words",
        0,
        np.inf,
        "larger = more actions as nouns",
        "event nouns that leave out who acts (style only)",
        "Fowler, Hodge, Kress & Trew (1979)",
        languages=_ENGLISH,
    ),
)


def measure(
    annotations: Annotations, frames: FrameAnswers | None = None
) -> tuple[dict[str, Measured], dict[str, Evidence]]:
    """Measure framing in a block.

    Parameters
    ----------
    annotations : Annotations
        What was found.
    frames : FrameAnswers, optional
        What the model of frames says; none in languages without one.

    Returns
    -------
    columns : dict
        Column name -> Measured.
    findings : dict
        Measure name -> the evidence that was counted.
    """
    documents, words = len(annotations.block), annotations.n_words
    columns, findings = generic_frames.measure(annotations, frames)
    blame = _blame(annotations)
    columns |= densities("framing.blame", blame, words, documents)
    naming = namings(annotations)
    columns |= _naming(naming, documents)
    for function, _, _ in ENTMAN:
        name = f"framing.{function}"
        clauses = findings[name] = _clauses(annotations, function)
        columns |= densities(name, clauses, words, documents)
    war = _signed(annotations)
    columns["framing.peace_war"] = _peace_war(war, documents)
    passive = _agentless_passives(annotations)
    nouns = from_hits(annotations, hits_of(annotations, "nominalisations"))
    columns["framing.agentless_passive"] = density(passive, words, documents)
    columns["framing.nominalisation"] = density(nouns, words, documents)
    return columns, findings | {
        "framing.blame": blame,
        "framing.naming": naming,
        "framing.peace_war": war,
        "framing.agentless_passive": passive,
        "framing.nominalisation": nouns,
    }


def _blame(annotations: Annotations) -> Findings:
    """Blame that lands on somebody; acts of harm alone are no blame."""
    landed = [one for one in annotations.blame if one.act in BLAME and one.blamed and one.polarity < 0]
    vocabulary = annotations.vocabulary
    first, last, voice, code = (
        np.array(column, np.int32).reshape(-1)
        for column in (
            [one.cue[0] for one in landed],
            [one.cue[1] for one in landed],
            [one.voice for one in landed],
            [one.entry for one in landed],
        )
    )
    document = annotations.block.document[first]
    return Findings(
        first, last, document, voice, np.ones(len(landed)), code, vocabulary.labels, vocabulary.matcher.rules
    )


def namings(annotations: Annotations) -> Findings:
    """Words chosen from concept sets; the label is the set."""
    found = strongest(from_hits(annotations, hits_of(annotations, "naming")))
    found.labels = annotations.vocabulary.kinds
    return found


def _naming(found: Findings, documents: int) -> dict[str, Measured]:
    place = (found.document, found.voice, documents)
    n = sums_by_voice(np.ones(len(found.weight)), *place)
    total, squares = sums_by_voice(found.weight, *place), sums_by_voice(found.weight**2, *place)
    low, high = mean_interval(total, squares, n, -1.0, 1.0, _USUAL_SD)
    value = total / np.where(n > 0, n, np.nan)
    return {
        f"framing.naming.{voice}": Measured(value[:, i], low[:, i], high[:, i], n[:, i].astype(np.int64), "no_evidence")
        for i, voice in enumerate(VOICES)
    }


def _clauses(annotations: Annotations, function: str) -> Findings:
    """Words that mark clauses of one of Entman's functions; 'must' and 'must act' are one."""
    hits = hits_of(annotations, "treatment", function)
    return strongest(from_hits(annotations, hits, weights=np.ones(len(hits.first))))


def _signed(annotations: Annotations) -> Findings:
    found = from_hits(annotations, hits_of(annotations, "peace_war"))
    war = np.array([annotations.vocabulary.labels[code] == "war" for code in found.code.tolist()], bool)
    found.weight = np.where(war, -found.weight, found.weight)
    found.labels = annotations.vocabulary.kinds
    return found


def _peace_war(found: Findings, documents: int) -> Measured:
    peace = np.bincount(found.document, np.maximum(found.weight, 0), documents)
    war = np.bincount(found.document, np.maximum(-found.weight, 0), documents)
    n = np.bincount(found.document, minlength=documents)
    total = np.where(n > 0, peace + war, np.nan)
    low, high = share_interval(peace, total)
    return Measured((peace - war) / total, 2 * low - 1, 2 * high - 1, n, "no_evidence")


def _passive_kind(form: str) -> int:
    return _AUXILIARY if form in _BE else _ADVERB if form.endswith("ly") else 0


def _agentless_passives(annotations: Annotations) -> Findings:
    """'was killed' without 'by' behind it."""
    block = annotations.block
    hits = hits_of(annotations, "participles")
    kinds = block.table.of_forms(_passive_kind)
    by = block.form == block.table.form_numbers.get("by", -1)
    back = np.where(kinds[block.form[hits.first - 1]] == _ADVERB, 2, 1)
    before = np.maximum(hits.first - back, 0)
    passive = (
        (kinds[block.form[before]] == _AUXILIARY)
        & (block.sentence[before] == block.sentence[hits.first])
        & (hits.first >= back)
    )
    agent: NDArray[np.bool_] = np.zeros(len(hits.first), bool)
    for ahead in range(_BY_REACH):
        place = np.minimum(hits.last + ahead, block.n_tokens - 1)
        agent |= by[place] & (block.sentence[place] == block.sentence[hits.first])
    found = from_hits(annotations, hits.where(passive & ~agent), label="agentless_passive")
    found.weight = np.ones(len(found.first))
    return found
