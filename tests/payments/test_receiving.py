"""Money that came in: what does not fit is written down all the same, said, and lets in nobody by mistake."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from academy_cli.access.actor import operator
from academy_cli.accounts.people import People
from academy_cli.audit.service import record_all
from academy_cli.db.transaction import write
from academy_cli.kit.money import Money
from academy_cli.models import LedgerEntry, Order, OutboxMessage, Payment
from academy_cli.payments import receiving, store
from academy_cli.payments.service import ByHand
from tests.payments.counter import PRICE, Counter
from tests.pricing.shop import eur


def ordered(counter: Counter, **more: object) -> str:
    return counter.orders().checkout(counter.basket(**more), tells=False).reference


def arrive(counter: Counter, reference: str, money: Money = PRICE, name: str = "1") -> None:
    """Let money come in as the provider tells of it."""
    till = counter.till()
    got = receiving.Received(
        "stripe",
        money,
        "card",
        counter.now(),
        is_live=False,
        intent_id=f"pi_{name}",
        charge_id=f"ch_{name}",
    )
    with write(till.engine) as connection:
        order = store.order(connection, reference)
        assert order is not None
        by = receiving.By(till.actor.name, counter.now())
        acts = receiving.receive(connection, order.id, got, by, till.terms)
        record_all(connection, at=by.at, actor=till.actor, acts=acts)


def operators(counter: Counter) -> list[str]:
    """What the operators are told, beside of orders."""
    told = [one.event for one in counter.rows(OutboxMessage, template="notice")]
    return [event.partition(":")[0] for event in told if not event.startswith("order-paid:")]


def state(counter: Counter, reference: str) -> tuple[str, bool]:
    seen = counter.orders().show(reference)
    return seen.state, seen.fulfilled_at is not None


def test_what_was_asked_lets_the_learner_in_and_is_in_every_book(counter: Counter) -> None:
    reference = ordered(counter)

    arrive(counter, reference)

    assert state(counter, reference) == ("paid", True)
    assert counter.access() == [(reference, True)]
    assert [(one.kind, one.amount) for one in counter.rows(LedgerEntry)] == [("payment", 4900)]
    assert counter.acts("order", "payment") == ["order.create", "payment.record", "order.pay"]


def test_told_of_twice_it_came_once(counter: Counter) -> None:
    reference = ordered(counter)

    for _ in range(3):
        arrive(counter, reference)

    assert len(counter.rows(Payment)) == len(counter.rows(LedgerEntry)) == 1
    assert len(counter.told("receipt")) == 1
    assert counter.acts("payment") == ["payment.record"]


@pytest.mark.parametrize("money", [eur(4899), Money(4900, "usd")])
def test_too_little_or_other_money_is_kept_and_lets_nobody_in(
    counter: Counter, money: Money
) -> None:
    reference = ordered(counter)

    arrive(counter, reference, money)

    assert state(counter, reference) == ("open", False)
    assert counter.access() == []
    assert [one.amount for one in counter.rows(Payment)] == [money.amount]
    assert "less came in" in str(counter.orders().show(reference).trouble)


def test_two_payments_that_come_to_the_price_are_enough(counter: Counter) -> None:
    reference = ordered(counter)

    arrive(counter, reference, eur(2000), "1")
    first = state(counter, reference)
    arrive(counter, reference, eur(2900), "2")

    assert (first, state(counter, reference)) == (("open", False), ("paid", True))
    assert len(counter.orders().show(reference).payments) == 2


def test_trouble_is_about_all_that_came_in_and_not_the_last_part(counter: Counter) -> None:
    reference = ordered(counter)

    seen = []
    for name, money in enumerate((eur(1000), eur(1500), Money(700, "usd")), 1):
        arrive(counter, reference, money, str(name))
        seen.append(str(counter.orders().show(reference).trouble).partition(": ")[2])

    assert seen == ["10.00 EUR", "25.00 EUR", "25.00 EUR and 7.00 USD"]


def test_what_went_back_pays_for_nothing(counter: Counter) -> None:
    reference = ordered(counter)
    part = ByHand(eur(4000), "cash", "till-1", order=reference, is_partial=True)
    counter.payments().record(part)
    counter.refunds().create(counter.wish(reference))

    counter.payments().record(part._replace(money=eur(900), request_key="till-2"))

    assert state(counter, reference) == ("open", False)


def test_what_is_paid_twice_is_kept_and_grants_once(counter: Counter) -> None:
    reference = ordered(counter)

    for name in ("1", "2"):
        arrive(counter, reference, name=name)

    assert [one.amount for one in counter.rows(Payment)] == [4900, 4900]
    assert counter.access() == [(reference, True)]
    assert counter.acts("order.pay") == ["order.pay"]


def test_money_for_an_order_that_was_called_off_lets_in_all_the_same(counter: Counter) -> None:
    reference = ordered(counter)
    counter.orders().cancel(reference)

    arrive(counter, reference)

    assert state(counter, reference) == ("paid", True)
    assert counter.access() == [(reference, True)]


def test_who_was_erased_meanwhile_is_not_let_in_and_the_money_is_kept(counter: Counter) -> None:
    reference = ordered(counter)
    people = People(counter.shop.school.academy.database, operator("sue"))
    people.erase("ann@x.org", revokes_certificates=False)

    arrive(counter, reference)

    seen = counter.orders().show(reference)
    assert (seen.state, seen.fulfilled_at, seen.trouble) == (
        "paid",
        None,
        "the account was erased",
    )
    assert counter.access() == []
    assert counter.told("receipt") == []


def test_who_was_erased_and_has_the_money_back_is_owed_nothing(counter: Counter) -> None:
    reference = ordered(counter)
    session = counter.rows(Order)[0].session_id
    people = People(counter.shop.school.academy.database, operator("sue"))
    people.erase("ann@x.org", revokes_certificates=False)
    counter.standin.control.complete(session)

    owed = counter.payments().sync().unfulfilled
    counter.refunds().create(counter.wish(reference))

    assert list(owed) == [reference]
    assert counter.payments().sync().unfulfilled == {}


LANGUAGES: Mapping[str, tuple[str, str]] = {
    "en": ("€49.00", "€24.50"),
    "fr": ("49,00\N{NO-BREAK SPACE}€", "24,50\N{NO-BREAK SPACE}€"),
    "ar": ("49.00\N{NO-BREAK SPACE}€", "24.50\N{NO-BREAK SPACE}€"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_are_told_once_in_their_language(counter: Counter, language: str) -> None:
    email = counter.shop.school.person("bo", language=language)
    reference = counter.paid(email=email)

    counter.refunds().create(counter.wish(reference, basis_points=5000))
    counter.refunds().recover()

    [receipt], [refund] = counter.told("receipt"), counter.told("refund")
    assert (receipt["total"], refund["amount"]) == LANGUAGES[language]
    assert (receipt["order"], receipt["titles"]) == (reference, ["Python"])
