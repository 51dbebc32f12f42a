"""Scorer: a configured, frozen object that turns texts into profiles; ``score`` uses a default one."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from biasscore._version import __version__
from biasscore.annotate.annotations import Annotator
from biasscore.annotate.neural import NeuralFinder, check_extra
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.annotate.wording import Finder, WordingFinder
from biasscore.collecting import collection_waits
from biasscore.details import Live, Unmeasured
from biasscore.errors import ArgumentError, BiasscoreError, InputTypeError, ScoringError
from biasscore.lexicons.lexicon import Lexicon
from biasscore.lexicons.loading import actor_list, from_mapping, naming_sets, read_lexicon
from biasscore.measures import wire_distance
from biasscore.measures.catalogue import COLUMNS, SPEC_OF, Taken, column_name, take
from biasscore.measures.sentiment import sentence_tones
from biasscore.measures.spec import FAMILIES
from biasscore.measures.vader import SentenceTone
from biasscore.models.store import load_model
from biasscore.models.threads import one_thread
from biasscore.norms.reference import DEFAULT, Places, Reference
from biasscore.profile import Profile
from biasscore.records import Facts, ScoreColumns
from biasscore.stored import sha256
from biasscore.text.block import Block
from biasscore.text.language import SUPPORTED
from biasscore.text.reading import Reader
from biasscore.text.table import WORD

FIELDS = ("title", "outlet", "lang", "id", "date", "event")
"""What an item may say besides its text."""
BLOCK = 64
"""Documents that are measured together; results do not depend on it."""
ATTRIBUTION = ("model", "rules")
LOADED = ("model", "lexicon", "neural")
ON_ERROR = ("record", "raise")

Item = Mapping[str, Any]
OwnLexicons = Mapping[str, Mapping[str, float] | Iterable[str]] | Sequence[Lexicon | str | Path]


class _Engine:
    """The working parts of a scorer: token table, lexicons, annotators. Caches only: results never depend on them."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self._reader = Reader()
        self._tone = SentenceTone()
        self._annotators: dict[str, tuple[Vocabulary, Annotator]] = {}
        self._wording: dict[str, Finder] = {}
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

    def _of_one_language(self, block: Block, items: Sequence[Item]) -> list[Profile]:
        language = block.languages[0]
        if language not in SUPPORTED:
            words = np.bincount(block.document[(block.flags & WORD) != 0], minlength=len(block)).tolist()
            return [
                self._unmeasured(block, row, item, "unsupported_language" if words[row] else "empty")
                for row, item in enumerate(items)
            ]
        vocabulary, annotator = self._annotator(language)
        wording = self._wording_finder(language)
        annotations = annotator.annotate(block)
        taken = take(annotations, self._tone, self._title_tones(items, language), self._scorer.families, wording)
        words = np.bincount(block.document[annotations.is_word], minlength=len(block)).tolist()
        sentences = np.bincount(block.sentence_document, minlength=len(block)).tolist()
        places = self._scorer.places(language, taken.value)
        models = {**annotator.models, **(wording.digests if wording else {})}
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


