"""Reads lexicons: the shipped ones (checked against their digest) and those of a user (TSV, TOML or mappings)."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from biasscore.errors import LexiconError, UnknownNameError
from biasscore.lexicons.lexicon import Entry, Lexicon, LexiconInfo

COLUMNS = ("term", "label", "weight", "forms", "case", "unless", "kind", "note")
CASES = ("any", "lower", "upper")
MAX_WORDS = 8
"""Longest phrase an entry may have."""
POLARITIES = {"delegitimising": -1.0, "neutral": 0.0, "legitimising": 1.0}
"""Labels of naming sets and the weight of an entry that states none."""

OWN_ACTORS = "own_actors"
"""Name of the lexicon that a user's actor list becomes."""
ACTOR_KINDS = ("person", "country", "body", "media", "place")

_DATA = files("biasscore.lexicons") / "data"


def names(language: str | None = None) -> tuple[str, ...]:
    """Names of the shipped lexicons.

    Parameters
    ----------
    language : str, optional
        Only those of this language ('en', 'ar').

    Returns
    -------
    tuple of str
        Sorted, without repetition.
    """
    languages = [language] if language else ["ar", "en"]
    found = {
        item.name.removesuffix(".toml")
        for code in languages
        if (_DATA / code).is_dir()
        for item in (_DATA / code).iterdir()
        if item.name.endswith(".toml")
    }
    return tuple(sorted(found))


@cache
def load(name: str, language: str = "en") -> Lexicon:
    """Load a shipped lexicon.

    Parameters
    ----------
    name : str
        One of ``names(language)``.
    language : {'en', 'ar'}
        Language of the entries.

    Returns
    -------
    Lexicon

    Raises
    ------
    UnknownNameError
        No such lexicon.
    LexiconError
        The file does not have the digest that its header states.
    """
    if name not in names(language):
        raise UnknownNameError.nearest("lexicon", name, names(language))
    folder = _DATA / language
    raw = (folder / f"{name}.tsv").read_bytes()
    info = read_info((folder / f"{name}.toml").read_text("utf-8"), f"{language}/{name}.toml")
    if hashlib.sha256(raw).hexdigest() != info.sha256:
        raise LexiconError(
            f"lexicon {language}/{name} was changed without its digest; run: python -m biasscore.lexicons.check --pin"
        )
    return Lexicon(info, parse_tsv(raw.decode("utf-8"), info.case, f"{language}/{name}.tsv"))


def read_info(text: str, where: str) -> LexiconInfo:
    """Read the TOML header of a lexicon."""
    data = tomllib.loads(text)
    try:
        return LexiconInfo(
            source=tuple(data["source"]),
            **{field: data[field] for field in LexiconInfo._fields if field != "source"},
        )
    except KeyError as missing:
        raise LexiconError(f"{where}: the header lacks {missing}; see docs/guide/lexicons.md") from None


def parse_tsv(text: str, default_case: str, where: str) -> tuple[Entry, ...]:
    """Read the entries of a lexicon file (columns: ``COLUMNS``)."""
    lines = text.splitlines()
    if not lines or tuple(lines[0].split("\t")) != COLUMNS:
        raise LexiconError(f"{where}: the first line must be the columns {', '.join(COLUMNS)} with tabs between them")
    return tuple(_entry(line, default_case, f"{where}:{number}") for number, line in enumerate(lines[1:], 2) if line)


def _entry(line: str, default_case: str, where: str) -> Entry:
    cells = line.split("\t")
    if len(cells) > len(COLUMNS):
        raise LexiconError(f"{where}: {len(cells)} cells, at most {len(COLUMNS)} are allowed")
    cells += [""] * (len(COLUMNS) - len(cells))
    term, label, weight, forms, case, unless, kind, note = cells
    case = case or default_case
    if case not in CASES:
        raise LexiconError(f"{where}: case must be one of {', '.join(CASES)}; got {case!r}")
    try:
        number = float(weight) if weight else 1.0
    except ValueError:
        raise LexiconError(f"{where}: weight must be a number; got {weight!r}") from None
    others = _split(forms)
    for form in (term, *others):
        check_term(form, where)
    return Entry(term, label, number, others, case, _split(unless), kind, note)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def check_term(term: str, where: str) -> None:
    """Raise LexiconError for a term that could not be matched."""
    if term.isalpha() and term.islower():
        return  # a plain word, as most are
    if not term or term != " ".join(term.split()) or term != term.lower():
        raise LexiconError(f"{where}: {term!r} must be lower case with single spaces between its words")
    if term.count(" ") >= MAX_WORDS:
        raise LexiconError(f"{where}: {term!r} has more than {MAX_WORDS} words")
    if "*" in term and (" " in term or "*" in term[1:-1] or len(term) < 4):
        raise LexiconError(f"{where}: {term!r}: * may only begin or end a single word of 3 letters or more")


