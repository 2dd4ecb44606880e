"""What can be refused about plans and subscriptions, each with its own sentence.

Knows names and references; refuses to know how a shell prints them.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class UnknownPlanError(AcademyError):
    """A plan that is not there."""

    def __init__(self, name: str, nearest: str | None = None) -> None:
        hint = (
            say("Did you mean “{}”?", nearest)
            if nearest
            else say("See them: academy subscription plan list")
        )
        super().__init__(
            Kind.MISSING, "subscription.unknown-plan", say("There is no plan “{}”.", name), hint
        )


class UnknownSubscriptionError(AcademyError):
    """A subscription that is not there."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            Kind.MISSING,
            "subscription.unknown",
            say("There is no subscription “{}”.", reference),
            "Look for it: academy subscription list --user EMAIL",
        )


class BadPlanError(AcademyError):
    """A plan that cannot be made as it is said."""

    def __init__(self, why: str, hint: str) -> None:
        super().__init__(Kind.INVALID, "subscription.bad-plan", why, hint)


class NoPlanForPriceError(AcademyError):
    """A subscription that was begun here, and whose price belongs to no plan by now."""

    def __init__(self, subscription: str, price: str, plan: str) -> None:
        super().__init__(
            Kind.ATTENTION,
            "subscription.no-plan",
            say(
                "The subscription {} has the price {}, which belongs to no plan.",
                subscription,
                price,
            ),
            say(
                "Give it one, then read it again: academy subscription plan set {} --price {}",
                plan,
                price,
            ),
        )


class PlanInUseError(AcademyError):
    """A plan that people subscribed to, so that it stays."""

    def __init__(self, name: str, subscriptions: int) -> None:
        super().__init__(
            Kind.REFUSED,
            "subscription.plan-in-use",
            say("“{}” has subscriptions, {:,} by now, so it stays.", name, subscriptions),
            say("See them: academy subscription list --plan {}", name),
        )


class SubscribedError(AcademyError):
    """Somebody who has a plan already."""

    def __init__(self, email: str, plan: str, reference: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "subscription.subscribed",
            say("“{}” has “{}” already: {}.", email, plan, reference),
            say(
                "See it: academy subscription show {}; another one all the same: --another",
                reference,
            ),
        )
