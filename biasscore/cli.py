"""The command line: ``biasscore score``, ``biasscore explain``, ``biasscore measures``.

Exit codes: 0 all scored, 1 aborted, 2 wrong usage, 3 finished with error rows, 130 interrupted.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from biasscore._version import __version__
from biasscore.batch import OUTPUT_SUFFIXES, done_ids, drop_torn_line, read_items, write_csv, write_jsonl, write_parquet
from biasscore.comparison import compare
from biasscore.display.html import page
from biasscore.display.outlets import render_page, render_text
from biasscore.errors import BiasscoreError, ScoringError
from biasscore.measures.catalogue import listed
from biasscore.outlet import outlet_profiles, rank_intervals
from biasscore.profile import Profile
from biasscore.scoring import Scorer

OK, ABORTED, USAGE, ERROR_ROWS, INTERRUPTED = 0, 1, 2, 3, 130
_PROGRESS_EVERY = 100


def parser() -> argparse.ArgumentParser:
    """The command line's own description."""
    top = argparse.ArgumentParser(
        prog="biasscore", description="How a news text reports: framing, sentiment, sourcing, loaded language."
    )
    top.add_argument("--version", action="version", version=f"biasscore {__version__}")
    commands = top.add_subparsers(dest="command", required=True)

    score = commands.add_parser("score", help="score texts", description="Score files, folders or standard input (-).")
    score.add_argument(
        "paths", nargs="+", metavar="PATH", help=".txt, .html, .jsonl, .csv, a folder, or - for standard input"
    )
    score.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="write to .jsonl, .csv or .parquet instead of standard output"
    )
    score.add_argument(
        "--format", choices=("table", "jsonl"), help="table (default in a terminal) or JSON lines (default in a pipe)"
    )
    score.add_argument("--jobs", type=int, default=1, metavar="N", help="processes (default 1)")
    score.add_argument("--resume", action="store_true", help="skip documents that the .jsonl output already holds")
    score.add_argument("--no-evidence", action="store_true", help="JSON lines without spans")
    score.add_argument("--lang", help="language of all texts, e.g. en or ar")

    explain = commands.add_parser("explain", help="show the text with its evidence")
    explain.add_argument("path", metavar="FILE", help="a text file, or - for standard input")
    explain.add_argument("--measure", metavar="NAME", help="list the contributions to one score instead")
    explain.add_argument("--json", action="store_true", help="the whole profile as JSON")

    comparing = commands.add_parser(
        "compare", help="compare two texts", description="Compare two texts (differences are A - B)."
    )
    comparing.add_argument("a", metavar="A", help="a text file, or - for standard input")
    comparing.add_argument("b", metavar="B", help="a text file")
    comparing.add_argument("--measure", action="append", metavar="NAME", help="compare only this (may be repeated)")
    comparing.add_argument("--html", type=Path, metavar="FILE", help="write a self-contained page instead")
    comparing.add_argument("--json", action="store_true", help="all measures as JSON")

    outlets = commands.add_parser(
        "outlets", help="profiles of outlets", description="Outlet profiles from scored profiles or from texts."
    )
    outlets.add_argument("paths", nargs="+", metavar="PATH", help=".jsonl of profiles, or texts with an outlet each")
    outlets.add_argument("--keep-duplicates", action="store_true", help="count near-duplicates and agency copy too")
    outlets.add_argument("--html", type=Path, metavar="FILE", help="write a self-contained page instead")
    outlets.add_argument("--json", action="store_true", help="JSON lines, one an outlet")

    listing = commands.add_parser("measures", help="list the measures and what they mean")
    listing.add_argument("--family", help="framing, sentiment, sourcing or loaded_language")
    listing.add_argument("--json", action="store_true", help="as JSON lines")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    options = parser().parse_args(arguments)
    command = {"score": _score, "explain": _explain, "measures": _measures, "compare": _compare, "outlets": _outlets}[
        options.command
    ]
    try:
        return command(options)
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; run again with --resume to go on\n")
        return INTERRUPTED
    except BrokenPipeError:
        # the reader of the pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except (BiasscoreError, OSError) as error:
        sys.stderr.write(f"biasscore: {error}\n")
        return USAGE if isinstance(error, BiasscoreError) and not isinstance(error, ScoringError) else ABORTED


def _score(options: argparse.Namespace) -> int:
    items: Iterable[dict[str, Any]] = read_items(options.paths)
    if options.lang:
        items = ({**item, "lang": options.lang} for item in items)
    if options.resume:
        if options.output is None or options.output.suffix != ".jsonl":
            sys.stderr.write("biasscore: --resume needs -o FILE.jsonl\n")
            return USAGE
        drop_torn_line(options.output)
        done = done_ids(options.output)
        items = (item for item in items if item["id"] not in done)
    results = Scorer().score_many(items, jobs=options.jobs)
    errors = count = 0
    for result in _written(results, options):
        count += 1
        errors += isinstance(result, ScoringError)
        if options.output is not None and count % _PROGRESS_EVERY == 0:
            sys.stderr.write(f"\r{count} documents")
    if options.output is not None or errors:
        sys.stderr.write(f"\r{count} documents, {errors} errors\n")
    return ERROR_ROWS if errors else OK


