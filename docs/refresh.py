"""Runs what the documentation shows and writes down what it prints now: README examples, README table, notebooks.

``tests/test_docs.py`` fails where the documentation is older than the code; this brings it up to date.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
from pathlib import Path

import nbformat

from biasscore.cli import main as command_line

ROOT = Path(__file__).parents[1]


def printed(source: str, mode: str, names: dict[str, object]) -> str:
    """What a piece of code prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(source, "docs", mode), names)  # our own documentation
    return out.getvalue()


def examples(block: str) -> str:
    """A block of doctests with what they give now."""
    names: dict[str, object] = {}
    lines = []
    for example in doctest.DocTestParser().get_examples(block):
        first, *others = example.source.rstrip("\n").split("\n")
        lines += [f">>> {first}", *(f"... {line}" for line in others)]
        lines += printed(example.source, "single", names).splitlines()
    return "\n".join(lines) + "\n"


def table(arguments: list[str]) -> str:
    """What the command line prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        command_line(arguments)
    return out.getvalue().rstrip() + "\n"


def between(text: str, opening: str, new: str) -> str:
    """The text with the first fenced block of a kind replaced."""
    before, rest = text.split(opening, 1)
    return before + opening + new + "```" + rest.split("```", 1)[1]


def main() -> None:
    """Refresh everything."""
    os.chdir(ROOT)
    readme = (ROOT / "README.md").read_text("utf-8")
    readme = between(readme, "```python\n", examples(readme.split("```python\n")[1].split("```")[0]))
    shown = table(["score", "fixtures/en/dock_strike/anonymous.txt", "--format", "table"])
    (ROOT / "README.md").write_text(between(readme, "```text\n", shown), "utf-8")
    for path in sorted((ROOT / "docs" / "notebooks").glob("*.ipynb")):
        os.chdir(path.parent)
        refresh_notebook(path)


def refresh_notebook(path: Path) -> None:
    """Run a notebook as Jupyter would, and keep its outputs."""
    from nbclient import NotebookClient

    notebook = nbformat.read(path, 4)
    NotebookClient(notebook, timeout=300).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    nbformat.write(notebook, path)


if __name__ == "__main__":
    main()
