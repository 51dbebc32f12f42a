"""Files in, rows out: reads texts from paths and writes profiles, for the command line and for scripts."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from biasscore.errors import ArgumentError, MissingExtraError, ScoringError
from biasscore.measures.catalogue import COLUMNS
from biasscore.profile import Profile
from biasscore.scoring import FIELDS

TEXT_SUFFIXES = (".txt", ".html", ".htm")
TABLE_SUFFIXES = (".jsonl", ".csv")
OUTPUT_SUFFIXES = (".jsonl", ".csv", ".parquet")
_HEAD = ("id", "status", "language", "n_words", "n_sentences", "outlet", "date", "event", "title", "warnings")


def read_items(paths: Iterable[str | Path]) -> Iterator[dict[str, Any]]:
    """Items of files, folders and '-' (a text on standard input), lazily, in order.

    Parameters
    ----------
    paths : iterable of str or Path
        .txt and .html files give one item each, .jsonl and .csv files one a row; folders are walked in the order of
        their names.

    Yields
    ------
    dict
        ``text`` and the other fields of an item. The id of a text file is its path as given, that of a row its ``id``
        or its line number. What cannot be read has no text, so that scoring records it as an error.

    Raises
    ------
    ArgumentError
        A path that does not exist or has a suffix that is not read.
    """
    for path in paths:
        if str(path) == "-":
            yield {"id": "-", "text": sys.stdin.read()}
            continue
        place = Path(path)
        if place.is_dir():
            found = sorted(p for p in place.rglob("*") if p.suffix.lower() in TEXT_SUFFIXES + TABLE_SUFFIXES)
            for file in found:
                yield from _read_file(file)
        elif place.is_file():
            yield from _read_file(place)
        else:
            raise ArgumentError(f"no such file or folder: {path}")


def _read_file(path: Path) -> Iterator[dict[str, Any]]:
    suffix = path.suffix.lower()
    if suffix in TEXT_SUFFIXES:
        yield _text_item(path)
    elif suffix == ".jsonl":
        with path.open(encoding="utf-8-sig", errors="replace") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _json_item(line, f"{path}:{number}")
    elif suffix == ".csv":
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as rows:
            for number, row in enumerate(csv.DictReader(rows), 2):
                yield _row_item({key: value for key, value in row.items() if value}, f"{path}:{number}")
    else:
        allowed = ", ".join(TEXT_SUFFIXES + TABLE_SUFFIXES)
        raise ArgumentError(f"cannot read {path}: suffix must be one of {allowed}; got {path.suffix!r}")


def _text_item(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # files of older systems; what is wrong in them is repaired, and warned of, when they are read
        text = data.decode("cp1252", errors="replace")
    return {"id": str(path), "text": _from_html(text) if path.suffix.lower() != ".txt" else text}


def _from_html(page: str) -> str:
    try:
        import trafilatura
    except ImportError:
        raise MissingExtraError.for_module("trafilatura", "html") from None
    return trafilatura.extract(page) or ""


def _json_item(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        return {"id": where, "text": None, "problem": f"not JSON: {error}"}
    return _row_item(row, where) if isinstance(row, dict) else {"id": where, "text": None}


def _row_item(row: dict[str, Any], where: str) -> dict[str, Any]:
    item = {name: row[name] for name in FIELDS if row.get(name) is not None}
    return {**item, "id": str(row.get("id", where)), "text": row.get("text")}


def flat_row(result: Profile | ScoringError) -> dict[str, Any]:
    """One row a document: what it is, and the value of every measure (None where it is NaN)."""
    if isinstance(result, ScoringError):
        return {"id": result.id, "status": "error", "warnings": result.message}
    slim = result.to_dict(evidence=False)
    head = {name: slim[name] for name in _HEAD}
    return {**head, "warnings": " ".join(slim["warnings"]), **{name: slim["scores"][name]["value"] for name in COLUMNS}}


def write_jsonl(
    results: Iterable[Profile | ScoringError], out: TextIO, *, evidence: bool = True
) -> Iterator[Profile | ScoringError]:
    """Write JSON lines, one a document, and pass the results on."""
    for result in results:
        line = (
            json.dumps(result.to_dict(), ensure_ascii=False)
            if isinstance(result, ScoringError)
            else result.to_json(evidence=evidence)
        )
        out.write(line + "\n")
        out.flush()
        yield result


def write_csv(results: Iterable[Profile | ScoringError], out: TextIO) -> Iterator[Profile | ScoringError]:
    """Write a table with one row a document and one column a measure, and pass the results on."""
    writer = csv.DictWriter(out, [*_HEAD, *COLUMNS], restval="")
    writer.writeheader()
    for result in results:
        writer.writerow(flat_row(result))
        yield result


def write_parquet(results: Iterable[Profile | ScoringError], path: Path) -> Iterator[Profile | ScoringError]:
    """Write the same table as Parquet (needs pyarrow), and pass the results on."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise MissingExtraError.for_module("pyarrow", "arrow") from None
    rows = []
    for result in results:
        rows.append(flat_row(result))
        yield result
    columns = {name: [row.get(name) for row in rows] for name in (*_HEAD, *COLUMNS)}
    parquet.write_table(pyarrow.table(columns), path)


def drop_torn_line(path: Path) -> None:
    """Cut a JSONL output back to its last whole line, so that what is appended starts a line of its own."""
    if path.exists():
        data = path.read_bytes()
        if not data.endswith(b"\n"):
            path.write_bytes(data[: data.rfind(b"\n") + 1])


def done_ids(path: Path) -> set[str]:
    """Ids of the documents that a JSONL output already holds (a torn last line is not one)."""
    found = set()
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                try:
                    found.add(str(json.loads(line)["id"]))
                except (json.JSONDecodeError, KeyError):
                    continue
    return found
