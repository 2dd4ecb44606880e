"""Until when a subscription gives access: a function of what the provider says of it.

Refuses rows and clocks.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from academy_cli.payments.gateway import ProviderSubscription

PAID = ("active", "trialing")
OVERDUE = "past_due"
ENDED = ("canceled", "incomplete_expired")
LIVING = (*PAID, OVERDUE)
"""Statuses that give access, as Stripe calls them (docs.stripe.com/billing/subscriptions/overview)."""


def access_ends(said: ProviderSubscription, grace: timedelta, now: datetime) -> datetime | None:
    """When the access ends that a subscription gives; None for a status that gives none.

    What is paid holds until its period ends, and so much longer, as a renewal is paid about an hour after the
    period and heard of later still. What is overdue is in a period that was not paid: the same time counts
    from its beginning. What has ended ends when it did, which is the period's end or at once.
    """
    if said.status in ENDED:
        return said.ended_at or now
    if said.status == OVERDUE and said.period_starts_at is not None:
        return said.period_starts_at + grace
    if said.status not in LIVING or said.period_ends_at is None:
        return None
    return said.period_ends_at if said.ends_with_period else said.period_ends_at + grace
