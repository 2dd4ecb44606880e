"""The page on which an order is paid: asked for with a key of the order's, so that there is one.

The order is committed first, then the page is asked for, then its link is kept and mailed. Knows the order
of things; refuses to know what the order is for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.db.transaction import read
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.saying import say
from academy_cli.payments import installation, owing, store, telling
from academy_cli.payments.errors import (
    NoReturnPageError,
    NotPayableError,
    ProviderRefusedError,
    ProviderUnavailableError,
)
from academy_cli.payments.gateway import (
    DATABASE,
    ORDER,
    Checkout,
    DeniedError,
    Gateway,
    ProviderError,
)
from academy_cli.payments.orders import store as orders
from academy_cli.payments.orders.errors import PaidThereError
from academy_cli.payments.till import Till


def open_page(till: Till, number: int, *, tells: bool, is_again: bool = False) -> None:
    """See to it that an order has a page on which it is paid, and mail its link, once unless again.

    Raises NotPayableError, ProviderRefusedError and ProviderUnavailableError; asking again goes on.
    """
    asked = _begin(till, number)
    if asked is not None:
        page = _asked(till, *asked)
        _keep(till, number, page)
    if tells:
        with till.writing() as connection:
            mine = store.order_by_id(connection, number)
            telling.tell_link(connection, mine, till.clock(), is_again=is_again)


def require_page(till: Till) -> Gateway:
    """Insist that a page could be asked for, before there is an order; the provider it would be asked of.

    Raises what settings are missing.
    """
    gateway = till.open_gateway()
    if not till.terms.success_url:
        raise NoReturnPageError
    return gateway


def _begin(till: Till, number: int) -> tuple[Row[Any], str] | None:
    """Write down what is asked of the provider; None where there is a page that works."""
    gateway = require_page(till)
    with till.writing() as connection:
        installation.require_mode(connection, is_live=gateway.is_live)
        mine = store.order_by_id(connection, number, is_held=True)
        if mine.state != "open":
            raise NotPayableError(mine.reference, mine.state)
        now = till.clock()
        is_over = mine.expires_at is not None and mine.expires_at <= now
        if mine.link is not None and not is_over:
            return None
        if mine.parameters is None or is_over:
            attempt = mine.attempt + is_over
            ends = now + timedelta(hours=till.terms.link_hours)
            told = canonical(_parameters(connection, till, mine, int(ends.timestamp())))
            values = {"parameters": told, "attempt": attempt, "expires_at": ends}
            orders.change(connection, number, {**values, "link": None, "session_id": None})
            telling.call_off(connection, [mine], telling.BEGUN_ANEW)
            mine = store.order_by_id(connection, number)
        return mine, installation.key(connection)


def _parameters(
    connection: Connection, till: Till, mine: Row[Any], expires_at: int
) -> Mapping[str, object]:
    """What a Checkout Session is made of (docs.stripe.com/api/checkout/sessions/create)."""
    marks = {ORDER: mine.reference, DATABASE: installation.key(connection)}
    items = [
        {
            "quantity": 1,
            "price_data": {
                "currency": mine.currency,
                "unit_amount": line.amount,
                "product_data": {"name": line.title},
            },
        }
        for line in owing.due(connection, mine)
    ]
    return {
        "mode": "payment",
        "client_reference_id": mine.reference,
        "customer_email": store.payer(connection, mine.user_id).email,
        "line_items": items,
        "metadata": marks,
        "payment_intent_data": {"metadata": marks, "description": f"Order {mine.reference}"},
        "success_url": till.terms.success_url,
        "cancel_url": till.terms.cancel_url or till.terms.success_url,
        "expires_at": expires_at,
    }


def _asked(till: Till, mine: Row[Any], database: str) -> Checkout:
    key = f"academy-order-{database}-{mine.reference}-{mine.attempt}"
    try:
        return till.open_gateway().open_checkout(json.loads(mine.parameters), key)
    except DeniedError as error:
        raise ProviderRefusedError(say("a page for {}", mine.reference), error.reason) from error
    except ProviderError as error:
        what = say("Stripe gave no page for {}", mine.reference)
        hint = say("The order is kept; ask again: academy order send {}", mine.reference)
        raise ProviderUnavailableError(what, error.reason, hint) from error


def _keep(till: Till, number: int, page: Checkout) -> None:
    with till.writing() as connection:
        values = {"session_id": page.id, "link": page.url}
        orders.change(connection, number, values)


def close_page(till: Till, number: int) -> str | None:
    """Let nobody pay on an order's page any more; why that could not be, if it could not.

    Raises PaidThereError for a page that was paid on and is not read yet, and LiveModeError.
    """
    with read(till.engine) as connection:
        mine = store.order_by_id(connection, number)
    if mine.session_id is None:
        return None
    gateway = till.provider()
    try:
        gateway.close_checkout(mine.session_id)
    except ProviderError as error:
        page = _looked_at(gateway, mine.session_id)
        if page is not None and page.is_paid:
            raise PaidThereError(mine.reference) from error
        is_over = page is not None and page.status == "expired"
        return None if is_over else error.reason
    return None


def _looked_at(gateway: Gateway, session_id: str) -> Checkout | None:
    try:
        return gateway.checkout(session_id)
    except ProviderError:
        return None
