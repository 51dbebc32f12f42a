"""The working parts of a scorer: from checked items to profiles, block by block."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from biasscore._version import __version__
from biasscore.annotate.annotations import Annotator
from biasscore.annotate.frames import FRAME_MODELS, FrameFinder
from biasscore.annotate.neural import NeuralFinder
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.annotate.wording import Finder, WordingFinder
from biasscore.details import Live, Unmeasured
from biasscore.measures import wire_distance
from biasscore.measures.catalogue import COLUMNS, Taken, take
from biasscore.measures.sentiment import sentence_tones
from biasscore.measures.vader import SentenceTone
from biasscore.models.store import load_model
from biasscore.models.threads import one_thread
from biasscore.norms.reference import Places
from biasscore.profile import Profile
from biasscore.records import Facts, ScoreColumns
from biasscore.stored import sha256
from biasscore.text.block import Block
from biasscore.text.language import SUPPORTED
from biasscore.text.reading import Reader
from biasscore.text.table import WORD

if TYPE_CHECKING:
    from biasscore.scoring import Scorer

Item = Mapping[str, Any]
"""A text and what else is known of it."""


class Engine:
    """The working parts of a scorer: token table, lexicons, annotators. Caches only: results never depend on them."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self._reader = Reader()
        self._tone = SentenceTone()
        self._annotators: dict[str, tuple[Vocabulary, Annotator]] = {}
        self._wording: dict[str, Finder] = {}
        self._frames: dict[str, FrameFinder] = {}
        self._lock = threading.RLock()

    def profiles(self, items: Sequence[Item]) -> list[Profile]:
        """Profiles of checked items, in their order."""
        with self._lock, one_thread(), collection_waits():
            block = self._reader.read([item["text"] for item in items], [item.get("lang") for item in items])
            languages = set(block.languages)
            if len(languages) == 1:
                return self._of_one_language(block, items)
            found: dict[int, Profile] = {}
            for language in sorted(languages):
                rows = [row for row, code in enumerate(block.languages) if code == language]
                chosen = [{**items[row], "lang": language} for row in rows]
                part = self._reader.read([item["text"] for item in chosen], [language] * len(chosen))
                found |= dict(zip(rows, self._of_one_language(part, [items[row] for row in rows]), strict=True))
            return [found[row] for row in range(len(items))]

    def _annotator(self, language: str) -> tuple[Vocabulary, Annotator]:
        if language not in self._annotators:
            vocabulary = Vocabulary(language, self._scorer.own_lexicons)
            self._annotators[language] = vocabulary, Annotator(vocabulary, self._scorer.attribution)
        return self._annotators[language]

    def _wording_finder(self, language: str) -> Finder | None:
        """The model of loaded wording, where it is wanted and knows the language."""
        scorer = self._scorer
        if scorer.loaded == "lexicon" or language != "en" or "loaded_language" not in scorer.families:
            return None
        if language not in self._wording:
            self._wording[language] = (
                NeuralFinder(scorer.model)
                if scorer.model is not None
                else WordingFinder(self._annotator(language)[0], load_model("loaded_wording"))
            )
        return self._wording[language]

    def _frame_finder(self, language: str) -> FrameFinder | None:
        """The model of the generic frames, where it knows the language."""
        if language not in FRAME_MODELS or "framing" not in self._scorer.families:
            return None
        if language not in self._frames:
            model = load_model(FRAME_MODELS[language])
            self._frames[language] = FrameFinder(self._annotator(language)[0], model)
        return self._frames[language]

    def _of_one_language(self, block: Block, items: Sequence[Item]) -> list[Profile]:
        language = block.languages[0]
        if language not in SUPPORTED:
            words = np.bincount(block.document[(block.flags & WORD) != 0], minlength=len(block)).tolist()
            return [
                self._unmeasured(block, row, item, "unsupported_language" if words[row] else "empty")
                for row, item in enumerate(items)
            ]
        vocabulary, annotator = self._annotator(language)
        wording, frames = self._wording_finder(language), self._frame_finder(language)
        annotations = annotator.annotate(block)
        titles = self._title_tones(items, language)
        taken = take(annotations, self._tone, titles, self._scorer.families, wording, frames)
        words = annotations.n_words.tolist()
        sentences = np.bincount(block.sentence_document, minlength=len(block)).tolist()
        places = self._scorer.places(language, taken.value)
        models = dict(annotator.models)
        for finder in (wording, frames):
            models |= finder.digests if finder else {}
        provenance = self._provenance(vocabulary, models)
        return [
            self._profile(Live(annotations, taken, row), taken, places, item, words[row], sentences[row], provenance)
            if words[row]
            else self._unmeasured(block, row, item, "empty")
            for row, item in enumerate(items)
        ]

    def _title_tones(self, items: Sequence[Item], language: str) -> np.ndarray:
        tones = np.full(len(items), np.nan)
        rows = [row for row, item in enumerate(items) if item.get("title")]
        if rows:
            block = self._reader.read([items[row]["title"] for row in rows], [language] * len(rows))
            annotations = self._annotator(language)[1].annotate(block)
            values = sentence_tones(annotations, self._tone)
            count = np.bincount(block.sentence_document, minlength=len(rows))
            total = np.bincount(block.sentence_document, values, len(rows))
            tones[rows] = total / np.where(count > 0, count, np.nan)
        return tones

    def _profile(
        self,
        live: Live,
        taken: Taken,
        places: Places,
        item: Item,
        n_words: int,
        n_sentences: int,
        provenance: dict[str, Any],
    ) -> Profile:
        block, row = live.annotations.block, live.document
        columns = (taken.value, taken.low, taken.high, places.percentile, places.z)
        value, low, high, percentile, z = (column[:, row].copy() for column in columns)
        reasons = list(taken.reasons)
        if self._scorer.measures is not None:
            for place, name in enumerate(COLUMNS):
                if not self._scorer.wants(name):
                    value[place] = low[place] = high[place] = percentile[place] = z[place] = np.nan
                    reasons[place] = "not_requested"
        warnings = [*block.warnings[row], *live.annotations.warnings[row]]
        facts = _facts(item, "ok", block.languages[row], n_words, n_sentences, warnings)
        scores = ScoreColumns(value, low, high, taken.n[:, row].copy(), percentile, z, tuple(reasons))
        return Profile(facts, scores, live, item["text"], sha256(item["text"]), provenance)

    def _unmeasured(self, block: Block, row: int, item: Item, status: str) -> Profile:
        nan = np.full(len(COLUMNS), np.nan)
        reason = {"empty": "empty_text", "unsupported_language": "language_unsupported"}[status]
        scores = ScoreColumns(nan, nan, nan, np.zeros(len(COLUMNS), np.int64), nan, nan, (reason,) * len(COLUMNS))
        facts = _facts(item, status, block.languages[row], 0, 0, block.warnings[row])
        return Profile(
            facts, scores, Unmeasured(block, row), item["text"], sha256(item["text"]), self._provenance(None)
        )

    def _provenance(self, vocabulary: Vocabulary | None, models: Mapping[str, str] | None = None) -> dict[str, Any]:
        return {
            "biasscore": __version__,
            "attribution": self._scorer.attribution,
            "loaded": self._scorer.loaded,
            "families": list(self._scorer.families),
            "lexicons": vocabulary.digests() if vocabulary else {},
            "models": dict(models or {}),
            "indices": {wire_distance.NAME: wire_distance.digest()},
            "reference": self._scorer.placed_in.provenance if self._scorer.placed_in else None,
        }


def _facts(item: Item, status: str, language: str, n_words: int, n_sentences: int, warnings: list[str]) -> Facts:
    return Facts(
        status,
        language,
        n_words,
        n_sentences,
        tuple(warnings),
        item.get("id"),
        item.get("outlet"),
        item.get("date"),
        item.get("event"),
        item.get("title"),
    )


@contextmanager
def collection_waits() -> Iterator[None]:
    """A context in which the garbage collector is off; at its end it is on again if it was on before.

    A block makes tens of thousands of small objects, none of them in a cycle; to look for cycles among them again and
    again takes a tenth of the time of a profile.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
