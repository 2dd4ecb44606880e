"""Subscriptions as the provider has them, brought into the books, with the access they give.

Any event about one asks for it as it is now, so neither their order matters nor how often one comes. What
was not begun by this academy is not ours. Works in the caller's transaction; refuses to ask the provider.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, Row, select

from academy_cli.access.errors import UnknownUserError
from academy_cli.audit.service import Act
from academy_cli.kit.money import allocate, granule
from academy_cli.kit.saying import say
from academy_cli.mail.operators import tell
from academy_cli.models import User
from academy_cli.payments import installation
from academy_cli.payments.gateway import (
    DATABASE,
    PLAN,
    USER,
    Charge,
    ProviderInvoice,
    ProviderSubscription,
)
from academy_cli.payments.orders import store as orders
from academy_cli.payments.receiving import By as Receiver
from academy_cli.payments.receiving import Received, receive
from academy_cli.payments.refunds.store import By
from academy_cli.payments.subscriptions import granting, store
from academy_cli.payments.subscriptions.errors import NoPlanForPriceError
from academy_cli.payments.subscriptions.terms import access_ends
from academy_cli.payments.till import Terms

PERIOD = "invoice:"
"""What the request key of a period's order begins with; the name of its invoice follows."""


class Bill(NamedTuple):
    """A period that was paid: the invoice, the money for it, and the subscription as it is now."""

    invoice: ProviderInvoice
    charge: Charge
    subscription: ProviderSubscription

    @classmethod
    def of(
        cls, objects: Charges, asked: ProviderInvoice, said: ProviderSubscription
    ) -> Bill | None:
        """Ask for what a period was paid by; None where nothing was. Raises ProviderError."""
        charge = _charge_of(objects, asked) if asked.status == "paid" and asked.money else None
        return cls(asked, charge, said) if charge is not None else None


class Charges(Protocol):
    """Who can be asked for what an invoice was paid by; every method raises ProviderError."""

    def charge(self, number: str) -> Charge:
        """A charge as it is now."""

    def charge_of(self, intent_id: str) -> Charge | None:
        """The charge by which an intent was paid, if it was."""


def _charge_of(objects: Charges, asked: ProviderInvoice) -> Charge | None:
    if asked.charge_id is not None:
        return objects.charge(asked.charge_id)
    return objects.charge_of(asked.intent_id) if asked.intent_id is not None else None


def take_over(
    connection: Connection, said: ProviderSubscription, by: By, terms: Terms
) -> Sequence[Act]:
    """Write down what the provider says of a subscription, and let access follow; others' are not ours."""
    mine = store.of_provider(connection, said.id)
    if mine is None and (mine := _adopted(connection, said, by)) is None:
        return []
    before, plan = mine.state, _plan(connection, mine, said, by)
    values = {"state": said.status, "period_ends_at": said.period_ends_at, "plan_id": plan}
    values |= {"ends_with_period": said.ends_with_period, "ended_at": said.ended_at}
    store.change(connection, mine.id, {**values, "updated_at": by.at})
    mine = store.by_id(connection, mine.id)
    _access(connection, mine, said, by, terms)
    if before == said.status:
        return []
    told = {"state": {"before": before or None, "after": said.status}, "provider": said.id}
    return [Act("subscription.record", f"subscription:{mine.reference}", told)]


def pay(connection: Connection, bill: Bill, by: By, terms: Terms) -> Sequence[Act]:
    """Write down a period that was paid: an order of the plan's courses, its payment, receipt and invoice."""
    acts = list(take_over(connection, bill.subscription, by, terms))
    mine = store.of_provider(connection, bill.subscription.id)
    if mine is None:
        return []
    key = f"{PERIOD}{bill.invoice.id}"[:64]
    known = orders.by_request(connection, key)
    number = known.id if known is not None else _ordered(connection, mine, bill, key, by, terms)
    charge = bill.charge
    assert charge.intent_id is not None
    got = Received(
        "stripe",
        charge.money,
        charge.method,
        charge.created,
        charge.is_live,
        charge.intent_id,
        charge.id,
    )
    return [*acts, *receive(connection, number, got, Receiver(by.actor, by.at), terms)]


