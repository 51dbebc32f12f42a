"""Refits all that makes profiles comparable, in the order that works: ``python benchmarks/train/comparable.py``.

wire_distance (its own scale from the texts), then the references (which hold wire_distance too), then reliability.
Each in a process of its own: what one writes, the next must read anew.
``--check`` compares with what is shipped instead of writing it. About two minutes.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

STEPS = ("wire_distance", "norms", "reliability")

if __name__ == "__main__":
    failed = 0
    for step in STEPS:
        print(f"== {step}", flush=True)
        script = Path(__file__).with_name(f"{step}.py")
        failed += subprocess.run([sys.executable, str(script), *sys.argv[1:]], check=False).returncode
    sys.exit(1 if failed else 0)
