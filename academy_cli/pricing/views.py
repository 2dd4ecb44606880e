"""What is said about prices and coupons: frozen values that become a table, JSON or a page.

Knows what people ask of them; refuses rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from academy_cli.kit.money import Money

SCHEDULED, CURRENT, PAST, WITHDRAWN = "scheduled", "current", "past", "withdrawn"


@dataclass(frozen=True, slots=True)
class PriceView:
    """What a course costs in one currency from a moment on; without a ``price`` it is not sold in it then.

    ``state`` is ``current``, ``scheduled``, ``past`` or ``withdrawn``; ``origin`` is ``course`` where
    course.yaml says so, else ``staff``.
    """

    number: int
    course: str
    currency: str
    price: Money | None
    state: str
    starts_at: datetime
    origin: str
    set_by: str
    set_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class PriceChange:
    """What was done, or would be, to a course's price in one currency.

    ``outcome`` is ``set``, ``scheduled``, ``removed``, ``withdrawn`` or ``unchanged``. ``before`` is what
    holds, or would have held at that moment, and ``after`` what does from then on: nothing where it is not
    sold. ``withdrawn`` are the moments of planned changes that do not happen any more. A course that
    ``is_free`` afterwards has no price in any currency.
    """

    course: str
    currency: str
    outcome: str
    before: Money | None
    after: Money | None
    starts_at: datetime
    withdrawn: tuple[datetime, ...] = ()
    is_free: bool = False

    @property
    def is_change(self) -> bool:
        """Whether anything is different afterwards."""
        return self.outcome != "unchanged"


@dataclass(frozen=True, slots=True)
class NewCoupon:
    """A coupon as somebody wants it: it takes hundredths of a percent off, or an amount.

    Without a ``code`` one is drawn; without a ``course`` it holds for all.
    """

    code: str | None = None
    basis_points: int | None = None
    amount: Money | None = None
    course: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    most_uses: int | None = None
    most_per_person: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class CouponView:
    """A coupon; ``takes`` is what it takes off, in words, and ``uses`` counts orders that are paid or open.

    ``state`` is ``active``, ``waiting``, ``ended``, ``used-up`` or ``removed``.
    """

    code: str
    takes: str
    course: str | None
    state: str
    uses: int
    most_uses: int | None
    most_per_person: int | None
    starts_at: datetime | None
    ends_at: datetime | None
    note: str | None
    basis_points: int | None
    amount: Money | None
    created_by: str
    created_at: datetime
    removed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CouponUseView:
    """An order that uses a coupon, or did until it came to nothing."""

    order: str
    email: str
    discount: Money
    used_at: datetime
    released_at: datetime | None


@dataclass(frozen=True, slots=True)
class CouponDetails:
    """A coupon with every order that ever used it, in the order of use."""

    coupon: CouponView
    orders: tuple[CouponUseView, ...]
