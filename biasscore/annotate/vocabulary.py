"""The lexicons of one language as the annotators see them: one matcher, and what each entry means to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.grammar import Grammar
from biasscore.lexicons.lexicon import Lexicon
from biasscore.lexicons.loading import OWN_ACTORS, load, names
from biasscore.lexicons.matching import Matcher

NAME_LEXICONS = ("name_guards", "bodies", "media_names", "places")
"""Names: an evaluative word or a topic word inside one is not counted ('Security Council')."""
ACTOR_LEXICONS = (
    OWN_ACTORS,
    "places",
    "bodies",
    "media_names",
    "titles",
    "given_names",
    "source_nouns",
    "reporting_cues",
)
"""Read by the finders of actors and attributions; names do not hide their entries."""


class Vocabulary:
    """All lexicons of a language, matched together.

    Parameters
    ----------
    language : {'en', 'ar'}
        Language.
    own : sequence of Lexicon
        A user's lexicons; one with the name of a shipped lexicon replaces it.
    """

    def __init__(self, language: str, own: Sequence[Lexicon] = ()) -> None:
        lexicons = {name: load(name, language) for name in names(language)}
        lexicons |= {lexicon.info.name: lexicon for lexicon in own if lexicon.info.language == language}
        self.language = language
        self.lexicons: Mapping[str, Lexicon] = lexicons
        self.matcher = Matcher(list(lexicons.values()), language)
        self.grammar = Grammar(language)
        self.is_name = self.matcher.is_from(*NAME_LEXICONS)
        self.is_actor = self.matcher.is_from(*ACTOR_LEXICONS)
        self.labels = [entry.label for entry in self.matcher.entries]
        self._chosen: dict[tuple[str, ...], NDArray[np.bool_]] = {}
        self.kinds = [entry.kind for entry in self.matcher.entries]
        self._of_kinds: dict[tuple[str, ...], NDArray[np.bool_]] = {}

    def entries_of(self, lexicon: str, *labels: str) -> NDArray[np.bool_]:
        """Which entries are of a lexicon (and bear one of the labels, where some are given)."""
        key = (lexicon, *labels)
        if key not in self._chosen:
            chosen = self.matcher.is_from(lexicon)
            if labels:
                chosen &= np.array([label in labels for label in self.labels], bool)
            self._chosen[key] = chosen
        return self._chosen[key]

    def is_kind(self, *kinds: str) -> NDArray[np.bool_]:
        """Which entries are of one of some kinds."""
        if kinds not in self._of_kinds:
            self._of_kinds[kinds] = np.array([kind in kinds for kind in self.kinds], bool)
        return self._of_kinds[kinds]

    def digests(self) -> dict[str, str]:
        """Digest of every lexicon, for provenance."""
        return {f"{self.language}/{name}": lexicon.info.sha256[:12] for name, lexicon in sorted(self.lexicons.items())}
