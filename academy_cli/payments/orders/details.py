"""Whom an order is made out to and what is remembered of it, when the same is asked for again.

What is said anew is another wish: it is taken over as long as nobody can have paid, else refused. What is
not said changes nothing. Works in the caller's transaction; refuses to ask the provider.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, update

from academy_cli.kit.jsontext import canonical
from academy_cli.models import OrderLine
from academy_cli.payments import store
from academy_cli.payments.orders import invoice
from academy_cli.payments.orders import store as orders
from academy_cli.payments.orders.basket import Basket
from academy_cli.payments.orders.errors import OtherDetailsError
from academy_cli.payments.till import Till

BILL_TO, COUNTRY, TAX_NUMBER, NOTE = "bill-to", "country", "tax-number", "note"
DAYS = "days"


def differing(one: Row[Any], basket: Basket, *, is_by_hand: bool = False) -> tuple[str, ...]:
    """What is said of an order now, and is other than what it says; a note by hand is of the money."""
    known: Mapping[str, object] = json.loads(one.billing)
    wanted = basket.billing
    found = []
    if "name" in wanted and _who(wanted) != _who(known):
        found.append(BILL_TO)
    if "country" in wanted and wanted["country"] != known.get("country"):
        found.append(COUNTRY)
    if "tax_number" in wanted and wanted["tax_number"] != known.get("tax_number"):
        found.append(TAX_NUMBER)
    if not is_by_hand and basket.note is not None and basket.note != one.note:
        found.append(NOTE)
    if not is_by_hand and _has_other_days(one, basket):
        found.append(DAYS)
    return tuple(found)


def _has_other_days(one: Row[Any], basket: Basket) -> bool:
    is_said = basket.invoice_days is not None and not basket.are_days_usual
    return is_said and one.due_at is not None and invoice.within(one) != basket.invoice_days


def require(
    connection: Connection, one: Row[Any], basket: Basket, *, is_by_hand: bool = False
) -> None:
    """Insist that an open order can be what is asked for now. Raises OtherDetailsError."""
    found = differing(one, basket, is_by_hand=is_by_hand)
    if found and _is_under_way(connection, one):
        raise OtherDetailsError(one.reference, found, is_by_hand=is_by_hand)


def take_over(
    connection: Connection, till: Till, number: int, basket: Basket, *, is_by_hand: bool
) -> int:
    """Let an open order that nobody can have paid be as is asked for now; its number.

    Raises OtherDetailsError.
    """
    one = store.order_by_id(connection, number, is_held=True)
    require(connection, one, basket, is_by_hand=is_by_hand)
    found = differing(one, basket, is_by_hand=is_by_hand)
    if not found:
        return number
    billing = {**json.loads(one.billing), **basket.billing}
    values: dict[str, Any] = {"billing": canonical(billing)}
    if NOTE in found:
        values["note"] = basket.note
    days = basket.invoice_days if DAYS in found else None
    if days is not None:
        values["due_at"] = till.clock() + timedelta(days=days)
    orders.change(connection, number, values)
    rate = till.terms.paper.tax(billing).basis_points
    lines = update(OrderLine).where(OrderLine.order_id == number)
    connection.execute(lines.values(tax_basis_points=rate))
    if one.due_at is not None:
        invoice.prepare_anew(connection, store.order_by_id(connection, number), days)
    till.record(connection, "order.change", f"order:{one.reference}", {"changed": list(found)})
    return number


def _who(billing: Mapping[str, object]) -> tuple[object, ...]:
    address = billing.get("address")
    return (billing.get("name"), *(address if isinstance(address, list | tuple) else ()))


def _is_under_way(connection: Connection, one: Row[Any]) -> bool:
    """Whether something may have been made for an order at the provider, or money came in for it.

    What an invoice is made of is written down with its order, what a page is made of when it is asked for.
    """
    is_asked = one.session_id is not None or (one.due_at is None and one.parameters is not None)
    return is_asked or bool(store.payments_of(connection, one.id))
