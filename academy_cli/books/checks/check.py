"""A check: one question, each row of whose answer is a difference.

Knows how a row becomes one; refuses to know what is asked. A question names its columns: ``about`` is what
the remedy is for, ``amount`` and ``currency``, ``r1`` to ``r4`` are references, ``ours`` and ``theirs`` are
what differs. It is written once for all times: whose objects, and of which time, are filled in when it is
asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    String,
    Table,
    and_,
    bindparam,
    true,
)

from academy_cli.books.views import NOTICES, Case, Difference, Found
from academy_cli.kit.money import Money
from academy_cli.kit.saying import say
from academy_cli.models import StripeObject
from academy_cli.models.base import UTCDateTime

STREAMED = 1000
REFERENCES = ("r1", "r2", "r3", "r4")


class Scope(NamedTuple):
    """What is compared: this academy's objects, from a time on, until another."""

    key: str
    since: datetime | None
    until: datetime
    """When the provider was asked: what came later is not looked for there."""
    has_documents: bool = True


@dataclass(frozen=True)
class Span:
    """A scope in a question, to be filled in: from the beginning, or from a time on."""

    has_since: bool
    key = bindparam("key", type_=String())
    until = bindparam("until", type_=UTCDateTime())

    def made(self, column: Any) -> ColumnElement[bool]:
        """That something was made in that time."""
        since = bindparam("since", type_=UTCDateTime())
        return and_(column >= since if self.has_since else true(), column < self.until)


class Check(NamedTuple):
    """A question, and what class a row of its answer is of; None where it is no difference after all."""

    query: Select[*tuple[Any, ...]]
    found: Callable[[RowMapping], Found | None]

    def cases(self, connection: Connection, scope: Scope) -> Iterator[Case]:
        """What differs, some at a time."""
        asked = self.query.execution_options(yield_per=STREAMED)
        rows = connection.execute(asked, scope._asdict())
        for row in rows.mappings():
            found = self.found(row)
            if found is not None:
                yield case(found, row)


def always(found: Found) -> Callable[[RowMapping], Found]:
    """Every row is of one class."""
    return lambda _: found


def case(found: Found, row: RowMapping) -> Case:
    """A row as a difference."""
    named = tuple(str(row[name]) for name in REFERENCES if row.get(name) is not None)
    money = Money(int(row["amount"]), row["currency"]) if row.get("amount") is not None else None
    fix = found.remedy.value if found.remedy is not None else None
    difference = Difference(
        found.code, _words(found, row), money, named, fix, found.why, found in NOTICES
    )
    return Case(found, str(row["about"]), difference)


def _words(found: Found, row: RowMapping) -> str:
    if "ours" not in row or "theirs" not in row:
        return found.words
    return say("{}: {} here, {} there", found.words, row["ours"], row["theirs"])


@cache
def objects(kind: str, name: str) -> tuple[Table, ColumnElement[bool]]:
    """The provider's objects of a kind as a table, and the condition that it has."""
    table: Any = StripeObject.__table__.alias(name)
    return table, table.c.kind == kind
