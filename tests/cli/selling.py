"""An academy that sells, for tests of the command line: its settings, who pays, and what was bought before.

Knows the stand-in and the tables of a home; refuses to know what a command says.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from academy_cli.payments.stripe.client import StripeClient
from tests.cli.conftest import Ran, Run, Set
from tests.payments.standin.provider import KEY, Standin

SITE = "https://learn.example.org"
_ORDER = (
    "insert into orders (id, reference, request_key, user_id, provider, is_live, currency, discount, total,"
    " state, language, actor, created_at, paid_at, fulfilled_at) values"
)
_REFUND = (
    'insert into refunds (reference, "key", request_key, payment_id, origin, provider, amount, currency,'
    " reason, access, policy, state, parameters, requested_by, created_at, updated_at, first_sent_at) values"
)
_THEN = "'2026-01-01 00:00:00.000000'"
BOUGHT = f"""
{_ORDER} (1, 'O-2026-000001', 'k1', 1, 'stripe', 0, 'eur', 0, 4900, 'open', 'en', 'operator:x',
 {_THEN}, null, null);
{_ORDER} (2, 'O-2026-000002', 'k2', 1, 'manual', 0, 'eur', 0, 4900, 'paid', 'en', 'operator:x',
 {_THEN}, {_THEN}, {_THEN});
insert into order_lines (order_id, position, course_id, title, price, discount, amount, tax_basis_points)
 select orders.id, 1, courses.id, courses.title, 4900, 0, 4900, 0 from orders, courses where slug = 'python';
insert into payments (id, reference, order_id, provider, is_live, intent_id, method, amount, currency,
 reserved_own, state, received_at, created_at, actor) values (1, 'P-2026-000001', 2, 'manual', 0, 'm1',
 'cash', 4900, 'eur', 300, 'succeeded', {_THEN}, {_THEN}, 'operator:x');
{_REFUND} ('R-2026-000001', 'a', 'r1', 1, 'academy', 'manual', 100, 'eur', 'duplicate', 'keep',
 '{{"needs_approval":true}}', 'requested', '{{}}', 'user:2', {_THEN}, {_THEN}, null);
{_REFUND} ('R-2026-000002', 'b', 'r2', 1, 'academy', 'manual', 100, 'eur', 'duplicate', 'keep', '{{}}',
 'unknown', '{{}}', 'user:2', {_THEN}, {_THEN}, {_THEN});
{_REFUND} ('R-2026-000003', 'c', 'r3', 1, 'academy', 'manual', 100, 'eur', 'duplicate', 'keep', '{{}}',
 'submitting', '{{}}', 'user:2', {_THEN}, {_THEN}, {_THEN});
"""
"""An open order of the first account, and one paid in cash, with refunds in every state of waiting."""


def pays_at(given: Set, standin: Standin) -> None:
    """Let the academy of a test be paid at the stand-in."""
    given(stripe_api_key=KEY, stripe_api_base=standin.url, site_url=SITE)


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    """What the database of a home says."""
    with closing(sqlite3.connect(home / "academy.db")) as connection:
        return connection.execute(query).fetchall()


def ordered(academy: Run, *words: str) -> dict[str, object]:
    """An order that was just made, and whose link was mailed."""
    ran = academy("order", "checkout", *words, "--format", "json")
    assert ran.code == 0, ran.err
    return dict(json.loads(ran.out))


def monthly(standin: Standin) -> str:
    """A price at Stripe that recurs."""
    asked = {"currency": "eur", "unit_amount": 900, "recurring": {"interval": "month"}}
    asked["product_data"] = {"name": "All courses"}
    return str(StripeClient(KEY, standin.url).post("prices", asked)["id"])


def pay(home: Path, standin: Standin, reference: str, card: str = "pm_card_visa") -> None:
    """Somebody pays on the page of an order; nobody at the academy knows it yet."""
    [(session,)] = rows(home, f"select session_id from orders where reference = '{reference}'")
    assert standin.control.complete(str(session), card)["payment_status"] == "paid"


def bought(academy: Run, home: Path, standin: Standin, *words: str) -> str:
    """The reference of an order that was paid and read."""
    reference = str(ordered(academy, *words)["reference"])
    pay(home, standin, reference)
    ran = academy("payment", "sync")
    assert ran.code == 0, ran.err
    return reference


def said(ran: Ran) -> dict[str, Any]:
    """The one object that a command answered in JSON."""
    return dict(json.loads(ran.out))


def refund(academy: Run, *words: str) -> Ran:
    """Ask for a refund of the first order."""
    return academy("refund", "create", "O-2026-000001", *words, "--format", "json")
