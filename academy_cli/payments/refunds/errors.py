"""What can be refused about refunds, each with its own sentence.

Knows references and amounts; refuses to know how a shell prints them.
"""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.money import Money, granule, written
from academy_cli.kit.saying import say, say_joined
from academy_cli.payments.refunds.states import STANDS, State


class UnknownRefundError(AcademyError):
    """A refund that is not there."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            Kind.MISSING,
            "refund.unknown",
            say("There is no refund “{}”.", reference),
            "Look for it: academy refund list",
        )


class ExceedsPaymentError(AcademyError):
    """More than is left of a payment."""

    def __init__(self, payment: str, wanted: Money, left: Money) -> None:
        super().__init__(
            Kind.REFUSED,
            "refund.exceeds-payment",
            say("{} is more than is left of {}: {}.", written(wanted), payment, written(left)),
            say("Refund what is left: --amount '{}', or all of it: --full", written(left)),
        )


class NothingLeftToRefundError(AcademyError):
    """A payment of which nothing is left to give back."""

    def __init__(self, payment: str, paid: Money) -> None:
        super().__init__(
            Kind.REFUSED,
            "refund.nothing-left",
            say(
                "Nothing is left of {}: all of {} went back, or is about to.",
                payment,
                written(paid),
            ),
            say("See its refunds: academy payment show {}", payment),
        )


class ExceedsLineError(AcademyError):
    """More than is left of one line of an order."""

    def __init__(self, position: int, title: str, wanted: Money, left: Money) -> None:
        super().__init__(
            Kind.REFUSED,
            "refund.exceeds-line",
            say(
                "{} is more than is left of line {}, “{}”: {}.",
                written(wanted),
                position,
                title,
                written(left),
            ),
            "Name less of it, or another line.",
        )


class UnknownLineError(AcademyError):
    """A line that an order does not have."""

    def __init__(self, order: str, position: int, there: Sequence[int]) -> None:
        super().__init__(
            Kind.MISSING,
            "refund.unknown-line",
            say("{} has no line {}; it has {}.", order, position, ", ".join(map(str, there))),
            say("See its lines: academy order show {}", order),
        )


class BadAmountError(AcademyError):
    """An amount that cannot go back."""

    def __init__(self, wanted: Money) -> None:
        step = Money(granule(wanted.currency), wanted.currency)
        super().__init__(
            Kind.USAGE,
            "refund.bad-amount",
            say("{} cannot be refunded: it goes in steps of {}.", written(wanted), written(step)),
            "Name another amount: --amount",
        )


class DisputedError(AcademyError):
    """A payment that its bank decides about."""

    def __init__(self, payment: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "refund.disputed",
            say("{} is disputed: its bank decides whether the money goes back.", payment),
            "Answer the dispute in Stripe's dashboard, or accept it there; "
            "what you pay out yourself all the same is written down with --by-hand.",
        )


class DisputeLostError(AcademyError):
    """A payment that its bank decided about, for the payer."""

    def __init__(self, payment: str, lost: Money) -> None:
        super().__init__(
            Kind.REFUSED,
            "refund.disputed",
            say(
                "The dispute of {} was lost: the payer has {} back from their bank.",
                payment,
                written(lost),
            ),
            say("Stripe refunds nothing of it any more. See it: academy payment show {}", payment),
        )


class AgainstPolicyError(AcademyError):
    """A refund that the course's policy does not give."""

    def __init__(self, objections: Sequence[str], *, may_override: bool) -> None:
        hint = (
            say("Refund it all the same: --override-policy --reason “…”")
            if may_override
            else say("An admin may refund it all the same.")
        )
        super().__init__(Kind.REFUSED, "refund.against-policy", say_joined(" ", objections), hint)


class NoReasonError(AcademyError):
    """A policy that is overridden without saying why."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "refund.no-reason",
            "Going beyond the refund policy takes a reason.",
            "Say why: --reason “…”",
        )


class SimilarRefundError(AcademyError):
    """A refund of the same amount that was asked for not long ago."""

    def __init__(self, reference: str, amount: Money, state: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "refund.similar",
            say(
                "{} refunds {} of the same payment already, and {}.",
                reference,
                written(amount),
                STANDS[State(state)],
            ),
            say("See it: academy refund show {}; to refund as much again: --another", reference),
        )


class NotWaitingError(AcademyError):
    """A refund that is not in the state that something can be done to."""

    def __init__(self, reference: str, state: str, what: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "refund.wrong-state",
            _not_waiting(reference, STANDS[State(state)], what),
            say("See it: academy refund show {}", reference),
        )


class OwnApprovalError(AcademyError):
    """Somebody who would approve what they asked for."""

    def __init__(self, reference: str, actor: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "refund.own-approval",
            say("“{}” asked for {}, so somebody else has to approve it.", actor, reference),
            say("Another admin approves it: academy refund approve {} --as EMAIL", reference),
        )


class OutcomeUnknownError(AcademyError):
    """A refund that was asked for, and nobody knows yet what came of it."""

    def __init__(self, reference: str, reason: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "refund.outcome-unknown",
            say(
                "What came of {} is not known yet: {}. It will not be made twice.",
                reference,
                reason,
            ),
            say("Go on with it: academy refund recover {}", reference),
        )


def _not_waiting(reference: str, stands: str, what: str) -> str:
    match what:
        case "approved":
            return say("{} {}, so it cannot be approved.", reference, stands)
        case "resolved":
            return say("{} {}, so it cannot be resolved.", reference, stands)
        case _:
            return say("{} {}, so it cannot be taken back.", reference, stands)
