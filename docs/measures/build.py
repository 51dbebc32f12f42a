"""Writes the measure pages from the definitions: ``python docs/measures/build.py`` (``--check`` only compares)."""

from __future__ import annotations

import sys
from pathlib import Path

import biasscore
from biasscore.measures.spec import FAMILIES, REASONS, MeasureSpec

HERE = Path(__file__).parent
TITLES = {"framing": "Framing", "sentiment": "Sentiment", "sourcing": "Sourcing", "loaded_language": "Loaded language"}


def entry(spec: MeasureSpec) -> str:
    """One measure as Markdown."""
    names = " ".join(f"`{name}`" for name in spec.columns)
    languages = ", ".join(f"{code}: {how}" for code, how in sorted(spec.languages.items()))
    rows = [
        ("scores", names),
        ("unit", spec.unit),
        ("range", f"{spec.low:g} to {spec.high:g}"),
        ("direction", spec.direction),
        ("definition", spec.definition),
        ("reference", spec.reference),
        ("known failures", spec.failures or "none recorded"),
        ("languages", languages),
    ]
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    return f"## {spec.name}\n\n| | |\n|---|---|\n{table}\n"


def pages() -> dict[str, str]:
    """File name -> page."""
    found = {}
    for family in FAMILIES:
        entries = "\n".join(entry(spec) for spec in biasscore.measures(family))
        found[f"{family}.md"] = (
            f"# {TITLES[family]}\n\nWritten by `docs/measures/build.py` from the definitions in the code.\n\n{entries}"
        )
    entries = "\n".join(entry(spec) for spec in biasscore.measures() if spec.family not in FAMILIES)
    found["indices_and_stance.md"] = (
        "# Indices, and the stance they partly rest on\n\nOutside the families. Written by `docs/measures/build.py` "
        f"from the definitions in the code.\n\n{entries}"
    )
    reasons = "\n".join(f"| `{code}` | {what} |" for code, what in sorted(REASONS.items()))
    found["reasons.md"] = f"# Why a value is NaN\n\n| reason | meaning |\n|---|---|\n{reasons}\n"
    return found


def main() -> int:
    """Write the pages that are stale, or with --check say whether there are any."""
    stale = [
        name for name, text in pages().items() if not (HERE / name).exists() or (HERE / name).read_text("utf-8") != text
    ]
    if "--check" in sys.argv:
        return 1 if stale else 0
    for name in stale:
        (HERE / name).write_text(pages()[name], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
