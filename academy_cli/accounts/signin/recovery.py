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
from academy_cli.accounts import store
from academy_cli.accounts.profile import name
from academy_cli.accounts.signin import attempts, notices, verified
from academy_cli.accounts.signin import credential_store as credentials
from academy_cli.accounts.signin.bearer import digest_of
from academy_cli.accounts.signin.credential_errors import LinkUsedError, LoginRefusedError
from academy_cli.accounts.signin.onetime import Links, Purpose, end_ways_in, shown, used
from academy_cli.accounts.signin.ownacts import address_of, record_own, require_strong
from academy_cli.accounts.signin.passwords import Hasher
from academy_cli.audit.service import Act
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
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

    def verify_email(self, secret: str, password: str = "") -> None:
        """Take an address for proved, by whoever has the link to it and knows the account's password.

        So nobody lets somebody else in who registered their address, and a link to a mistyped new address is
        of no use to whom it reaches. The address that an account is to have from now on takes effect here.
        Raises LinkUsedError, and LoginRefusedError for a wrong password, which uses no link up.
        """
        at, engine = self._clock(), self._database.ready()
        with read(engine) as connection:
            owner = credentials.owner_of_link(connection, digest_of(secret))
            user = credentials.user(connection, owner) if owner is not None else None
        given = attempts.tried(self._hasher, password, user, at)
        with verified.translating(), write(engine) as connection:
            found = shown(connection, secret, Purpose.VERIFICATION, at)
            is_right = found.user.password_hash is None or given.is_right_for(found.user, at)
            if is_right:
                act = verified.verify(connection, found, at)
                self._record(connection, found.user, act, at)
            elif locked := given.failed(connection, found.user, at):
                self._record(connection, found.user, locked, at)
        if not is_right:
            raise LoginRefusedError

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
        """Set a password by a link, of a reset or an invitation; every session and every other link ends.

        The link proves the address too. Whatever somebody without proof had put there goes: their password,
        their programs' tokens, and the name they gave. Raises LinkUsedError and WeakPasswordError, which uses
        no link up.
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
            if attempts.is_claimed(user) and purpose is Purpose.RESET:
                changed |= {"name": name(user.email.partition("@")[0])}
            credentials.change_user(connection, user.id, changed)
            if user.email_verified_at is None and user.password_hash is not None:
                store.end_held(connection, user.id, at, "new password")
            credentials.end_sessions(connection, user.id, at, "new password")
            end_ways_in(connection, user.id, at)
            if user.password_hash is not None:
                notices.password_changed(connection, user, at)
            told = {"by": purpose.value}
            self._record(connection, user, Act("user.password", "", told), at)

    def _record(self, connection: Connection, user: Row[Any], act: Act, at: datetime) -> None:
        record_own(connection, user, act, at, self._source)


def _may_be_mailed(connection: Connection, user: Row[Any], purpose: Purpose, at: datetime) -> bool:
    if not attempts.is_in_use(user):
        return False
    if purpose is Purpose.VERIFICATION and user.email_verified_at is not None:
        return False
    newest = credentials.newest_link(connection, user.id, purpose.value)
    return newest is None or at - newest >= MAILED_EVERY
