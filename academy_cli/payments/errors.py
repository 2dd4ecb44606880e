"""What can be refused about orders and payments, each with its own sentence.

Knows references and amounts; refuses to know how a shell prints them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.clock import iso
from academy_cli.kit.money import Money, written
from academy_cli.kit.saying import say


class UnknownOrderError(AcademyError):
    """An order, or a payment, that is not there."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            Kind.MISSING,
            "order.unknown",
            say("There is no order or payment “{}”.", reference),
            "Look for it: academy order list --user EMAIL",
        )


class NothingPaidError(AcademyError):
    """An order of which no money can go back: it cost nothing, or none came in, or none is held of it."""

    def __init__(self, order: str, state: str, *, is_free: bool) -> None:
        hint = say("See it: academy order show {}", order)
        if is_free:
            said = say("{} cost nothing, so nothing can go back.", order)
            hint = say(
                "See it: academy order show {}; access ends with: academy enrollment remove EMAIL COURSE",
                order,
            )
        elif state == "paid":
            said = say("Nothing that came in for {} can go back.", order)
        else:
            said = say("Nothing was paid for {}: it is {}.", order, state)
        super().__init__(Kind.REFUSED, "order.nothing-paid", said, hint)


class SeveralPaymentsError(AcademyError):
    """An order that was paid more than once, so that it does not say which payment is meant."""

    def __init__(self, order: str, payments: Sequence[str]) -> None:
        super().__init__(
            Kind.REFUSED,
            "order.several-payments",
            say("{} was paid by more than one payment: {}.", order, ", ".join(payments)),
            "Name the payment instead of the order.",
        )


class LiveModeError(AcademyError):
    """A key whose money is real where this academy's is not, or the other way round."""

    def __init__(self, *, key_is_live: bool) -> None:
        said = (
            say("The Stripe key is a live key, and this academy's database is for test money.")
            if key_is_live
            else say("The Stripe key is a test key, and this academy's database is for live money.")
        )
        super().__init__(
            Kind.REFUSED,
            "stripe.mode",
            said,
            "Use the other key, or another database: the two never mix.",
        )


class NoKeyError(AcademyError):
    """No key for Stripe."""

    def __init__(self) -> None:
        super().__init__(
            Kind.INVALID,
            "stripe.no-key",
            "There is no Stripe key, so nothing can be asked of Stripe.",
            "Set stripe.api_key in academy.yaml or ACADEMY_STRIPE_API_KEY; cash and transfers need none:"
            " academy payment record",
        )


class ProviderUnavailableError(AcademyError):
    """A provider that gave no good answer now."""

    def __init__(self, what: str, reason: str, hint: str) -> None:
        super().__init__(Kind.UNAVAILABLE, "stripe.unavailable", say("{}: {}.", what, reason), hint)


class ProviderRefusedError(AcademyError):
    """A provider that said no."""

    def __init__(self, what: str, reason: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "stripe.refused",
            say("Stripe refused {}: {}.", what, reason),
            "Check the Stripe key and its account: academy config show stripe",
        )


class NotPayableError(AcademyError):
    """An order that takes no payment any more."""

    def __init__(self, order: str, state: str, *, has_come: bool = False) -> None:
        by_hand = say("If it came in all the same, say how much: --amount AMOUNT --partial")
        super().__init__(
            Kind.REFUSED,
            "order.not-open",
            say("{} is {}: nothing can be paid for it.", order, state),
            by_hand if has_come else say("See it: academy order show {}", order),
        )


class MonthClosedError(AcademyError):
    """Money by hand of a month whose books are closed."""

    def __init__(self, month: str, at: datetime) -> None:
        super().__init__(
            Kind.REFUSED,
            "payment.month-closed",
            say(
                "{} is closed: money of {:%Y-%m-%d} cannot be written down there any more.",
                month,
                at,
            ),
            "Date it today, without --on, and say with --note when it came in.",
        )


class AmountDiffersError(AcademyError):
    """An amount by hand that is not what is to be paid of an order."""

    def __init__(self, order: str, got: Money, wanted: Money) -> None:
        super().__init__(
            Kind.REFUSED,
            "payment.amount-differs",
            say("{} is to be paid of {}, not {}.", written(wanted), order, written(got)),
            "Write the whole amount down, or write what came in with --partial.",
        )


