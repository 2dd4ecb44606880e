"""Many who write down money at the same moment wait for each other in a line, and never in a circle."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from threading import Barrier, Event
from typing import Any

import pytest
from sqlalchemy import Connection

from academy_cli.access.actor import operator
from academy_cli.audit.service import record_all
from academy_cli.db.service import Database
from academy_cli.db.transaction import write
from academy_cli.enrollments import seats
from academy_cli.errors import AcademyError
from academy_cli.kit.clock import utc_now
from academy_cli.models import Invoice, Order, Payment
from academy_cli.payments import receiving, store
from academy_cli.payments.errors import NotPayableError
from academy_cli.payments.orders.basket import Basket
from academy_cli.payments.receiving import By, Received
from academy_cli.payments.service import ByHand, Payments
from academy_cli.payments.till import Till
from tests.payments.counter import PRICE, Counter
from tests.pricing.shop import eur

WRITERS, EACH = 12, 3
A_WHILE_S = 0.5
"""Longer than anybody needs to hold a course who is not kept from it."""
ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
"""SQLite has one writer: nobody waits in a circle there, and many have to ask again."""
Way = Callable[[Till], AbstractContextManager[Connection]]


@contextmanager
def own_till(counter: Counter) -> Iterator[Till]:
    """A till on a connection of its own, as each process has one."""
    till = counter.till()
    with closing(Database(counter.shop.school.academy.database.url)) as database:
        yield Till(database, operator("sue"), till.open_gateway, till.terms, utc_now)


def state(error: AcademyError) -> str:
    """What PostgreSQL calls what went wrong, or academy where that did not."""
    cause = error.__cause__
    return str(getattr(getattr(cause, "orig", cause), "sqlstate", error))


def patiently(work: Callable[[], Any]) -> None:
    """Ask again for as long as others take longer than anybody waits for a lock, as a person would."""
    while True:
        try:
            work()
        except AcademyError as error:
            if state(error) != "55P03":
                raise
        else:
            return


def at_once(works: Sequence[Callable[[], Any]]) -> list[str]:
    """Do all of it at the same moment; what went wrong."""
    ready, wrong = Barrier(len(works)), list[str]()

    def run(work: Callable[[], Any]) -> None:
        ready.wait()
        try:
            work()
        except AcademyError as error:
            wrong.append(state(error))

    with ThreadPoolExecutor(len(works)) as pool:
        list(pool.map(run, works))
    return wrong


@ON_POSTGRESQL
def test_courses_in_any_order_are_paid_by_hand_at_once(counter: Counter) -> None:
    courses = counter.sells("rust", "zig")

    def writes(writer: int) -> None:
        with own_till(counter) as till:
            for turn in range(EACH):
                wanted = courses if (writer + turn) % 2 else courses[::-1]
                key = f"key-{writer}-{turn}"
                basket = Basket(f"p{writer}-{turn}@x.org", wanted, key)
                got = ByHand(eur(2 * PRICE.amount), "cash", key, basket=basket)
                patiently(partial(Payments(till).record, got))

    for writer in range(WRITERS):
        for turn in range(EACH):
            counter.shop.school.person(f"p{writer}-{turn}")

    wrong = at_once([lambda writer=one: writes(writer) for one in range(WRITERS)])

    numbers = [one.number for one in counter.rows(Invoice)]
    assert wrong == []
    assert sorted(numbers) == list(range(1, WRITERS * EACH + 1))


@ON_POSTGRESQL
def test_of_many_who_write_down_the_same_money_one_does(counter: Counter) -> None:
    basket = counter.basket()
    reference = counter.orders().checkout(basket, tells=False).reference
    refused = list[str]()

    def writes(writer: int) -> None:
        with own_till(counter) as till:
            try:
                Payments(till).record(ByHand(PRICE, "cash", f"till-{writer}", order=reference))
            except NotPayableError as error:
                refused.append(error.code)

    wrong = at_once([lambda writer=one: writes(writer) for one in range(6)])

    assert (wrong, len(counter.rows(Payment)), len(refused)) == ([], 1, 5)


def crossing(counter: Counter, way: Way) -> list[str]:
    """Two orders paid in one transaction, as a sync does, while a third pays for a course of the second."""
    for name in ("abe", "bo", "cy"):
        counter.shop.school.person(name)
    counter.sells("rust")
    wanted = (("python", "abe"), ("rust", "bo"), ("rust", "cy"))
    for course, name in wanted:
        counter.orders().checkout(counter.basket(course, email=f"{name}@x.org"), tells=False)
    first, second, third = (one.id for one in counter.rows(Order))
    has_numbered, has_course = Event(), Event()

    def many() -> None:
        with own_till(counter) as till, way(till) as connection:
            acts = paid(connection, till, first)
            has_numbered.set()
            has_course.wait(A_WHILE_S)
            acts += paid(connection, till, second)
            record_all(connection, at=utc_now(), actor=till.actor, acts=acts)

    def one() -> None:
        has_numbered.wait()
        with own_till(counter) as till, way(till) as connection:
            seats.hold_course(connection, "rust")
            has_course.set()
            acts = paid(connection, till, third)
            record_all(connection, at=utc_now(), actor=till.actor, acts=acts)

    return at_once([many, one])


def paid(connection: Connection, till: Till, order: int) -> list[Any]:
    got = Received("manual", PRICE, "cash", utc_now(), is_live=False, intent_id=f"manual-{order}")
    made = receiving.receive(connection, order, got, By("sue", utc_now()), till.terms)
    assert store.order_by_id(connection, order).state == "paid"
    return list(made)


def test_who_writes_down_many_at_once_and_who_writes_down_one_wait_in_a_line(
    counter: Counter,
) -> None:
    assert crossing(counter, Till.writing) == []


@ON_POSTGRESQL
def test_without_the_lock_of_the_books_they_wait_in_a_circle(counter: Counter) -> None:
    assert crossing(counter, lambda till: write(till.engine)) == ["40P01"]
