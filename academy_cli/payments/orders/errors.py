"""What can be refused about whom and how an order is billed, each with its own sentence.

Knows references and the provider's names; refuses to know how a shell prints them.
"""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.money import Money, written


class BadBuyerError(AcademyError):
    """A part of whom an invoice is made out to that no invoice can say."""

    def __init__(self, part: str, flaw: str) -> None:
        super().__init__(
            Kind.USAGE,
            "order.bad-buyer",
            f"The buyer's {part} {flaw}.",
            "Say it as: --bill-to 'Ann Ltd; 1 Main Street; 1000 Lausanne' --country CH --tax-number CHE-1",
        )


class OtherWayError(AcademyError):
    """An order of the same that is open, and is paid in another way than is asked for now."""

    def __init__(self, order: str, *, has_invoice: bool) -> None:
        way = "by an invoice" if has_invoice else "on a checkout page"
        super().__init__(
            Kind.CONFLICT,
            "order.other-way",
            f"{order} is open for the same and is paid {way}.",
            f"Call it off first: academy order cancel {order}; or make another: --another",
        )


class OtherPriceError(AcademyError):
    """A course that can be paid for already at the provider, at another price or with others."""

    def __init__(self, order: str, courses: Sequence[str], *, is_by_hand: bool) -> None:
        by_hand = (
            f"Write the money down for it: academy payment record {order}; or call it off first:"
        )
        by_link = f"Send that: academy order send {order}; make another: --another; or call it off:"
        super().__init__(
            Kind.CONFLICT,
            "order.other-price",
            f"{order} is open for {', '.join(courses)}, at another price or with others, and can be paid.",
            f"{by_hand if is_by_hand else by_link} academy order cancel {order}",
        )


class OtherDetailsError(AcademyError):
    """An order of the same that is open, and is made out to somebody else, or otherwise noted or due."""

    def __init__(self, order: str, what: Sequence[str], *, is_by_hand: bool) -> None:
        words = ", ".join(f"--{one}" for one in what)
        named = " and ".join("due date" if one == "days" else one for one in what)
        another = "" if is_by_hand else "; or make another: --another"
        super().__init__(
            Kind.CONFLICT,
            "order.other-details",
            f"{order} is open for the same, with another {named}.",
            f"See it: academy order show {order}. Take it as it is, without {words}; or call it off first:"
            f" academy order cancel {order}{another}",
        )


class DraftDiffersError(AcademyError):
    """An invoice that somebody changed at the provider before it was final."""

    def __init__(self, order: str, invoice: str, there: Money, wanted: Money) -> None:
        super().__init__(
            Kind.CONFLICT,
            "order.draft-differs",
            f"{order} costs {written(wanted)}, and its invoice {invoice} at Stripe {written(there)}.",
            f"Delete the draft in Stripe's dashboard, then ask again: academy order send {order}",
        )


class PaidThereError(AcademyError):
    """An order that was paid at the provider, which nobody has read yet."""

    def __init__(self, order: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "order.paid-at-stripe",
            f"{order} was paid at Stripe meanwhile.",
            "Read what happened there: academy payment sync",
        )


class StillPayableError(AcademyError):
    """An invoice that may still be paid, because the provider could not be told otherwise."""

    def __init__(self, order: str, reason: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "order.still-payable",
            f"The invoice of {order} could not be voided: {reason}.",
            f"It can still be paid, so nothing was changed; try again: academy order cancel {order}",
        )
