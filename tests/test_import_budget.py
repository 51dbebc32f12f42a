"""Importing is cheap, and scoring loads only what it needs (design, section 6; the limits here leave a margin of 2)."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

HEAVY = ("sklearn", "scipy", "textstat", "nltk", "pandas", "requests", "pyarrow", "matplotlib", "trafilatura", "torch")
TEXT = "The mayor of Port Ember said on Monday that the bridge would reopen in May. " * 20
PROGRAM = """
import json, sys, time
before = set(sys.modules)
start = time.process_time()
import biasscore
imported = time.process_time() - start
after_import = sorted({name.split(".")[0] for name in set(sys.modules) - before})
start = time.process_time()
profile = biasscore.score(sys.argv[1])
scored = time.process_time() - start
after_score = sorted({name.split(".")[0] for name in set(sys.modules) - before})
assert profile.status == "ok", profile.status
print(json.dumps([imported, after_import, scored, after_score]))
"""


def measured() -> tuple[float, list[str], float, list[str]]:
    done = subprocess.run([sys.executable, "-c", PROGRAM, TEXT], capture_output=True, text=True, timeout=60, check=True)
    result: Any = json.loads(done.stdout)
    return tuple(result)


@pytest.fixture(scope="module")
def best() -> tuple[float, list[str], float, list[str]]:
    runs = [measured() for _ in range(4)]
    return min(run[0] for run in runs), runs[0][1], min(run[2] for run in runs), runs[0][3]


def test_import_loads_nothing_third_party(best: tuple[float, list[str], float, list[str]]) -> None:
    foreign = [name for name in best[1] if name not in sys.stdlib_module_names and name != "biasscore"]
    assert foreign == []


def test_import_is_cheap(best: tuple[float, list[str], float, list[str]]) -> None:
    assert best[0] <= 0.2


def test_scoring_loads_nothing_heavy(best: tuple[float, list[str], float, list[str]]) -> None:
    assert [name for name in best[3] if name in HEAVY] == []


def test_scoring_english_needs_no_language_model(best: tuple[float, list[str], float, list[str]]) -> None:
    assert "py3langid" not in best[3]


def test_first_score_is_cheap(best: tuple[float, list[str], float, list[str]]) -> None:
    assert best[2] <= 1.0
