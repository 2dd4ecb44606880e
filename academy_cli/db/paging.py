"""Sorting and cutting lists in the database, as people ask for it on the command line.

Knows that what has no value comes last; refuses to know what is listed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, SQLColumnExpression

from academy_cli.kit.page import Cut


def paged(
    query: Select[Any],
    cut: Cut,
    columns: Mapping[str, SQLColumnExpression[Any]],
    usual: Sequence[SQLColumnExpression[Any]],
) -> Select[Any]:
    """A query for a part of a list; ``usual`` is its order otherwise, and among equals."""
    wanted = (
        columns[key.field].desc() if key.is_descending else columns[key.field].asc()
        for key in cut.sort
    )
    ordered = query.order_by(*(one.nulls_last() for one in wanted), *usual)
    return ordered.limit(cut.limit).offset(cut.offset or None)
