"""Index ``one_sidedness``: how unequally a report treats the parties of its story, whoever they are.

For every pair of the most present parties, five differences without sign or direction: share of voice, cues ('said'
against 'claimed'), tone of what is said of each, names given, and blame. The weights below were fixed before anything
was measured; no list of countries, outlets or friends comes in.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations

import numpy as np

from biasscore.annotate.annotations import Annotations
from biasscore.annotate.coreference import Source
from biasscore.annotate.relations import Run
from biasscore.annotate.voices import AUTHOR
from biasscore.measures.findings import Findings, hits_of
from biasscore.measures.spec import Measured, MeasureSpec
from biasscore.measures.statistics import Floats, Z

WEIGHTS = {"cue": 0.25, "voice": 0.2, "tone": 0.2, "blame": 0.2, "names": 0.15}
"""Declared weights of the parts; they sum to 1."""
PARTIES = 5
"""Most present parties that are compared."""
_LEAST_PRESENCE = 2
_OTHERS = 0.5
"""What tone and blame weigh that are not the author's own."""
_NAME_REACH = 6
"""Tokens between a name of a concept set and the party it is given to."""
_STANCE = {"doubt": -1.0, "accusation": -1.0, "factive": 1.0}
_NO_PARTY = ("media", "place")
_NO_GROUP = ("anonymous", "media", "document")
_PRIOR = 0.25
"""Variance that a single observation is taken to have."""

SPECS = (
    MeasureSpec(
        "one_sidedness",
        "0..1",
        0.0,
        1.0,
        "0 = the parties are treated alike, larger = more unequally",
        f"weighted mean over all pairs of the {PARTIES} most present parties (actors, linked sources, groups such as "
        "'police') of five differences without sign: "
        + ", ".join(f"{part} {weight:g}" for part, weight in WEIGHTS.items())
        + "; each part is shown by explain",
        "Entman (2007)",
        "It sees unequal treatment, not whether it is deserved; short texts have wide intervals; two words for one "
        "group ('police', 'officers') are two parties.",
        headline="",
        languages={"en": "lexical", "ar": "none"},
    ),
)


_Mean = tuple[float, float]
"""A mean and the square of its standard error."""
_NOTHING = (0.0, 0.0)


@dataclass(slots=True)
class _Party:
    mentions: list[Run] = field(default_factory=list)
    sources: list[Run] = field(default_factory=list)
    cues: list[tuple[Run, float]] = field(default_factory=list)
    tones: list[tuple[Run, float, float]] = field(default_factory=list)
    names: list[tuple[Run, float]] = field(default_factory=list)
    blame: list[tuple[Run, float]] = field(default_factory=list)
    said: int = 0

    @property
    def presence(self) -> int:
        return len(self.mentions) + self.said


def measure(annotations: Annotations, tones: Floats) -> tuple[Measured, Callable[[], Findings]]:
    """Measure the index in a block.

    Parameters
    ----------
    annotations : Annotations
        What was found.
    tones : ndarray, shape (sentences,)
        Tone of every sentence.

    Returns
    -------
    measured : Measured
        NaN ('not_enough_actors') with fewer than two parties.
    findings : callable
        Makes what speaks for each part; the weights of a document sum to its value.
    """
    documents = len(annotations.block)
    value, low, high = (np.full(documents, np.nan) for _ in range(3))
    n = np.zeros(documents, np.int64)
    compared: list[tuple[list[_Party], dict[str, float]]] = []
    for document, parties in enumerate(_parties(annotations, tones)):
        n[document] = len(parties)
        if len(parties) < 2:
            continue
        parts, errors = _compare(parties)
        compared.append((parties, parts))
        value[document] = math.fsum(parts.values())
        half = Z * math.sqrt(math.fsum(error * error for error in errors.values()))
        low[document], high[document] = max(value[document] - half, 0.0), min(value[document] + half, 1.0)
    return Measured(value, low, high, n, "not_enough_actors"), partial(_findings, annotations, compared)


