"""A hundred thousand sales that agree with the provider, to the cent, written by the drivers.

Knows which rows a sale leaves behind; refuses to know what is compared.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, text

from academy_cli.books import store
from academy_cli.db.bulk import insert_rows
from academy_cli.models import (
    Base,
    Course,
    Enrollment,
    Grant,
    Installation,
    Invoice,
    LedgerEntry,
    Order,
    OrderLine,
    Payment,
    Refund,
    StripeObject,
    User,
)

SALES, COURSES, REFUNDED_EVERY = 100_000, 100, 20
PRICE, BACK = 4900, 900
KEY, THEN = "b" * 32, datetime(2026, 10, 1, tzinfo=UTC)
MONTH_S = 30 * 24 * 3600
DIGEST = "0" * 64
LINE = (
    "id", "order_id", "position", "course_id", "title", "price", "discount", "amount",
    "tax_basis_points",
)  # fmt: skip


def sell(connection: Connection, many: int) -> None:
    """Write so many sales, each twentieth of them with a partial refund, and what Stripe says of them."""
    _stock(connection, many // COURSES)
    for model, columns, rows in _tables(many):
        _fill(connection, model, columns, rows)
    store.advance(connection, THEN + timedelta(days=31))


def _stock(connection: Connection, users: int) -> None:
    """Write courses, and so many people."""
    values = {"id": 1, "key": KEY, "is_live": False, "created_at": THEN}
    connection.execute(insert(Installation).values(**values))
    _fill(connection, User, ("id", "email", "name", "created_at"), (
        (n, f"p{n}@example.org", f"Person {n}", THEN) for n in range(1, users + 1)))  # fmt: skip
    for n in range(1, COURSES + 1):
        course = {"slug": f"c{n}", "title": f"Course {n}", "language": "en", "fields": "{}"}
        course |= {"status": "published", "source_sha256": "", "reader": "", "revision": 1}
        connection.execute(insert(Course).values(id=n, created_at=THEN, updated_at=THEN, **course))


def order(connection: Connection, many: int) -> None:
    """Write so many open orders of one course each, two of each person; nothing was paid yet."""
    _stock(connection, (many + 1) // 2)
    _fill(connection, Order, (
        "id", "reference", "request_key", "user_id", "provider", "is_live", "currency", "discount",
        "total", "state", "language", "actor", "created_at", "billing",
    ), ((n, f"O-2026-{n:06d}", f"k{n}", (n + 1) // 2, "stripe", False, "eur", 0, PRICE, "open", "en",
         "bench", THEN, "{}") for n in range(1, many + 1)))  # fmt: skip
    _fill(connection, OrderLine, LINE, (
        (n, n, 1, n % COURSES + 1, "Course", PRICE, 0, PRICE, 0) for n in range(1, many + 1)))  # fmt: skip


def ready(connection: Connection) -> None:
    """Let the engine know how many rows there are, as it finds out by itself sometime."""
    connection.execute(text("analyze"))


def _fill(connection: Connection, model: type[Base], columns: tuple[str, ...], rows: Any) -> None:
    insert_rows(connection, model, columns, rows)


def _tables(many: int) -> Iterator[tuple[type[Base], tuple[str, ...], Iterator[tuple[Any, ...]]]]:
    every = range(1, many + 1)
    back = range(REFUNDED_EVERY, many + 1, REFUNDED_EVERY)

    def at(n: int) -> datetime:
        return THEN + timedelta(seconds=n * MONTH_S // (many + 1))

    def course(n: int) -> int:
        return n % COURSES + 1

    def user(n: int) -> int:
        return (n - 1) // COURSES + 1

    yield Order, (
        "id", "reference", "request_key", "user_id", "provider", "is_live", "currency", "discount",
        "total", "state", "language", "actor", "created_at", "paid_at", "fulfilled_at", "billing",
    ), ((n, f"O-2026-{n:06d}", f"k{n}", user(n), "stripe", False, "eur", 0, PRICE, "paid", "en", "bench",
         at(n), at(n), at(n), "{}") for n in every)  # fmt: skip
    yield OrderLine, LINE, ((n, n, 1, course(n), "Course", PRICE, 0, PRICE, 0) for n in every)  # fmt: skip
    yield Enrollment, ("id", "user_id", "course_id", "enrolled_at"), (
        (n, user(n), course(n), at(n)) for n in every)  # fmt: skip
    yield Grant, ("id", "enrollment_id", "kind", "reference", "granted_at"), (
        (n, n, "order", f"O-2026-{n:06d}", at(n)) for n in every)  # fmt: skip
    body = json.dumps({"lines": []})
    yield Invoice, (
        "id", "kind", "series", "year", "number", "reference", "about", "corrects_id",
        "order_reference", "currency", "net", "tax", "gross", "language", "issued_at", "body",
        "content_sha256", "previous_sha256",
    ), (_document(n, many, at(n % many or many), body) for n in range(1, many + len(back) + 1))  # fmt: skip
    yield Payment, (
        "id", "reference", "order_id", "provider", "is_live", "intent_id", "charge_id", "method",
        "amount", "currency", "reserved_own", "state", "invoice_id", "received_at", "created_at",
        "actor",
    ), ((n, f"P-2026-{n:06d}", n, "stripe", False, f"pi_{n}", f"ch_{n}", "card", PRICE, "eur",
         0 if n % REFUNDED_EVERY else BACK,
         "succeeded", n, at(n), at(n), "bench") for n in every)  # fmt: skip
    yield Refund, (
        "id", "reference", "key", "request_key", "payment_id", "origin", "amount", "currency",
        "reason", "access", "state", "parameters", "provider_id", "credit_note_id", "requested_by",
        "created_at", "updated_at",
    ), ((k, f"R-2026-{k:06d}", f"{k:032x}", f"r{k}", n, "academy", BACK, "eur", "duplicate", "keep",
         "succeeded", "{}", f"re_{k}", many + k, "bench", at(n), at(n))
        for k, n in enumerate(back, 1))  # fmt: skip
    ledger = ("at", "kind", "amount", "currency", "provider", "payment_id", "source", "created_at")
    yield LedgerEntry, ledger, (
        (at(n), "payment", PRICE, "eur", "stripe", n, f"payment:ch_{n}", at(n)) for n in every)  # fmt: skip
    yield LedgerEntry, ledger, (
        (at(n), "refund", -BACK, "eur", "stripe", n, f"refund:re_{k}", at(n))
        for k, n in enumerate(back, 1))  # fmt: skip
    said = ("id", *store.COLUMNS)
    yield StripeObject, said, (
        (f"ch_{n}", "charge", f"pi_{n}", "card", "succeeded", PRICE, 0, None, None, "eur", False,
         f"O-2026-{n:06d}", KEY, at(n), THEN) for n in every)  # fmt: skip
    yield StripeObject, said, (
        (f"txn_{n}", "balance_transaction", f"ch_{n}", "charge", None, PRICE, None, 150,
         PRICE - 150, "eur", False, None, None, at(n), THEN) for n in every)  # fmt: skip
    yield StripeObject, said, (
        (f"re_{k}", "refund", f"ch_{n}", None, "succeeded", BACK, None, None, None, "eur", False,
         f"{k:032x}", KEY, at(n), THEN) for k, n in enumerate(back, 1))  # fmt: skip
    yield StripeObject, said, (
        (f"txr_{k}", "balance_transaction", f"re_{k}", "refund", None, -BACK, None, 0, -BACK, "eur",
         False, None, None, at(n), THEN) for k, n in enumerate(back, 1))  # fmt: skip


def _document(n: int, many: int, at: datetime, body: str) -> tuple[Any, ...]:
    if n <= many:
        told = ("invoice", "INV", 2026, n, f"INV-{n}", f"payment:P-2026-{n:06d}", None)
        amount = PRICE
    else:
        k = n - many
        told = (
            "credit_note",
            "CN",
            2026,
            k,
            f"CN-{k}",
            f"refund:R-2026-{k:06d}",
            k * REFUNDED_EVERY,
        )
        amount = BACK
    more = (f"O-{n}", "eur", amount, 0, amount, "en", at, body, DIGEST, DIGEST)
    return (n, *told, *more)
