"""A letter with a link that nobody can pay by any more does not leave, however late mail is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from academy_cli.db.transaction import write
from academy_cli.models import Order, OutboxMessage
from academy_cli.payments import store, telling
from academy_cli.payments.service import ByHand
from tests.engines import in_turns
from tests.payments.counter import PRICE, Counter
from tests.payments.test_receiving import arrive
from tests.pricing.shop import eur

WAITING = ("waiting", None)
CANCELLED, PAID = ("cancelled", "its order is cancelled"), ("cancelled", "its order is paid")
EXPIRED, ANEW = ("cancelled", "its order is expired"), ("cancelled", "its link was called off")


def asked(counter: Counter, **more: object) -> str:
    """An order whose link waits to be mailed, twice."""
    reference = counter.orders().checkout(counter.basket(**more)).reference
    counter.orders().send(reference)
    assert letters(counter) == [WAITING] * 2
    return reference


def letters(counter: Counter) -> list[tuple[str, str | None]]:
    """What becomes of letters with links, and why."""
    every = counter.rows(OutboxMessage)
    return [(one.state, one.last_error) for one in every if one.template.endswith("-link")]


def by_hand(counter: Counter, reference: str, money: int) -> None:
    """Money in cash."""
    got = ByHand(eur(money), "cash", counter.key(), order=reference, is_partial=True)
    counter.payments().record(got)


def expire(counter: Counter) -> None:
    """Let an order's page end at the provider."""
    [order] = counter.rows(Order)
    counter.standin.api.checkout.sessions.expire(order.session_id)
    counter.payments().sync()


ENDS: dict[str, tuple[Callable[[Counter, str], object], tuple[str, str]]] = {
    "cancelled": (lambda counter, one: counter.orders().cancel(one), CANCELLED),
    "paid": (arrive, PAID),
    "paid in cash": (lambda counter, one: by_hand(counter, one, PRICE.amount), PAID),
    "expired": (lambda counter, _: expire(counter), EXPIRED),
    "paid in part": (lambda counter, one: by_hand(counter, one, 900), ANEW),
}


@in_turns
@pytest.mark.parametrize("name", ENDS)
def test_what_ends_an_order_or_its_link_withdraws_what_waits(counter: Counter, name: str) -> None:
    reference = asked(counter)
    end, why = ENDS[name]

    end(counter, reference)

    assert letters(counter) == [why] * 2


def test_the_letter_of_an_invoice_that_was_voided_is_withdrawn(counter: Counter) -> None:
    reference = asked(counter, invoice_days=14)

    by_hand(counter, reference, 900)
    counter.orders().send(reference)

    assert letters(counter) == [ANEW, ANEW, WAITING]


def test_a_page_that_is_over_is_replaced_and_so_is_its_letter(counter: Counter) -> None:
    reference = asked(counter)

    with write(counter.till().engine) as connection:
        over = {"expires_at": counter.now() - timedelta(hours=1)}
        store.change_orders(connection, {1: over})
    counter.orders().send(reference)

    assert letters(counter) == [ANEW, ANEW, WAITING]


def test_letters_of_other_orders_and_those_that_left_stay_as_they_are(counter: Counter) -> None:
    counter.sells("rust")
    reference = asked(counter)
    counter.orders().checkout(counter.basket("rust"))
    till = counter.till()
    with till.engine.begin() as connection:
        table = OutboxMessage.__table__
        connection.execute(table.update().where(table.c.id == 1).values(state="sent"))

    counter.orders().cancel(reference)

    assert letters(counter) == [("sent", None), CANCELLED, WAITING]


def test_no_link_is_told_of_an_order_that_ended_meanwhile(counter: Counter) -> None:
    reference = counter.orders().checkout(counter.basket(), tells=False).reference
    counter.orders().cancel(reference)
    [order] = counter.rows(Order)

    with write(counter.till().engine) as connection:
        telling.tell_link(connection, order, counter.now())

    assert letters(counter) == []
