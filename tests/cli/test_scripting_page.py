"""docs/scripting.md says what is true, and docs/cli.md is what the commands say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import academy_cli
from academy_cli.cli.help import EXIT_CODES
from academy_cli.cli.reference import markdown
from academy_cli.errors import Kind
from tests.cli.conftest import REPOSITORY

PAGE = (REPOSITORY / "docs" / "scripting.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([a-z.-]+)` \| (\d+) \|", re.MULTILINE)


def raised() -> Iterator[tuple[str, int]]:
    """Every error code in the source, found where ``Kind.X, "code"`` are arguments of a call."""
    for path in (REPOSITORY / academy_cli.__name__).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                match node.args[:2]:
                    case [ast.Attribute(ast.Name("Kind"), kind), ast.Constant(str(code))]:
                        if kind in Kind.__members__:  # modules and lessons are Kinds too
                            yield code, Kind[kind].exit_code


def test_every_error_code_is_documented_with_its_exit_code() -> None:
    found, told = set(raised()), {(code, int(exit_code)) for code, exit_code in ROW.findall(PAGE)}

    assert found
    assert sorted(found - told) == []


def test_every_exit_code_is_documented() -> None:
    for one in EXIT_CODES:
        assert f"| {one.code} | {one.kind} | {one.meaning} |" in PAGE


def test_the_reference_is_fresh() -> None:
    written = (REPOSITORY / "docs" / "cli.md").read_text(encoding="utf-8")

    assert written == markdown(), "run: python -m academy_cli.cli.reference > docs/cli.md"
