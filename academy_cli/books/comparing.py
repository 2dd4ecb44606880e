"""The stored objects of the provider against all that is in the books: money, access, documents and closings.

Every check is a question to the database that answers with differences alone, so what agrees costs nothing
but the question. Reads in the caller's transaction; refuses to write, and to ask the provider.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from sqlalchemy import Connection, text

from academy_cli.books.checks import (
    access,
    charges,
    courses,
    disputes,
    documents,
    ledger,
    months,
    orders,
    refunds,
    subscriptions,
)
from academy_cli.books.checks.check import Check, Scope, Span
from academy_cli.books.views import Case


def cases(connection: Connection, scope: Scope) -> Iterator[Case]:
    """Everything that differs, class by class, each in the order in which it happened."""
    if connection.dialect.name == "postgresql":
        # What is read bit by bit is planned as if the first rows alone were wanted.
        connection.execute(text("set local cursor_tuple_fraction = 1"))
    of_all = _checks(Span(scope.since is not None), has_documents=scope.has_documents)
    for check in (*of_all, *months.checks(connection)):
        yield from check.cases(connection, scope)


@cache
def _checks(span: Span, *, has_documents: bool) -> Sequence[Check]:
    """Money first: what puts that right often puts the rest right."""
    of_money = (charges, subscriptions, refunds, disputes, ledger)
    some = [check for each in of_money for check in each.checks(span)]
    some += [*orders.checks(), *courses.checks(), *access.checks()]
    return [*some, *documents.checks()] if has_documents else some
