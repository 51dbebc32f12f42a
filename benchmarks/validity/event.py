"""Attribution loss between reports of one event, against a reading of three fixture events (52 losses).

A loss that was found is right where claim and bare statement both overlap those of one in the gold. The gold was
written by the maker of the matcher after a first look at its output, from texts that are clearer than news: the figures
show what the matcher does, not how it fares on news. Intervals are Wilson's.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import biasscore as bs
from biasscore.event_rows import AttributionLoss
from biasscore.measures.statistics import share_interval

FIXTURES = Path(__file__).parents[2] / "fixtures" / "en"
GOLD = FIXTURES.parent / "attribution_loss.toml"
KINDS = ("wire", "state", "anonymous", "advocacy")
Places = tuple[str, str, tuple[int, int], tuple[int, int]]


def compared(event: Path) -> bs.EventComparison:
    """The four reports of one event."""
    texts = {kind: (event / f"{kind}.txt").read_text("utf-8") for kind in KINDS}
    return bs.compare_event([bs.score(text, outlet=kind) for kind, text in texts.items()])


def gold(event: Path) -> list[Places]:
    """Losses of an event by reading."""
    rows = tomllib.loads(GOLD.read_text("utf-8"))["loss"]
    return [
        (
            row["attributed_in"],
            row["bare_in"],
            _place(event, row, "attributed_in", "claim"),
            _place(event, row, "bare_in", "bare"),
        )
        for row in rows
        if row["event"] == event.name
    ]


def _place(event: Path, row: dict[str, str], report: str, part: str) -> tuple[int, int]:
    start = (event / f"{row[report]}.txt").read_text("utf-8").index(row[part])
    return start, start + len(row[part])


def is_same(loss: AttributionLoss, places: Places) -> bool:
    """Whether a found loss is one of the gold."""
    attributed_in, bare_in, claim, bare = places
    spans = ((loss.claim, claim), (loss.bare, bare))
    overlapping = all(span.start < end and start < span.end for span, (start, end) in spans)
    return (loss.attributed_in, loss.bare_in) == (attributed_in, bare_in) and overlapping


def events() -> Iterator[tuple[str, int, int, int, int]]:
    """Name, right and all found, found and all of the gold, of every event that was read."""
    for name in sorted({row["event"] for row in tomllib.loads(GOLD.read_text())["loss"]}):
        found, wanted = compared(FIXTURES / name).attribution_loss, gold(FIXTURES / name)
        right = sum(any(is_same(loss, places) for places in wanted) for loss in found)
        hit = sum(any(is_same(loss, places) for loss in found) for places in wanted)
        yield name, right, len(found), hit, len(wanted)


def main() -> int:
    rows = list(events())
    rows.append(("all", *(sum(int(row[i]) for row in rows) for i in range(1, 5))))
    print(f"{'event':<18} precision                 recall")
    for name, right, found, hit, wanted in rows:
        cells = [(k, n, *share_interval(k, n)) for k, n in ((right, found), (hit, wanted))]
        shown = "   ".join(f"{k:2d}/{n:2d} {k / max(n, 1):.2f} [{low:.2f}, {high:.2f}]" for k, n, low, high in cells)
        print(f"{name:<18} {shown}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
