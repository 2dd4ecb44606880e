"""What can be refused about whom and how an order is billed, each with its own sentence.

Knows references and the provider's names; refuses to know how a shell prints them.
"""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.money import Money, written
from academy_cli.kit.saying import say, say_joined

_DETAILS = {
    "days": say("due date"),
    "note": say("note"),
    "bill-to": say("buyer"),
    "country": say("country"),
    "tax-number": say("tax number"),
}


class BadBuyerError(AcademyError):
    """A part of whom an invoice is made out to that no invoice can say."""

    def __init__(self, part: str, flaw: str) -> None:
        super().__init__(
            Kind.USAGE,
            "order.bad-buyer",
            say("The buyer's {} {}.", part, flaw),
            "Say it as: --bill-to 'Ann Ltd; 1 Main Street; 1000 Lausanne' --country CH --tax-number CHE-1",
        )


class OtherWayError(AcademyError):
    """An order of the same that is open, and is paid in another way than is asked for now."""

    def __init__(self, order: str, *, has_invoice: bool) -> None:
        said = (
            say("{} is open for the same and is paid by an invoice.", order)
            if has_invoice
            else say("{} is open for the same and is paid on a checkout page.", order)
        )
        super().__init__(
            Kind.CONFLICT,
            "order.other-way",
            said,
            say("Call it off first: academy order cancel {}; or make another: --another", order),
        )


class OtherPriceError(AcademyError):
    """A course that can be paid for already at the provider, at another price or with others."""

    def __init__(self, order: str, courses: Sequence[str], *, is_by_hand: bool) -> None:
        by_hand = say(
            "Write the money down for it: academy payment record {}; or call it off first: "
            "academy order cancel {}",
            order,
            order,
        )
        by_link = say(
            "Send that: academy order send {}; make another: --another; or call it off: "
            "academy order cancel {}",
            order,
            order,
        )
        super().__init__(
            Kind.CONFLICT,
            "order.other-price",
            say(
                "{} is open for {}, at another price or with others, and can be paid.",
                order,
                ", ".join(courses),
            ),
            by_hand if is_by_hand else by_link,
        )


class OtherDetailsError(AcademyError):
    """An order of the same that is open, and is made out to somebody else, or otherwise noted or due."""

    def __init__(self, order: str, what: Sequence[str], *, is_by_hand: bool) -> None:
        words = ", ".join(f"--{one}" for one in what)
        named = say_joined(" and ", (_DETAILS.get(one, one) for one in what))
        hint = (
            say(
                "See it: academy order show {}. Take it as it is, without {}; or call it off first: "
                "academy order cancel {}",
                order,
                words,
                order,
            )
            if is_by_hand
            else say(
                "See it: academy order show {}. Take it as it is, without {}; or call it off first: "
                "academy order cancel {}; or make another: --another",
                order,
                words,
                order,
            )
        )
        super().__init__(
            Kind.CONFLICT,
            "order.other-details",
            say("{} is open for the same, with another {}.", order, named),
            hint,
        )


class DraftDiffersError(AcademyError):
    """An invoice that somebody changed at the provider before it was final."""

    def __init__(self, order: str, invoice: str, there: Money, wanted: Money) -> None:
        super().__init__(
            Kind.CONFLICT,
            "order.draft-differs",
            say(
                "{} costs {}, and its invoice {} at Stripe {}.",
                order,
                written(wanted),
                invoice,
                written(there),
            ),
            say(
                "Delete the draft in Stripe's dashboard, then ask again: academy order send {}",
                order,
            ),
        )


class PaidThereError(AcademyError):
    """An order that was paid at the provider, which nobody has read yet."""

    def __init__(self, order: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "order.paid-at-stripe",
            say("{} was paid at Stripe meanwhile.", order),
            "Read what happened there: academy payment sync",
        )


class StillPayableError(AcademyError):
    """An invoice that may still be paid, because the provider could not be told otherwise."""

    def __init__(self, order: str, reason: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "order.still-payable",
            say("The invoice of {} could not be voided: {}.", order, reason),
            say(
                "It can still be paid, so nothing was changed; try again: academy order cancel {}",
                order,
            ),
        )
