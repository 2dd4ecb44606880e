"""The page on which somebody begins a subscription, asked for with a key, and its link mailed.

What is begun there is marked with the academy, the learner and the plan, and comes back by events. Nothing is
kept before that. Refuses to know what a plan is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Row

from academy_cli.kit.clock import iso
from academy_cli.kit.moneytext import printed
from academy_cli.kit.saying import say
from academy_cli.mail.service import Message, enqueue
from academy_cli.payments import installation
from academy_cli.payments.errors import (
    NoReturnPageError,
    ProviderRefusedError,
    ProviderUnavailableError,
)
from academy_cli.payments.gateway import (
    DATABASE,
    PLAN,
    USER,
    Checkout,
    DeniedError,
    ProviderError,
)
from academy_cli.payments.telling import LINK
from academy_cli.payments.till import Till


class Beginning(NamedTuple):
    """Who is to have which plan; asking twice with one ``request_key`` is asking once."""

    user: Row[Any]
    plan: Row[Any]
    request_key: str


def open_page(till: Till, wanted: Beginning, *, tells: bool) -> Checkout:
    """The page, made or found, and its link mailed once.

    Raises NoReturnPageError, ProviderRefusedError and ProviderUnavailableError.
    """
    if not till.terms.success_url:
        raise NoReturnPageError
    gateway = till.open_gateway()
    with till.writing() as connection:
        installation.require_mode(connection, is_live=gateway.is_live)
        database = installation.key(connection)
    key = f"academy-subscription-{database}-{wanted.request_key}"
    try:
        page = gateway.open_checkout(_parameters(till, wanted, database), key)
    except DeniedError as error:
        raise ProviderRefusedError(say("a page for the subscription"), error.reason) from error
    except ProviderError as error:
        hint = say("Ask again with the same key: --request-key {}", wanted.request_key)
        raise ProviderUnavailableError(say("Stripe gave no page"), error.reason, hint) from error
    if tells:
        _tell(till, wanted, page)
    return page


def _parameters(till: Till, wanted: Beginning, database: str) -> Mapping[str, object]:
    """What a Checkout Session for a subscription is made of, the same each time.

    Source: docs.stripe.com/api/checkout/sessions/create, subscription_data.
    """
    marks = {DATABASE: database, USER: str(wanted.user.id), PLAN: wanted.plan.slug}
    return {
        "mode": "subscription",
        "customer_email": wanted.user.email,
        "line_items": [{"price": wanted.plan.price_id, "quantity": 1}],
        "metadata": marks,
        "subscription_data": {"metadata": marks, "description": wanted.plan.title},
        "success_url": till.terms.success_url,
        "cancel_url": till.terms.cancel_url or till.terms.success_url,
    }


def _tell(till: Till, wanted: Beginning, page: Checkout) -> None:
    """Send the link, once for each page."""
    language = wanted.user.language or till.terms.language
    values = {
        "name": wanted.user.name,
        "order": wanted.plan.title,
        "titles": [wanted.plan.title],
        "total": printed(page.money, language) if page.money else "",
        "link": page.url,
        "expires_at": iso(page.expires_at) if page.expires_at else "",
    }
    event = f"payment-link:{page.id}"[:128]
    message = Message(event, LINK, wanted.user.email, wanted.user.id, language, values)
    with till.writing() as connection:
        enqueue(connection, [message], till.clock())
