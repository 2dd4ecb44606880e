"""Rows out of JSON lines: an object each, its values as the texts that cells of a CSV file would hold.

Knows what of JSON a cell can say; refuses to keep anything of a line for the next one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TextIO

from academy_cli.bulk.reading import FIELDS_PER_ROW, Limits
from academy_cli.kit.saying import say

SURROGATE = "\\ud"
"""How half a character is written in JSON; no text may hold one."""


class Nested(str):
    """The JSON of an object, or of a list of such, for fields that hold one."""

    __slots__ = ()


class Listed(str):
    """A list of values as a cell would hold it, which still knows how the file has it."""

    __slots__ = ("written",)
    written: str


class JsonRow(NamedTuple):
    """One object, counted from 1, with the line it stands in; ``reason`` says why it cannot be read."""

    number: int
    line: int
    values: Mapping[str, str]
    reason: str
    raw: str


def json_rows(text: TextIO, limits: Limits) -> Iterator[JsonRow]:
    """The objects of a text, one a line; blank lines are passed over."""
    most, number, at = limits.field * FIELDS_PER_ROW, 0, 0
    while line := text.readline(most):
        at += 1
        is_cut = len(line) == most and not line.endswith(("\n", "\r"))
        while is_cut and (rest := text.readline(most)) and not rest.endswith(("\n", "\r")):
            pass
        if line.strip():
            number += 1
            values, reason = ({}, say("the line is too long")) if is_cut else _read(line, limits)
            yield JsonRow(number, at, values, reason, line.rstrip("\r\n").replace("\0", ""))


def _read(line: str, limits: Limits) -> tuple[Mapping[str, str], str]:
    try:
        found = json.loads(
            line, parse_int=str, parse_float=str, parse_constant=_constant, object_pairs_hook=_pairs
        )
        if not isinstance(found, dict):
            return {}, say("it is no JSON object")
        values = {name: _cell(value) for name, value in found.items()}
        if SURROGATE in line.lower():
            "".join([*values, *values.values()]).encode()
    except json.JSONDecodeError as error:
        return {}, say("it is no JSON: {} at column {}", error.msg, error.colno)
    except UnicodeEncodeError:
        return {}, say("it contains half a character")
    except (_OddError, RecursionError) as error:
        return {}, str(error) if isinstance(error, _OddError) else say("it is nested too deeply")
    return values, _refusal(values, limits)


def _refusal(values: Mapping[str, str], limits: Limits) -> str:
    if any("\0" in value for value in values.values()):
        return say("it contains a zero byte")
    if max(map(len, values.values()), default=0) > limits.field:
        return say("a field is longer than {:,} characters", limits.field)
    return ""


class _OddError(Exception):
    """What JSON's readers take and its standard (RFC 8259) does not."""


def _constant(name: str) -> str:
    message = say("{} is no value in JSON", name)
    raise _OddError(message)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        message = say("it says “{}” twice", twice)
        raise _OddError(message)
    return found


def _cell(value: Any) -> str:
    """A value as the text that a cell would hold; a list is joined by commas."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case list() if not any(isinstance(part, dict | list) for part in value):
            return _listed(value)
        case _:
            return Nested(json.dumps(value, ensure_ascii=False))


def _listed(values: list[Any]) -> Listed:
    found = Listed(", ".join(map(_cell, values)))
    found.written = json.dumps(values, ensure_ascii=False)
    return found
