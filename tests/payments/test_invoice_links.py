"""Orders that are paid by a Stripe invoice: one for each order, whatever ends whoever makes it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from academy_cli.books.service import Books
from academy_cli.db.transaction import write
from academy_cli.kit.clock import utc_now
from academy_cli.models import Course, LedgerEntry, Order, OutboxMessage, Payment, Price, User
from academy_cli.payments.errors import NotPayableError
from academy_cli.payments.gateway import ORDER, Window
from academy_cli.payments.orders.errors import (
    DraftDiffersError,
    OtherWayError,
    PaidThereError,
    StillPayableError,
)
from academy_cli.payments.service import ByHand
from tests.payments.counter import PRICE, Counter
from tests.payments.mortal import Ended, Mortals
from tests.payments.standin.provider import Standin
from tests.payments.till import Booth, inserted, learner, rows
from tests.reliability.chance import SHARE

pytestmark = [pytest.mark.slow, *([pytest.mark.torture] if SHARE else [])]
EVERY = 1 if SHARE else 9
"""Of the points at which a process may die, so many are passed over; ``make torture`` dies at all."""


def billed(counter: Counter, **more: Any) -> tuple[str, str]:
    """An order with an invoice: its reference, and the invoice's name."""
    made = counter.orders().checkout(counter.basket(invoice_days=14, **more))
    [order] = counter.rows(Order, reference=made.reference)
    return made.reference, order.session_id


def state(counter: Counter) -> tuple[str, list[tuple[str, str, int]], int]:
    """The order, its payments, and what the ledger comes to."""
    [order] = counter.rows(Order)
    paid = [(one.provider, one.method, one.amount) for one in counter.rows(Payment)]
    return order.state, paid, sum(one.amount for one in counter.rows(LedgerEntry))


def differing(counter: Counter, *, fixes: bool = False) -> list[str]:
    """What reconciling says, after it put right what it can if it may."""
    books = Books(counter.till())
    done = books.reconcile(Window(), fixes=fixes)
    return [one.code for one in books.differences(done, Window()) if not one.is_notice]


def test_an_invoice_is_one_final_invoice_marked_with_the_order(counter: Counter) -> None:
    reference, name = billed(counter, billing={"name": "Ann Ltd", "country": "CH"})

    said = counter.standin.api.invoices.retrieve(name, {"expand": ["payments", "customer"]})
    [joined] = said.payments.data
    intent = counter.standin.api.payment_intents.retrieve(joined.payment.payment_intent)
    [order] = counter.rows(Order)
    view = counter.orders().show(reference)
    assert (said.status, said.amount_due, said.collection_method, said.auto_advance) == (
        "open", 4900, "send_invoice", False,
    )  # fmt: skip
    assert said.metadata.to_dict() == intent.metadata.to_dict()
    assert intent.metadata[ORDER] == reference
    assert (said.customer.name, said.customer.email) == ("Ann Ltd", "ann@x.org")
    assert (view.link, view.due_at, view.expires_at) == (
        said.hosted_invoice_url,
        order.due_at,
        None,
    )
    assert int(order.due_at.timestamp()) == said.due_date
    assert [one["link"] for one in counter.told("invoice-link")] == [said.hosted_invoice_url]


def test_what_is_open_is_taken_again_and_sent_again_and_its_customer_too(counter: Counter) -> None:
    reference, name = billed(counter)
    counter.later(timedelta(days=40))
    assert billed(counter) == (reference, name)
    with pytest.raises(OtherWayError):
        counter.orders().preview(counter.basket())

    counter.orders().send(reference)
    billed(counter, is_another=True)

    told = [one["order"] for one in counter.told("invoice-link")]
    assert (told[:2], len(told)) == ([reference, reference], 3)
    assert len(counter.standin.control.dump()["customer"]) == 1
    assert len(counter.standin.control.dump()["invoice"]) == 2


