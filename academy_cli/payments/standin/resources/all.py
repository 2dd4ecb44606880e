"""All requests that the stand-in answers.

Knows which modules have routes; refuses to have any itself.
"""

from __future__ import annotations

from academy_cli.payments.standin import events
from academy_cli.payments.standin.resources import (
    balance,
    charges,
    coupons,
    customers,
    disputes,
    invoice_items,
    invoices,
    payment_intents,
    payment_links,
    payouts,
    prices,
    products,
    refunds,
    sessions,
    subscriptions,
)
from academy_cli.payments.standin.routes import Route

ROUTES: tuple[Route, ...] = (
    *refunds.ROUTES,
    *events.ROUTES,
    *payment_intents.ROUTES,
    *charges.ROUTES,
    *sessions.ROUTES,
    *balance.ROUTES,
    *disputes.ROUTES,
    *customers.ROUTES,
    *invoices.ROUTES,
    *invoice_items.ROUTES,
    *subscriptions.ROUTES,
    *products.ROUTES,
    *prices.ROUTES,
    *coupons.ROUTES,
    *payment_links.ROUTES,
    *payouts.ROUTES,
)
