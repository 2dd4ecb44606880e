"""Rows whose column has one of many values, asked in the way that each engine answers fastest.

Knows that PostgreSQL plans one array in no time and five hundred parameters slowly; refuses to cut the values
into parts, which is for whoever asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Connection, any_, literal


def among(connection: Connection, column: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    """The condition that a column has one of some values."""
    found: ColumnElement[bool]
    if connection.dialect.name == "sqlite":
        found = column.in_(values)
    else:
        found = column == any_(literal(list(values), ARRAY(column.type)))
    return found
