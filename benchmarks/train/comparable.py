"""Refits all that makes profiles comparable, in the order that works: ``python benchmarks/train/comparable.py``.

wire_distance (its own scale from the texts), then the references (which hold wire_distance too), then reliability.
``--check`` compares with what is shipped instead of writing it. About three minutes.
"""

from __future__ import annotations

import sys

import norms
import reliability
import wire_distance

if __name__ == "__main__":
    failed = 0
    for step in (wire_distance, norms, reliability):
        print(f"== {step.__name__}", flush=True)
        failed += step.main()
    sys.exit(1 if failed else 0)
