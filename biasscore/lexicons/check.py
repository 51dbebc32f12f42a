"""Checks the shipped lexicons: ``python -m biasscore.lexicons.check [--pin]``.

Sorted rows, declared labels and kinds, terms that can be matched, no entry twice. ``--pin`` sorts the rows and writes
the number of entries and the digest into the headers.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tomllib
from pathlib import Path

from biasscore.errors import LexiconError
from biasscore.lexicons.arabic import fold
from biasscore.lexicons.lexicon import Entry, LexiconInfo
from biasscore.lexicons.loading import COLUMNS, parse_tsv, read_info

DATA = Path(__file__).parent / "data"


def problems(table: Path) -> list[str]:
    """Everything that is wrong with one lexicon file and its header."""
    where = f"{table.parent.name}/{table.name}"
    raw = table.read_bytes()
    try:
        info = read_info(table.with_suffix(".toml").read_text("utf-8"), where)
        entries = parse_tsv(raw.decode("utf-8"), info.case, where)
    except (LexiconError, OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return [str(error)]
    found = _header_problems(info, table) + _entry_problems(info, entries)
    if raw != _sorted(raw):
        found.append("rows are not sorted; run with --pin")
    if info.sha256 != hashlib.sha256(raw).hexdigest() or info.entries != len(entries):
        found.append("number of entries or digest is not pinned; run with --pin")
    return [f"{where}: {problem}" for problem in found]


def _header_problems(info: LexiconInfo, table: Path) -> list[str]:
    found = []
    if (info.name, info.language) != (table.stem, table.parent.name):
        found.append(f"header is of {info.language}/{info.name}")
    if not info.source or not info.licence or not info.method:
        found.append("source, method and licence must be given")
    return found


def _entry_problems(info: LexiconInfo, entries: tuple[Entry, ...]) -> list[str]:
    found = []
    seen: dict[tuple[str, str], str] = {}
    for entry in entries:
        if entry.label not in info.labels:
            found.append(f"{entry.term!r}: label {entry.label!r} is not declared")
        if entry.kind and info.kinds and entry.kind not in info.kinds:
            found.append(f"{entry.term!r}: kind {entry.kind!r} is not declared")
        found += [
            f"{entry.term!r}: context {context!r} needs one _"
            for context in entry.unless
            if context.split().count("_") != 1
        ]
        for form in {_spelling(info, form) for form in (entry.term, *entry.forms)}:
            other = seen.setdefault((form, entry.label + entry.kind), entry.term)
            if other != entry.term:
                found.append(f"{form!r} stands in {other!r} and in {entry.term!r}")
    return found


def _spelling(info: LexiconInfo, form: str) -> str:
    return fold(form) if info.language == "ar" else form


def _sorted(raw: bytes) -> bytes:
    header, *rows = raw.decode("utf-8").splitlines()
    kept = sorted({row for row in rows if row}, key=lambda row: (row.split("\t")[:2], row))
    return ("\n".join([header, *kept]) + "\n").encode("utf-8")


def pin(table: Path) -> None:
    """Sort a lexicon and write its size and digest into the header."""
    raw = _sorted(table.read_bytes())
    table.write_bytes(raw)
    header = table.with_suffix(".toml")
    text = header.read_text("utf-8")
    for field, value in (("entries", str(raw.count(b"\n") - 1)), ("sha256", f'"{hashlib.sha256(raw).hexdigest()}"')):
        text = re.sub(rf"^{field}\s*=.*$", f"{field} = {value}", text, flags=re.MULTILINE)
    header.write_text(text, "utf-8")


def main(arguments: list[str]) -> int:
    """Check all shipped lexicons; 1 when something is wrong."""
    tables = sorted(DATA.glob("*/*.tsv"))
    if "--pin" in arguments:
        for table in tables:
            pin(table)
    found = [problem for table in tables for problem in problems(table)]
    sys.stdout.write("\n".join([*found, f"{len(tables)} lexicons ({', '.join(COLUMNS)}), {len(found)} problems", ""]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
