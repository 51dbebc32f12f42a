"""Writes the shipped references: ``python benchmarks/train/norms.py`` (``--check`` only compares).

us_news: train rows of abp_outlets that may be fitted on, every outlet with the same weight.
us_wires: agency articles (all Reuters) among the train rows of abp_wire_events and abp_events; the train rows of
abp_outlets hold none.
"""

from __future__ import annotations

import sys
from pathlib import Path

from corpora import profiles, train_ok, wire_rows

import biasscore as bs
from biasscore.measures.catalogue import HEADLINE

HERE = Path(bs.__file__).parent / "norms" / "data"
VERSION = "2026.1"
WHAT = {
    "us_news": "English articles of US outlets on politics, 2010 to 2020 (Article-Bias-Prediction, Apache-2.0; "
    "train rows with train_ok of abp_outlets); every outlet weighs the same.",
    "us_wires": "English articles of Reuters on US politics, 2010 to 2020 (Article-Bias-Prediction, Apache-2.0; "
    "train rows with train_ok of abp_wire_events and abp_events). One agency: its house style is in the figures.",
}
LENGTH_LIMIT = 0.1


def main() -> int:
    stale = 0
    for name, found in (("us_news", train_ok("abp_outlets")), ("us_wires", wire_rows())):
        reference = bs.Reference.from_profiles(
            profiles(found, reference=None), name=name, version=VERSION, description=WHAT[name]
        )
        path = HERE / f"{name}.json"
        same = path.exists() and path.read_text("utf-8") == reference.to_json()
        stale += not same
        print(f"{reference!r}: {len(found)} articles, {'as shipped' if same else 'changed'}")
        if "--check" not in sys.argv:
            reference.save(path)
        if name == "us_news":
            length(reference)
    return 1 if stale and "--check" in sys.argv else 0


def length(reference: bs.Reference) -> None:
    """Correlation of the headline measures with the logarithm of the number of words."""
    print(f"correlation with log words (documented where |r| >= {LENGTH_LIMIT})")
    for measure in HEADLINE:
        norm = reference.norm("en", measure)
        r = norm.length_r if norm else float("nan")
        print(f"  {measure:<38}{r:+.3f}{'  documented' if abs(r) >= LENGTH_LIMIT else ''}")


if __name__ == "__main__":
    sys.exit(main())
