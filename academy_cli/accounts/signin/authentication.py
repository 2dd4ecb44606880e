"""Becoming somebody: register, log in, stay logged in, log out.

One method is one unit of work for whoever comes. Knows that nobody may learn here who has an account: the
same words and the same work, whether there is one or not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row
from sqlalchemy.exc import IntegrityError

from academy_cli.access.actor import NOWHERE, Actor
from academy_cli.access.service import actor_with, through
from academy_cli.accounts import store
from academy_cli.accounts.profile import mailbox, name
from academy_cli.accounts.signin import attempts, notices
from academy_cli.accounts.signin import credential_store as credentials
from academy_cli.accounts.signin.accesstokens import Claims, Keys
from academy_cli.accounts.signin.apitokens import ACTIVE, state
from academy_cli.accounts.signin.bearer import digest_of, may_be_token, new_code, new_secret
from academy_cli.accounts.signin.credential_errors import (
    LoginRefusedError,
    SessionOverError,
    TokenRefusedError,
)
from academy_cli.accounts.signin.onetime import Links, Purpose
from academy_cli.accounts.signin.ownacts import address_of, record_own, require_strong
from academy_cli.accounts.signin.passwords import Hasher
from academy_cli.audit.service import Act
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.kit.clock import utc_now

SESSION_LASTS = timedelta(days=7)
"""Without being refreshed."""
GRACE = timedelta(seconds=10)
"""Two tabs of one browser refresh at once: the later one is refused, and the session goes on."""
SEEN_EVERY = timedelta(minutes=1)
"""No more often is it written down that a token was used."""


class Visit(NamedTuple):
    """Where somebody comes from."""

    address: str | None = None
    user_agent: str | None = None

    @property
    def kept(self) -> Mapping[str, str | None]:
        """As much of it as there is place for, without what a database does not take."""
        return {"address": _cut(self.address, 64), "user_agent": _cut(self.user_agent, 512)}


def _cut(text: str | None, length: int) -> str | None:
    if text is None:
        return None
    return text[:length].replace("\0", "").encode("utf-8", "replace").decode()


NO_VISIT = Visit()


class Login(NamedTuple):
    """What proves who somebody is from now on: for 15 minutes, and to get the next proof within 7 days."""

    access_token: str
    refresh_token: str
    session: str


class Authentication:
    """How people prove to one academy who they are."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        hasher: Hasher,
        links: Links,
        *,
        clock: Callable[[], datetime] = utc_now,
        source: Mapping[str, str] = NOWHERE,
    ) -> None:
        self._database, self._clock, self._source = database, clock, source
        self._keys, self._hasher, self._links = keys, hasher, links

    # -- come in --------------------------------------------------------------------------------

    def register(self, email: str, password: str, named: str) -> None:
        """Make an account and mail a link that verifies the address.

        Where there is one already its owner is told by mail, and whoever asked learns nothing. Raises
        BadAddressError, BadFieldError and WeakPasswordError.
        """
        address, called, at = mailbox(email), name(named), self._clock()
        require_strong(password, address, called)
        kept = self._hasher.hashed(password)
        engine = self._database.ready()
        try:
            with write(engine) as connection:
                there = store.person(connection, address)
                if there is None:
                    self._registered(connection, address, called, kept, at)
                else:
                    self._told(connection, there, at)
        except IntegrityError as error:
            if not store.is_taken(error):
                raise
            with write(engine) as connection:  # somebody else registered it at this moment
                if there := store.person(connection, address):
                    self._told(connection, there, at)

    def _registered(
        self, connection: Connection, address: str, called: str, kept: str, at: datetime
    ) -> None:
        values = {"email": address, "name": called, "created_at": at}
        user_id = store.add(connection, {**values, "password_hash": kept, "password_set_at": at})
        if user := credentials.user(connection, user_id):
            self._links.mail(connection, user, Purpose.VERIFICATION, at)
            self._record(connection, user, Act("user.register", "", {}), at)

    @staticmethod
    def _told(connection: Connection, user: Row[Any], at: datetime) -> None:
        """Tell the owner, once a day, that somebody wanted to register their address."""
        credentials.ask_for_nothing(connection, 7)
        notices.registered_again(connection, user, at)

    def login(self, email: str, password: str, visit: Visit = NO_VISIT) -> Login:
        """Begin a session. Raises LoginRefusedError, always after the same work.

        Nobody logs in before the address is proved: whoever registered it may have no right to it, and would
        learn by a login that nobody had an account before. No password is looked at while the account is
        locked, so nobody can go on guessing.
        """
        at, engine = self._clock(), self._database.ready()
        with read(engine) as connection:
            user = store.person(connection, address_of(email))
        given = attempts.tried(self._hasher, password, user if _may_log_in(user) else None, at)
        login = None
        with write(engine) as connection:
            held = credentials.user(connection, user.id if user else 0, is_held=True)
            if held is None or not _may_log_in(held):
                credentials.ask_for_nothing(connection, 1)
            elif given.is_right_for(held, at):
                login = self._logged_in(connection, held, visit, at)
            elif locked := given.failed(connection, held, at):
                self._record(connection, held, locked, at)
        if user is None or given.kept is None or login is None:
            raise LoginRefusedError
        if given.verdict.is_outdated:
            anew = self._hasher.hashed(password)
            with write(engine) as connection:
                credentials.replace_hash(connection, user.id, given.kept, anew)
        return login

    def _logged_in(
        self, connection: Connection, user: Row[Any], visit: Visit, at: datetime
    ) -> Login:
        changed: dict[str, object] = {"failed_logins": 0, "locked_until": None, "last_seen_at": at}
        credentials.change_user(connection, user.id, changed)
        code, secret = new_code(), new_secret()
        values = {"user_id": user.id, "code": code, "created_at": at, "last_used_at": at}
        values |= {"expires_at": at + SESSION_LASTS, **visit.kept}
        session_id = credentials.add_session(connection, values)
        credentials.add_refresh_token(connection, session_id, digest_of(secret), at)
        self._record(connection, user, Act("session.begin", "", {"session": code}), at)
        return Login(self._keys.signed(Claims(user.id, code), at), secret, code)

    # -- stay -----------------------------------------------------------------------------------

    def refresh(self, token: str) -> Login:
        """The next proof for this one, which works no more. Raises SessionOverError.

        A token that was used before was stolen, or its thief was quicker: the session ends for both.
        """
        at, digest = self._clock(), digest_of(token)
        with write(self._database.ready()) as connection:
            found = credentials.session_of(connection, digest)
            if found is not None and self._goes_on(connection, found[0], at):
                session, used_at = found
                if used_at is None and credentials.use_refresh_token(connection, digest, at):
                    return self._refreshed(connection, session, at)
                if used_at is not None and at - used_at > GRACE:
                    self._ended(connection, session, "stolen", at)
        raise SessionOverError

    def _refreshed(self, connection: Connection, session: Row[Any], at: datetime) -> Login:
        secret = new_secret()
        credentials.add_refresh_token(connection, session.id, digest_of(secret), at)
        lasts = {"last_used_at": at, "expires_at": at + SESSION_LASTS}
        credentials.change_session(connection, session.id, lasts)
        credentials.change_user(connection, session.user_id, {"last_seen_at": at})
        claims = Claims(session.user_id, session.code)
        return Login(self._keys.signed(claims, at), secret, session.code)

    def logout(self, token: str) -> None:
        """End the session of a refresh token; one that is over stays so."""
        at = self._clock()
        with write(self._database.ready()) as connection:
            found = credentials.session_of(connection, digest_of(token))
            if found is not None and self._goes_on(connection, found[0], at):
                self._ended(connection, found[0], "logout", at)

    def _ended(self, connection: Connection, session: Row[Any], why: str, at: datetime) -> None:
        credentials.change_session(connection, session.id, {"ended_at": at, "end_reason": why})
        if user := credentials.user(connection, session.user_id):
            told = {"session": session.code, "why": why}
            self._record(connection, user, Act("session.end", "", told), at)

    @staticmethod
    def _goes_on(connection: Connection, session: Row[Any], at: datetime) -> bool:
        if session.ended_at is not None or session.expires_at <= at:
            return False
        return actor_with(connection, session.user_id) is not None

    # -- prove it -------------------------------------------------------------------------------

    def actor_of(self, access_token: str) -> Actor:
        """Who shows an access token, with the rights they have now. Raises SessionOverError."""
        at = self._clock()
        claims = self._keys.claims(access_token, at)
        if claims is not None:
            with read(self._database.ready()) as connection:
                session = credentials.session(connection, claims.session)
                is_theirs = session is not None and session.user_id == claims.user_id
                if session is not None and is_theirs and session.ended_at is None:
                    actor = actor_with(connection, claims.user_id, self._source)
                    if actor is not None:
                        return through(actor, session=session.code)
        raise SessionOverError

    def actor_of_program(self, token: str) -> Actor:
        """Whom a program acts as, within its token's scopes. Raises TokenRefusedError."""
        if not may_be_token(token):
            raise TokenRefusedError
        at, engine = self._clock(), self._database.ready()
        with read(engine) as connection:
            row = credentials.api_token(connection, digest_of(token))
            if row is None or state(row, at) != ACTIVE:
                raise TokenRefusedError
            scopes = frozenset(json.loads(row.scopes)) or None
            actor = actor_with(connection, row.user_id, self._source, scopes)
        if actor is None:
            raise TokenRefusedError
        if row.last_used_at is None or at - row.last_used_at >= SEEN_EVERY:
            with write(engine) as connection:
                credentials.change_api_token(connection, row.id, {"last_used_at": at})
        return through(actor, token=row.id)

    def _record(self, connection: Connection, user: Row[Any], act: Act, at: datetime) -> None:
        record_own(connection, user, act, at, self._source)


def _may_log_in(user: Row[Any] | None) -> bool:
    """Whether anybody may log in to an account."""
    return user is not None and attempts.is_in_use(user) and user.email_verified_at is not None
