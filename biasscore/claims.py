"""Claims that one report attributes and another states as its own: matched by the words they share.

A claim is a stretch of attributed content within one sentence; a bare statement is what is left of a sentence when
attributed content, its source and its cue are taken out. Both are sets of stems: forms without closed-class words
(articles, pronouns, auxiliaries, ...), cut to five letters, so that 'wounded' and 'wound', 'closed' and 'closing' meet;
numbers are kept whole. Names of actors are left out as well: they say of whom a claim is, not what it says. A stem
weighs log(1 + sentences / sentences that hold it) over all reports of the event: what every sentence holds counts
little. Two stretches are one claim where the shared stems carry at least ``LEAST_OVERLAP`` of the weight of the lighter
one, at least ``LEAST_SHARED`` stems are shared, and both are negated or neither is.

Words are compared, not meanings: a paraphrase in other words is missed, and two statements that share most of their
words but differ in one ('two' against 'three' guards) can be taken for one. Both thresholds were declared before
anything was matched and never moved.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from biasscore.annotate.grammar import NEGATION, Grammar
from biasscore.annotate.relations import Attribution
from biasscore.lexicons.arabic import fold
from biasscore.profile import Profile
from biasscore.spans import Span

LEAST_OVERLAP = 0.5
LEAST_SHARED = 3
_STEM = 5
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)?")
_NEGATED_ENDING = "n't"
_ARTICLES = ("وال", "بال", "كال", "فال", "لل", "ال")


class Statement(NamedTuple):
    """A stretch of one report: its place, its stems, whether it is negated, and the attribution it belongs to."""

    span: Span
    stems: frozenset[str]
    negated: bool
    attribution: Attribution | None


class Match(NamedTuple):
    """A claim and the bare statement that says the same; ``overlap`` is the share of weight, .5 to 1."""

    claim: Statement
    bare: Statement
    overlap: float


class ClaimMatcher:
    """Matches claims between the reports of one event.

    Parameters
    ----------
    profiles : sequence of Profile
        Reports in one language, with their texts.
    """

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._grammar = Grammar(profiles[0].language)
        self._arabic = profiles[0].language == "ar"
        self._names: frozenset[str] = frozenset()
        self._names = self._stems(" ".join(actor.name for profile in profiles for actor in profile.actors))[0]
        self._claims = [self._attributed(profile) for profile in profiles]
        self._bare = [self._unattributed(profile) for profile in profiles]
        self._weights = self._weigh(profiles)

    def lost(self, attributed: int, bare: int) -> list[Match]:
        """Claims that one report attributes and another states bare, without attributing them anywhere.

        Parameters
        ----------
        attributed, bare : int
            Places of the two reports.

        Returns
        -------
        list of Match
            In the order of the claims; each claim, and each bare statement, in its best match only.
        """
        best: dict[Span, Match] = {}
        for claim in self._claims[attributed]:
            if self._best(claim, self._claims[bare]) is None:
                match = self._best(claim, self._bare[bare])
                if match and (match.bare.span not in best or match.overlap > best[match.bare.span].overlap):
                    best[match.bare.span] = match
        return sorted(best.values(), key=lambda match: match.claim.span.start)

    def _best(self, claim: Statement, others: Sequence[Statement]) -> Match | None:
        matches = [Match(claim, other, self.overlap(claim, other)) for other in others]
        found = max(matches, key=lambda match: match.overlap, default=None)
        return found if found and found.overlap >= LEAST_OVERLAP else None

    def overlap(self, a: Statement, b: Statement) -> float:
        """Share of the lighter stretch's weight that both have; 0 under three shared stems or where one is negated."""
        shared = a.stems & b.stems
        if len(shared) < LEAST_SHARED or a.negated != b.negated:
            return 0.0
        return self._weight(shared) / min(self._weight(a.stems), self._weight(b.stems))

    def _weight(self, stems: frozenset[str]) -> float:
        return math.fsum(self._weights[stem] for stem in stems)

    def _weigh(self, profiles: Sequence[Profile]) -> Mapping[str, float]:
        sentences = [self._stems(text)[0] for profile in profiles for _, _, text in _sentences(profile)]
        held = Counter(stem for stems in sentences for stem in stems)
        return {stem: math.log(1 + len(sentences) / n) for stem, n in held.items()}

    def _attributed(self, profile: Profile) -> list[Statement]:
        sentences = _sentences(profile)
        return [
            self._statement(Span(start, end, text[start - first : end - first]), attribution)
            for attribution in profile.attributions
            for content in attribution.content
            for first, last, text in sentences
            if (start := max(content.start, first)) < (end := min(content.end, last))
        ]

    def _unattributed(self, profile: Profile) -> list[Statement]:
        taken = sorted(
            (span.start, span.end)
            for attribution in profile.attributions
            for span in (*attribution.content, attribution.source, attribution.cue)
            if span
        )
        return [self._rest(Span(*sentence), taken) for sentence in _sentences(profile)]

    def _rest(self, sentence: Span, taken: Sequence[tuple[int, int]]) -> Statement:
        """A sentence without what is attributed in it; its span runs over what is left."""
        pieces, place = [], sentence.start
        for start, end in [*taken, (sentence.end, sentence.end)]:
            if end >= place and start <= sentence.end:
                if start > place:
                    pieces.append((place, start))
                place = max(place, end)
        text = " ".join(sentence.text[a - sentence.start : b - sentence.start] for a, b in pieces)
        first, last = (pieces[0][0], pieces[-1][1]) if pieces else (sentence.start, sentence.start)
        span = Span(first, last, sentence.text[first - sentence.start : last - sentence.start])
        return Statement(span, *self._stems(text), None)

    def _statement(self, span: Span, attribution: Attribution) -> Statement:
        return Statement(span, *self._stems(span.text), attribution)

    def _stems(self, text: str) -> tuple[frozenset[str], bool]:
        """Stems of the content words, and whether a word negates."""
        stems, negated = set(), False
        for word in _WORD.findall(text.lower().replace("’", "'")):
            bits = self._grammar.classes(word)
            negated |= bool(bits & NEGATION) or word.endswith(_NEGATED_ENDING)
            if not bits and (word[0].isdigit() or len(word) > 1):
                stems.add(self._stem(word))
        return frozenset(stems) - self._names, negated

    def _stem(self, word: str) -> str:
        if word[0].isdigit():
            return word
        if self._arabic:
            word = fold(word)
            article = next((a for a in _ARTICLES if word.startswith(a) and len(word) > len(a) + 1), "")
            return word[len(article) :][:_STEM]
        return word.removesuffix("'s")[:_STEM]


def _sentences(profile: Profile) -> list[Span]:
    text = profile.text or ""
    return [Span(sentence.start, sentence.end, text[sentence.start : sentence.end]) for sentence in profile.sentences]
