"""Passwords that are tried: whether one may be tried now, and what a wrong one does.

The same for a login, for a link and for whoever changes what is theirs, so that no way around is easier to
guess at. Refuses to commit.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from academy_cli.accounts.signin import credential_store as store
from academy_cli.accounts.signin.lockout import locked_until
from academy_cli.accounts.signin.passwords import Hasher, Verdict
from academy_cli.audit.service import Act


class Tried(NamedTuple):
    """A password that was held against the hash that was kept at that moment."""

    kept: str | None
    verdict: Verdict

    def is_right_for(self, user: Row[Any], at: datetime) -> bool:
        """Whether it still is the password of an account, which is held by now and not locked."""
        return self.verdict.is_right and self._counts(user, at)

    def failed(self, connection: Connection, user: Row[Any], at: datetime) -> Act | None:
        """Count a wrong password; what the log has to be told, where that locks the account."""
        if self.verdict.is_right or not self._counts(user, at):
            return None
        failures = user.failed_logins + 1
        until = locked_until(failures, at)
        store.change_user(connection, user.id, {"failed_logins": failures, "locked_until": until})
        if until is None:
            return None
        return Act("user.locked", "", {"failures": failures, "until": until.isoformat()})

    def _counts(self, user: Row[Any], at: datetime) -> bool:
        is_same = self.kept is not None and user.password_hash == self.kept
        return is_same and not is_locked(user, at)


def tried(hasher: Hasher, password: str, user: Row[Any] | None, at: datetime) -> Tried:
    """Hold a password against an account; no password is looked at while it is locked.

    Always the same work, so do it outside of a transaction that others wait for.
    """
    kept = user.password_hash if user is not None and not is_locked(user, at) else None
    return Tried(kept, hasher.verdict(password, kept))


def is_locked(user: Row[Any], at: datetime) -> bool:
    """Whether an account takes no password now."""
    return user.locked_until is not None and user.locked_until > at


def is_in_use(user: Row[Any]) -> bool:
    """Whether an account is anybody's who may act."""
    return user.erased_at is None and user.deactivated_at is None


def is_claimed(user: Row[Any]) -> bool:
    """Whether somebody registered an account and never proved that its address is theirs.

    What it says of them may be anybody's words.
    """
    is_as_registered = user.password_set_at == user.created_at and user.last_seen_at is None
    return user.email_verified_at is None and user.password_hash is not None and is_as_registered
