"""The repository as the rules see it: tracked files, parsed modules, functions and their lengths.

Knows how to look; refuses to judge.
"""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = "academy_cli"


@dataclass(frozen=True)
class Module:
    """One Python file."""

    path: Path
    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        """How many lines the file has."""
        return len(self.text.splitlines())


@dataclass(frozen=True)
class Function:
    """One function of a module."""

    where: str
    lines: int


def parse(text: str, name: str = "sample") -> Module:
    """A module from text, as a rule's negative control needs it."""
    return Module(Path(f"{name}.py"), name, text)


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the package."""
    return tuple(_read(path) for path in sorted((ROOT / PACKAGE).rglob("*.py")))


def functions(module: Module) -> Iterator[Function]:
    """Every function and method, with the lines from its ``def`` to its end."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Function(f"{module.name}.{node.name}", (node.end_lineno or 0) - node.lineno + 1)


def imports(module: Module) -> Iterator[str]:
    """Every module that a module imports, wherever the statement stands."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def tracked_files() -> tuple[Path, ...]:
    """Every file git keeps, or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return tuple(ROOT / name for name in listed.stdout.split("\0") if (ROOT / name).is_file())


def _read(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    text = path.read_text(encoding="utf-8")
    return Module(path, ".".join(part for part in parts if part != "__init__"), text)