def _adopted(connection: Connection, said: ProviderSubscription, by: By) -> Row[Any] | None:
    """A subscription that was begun on a page of ours; None for any other.

    Raises NoPlanForPriceError and UnknownUserError: the event stays, and is tried again by each sync.
    """
    if said.metadata.get(DATABASE) != installation.key(connection):
        return None
    number, slug = said.metadata.get(USER, ""), said.metadata.get(PLAN, "")
    plan = store.plan_of_price(connection, said.price_id) or store.plan(connection, slug)
    query = select(User.id).where(User.id == (int(number) if number.isdigit() else 0))
    user = connection.scalar(query)
    if plan is None:
        raise NoPlanForPriceError(said.id, said.price_id, slug)
    if user is None:
        raise UnknownUserError(say("user {}", number))
    values = {"user_id": user, "plan_id": plan.id, "provider_id": said.id, "is_live": said.is_live}
    values |= {"state": "", "created_at": said.created, "updated_at": by.at}
    made = store.add(connection, values, by.at)
    return store.by_id(connection, made)


def _plan(connection: Connection, mine: Row[Any], said: ProviderSubscription, by: By) -> int:
    """The plan that a subscription is of by now: another, where its price was changed to that of one."""
    found = store.plan_of_price(connection, said.price_id)
    if found is None:
        why = say("its price {} belongs to no plan; it stays what it was", said.price_id)
        _alarm(connection, said, why, by)
    return int(found.id) if found is not None else int(mine.plan_id)


def _access(
    connection: Connection, mine: Row[Any], said: ProviderSubscription, by: By, terms: Terms
) -> None:
    ends_at = access_ends(said, terms.grace, by.at)
    if ends_at is None:
        granting.end(connection, mine, by.at)
    elif trouble := granting.give(connection, mine, ends_at, by.at):
        _alarm(connection, said, say("its learner is not in every course: {}", trouble), by)


def _ordered(  # noqa: PLR0917 - what an order is made of
    connection: Connection, mine: Row[Any], bill: Bill, key: str, by: By, terms: Terms
) -> int:
    """An order for a period: what was paid, parted over the plan's courses alike."""
    money, plan = bill.charge.money, store.plan_by_id(connection, mine.plan_id)
    courses = store.courses(connection, plan.id)
    parts = allocate(money.amount, [1] * len(courses), granule(money.currency))
    user = connection.execute(select(User.language).where(User.id == mine.user_id)).one()
    values: Mapping[str, Any] = {
        "request_key": key,
        "user_id": mine.user_id,
        "provider": "stripe",
        "is_live": bill.charge.is_live,
        "currency": money.currency,
        "discount": 0,
        "total": money.amount,
        "state": "open",
        "language": user.language or terms.language,
        "actor": by.actor,
        "note": None,
        "subscription_id": mine.id,
    }
    rate = terms.paper.tax({}).basis_points
    lines = [
        {"course_id": one.id, "title": _title(plan, one.title, len(courses)), "price": part}
        | {"discount": 0, "amount": part, "tax_basis_points": rate}
        for one, part in zip(courses, parts, strict=True)
    ]
    return orders.add(connection, values, lines, by.at)


def _title(plan: Row[Any], course: str, many: int) -> str:
    return str(plan.title) if many == 1 else f"{plan.title}: {course}"


def _alarm(connection: Connection, said: ProviderSubscription, why: str, by: By) -> None:
    """Tell the operators of a subscription that cannot be followed as it is, once for each reason."""
    about = say("The subscription {} needs somebody: {}", said.id, why)
    detail = "See it in Stripe's dashboard, and the plans: academy subscription plan list"
    tell(connection, f"subscription-odd:{said.id}:{said.price_id}"[:128], about, detail, by.at)