@dataclass(frozen=True, kw_only=True)
class Scorer:
    """A configured scorer; frozen, picklable, safe to share between threads.

    Parameters
    ----------
    lexicons : mapping or sequence, optional
        Own lexicons: a mapping of name -> words (or word -> weight) in English, or Lexicon objects and TSV paths.
        The name of a shipped lexicon replaces it.
    naming : path or mapping, optional
        Own naming sets instead of the shipped ones (see ``lexicons.naming_sets``).
    actors : path or mapping, optional
        Own actors, which win over the finder: name -> aliases, or {'aliases': [...], 'kind': 'body'} (see
        ``lexicons.actor_list``).
    families : sequence of str
        Families to measure.
    measures : sequence of str, optional
        Measures to keep; the others are NaN with reason 'not_requested'.
    attribution : {'model', 'rules'}
        How attributions are found: by the shipped model (English; by rules in Arabic), or by rules alone, which is
        faster, finds fewer indirect statements and rests on no corpus.
    loaded : {'model', 'lexicon', 'neural'}
        How loaded sentences are found in English: by the shipped model, by their lexical spans alone, or by ``model``.
    model : str or path, optional
        With ``loaded='neural'`` (extra ``neural``): folder of a sequence-classification model for transformers, or its
        name in the local cache. Probabilities are those of its class 'biased', 'loaded' or 'subjective', else the last.
    reference : str, Path, Reference or None
        What percentiles and z compare with: a shipped reference ('us_news', 'us_wires'), the path of a saved one, one
        of your own (``Reference.from_profiles``), or None.

    Raises
    ------
    ArgumentError, UnknownNameError, LexiconError, MissingExtraError
        A value that is not allowed, a measure nobody knows, a lexicon that breaks its format, an extra that is missing.
    """

    lexicons: OwnLexicons | None = None
    naming: str | Path | Mapping[str, Mapping[str, Any]] | None = None
    actors: str | Path | Mapping[str, Any] | None = None
    families: tuple[str, ...] = FAMILIES
    measures: tuple[str, ...] | None = None
    attribution: str = "model"
    loaded: str = "model"
    model: str | Path | None = None
    reference: str | Path | Reference | None = DEFAULT
    placed_in: Reference | None = field(init=False, repr=False, default=None)
    own_lexicons: tuple[Lexicon, ...] = field(init=False, repr=False, default=())
    _engines: list[_Engine] = field(init=False, repr=False, compare=False, default_factory=list)

    def __post_init__(self) -> None:
        for name, got, allowed in (("attribution", self.attribution, ATTRIBUTION), ("loaded", self.loaded, LOADED)):
            if got not in allowed:
                raise ArgumentError.not_allowed(name, got, allowed)
        if (self.loaded == "neural") != (self.model is not None):
            raise ArgumentError(
                f"loaded='neural' and model=PATH go together; got loaded={self.loaded!r}, model={self.model!r}"
            )
        if self.model is not None:
            check_extra()
        for family in self.families:
            if family not in FAMILIES:
                raise ArgumentError.not_allowed("families", family, FAMILIES)
        for measure in self.measures or ():
            column_name(measure)
        object.__setattr__(self, "families", tuple(self.families))
        if isinstance(self.reference, str | Path):
            object.__setattr__(self, "placed_in", Reference.load(self.reference))
        else:
            object.__setattr__(self, "placed_in", self.reference)
        object.__setattr__(self, "own_lexicons", _own_lexicons(self.lexicons, self.naming, self.actors))

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_engines": []}

    def wants(self, column: str) -> bool:
        """Whether a column is among the measures that were asked for."""
        return self.measures is None or column in self.measures or SPEC_OF[column].name in self.measures

    def places(self, language: str, values: np.ndarray) -> Places:
        """Places of the columns of a block in the reference; NaN without one."""
        if self.placed_in is None:
            return Places(np.full(values.shape, np.nan), np.full(values.shape, np.nan))
        return self.placed_in.place(language, COLUMNS, values)

    def _engine(self) -> _Engine:
        if not self._engines:
            self._engines.append(_Engine(self))
        return self._engines[0]

    def score(
        self,
        text: str,
        title: str | None = None,
        outlet: str | None = None,
        lang: str | None = None,
        id: str | None = None,
        date: str | None = None,
        event: str | None = None,
    ) -> Profile:
        """Score one text.

        Parameters
        ----------
        text : str
            The article; odd text gives a status, warnings and reasons, never an exception.
        title, outlet, lang, id, date, event : str, optional
            Headline, publisher, ISO 639-1 code where known, and whatever identifies the document.

        Returns
        -------
        Profile

        Raises
        ------
        InputTypeError
            The text is not a string.
        """
        item = {"text": text, "title": title, "outlet": outlet, "lang": lang, "id": id, "date": date, "event": event}
        return self._engine().profiles([check_item(item)])[0]

    def score_many(
        self, items: Iterable[str | Item], jobs: int = 1, on_error: str = "record"
    ) -> Iterator[Profile | ScoringError]:
        """Score many texts: lazily, in order.

        Parameters
        ----------
        items : iterable of str or mapping
            Texts, or mappings with ``text`` and any of title, outlet, lang, id, date, event.
        jobs : int
            Processes; they pay off from about a thousand documents.
        on_error : {'record', 'raise'}
            Whether an unusable item gives a ScoringError in its place or raises it.

        Yields
        ------
        Profile or ScoringError
        """
        if on_error not in ON_ERROR:
            raise ArgumentError.not_allowed("on_error", on_error, ON_ERROR)
        if not isinstance(jobs, int) or jobs < 1:
            raise ArgumentError(f"jobs must be an integer of 1 or more; got {jobs!r}")
        if isinstance(items, str | bytes | Mapping):
            raise ArgumentError(
                f"items must be an iterable of texts or mappings; got one {type(items).__name__}; use score()"
            )
        return self._results(items, jobs, on_error)

    def _results(self, items: Iterable[str | Item], jobs: int, on_error: str) -> Iterator[Profile | ScoringError]:
        blocks = _numbered_blocks(items)
        scored = (self._score_block(*block) for block in blocks) if jobs == 1 else _in_processes(self, blocks, jobs)
        for results in scored:
            for result in results:
                if on_error == "raise" and isinstance(result, ScoringError):
                    raise result
                yield result

    def _score_block(self, first: int, items: Sequence[Any]) -> list[Profile | ScoringError]:
        results: list[Profile | ScoringError | None] = [None] * len(items)
        usable: list[tuple[int, Item]] = []
        for place, item in enumerate(items):
            try:
                usable.append((place, check_item(item)))
            except BiasscoreError as error:
                results[place] = _record(error, item, first + place)
        for place, result in self._score_usable(first, usable):
            results[place] = result
        return [result for result in results if result is not None]

    def _score_usable(self, first: int, usable: list[tuple[int, Item]]) -> list[tuple[int, Profile | ScoringError]]:
        if not usable:
            return []
        try:
            profiles = self._engine().profiles([item for _, item in usable])
        except BiasscoreError:
            raise
        except Exception as error:  # a batch must survive whatever one document does to it
            if len(usable) == 1:
                place, item = usable[0]
                return [(place, _record(error, item, first + place))]
            return [result for one in usable for result in self._score_usable(first, [one])]
        return [(place, profile) for (place, _), profile in zip(usable, profiles, strict=True)]


