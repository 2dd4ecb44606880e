"""The rows of links that work once, of sessions, and of programs' tokens.

Knows the tables, and that a secret is there by its digest; refuses transactions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, func, insert, select, update

from academy_cli.models import ApiToken, OneTimeToken, RefreshToken, Session, User

SESSIONS = cast("Table", Session.__table__)
TOKENS = cast("Table", ApiToken.__table__)
USERS = cast("Table", User.__table__)


def user(connection: Connection, user_id: int, *, is_held: bool = False) -> Row[Any] | None:
    """An account by its number; ``is_held`` keeps others from changing it meanwhile."""
    query = select(USERS).where(USERS.c.id == user_id)
    return connection.execute(query.with_for_update() if is_held else query).first()


def change_user(connection: Connection, user_id: int, values: Mapping[str, object]) -> None:
    """Change columns of an account."""
    connection.execute(update(USERS).where(USERS.c.id == user_id).values(**values))


def ask_for_nothing(connection: Connection, times: int) -> None:
    """Ask the database so often and change nothing: it works as much as for an account that is there."""
    for _ in range(times):
        change_user(connection, 0, {"failed_logins": 0})


def replace_hash(connection: Connection, user_id: int, kept: str, anew: str) -> None:
    """Keep another hash of the same password, unless the password was changed meanwhile."""
    is_same = (USERS.c.id == user_id, USERS.c.password_hash == kept)
    connection.execute(update(USERS).where(*is_same).values(password_hash=anew))


# -- links that work once ---------------------------------------------------------------------------


def add_link(connection: Connection, values: Mapping[str, object]) -> int:
    """Keep a link by its digest, and give its number."""
    found = connection.execute(insert(OneTimeToken).values(**values).returning(OneTimeToken.id))
    return int(found.scalar_one())


def revoke_links(connection: Connection, user_id: int, purpose: str, at: datetime) -> Sequence[int]:
    """Let no older link of a purpose work any more; gives the numbers of those that did."""
    is_theirs = (OneTimeToken.user_id == user_id, OneTimeToken.purpose == purpose)
    unused = (OneTimeToken.used_at.is_(None), OneTimeToken.revoked_at.is_(None))
    ended = update(OneTimeToken).where(*is_theirs, *unused).values(revoked_at=at)
    return connection.scalars(ended.returning(OneTimeToken.id)).all()


def newest_link(connection: Connection, user_id: int, purpose: str) -> datetime | None:
    """When the link of a purpose that may still work was made."""
    is_theirs = (OneTimeToken.user_id == user_id, OneTimeToken.purpose == purpose)
    unused = (OneTimeToken.used_at.is_(None), OneTimeToken.revoked_at.is_(None))
    return connection.scalar(select(func.max(OneTimeToken.created_at)).where(*is_theirs, *unused))


def owner_of_link(connection: Connection, digest: str) -> int | None:
    """Whose a link is, whether it works or not."""
    return connection.scalar(select(OneTimeToken.user_id).where(OneTimeToken.digest == digest))


def works(connection: Connection, digest: str, purpose: str, at: datetime) -> str | None:
    """Where a link was sent; None if it does not work (any more)."""
    is_it = (OneTimeToken.digest == digest, OneTimeToken.purpose == purpose)
    return connection.scalar(select(OneTimeToken.email).where(*is_it, *_may_be_used(at)))


def use_link(connection: Connection, digest: str, at: datetime) -> bool:
    """Use a link up; whether it worked until now. Of two who use it at once, one gets it."""
    used = update(OneTimeToken).where(OneTimeToken.digest == digest, *_may_be_used(at))
    return connection.execute(used.values(used_at=at)).rowcount == 1


def _may_be_used(at: datetime) -> tuple[ColumnElement[bool], ...]:
    unused = (OneTimeToken.used_at.is_(None), OneTimeToken.revoked_at.is_(None))
    return *unused, OneTimeToken.expires_at > at


# -- sessions ---------------------------------------------------------------------------------------


def add_session(connection: Connection, values: Mapping[str, object]) -> int:
    """Begin a session, and give its number."""
    found = connection.execute(insert(Session).values(**values).returning(Session.id))
    return int(found.scalar_one())


def add_refresh_token(connection: Connection, session_id: int, digest: str, at: datetime) -> None:
    """Keep the next token of a session by its digest."""
    values = {"session_id": session_id, "digest": digest, "issued_at": at}
    connection.execute(insert(RefreshToken).values(**values))


def session_of(connection: Connection, digest: str) -> tuple[Row[Any], datetime | None] | None:
    """The session that a refresh token belongs to, held, and when that token was used.

    Its owner is held first, as by everything else that ends sessions: nobody waits in a circle.
    """
    owner = (
        select(SESSIONS.c.user_id)
        .join(RefreshToken, RefreshToken.session_id == SESSIONS.c.id)
        .where(RefreshToken.digest == digest)
    )
    if (user_id := connection.scalar(owner)) is None:
        return None
    user(connection, user_id, is_held=True)
    query = (
        select(SESSIONS, RefreshToken.used_at)
        .join(RefreshToken, RefreshToken.session_id == SESSIONS.c.id)
        .where(RefreshToken.digest == digest)
        .with_for_update(of=SESSIONS)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    fresh = select(RefreshToken.used_at).where(RefreshToken.digest == digest)
    return row, connection.scalar(fresh)


def use_refresh_token(connection: Connection, digest: str, at: datetime) -> bool:
    """Use a refresh token up; whether nobody had before."""
    unused = (RefreshToken.digest == digest, RefreshToken.used_at.is_(None))
    return connection.execute(update(RefreshToken).where(*unused).values(used_at=at)).rowcount == 1


def change_session(connection: Connection, session_id: int, values: Mapping[str, object]) -> None:
    """Change columns of a session."""
    connection.execute(update(SESSIONS).where(SESSIONS.c.id == session_id).values(**values))


def session(connection: Connection, code: str) -> Row[Any] | None:
    """A session by its code."""
    return connection.execute(select(SESSIONS).where(SESSIONS.c.code == code)).first()


def sessions(connection: Connection, user_id: int, at: datetime) -> Sequence[Row[Any]]:
    """Somebody's sessions that go on, the latest used first."""
    goes_on = (SESSIONS.c.ended_at.is_(None), SESSIONS.c.expires_at > at)
    query = select(SESSIONS).where(SESSIONS.c.user_id == user_id, *goes_on)
    return connection.execute(query.order_by(SESSIONS.c.last_used_at.desc(), SESSIONS.c.id)).all()


