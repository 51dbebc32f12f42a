"""Word lists as data, and matching them to columns of word forms."""

from biasscore.lexicons.lexicon import Entry, Lexicon, LexiconInfo
from biasscore.lexicons.loading import actor_list, from_mapping, load, names, naming_sets, read_lexicon

__all__ = [
    "Entry",
    "Lexicon",
    "LexiconInfo",
    "actor_list",
    "from_mapping",
    "load",
    "names",
    "naming_sets",
    "read_lexicon",
]
