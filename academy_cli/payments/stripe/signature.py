"""What tells an event that Stripe sent from one that somebody else did.

Knows Stripe's signatures (docs.stripe.com/webhooks#verify-official-libraries); refuses to know what is done
with an event.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from academy_cli.payments.gateway import ProviderEvent
from academy_cli.payments.stripe import reading

TOLERANCE_S = 300
"""How old a signature may be, so that nobody sends a caught one again later."""


class ForgedError(Exception):
    """A body that was not signed by Stripe just now, or is no event."""


def event(body: bytes, signature: str, secrets: Sequence[str]) -> ProviderEvent:
    """The event of a body that one of some secrets has signed; while one is replaced there are two.

    Raises ForgedError.
    """
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise ForgedError from error
    if not any(_has_signed(text, signature, one) for one in secrets):
        raise ForgedError
    try:
        return reading.event(json.loads(text))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ForgedError from error


def _has_signed(text: str, signature: str, secret: str) -> bool:
    import stripe

    try:
        return bool(
            stripe.WebhookSignature.verify_header(text, signature, secret, tolerance=TOLERANCE_S)
        )
    except (stripe.SignatureVerificationError, ValueError):
        return False