def end_sessions(
    connection: Connection,
    user_id: int,
    at: datetime,
    reason: str,
    *,
    code: str | None = None,
    but: str | None = None,
) -> int:
    """End somebody's sessions, or one of them, or all but one; returns how many went on until now."""
    goes_on = (SESSIONS.c.ended_at.is_(None), SESSIONS.c.expires_at > at)
    wanted = [SESSIONS.c.user_id == user_id, *goes_on]
    wanted += [SESSIONS.c.code == code] if code is not None else []
    wanted += [SESSIONS.c.code != but] if but is not None else []
    ended = update(SESSIONS).where(*wanted).values(ended_at=at, end_reason=reason)
    return connection.execute(ended).rowcount


# -- tokens of programs -------------------------------------------------------------------------------


def add_api_token(connection: Connection, values: Mapping[str, object]) -> int:
    """Keep a program's token by its digest, and give its number.

    Raises IntegrityError for a name that is taken.
    """
    found = connection.execute(insert(TOKENS).values(**values).returning(TOKENS.c.id))
    return int(found.scalar_one())


def api_token(connection: Connection, digest: str) -> Row[Any] | None:
    """A program's token by its digest, with what it takes from the token that made it."""
    return connection.execute(_tokens().where(TOKENS.c.digest == digest)).first()


def api_token_with(connection: Connection, token_id: int) -> Row[Any] | None:
    """A program's token by its number."""
    return connection.execute(_tokens().where(TOKENS.c.id == token_id)).first()


def api_tokens(connection: Connection, user_id: int) -> Sequence[Row[Any]]:
    """Somebody's tokens, those that are not revoked before the others, the newest first."""
    query = _tokens().where(TOKENS.c.user_id == user_id)
    is_over = TOKENS.c.revoked_at.is_not(None)
    return connection.execute(query.order_by(is_over, TOKENS.c.id.desc())).all()


def api_tokens_of(connection: Connection, token_id: int) -> Sequence[Row[Any]]:
    """The tokens that a token made, for whomever."""
    query = _tokens().where(TOKENS.c.made_by_id == token_id)
    return connection.execute(query.order_by(TOKENS.c.id)).all()


def _tokens() -> Select[Any]:
    maker = TOKENS.alias("maker")
    wanted = ("name", "revoked_at", "expires_at")
    of_maker = [maker.c[column].label(f"maker_{column}") for column in wanted]
    made = maker.c.id == TOKENS.c.made_by_id
    return select(TOKENS, *of_maker).join_from(TOKENS, maker, made, isouter=True)


def change_api_token(connection: Connection, token_id: int, values: Mapping[str, object]) -> None:
    """Change columns of a program's token."""
    connection.execute(update(TOKENS).where(TOKENS.c.id == token_id).values(**values))
