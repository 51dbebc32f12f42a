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
from itertools import chain, combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.annotations import Annotations
from biasscore.annotate.coreference import Source
from biasscore.annotate.relations import Run
from biasscore.annotate.voices import AUTHOR
from biasscore.measures.findings import Findings, hits_of
from biasscore.measures.spec import Measured, MeasureSpec
from biasscore.measures.statistics import Floats, Z

Ints = NDArray[np.int64]

WEIGHTS = {"cue": 0.25, "voice": 0.2, "tone": 0.2, "blame": 0.2, "names": 0.15}
"""Declared weights of the parts; they sum to 1."""
_WORTH = np.array(list(WEIGHTS.values()))
PARTIES = 5
"""Most present parties that are compared."""
_ONE, _OTHER = np.array(list(combinations(range(PARTIES), 2))).T
"""All pairs of them."""
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
_MISSING = (math.nan, math.nan)


@dataclass(slots=True)
class _Party:
    mentions: list[Run]
    said: int
    sources: list[Run] = field(default_factory=list)
    cues: list[tuple[Run, float]] = field(default_factory=list)
    tones: list[tuple[Run, float, float]] = field(default_factory=list)
    names: list[tuple[Run, float]] = field(default_factory=list)
    blame: list[tuple[Run, float]] = field(default_factory=list)

    @property
    def presence(self) -> int:
        return len(self.mentions) + self.said


class _Mentions(NamedTuple):
    """Mentions of parties, one party after the other: tokens, first token, number of the party; and that by token."""

    runs: list[Run]
    first: Ints
    whose: Ints
    at: Ints


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
    everybody = _parties(annotations, tones)
    n = np.array([len(parties) for parties in everybody], np.int64)
    rows = np.flatnonzero(n > 1).tolist()
    compared = [everybody[row] for row in rows]
    parts, errors = _compare(compared)
    for row, worth, error in zip(rows, parts, errors, strict=True):
        value[row] = math.fsum(worth)
        half = Z * math.sqrt(math.fsum([part * part for part in error]))
        low[row], high[row] = max(value[row] - half, 0.0), min(value[row] + half, 1.0)
    found = [(parties, dict(zip(WEIGHTS, worth, strict=True))) for parties, worth in zip(compared, parts, strict=True)]
    return Measured(value, low, high, n, "not_enough_actors"), partial(_findings, annotations, found)


def _parties(annotations: Annotations, tones: Floats) -> list[list[_Party]]:
    """The most present parties of every document, with all that is said of and by them."""
    said = list(zip(annotations.relation_document.tolist(), map(_speaker, annotations.sources), strict=True))
    chosen = _most_present(annotations, said)
    _add_cues(annotations, chosen, said)
    everybody = [party for parties in chosen for party in parties.values()]
    mentions = _mentions(everybody, annotations.block.n_tokens)
    _add_blame(annotations, everybody, mentions)
    _add_names(annotations, everybody, mentions)
    _add_tones(annotations, tones, everybody, mentions)
    return [list(parties.values()) for parties in chosen]


def _most_present(annotations: Annotations, statements: list[tuple[int, str]]) -> list[dict[str, _Party]]:
    """Name -> party of every document, by mentions and statements."""
    mentioned: list[dict[str, list[Run]]] = [{} for _ in range(len(annotations.block))]
    for mentions, actors in zip(mentioned, annotations.actors, strict=True):
        for actor in actors:
            if actor.kind not in _NO_PARTY:
                mentions.setdefault(actor.name, []).extend(actor.mentions)
    groups = annotations.parties.groups
    groups = groups.where(~annotations.vocabulary.entries_of("source_nouns", "", *_NO_GROUP)[groups.entry])
    where = annotations.block.document[groups.first].tolist()
    for place, first, last in zip(where, groups.first.tolist(), groups.last.tolist(), strict=True):
        mentioned[place].setdefault(annotations.parties.words(first, last), []).append((first, last))
    said: list[dict[str, int]] = [{} for _ in mentioned]
    for place, name in statements:
        if name:
            said[place][name] = said[place].get(name, 0) + 1
    return [_ranked(mentions, spoken) for mentions, spoken in zip(mentioned, said, strict=True)]


def _ranked(mentioned: dict[str, list[Run]], said: dict[str, int]) -> dict[str, _Party]:
    """The parties with the most mentions and statements; among equals the first."""
    presence = {name: len(runs) for name, runs in mentioned.items()}
    for name, count in said.items():
        presence[name] = presence.get(name, 0) + count
    present = [name for name, count in presence.items() if count >= _LEAST_PRESENCE]
    names = sorted(present, key=presence.__getitem__, reverse=True)[:PARTIES]
    return {name: _Party(mentioned.get(name, []), said.get(name, 0)) for name in names}


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


def _mentions(everybody: list[_Party], n_tokens: int) -> _Mentions:
    """All mentions of some parties."""
    runs = [run for party in everybody for run in party.mentions]
    first, last = np.fromiter(chain.from_iterable(runs), np.int64).reshape(-1, 2).T
    whose = np.repeat(np.arange(len(everybody)), np.array([len(party.mentions) for party in everybody], np.int64))
    length = last - first
    token = np.repeat(first - (np.cumsum(length) - length), length) + np.arange(length.sum())
    at = np.full(n_tokens, -1, np.int64)
    at[token] = np.repeat(whose, length)
    return _Mentions(runs, first, whose, at)