def _parties(annotations: Annotations, tones: Floats) -> list[list[_Party]]:
    """The most present parties of every document, with all that is said of and by them."""
    said = list(zip(annotations.relation_document.tolist(), map(_speaker, annotations.sources), strict=True))
    chosen = _most_present(annotations, said)
    owner: dict[int, _Party] = {}
    for parties in chosen:
        for party in parties.values():
            for first, last in party.mentions:
                owner[first] = party
                for token in range(first + 1, last) if last - first > 1 else ():
                    owner[token] = party
    _add_cues(annotations, chosen, said)
    for one in annotations.blame:
        if one.blamed_run is not None and one.polarity < 0:
            worth = one.weight * (1.0 if one.voice == AUTHOR else _OTHERS)
            for party in {id(owner[t]): owner[t] for t in range(*one.blamed_run) if t in owner}.values():
                party.blame.append((one.cue, worth))
    _add_names(annotations, owner)
    compared = [list(parties.values()) for parties in chosen]
    _add_tones(annotations, tones, compared)
    return compared


def _most_present(annotations: Annotations, statements: list[tuple[int, str]]) -> list[dict[str, _Party]]:
    """Name -> party of every document, by mentions and statements; counted first, gathered for those chosen."""
    in_document = annotations.block.document
    mentioned: list[dict[str, int]] = [{} for _ in range(len(annotations.block))]
    for count, actors in zip(mentioned, annotations.actors, strict=True):
        for actor in actors:
            if actor.kind not in _NO_PARTY:
                count[actor.name] = count.get(actor.name, 0) + len(actor.mentions)
    groups = [party for party in annotations.parties.values() if party.group and party.group not in _NO_GROUP]
    where = in_document[[party.run[0] for party in groups]].tolist() if groups else []
    for place, party in zip(where, groups, strict=True):
        mentioned[place][party.name] = mentioned[place].get(party.name, 0) + 1
    said: list[dict[str, int]] = [{} for _ in mentioned]
    for place, name in statements:
        if name:
            said[place][name] = said[place].get(name, 0) + 1
    chosen = [_ranked(count, spoken) for count, spoken in zip(mentioned, said, strict=True)]
    for parties, actors in zip(chosen, annotations.actors, strict=True):
        for actor in actors:
            if actor.name in parties and actor.kind not in _NO_PARTY:
                parties[actor.name].mentions.extend(actor.mentions)
    for place, party in zip(where, groups, strict=True):
        if party.name in chosen[place]:
            chosen[place][party.name].mentions.append(party.run)
    return chosen


def _ranked(mentioned: dict[str, int], said: dict[str, int]) -> dict[str, _Party]:
    """The parties with the most mentions and statements; among equals the first."""
    presence = mentioned.copy()
    for name, count in said.items():
        presence[name] = presence.get(name, 0) + count
    present = [name for name, count in presence.items() if count >= _LEAST_PRESENCE]
    names = sorted(present, key=presence.__getitem__, reverse=True)[:PARTIES]
    return {name: _Party(said=said.get(name, 0)) for name in names}


def _speaker(source: Source) -> str:
    return source.actor or source.id.removeprefix("the ")


def _add_cues(annotations: Annotations, chosen: list[dict[str, _Party]], statements: list[tuple[int, str]]) -> None:
    for (place, name), relation in zip(statements, annotations.relations, strict=True):
        party = chosen[place].get(name)
        if party is None:
            continue
        if relation.source is not None:
            party.sources.append(relation.source)
        if relation.cue is not None:
            party.cues.append((relation.cue, _STANCE.get(annotations.cue_class(relation), 0.0)))


def _add_names(annotations: Annotations, owner: dict[int, _Party]) -> None:
    """Give every name of a concept set, in the author's voice, to the nearest party in its sentence."""
    hits = hits_of(annotations, "naming")
    sentence, voice = annotations.block.sentence, annotations.voices.token
    weight = annotations.vocabulary.matcher.weight[hits.entry]
    for first, last, worth in zip(hits.first.tolist(), hits.last.tolist(), weight.tolist(), strict=True):
        if voice[first] != AUTHOR or not worth:
            continue
        near = (token for step in range(_NAME_REACH + 1) for token in (last - 1 + step, first - step))
        party = next((owner[t] for t in near if t in owner and sentence[t] == sentence[first]), None)
        if party is not None:
            party.names.append(((first, last), float(worth)))


