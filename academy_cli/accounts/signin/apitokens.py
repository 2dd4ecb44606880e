"""Programs' tokens: what a new one may be, given who makes it, and whether one holds.

A token that a token made holds no longer than its maker does, in scope and in time: whoever stole one cannot
leave another one behind. Refuses to commit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.accounts.signin import credential_store as store
from academy_cli.accounts.signin.credential_errors import (
    EndedTokenError,
    OutlivingTokenError,
    SameNameError,
    TokenOfTokenError,
    UnknownScopeError,
)
from academy_cli.accounts.signin.credential_views import TokenView

SCOPES = frozenset(word for one in Permission for word in (one.value, one.value.partition(".")[0]))
"""What a token can be limited to: actions, or nouns of actions."""
ACTIVE = "active"


def state(row: Row[Any], at: datetime) -> str:
    """``active``, ``revoked``, ``expired``, or ``ended`` with the token that made it."""
    if row.revoked_at is not None:
        return "revoked"
    if row.expires_at is not None and row.expires_at <= at:
        return "expired"
    is_over = row.maker_expires_at is not None and row.maker_expires_at <= at
    return "ended" if row.maker_revoked_at is not None or is_over else ACTIVE


def scopes_for(actor: Actor, scopes: Iterable[str]) -> Sequence[str]:
    """The scopes of a new token: those asked for, and none beyond the maker's own.

    Raises UnknownScopeError and NotPermittedError.
    """
    wanted = sorted(set(scopes))
    for scope in wanted:
        if scope not in SCOPES:
            raise UnknownScopeError(scope)
    if actor.scopes is None:
        return wanted
    for scope in wanted or sorted(SCOPES):
        if scope not in actor.scopes and scope.partition(".")[0] not in actor.scopes:
            actor.refuse(Permission.USER_TOKEN, scope)
    return wanted


def end_for(
    connection: Connection, actor: Actor, expires_at: datetime | None, at: datetime
) -> datetime | None:
    """When a new token ends: as asked for, and no later than the token that makes it.

    Raises EndedTokenError, OutlivingTokenError and TokenOfTokenError.
    """
    if expires_at is not None and expires_at <= at:
        raise EndedTokenError(expires_at)
    maker = store.api_token_with(connection, actor.token) if actor.token is not None else None
    if maker is None:
        return expires_at
    if maker.made_by_id is not None:
        raise TokenOfTokenError(maker.name)
    if maker.expires_at is not None and expires_at is not None and expires_at > maker.expires_at:
        raise OutlivingTokenError(expires_at, maker.expires_at)
    return expires_at or maker.expires_at


def free_name(connection: Connection, user: Row[Any], name: str, at: datetime) -> Row[Any] | None:
    """The token whose name a new one takes over, because it holds no more; None where the name is free.

    Raises SameNameError where it holds.
    """
    for one in store.api_tokens(connection, user.id):
        if one.name == name and one.revoked_at is None:
            if state(one, at) == ACTIVE:
                raise SameNameError(user.email, name)
            return one
    return None


def view(row: Row[Any], email: str, at: datetime) -> TokenView:
    """A token for people, without its secret."""
    return TokenView(
        row.name,
        email,
        row.prefix,
        json.loads(row.scopes),
        state(row, at),
        row.created_at,
        row.expires_at,
        row.last_used_at,
        row.maker_name,
    )


def ending_with(connection: Connection, row: Row[Any], at: datetime) -> Sequence[str]:
    """The names of the tokens that end with this one."""
    made = store.api_tokens_of(connection, row.id)
    return tuple(one.name for one in made if state(one, at) == ACTIVE)
