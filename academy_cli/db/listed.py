"""Values that a statement brings along as a table of its own.

Knows each engine's way to read JSON as rows; refuses to know what the rows are of.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import CTE, JSON, Connection, Integer, Text, cast, func, literal, select


def listed(connection: Connection, values: Mapping[int, int]) -> CTE:
    """Rows with a number each as a table of one statement, with columns ``row`` and ``value``.

    One parameter, however many there are.
    """
    text = literal(json.dumps(values), Text)
    if connection.dialect.name == "sqlite":
        each = func.json_each(text).table_valued("key", "value")
    else:
        each = func.json_each_text(cast(text, JSON)).table_valued("key", "value")
    row, value = cast(each.c.key, Integer), cast(each.c.value, Integer)
    found = select(row.label("row"), value.label("value")).cte("listed")
    return found.prefix_with("materialized")  # else SQLite reads the parameter again for every row


def paired(connection: Connection, pairs: Sequence[tuple[int, int]]) -> CTE:
    """Pairs of numbers as a table of one statement, with columns ``first`` and ``second``."""
    text = literal(json.dumps(pairs), Text)
    if connection.dialect.name == "sqlite":
        each = func.json_each(text).table_valued("value")
        parts: list[Any] = [func.json_extract(each.c.value, f"$[{place}]") for place in (0, 1)]
    else:
        each = func.json_array_elements(cast(text, JSON)).table_valued("value")
        parts = [each.c.value.op("->>")(place) for place in (0, 1)]
    first, second = (cast(part, Integer) for part in parts)
    found = select(first.label("first"), second.label("second")).cte("paired")
    return found.prefix_with("materialized")
