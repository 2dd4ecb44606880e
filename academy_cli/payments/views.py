"""What is said about orders and payments: frozen values that become a table, JSON or a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from academy_cli.kit.money import Money


@dataclass(frozen=True, slots=True)
class OrderPreview:
    """What an order would cost, before it is made."""

    email: str
    lines: tuple[OrderLineView, ...]
    discount: Money
    total: Money
    coupon: str | None
    invoice_days: int | None = None
    """Within how many days its invoice would be to be paid."""
    bill_to: tuple[str, ...] = ()
    """Whom its invoice would be made out to, if not to the buyer."""
    order: str | None = None
    """The one that is open for the same, or was made with the same key: it is taken again."""


@dataclass(frozen=True, slots=True)
class OrderLineView:
    """One course of an order."""

    line: int
    course: str
    title: str
    price: Money
    discount: Money
    amount: Money
    refunded: Money
    """What went back."""
    on_its_way: Money
    """What is to go back, and has not arrived yet."""


@dataclass(frozen=True, slots=True)
class OrderSummary:
    """An order in a list."""

    reference: str
    email: str
    courses: tuple[str, ...]
    total: Money
    state: str
    provider: str
    is_fulfilled: bool
    created_at: datetime
    paid_at: datetime | None


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """A payment of an order, or in a list."""

    reference: str
    order: str
    email: str
    amount: Money
    refunded: Money
    on_its_way: Money
    lost: Money
    """What its bank gave back to the payer for good, in disputes."""
    method: str
    provider: str
    is_disputed: bool
    """Whether its bank still decides."""
    is_live: bool
    invoice: str | None
    received_at: datetime
    note: str | None
    provider_id: str | None


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order, whole."""

    reference: str
    email: str
    name: str
    bill_to: tuple[str, ...]
    """Whom its invoice is made out to, if not to the buyer: lines, the country and the tax number last."""
    state: str
    provider: str
    is_live: bool
    lines: tuple[OrderLineView, ...]
    discount: Money
    total: Money
    to_pay: Money
    """What is still to come in; nothing once it was paid."""
    coupon: str | None
    link: str | None
    expires_at: datetime | None
    due_at: datetime | None
    """Until when its invoice is to be paid; None where it is paid on a page."""
    created_at: datetime
    paid_at: datetime | None
    fulfilled_at: datetime | None
    trouble: str | None
    payments: tuple[PaymentLine, ...]
    refunds: tuple[str, ...]
    note: str | None
    next: str = ""


@dataclass(frozen=True, slots=True)
class DisputeView:
    """A dispute of a payment."""

    provider_id: str
    amount: Money
    reason: str
    state: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    is_open: bool = True
    asks: str = ""
    """What is to be done about an open one, and until when."""


@dataclass(frozen=True, slots=True)
class DisputeNews:
    """A dispute that was heard of: of what it is, how it stands by now, and what it asks for."""

    order: str
    payment: str
    provider_id: str
    amount: Money
    reason: str
    state: str
    due_at: datetime | None
    is_open: bool
    asks: str
    """What is to be done about an open one, and until when."""


@dataclass(frozen=True, slots=True)
class PaymentView:
    """A payment, whole: what came in, what went back, and what its bank says."""

    reference: str
    order: str
    email: str
    amount: Money
    refunded: Money
    on_its_way: Money
    lost: Money
    """What its bank gave back to the payer for good, in disputes."""
    left: Money
    """What neither went back, nor is on its way, nor was lost."""
    method: str
    provider: str
    provider_id: str | None
    is_live: bool
    is_disputed: bool
    """Whether its bank still decides."""
    invoice: str | None
    received_at: datetime
    actor: str
    note: str | None
    refunds: tuple[str, ...]
    disputes: tuple[DisputeView, ...]
