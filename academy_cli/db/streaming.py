"""The rows of a query, all at once where they are few and some at a time where nobody knows how many.

Knows how much may be held; refuses to know what the rows are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select

PAGE, STREAMED = 5000, 1000
"""How many rows may come at once; and how many are held of more."""


def streamed(
    connection: Connection, query: Select[Any], limit: int | None
) -> Iterator[Sequence[Row[*tuple[Any, ...]]]]:
    """The rows in parts, given how many the query gives at most.

    A page comes whole: PostgreSQL plans what is read bit by bit as if only the first rows were wanted.
    """
    if limit is not None and limit <= PAGE:
        yield connection.execute(query).all()
    else:
        yield from connection.execute(query.execution_options(yield_per=STREAMED)).partitions()
