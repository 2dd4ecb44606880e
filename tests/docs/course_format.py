"""The tables of docs/course-format.md: ``python -m tests.docs.course_format`` writes them again.

Knows how shapes, codes and limits read in words; refuses to know any key or code by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import singledispatch
from pathlib import Path
from typing import Any

from academy_cli.authoring import schema
from academy_cli.authoring.codes import CODES
from academy_cli.authoring.schema import RECORDS
from academy_cli.config import settings
from academy_cli.formats import patterns, shapes
from academy_cli.formats.codes import Code
from academy_cli.formats.records import Record

PAGE = Path(__file__).parents[2] / "docs" / "course-format.md"
_BLOCK = re.compile(r"(<!-- table: (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)


def written(page: str) -> str:
    """A page with its marked tables as they should be."""
    return _BLOCK.sub(lambda found: f"{found[1]}\n{table(found[2])}\n\n{found[3]}", page)


def names(page: str) -> list[str]:
    """The marked tables of a page."""
    return [found[2] for found in _BLOCK.finditer(page)]


def table(name: str) -> str:
    """One table: a record's keys, the codes that begin with a word, or the limits."""
    kind, _, part = name.partition(":")
    if kind == "keys":
        return _table(("key", "value", "meaning"), _keys(RECORDS[part]))
    if kind == "codes":
        chosen = [code for code in CODES.values() if code.name.partition(".")[0] == part]
        return _table(("code", "usually", "what it says", "why it matters", "what to do"),
                      map(_code, chosen))  # fmt: skip
    return _table(("setting", "default", "what it limits"), _limits())


def _keys(record: Record, prefix: str = "") -> Iterator[tuple[str, ...]]:
    for field in record.fields:
        needed = " (required)" if field.required else ""
        yield f"`{prefix}{field.name}`{needed}", shape(field.shape), field.help
        nested, mark = _nested(field.shape)
        if nested is not None:
            yield from _keys(nested, f"{prefix}{field.name}{mark}.")


def _nested(one: Any) -> tuple[Record | None, str]:
    match one:
        case Record():
            return one, ""
        case schema.Price():
            return one.record, ""
        case shapes.Either():
            return _nested(one.nested)
        case shapes.List():
            return _nested(one.item)[0], "[]"
    return None, ""


@singledispatch
def shape(one: Any) -> str:
    """What a value looks like, in words."""
    return "keys of its own, as follows"


@shape.register
def _(one: shapes.Text) -> str:
    lines = ", also of several lines" if one.lines else ""
    return f"text of up to {one.max_length:,} characters{lines}"


@shape.register
def _(one: patterns.Pattern) -> str:
    return f"{one.words}, like `{one.example}`" if one.example else one.words


@shape.register
def _(one: shapes.Choice) -> str:
    return _or(f"`{word}`" for word in one.words)


@shape.register
def _(one: shapes.Integer) -> str:
    return f"a whole number from {one.least:,} to {one.most:,}"


@shape.register
def _(one: shapes.Boolean) -> str:
    return "`true` or `false`"


@shape.register
def _(one: shapes.Moment) -> str:
    return "a date or a time with its zone"


@shape.register
def _(one: shapes.List) -> str:
    return f"a list, each {shape(one.item)}"


@shape.register
def _(one: shapes.Either) -> str:
    return _or(dict.fromkeys([shape(one.scalar), shape(one.nested)]))


@shape.register
def _(one: schema.Entries) -> str:
    return "a list of names, see [Order](#order)"


@shape.register
def _(one: schema.Checks) -> str:
    return "codes with a severity, see [Findings](#findings)"


def _or(words: Iterable[str]) -> str:
    *all_but_last, last = words
    return f"{', '.join(all_but_last)} or {last}" if all_but_last else last


def _code(code: Code) -> tuple[str, ...]:
    usually = f"**{code.severity.value}**, always" if code.is_firm else code.severity.value
    return f"`{code.name}`", usually, code.what, code.why, code.fix


def _limits() -> Iterator[tuple[str, ...]]:
    for setting in settings.table():
        if setting.group == "limits":
            yield f"`{setting.name}`", f"{int(setting.shown):,}", setting.why


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
                     for row in lines)  # fmt: skip


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
