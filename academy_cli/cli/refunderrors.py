"""How a command about refunds ends that could not do all it was asked, and words that do not go together.

Knows references, states and what people typed; refuses to decide what may be refunded.
"""

from __future__ import annotations

from collections.abc import Mapping

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say, say_joined
from academy_cli.payments.refunds.states import STANDS, State


class RefundAttentionError(AcademyError):
    """A refund that a person has to look at."""

    def __init__(self, reference: str, state: str, failure: str | None) -> None:
        said = say("{} {}", reference, STANDS[State(state)])
        if failure == "unknown":  # Stripe's word for it, which is a state of ours
            said = say("{}: no reason was given", said)
        elif failure:
            said = say("{}: {}", said, failure)
        super().__init__(
            Kind.ATTENTION,
            "refund.attention",
            say("{}.", said),
            say("See it: academy refund show {}", reference),
        )


class TwoAmountsError(AcademyError):
    """More than one word that says how much."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "refund.two-amounts",
            "--amount, --percent, --line and --full each say how much: only one of them can.",
            "Leave the others out.",
        )


class BadLineError(AcademyError):
    """A line that cannot be read."""

    def __init__(self, text: str) -> None:
        super().__init__(
            Kind.USAGE,
            "refund.bad-line",
            say("“{}” is no line of an order.", text),
            "Write its number, or 2=10.00 for a part of it.",
        )


class NothingPaidByError(AcademyError):
    """Somebody who has paid nothing that could go back."""

    def __init__(self, email: str) -> None:
        super().__init__(
            Kind.MISSING,
            "refund.nothing-paid-by",
            say("“{}” has paid nothing.", email),
            say("See their orders: academy order list --user {}", email),
        )


class AllWentBackError(AcademyError):
    """Somebody of whose money nothing is left that could go back."""

    def __init__(self, email: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "refund.all-went-back",
            say("All that “{}” paid went back, or is about to.", email),
            say("See it: academy refund list --user {}", email),
        )


class DecideError(AcademyError):
    """Neither, or both, of two ways to decide."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "refund.decide",
            "Say one of --retry and --void.",
            "--retry asks for it once more, --void says that it was not made.",
        )


class OddRefundsError(AcademyError):
    """Refunds that went on, and that a person has to look at."""

    def __init__(self, states: Mapping[str, str]) -> None:
        each = (say("{} {}", one, STANDS[State(state)]) for one, state in states.items())
        super().__init__(
            Kind.ATTENTION,
            "refund.attention",
            say("{}.", say_joined(", ", each)),
            "See what can be done: academy refund list --needs-attention",
        )


class BusyRefundError(AcademyError):
    """A refund that somebody else is asking Stripe about at the moment."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "refund.busy",
            say(
                "Somebody else is asking Stripe about {} at the moment, so nothing was done.",
                reference,
            ),
            say(
                "It is theirs for some minutes; see what came of it: academy refund show {}",
                reference,
            ),
        )


class PendingRefundsError(AcademyError):
    """Refunds whose outcome could not be found out now."""

    def __init__(self, failed: Mapping[str, str]) -> None:
        first = next(iter(failed.items()))
        super().__init__(
            Kind.UNAVAILABLE,
            "refund.not-recovered",
            say("The outcome of {} is not known yet: {}.", ", ".join(failed), first[1]),
            "Nothing is made twice; try again later: academy refund recover",
        )
