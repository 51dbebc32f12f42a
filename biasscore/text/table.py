"""The token table: every distinct piece of text is analysed once, then a text is an array of row numbers.

A *piece* is what stands between white space, cut further where scraped text has lost a space ("talks.So far") or where
a dash or slash joins words. A *form* is the bare word inside a piece: lower case, straight apostrophe, no possessive.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from biasscore.text.index import TokenIndex, Tokens, hashes

Ints = NDArray[np.int32]

(
    WORD,
    CAP,
    LOW,
    NUMBER,
    UPPER,
    END,
    HARD_ABBREVIATION,
    SOFT_ABBREVIATION,
    STARTER,
    QUOTE,
    COMMA,
    COLON,
    SEMICOLON,
    DASH,
    OPEN_BRACKET,
    CLOSE_BRACKET,
    ARABIC,
    LATIN,
    POSSESSIVE,
    ENGLISH,
    SPLIT,
    GLUED,
    FOREIGN_ARABIC,
    CLOSED,
    NUMBER_ABBREVIATION,
    FOOTNOTE,
    EXCLAMATION,
    QUESTION,
) = (1 << bit for bit in range(28))
"""Flags of a piece. END: closes with . ! ? … ؟ (marks may follow). CLOSED: a quote or bracket follows it.
FOOTNOTE: a number in square brackets. EXCLAMATION, QUESTION: such a mark stands anywhere in it."""

QUOTE_MARKS = "\"“”„‟«»‹›‘’‚‛'`"
_EDGE = "".join(map(chr, range(33, 48))) + ":;<=>?@[\\]^_`{|}~“”„‟«»‹›‘’‚‛…–—―−•·،؛؟٪۔٫٬¿¡¶§©®™→←■●▪★✓ـ\u200f\u200e"
_CLOSERS = "\"”’»›)]}'`*"
_POSSESSIVE_MARKS = ("'", "’")
_SHORTEST_JOINED = 3
"""Letters up to which a piece is never a joined one."""
_TERMINAL = ".!?…؟۔"
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "‛": "'"})
_ARABIC_LETTER = re.compile("[\u0600-\u06ff\u0750-\u077f]")
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_FOREIGN_ARABIC = re.compile("[پچژگٹڈےکی]")
_CONTRACTED = frozenset("it's he's she's that's what's who's there's here's let's where's how's when's why's".split())

_JOINTS = re.compile(
    r"""(?<=[a-z0-9%)\]][.!?…])(?=["“'‘«(]?[A-Z][A-Za-z’']+)     # talks.So
      | (?<=\d\.)(?=\[\d{1,3}\])                                # 1961.[6]
      | (?<=[a-z]{2}[.!?,][”"»])(?=[A-Za-z“])                    # peace.”The
      | (?<=[a-z,.:;])(?=[“«][A-Za-z])                           # delegates.“We
      | (?<=[\u0621-\u064a][.!؟])(?=["«“(]?[\u0621-\u064a])      # Arabic full stop without a space
      | (?<=[\u0621-\u064a]["»”][.،])(?=[\u0621-\u064a"«“(])
      | (?<=[\u0621-\u064a][:،؛])(?=["«“\u0621-\u064a])
      | (?<=[A-Za-z\u0621-\u064a’'”"»])(?=[—–―]|--)              # word—word
      | (?<=[—–―])(?=[A-Za-z\u0621-\u064a“"‘«])
      | (?<=[A-Za-z]--)(?=[A-Za-z“"])
      | (?<=--)(?=[A-Za-z“"])
      | (?<=[a-z]{3}/)(?=[A-Za-z]{2})                            # and/or, Paris/London
      | (?<=[A-Za-z]{2},)(?=[A-Za-z]{2})                         # word,word
      | (?<=[a-z]{2}\.\.\.)(?=[A-Za-z])
      | (?<=[a-z]{2}[)\]])(?=[A-Za-z]{2})
      | (?<=[a-z]{2})(?=[(\[][A-Za-z]{2})
    """,
    re.VERBOSE,
)
_JOINT_SIGN = re.compile(r"[.!?…؟,،:؛)\]](?=\D)|[—–―/“«(\[]|--")
"""What every joint has next to it: most pieces, and numbers as 15,000, have none and are not looked at closer."""
_SENTENCE_JOINT = re.compile(r"[.!?؟…][\"”’»]?$")
_INITIALS = re.compile(r"(?:[^\W\d]\.)+[^\W\d]")
_NO_JOINTS = re.compile(r"://|www\.|@|\.(?:com|org|net|gov|edu|co|io|ru|fr|de|uk)\b|/.*/", re.IGNORECASE)


class Words(NamedTuple):
    """Word knowledge of the text layer (``text/data/words.toml``)."""

    hard: frozenset[str]
    capitalised: frozenset[str]
    before_numbers: frozenset[str]
    soft: frozenset[str]
    starters: frozenset[str]
    english: frozenset[str]


@cache
def words() -> Words:
    """Read the shipped word knowledge once."""
    data = tomllib.loads(files("biasscore.text").joinpath("data/words.toml").read_text("utf-8"))
    abbreviations = data["abbreviations"]
    return Words(
        hard=frozenset(abbreviations["hard"].split()) | frozenset(abbreviations["arabic"].split()),
        capitalised=frozenset(abbreviations["capitalised"].split()),
        before_numbers=frozenset(abbreviations["before_numbers"].split()),
        soft=frozenset(abbreviations["soft"].split()),
        starters=frozenset(data["sentence_starters"]["words"].split()),
        english=frozenset(data["function_words"]["english"].split()),
    )


class PieceTable(dict[str, int]):
    """Piece -> row number; the rows' columns are lists that grow with the table, and arrays when they are asked for.

    Attributes
    ----------
    pieces, forms : list of str
        The strings behind the numbers. Form 0 is the empty form of a piece without letters or digits.
    leaves : dict
        Row of a joined piece -> (offset, row) of its parts.
    """

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.forms: list[str] = [""]
        self.form_numbers: dict[str, int] = {"": 0}
        self.leaves: dict[int, list[tuple[int, int]]] = {}
        self._words = words()
        self._cores = _Cores(self)
        self._edges: dict[tuple[str, str], int] = {}
        self._index = TokenIndex()
        self._filled = 0
        self._arrays: tuple[Ints, Ints, Ints] = (
            np.zeros(1 << 13, np.int32),
            np.zeros(1 << 13, np.int32),
            np.zeros(1 << 13, np.int32),
        )
        self._of_forms: dict[Callable[[str], int], tuple[int, Ints]] = {}
        self._strings: tuple[int, NDArray[np.object_]] = (0, np.zeros(1 << 12, object))

    @property
    def strings(self) -> NDArray[np.object_]:
        """The forms as an array with room for more: a block's forms are taken from it at once, not one by one."""
        known, column = self._strings
        size = len(self.forms)
        if known < size:
            if size > len(column):
                column = np.resize(column, max(size, 2 * len(column)))
            column[known:size] = self.forms[known:size]
            self._strings = size, column
        return column

    def of_forms(self, ask: Callable[[str], int]) -> Ints:
        """What ``ask`` says of every form, asked once a form: an array with room for more.

        Parameters
        ----------
        ask : callable
            Always the same object for the same question; its answers depend on the form alone.
        """
        known, column = self._of_forms.get(ask, (0, np.zeros(1 << 12, np.int32)))
        size = len(self.forms)
        if known < size:
            if size > len(column):
                column = np.resize(column, max(size, 2 * len(column)))
            column[known:size] = list(map(ask, self.forms[known:size]))  # another thread may add forms
            self._of_forms[ask] = size, column
        return column

    def _columns(self) -> tuple[Ints, Ints, Ints]:
        """Flags, forms and lengths as arrays, filled up with the rows that are new since the last call."""
        while self._filled < len(self.pieces):  # the parts of a joined piece are pieces of their own
            self._fill()
        return self._arrays

    def _fill(self) -> None:
        """Analyse the pieces that are new."""
        first = self._filled
        new = self.pieces[first:]
        size = first + len(new)
        cores = [piece.strip(_EDGE) for piece in new]
        self._cores.learn(cores)
        found = list(map(self._cores.__getitem__, cores))
        flags = [bits for bits, _ in found]
        for place, (piece, core) in enumerate(zip(new, cores, strict=True)):
            if len(core) < len(piece):
                flags[place] |= self._edge_flags(piece, core)
            if not core.isalpha():
                flags[place] |= _emphasis(piece)
                if len(core) > _SHORTEST_JOINED and _JOINT_SIGN.search(piece):
                    flags[place] |= self._add_parts(first + place, piece)
        if size > len(self._arrays[0]):
            room = max(size, 2 * len(self._arrays[0]))
            one, two, three = (np.resize(column, room) for column in self._arrays)
            self._arrays = one, two, three
        for column, rows in zip(self._arrays, (flags, [form for _, form in found], list(map(len, new))), strict=True):
            column[first:size] = rows
        self._filled = size

    @property
    def flags(self) -> Ints:
        """Flag bits of every piece."""
        return self._columns()[0]

    @property
    def form(self) -> Ints:
        """Form number of every piece."""
        return self._columns()[1]

    @property
    def length(self) -> Ints:
        """Characters of every piece."""
        return self._columns()[2]

    def rows(self, text: str, start: NDArray[np.int32], tokens: Tokens) -> Ints:
        """Row of every token of a text, which starts at the given places in it."""
        keys = hashes(tokens)
        rows = self._index.find(keys)
        unknown = np.flatnonzero(rows < 0)
        if len(unknown):
            first, length = start[unknown], tokens.length[unknown]
            spans = zip(first.tolist(), (first + length).tolist(), strict=True)
            rows[unknown] = [self[text[begin:end]] for begin, end in spans]
            unknown = unknown[keys[0, unknown] != 0]
            self._index.add(keys[:, unknown], rows[unknown])
        return rows

    def __missing__(self, piece: str) -> int:
        row = self[piece] = len(self.pieces)
        self.pieces.append(piece)
        return row

    def _edge_flags(self, piece: str, core: str) -> int:
        """Flags of the marks around a word, or of a piece that is nothing else."""
        if not core:
            return _mark_flags(piece, "", "")
        before, _, after = piece.partition(core)
        flags = self._edges.get((before, after))
        if flags is None:
            flags = self._edges[before, after] = _mark_flags(before, after, "word")
        if "." in after and after.rstrip(_CLOSERS) == ".":
            flags |= self._stop_flags(core, closed=after != ".")
        if before == "[" and after[:1] == "]" and core.isdigit():
            flags |= FOOTNOTE
        if core[-1] == "s" and after[:1] in _POSSESSIVE_MARKS:
            flags |= POSSESSIVE
        return flags

    def _add_parts(self, row: int, piece: str) -> int:
        """Cut a piece at its joints, where it has some."""
        cuts = [] if _NO_JOINTS.search(piece) else [match.start() for match in _JOINTS.finditer(piece)]
        if not cuts:
            return 0
        bounds = [0, *cuts, len(piece)]
        # a joint shows in what stands beside it, so the parts have none of their own
        self.leaves[row] = [(a, self[piece[a:b]]) for a, b in pairwise(bounds) if b > a]
        glued = any(_SENTENCE_JOINT.search(piece[max(cut - 2, 0) : cut]) for cut in cuts)
        return SPLIT | (GLUED if glued else 0)

    def _stop_flags(self, name: str, *, closed: bool) -> int:
        """What a full stop behind a word says: an abbreviation that never, or not always, ends a sentence."""
        word = name.lower()
        known = self._words
        if word in known.soft:
            return SOFT_ABBREVIATION
        if closed:
            return 0
        if len(name) == 1 and name.isupper():
            return HARD_ABBREVIATION
        if word in known.before_numbers:
            return NUMBER_ABBREVIATION
        if (
            word in known.hard
            or (len(word) == 1 and word.isalpha())
            or ("." in word and _INITIALS.fullmatch(word))
            or (word in known.capitalised and name[0].isupper())
        ):
            return HARD_ABBREVIATION
        return 0


class _Cores(dict[str, tuple[int, int]]):
    """Bare word -> flags and form number."""

    def __init__(self, table: PieceTable) -> None:
        super().__init__()
        self[""] = 0, 0
        self._forms, self._numbers = table.forms, table.form_numbers
        self._words = words()

    def learn(self, cores: list[str]) -> None:
        """Analyse the words that are new."""
        forms, numbers = self._forms, self._numbers
        english, starters = self._words.english, self._words.starters
        for core in cores:
            if core in self:
                continue
            if core.islower() and core.isascii() and core.isalpha():
                form = core
                flags = _PLAIN | LOW | (ENGLISH if form in english else 0)
            elif core.istitle() and core.isascii() and core.isalpha() and core[-1] != "s":  # 'Ms' is in capitals
                form = core.lower()
                flags = _PLAIN | CAP | (ENGLISH if form in english else 0) | (STARTER if core in starters else 0)
            else:
                flags, form = self._analyse(core)
            number = numbers.setdefault(form, len(forms))
            if number == len(forms):
                forms.append(form)
            self[core] = flags, number

    def _analyse(self, core: str) -> tuple[int, str]:
        plain = core.isascii() and core.isalpha()
        if not plain and not any(map(str.isalnum, core)):
            return 0, ""
        form = core.lower() if plain else core.lower().translate(_APOSTROPHES)
        flags = WORD | (ENGLISH if form in self._words.english else 0)
        if not plain and form.endswith("'s") and form not in _CONTRACTED:
            form, flags = form[:-2], flags | POSSESSIVE
        first = core[0]
        if first.isupper():
            flags |= CAP | (STARTER if core in self._words.starters else 0)
            if (len(core) > 1 and core.isupper()) or (len(core) > 2 and core.rstrip("’'s").isupper()):
                flags |= UPPER
        elif first.islower():
            flags |= LOW
        elif first.isdigit():
            flags |= NUMBER
        return flags | (LATIN if plain else _script(core)), form


_PLAIN = WORD | LATIN


def _emphasis(piece: str) -> int:
    return (EXCLAMATION if "!" in piece else 0) | (QUESTION if "?" in piece else 0)


def _script(core: str) -> int:
    if _ARABIC_LETTER.search(core):
        return ARABIC | (FOREIGN_ARABIC if _FOREIGN_ARABIC.search(core) else 0)
    return LATIN if _LATIN_LETTER.search(core) else 0


def _mark_flags(before: str, after: str, word: str) -> int:
    """Flags of the marks before and after a word; of marks alone when there is no word (all of them in ``before``)."""
    flags = _emphasis(before + after)
    tail = after if word else before
    bare = tail.rstrip(_CLOSERS)
    if bare and bare[-1] in _TERMINAL:
        flags |= END | (CLOSED if bare != tail else 0)
    ends = bare[-1:] + tail[-1:]
    for bit, signs in ((COMMA, ",،"), (COLON, ":"), (SEMICOLON, ";؛")):
        if any(sign in ends for sign in signs):
            flags |= bit
    if not word and any(mark in before for mark in "-–—―"):
        flags |= DASH
    if any(mark in before[:2] for mark in "(["):
        flags |= OPEN_BRACKET
    if any(mark in before + after for mark in ")]"):
        flags |= CLOSE_BRACKET
    if any(mark in QUOTE_MARKS for mark in before + after):
        flags |= QUOTE
    return flags
