"""What is said about plans and subscriptions: frozen values that become a table, JSON or a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from academy_cli.kit.money import Money


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan: the provider's price, the courses it opens, and how many people have it now."""

    plan: str
    title: str
    price: str
    courses: tuple[str, ...]
    subscriptions: int
    unchecked: str | None = None
    """Why nobody asked Stripe whether it has the price, where it was set and nobody did."""


@dataclass(frozen=True, slots=True)
class SubscriptionSummary:
    """A subscription in a list."""

    reference: str
    email: str
    plan: str
    state: str
    period_ends_at: datetime | None
    ends_with_period: bool
    access_ends_at: datetime | None
    """When the access that it gives ends, unless it is paid again; None where it gives none."""
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class SubscriptionView:
    """A subscription, whole."""

    reference: str
    email: str
    name: str
    plan: str
    state: str
    period_ends_at: datetime | None
    ends_with_period: bool
    access_ends_at: datetime | None
    courses: tuple[str, ...]
    orders: tuple[str, ...]
    """What was paid for it so far, the oldest first."""
    provider_id: str
    is_live: bool
    created_at: datetime
    updated_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class SubscriptionCheckout:
    """The page on which somebody begins a subscription."""

    email: str
    plan: str
    courses: tuple[str, ...]
    total: Money | None = None
    """What is paid at first."""
    link: str | None = None
    expires_at: datetime | None = None
