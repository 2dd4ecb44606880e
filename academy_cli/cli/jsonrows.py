"""JSON text of many rows, one at a time: what the standard library writes of them all together.

Knows how each value is written; refuses to keep a row, so that an array of millions takes no memory.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from json.encoder import encode_basestring
from types import NoneType
from typing import Any

from academy_cli.kit.clock import iso
from academy_cli.kit.record import Plain, Writers, plain

_SIMPLE: Mapping[type, Callable[[Any], str]] = {
    str: encode_basestring,
    int: str,
    NoneType: lambda _: "null",
    bool: lambda is_so: "true" if is_so else "false",
    datetime: lambda moment: f'"{iso(moment)}"',
}


def json_text(value: object, *, indent: int | None = 2) -> str:
    """Write JSON with its characters as they are."""
    return json.dumps(value, ensure_ascii=False, indent=indent)


def writing(names: Sequence[str]) -> Callable[[Sequence[object]], str]:
    """How one row after another becomes an object on a line."""
    template = "{" + ", ".join(_fields(names)) + "}"
    return _filling(template, lambda value: json_text(plain(value), indent=None))


def array(rows: Iterable[Sequence[object]], names: Sequence[str]) -> Iterator[str]:
    """The lines of an array of objects, one row at a time."""
    template = "  {\n    " + ",\n    ".join(_fields(names)) + "\n  }"
    write = _filling(template, lambda value: _indented(plain(value), "    "))
    last = ""
    for row in rows:
        yield f"{last}," if last else "["
        last = write(row)
    yield from (last, "]") if last else ("[]",)


def _indented(value: Plain, margin: str) -> str:
    """JSON as ``json_text`` writes it; the standard library leaves cycles behind wherever it indents."""
    inner = f"{margin}  "
    match value:
        case dict() if value:
            items = (f"{json_text(key)}: {_indented(part, inner)}" for key, part in value.items())
            marks = "{}"
        case list() if value:
            items, marks = (_indented(part, inner) for part in value), "[]"
        case _:
            return json_text(value, indent=None)
    return f"{marks[0]}\n{inner}" + f",\n{inner}".join(items) + f"\n{margin}{marks[1]}"


def _fields(names: Sequence[str]) -> Iterator[str]:
    return (json_text(name).replace("%", "%%") + ": %s" for name in names)


def _filling(template: str, rarely: Callable[[Any], str]) -> Callable[[Sequence[object]], str]:
    """A template filled with values, those of rare types written otherwise."""
    writers = Writers(_SIMPLE, rarely)

    def fill(row: Sequence[object]) -> str:
        return template % tuple([writers[type(part)](part) for part in row])

    return fill