def check_item(item: Any) -> Item:
    """An item as a mapping with a text and known fields; ``problem`` says why an item that was read has no text.

    Raises
    ------
    InputTypeError
        No text, or a text that is not a string.
    ArgumentError
        A field that is not a string, or a field nobody knows.
    """
    if not isinstance(item, Mapping):
        return check_item({"text": item})
    if "text" not in item:
        raise InputTypeError(f"an item needs a 'text'; got a mapping with {', '.join(map(repr, item)) or 'nothing'}")
    if not isinstance(item["text"], str):
        if item.get("problem"):
            raise InputTypeError(str(item["problem"]))
        raise InputTypeError.for_text(item["text"])
    for name in FIELDS:
        value = item.get(name)
        if value is not None and not isinstance(value, str):
            raise ArgumentError(f"{name} must be a str or None, got {type(value).__name__}")
    lang = item.get("lang")
    if lang is not None and not (2 <= len(lang) <= 3 and lang.isascii() and lang.islower()):
        raise ArgumentError(f"lang must be an ISO 639 code such as 'en' or 'ar'; got {lang!r}")
    return item


def _own_lexicons(lexicons: OwnLexicons | None, naming: Any, actors: Any) -> tuple[Lexicon, ...]:
    found: list[Lexicon] = []
    if isinstance(lexicons, Mapping):
        found += [from_mapping(name, "en", words) for name, words in lexicons.items()]
    else:
        found += [item if isinstance(item, Lexicon) else read_lexicon(item) for item in lexicons or ()]
    if naming is not None:
        found.append(naming_sets(naming))
    if actors is not None:
        found += [actor_list(actors, language) for language in SUPPORTED]
    return tuple(found)


def _record(error: Exception, item: Any, position: int) -> ScoringError:
    name = item.get("id") if isinstance(item, Mapping) else None
    return ScoringError(
        id=name if isinstance(name, str) else None, position=position, type=type(error).__name__, message=str(error)
    )


def _numbered_blocks(items: Iterable[Any]) -> Iterator[tuple[int, list[Any]]]:
    iterator, first = iter(items), 0
    while block := list(islice(iterator, BLOCK)):
        yield first, block
        first += len(block)


def _in_processes(
    scorer: Scorer, blocks: Iterator[tuple[int, list[Any]]], jobs: int
) -> Iterator[list[Profile | ScoringError]]:
    """Results of worker processes, in order, with a few blocks under way at a time."""
    with ProcessPoolExecutor(jobs, initializer=_start_worker, initargs=(scorer,)) as pool:
        waiting: list[Future[list[Profile | ScoringError]]] = []
        for block in blocks:
            waiting.append(pool.submit(_work, *block))
            if len(waiting) > 2 * jobs:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()


_worker_scorer: list[Scorer] = []
"""The scorer of a worker process, set once when it starts."""


def _start_worker(scorer: Scorer) -> None:
    _worker_scorer[:] = [scorer]


def _work(first: int, items: list[Any]) -> list[Profile | ScoringError]:
    return _worker_scorer[0]._score_block(first, items)


@cache
def default_scorer() -> Scorer:
    """The scorer behind ``biasscore.score`` and ``biasscore.score_many``."""
    return Scorer()


def score(
    text: str,
    title: str | None = None,
    outlet: str | None = None,
    lang: str | None = None,
    id: str | None = None,
    date: str | None = None,
    event: str | None = None,
) -> Profile:
    """Score one text with the default settings (see ``Scorer.score``)."""
    return default_scorer().score(text, title, outlet, lang, id, date, event)


def score_many(
    items: Iterable[str | Item], jobs: int = 1, on_error: str = "record"
) -> Iterator[Profile | ScoringError]:
    """Score many texts with the default settings: lazily, in order (see ``Scorer.score_many``)."""
    return default_scorer().score_many(items, jobs, on_error)
