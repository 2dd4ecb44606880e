"""Views as plain data: the one way a frozen value becomes JSON, and the two ways it becomes text.

Knows which values a view may hold and how each is written; refuses to know which view it is given.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from operator import attrgetter
from pathlib import PurePath
from types import NoneType
from typing import Any, TypeAlias, cast

from academy_cli.kit.clock import iso
from academy_cli.kit.money import Money, written

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"
"""What JSON can hold."""
Record: TypeAlias = Mapping[str, object]
"""The named parts of one view."""


def record(value: object) -> Record:
    """The named parts of a view (a dataclass, a named tuple, a mapping), unconverted, in their order."""
    if isinstance(value, Mapping):
        return {str(key): part for key, part in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return dict(value._asdict())
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    message = f"a view is a dataclass or a mapping, not {type(value).__name__}"
    raise TypeError(message)


def picking(names: Sequence[str]) -> Callable[[object], Sequence[object]]:
    """How some parts are taken out of one view after another, in the order of their names.

    Views of a million rows are of very few types, so what a type needs is found out once.
    """
    known: dict[type, Callable[[Any], Sequence[object]]] = {}

    def pick(view: object) -> Sequence[object]:
        found = known.get(type(view))
        if found is None:
            found = known[type(view)] = _getter(view, names)
        return found(view)

    return pick


def _getter(view: object, names: Sequence[str]) -> Callable[[Any], Sequence[object]]:
    if isinstance(view, Mapping):
        return lambda mapping: [mapping[name] for name in names]
    record(view)  # refuses what is no view
    if len(names) > 1:
        return attrgetter(*names)
    return lambda one: [getattr(one, name) for name in names]


def plain(value: object) -> Plain:
    """Turn a value into what JSON can hold: times end in ``Z``, enums are their values or words.

    An exact number (Decimal) is its text, which no reader rounds.

    Raises TypeError for a value no view may hold, such as a database row.
    """
    match value:
        case Enum():
            return plain(getattr(value, "word", value.value))
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            return iso(value)
        case _ if isinstance(value, date | PurePath) or _is_decimal(value):
            return str(value)
        case list() | tuple() | set() | frozenset():
            return [plain(part) for part in value]
        case _:
            return {name: plain(part) for name, part in record(value).items()}


def _is_decimal(value: object) -> bool:
    """Whether it is an exact number; importing their module would cost every command a millisecond."""
    known = sys.modules.get("decimal")
    return known is not None and isinstance(value, known.Decimal)


def cell(value: object) -> str:
    """Write a value as one machine-readable cell: nothing is empty, a list is joined by commas."""
    return CELLS[type(value)](value)


def _rare_cell(value: object) -> str:
    if isinstance(value, Money):
        return written(value)
    if isinstance(value, list | tuple) and any(isinstance(part, Money) for part in value):
        return ",".join(map(cell, value))
    match plain(value):
        case str() as text:
            return text
        case list() as parts if not any(isinstance(part, list | dict) for part in parts):
            return ",".join(cell(part) for part in parts)
        case other:
            return json.dumps(other, ensure_ascii=False, separators=(",", ":"))


def _list_cell(values: Sequence[object]) -> str:
    if all(type(part) is str for part in values):  # of which most lists are, also those of nothing
        return ",".join(cast("Sequence[str]", values))
    return _rare_cell(values)


class Writers(dict[type, Callable[[Any], str]]):
    """How values are written, by their type; what another type needs is found out at its first value."""

    def __init__(
        self, known: Mapping[type, Callable[[Any], str]], rarely: Callable[[Any], str]
    ) -> None:
        super().__init__(known)
        self._rarely = rarely

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        """Values of a closed set are written once each."""
        found = self._rarely
        if issubclass(kind, Enum):
            found = {member: found(member) for member in kind}.__getitem__
        self[kind] = found
        return found


CELLS = Writers(
    {
        str: str,
        int: str,
        NoneType: lambda _: "",
        bool: lambda is_so: "true" if is_so else "false",
        datetime: iso,
        tuple: _list_cell,
        list: _list_cell,
    },
    _rare_cell,
)


def shown(value: object) -> str:
    """Write a value for a person: minutes instead of seconds, yes and no, a dash for nothing."""
    match value:
        case None | "":
            return "-"
        case bool():
            return "yes" if value else "no"
        case datetime():
            return iso(value)[:16].replace("T", " ") + "Z"
        case list() | tuple():
            return ", ".join(shown(part) for part in value) or "-"
        case _:
            return cell(value)
