"""The annotated sets keep their form; offsets are checked against the corpus where it lies beside the repository."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest

from biasscore.annotate.relations import CUE_CLASSES, SOURCE_TYPES

HERE = Path(__file__).parent
GUM = HERE.parents[2] / "shared" / "data" / "gum_attribution"
SIZES = {"gum_sources.tsv": 250, "gum_bio_sources.tsv": 68}
ARABIC = [json.loads(line) for line in (HERE / "ar_pud_attributions.jsonl").read_text("utf-8").splitlines()]


def table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("name", SIZES)
def test_rows(name: str) -> None:
    rows = table(name)
    assert len(rows) == len({row["id"] for row in rows}) == SIZES[name]
    for row in rows:
        assert row["source_type"] in SOURCE_TYPES, row["id"]
        assert row["cue_class"] in (*CUE_CLASSES, ""), row["id"]
        assert {row["named"], row["anonymous"], row["secondary"], row["nested"]} <= {"yes", "no"}, row["id"]
        assert (row["source_type"] == "elided") == (row["entity"] == ""), row["id"]
        assert not (row["source_type"].startswith("anonymous") and row["named"] == "yes"), row["id"]


@pytest.mark.data
@pytest.mark.skipif(not GUM.exists(), reason="GUM does not lie beside the repository")
def test_offsets_are_those_of_the_strings() -> None:
    texts = {}
    for path in GUM.glob("*.jsonl*"):
        raw = path.read_bytes()
        lines = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8").splitlines()
        texts |= {row["id"]: row["text"] for row in map(json.loads, lines)}
    for row in table("gum_sources.tsv"):
        for part in ("source", "cue"):
            if row[part]:
                assert texts[row["document"]][int(row[f"{part}_start"]) : int(row[f"{part}_end"])] == row[part], row[
                    "id"
                ]


def test_arabic_spans_lie_in_their_sentences() -> None:
    assert (len(ARABIC), sum(len(row["attributions"]) for row in ARABIC)) == (100, 71)
    for row in ARABIC:
        for one in row["attributions"]:
            assert one["source_type"] in SOURCE_TYPES, row["id"]
            for start, end in [*one["content"], *(one[part] for part in ("source", "cue") if one[part])]:
                assert 0 <= start < end <= len(row["text"]), row["id"]
