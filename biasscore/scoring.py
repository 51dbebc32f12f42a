"""Scorer: a configured, frozen object that turns texts into profiles; ``score`` uses a default one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from biasscore.annotate.neural import check_extra
from biasscore.engine import Engine, Item
from biasscore.errors import ArgumentError, BiasscoreError, InputTypeError, ScoringError
from biasscore.lexicons.lexicon import Lexicon
from biasscore.lexicons.loading import actor_list, from_mapping, naming_sets, read_lexicon
from biasscore.measures.catalogue import COLUMNS, SPEC_OF, column_name
from biasscore.measures.spec import FAMILIES
from biasscore.norms.reference import DEFAULT, Places, Reference
from biasscore.profile import Profile
from biasscore.text.language import SUPPORTED

FIELDS = ("title", "outlet", "lang", "id", "date", "event")
"""What an item may say besides its text."""
BLOCK = 64
"""Documents that are measured together; results do not depend on it."""
ATTRIBUTION = ("model", "rules")
LOADED = ("model", "lexicon", "neural")
ON_ERROR = ("record", "raise")

OwnLexicons = Mapping[str, Mapping[str, float] | Iterable[str]] | Sequence[Lexicon | str | Path]


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
    _engines: list[Engine] = field(init=False, repr=False, compare=False, default_factory=list)

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

    def _engine(self) -> Engine:
        if not self._engines:
            self._engines.append(Engine(self))
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