def _written(
    results: Iterator[Profile | ScoringError], options: argparse.Namespace
) -> Iterator[Profile | ScoringError]:
    evidence = not options.no_evidence
    if options.output is None:
        as_table = options.format == "table" or (options.format is None and sys.stdout.isatty())
        yield from _as_tables(results) if as_table else write_jsonl(results, sys.stdout, evidence=evidence)
        return
    suffix = options.output.suffix
    if suffix not in OUTPUT_SUFFIXES:
        raise BiasscoreError(
            f"cannot write {options.output}: suffix must be one of {', '.join(OUTPUT_SUFFIXES)}; got {suffix!r}"
        )
    if suffix == ".parquet":
        yield from write_parquet(results, options.output)
        return
    with options.output.open("a" if options.resume else "w", encoding="utf-8", newline="") as out:
        yield from write_jsonl(results, out, evidence=evidence) if suffix == ".jsonl" else write_csv(results, out)


def _as_tables(results: Iterator[Profile | ScoringError]) -> Iterator[Profile | ScoringError]:
    for result in results:
        shown = (
            f"{result.id}: error: {result.message}"
            if isinstance(result, ScoringError)
            else result.to_terminal(colour=_colour())
        )
        sys.stdout.write(shown + "\n\n")
        yield result


def _explain(options: argparse.Namespace) -> int:
    item = next(iter(read_items([options.path])))
    profile = Scorer().score(item["text"], id=item["id"])
    if options.json:
        sys.stdout.write(profile.to_json(text=True, indent=2) + "\n")
    elif options.measure:
        score = profile[options.measure]
        sys.stdout.write(f"{options.measure} {score.value:.3f} {score.unit} [{score.low:.3f}, {score.high:.3f}]\n")
        for part in profile.explain(options.measure):
            sys.stdout.write(f"  {part.value:+.3f}  {part.label}  ({len(part.spans)}x)\n")
    else:
        sys.stdout.write(profile.to_terminal(colour=_colour(), text=True) + "\n")
    return OK


def _compare(options: argparse.Namespace) -> int:
    scorer = Scorer()
    a, b = (scorer.score(item["text"], id=item["id"]) for item in map(_one_item, (options.a, options.b)))
    found = compare(a, b, options.measure)
    if options.html:
        options.html.write_text(page(f"{found.a} · {found.b}", found.to_html(), a.language), "utf-8")
    elif options.json:
        sys.stdout.write(json.dumps(found.to_dict(), ensure_ascii=False, allow_nan=False) + "\n")
    else:
        sys.stdout.write(f"{found!r}\n")
    return OK


def _outlets(options: argparse.Namespace) -> int:
    duplicates = "keep" if options.keep_duplicates else "once"
    found = outlet_profiles(_profiles(options.paths), duplicates=duplicates)
    if not found:
        raise BiasscoreError("no measured document with an outlet")
    ranks = rank_intervals(found)
    summaries = [{**outlet.summary(), "ranks": ranks.get(name)} for name, outlet in found.items()]
    summaries.sort(
        key=lambda row: (math.isnan(row["reliability"]["value"]), -row["reliability"]["value"], row["outlet"])
    )
    if options.html:
        options.html.write_text(page("Outlets", render_page(summaries)), "utf-8")
    elif options.json:
        for outlet in found.values():
            sys.stdout.write(json.dumps(outlet.to_dict(), ensure_ascii=False, allow_nan=False) + "\n")
    else:
        sys.stdout.write(render_text(summaries) + "\n")
    return OK


def _profiles(paths: Sequence[str]) -> Iterator[Profile | ScoringError]:
    """Stored profiles as they are, texts scored; error rows and what cannot be scored are left out."""
    texts: list[str] = []
    for path in paths:
        if path.endswith(".jsonl") and _holds_profiles(path):
            with Path(path).open(encoding="utf-8") as lines:
                rows = (_row(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip())
                yield from (Profile.from_dict(row) for row in rows if row.get("status") != "error")
        else:
            texts.append(path)
    yield from Scorer().score_many(read_items(texts))


def _holds_profiles(path: str) -> bool:
    """Whether the first line that is no error row is a stored profile."""
    with Path(path).open(encoding="utf-8") as lines:
        rows = (_row(line, path) for line in lines if line.strip())
        return "schema" in next((row for row in rows if row.get("status") != "error"), {})


def _row(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise BiasscoreError(f"{where}: not JSON ({error})") from None
    if not isinstance(row, dict):
        raise BiasscoreError(f"{where}: not a JSON object")
    return row


def _one_item(path: str) -> dict[str, Any]:
    items = list(islice(read_items([path]), 2))
    if len(items) != 1:
        raise BiasscoreError(f"{path} must hold one text; it holds {'none' if not items else 'several'}")
    return items[0]


def _measures(options: argparse.Namespace) -> int:
    for spec in listed(options.family):
        if options.json:
            fields = {
                name: getattr(spec, name)
                for name in ("name", "unit", "direction", "definition", "reference", "failures", "languages")
            }
            sys.stdout.write(json.dumps({**fields, "columns": spec.columns}, ensure_ascii=False) + "\n")
        else:
            languages = ", ".join(f"{code} {how}" for code, how in sorted(spec.languages.items()))
            sys.stdout.write(
                f"{spec.name}{' (by voice)' if spec.by_voice else ''}: {spec.definition}\n"
                f"    {spec.unit}; {spec.direction}; "
                f"{spec.reference}; {languages}\n"
            )
    return OK


def _colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


if __name__ == "__main__":
    sys.exit(main())