def _add_tones(annotations: Annotations, tones: Floats, chosen: list[list[_Party]]) -> None:
    """Tone of the sentences that speak of one party only."""
    voices = annotations.sentence_voices.tolist()
    sentence = annotations.block.sentence
    for parties in chosen:
        alone: dict[int, tuple[int, Run] | None] = {}
        for number, party in enumerate(parties):
            rows = sentence[[run[0] for run in party.mentions]].tolist() if party.mentions else []
            for row, run in zip(rows, party.mentions, strict=True):
                if row not in alone:
                    alone[row] = number, run
                elif (known := alone[row]) is not None and known[0] != number:
                    alone[row] = None
        for row, who in alone.items():
            if who is not None:
                weight = 1.0 if voices[row] == AUTHOR else _OTHERS
                parties[who[0]].tones.append((who[1], float(tones[row]), weight))


def _compare(parties: list[_Party]) -> tuple[dict[str, float], dict[str, float]]:
    """Weighted parts and their errors."""
    voices = max(sum(party.said for party in parties), 1)
    means = [_means(party, voices) for party in parties]
    presence = [party.presence for party in parties]
    gaps, spreads = dict.fromkeys(WEIGHTS, 0.0), dict.fromkeys(WEIGHTS, 0.0)
    total = 0.0
    for (one, here), (other, there) in combinations(zip(means, presence, strict=True), 2):
        strong = math.sqrt(here * there)
        total += strong
        for part, (value, variance) in one.items():
            if (against := other.get(part)) is not None:
                gaps[part] += strong * min(abs(value - against[0]), 1.0)
                spreads[part] += strong * math.sqrt(variance + against[1])
    parts = {part: weight * gaps[part] / total for part, weight in WEIGHTS.items()}
    return parts, {part: weight * spreads[part] / total for part, weight in WEIGHTS.items()}


def _means(party: _Party, voices: int) -> dict[str, _Mean]:
    """What is compared; a party that does not speak has no cues, one that is not named apart no tone of its own."""
    share = party.said / voices
    exposure = max(len(party.mentions), 1)
    blame, squares = 0.0, _PRIOR
    for _, worth in party.blame:
        blame += worth
        squares += worth * worth
    found = {
        "voice": (share, share * (1 - share) / voices),
        "blame": (min(blame / exposure, 1.0), squares / exposure**2),
        "names": _mean([(worth / 2, 1.0) for _, worth in party.names]) if party.names else _NOTHING,
    }
    if party.cues:
        found["cue"] = _mean([(stance, 1.0) for _, stance in party.cues])
    if party.tones:
        found["tone"] = _mean([(tone, weight) for _, tone, weight in party.tones])
    return found


def _mean(values: list[tuple[float, float]]) -> _Mean:
    """Weighted mean of (value, weight) pairs."""
    total = summed = spread = 0.0
    for value, weight in values:
        total += weight
        summed += value * weight
    mean = summed / total
    for value, weight in values:
        spread += weight * (value - mean) ** 2
    return mean, (spread + _PRIOR) / (total + 1) / total


def _evidence(parties: list[_Party], part: str) -> list[Run]:
    """What speaks for a part; the mentions themselves where a difference comes from silence."""
    runs: list[Run] = []
    for party in parties:
        if part == "cue":
            runs += [run for run, stance in party.cues if stance]
        elif part == "voice":
            runs += party.sources
        elif part == "tone":
            runs += [run for run, tone, _ in party.tones if tone]
        elif part == "names":
            runs += [run for run, _ in party.names]
        else:
            runs += [run for run, _ in party.blame]
    return sorted(set(runs)) or sorted({run for party in parties for run in party.mentions})


def _findings(annotations: Annotations, compared: list[tuple[list[_Party], dict[str, float]]]) -> Findings:
    rows: list[tuple[Run, int, float]] = []
    labels = list(WEIGHTS)
    for parties, parts in compared:
        for part, worth in parts.items():
            runs = _evidence(parties, part) if worth else []
            rows += [(run, labels.index(part), worth / len(runs)) for run in runs]
    first, last, code = (
        np.array(column, np.int32).reshape(-1)
        for column in ([run[0] for run, _, _ in rows], [run[1] for run, _, _ in rows], [part for _, part, _ in rows])
    )
    return Findings(
        first,
        last,
        annotations.block.document[first],
        annotations.voices.token[first].astype(np.int32),
        np.array([worth for _, _, worth in rows], np.float64),
        code,
        labels,
        [f"one_sidedness:{label}" for label in labels],
    )
