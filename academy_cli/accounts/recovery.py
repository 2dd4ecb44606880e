"""Getting back in, or in for the first time: verified addresses, new passwords, accepted invitations.

One method is one unit of work for whoever comes with a link, or asks for one. Nobody learns here who has an
account.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.access.actor import NOWHERE
from academy_cli.accounts import credential_store as credentials
from academy_cli.accounts import store
from academy_cli.accounts.credential_errors import LinkUsedError
from academy_cli.accounts.onetime import Links, Purpose, end_ways_in, used
from academy_cli.accounts.ownacts import address_of, record_own, require_strong
from academy_cli.accounts.passwords import Hasher
from academy_cli.audit.service import Act
from academy_cli.db.service import Database
from academy_cli.db.transaction import write
from academy_cli.kit.clock import utc_now

MAILED_EVERY = timedelta(minutes=1)
"""No more often is a link of one kind mailed to somebody, whoever asks for it."""


class Recovery:
    """How people get (back) into one academy."""

    def __init__(
        self,
        database: Database,
        hasher: Hasher,
        links: Links,
        *,
        clock: Callable[[], datetime] = utc_now,
        source: Mapping[str, str] = NOWHERE,
    ) -> None:
        self._database, self._clock, self._source = database, clock, source
        self._hasher, self._links = hasher, links

    def verify_email(self, secret: str) -> None:
        """Take an address for proved. Raises LinkUsedError."""
        at = self._clock()
        with write(self._database.ready()) as connection:
            user = used(connection, secret, Purpose.VERIFICATION, at)
            credentials.change_user(connection, user.id, {"email_verified_at": at})
            self._record(connection, user, Act("user.verify", "", {}), at)

    def request_verification(self, email: str) -> None:
        """Mail another link that verifies an address, if there is an account with one to verify."""
        self._request(email, Purpose.VERIFICATION)

    def request_reset(self, email: str) -> None:
        """Mail a link that sets a new password, if there is an account to set it for."""
        self._request(email, Purpose.RESET)

    def _request(self, email: str, purpose: Purpose) -> None:
        at = self._clock()
        with write(self._database.ready()) as connection:
            user = store.person(connection, address_of(email), is_held=True)
            if user is None or not _may_be_mailed(connection, user, purpose, at):
                credentials.ask_for_nothing(connection, 6)
                return
            self._links.mail(connection, user, purpose, at)
            self._record(connection, user, Act(f"user.{purpose.value}-requested", "", {}), at)

    def set_password(self, secret: str, password: str, purpose: Purpose = Purpose.RESET) -> None:
        """Set a password by a link, of a reset or an invitation; every session ends.

        The link proves the address too: if until then somebody without proof had a password for it, their
        tokens end as well. Raises LinkUsedError and WeakPasswordError, which uses no link up.
        """
        require_strong(password)
        at, kept = self._clock(), self._hasher.hashed(password)
        with write(self._database.ready()) as connection:
            if purpose is Purpose.VERIFICATION:
                raise LinkUsedError
            user = used(connection, secret, purpose, at)
            require_strong(password, user.email, user.name)
            changed = {"password_hash": kept, "password_set_at": at}
            changed |= {"failed_logins": 0, "locked_until": None}
            changed |= {"email_verified_at": user.email_verified_at or at}
            credentials.change_user(connection, user.id, changed)
            if user.email_verified_at is None and user.password_hash is not None:
                store.end_held(connection, user.id, at, "new password")
            credentials.end_sessions(connection, user.id, at, "new password")
            end_ways_in(connection, user.id, at)
            told = {"by": purpose.value}
            self._record(connection, user, Act("user.password", "", told), at)

    def _record(self, connection: Connection, user: Row[Any], act: Act, at: datetime) -> None:
        record_own(connection, user, act, at, self._source)


def _may_be_mailed(connection: Connection, user: Row[Any], purpose: Purpose, at: datetime) -> bool:
    if user.erased_at is not None or user.deactivated_at is not None:
        return False
    if purpose is Purpose.VERIFICATION and user.email_verified_at is not None:
        return False
    newest = credentials.newest_link(connection, user.id, purpose.value)
    return newest is None or at - newest >= MAILED_EVERY
