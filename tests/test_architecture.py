"""The house keeps its layers and its habits (design, section 2)."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "biasscore").rglob("*.py"))
NAMES = [path.relative_to(ROOT).as_posix() for path in FILES]
MOST_LINES = 910
COMMANDS = ("biasscore/cli.py", "biasscore/lexicons/check.py")
"""Programs: they may write to standard output."""


def test_import_linter_contracts_are_kept(tmp_path: Path) -> None:
    pytest.importorskip("importlinter", reason="import-linter is a development tool: pip install 'biasscore[dev]'")
    program = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    done = subprocess.run(
        [sys.executable, "-c", program, "--config", str(ROOT / "pyproject.toml"), "--cache-dir", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_files_are_small_rooms(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_every_file_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8"))) or path.name == "_version.py"


def _calls(tree: ast.AST) -> set[str]:
    return {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


def _imports(tree: ast.AST) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, []) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            found.append((node.module or "", [alias.name for alias in node.names]))
    return found


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_no_print_eval_or_pickle(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert not _calls(tree) & {"print", "eval", "exec", "input", "__import__", "breakpoint"}
    modules = {name.split(".")[0] for name, _ in _imports(tree)}
    assert not modules & {"pickle", "marshal", "shelve", "requests", "urllib", "socket", "http"}
    allow_pickle = [
        keyword.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "allow_pickle"
    ]
    assert all(isinstance(value, ast.Constant) and value.value is False for value in allow_pickle)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_nobody_inside_imports_the_package_root(path: Path) -> None:
    if path == ROOT / "biasscore" / "__init__.py":
        return
    for name, what in _imports(ast.parse(path.read_text("utf-8"))):
        assert name != "biasscore", f"from biasscore import {what}: import the file that defines it"


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_own_modules_are_imported_at_the_top(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    deferred = [name for function in functions for name, _ in _imports(function) if name.startswith("biasscore")]
    assert deferred == []


@pytest.mark.parametrize(
    "path",
    [path for path, name in zip(FILES, NAMES, strict=True) if name not in COMMANDS],
    ids=[name for name in NAMES if name not in COMMANDS],
)
def test_only_commands_write_to_the_terminal(path: Path) -> None:
    # batch.py reads '-' from standard input; nobody but the commands writes
    assert "sys.stdout.write" not in path.read_text("utf-8")


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_no_rule_mentions_a_seed(path: Path) -> None:
    words = path.read_text("utf-8").lower()
    assert "shared/seeds" not in words
    assert "niger" not in words.replace("nigeria", "")
