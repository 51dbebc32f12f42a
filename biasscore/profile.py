"""Profile: the scores of one document, the evidence behind them, and where they come from."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from biasscore._version import SCHEMA
from biasscore.annotate.relations import Attribution
from biasscore.display import html, terminal
from biasscore.display.intervals import Figure, draw
from biasscore.errors import ArgumentError
from biasscore.measures import wire_distance
from biasscore.measures.catalogue import BY_NAME, COLUMNS, HEADLINE, PLACE, SPEC_OF, column_name
from biasscore.measures.spec import Score
from biasscore.records import Actor, Blame, Boilerplate, Contribution, Details, Facts, Naming, ScoreColumns, Sentence
from biasscore.spans import Evidence, Span
from biasscore.stored import (
    Stored,
    actor_dict,
    as_frame,
    attribution_dict,
    columns_from,
    facts_from,
    plain,
    score_dict,
    sha256,
)

_EVIDENCE_SHOWN = 2
_WORDING = 60
"""Characters of the wording that names a contribution."""


class Profile(Mapping[str, Score]):
    """How one text reports: scores by name, each with interval, evidence and reason.

    Made by ``score``, ``score_many`` or ``from_dict``. A mapping of score name -> Score; a name without voice
    stands for the measure's headline voice.

    Attributes
    ----------
    status : {'ok', 'empty', 'unsupported_language'}
        Whether there was something to measure.
    warnings : tuple of str
        Codes such as 'short_text', 'unpaired_quote', 'glued_sentences', 'repaired_encoding', 'unlike_news'.
    language : str
        ISO 639-1 code.
    n_words, n_sentences : int
        Outside boilerplate.
    id, outlet, date, event, title : str or None
        As given.
    text : str or None
        The caller's own string; None when loaded without it.
    provenance : dict
        Version, schema, lexicon digests, settings.
    """

    def __init__(
        self,
        facts: Facts,
        columns: ScoreColumns,
        details: Details,
        text: str | None,
        text_sha256: str,
        provenance: Mapping[str, Any],
    ) -> None:
        self._facts, self._columns, self._details = facts, columns, details
        self.text, self.text_sha256, self.provenance = text, text_sha256, dict(provenance)
        self.status, self.language, self.n_words, self.n_sentences, self.warnings = facts[:5]
        self.id, self.outlet, self.date, self.event, self.title = facts[5:]

    # --- scores

    def __getitem__(self, name: str) -> Score:
        place = PLACE[column_name(name)]
        columns = self._columns
        value = float(columns.value[place])
        return Score(
            value,
            SPEC_OF[COLUMNS[place]].unit,
            float(columns.low[place]),
            float(columns.high[place]),
            float(columns.percentile[place]),
            float(columns.z[place]),
            int(columns.n[place]),
            (columns.reasons[place] or "no_evidence") if math.isnan(value) else None,
        )

    def __iter__(self) -> Iterator[str]:
        return iter(COLUMNS)

    def __len__(self) -> int:
        return len(COLUMNS)

    def __contains__(self, name: object) -> bool:
        return name in PLACE or name in BY_NAME

    def __eq__(self, other: object) -> bool:
        return self.to_json() == other.to_json() if isinstance(other, Profile) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.text_sha256, self.id))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (self.to_dict(), self.text)

    @property
    def scores(self) -> dict[str, Score]:
        """All scores by name."""
        return {name: self[name] for name in COLUMNS}

    @property
    def framing(self) -> dict[str, Score]:
        """Scores of the framing family."""
        return self._family("framing")

    @property
    def sentiment(self) -> dict[str, Score]:
        """Scores of the sentiment family."""
        return self._family("sentiment")

    @property
    def sourcing(self) -> dict[str, Score]:
        """Scores of the sourcing family."""
        return self._family("sourcing")

    @property
    def loaded_language(self) -> dict[str, Score]:
        """Scores of the loaded_language family."""
        return self._family("loaded_language")

    def _family(self, family: str) -> dict[str, Score]:
        return {name: self[name] for name in COLUMNS if SPEC_OF[name].family == family}

    @property
    def headline(self) -> dict[str, Score]:
        """The twelve scores to look at first."""
        return {name: self[name] for name in HEADLINE}

    def vector(self) -> NDArray[np.float64]:
        """z-scores of the headline measures, in the order of ``headline``; NaN without a reference."""
        return np.array([self[name].z for name in HEADLINE])

    def index(self, name: str) -> Score:
        """The index 'one_sidedness' or 'wire_distance'."""
        if name not in ("one_sidedness", "wire_distance"):
            raise ArgumentError.not_allowed("name", name, ("one_sidedness", "wire_distance"))
        return self[name]

    # --- evidence

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences outside boilerplate."""
        return self._details.sentences()

    @cached_property
    def attributions(self) -> tuple[Attribution, ...]:
        """Attribution relations in text order."""
        return self._details.attributions()

    @cached_property
    def actors(self) -> tuple[Actor, ...]:
        """Actors in order of first mention."""
        return self._details.actors()

    @cached_property
    def blame(self) -> tuple[Blame, ...]:
        """Who is said to have done harm, or good, or to be at fault, by whom and in whose voice."""
        return self._details.blame()

    @cached_property
    def boilerplate(self) -> tuple[Boilerplate, ...]:
        """Captions, related headlines, datelines and the like: left out of every score."""
        return self._details.boilerplate()

    @cached_property
    def namings(self) -> tuple[Naming, ...]:
        """Words chosen from concept sets."""
        return tuple(
            Naming(e.start, e.end, e.text, e.label, e.weight, e.voice) for e in self._details.evidence("framing.naming")
        )

    def evidence(self, name: str) -> tuple[Evidence, ...]:
        """What was counted for a score, in text order.

        Parameters
        ----------
        name : str
            Name of a measure, with or without voice; without, the headline voice.
        """
        column = column_name(name)
        if column == wire_distance.NAME:
            parts = (part for part in self.explain(column))
            return tuple(sorted(e for part in parts for e in self.evidence(part.label)))
        spec = SPEC_OF[column]
        found = self._details.evidence(spec.name)
        voice = column.rsplit(".", 1)[1] if spec.by_voice else "all"
        return found if voice == "all" else tuple(e for e in found if e.voice == voice)

    def explain(self, name: str) -> tuple[Contribution, ...]:
        """Contributions of the evidence, by label and wording, that sum to the value; the largest first.

        Parameters
        ----------
        name : str
            Name of a measure, with or without voice.
        """
        value = self[name].value
        if column_name(name) == wire_distance.NAME:
            return self._parts_of_wire_distance()
        groups: dict[str, list[Evidence]] = {}
        for evidence in self.evidence(name):
            wording = " ".join(evidence.text.lower().split())[:_WORDING]
            groups.setdefault(f"{evidence.label}: {wording}", []).append(evidence)
        weights = {label: sum(e.weight for e in group) for label, group in groups.items()}
        total = math.fsum(weights.values())
        if math.isnan(value) or not groups:
            return ()
        count = sum(map(len, groups.values()))
        parts = [
            Contribution(
                label,
                value * (weights[label] / total if total else len(group) / count),
                tuple(Span(e.start, e.end, e.text) for e in group),
            )
            for label, group in groups.items()
        ]
        return tuple(sorted(parts, key=lambda part: (-abs(part.value), part.label)))

    def _parts_of_wire_distance(self) -> tuple[Contribution, ...]:
        """What each measure adds to the index, with the evidence of those that have some."""
        if math.isnan(self[wire_distance.NAME].value):
            return ()
        fitted = wire_distance.weights()
        values = np.array([[self[name].value] for name in fitted.names])
        parts = [
            Contribution(name, float(added), tuple(Span(e.start, e.end, e.text) for e in self.evidence(name)))
            for name, added in zip(fitted.names, fitted.contributions(values)[:, 0], strict=True)
            if added
        ]
        return tuple(sorted(parts, key=lambda part: (-abs(part.value), part.label)))

    # --- out

    def to_dict(self, *, evidence: bool = True, text: bool = False) -> dict[str, Any]:
        """Plain data, ready for strict JSON (NaN becomes None).

        Parameters
        ----------
        evidence : bool
            Whether to keep spans: evidence, sentences, attributions, actors, boilerplate.
        text : bool
            Whether to keep the text itself; its sha256 is always there.
        """
        data: dict[str, Any] = {
            "schema": SCHEMA,
            "text_sha256": self.text_sha256,
            **self._facts._asdict(),
            "warnings": list(self.warnings),
            "scores": {name: score_dict(score) for name, score in self.scores.items()},
            "provenance": copy.deepcopy(self.provenance),
        }
        if text:
            data["text"] = self.text
        if evidence:
            data["evidence"] = {
                name: [[e.start, e.end, e.label, e.weight, e.voice, e.rule] for e in found]
                for name in BY_NAME
                if (found := self._details.evidence(name))
            }
            data["sentences"] = [plain(sentence._asdict()) for sentence in self.sentences]
            data["attributions"] = [attribution_dict(attribution) for attribution in self.attributions]
            data["actors"] = [actor_dict(actor) for actor in self.actors]
            data["blame"] = [[b.start, b.end, *b[3:]] for b in self.blame]
            data["boilerplate"] = [[b.start, b.end, b.kind] for b in self.boilerplate]
        return data

    def to_json(self, *, evidence: bool = True, text: bool = False, indent: int | None = None) -> str:
        """The same as strict JSON."""
        return json.dumps(
            self.to_dict(evidence=evidence, text=text), ensure_ascii=False, allow_nan=False, indent=indent
        )

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], text: str | None = None) -> Profile:
        """Rebuild a profile.

        Parameters
        ----------
        data : mapping
            As made by ``to_dict``.
        text : str, optional
            The text it was made from; checked against the stored digest.

        Raises
        ------
        ArgumentError
            Not a profile of this schema, or not the text it was made from.
        """
        if data.get("schema") != SCHEMA:
            raise ArgumentError(f"not a biasscore profile of schema {SCHEMA}: got schema {data.get('schema')!r}")
        text = data.get("text") if text is None else text
        if text is not None and sha256(text) != data["text_sha256"]:
            raise ArgumentError("text is not the one this profile was made from (its sha256 differs)")
        return cls(
            facts_from(data),
            columns_from(data["scores"]),
            Stored(data, text),
            text,
            data["text_sha256"],
            data["provenance"],
        )

    def to_records(self) -> list[dict[str, Any]]:
        """One row a score: id, outlet, date, event, language, measure and the fields of Score."""
        head = {"id": self.id, "outlet": self.outlet, "date": self.date, "event": self.event, "language": self.language}
        return [{**head, "measure": name, **score._asdict()} for name, score in self.scores.items()]

    def to_frame(self) -> Any:
        """The records as a pandas DataFrame.

        Raises
        ------
        MissingExtraError
            pandas is not installed.
        """
        return as_frame(self.to_records())

    def summary(self) -> dict[str, Any]:
        """Everything the displays show, as plain data."""
        return {
            **self._facts._asdict(),
            "text": self.text,
            "headline": [self._headline_row(name) for name in HEADLINE],
            "runs": self._voice_runs(),
            "marks": self._marks(),
            "attributions": [attribution_dict(a) for a in self.attributions],
            "boilerplate": [(b.start, b.end, b.kind) for b in self.boilerplate],
        }

    def _headline_row(self, name: str) -> dict[str, Any]:
        strongest = sorted(self.evidence(name), key=lambda e: (-abs(e.weight), e.start))[:_EVIDENCE_SHOWN]
        return {
            "name": name,
            "family": SPEC_OF[name].family,
            **self[name]._asdict(),
            "evidence": [" ".join(e.text.split()) for e in strongest],
            "direction": SPEC_OF[name].direction,
        }

    def _voice_runs(self) -> list[tuple[int, int, str]]:
        """Attributed content and quotations, for colouring."""
        runs = [(span.start, span.end, "paraphrased") for a in self.attributions for span in a.content]
        return runs + [(e.start, e.end, "quoted") for e in self._details.evidence("sourcing.quoted_share")]

    def _marks(self) -> list[tuple[int, int, str, str]]:
        """Loaded words, cues and names from concept sets: (start, end, class, title)."""
        marks = [
            (e.start, e.end, "loaded", f"{e.label} ({e.rule}, {e.weight:g})")
            for e in self._details.evidence("loaded_language.density")
        ]
        marks += [
            (e.start, e.end, "naming", f"{e.label} {e.weight:+g}")
            for e in self._details.evidence("framing.naming")
            if e.weight
        ]
        return marks + [
            (a.cue.start, a.cue.end, "cue", f"{a.cue_class}: {a.source_id or 'nobody named'}")
            for a in self.attributions
            if a.cue
        ]

    def to_html(self) -> str:
        """A self-contained HTML page fragment: headline scores and the text with its evidence."""
        return html.render(self.summary())

    def _repr_html_(self) -> str:
        return self.to_html()

    def plot(self) -> Figure:
        """Percentiles of the headline scores in the reference, as an SVG figure; '–' where there is none."""
        rows = [
            {
                "label": name,
                "values": [(score.percentile, math.nan, math.nan)],
                "strong": False,
                "hint": f"{score.value:.2f} {score.unit}; {SPEC_OF[name].direction}",
                "shown": f"{score.percentile:.0f} per cent" if score.place_reason is None else "–",
            }
            for name, score in self.headline.items()
        ]
        return draw("percentiles in the reference", ("",), rows, axis=(0.0, 100.0))

    def to_terminal(self, *, colour: bool = False, text: bool = False) -> str:
        """The headline table for a terminal; with ``text`` the text with its evidence too."""
        return terminal.render(self.summary(), colour=colour, text=text)

    def __repr__(self) -> str:
        who = self.outlet or self.id or self.text_sha256[:8]
        if self.status != "ok":
            return f"<Profile {who}: {self.status}, language {self.language}>"
        shown = ", ".join(
            f"{name} {self[name].value:.2f}"
            for name in (
                "framing.naming.author",
                "sentiment.tone.author",
                "sourcing.attributed_share",
                "loaded_language.density.author",
            )
        )
        return f"<Profile {who}: {self.language}, {self.n_words} words: {shown}>"


def _rebuild(data: dict[str, Any], text: str | None) -> Profile:
    return Profile.from_dict(data, text)
