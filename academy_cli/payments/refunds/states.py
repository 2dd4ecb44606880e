"""The states of a refund, and which may follow which.

Knows the life of a refund as Stripe has it (docs.stripe.com/refunds), and what comes before it was sent;
refuses rows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum

from academy_cli.kit.saying import say


class State(Enum):
    """What a refund is."""

    REQUESTED = "requested"
    APPROVED = "approved"
    SUBMITTING = "submitting"
    """The provider is being asked, or was, and nobody knows the answer yet."""
    UNKNOWN = "unknown"
    """Nobody can find out by asking again: a person decides."""
    PENDING = "pending"
    REQUIRES_ACTION = "requires_action"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"
    REJECTED = "rejected"
    """It was not made: the provider said no, or somebody found that it is not there."""
    WITHDRAWN = "withdrawn"
    """It was taken back before it was sent."""


_S = State
STANDS: Mapping[State, str] = {
    _S.REQUESTED: say("is requested"),
    _S.APPROVED: say("is approved"),
    _S.SUBMITTING: say("is being sent"),
    _S.UNKNOWN: say("has an unknown outcome"),
    _S.PENDING: say("is pending"),
    _S.REQUIRES_ACTION: say("waits for its recipient"),
    _S.SUCCEEDED: say("has succeeded"),
    _S.FAILED: say("has failed"),
    _S.CANCELED: say("was canceled"),
    _S.REJECTED: say("was rejected"),
    _S.WITHDRAWN: say("was withdrawn"),
}
"""How a refund stands, as a sentence goes on that begins with it."""
UNSENT: Collection[State] = (_S.REQUESTED, _S.APPROVED)
ACCEPTED: Collection[State] = (_S.PENDING, _S.REQUIRES_ACTION, _S.SUCCEEDED)
"""The provider has it."""
PAYING: Collection[State] = (_S.PENDING, _S.SUCCEEDED)
"""The money is on its way, or there: what follows from a refund does."""
RESERVING: Collection[State] = (*UNSENT, _S.SUBMITTING, _S.UNKNOWN, *ACCEPTED)
"""It takes its amount from what is left of the payment."""
OPEN: Collection[State] = (*UNSENT, _S.SUBMITTING, _S.UNKNOWN, _S.PENDING, _S.REQUIRES_ACTION)
FINAL: Collection[State] = (_S.FAILED, _S.CANCELED, _S.REJECTED, _S.WITHDRAWN)
_SAID: Collection[State] = (*ACCEPTED, _S.FAILED, _S.CANCELED)

NEXT: Mapping[State, Collection[State]] = {
    _S.REQUESTED: (_S.APPROVED, _S.SUBMITTING, _S.REJECTED, _S.WITHDRAWN, *_SAID),
    _S.APPROVED: (_S.SUBMITTING, _S.REJECTED, _S.WITHDRAWN, *_SAID),
    _S.SUBMITTING: (_S.SUBMITTING, _S.UNKNOWN, _S.REJECTED, *_SAID),
    _S.UNKNOWN: (_S.SUBMITTING, _S.REJECTED, *_SAID),
    _S.PENDING: (_S.REQUIRES_ACTION, _S.SUCCEEDED, _S.FAILED, _S.CANCELED),
    _S.REQUIRES_ACTION: (_S.PENDING, _S.SUCCEEDED, _S.FAILED, _S.CANCELED),
    _S.SUCCEEDED: (_S.FAILED,),
    _S.FAILED: (),
    _S.CANCELED: (),
    _S.REJECTED: _SAID,
    _S.WITHDRAWN: _SAID,
}
"""What the provider has wins over what we took for certain; what has ended there stays as it ended."""


def may_follow(before: State, after: State) -> bool:
    """Whether a refund in one state can be in another next."""
    return after in NEXT[before]
