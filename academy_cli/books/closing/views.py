"""What is said of a month that is closed: frozen values that become a table, JSON or a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from academy_cli.kit.money import Money

DOCUMENTS, PROVIDER = "documents", "Stripe"
"""The sides between which and the ledger something lies."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that lies between the ledger and one of the other sides in a month."""

    side: str
    """``documents`` or ``Stripe``."""
    what: str
    amount: Money
    """How much it makes the ledger more than that side."""
    references: tuple[str, ...]
    is_explained: bool
    count: int = 1


@dataclass(frozen=True, slots=True)
class Balance:
    """The sums of one currency in a month."""

    currency: str
    documents: Money | None
    """Invoices less credit notes; None where this academy issues none."""
    invoiced: Money
    credited: Money
    ledger: Money
    kinds: Mapping[str, Money]
    """The ledger's sum by kind of movement."""
    provider: Money
    """In the currency that was paid, whatever Stripe converted it into."""
    fees: Money
    """What Stripe kept of these movements, if in this currency; no part of the equation."""
    items: tuple[Item, ...]

    @property
    def is_balanced(self) -> bool:
        """Whether everything that lies between the sides is explained, and adds up to what does."""
        return all(one.is_explained for one in self.items) and not self.gaps

    @property
    def gaps(self) -> Mapping[str, Money]:
        """What is left between the ledger and each side when all items are counted: nothing, if well."""
        found = {}
        for side, total in ((DOCUMENTS, self.documents), (PROVIDER, self.provider)):
            if total is None:
                continue
            between = sum(one.amount.amount for one in self.items if one.side == side)
            gap = self.ledger.amount - total.amount - between
            if gap:
                found[side] = Money(gap, self.currency)
        return found


@dataclass(frozen=True, slots=True)
class Proof:
    """What a month comes to, in every currency."""

    month: str
    balances: tuple[Balance, ...]

    @property
    def is_balanced(self) -> bool:
        """Whether it is, in every currency."""
        return all(one.is_balanced for one in self.balances)


@dataclass(frozen=True, slots=True)
class ClosingView:
    """A closing that is kept."""

    month: str
    number: int
    closed_at: datetime
    actor: str
    content_sha256: str
    previous_sha256: str
    body: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Verified:
    """What became of a closing that was computed anew."""

    month: str
    number: int
    content_sha256: str
    said: tuple[str, ...]
    """What is not as it was; nothing, if all is well."""
    closings: int
    """How many closings the chain has."""

    @property
    def is_sound(self) -> bool:
        """Whether all is as it was."""
        return not self.said
