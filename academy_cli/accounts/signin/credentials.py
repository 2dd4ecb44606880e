"""Looking after what proves who people are: passwords, invitations, sessions, programs' tokens.

One method is one unit of work for one actor. A secret is given out once, where it is made, and kept as a
digest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.exc import IntegrityError

from academy_cli.access.actor import Actor
from academy_cli.access.errors import InactiveActorError
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.accounts import rules, store
from academy_cli.accounts.profile import mailbox, name
from academy_cli.accounts.signin import apitokens, attempts
from academy_cli.accounts.signin import credential_store as credentials
from academy_cli.accounts.signin.bearer import SHOWN, digest_of, new_token
from academy_cli.accounts.signin.credential_errors import (
    AlreadyHereError,
    OwnPasswordError,
    SameNameError,
    UnknownSessionError,
    UnknownTokenError,
)
from academy_cli.accounts.signin.credential_views import (
    Invitation,
    NewToken,
    RevokedToken,
    SessionView,
    TokenView,
)
from academy_cli.accounts.signin.onetime import Links, Purpose, end_ways_in
from academy_cli.accounts.signin.ownacts import require_strong
from academy_cli.accounts.signin.passwords import Hasher
from academy_cli.accounts.work import changeable, person, translating, working
from academy_cli.audit.service import Act, record
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.kit.clock import iso, utc_now

UNLOCKED = {"failed_logins": 0, "locked_until": None}


class Credentials:
    """What proves who the people of one academy are, as one actor may look after it."""

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

    # -- passwords ------------------------------------------------------------------------------

    @permits(Permission.USER_PASSWORD)
    def set_password(
        self, email: str, password: str | None, *, reason: str | None = None, dry_run: bool = False
    ) -> int:
        """Set somebody's password, or take it away (None); returns how many sessions end.

        Whoever sets one vouches for the address; what somebody without proof had put there ends. Raises
        UnknownUserError, AdminAccountError, ErasedError, OwnPasswordError and WeakPasswordError.
        """
        at = self._clock()
        if password is not None:
            require_strong(password)
        kept = self._hasher.hashed(password) if password is not None and not dry_run else None
        with working(self._database, email, dry_run=dry_run) as connection:
            row = self._changeable(connection, Permission.USER_PASSWORD, email, dry_run=dry_run)
            if self.actor.user_id == row.id:
                raise OwnPasswordError(self.actor.said)
            if password is not None:
                require_strong(password, row.email, row.name)
            if dry_run:
                return len(credentials.sessions(connection, row.id, at))
            is_first_proof = kept is not None and row.email_verified_at is None
            changed = {"password_hash": kept, "password_set_at": at if kept else None}
            changed |= {"email_verified_at": at} if is_first_proof else {}
            credentials.change_user(connection, row.id, {**changed, **UNLOCKED})
            ended = credentials.end_sessions(connection, row.id, at, "new password")
            if is_first_proof and row.password_hash is not None:
                store.end_held(connection, row.id, at, "new password")
            end_ways_in(connection, row.id, at)
            told = {"password": "set" if kept else "cleared", "sessions_ended": ended}
            told |= {"address": "vouched for"} if is_first_proof else {}
            self._record(connection, row.id, Act("user.password", "", told, reason), at)
        return ended

    # -- invitations ----------------------------------------------------------------------------

    @permits(Permission.USER_INVITE)
    def invite(
        self, email: str, named: str = "", *, is_mailed: bool = True, dry_run: bool = False
    ) -> Invitation:
        """Invite somebody to set a password; without an account they get one first.

        Older invitations work no more. Raises BadAddressError, BadFieldError, AlreadyHereError,
        InactiveActorError and what keeps an account from being changed.
        """
        address, at = mailbox(email), self._clock()
        ends = at + self._links.lasts[Purpose.INVITATION]
        engine = self._database.existing() if dry_run else self._database.ready()
        if engine is None:
            return Invitation(address, is_new=True, is_mailed=is_mailed, expires_at=ends)
        with translating(address), (read if dry_run else write)(engine) as connection:
            there = store.person(connection, address)
            if there is not None:
                self._changeable(connection, Permission.USER_INVITE, address, dry_run=dry_run)
            if there is not None and not is_mailed:
                held = store.roles(connection, [there.id]).get(there.id, ())
                rules.require_mail(self.actor, address, holds_role=bool(held))
            if there is not None and _is_here(there):
                raise AlreadyHereError(address)
            if there is not None and there.deactivated_at is not None:
                raise InactiveActorError(address)
            invited = Invitation(address, there is None, is_mailed, ends)
            if dry_run:
                return invited
            user = there or self._account(connection, address, named, at)
            if attempts.is_claimed(user):  # what a stranger called themselves is not kept
                called = {"name": name(named or address.partition("@")[0])}
                credentials.change_user(connection, user.id, called)
                user = credentials.user(connection, user.id) or user
            do = self._links.mail if is_mailed else self._links.make
            link = do(connection, user, Purpose.INVITATION, at)
            told = {"made": there is None, "mailed": is_mailed}
            self._record(connection, user.id, Act("user.invite", "", told), at)
        shown = "" if is_mailed else link.url or link.secret
        return Invitation(address, there is None, is_mailed, ends, shown)

    @staticmethod
    def _account(connection: Connection, address: str, named: str, at: datetime) -> Row[Any]:
        called = name(named or address.partition("@")[0])
        user_id = store.add(connection, {"email": address, "name": called, "created_at": at})
        found = credentials.user(connection, user_id)
        assert found is not None
        return found

    # -- sessions -------------------------------------------------------------------------------

    @permits(Permission.USER_SESSION)
    def sessions(self, email: str) -> Sequence[SessionView]:
        """Where somebody is logged in, the latest used first. Raises UnknownUserError."""
        at = self._clock()
        with working(self._database, email, dry_run=True) as connection:
            row = person(connection, self.actor, Permission.USER_SESSION, email)
            found = credentials.sessions(connection, row.id, at)
        return tuple(
            SessionView(
                one.code,
                row.email,
                one.created_at,
                one.last_used_at,
                one.expires_at,
                one.address,
                one.user_agent,
            )
            for one in found
        )

    @permits(Permission.USER_SESSION)
    def end_sessions(self, email: str, code: str | None = None, *, dry_run: bool = False) -> int:
        """End somebody's sessions, or one of them; returns how many. Raises UnknownSessionError."""
        at = self._clock()
        with working(self._database, email, dry_run=dry_run) as connection:
            row = self._changeable(connection, Permission.USER_SESSION, email, dry_run=dry_run)
            found = [one.code for one in credentials.sessions(connection, row.id, at)]
            if code is not None and code not in found:
                raise UnknownSessionError(row.email, code)
            if dry_run or not found:
                return len(found) if code is None else 1
            ended = credentials.end_sessions(connection, row.id, at, "revoked", code=code)
            told = {"sessions": [code] if code else found}
            self._record(connection, row.id, Act("session.end", "", told), at)
        return ended

    # -- programs' tokens -----------------------------------------------------------------------

    @permits(Permission.USER_TOKEN)
    def create_token(
        self,
        email: str,
        named: str,
        scopes: Iterable[str] = (),
        *,
        expires_at: datetime | None = None,
        dry_run: bool = False,
    ) -> NewToken:
        """Make a token that acts as somebody, within some scopes. It is shown this once.

        The name is free again once its last token holds no more. Raises SameNameError, UnknownScopeError,
        EndedTokenError and, for an actor that is a token, NotPermittedError, OutlivingTokenError and
        TokenOfTokenError for what would go beyond it.
        """
        wanted, at, called = apitokens.scopes_for(self.actor, scopes), self._clock(), name(named)
        secret = "" if dry_run else new_token()
        try:
            with working(self._database, email, dry_run=dry_run) as connection:
                row = self._changeable(connection, Permission.USER_TOKEN, email, dry_run=dry_run)
                ends = apitokens.end_for(connection, self.actor, expires_at, at)
                before = apitokens.free_name(connection, row, called, at)
                if not dry_run:
                    if before is not None:
                        credentials.change_api_token(connection, before.id, {"revoked_at": at})
                    values = {"user_id": row.id, "name": called, "prefix": secret[:SHOWN]}
                    values |= {"digest": digest_of(secret), "scopes": json.dumps(wanted)}
                    values |= {"created_at": at, "expires_at": ends}
                    values |= {"made_by_id": self.actor.token}
                    number = credentials.add_api_token(connection, values)
                    told = {"token": called, "number": number, "scopes": wanted}
                    told |= {"expires_at": iso(ends) if ends else None}
                    self._record(connection, row.id, Act("user.token", "", told), at)
        except IntegrityError as error:
            raise SameNameError(email, called) from error
        return NewToken(called, row.email, secret, wanted, ends)

    @permits(Permission.USER_TOKEN)
    def tokens(self, email: str) -> Sequence[TokenView]:
        """Somebody's tokens: those that are not revoked before the others, the newest first.

        Raises UnknownUserError.
        """
        at = self._clock()
        with working(self._database, email, dry_run=True) as connection:
            row = person(connection, self.actor, Permission.USER_TOKEN, email)
            found = credentials.api_tokens(connection, row.id)
        return tuple(apitokens.view(one, row.email, at) for one in found)

    @permits(Permission.USER_TOKEN)
    def revoke_token(self, email: str, named: str, *, dry_run: bool = False) -> RevokedToken:
        """Let a token work no more, nor those that it made; one that does not already stays so.

        Raises UnknownTokenError.
        """
        at = self._clock()
        with working(self._database, email, dry_run=dry_run) as connection:
            row = self._changeable(connection, Permission.USER_TOKEN, email, dry_run=dry_run)
            mine = credentials.api_tokens(connection, row.id)
            found = next((one for one in mine if one.name == named), None)
            if found is None:
                raise UnknownTokenError(row.email, named)
            made = apitokens.ending_with(connection, found, at)
            if not dry_run and found.revoked_at is None:
                credentials.change_api_token(connection, found.id, {"revoked_at": at})
                told = {"revoked": named, "number": found.id, "ended_with_it": list(made)}
                self._record(connection, row.id, Act("user.token", "", told), at)
        return RevokedToken(row.email, named, apitokens.state(found, at), made)

    # -- all of them ----------------------------------------------------------------------------

    def _changeable(
        self, connection: Connection, action: Permission, email: str, *, dry_run: bool
    ) -> Row[Any]:
        return changeable(connection, self.actor, action, email, is_held=not dry_run)

    def _record(self, connection: Connection, user_id: int, act: Act, at: datetime) -> None:
        about = act._replace(subject=f"user:{user_id}")
        record(connection, at=at, actor=self.actor, act=about)


def _is_here(user: Row[Any]) -> bool:
    """Whether somebody can log in; a password of somebody who never proved the address is none."""
    return user.password_hash is not None and user.email_verified_at is not None
