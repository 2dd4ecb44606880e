"""What is said about refunds: frozen values that become a table, JSON or a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from academy_cli.kit.money import Money


@dataclass(frozen=True, slots=True)
class RefundPart:
    """How much of one line of the order goes back."""

    line: int
    title: str
    paid: Money
    refunded: Money
    """Before this refund."""
    amount: Money


@dataclass(frozen=True, slots=True)
class Refundable:
    """A payment that could go back: what came in, and what is left of it."""

    payment: str
    paid: Money
    left: Money


@dataclass(frozen=True, slots=True)
class RefundPreview:
    """What a refund would do, before it is asked for."""

    order: str
    payment: str
    email: str
    name: str
    method: str
    provider: str
    paid: Money
    paid_at: datetime
    refunded: Money
    left: Money
    amount: Money
    is_full: bool
    lines: tuple[RefundPart, ...]
    objections: tuple[str, ...]
    """What the courses' policies say against it."""
    access: str
    """``keep``, ``remove``, ``none`` where the order gives none, ``subscription`` where that gives it."""
    completed: tuple[str, ...]
    """Courses among them that the learner has completed; a certificate stays valid."""
    invoice: str | None
    needs_approval: bool
    similar: str | None = None
    """A refund of as much of this payment that was asked for not long ago."""
    stays: tuple[str, ...] = ()
    """By what else the learner stays in the courses, in words."""


@dataclass(frozen=True, slots=True)
class RefundStep:
    """One step of a refund."""

    at: datetime
    before: str | None
    after: str
    actor: str
    source: str
    detail: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RefundSummary:
    """A refund in a list."""

    reference: str
    order: str
    payment: str
    email: str
    amount: Money
    state: str
    origin: str
    provider: str
    """By whom it goes back: ``stripe``, or ``manual`` for staff themselves."""
    needs_attention: bool
    reason: str
    note: str | None
    failure: str | None
    requested_by: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class RefundView:
    """A refund, whole."""

    reference: str
    order: str
    payment: str
    email: str
    amount: Money
    state: str
    origin: str
    provider: str
    access: str
    reason: str
    note: str | None
    needs_attention: bool
    failure: str | None
    provider_id: str | None
    credit_note: str | None
    overridden: tuple[str, ...]
    """What the courses' policies said against it, and was overridden; ``note`` says why."""
    overridden_by: str | None
    requested_by: str
    approved_by: str | None
    created_at: datetime
    updated_at: datetime
    parts: Mapping[str, int]
    """Minor units by the title of each line."""
    steps: tuple[RefundStep, ...]
    next: str = ""
    """What a person can do now."""