def _add_blame(annotations: Annotations, everybody: list[_Party], mentions: _Mentions) -> None:
    """Give blame to every party that it names."""
    at = mentions.at.data
    for one in annotations.blame:
        if one.blamed_run is not None and one.polarity < 0:
            worth = one.weight * (1.0 if one.voice == AUTHOR else _OTHERS)
            for party in {at[token] for token in range(*one.blamed_run)} - {-1}:
                everybody[party].blame.append((one.cue, worth))


def _add_names(annotations: Annotations, everybody: list[_Party], mentions: _Mentions) -> None:
    """Give every name of a concept set, in the author's voice, to the nearest party in its sentence."""
    hits = hits_of(annotations, "naming")
    weight = annotations.vocabulary.matcher.weight[hits.entry]
    chosen = (annotations.voices.token[hits.first] == AUTHOR) & (weight != 0)
    hits, weight = hits.where(chosen), weight[chosen]
    steps = np.arange(_NAME_REACH + 1)
    # from near to far, behind the name before in front of it
    near = np.stack((hits.last[:, None] - 1 + steps, hits.first[:, None] - steps), axis=2)
    near = near.reshape(len(weight), 2 * len(steps))
    sentence = annotations.block.sentence
    inside = near.clip(0, len(sentence) - 1)
    there = (near == inside) & (sentence[inside] == sentence[hits.first][:, None]) & (mentions.at[inside] >= 0)
    rows = np.flatnonzero(there.any(1))
    party = mentions.at[inside[rows, there[rows].argmax(1)]]
    columns = (party, hits.first[rows], hits.last[rows], weight[rows])
    for number, first, last, worth in zip(*(column.tolist() for column in columns), strict=True):
        everybody[number].names.append(((first, last), worth))


def _add_tones(annotations: Annotations, tones: Floats, everybody: list[_Party], mentions: _Mentions) -> None:
    """Tone of the sentences that speak of one party only."""
    runs, whose = mentions.runs, mentions.whose
    row = annotations.block.sentence[mentions.first]
    place = np.arange(len(runs))
    # mentions stand party by party: a sentence speaks of one if its first and its last are of the same
    first, last = np.full(len(tones), -1), np.full(len(tones), -1)
    first[row[::-1]], last[row] = place[::-1], place
    alone = np.sort(first[(first >= 0) & (whose[first] == whose[last])]) if runs else place
    weight = np.where(annotations.sentence_voices[row[alone]] == AUTHOR, 1.0, _OTHERS)
    columns = (whose[alone].tolist(), alone.tolist(), tones[row[alone]].tolist(), weight.tolist())
    for party, mention, tone, worth in zip(*columns, strict=True):
        everybody[party].tones.append((runs[mention], tone, worth))


def _compare(compared: list[list[_Party]]) -> tuple[list[list[float]], list[list[float]]]:
    """Weighted parts of every document, and their errors, in the order of the weights."""
    n = [len(parties) for parties in compared]
    row = np.repeat(np.arange(len(n)), np.array(n, np.int64))
    place = np.array([place for count in n for place in range(count)], np.int64)
    means = np.full((len(n), PARTIES, len(WEIGHTS), 2), np.nan)
    means[row, place] = np.array([mean for parties in compared for mean in _means(parties)]).reshape(
        -1, *means.shape[2:]
    )
    presence = np.zeros((len(n), PARTIES))
    presence[row, place] = [party.presence for parties in compared for party in parties]
    one, other = means[:, _ONE], means[:, _OTHER]
    strong = np.sqrt(presence[:, _ONE] * presence[:, _OTHER])[:, :, None]
    gaps = strong * _or_nothing(np.minimum(np.abs(one[..., 0] - other[..., 0]), 1.0))
    spreads = strong * _or_nothing(np.sqrt(one[..., 1] + other[..., 1]))
    total = _over_pairs(strong)
    return (_WORTH * _over_pairs(gaps) / total).tolist(), (_WORTH * _over_pairs(spreads) / total).tolist()


def _over_pairs(values: Floats) -> Floats:
    """Sums over the pairs of every document, one pair after the other: however many documents there are."""
    sums: Floats = np.cumsum(values, axis=1)[:, -1]
    return sums


def _or_nothing(values: Floats) -> Floats:
    """0 where one of two parties has nothing to compare."""
    return np.where(np.isnan(values), 0.0, values)


def _means(parties: list[_Party]) -> list[tuple[_Mean, ...]]:
    """What is compared of each party, in the order of the weights.

    One that does not speak has no cues, one that is not named apart no tone of its own.
    """
    voices = max(sum([party.said for party in parties]), 1)
    found: list[tuple[_Mean, ...]] = []
    for party in parties:
        share = party.said / voices
        exposure = max(len(party.mentions), 1)
        blame, squares = 0.0, _PRIOR
        for _, worth in party.blame:
            blame += worth
            squares += worth * worth
        found.append(
            (
                _mean([(stance, 1.0) for _, stance in party.cues]) if party.cues else _MISSING,
                (share, share * (1 - share) / voices),
                _mean([(tone, weight) for _, tone, weight in party.tones]) if party.tones else _MISSING,
                (min(blame / exposure, 1.0), squares / exposure**2),
                _mean([(worth / 2, 1.0) for _, worth in party.names]) if party.names else _NOTHING,
            )
        )
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
