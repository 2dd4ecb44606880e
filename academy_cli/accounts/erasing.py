"""Erasing somebody as one piece of work: what they can still pay on is closed first, then all is forgotten.

In this order, because what is forgotten here can be closed there no more. Knows the order of things; refuses
to know how a provider is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.accounts import bookkeeping, erasure, rules, store
from academy_cli.accounts.payables import Close
from academy_cli.accounts.views import Erasure
from academy_cli.accounts.work import person, working
from academy_cli.audit.service import Act, record_all
from academy_cli.db.service import Database
from academy_cli.kit.saying import say

MEANWHILE = say("it was made meanwhile")


class Wanted(NamedTuple):
    """Who is to be erased, and how."""

    email: str
    revokes_certificates: bool
    reason: str | None = None


class Erasing(NamedTuple):
    """The means: a database, who does it, when, and how an order is closed at the provider."""

    database: Database
    actor: Actor
    at: datetime
    close: Close

    def planned(self, wanted: Wanted) -> Erasure:
        """What erasing would do; nobody is asked. Raises UnknownUserError and LastAdminError."""
        with working(self.database, wanted.email, dry_run=True) as connection:
            return self._planned(connection, self._row(connection, wanted), wanted)

    def carry_out(self, wanted: Wanted) -> Erasure:
        """Erase somebody; orders that could not be closed at the provider are in what it gives.

        Raises UnknownUserError and LastAdminError, and what ``close`` raises: then nothing is erased.
        """
        open_ones = self.planned(wanted).payable
        trouble = {one.order: self.close(one.order) for one in open_ones}
        with working(self.database, wanted.email, dry_run=False) as connection:
            row = self._row(connection, wanted, is_held=True)
            found = self._planned(connection, row, wanted)
            if not found.is_done_already:
                acts = erasure.begin(connection, row, self.at)
                details = erasure.carry_out(connection, row, found, self.at)
                act = Act("user.erase", f"user:{row.id}", details, wanted.reason)
                record_all(connection, at=self.at, actor=self.actor, acts=[*acts, act])
        return _left(found, trouble)

    def _row(self, connection: Connection, wanted: Wanted, *, is_held: bool = False) -> Row[Any]:
        if is_held:  # the books and admins before the account, as everywhere
            bookkeeping.hold_books(connection)
            store.active_admins(connection, is_held=True)
        return person(connection, self.actor, Permission.USER_ERASE, wanted.email, is_held=is_held)

    def _planned(self, connection: Connection, row: Row[Any], wanted: Wanted) -> Erasure:
        is_last = rules.leaves_no_admin(row.id, store.active_admins(connection, is_held=False))
        rules.require_an_admin(self.actor, row.email, is_last=is_last)
        revokes = wanted.revokes_certificates
        found = erasure.planned(connection, row, revokes=revokes, is_last_admin=is_last)
        return replace(found, payable=tuple(bookkeeping.payable(connection, row.id, self.at)))


def _left(found: Erasure, trouble: Mapping[str, str | None]) -> Erasure:
    """The same with the orders alone that can be paid still, each with why."""
    told = ((one, trouble.get(one.order, MEANWHILE)) for one in found.payable)
    return replace(found, payable=tuple(replace(one, why=why) for one, why in told if why))
