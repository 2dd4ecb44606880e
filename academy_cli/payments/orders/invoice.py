"""The provider's invoice on which an order is paid: made in steps, each with a key of the order's.

What an invoice is made of is written down with the order. Each step first looks at what is there: by its
name, or among the customer's invoices where nobody noted it. So whoever comes after a crash goes on with the
same one, also when the provider has forgotten the keys. A draft cannot be paid; the link is kept and told
last. Refuses to know what the order is for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.db.transaction import read
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.money import Money
from academy_cli.kit.saying import say
from academy_cli.payments import installation, owing, store, telling
from academy_cli.payments.errors import (
    NotPayableError,
    PaidOrderError,
    ProviderRefusedError,
    ProviderUnavailableError,
)
from academy_cli.payments.gateway import (
    DATABASE,
    ORDER,
    PAYER,
    USER,
    DeniedError,
    Gateway,
    ProviderError,
    ProviderInvoice,
    UnknownObjectError,
)
from academy_cli.payments.orders import store as orders
from academy_cli.payments.orders.errors import DraftDiffersError, PaidThereError, StillPayableError
from academy_cli.payments.till import Till

SKEW = timedelta(hours=1)
"""Clocks of two machines differ by less; what is older is of an order that a restored backup has lost."""
Json = Mapping[str, Any]


def prepare(connection: Connection, mine: Row[Any], days: int) -> None:
    """Write down what an order's invoice is made of, due within some days."""
    database = installation.key(connection)
    lines = owing.due(connection, mine)
    told = {
        "customer": _customer(store.payer(connection, mine.user_id), mine, database),
        "invoice": {
            "collection_method": "send_invoice",
            "days_until_due": days,
            "auto_advance": False,  # Stripe would finalize half a draft, and mail it too
            "pending_invoice_items_behavior": "exclude",
            "currency": mine.currency,
            "description": f"Order {mine.reference}",
            "metadata": {ORDER: mine.reference, DATABASE: database},
        },
        "lines": {"lines": [{"amount": one.amount, "description": one.title} for one in lines]},
    }
    orders.change(connection, mine.id, {"parameters": canonical(told)})


def prepare_anew(connection: Connection, mine: Row[Any], days: int | None = None) -> None:
    """Write down what another invoice of an order is made of: what is still to be paid of it."""
    prepare(connection, mine, days or within(mine))


def within(mine: Row[Any]) -> int:
    """Within how many days an order's invoice is to be paid."""
    return int(json.loads(mine.parameters)["invoice"]["days_until_due"])


def _customer(user: Row[Any], mine: Row[Any], database: str) -> Json:
    """Whom the invoice is made out to: one customer for each way in which somebody wants that."""
    billing = json.loads(mine.billing)
    lines: list[str] = list(billing.get("address") or ())
    place = {"line1": "".join(lines[:1]), "line2": ", ".join(lines[1:])}
    place |= {"country": billing.get("country") or ""}
    address = {name: said for name, said in place.items() if said}
    told = {"email": user.email, "name": billing.get("name") or user.name or user.email}
    told |= {"preferred_locales": [mine.language], **({"address": address} if address else {})}
    digest = sha256(canonical(told).encode()).hexdigest()[:32]
    return {**told, "metadata": {DATABASE: database, USER: str(user.id), PAYER: digest}}


def open_invoice(till: Till, number: int, *, tells: bool, is_again: bool = False) -> None:
    """See to it that an order has an invoice that can be paid, and mail its link, once unless again.

    Raises NotPayableError, PaidThereError, DraftDiffersError, ProviderRefusedError and
    ProviderUnavailableError; asking again goes on.
    """
    asked = _begin(till, number)
    if asked.mine.link is None or is_again:
        _keep(till, number, {"link": _asked(till, asked).url})
    if tells:
        with till.writing() as connection:
            mine = store.order_by_id(connection, number)
            telling.tell_invoice(connection, mine, till.clock(), is_again=is_again)


@dataclass(frozen=True, slots=True)
class _Asking:
    """An order, what its invoice is made of, and of whom it is asked."""

    gateway: Gateway
    mine: Row[Any]
    database: str

    @property
    def wanted(self) -> Json:
        """What the invoice, its customer and its lines are made of."""
        found: Json = json.loads(self.mine.parameters)
        return found

    def key(self, step: str) -> str:
        """The key of a step: the same whenever it is asked for."""
        return f"academy-order-{self.database}-{self.mine.reference}-{self.mine.attempt}-{step}"


def _begin(till: Till, number: int) -> _Asking:
    gateway = till.open_gateway()
    with till.writing() as connection:
        installation.require_mode(connection, is_live=gateway.is_live)
        mine = store.order_by_id(connection, number, is_held=True)
        if mine.state != "open":
            raise NotPayableError(mine.reference, mine.state)
        return _Asking(gateway, mine, installation.key(connection))


def _asked(till: Till, asked: _Asking) -> ProviderInvoice:
    """The invoice of an order, final and marked. Raises what ``open_invoice`` does."""
    order = asked.mine.reference
    try:
        return _marked(asked, _final(asked, _draft(till, asked)))
    except DeniedError as error:
        raise ProviderRefusedError(say("an invoice for {}", order), error.reason) from error
    except ProviderError as error:
        what, hint = (
            say("Stripe gave no invoice for {}", order),
            say("ask again: academy order send {}", order),
        )
        kept = say("The order is kept; {}", hint)
        raise ProviderUnavailableError(what, error.reason, kept) from error


