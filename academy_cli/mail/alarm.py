"""Notices that leave at once, past the outbox: what went wrong may be the database.

Knows the webhook and mail as two ways, of which one that works is enough; refuses to write anything down.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from secrets import token_hex
from typing import NamedTuple

from academy_cli.access.actor import Actor
from academy_cli.access.address import canonical_address
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.kit.clock import utc_now
from academy_cli.kit.saying import say
from academy_cli.mail.errors import AlarmDownError, NobodyToldError
from academy_cli.mail.gateway import NotSentError
from academy_cli.mail.operators import RECIPIENT
from academy_cli.mail.postoffice import Equipment
from academy_cli.mail.queue import Taken
from academy_cli.mail.templates.catalog import NOTICE

HERE = frozenset({"folder", "console"})
"""Transports by which nothing leaves this machine."""


class Told(NamedTuple):
    """By which ways operators were told, and what became of the others."""

    told: Sequence[str]
    failed: Sequence[str]
    """Each with its reason."""

    @property
    def reaches_nobody(self) -> bool:
        """Whether what was told is on this machine alone."""
        return {*self.told} <= HERE


class Alarm:
    """Telling operators now, for one actor; ``by_webhook`` has a way where there is a webhook."""

    def __init__(
        self,
        actor: Actor,
        by_mail: Equipment,
        by_webhook: Sequence[Equipment] = (),
        *,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.actor, self._clock = actor, clock
        self._by_mail, self._by_webhook = by_mail, by_webhook

    @permits(Permission.MAIL_SEND)
    def tell(self, about: str, detail: str, mail_to: str = "") -> Told:
        """Post a notice, and mail it to an address if one is given; once each, and never again.

        Raises BadAddressError, NobodyToldError where there is no way at all, and AlarmDownError where none
        works.
        """
        ways = [(way, RECIPIENT) for way in self._by_webhook]
        ways += [(self._by_mail, canonical_address(mail_to))] if mail_to else []
        if not ways:
            raise NobodyToldError(about)
        told, failed, first = list[str](), list[str](), tuple[str, ...]()
        for way, recipient in ways:
            try:
                self._send(way, recipient, {"about": about, "detail": detail})
            except NotSentError as error:
                failed.append(say("{}: {}", way.transport.name, error.reason))
                first = first or (way.transport.name, error.reason)
            else:
                told.append(way.transport.name)
        if not told:
            raise AlarmDownError(*first)
        return Told(told, failed)

    def _send(self, way: Equipment, recipient: str, values: dict[str, str]) -> None:
        at, message_id = self._clock(), f"academy-alarm-{token_hex(8)}@{way.terms.domain}"
        message = Taken(0, NOTICE, NOTICE, recipient, None, values, at, 0, message_id, None, at)
        with way.transport.opened() as sender:
            sender.send(way.compose(message))
