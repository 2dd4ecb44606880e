"""Sending the refunds of a batch, one after the other, no faster than the provider takes them.

Each is on its own: what is wrong with one says nothing of the next, until several in a row get no answer.
Whoever dies in between leaves refunds that are written down, and the next run goes on. Refuses to decide
what is refunded.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import NamedTuple

from academy_cli.db.transaction import read
from academy_cli.kit.saying import say
from academy_cli.kit.stopping import Stop
from academy_cli.mail.pacing import Pace
from academy_cli.payments.errors import ProviderRefusedError
from academy_cli.payments.gateway import KeyRefusedError, ProviderError
from academy_cli.payments.refunds import sending
from academy_cli.payments.refunds import store as refunds
from academy_cli.payments.till import Till

PATIENCE = 5
"""Refunds in a row that the provider does not answer for, until it counts as away."""


class Sent(NamedTuple):
    """How sending ended: whether somebody wished it, or why the provider was not asked any further."""

    is_stopped: bool = False
    away: str | None = None


def send_all(
    till: Till, batch_id: int, stop: Stop, told: Callable[[int], None] = lambda _: None
) -> Sent:
    """Send what is not sent yet of a batch, and go on with what nobody knows the outcome of.

    Raises ProviderRefusedError where the key is not taken: then none would go.
    """
    pace, silent = Pace(60 * till.terms.per_second), 0
    for done, number in enumerate(_due(till, batch_id), 1):
        if stop.is_wished:
            return Sent(is_stopped=True)
        till.sleep(pace.turn_s())
        try:
            sending.send(till, number, "bulk")
        except KeyRefusedError as error:
            raise ProviderRefusedError(say("the refunds"), error.reason) from error
        except ProviderError as error:
            silent += 1
            if silent >= PATIENCE:
                return Sent(away=error.reason)
        else:
            silent = 0
        told(done)
    return Sent()


def _due(till: Till, batch_id: int) -> Sequence[int]:
    """The refunds of a batch that may go, in the order of its rows."""
    with read(till.engine) as connection:
        return [one.id for one in refunds.unsent_of(connection, batch_id) if sending.may_go(one)]


def waits_for(detail: str) -> str | None:
    """What a pending refund waits for, as a step of it tells."""
    found: str | None = json.loads(detail).get("waits_for")
    return found
