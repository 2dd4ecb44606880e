"""What people change of what lets them in: their own password and address, each by saying the password.

One method is one unit of work for one actor. A session that was stolen, or a program's token, is not enough;
and whoever goes on guessing locks the account, as at a login.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.accounts import store
from academy_cli.accounts.profile import mailbox
from academy_cli.accounts.signin import attempts, notices
from academy_cli.accounts.signin import credential_store as credentials
from academy_cli.accounts.signin.attempts import Tried
from academy_cli.accounts.signin.credential_errors import NoAccountError, WrongPasswordError
from academy_cli.accounts.signin.onetime import Links, Purpose, end_ways_in
from academy_cli.accounts.signin.ownacts import require_strong
from academy_cli.accounts.signin.passwords import Hasher
from academy_cli.accounts.signin.recovery import MAILED_EVERY
from academy_cli.audit.service import Act, record
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.kit.clock import utc_now


class OwnAccount:
    """What lets one actor in, as they may change it themselves."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        hasher: Hasher,
        links: Links,
        *,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database, self._clock = database, clock
        self._hasher, self._links = hasher, links
        self.actor = actor

    @permits(Permission.USER_PASSWORD)
    def change_password(self, current: str, new: str) -> int:
        """Set one's own password; the session it is done in goes on, returns how many others end.

        Older links end as well, a change of address that waits for its proof included; a mail tells of it.
        Raises NoAccountError, WrongPasswordError and WeakPasswordError.
        """
        require_strong(new)
        at, given = self._clock(), self._tried(current)
        kept, ended = self._hasher.hashed(new), 0
        with write(self._database.ready()) as connection:
            user = self._held(connection)
            is_right = given.is_right_for(user, at)
            if is_right:
                require_strong(new, user.email, user.name)
                changed: dict[str, object] = {"password_hash": kept, "password_set_at": at}
                changed |= {"failed_logins": 0, "locked_until": None}
                credentials.change_user(connection, user.id, changed)
                ended = credentials.end_sessions(
                    connection, user.id, at, "new password", but=self.actor.session
                )
                end_ways_in(connection, user.id, at)
                notices.password_changed(connection, user, at)
                told = {"by": "themselves", "sessions_ended": ended}
                self._record(connection, user, Act("user.password", "", told), at)
            else:
                self._failed(connection, user, given, at)
        if not is_right:
            raise WrongPasswordError
        return ended

    @permits(Permission.USER_SET)
    def change_address(self, email: str, password: str) -> None:
        """Ask for another address; it takes effect when a link to it is opened, with the password.

        The address that one has is told at once. Whether somebody else has the new one is told to nobody but
        them. Raises NoAccountError, BadAddressError and WrongPasswordError.
        """
        wanted, at, given = mailbox(email), self._clock(), self._tried(password)
        with write(self._database.ready()) as connection:
            user = self._held(connection)
            is_right = given.is_right_for(user, at)
            if is_right:
                self._wanted(connection, user, wanted, at)
            else:
                self._failed(connection, user, given, at)
        if not is_right:
            raise WrongPasswordError

    def _wanted(self, connection: Connection, user: Row[Any], email: str, at: datetime) -> None:
        """Write down the mail of a wanted address, once a minute; none where it is the one there is."""
        newest = credentials.newest_link(connection, user.id, Purpose.VERIFICATION.value)
        if email == user.email or (newest is not None and at - newest < MAILED_EVERY):
            return
        there = store.person(connection, email)
        if there is None:
            self._links.mail(connection, user, Purpose.VERIFICATION, at, to=email)
        else:  # a link that nobody gets, so that asking again tells nobody what there is
            self._links.make(connection, user, Purpose.VERIFICATION, at, to=email)
            notices.registered_again(connection, there, at)
        notices.address_wanted(connection, user, at)
        told = {"before": {"email": user.email}, "after": {"email": email}}
        self._record(connection, user, Act("user.address-wanted", "", told), at)

    def _tried(self, password: str) -> Tried:
        with read(self._database.ready()) as connection:
            user = self._mine(credentials.user(connection, self.actor.user_id or 0))
        return attempts.tried(self._hasher, password, user, self._clock())

    def _held(self, connection: Connection) -> Row[Any]:
        return self._mine(credentials.user(connection, self.actor.user_id or 0, is_held=True))

    def _mine(self, user: Row[Any] | None) -> Row[Any]:
        """The actor's own account, in use. Raises NoAccountError."""
        if user is None or not attempts.is_in_use(user):
            raise NoAccountError(self.actor.said)
        return user

    def _failed(self, connection: Connection, user: Row[Any], given: Tried, at: datetime) -> None:
        if locked := given.failed(connection, user, at):
            self._record(connection, user, locked, at)

    def _record(self, connection: Connection, user: Row[Any], act: Act, at: datetime) -> None:
        about = act._replace(subject=f"user:{user.id}")
        record(connection, at=at, actor=self.actor, act=about)
