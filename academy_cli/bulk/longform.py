"""Rows that say one thing of somebody each, put together: one row for each of whom they tell.

Holds all of them, for rows of one person may stand anywhere. Knows lines and fields; refuses to leave out a
row that cannot be read, for then nobody knows whose the thing was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from academy_cli.bulk.entries import Entry
from academy_cli.bulk.file_errors import UnreadableRowError
from academy_cli.kit.saying import say


class Long(NamedTuple):
    """The fields that say of whom a row is, what it tells, and what that is; together ``value.WHAT``.

    ``same`` gives two spellings of the same person the same text.
    """

    who: str
    name: str
    value: str
    same: Callable[[str], str]


class _Gathering:
    """What was said of somebody so far, and in which lines."""

    def __init__(self, line: int, said: dict[str, str]) -> None:
        self.line, self.said, self.reason = line, said, ""
        self.lines: dict[str, int] = {}
        self.rows: list[Sequence[str]] = []


def gathered(entries: Iterable[Entry], long: Long, file: str) -> Iterator[Entry]:
    """A row for each person, in the order in which they come first. Raises UnreadableRowError."""
    texts: dict[str, str] = {}
    people: dict[str, _Gathering] = {}
    for entry in entries:
        who = _who(entry, long, file)
        one = people.get(who)
        if one is None:
            one = people[who] = _Gathering(entry.line, _beside(entry.said, long))
        _take(one, entry, long, texts)
    for number, one in enumerate(people.values(), 1):
        first, *rest = one.rows
        yield Entry(number, one.line, one.said, one.reason, first, rest)


def _who(entry: Entry, long: Long, file: str) -> str:
    """Of whom a row is. Raises UnreadableRowError where that cannot be told, or not what it tells."""
    missing = next((name for name in (long.who, long.name) if name not in entry.said), "")
    why = entry.reason or (say("{} is missing", missing) if missing else "")
    if why:
        raise UnreadableRowError(file, entry.line, why)
    return long.same(entry.said[long.who])


def _take(one: _Gathering, entry: Entry, long: Long, texts: dict[str, str]) -> None:
    """Put a row to what was said before; equal texts of many rows are kept once."""
    one.rows.append([texts.setdefault(cell, cell) for cell in entry.written])
    for name, told in _beside(entry.said, long).items():
        if name != long.who and one.said.setdefault(name, told) != told:
            one.reason = one.reason or say("{} is another in line {}", name, entry.line)
    name = f"{long.value}.{entry.said[long.name]}"
    name = texts.setdefault(name, name)
    if first := one.lines.get(name):
        one.reason = one.reason or (
            say("“{}” is told in line {} and in line {}", entry.said[long.name], first, entry.line)
        )
    elif name in one.said:
        one.reason = one.reason or say(
            "“{}” has a column of its own as well", entry.said[long.name]
        )
    one.lines[name] = entry.line
    value = entry.said.get(long.value)
    if value:
        one.said[name] = texts.setdefault(value, value)


def _beside(said: Mapping[str, str], long: Long) -> dict[str, str]:
    """What a row says beside the one thing."""
    return {name: told for name, told in said.items() if name not in (long.name, long.value)}