class NothingToPayError(AcademyError):
    """Money for an order that costs nothing."""

    def __init__(self, order: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "payment.nothing-to-pay",
            say("{} costs nothing, so nothing can be paid for it.", order),
            "Let somebody in for nothing: academy order checkout EMAIL COURSE",
        )


class NotYetReceivedError(AcademyError):
    """Money that came in at a moment that is still to come."""

    def __init__(self, at: datetime) -> None:
        super().__init__(
            Kind.USAGE,
            "payment.not-yet",
            say("{} is still to come, so nothing came in then.", iso(at)),
            "Name the day on which it came in: --on",
        )


class LongAgoError(AcademyError):
    """Money that came in so long ago that the year is more likely a slip."""

    def __init__(self, at: datetime, now: datetime) -> None:
        super().__init__(
            Kind.USAGE,
            "payment.long-ago",
            say("{:%Y-%m-%d} is more than a year ago: is the year right?", at),
            say(
                "Write it anew: --on {:%Y-%m-%d}; if it did come in then: --long-ago",
                _last(at, now),
            ),
        )


class RequestKeyError(AcademyError):
    """A request key that asked for something else before."""

    def __init__(self, key: str, what: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "request.key-used",
            say("The request key “{}” asked for something else before: {}.", key, what),
            "Use a new key for a new request.",
        )


class HasAccessError(AcademyError):
    """Somebody who would pay for what they have for good."""

    def __init__(self, email: str, course: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "order.has-access",
            say("“{}” is in “{}” already, for good.", email, course),
            say("See why: academy enrollment show {} {}", email, course),
        )


class PaidOrderError(AcademyError):
    """An order that cannot be cancelled, because it was paid."""

    def __init__(self, order: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "order.paid",
            say("{} was paid, so it cannot be cancelled.", order),
            say("Give the money back: academy refund create {}", order),
        )


class BaseNeedsTestKeyError(AcademyError):
    """Another server than Stripe's that would be given a live key."""

    def __init__(self, base: str) -> None:
        super().__init__(
            Kind.INVALID,
            "stripe.base-is-for-tests",
            say(
                "stripe.api_base is “{}”, and the key is a live key: it is for Stripe alone.", base
            ),
            "Take stripe.api_base out of the settings, or use a test key.",
        )


class UnknownPaymentError(AcademyError):
    """A payment that is not there."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            Kind.MISSING,
            "payment.unknown",
            say("There is no payment “{}”.", reference),
            "Look for it: academy payment list --user EMAIL",
        )


class NoReturnPageError(AcademyError):
    """No page for a payer to come back to."""

    def __init__(self) -> None:
        super().__init__(
            Kind.INVALID,
            "payments.no-return-page",
            "There is no page that a payer comes back to, and Stripe wants one.",
            "Set site.url or payments.success_url: academy config set site.url https://…",
        )


class NoWebhookSecretError(AcademyError):
    """No secret by which Stripe's events are told from others'."""

    def __init__(self) -> None:
        super().__init__(
            Kind.INVALID,
            "stripe.no-webhook-secret",
            "There is no secret of a webhook endpoint, so nobody could tell Stripe's events from others'.",
            "Set stripe.webhook_secret in academy.yaml or ACADEMY_STRIPE_WEBHOOK_SECRET; without an endpoint,"
            " read Stripe instead: academy payment sync --follow",
        )


class PortTakenError(AcademyError):
    """A port on which nothing can listen."""

    def __init__(self, port: int, reason: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "webhook.port",
            say("Nothing can listen on port {} of this machine: {}.", port, reason),
            "Choose another one: academy payment webhook --port 4243",
        )


def _last(at: datetime, now: datetime) -> datetime:
    """When there was the same day of a year the last time; of 29 February the day after."""
    day = at if (at.month, at.day) != (2, 29) else at + timedelta(days=1)
    this_year = day.replace(year=now.year)
    return this_year if this_year <= now else day.replace(year=now.year - 1)