def test_who_pays_is_in_once_with_receipt_refund_and_books_that_balance(counter: Counter) -> None:
    reference, name = billed(counter)
    counter.standin.control.pay_invoice(name, "pm_card_chargeDeclined")
    assert counter.payments().sync().failed == {}
    counter.standin.control.pay_invoice(name)
    with pytest.raises(PaidThereError):
        counter.orders().cancel(reference)
    counter.payments().sync()
    counter.standin.control.dashboard_refund(counter.rows(Payment)[0].charge_id, 700)
    counter.payments().sync()

    assert state(counter) == ("paid", [("stripe", "card", 4900)], 4200)
    assert counter.access() == [(reference, True)]
    assert len(counter.told("receipt")) == 1
    month = counter.now().strftime("%Y-%m")
    counter.later(timedelta(days=31))
    assert differing(counter) == []
    assert Books(counter.till()).close(month).number == 1


def test_paid_outside_of_stripe_is_money_by_hand_and_moves_nothing_there(counter: Counter) -> None:
    reference, name = billed(counter)
    counter.standin.api.invoices.pay(name, {"paid_out_of_band": True})

    counter.payments().sync()

    assert state(counter) == ("paid", [("manual", "outside", 4900)], 4900)
    assert counter.access() == [(reference, True)]
    assert differing(counter) == []


def unmark(counter: Counter) -> None:
    """Let Stripe have forgotten what the intents of invoices are marked with."""
    for one in counter.standin.control.dump()["payment_intent"]:
        counter.standin.api.payment_intents.update(one["id"], {"metadata": ""})


def test_reconciling_finds_and_follows_what_no_event_told_of(counter: Counter) -> None:
    _, paid = billed(counter)
    _, void = billed(counter, is_another=True)
    unmark(counter)
    counter.standin.control.pay_invoice(paid)
    counter.standin.api.invoices.void_invoice(void)

    found, left = differing(counter), differing(counter, fixes=True)

    assert (found, left) == (["order.invoice-differs"] * 2, [])
    assert [one.state for one in counter.rows(Order)] == ["paid", "expired"]


def test_what_nobody_pays_is_over_and_frees_its_coupon_but_late_money_counts(
    counter: Counter,
) -> None:
    counter.shop.coupon("ONCE", most_uses=1)
    reference, name = billed(counter, coupon="ONCE")
    counter.standin.api.invoices.mark_uncollectible(name)

    with pytest.raises(NotPayableError):
        counter.orders().send(reference)
    counter.payments().sync()
    over = counter.rows(Order)[0].state
    unmark(counter)
    counter.standin.control.pay_invoice(name)
    counter.payments().sync()

    assert over == "expired"
    assert counter.acts("order") == ["order.create", "order.expired", "order.pay"]
    assert state(counter) == ("paid", [("stripe", "card", 3675)], 3675)


def test_who_pays_in_cash_or_calls_off_leaves_nothing_to_pay(counter: Counter) -> None:
    paid, _ = billed(counter)
    off, _ = billed(counter, is_another=True)
    counter.standin.control.fault("POST /v1/invoices/in_", "429", times=9)
    with pytest.raises(StillPayableError):
        counter.orders().cancel(off)
    assert counter.orders().show(off).state == "open"
    counter.standin.control.clear()

    counter.orders().cancel(off)
    counter.payments().record(ByHand(PRICE, "cash", counter.key(), order=paid))
    counter.payments().sync()

    assert [one["status"] for one in counter.standin.control.dump()["invoice"]] == ["void"] * 2
    assert [one.state for one in counter.rows(Order)] == ["paid", "cancelled"]
    assert len(counter.rows(Payment)) == 1


