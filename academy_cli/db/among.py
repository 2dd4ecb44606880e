"""Rows whose column has one of many values, asked in the way that each engine answers fastest.

Knows that one parameter with all values is planned in no time and five hundred parameters are not; refuses to
cut the values into parts, which is for whoever asks.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, any_, column, func, literal, select
from sqlalchemy.types import UserDefinedType


def among(connection: Connection, asked: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    """The condition that a column has one of some values: numbers, or texts without zero bytes."""
    found: ColumnElement[bool]
    if connection.dialect.name == "sqlite":
        each = func.json_each(json.dumps(list(values))).table_valued(column("value", asked.type))
        found = asked.in_(select(each.c.value))
    else:
        kind = asked.type.compile(connection.dialect)
        found = asked == any_(literal(_written(values), _Array(f"{kind}[]")))
    return found


class _Array(UserDefinedType[str]):
    """An array that is sent as PostgreSQL writes it; the driver would take each value by itself."""

    cache_ok = True
    render_bind_cast = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **_: object) -> str:
        """The type as PostgreSQL calls it."""
        return self.name


def _written(values: Sequence[Any]) -> str:
    """Values in the form of PostgreSQL's manual, 8.15.6, Array Input and Output Syntax."""
    texts = [str(value) for value in values]
    if any('"' in one or "\\" in one for one in texts):
        texts = [one.replace("\\", "\\\\").replace('"', '\\"') for one in texts]
    return '{"' + '","'.join(texts) + '"}' if texts else "{}"
