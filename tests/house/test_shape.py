"""The shape of the code: short files, short functions, and a sentence at the top of each."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from statistics import median

from tests.house.source import Module, functions, modules, parse

LONGEST_FILE, LONGEST_FUNCTION = 300, 40
TYPICAL_FILE, TYPICAL_FUNCTION = 130, 12
ALLOWED: dict[str, str] = {
    "academy_cli.authoring.codes": "one table: the reader looks a finding up in one place",
}
"""Longer ones by name, each with the reason why it is not two."""
VAGUE = {
    "common",
    "data",
    "handler",
    "helper",
    "helpers",
    "info",
    "manager",
    "misc",
    "util",
    "utils",
}


def too_long(found: Iterable[Module]) -> Iterator[str]:
    for module in found:
        if module.lines > LONGEST_FILE:
            yield module.name
        yield from (one.where for one in functions(module) if one.lines > LONGEST_FUNCTION)


def undescribed(found: Iterable[Module]) -> Iterator[str]:
    for module in found:
        if not (ast.get_docstring(module.tree) or "").partition("\n")[0].endswith("."):
            yield module.name


def vaguely_named(found: Iterable[Module]) -> Iterator[str]:
    for module in found:
        if module.name.rpartition(".")[2] in VAGUE:
            yield module.name


def stateful_dataclasses(found: Iterable[Module]) -> Iterator[str]:
    for module in found:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and any(map(_is_loose, node.decorator_list)):
                yield f"{module.name}.{node.name}"


def _is_loose(decorator: ast.expr) -> bool:
    written = ast.unparse(decorator)
    return written.startswith("dataclass") and "frozen=True" not in written


def test_no_file_and_no_function_is_long_without_a_reason() -> None:
    assert sorted(set(too_long(modules())) - set(ALLOWED)) == []


def test_a_reason_is_dropped_when_it_is_no_longer_needed() -> None:
    assert sorted(set(ALLOWED) - set(too_long(modules()))) == []


def test_files_and_functions_are_typically_short() -> None:
    files = [module.lines for module in modules() if module.lines > 1]
    lengths = [one.lines for module in modules() for one in functions(module)]

    assert median(files) <= TYPICAL_FILE
    assert median(lengths) <= TYPICAL_FUNCTION


def test_every_module_says_what_it_knows() -> None:
    assert list(undescribed(modules())) == []


def test_no_module_is_named_vaguely() -> None:
    assert list(vaguely_named(modules())) == []


def test_dataclasses_are_frozen() -> None:
    assert list(stateful_dataclasses(modules())) == []


def test_the_rules_catch_what_they_are_for() -> None:
    long = parse("def long():\n" + "    pass\n" * LONGEST_FUNCTION)
    loose = parse("@dataclass\nclass Loose:\n    pass", "package.utils")

    assert list(too_long([long])) == ["sample.long"]
    assert list(too_long([parse("x = 1\n" * (LONGEST_FILE + 1))])) == ["sample"]
    assert list(undescribed([loose])) == ["package.utils"]
    assert list(vaguely_named([loose])) == ["package.utils"]
    assert list(stateful_dataclasses([loose])) == ["package.utils.Loose"]
