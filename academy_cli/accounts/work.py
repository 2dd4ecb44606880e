"""One unit of work on one account: its transaction, the person it is about, and how the log tells of it.

Knows whom an actor may reach and change; refuses to know what is done to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.exc import IntegrityError

from academy_cli.access.actor import Actor
from academy_cli.access.address import canonical_address
from academy_cli.access.errors import UnknownUserError
from academy_cli.access.matrix import Permission, Role
from academy_cli.accounts import rules, store
from academy_cli.accounts.errors import ErasedError, UserExistsError
from academy_cli.accounts.profile import told
from academy_cli.accounts.views import UserChange
from academy_cli.audit.service import Act
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.kit.record import plain


@contextmanager
def working(
    database: Database, email: str, *, dry_run: bool, taking: str = ""
) -> Iterator[Connection]:
    """A transaction about somebody who is there; in a dry run it cannot write.

    ``taking`` is an address that the work gives to an account: that another one has it is a refusal, also
    where the other one came first by a moment. Raises UnknownUserError where there is no database, and makes
    none.
    """
    engine = database.existing()
    if engine is None:
        raise UnknownUserError(email)
    with translating(taking), (read if dry_run else write)(engine) as connection:
        yield connection


@contextmanager
def translating(taking: str) -> Iterator[None]:
    """Turn the database's refusal of an address that is taken into UserExistsError."""
    try:
        yield
    except IntegrityError as error:
        if store.is_taken(error):
            raise UserExistsError(canonical_address(taking)) from error
        raise


def person(
    connection: Connection,
    actor: Actor,
    action: Permission,
    email: str,
    *,
    is_held: bool = False,
) -> Row[Any]:
    """Somebody whom an actor may reach; ``is_held`` keeps others from changing them meanwhile.

    Who may reach but themselves is not told who else there is. Raises UnknownUserError.
    """
    row = store.person(connection, canonical_address(email), is_held=is_held)
    actor.require_person(action, row.id if row else None, email)
    if row is None:
        raise UnknownUserError(email)
    return row


def changeable(
    connection: Connection,
    actor: Actor,
    action: Permission,
    email: str,
    *,
    is_held: bool,
) -> Row[Any]:
    """Somebody whom an actor may change. Raises UnknownUserError, ErasedError and AdminAccountError."""
    row = person(connection, actor, action, email, is_held=is_held)
    if row.erased_at is not None:
        raise ErasedError(row.email)
    is_admin = Role.ADMIN.value in store.roles(connection, [row.id]).get(row.id, ())
    rules.require_touchable(actor, row.id, row.email, is_admin=is_admin)
    return row


def change_of(
    action: str,
    row: Row[Any],
    changed: Mapping[str, object],
    ended: Mapping[str, int] | None = None,
    *,
    is_last_admin: bool = False,
) -> UserChange:
    """The change that new values of some columns are to an account."""
    before = told({key: getattr(row, key) for key in changed})
    return UserChange(row.email, action, before, told(changed), ended or {}, is_last_admin)


def act_of(user_id: int, change: UserChange, reason: str | None) -> Act:
    """A change as the log keeps it."""
    told_of = {"before": change.before, "after": change.after}
    told_of |= {"ended": change.ended} if change.ended else {}
    details = {name: plain(part) for name, part in told_of.items()}
    return Act(change.action, f"user:{user_id}", details, reason)
