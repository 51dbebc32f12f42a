"""The command line: what it writes where, and its exit codes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

import biasscore as bs
from biasscore.cli import main

TEXT = "The mayor said on Monday that the bridge would reopen in May. Critics called the delay reckless.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "in" / "b.txt").write_text("It rained all day in the north of the country.", "utf-8")
    return tmp_path / "in"


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    lines = [
        json.dumps({"id": "one", "text": TEXT, "outlet": "Post"}),
        "{broken",
        json.dumps({"id": "two"}),
        "",
        json.dumps({"text": TEXT}),
    ]
    path.write_text("\n".join(lines), "utf-8")
    return path


def parsed(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_file_as_json_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(folder / "a.txt")]) == 0
    (row,) = parsed(capsys.readouterr().out)
    assert row["id"] == str(folder / "a.txt")
    assert bs.Profile.from_dict(row, text=TEXT) == bs.score(TEXT, id=str(folder / "a.txt"))


def test_a_folder_in_the_order_of_its_names(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(folder), "--no-evidence"]) == 0
    found = parsed(capsys.readouterr().out)
    assert [Path(row["id"]).name for row in found] == ["a.txt", "b.txt"]
    assert all("evidence" not in row for row in found)


def test_a_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(folder / "a.txt"), "--format", "table"]) == 0
    shown = capsys.readouterr().out
    assert "loaded_language.density.author" in shown
    assert "a.txt: en, 17 words, 2 sentences, short_text" in shown
    assert "\x1b" not in shown


def test_error_rows(rows: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(rows)]) == 3
    shown = capsys.readouterr()
    found = parsed(shown.out)
    assert [row["status"] for row in found] == ["ok", "error", "error", "ok"]
    assert [row["id"] for row in found] == ["one", f"{rows}:2", "two", f"{rows}:5"]
    assert found[1]["error"]["type"] == "InputTypeError"
    assert "4 documents, 2 errors" in shown.err


def test_csv_in_and_out(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(f'id,text,outlet\nx,"{TEXT.strip()}",Post\ny,,\n', "utf-8")
    assert main(["score", str(source), "-o", str(target)]) == 3
    found = list(csv.DictReader(io.StringIO(target.read_text("utf-8"))))
    assert [(row["id"], row["status"]) for row in found] == [("x", "ok"), ("y", "error")]
    assert found[0]["outlet"] == "Post"
    profile = bs.score(TEXT.strip())
    assert float(found[0]["sentiment.tone.all"]) == pytest.approx(profile["sentiment.tone.all"].value)
    assert found[0]["wire_distance"] == ""


def test_resume_goes_on_where_it_stopped(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    assert main(["score", str(folder / "a.txt"), "-o", str(target)]) == 0
    first = target.read_text("utf-8")
    assert main(["score", str(folder), "-o", str(target), "--resume"]) == 0
    assert target.read_text("utf-8").startswith(first)
    assert [Path(row["id"]).name for row in parsed(target.read_text("utf-8"))] == ["a.txt", "b.txt"]


def test_resume_after_a_torn_line(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    main(["score", str(folder / "a.txt"), "-o", str(target)])
    with target.open("a", encoding="utf-8") as out:
        out.write('{"id": "torn')
    assert main(["score", str(folder), "-o", str(target), "--resume"]) == 0
    found = []
    for line in target.read_text("utf-8").splitlines():
        try:
            found.append(Path(json.loads(line)["id"]).name)
        except json.JSONDecodeError:
            continue
    assert found == ["a.txt", "b.txt"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["score"],
        ["rate", "x"],
        [],
        ["score", "x", "--format", "xml"],
        ["measures", "extra"],
        ["score", "x", "--jobs", "y"],
    ],
    ids=" ".join,
)
def test_wrong_usage_by_the_parser(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["score", "{folder}/none.txt"], "no such file"),
        (["score", "{folder}/a.txt", "-o", "{folder}/x.xml"], ".jsonl"),
        (["score", "{folder}/a.txt", "--resume"], "--resume needs"),
        (["score", "{folder}/a.txt", "--jobs", "0"], "jobs"),
        (["explain", "{folder}/a.txt", "--measure", "sentiment.tome"], "did you mean"),
        (["measures", "--family", "mood"], "family must be one of"),
    ],
    ids=lambda item: "",
)
def test_wrong_usage_by_us(arguments: list[str], part: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([argument.format(folder=folder) for argument in arguments]) == 2
    shown = capsys.readouterr()
    assert part in shown.err
    assert shown.out == ""


def test_explain(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(folder / "a.txt")]) == 0
    shown = capsys.readouterr().out
    assert "[>said]" in shown
    assert "The mayor | said (neutral) | indirect" in shown


def test_explain_one_measure(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(folder / "a.txt"), "--measure", "sourcing.attribution_density"]) == 0
    first, *others = capsys.readouterr().out.splitlines()
    assert first.startswith("sourcing.attribution_density ")
    assert others


def test_explain_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(folder / "a.txt"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["text"] == TEXT


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(TEXT))
    assert main(["score", "-"]) == 0
    (row,) = parsed(capsys.readouterr().out)
    assert (row["id"], row["status"]) == ("-", "ok")


def test_measures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["measures"]) == 0
    shown = capsys.readouterr().out
    assert "sentiment.tone (by voice):" in shown
    assert main(["measures", "--json", "--family", "sourcing"]) == 0
    found = parsed(capsys.readouterr().out)
    assert {row["name"].split(".")[0] for row in found} == {"sourcing"}
    assert all(row["definition"] and row["columns"] for row in found)


def test_language_is_handed_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(folder / "a.txt"), "--lang", "fr"]) == 0
    (row,) = parsed(capsys.readouterr().out)
    assert row["status"] == "unsupported_language"


def test_old_encodings_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("The mayor said that the “café” would reopen in May.".encode("cp1252"))
    assert main(["explain", str(path), "--json"]) == 0
    assert "“café”" in json.loads(capsys.readouterr().out)["text"]


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert bs.__version__ in capsys.readouterr().out