def test_a_draft_that_was_changed_is_not_made_final_and_one_deleted_is_made_anew(
    counter: Counter,
) -> None:
    api, control = counter.standin.api, counter.standin.control
    control.fault("POST .*finalize", "429", times=9)
    with pytest.raises(Exception, match="gave no invoice"):
        billed(counter)
    control.clear()
    [order] = counter.rows(Order)
    api.invoices.add_lines(order.session_id, {"lines": [{"amount": 1, "description": "More"}]})

    with pytest.raises(DraftDiffersError):
        counter.orders().send(order.reference)
    api.invoices.delete(order.session_id)
    counter.orders().send(order.reference)

    [said] = control.dump()["invoice"]
    assert (said["status"], said["amount_due"]) == ("open", 4900)


# -- killed ------------------------------------------------------------------------------------


class Killed:
    """A booth that bills, and whoever is killed while it does."""

    def __init__(self, booth: Booth, at_work: Mortals, standin: Standin) -> None:
        self.booth, self.standin, self._at_work = booth, standin, at_work
        with write(booth.till().engine) as connection:
            number = connection.scalar(select(Course.id).where(Course.slug == "python"))
            price = {"course_id": number, "currency": "eur", "amount": 4900, "origin": "staff"}
            price |= {"starts_at": utc_now(), "actor": "operator:sue", "created_at": utc_now()}
            inserted(connection, Price, price)
        self.last = self.bill("points").points

    def bill(self, name: str, **told: Any) -> Ended:
        """Somebody gets an invoice, asked for with a key of their own."""
        email = f"{name}@x.org"
        if not rows(self.booth, User, email=email):
            with write(self.booth.till().engine) as connection:
                learner(connection, email)
        return self._at_work.one("bill", about=email, key=f"key-{name}", **told)

    def call_off(self, reference: str, **told: Any) -> Ended:
        """Their order is called off."""
        return self._at_work.one("call off", about=reference, **told)

    def orders(self, **where: Any) -> list[tuple[str, list[str]]]:
        """Orders, and how the invoices of each are."""
        there = self.standin.control.dump()["invoice"]
        return [
            (name, [one["status"] for one in there if one["metadata"].get(ORDER) == name])
            for name in (one["reference"] for one in rows(self.booth, Order, **where))
        ]


@pytest.fixture
def killed(booth: Booth, at_work: Mortals, stripe_standin: Standin) -> Killed:
    """A booth at which whoever bills may be killed."""
    return Killed(booth, at_work, stripe_standin)


def test_killed_anywhere_an_order_has_one_invoice_or_called_off_none(killed: Killed) -> None:
    dying = range(killed.last * 2 // 5, killed.last, EVERY)
    for number in dying:
        assert killed.bill(f"p{number}", dies_at=number).is_killed
    killed.standin.control.advance(25 * 3600)  # the keys are forgotten
    for number in dying:
        begun = killed.orders(request_key=f"key-p{number}")
        if begun and number % 2:
            [(name, _)] = begun
            killed.call_off(name, dies_at=13)
            assert killed.call_off(name).code == 0
        else:
            assert killed.bill(f"p{number}").code == 0

    made, gone = killed.orders(state="open"), killed.orders(state="cancelled")
    assert len(made) + len(gone) == 1 + len(dying)
    assert [there for _, there in made] == [["open"]] * len(made)
    assert {status for _, there in gone for status in there} <= {"void"}
    told = [one["event"] for one in rows(killed.booth, OutboxMessage, template="invoice-link")]
    assert {f"invoice-link:{name}:1" for name, _ in made} <= set(told)
    assert len(told) == len(set(told))
    intents = killed.standin.control.dump()["payment_intent"]
    assert {name for name, _ in made} <= {one["metadata"].get(ORDER) for one in intents}


def test_without_its_safeguards_a_killed_order_has_two_invoices(killed: Killed) -> None:
    for number in range(killed.last - 24, killed.last - 8, 4):
        killed.bill(f"p{number}", dies_at=number, broken=True)
        killed.bill(f"p{number}", broken=True)

    assert ["open", "open"] in [there for _, there in killed.orders()]
