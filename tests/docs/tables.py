"""How shapes, codes and records of files read in words, as rows of tables.

Knows the shapes that any file can have; refuses to know any key or code by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatch
from typing import Any

from academy_cli.formats import patterns, shapes
from academy_cli.formats.codes import Code
from academy_cli.formats.records import Record


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
def _(one: shapes.Number) -> str:
    return f"a number from {one.least:,g} to {one.most:,g}"


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


def keys(record: Record, prefix: str = "") -> Iterator[tuple[str, ...]]:
    """The keys of a record and of those within it."""
    for field in record.fields:
        needed = " (required)" if field.required else ""
        yield f"`{prefix}{field.name}`{needed}", shape(field.shape), field.help
        nested, mark = within(field.shape)
        if nested is not None:
            yield from keys(nested, f"{prefix}{field.name}{mark}.")


@singledispatch
def within(one: Any) -> tuple[Record | None, str]:
    """The record within a shape, and the mark of a list."""
    return None, ""


@within.register
def _(one: Record) -> tuple[Record | None, str]:
    return one, ""


@within.register
def _(one: shapes.Either) -> tuple[Record | None, str]:
    return within(one.nested)


@within.register
def _(one: shapes.List) -> tuple[Record | None, str]:
    return within(one.item)[0], "[]"


def code(one: Code) -> tuple[str, ...]:
    """A kind of finding."""
    usually = f"**{one.severity.value}**, always" if one.is_firm else one.severity.value
    return f"`{one.name}`", usually, one.what, one.why, one.fix


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table of Markdown."""
    lines = (head, ("---",) * len(head), *rows)
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
                     for row in lines)  # fmt: skip


def _or(words: Iterable[str]) -> str:
    *all_but_last, last = words
    return f"{', '.join(all_but_last)} or {last}" if all_but_last else last
