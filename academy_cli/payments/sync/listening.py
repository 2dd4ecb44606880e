"""Listening for what happens at the provider, and applying it as it comes.

Knows who may, and when events are applied; refuses to know what they mean, and how they come in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.systemwords import system_words
from academy_cli.payments import installation
from academy_cli.payments.errors import NoWebhookSecretError, PortTakenError
from academy_cli.payments.gateway import Gateway, ProviderError
from academy_cli.payments.stripe import signature
from academy_cli.payments.sync import draining, polling
from academy_cli.payments.sync.polling import Synced
from academy_cli.payments.sync.webhook import Door
from academy_cli.payments.till import Till

LOOK_S = timedelta(milliseconds=300).total_seconds()
"""Seconds between two looks at whether to end."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of events that came in."""

    synced: Synced | None = None
    trouble: str | None = field(default=None)
    """Why nothing could be applied now; the events are kept."""


class Webhooks:
    """Events as they happen, for one actor."""

    def __init__(self, till: Till, secrets: Sequence[str]) -> None:
        self._till, self.actor, self._secrets = till, till.actor, secrets

    @permits(Permission.PAYMENT_SYNC)
    def listen(
        self,
        port: int,
        *,
        ready: Callable[[str], None],
        is_over: Callable[[], bool],
        told: Callable[[Heard], None],
    ) -> None:
        """Listen on a port of this machine until it is over, and apply what comes.

        ``ready`` is told the address, ``told`` what came of each round. Raises NoWebhookSecretError,
        NoKeyError, LiveModeError and PortTakenError.
        """
        if not self._secrets:
            raise NoWebhookSecretError
        gateway = self._till.open_gateway()
        with self._till.writing() as connection:
            installation.require_mode(connection, is_live=gateway.is_live)
        verify = partial(signature.event, secrets=tuple(self._secrets))
        try:
            door = Door(self._till, verify, port)
        except OSError as error:
            raise PortTakenError(port, system_words(error)) from error
        with door:
            ready(door.url)
            door.rang.set()  # what was kept and not applied before
            while not is_over():
                if door.rang.wait(LOOK_S):
                    door.rang.clear()
                    told(self._round(gateway))

    def _round(self, gateway: Gateway) -> Heard:
        """Apply what is kept; what is wrong now is tried again with the next event, and by a sync."""
        try:
            drained = draining.apply(self._till, gateway)
            return Heard(polling.settled(self._till, 0, drained))
        except ProviderError as error:
            return Heard(trouble=error.reason)
        except AcademyError as error:
            if error.kind is not Kind.UNAVAILABLE:
                raise
            return Heard(trouble=error.message)
