"""What the documentation shows is what the code does."""

from __future__ import annotations

import doctest
import re
import runpy
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_readme_example_is_current():
    block = README.split("```python\n")[1].split("```")[0]
    test = doctest.DocTestParser().get_doctest(block, {}, "README.md", str(ROOT / "README.md"), 0)
    runner = doctest.DocTestRunner()
    assert runner.run(test, out=lambda _: None).failed == 0


def test_readme_table_is_current(capsys, monkeypatch):
    from biasscore.cli import main

    shown = README.split("```text\n")[1].split("```")[0].strip()
    monkeypatch.chdir(ROOT)
    assert main(["score", "fixtures/en/dock_strike/anonymous.txt", "--format", "table"]) == 0
    assert _without_places(capsys.readouterr().out.strip()) == _without_places(shown)


def _without_places(table):
    """Percentiles move when the reference is fitted anew; everything else stays."""
    return re.sub(r" p\d+ *", " ", table)


def test_measure_pages_are_current(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["build.py", "--check"])
    with pytest.raises(SystemExit) as stop:
        runpy.run_path(str(ROOT / "docs" / "measures" / "build.py"), run_name="__main__")
    assert stop.value.code == 0


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebook_is_executed_and_current(path, monkeypatch):
    """Every code cell runs, and prints what the committed notebook shows."""
    import contextlib
    import io

    notebook = nbformat.read(path, 4)
    monkeypatch.chdir(path.parent)
    names: dict[str, object] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        assert cell.execution_count is not None
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(cell.source, path.name, "exec"), names)  # our own notebook
        committed = "".join(output.get("text", "") for output in cell.outputs if output.output_type == "stream")
        assert printed.getvalue() == committed
