"""What is said is a literal with a place for each value: so it can be found, and told in another language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from tests.language.messages import PACKAGE

TEMPLATES = {"say": 1, "say_so_many": 2, "say_joined": 1}
OWN = frozenset({"kit/saying.py", "kit/amount.py"})
"""Where they are made."""


def wrong(source: str) -> Iterator[str]:
    """Calls that nobody could translate."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        many = TEMPLATES.get(node.func.id, 0)
        templates, values = node.args[:many], node.args[many:]
        for one in templates:
            if not (isinstance(one, ast.Constant) and isinstance(one.value, str)):
                yield f"line {node.lineno}: no literal"
            elif node.func.id == "say" and is_short_of(one.value, values):
                yield f"line {node.lineno}: {len(values)} values for “{one.value}”"


def is_short_of(template: str, values: list[ast.expr]) -> bool:
    """Whether a template has places for more or fewer values."""
    is_open = any(isinstance(one, ast.Starred) for one in values)
    return not is_open and places(template) != len(values)


def places(template: str) -> int:
    """How many values a template takes; those within a form, such as a width, count as well."""
    found = 0
    for _, name, spec, _ in Formatter().parse(template):
        if name is not None:
            found += 1 + places(spec or "")
    return found


def test_every_template_is_a_literal_with_a_place_for_each_value() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix(): told
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).as_posix() not in OWN
        if (told := list(wrong(path.read_text(encoding="utf-8"))))
    }

    assert found == {}


@pytest.mark.parametrize(
    "call", ["say(f'a {x}')", "say(x)", "say('a {}')", "say('a', x)", "say_so_many('a', x, 2)"]
)
def test_one_that_is_not_is_found(call: str) -> None:
    """The control."""
    assert list(wrong(call))


def test_the_package_is_where_it_is_looked_for() -> None:
    assert (PACKAGE / "cli" / "root.py").is_file()
    assert isinstance(PACKAGE, Path)
