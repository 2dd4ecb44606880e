"""Rows whose column has one of many values, asked in the way that each engine answers fastest.

Knows that one parameter with all values is planned in no time and five hundred parameters are not; refuses to
cut the values into parts, which is for whoever asks.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Connection, any_, column, func, literal, select


def among(connection: Connection, asked: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    """The condition that a column has one of some values: numbers, or texts without zero bytes."""
    found: ColumnElement[bool]
    if connection.dialect.name == "sqlite":
        each = func.json_each(json.dumps(list(values))).table_valued(column("value", asked.type))
        found = asked.in_(select(each.c.value))
    else:
        found = asked == any_(literal(list(values), ARRAY(asked.type)))
    return found
