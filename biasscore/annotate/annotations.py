"""Everything found in a block: what the measures read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.actors import Actor, ActorFinder
from biasscore.annotate.arabic import ArabicRules
from biasscore.annotate.blame import Blame, BlameFinder
from biasscore.annotate.coreference import Source
from biasscore.annotate.english import EnglishRules
from biasscore.annotate.lexical import Lexical, covered, find_lexical
from biasscore.annotate.parties import Parties, find_parties
from biasscore.annotate.register import unlike_news
from biasscore.annotate.relations import DIRECT_SHARE, Relation, Run
from biasscore.annotate.sources import SourceReader
from biasscore.annotate.tagger import ATTRIBUTION_MODELS, Tagger, statements_of
from biasscore.annotate.targets import WindowMaker
from biasscore.annotate.view import make_view
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.annotate.voices import N_VOICES, Voices, find_voices
from biasscore.lexicons.matching import Hits
from biasscore.models.store import load_model
from biasscore.models.target_network import TARGET_MODELS, target_network
from biasscore.text.block import Block
from biasscore.text.table import WORD

_EVERY_MEDIUM = ("media", "press", "وسائل")


@dataclass
class Annotations:
    """Findings in a block of documents of one language.

    Attributes
    ----------
    block : Block
        The documents.
    vocabulary : Vocabulary
        The lexicons they were matched with.
    lexical : Lexical
        Lexicon hits.
    relations, sources : list
        Attribution relations in text order, and the source of each.
    actors : list of tuple of Actor
        Actors of every document.
    voices : Voices
        Voice of every token.
    is_word : ndarray of bool
        Tokens that count as words.
    warnings : list of list of str
        What is to be said of each document: 'unlike_news' where the attribution model is out of its depth.
    windows : WindowMaker or None
        Cuts windows around targets, for the target model; None in a language without one.
    blame : list of Blame
        Who is said to be at fault, in text order.
    parties : Parties
        Actors, peoples and groups of people.
    """

    block: Block
    vocabulary: Vocabulary
    lexical: Lexical
    relations: list[Relation]
    sources: list[Source]
    actors: list[tuple[Actor, ...]]
    voices: Voices
    is_word: NDArray[np.bool_]
    warnings: list[list[str]]
    windows: WindowMaker | None
    blame: list[Blame]
    parties: Parties

    def towards(self, targets: Sequence[Run] | NDArray[np.int32]) -> NDArray[np.float64]:
        """Probabilities of negative, neutral and positive sentiment towards targets (English).

        Parameters
        ----------
        targets : sequence of (int, int), or ndarray of int32, shape (targets, 2)
            First token of each, and the token after its last.

        Returns
        -------
        ndarray of float64, shape (targets, 3)
        """
        if self.windows is None or not len(targets):
            return np.full((len(targets), 3), np.nan)
        return target_network().probabilities(self.windows.windows(self.block, self.lexical, targets))

    @cached_property
    def _words_by_lexicon(self) -> tuple[Hits, NDArray[np.intp]]:
        """Lexical hits outside names, lexicon by lexicon, and where each begins."""
        matcher, hits = self.vocabulary.matcher, self.lexical.words
        lexicon = matcher.lexicon[hits.entry].astype(np.int16)  # numbers of two bytes are sorted in linear time
        order = np.argsort(lexicon, kind="stable")
        return hits.take(order), np.searchsorted(lexicon[order], np.arange(len(matcher.lexicon_names) + 1))

    def words_of(self, lexicon: str) -> Hits:
        """Lexical hits of one lexicon outside names, in text order; none where the language has no such lexicon."""
        hits, starts = self._words_by_lexicon
        number = self.vocabulary.matcher.number(lexicon)
        rows = slice(starts[number], starts[number + 1]) if number >= 0 else slice(0)
        return Hits(hits.first[rows], hits.last[rows], hits.entry[rows])

    @cached_property
    def n_words(self) -> NDArray[np.int64]:
        """Words of every document."""
        return np.bincount(self.block.document[self.is_word], minlength=len(self.block))

    @cached_property
    def sentence_voices(self) -> NDArray[np.int32]:
        """Voice that most words of each sentence are in."""
        n = len(self.block.sentence_start) - 1
        words = self.is_word
        cells = np.bincount(self.block.sentence[words] * N_VOICES + self.voices.token[words], minlength=n * N_VOICES)
        voices: NDArray[np.int32] = cells.reshape(n, N_VOICES).argmax(1).astype(np.int32)
        return voices

    @cached_property
    def has_words(self) -> NDArray[np.bool_]:
        """Sentences that hold a word."""
        found = np.zeros(len(self.block.sentence_start) - 1, bool)
        found[self.block.sentence[self.is_word]] = True
        return found

    @property
    def relation_document(self) -> NDArray[np.int32]:
        """Document of every relation."""
        return self.block.document[np.array([relation.content[0][0] for relation in self.relations], np.int32)]

    def directness(self, relation: Relation) -> str:
        """Direct, indirect or mixed, by the share of content words inside quotation marks."""
        tokens = np.concatenate([np.arange(*run) for run in relation.content])
        tokens = tokens[self.is_word[tokens]]
        if not len(tokens):
            return "direct"
        share = float((self.block.quotation[tokens] >= 0).mean())
        return "direct" if share >= DIRECT_SHARE else "mixed" if share else "indirect"

    def cue_class(self, relation: Relation) -> str:
        """Class of the cue; neutral where a quotation stands without one."""
        return self.vocabulary.labels[relation.cue_entry] if relation.cue_entry >= 0 else "neutral"


class Annotator:
    """Finds everything in blocks of one language.

    Parameters
    ----------
    vocabulary : Vocabulary
        Lexicons of the language.
    attribution : {'model', 'rules'}
        How attributions are found; by rules in a language that no model is shipped for.
    """

    def __init__(self, vocabulary: Vocabulary, attribution: str) -> None:
        self._vocabulary = vocabulary
        model = ATTRIBUTION_MODELS.get(vocabulary.language) if attribution == "model" else None
        self._tagger = Tagger(load_model(model), vocabulary) if model else None
        towards = TARGET_MODELS.get(vocabulary.language, ())
        self._windows = WindowMaker(vocabulary.grammar) if towards else None
        self.models: Mapping[str, str] = {
            name: load_model(name).digest for name in (*([model] if model else []), *towards)
        }
        self._actors = ActorFinder(vocabulary)
        self._rules = ArabicRules(vocabulary) if vocabulary.language == "ar" else EnglishRules(vocabulary)
        # 'told the media' is said to everybody; 'told the paper' is what this text has from a paper
        outlets = np.array(
            [
                entry.kind == "institution" and not any(word in entry.term for word in _EVERY_MEDIUM)
                for entry in vocabulary.matcher.entries
            ],
            bool,
        )
        outlet_nouns = vocabulary.entries_of("source_nouns", "media") & outlets
        self._is_medium = vocabulary.entries_of("media_names") | outlet_nouns
        self._sources = SourceReader(vocabulary)
        self._blame = BlameFinder(vocabulary)

    def annotate(self, block: Block) -> Annotations:
        """Annotate a block (documents of the annotator's language).

        Parameters
        ----------
        block : Block
            As read by ``text.reading.Reader``.

        Returns
        -------
        Annotations
        """
        lexical = find_lexical(block, self._vocabulary)
        view = make_view(block, self._vocabulary, lexical)
        relations = self._rules.find(view)
        warnings: list[list[str]] = [[] for _ in range(len(block))]
        if self._tagger is not None:
            found = self._tagger.find(block, lexical, view, relations)
            relations = statements_of(found, relations, view)
            for document in np.flatnonzero(unlike_news(block, self._vocabulary, view)).tolist():
                warnings[document].append("unlike_news")
        actors = self._actors.find(block, lexical, view)
        sources = self._sources.read(view, relations, actors, self._media(block, lexical))
        voices = find_voices(block, relations)
        parties = find_parties(self._vocabulary, lexical, view, actors)
        return Annotations(
            block=block,
            vocabulary=self._vocabulary,
            lexical=lexical,
            relations=relations,
            sources=sources,
            actors=actors,
            voices=voices,
            is_word=(block.flags & WORD) != 0,
            warnings=warnings,
            windows=self._windows,
            blame=self._blame.find(lexical, view, parties, relations, sources, voices),
            parties=parties,
        )

    def _media(self, block: Block, lexical: Lexical) -> Sequence[int]:
        """Of every token, and of the end, how many tokens before it are inside the name of a medium."""
        hits = lexical.names
        inside = covered(hits.where(self._is_medium[hits.entry]), block.n_tokens)
        return np.concatenate(([0], np.cumsum(inside))).data
