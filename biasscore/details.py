"""Details of freshly measured documents: token findings turned into spans of the caller's own text, when asked for."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from biasscore.annotate.annotations import Annotations
from biasscore.annotate.relations import Attribution, Relation, Run
from biasscore.measures.actor_tone import read_mentions, tone_by_voice
from biasscore.measures.catalogue import Taken
from biasscore.measures.roles import blame_of, roles
from biasscore.records import Actor, Blame, Boilerplate, Sentence
from biasscore.spans import VOICES, Evidence, Span
from biasscore.text.block import Block

_EDGE = " \t\n\r\"“”„‟«»‹›'‘’‚‛`.,;:!?()[]{}،؛؟…—–-"
_CLOSING = {")": "(", "]": "[", "”": "“", "»": "«", '"': '"'}


@dataclass(frozen=True, slots=True)
class Live:
    """Details of one document of a measured block (implements ``records.Details``)."""

    annotations: Annotations
    taken: Taken
    document: int

    def _text(self) -> str:
        return self.annotations.block.originals[self.document]

    def _span(self, first: int, last: int) -> Span:
        """Characters of some tokens, without the punctuation at their edges."""
        start, end = self.annotations.block.offsets(self.document, first, last)
        return trimmed(self._text(), start, end)

    def _run(self, run: Run | None) -> Span | None:
        return None if run is None else self._span(*run)

    def evidence(self, measure: str) -> tuple[Evidence, ...]:
        """All evidence of a measure, in all voices."""
        findings = self.taken.evidence(measure)
        if findings is None:
            return ()
        return tuple(
            Evidence(*self._span(row.first, row.last), row.label, row.weight, VOICES[row.voice], row.rule)
            for row in findings.of(self.document)
        )

    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences in text order."""
        block = self.annotations.block
        voices = self.annotations.sentence_voices
        rows = np.flatnonzero(block.sentence_document == self.document).tolist()
        return tuple(
            Sentence(
                *block.offsets(self.document, int(block.sentence_start[row]), int(block.sentence_start[row + 1])),
                float(self.taken.loaded[row]),
                math.nan,
                float(self.taken.tones[row]),
                VOICES[voices[row]],
            )
            for row in rows
        )

    def attributions(self) -> tuple[Attribution, ...]:
        """Attribution relations in text order."""
        found = self.annotations
        chosen = np.flatnonzero(found.relation_document == self.document).tolist()
        return tuple(self._attribution(found.relations[row], row) for row in chosen)

    def _attribution(self, relation: Relation, row: int) -> Attribution:
        found = self.annotations
        source = found.sources[row]
        return Attribution(
            source=self._run(relation.source),
            cue=self._run(relation.cue),
            content=tuple(self._span(*run) for run in relation.content),
            directness=found.directness(relation),
            source_type=source.type,
            named=source.named,
            anonymous=source.anonymous,
            secondary=source.secondary,
            cue_class=found.cue_class(relation),
            source_id=source.id,
            rule=f"{found.vocabulary.language}/attribution:{relation.rule}",
        )

    def actors(self) -> tuple[Actor, ...]:
        """Actors in order of first mention, with their tone by voice and their roles."""
        actors = self.annotations.actors[self.document]
        found = read_mentions(self.annotations, self.taken.tones, [run for actor in actors for run in actor.mentions])
        ends = np.cumsum([len(actor.mentions) for actor in actors]).tolist()
        played = roles(actors, blame_of(self.annotations, self.document))
        return tuple(
            Actor(
                actor.name,
                actor.kind,
                tuple(self._span(*run) for run in actor.mentions),
                tone_by_voice(found.of(end - len(actor.mentions), end)),
                own,
            )
            for actor, end, own in zip(actors, ends, played, strict=True)
        )

    def blame(self) -> tuple[Blame, ...]:
        """Blame and agency in text order."""
        rules = self.annotations.vocabulary.matcher.rules
        return tuple(
            Blame(
                *self._span(*one.cue),
                one.blamer,
                one.blamed,
                one.patient,
                one.act,
                one.polarity,
                VOICES[one.voice],
                one.form,
                rules[one.entry],
            )
            for one in blame_of(self.annotations, self.document)
        )

    def boilerplate(self) -> tuple[Boilerplate, ...]:
        """Stretches left out."""
        block: Block = self.annotations.block
        return boilerplate(block, self.document)


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """Details of a document without words or in a language that is not measured."""

    block: Block
    document: int

    def evidence(self, measure: str) -> tuple[Evidence, ...]:
        """Nothing was counted."""
        return ()

    def sentences(self) -> tuple[Sentence, ...]:
        """Nothing was read."""
        return ()

    def attributions(self) -> tuple[Attribution, ...]:
        """Nothing was found."""
        return ()

    def actors(self) -> tuple[Actor, ...]:
        """Nobody was found."""
        return ()

    def blame(self) -> tuple[Blame, ...]:
        """Nobody was blamed."""
        return ()

    def boilerplate(self) -> tuple[Boilerplate, ...]:
        """Stretches left out."""
        return boilerplate(self.block, self.document)


def boilerplate(block: Block, document: int) -> tuple[Boilerplate, ...]:
    """Boilerplate of a document, in the caller's own offsets."""
    text = block.originals[document]
    places = (
        (block.original_offsets(document, span.start, span.end), span.kind) for span in block.boilerplate[document]
    )
    return tuple(Boilerplate(start, end, text[start:end], kind) for (start, end), kind in places)


def trimmed(text: str, start: int, end: int) -> Span:
    """A span without punctuation at its edges; a closing bracket or quotation mark stays when it opened inside."""
    first, last = start, end
    while first < last and text[first] in _EDGE:
        first += 1
    while last > first and text[last - 1] in _EDGE and not _closes(text[first:last]):
        last -= 1
    return Span(first, last, text[first:last]) if first < last else Span(start, end, text[start:end])


def _closes(span: str) -> bool:
    opening = _CLOSING.get(span[-1])
    if opening is None:
        return False
    inside = span[:-1]
    return inside.count(opening) % 2 == 1 if opening == span[-1] else inside.count(opening) > inside.count(span[-1])