def from_mapping(name: str, language: str, terms: Mapping[str, float] | Iterable[str]) -> Lexicon:
    """Make a lexicon from a user's own words.

    Parameters
    ----------
    name : str
        Its name; the name of a shipped lexicon replaces that one.
    language : {'en', 'ar'}
        Language of the words.
    terms : mapping of str to float, or iterable of str
        The words, with their weights where a mapping is given (else 1).

    Returns
    -------
    Lexicon
    """
    weights = dict(terms) if isinstance(terms, Mapping) else dict.fromkeys(terms, 1.0)
    entries = []
    for term, weight in sorted(weights.items()):
        check_term(term, f"lexicon {name!r}")
        entries.append(Entry(term, name, float(weight), (), "lower", (), "", ""))
    return Lexicon(_user_info(name, language, "lower", {name: "user's own"}, entries), tuple(entries))


def read_lexicon(path: str | Path, language: str = "en") -> Lexicon:
    """Read a user's lexicon from a TSV file with the columns of the shipped ones."""
    where = Path(path)
    entries = parse_tsv(where.read_text("utf-8"), "lower", str(where))
    labels = {entry.label: "user's own" for entry in entries}
    return Lexicon(_user_info(where.stem, language, "lower", labels, entries), entries)


def naming_sets(sets: str | Path | Mapping[str, Mapping[str, Any]], language: str = "en") -> Lexicon:
    """Make the naming lexicon from a user's sets.

    Parameters
    ----------
    sets : path or mapping
        A TOML file, or a mapping, of set name -> {'delegitimising': [words], 'neutral': [...], 'legitimising': [...]};
        instead of a list, a mapping of word -> weight from -1 to 1 may be given.
    language : {'en', 'ar'}
        Language of the words.

    Returns
    -------
    Lexicon
    """
    data = tomllib.loads(Path(sets).read_text("utf-8")) if isinstance(sets, str | Path) else sets
    entries = []
    for set_name, groups in data.items():
        for label, terms in groups.items():
            if label not in POLARITIES:
                raise LexiconError(f"naming set {set_name!r}: groups must be {', '.join(POLARITIES)}; got {label!r}")
            weights = terms if isinstance(terms, Mapping) else dict.fromkeys(terms, POLARITIES[label])
            for term, weight in weights.items():
                check_term(term, f"naming set {set_name!r}")
                entries.append(Entry(term, label, float(weight), (), "any", (), set_name, ""))
    return Lexicon(
        _user_info("naming", language, "any", dict.fromkeys(POLARITIES, ""), entries), tuple(sorted(entries))
    )


def actor_list(actors: str | Path | Mapping[str, Any], language: str = "en") -> Lexicon:
    """Make the lexicon of a user's own actors.

    Parameters
    ----------
    actors : path or mapping
        A TOML file, or a mapping, of an actor's name -> its aliases: a list, or a mapping with ``aliases`` (a list) and
        ``kind`` (one of ``ACTOR_KINDS``, 'body' unless given). An alias with capitals is found with capitals only.
    language : {'en', 'ar'}
        Language whose texts it is matched with.

    Returns
    -------
    Lexicon

    Raises
    ------
    LexiconError
        A kind that nobody knows, or an alias that could not be matched.
    """
    data = tomllib.loads(Path(actors).read_text("utf-8")) if isinstance(actors, str | Path) else actors
    entries = []
    for name, given in data.items():
        where = f"actor {name!r}"
        fields = given if isinstance(given, Mapping) else {"aliases": given}
        kind, aliases = fields.get("kind", "body"), fields.get("aliases", ())
        if kind not in ACTOR_KINDS:
            raise LexiconError(f"{where}: kind must be one of {', '.join(ACTOR_KINDS)}; got {kind!r}")
        if unknown := set(fields) - {"kind", "aliases"}:
            raise LexiconError(f"{where}: only kind and aliases are known; got {', '.join(sorted(unknown))}")
        if isinstance(aliases, str) or not all(isinstance(alias, str) for alias in aliases):
            raise LexiconError(f"{where}: aliases must be a list of strings; got {aliases!r}")
        for alias in dict.fromkeys((name, *aliases)):
            check_term(alias.lower(), where)
            words = alias.split()
            case = "upper" if words[0][0].isupper() and words[-1][0].isupper() else "any"
            entries.append(Entry(alias.lower(), kind, 1.0, (), case, (), name, ""))
    return Lexicon(
        _user_info(OWN_ACTORS, language, "any", dict.fromkeys(ACTOR_KINDS, ""), entries), tuple(sorted(entries))
    )


def _user_info(name: str, language: str, case: str, labels: dict[str, str], entries: Iterable[Entry]) -> LexiconInfo:
    digest = hashlib.sha256(repr(tuple(entries)).encode("utf-8")).hexdigest()
    return LexiconInfo(
        name=name,
        title=name,
        family="user",
        language=language,
        version="user",
        licence="user",
        source=(),
        method="given by the user",
        unit="categorical",
        direction="",
        case=case,
        labels=labels,
        kinds={},
        entries=len(tuple(entries)),
        sha256=digest,
    )