def _draft(till: Till, asked: _Asking) -> ProviderInvoice:
    """The invoice as far as it is made, or a new draft; its name is kept before it has lines."""
    said, mine = _there(asked), asked.mine
    if said is None:
        if mine.session_id is not None:  # somebody deleted the draft, and its keys still name it
            _begin_anew(till, mine)
            asked = _begin(till, mine.id)
        parameters = {**asked.wanted["invoice"], "customer": _payer(asked)}
        said = asked.gateway.draft_invoice(parameters, asked.key("invoice"))
    if said.id != asked.mine.session_id:
        _keep(till, mine.id, {"session_id": said.id, "due_at": said.due_at or mine.due_at})
    if said.status == "draft" and not said.has_lines:
        said = asked.gateway.add_lines(said.id, asked.wanted["lines"], f"{said.id}-lines")
    return said


def _there(asked: _Asking) -> ProviderInvoice | None:
    """The order's invoice, whether its name was noted or not."""
    if asked.mine.session_id is None:
        return next(_unnoted(asked), None)
    try:
        return asked.gateway.invoice(asked.mine.session_id)
    except UnknownObjectError:
        return None


def _unnoted(asked: _Asking) -> Iterator[ProviderInvoice]:
    if asked.mine.parameters is None:  # nothing was ever asked for
        return
    marks, since = asked.wanted["invoice"]["metadata"], asked.mine.created_at - SKEW
    for customer in _known(asked):
        for one in asked.gateway.invoices_of(customer):
            is_over = one.status == "void"  # called off, for another one
            if dict(one.metadata) == marks and one.created >= since and not is_over:
                yield one


def _known(asked: _Asking) -> Iterator[str]:
    """The customers whom such invoices are made out to: one, but for what two did at once."""
    wanted = asked.wanted["customer"]
    for one in asked.gateway.customers(wanted["email"]):
        if dict(one.metadata) == wanted["metadata"]:
            yield one.id


def _payer(asked: _Asking) -> str:
    wanted = asked.wanted["customer"]
    key = f"academy-payer-{asked.database}-{wanted['metadata'][USER]}-{wanted['metadata'][PAYER]}"
    return next(_known(asked), None) or asked.gateway.add_customer(wanted, key).id


def _final(asked: _Asking, said: ProviderInvoice) -> ProviderInvoice:
    """The invoice, if it can be paid and is of what the order costs."""
    mine = asked.mine
    if said.status == "paid":
        raise PaidThereError(mine.reference)
    if said.status not in {"draft", "open"}:
        raise NotPayableError(mine.reference, say("{} at Stripe", said.status))
    wanted = sum(line["amount"] for line in asked.wanted["lines"]["lines"])
    if said.total != wanted:
        there, costs = Money(said.total, mine.currency), Money(wanted, mine.currency)
        raise DraftDiffersError(mine.reference, said.id, there, costs)
    if said.status == "open":
        return said
    return asked.gateway.finalize_invoice(said.id, f"{said.id}-finalize")


def _marked(asked: _Asking, said: ProviderInvoice) -> ProviderInvoice:
    """Mark what the invoice is paid by: Stripe hands no metadata down to it, but from it to its charge."""
    for intent in said.intents:
        marks = asked.wanted["invoice"]["metadata"]
        asked.gateway.mark_intent(intent, marks, f"{intent}-marks-{asked.database}")
    return said


def _keep(till: Till, number: int, values: Mapping[str, object]) -> None:
    with till.writing() as connection:
        orders.change(connection, number, values)


def _begin_anew(till: Till, mine: Row[Any]) -> None:
    with till.writing() as connection:
        gone = {"attempt": mine.attempt + 1, "session_id": None, "link": None}
        orders.change(connection, mine.id, gone)
        telling.call_off(connection, [mine], telling.BEGUN_ANEW)


def close_invoice(till: Till, number: int) -> None:
    """Let nobody pay an order's invoice any more: a draft is deleted, what is final is voided.

    Raises PaidThereError, PaidOrderError and StillPayableError.
    """
    gateway = till.provider()
    with read(till.engine) as connection:
        mine = store.order_by_id(connection, number)
        if mine.paid_at is not None:
            raise PaidOrderError(mine.reference)
        asked = _Asking(gateway, mine, installation.key(connection))
    try:
        _closed(asked)
    except DeniedError as error:
        _refused(asked, error)
    except ProviderError as error:
        raise StillPayableError(mine.reference, error.reason) from error


def _closed(asked: _Asking) -> None:
    said = _there(asked)
    if said is None or said.status == "void":
        return
    if said.status == "paid":
        raise PaidThereError(asked.mine.reference)
    if said.status == "draft":
        asked.gateway.delete_draft(said.id)
    else:
        asked.gateway.void_invoice(said.id)


def _refused(asked: _Asking, error: DeniedError) -> None:
    """What was refused may have been done, or paid, by somebody else meanwhile: look once more."""
    try:
        _closed(asked)
    except ProviderError:
        raise StillPayableError(asked.mine.reference, error.reason) from error
