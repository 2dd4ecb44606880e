"""Addresses that are not written to: who complained, whose mailbox is gone, who wants no campaigns.

The list is looked at when a message leaves, so whatever waits for an address does not. Refuses to know whose
address it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from academy_cli.access.actor import Actor
from academy_cli.access.address import canonical_address
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.audit.service import Act, record
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.kit.clock import utc_now
from academy_cli.mail import suppression_store as store
from academy_cli.mail.errors import NotSuppressedError
from academy_cli.mail.suppression_store import ALL, CAMPAIGNS
from academy_cli.mail.views import SuppressionView

SUBJECT = "mail:suppressions"


class Suppressions:
    """The list of one academy, for one actor."""

    def __init__(
        self, database: Database, actor: Actor, *, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._database, self.actor, self._clock = database, actor, clock

    @permits(Permission.MAIL_LIST)
    def find(self, email: str | None = None, limit: int | None = None) -> Iterator[SuppressionView]:
        """Addresses that are not written to, the newest first. Raises BadAddressError."""
        wanted = canonical_address(email) if email is not None else None
        if engine := self._database.existing():
            with read(engine) as connection:
                for row in store.find(connection, wanted, limit):
                    yield _view(row)

    @permits(Permission.MAIL_SUPPRESS)
    def add(
        self,
        email: str,
        cause: str = "wish",
        *,
        only_campaigns: bool = False,
        note: str | None = None,
        dry_run: bool = False,
    ) -> SuppressionView:
        """Write to an address no more; one that is on the list stays as it is, and is what is returned.

        Raises BadAddressError.
        """
        address, at = canonical_address(email), self._clock()
        scope = CAMPAIGNS if only_campaigns else ALL
        values: dict[str, object] = {"recipient": address, "scope": scope, "cause": cause}
        values |= {"created_at": at, "note": note}
        if not dry_run:
            with write(self._database.ready()) as connection:
                if store.add(connection, values):
                    act = Act("mail.suppress", SUBJECT, {"scope": scope, "cause": cause})
                    record(connection, at=at, actor=self.actor, act=act)
        new = SuppressionView(address, scope, cause, at, note)
        return next((one for one in self._there(address) if one.scope == scope), new)

    @permits(Permission.MAIL_SUPPRESS)
    def remove(self, email: str, *, dry_run: bool = False) -> Sequence[SuppressionView]:
        """Write to an address again; returns how it was on the list.

        Raises BadAddressError and NotSuppressedError.
        """
        address, at = canonical_address(email), self._clock()
        engine = self._database.existing()
        if engine is None:
            raise NotSuppressedError(address)
        with read(engine) if dry_run else write(engine) as connection:
            found = tuple(_view(row) for row in store.find(connection, address, None))
            if not found:
                raise NotSuppressedError(address)
            if not dry_run:
                store.remove(connection, address)
                act = Act("mail.unsuppress", SUBJECT, {})
                record(connection, at=at, actor=self.actor, act=act)
        return found

    def _there(self, address: str) -> Sequence[SuppressionView]:
        if engine := self._database.existing():
            with read(engine) as connection:
                return tuple(_view(row) for row in store.find(connection, address, None))
        return ()


def _view(row: Row[Any]) -> SuppressionView:
    return SuppressionView(row.recipient, row.scope, row.cause, row.created_at, row.note)
