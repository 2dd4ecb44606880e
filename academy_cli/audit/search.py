"""Entries of the audit log by what they tell, each with what people call its actor.

Knows the tables of entries and people; refuses transactions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, select

from academy_cli.audit.chain import Entry
from academy_cli.audit.store import entry_of
from academy_cli.audit.views import Wanted
from academy_cli.models import AuditEntry, User


def find(connection: Connection, wanted: Wanted) -> Sequence[tuple[Entry, str]]:
    """The newest entries that are wanted, each with what people call its actor."""
    query = _called().order_by(AuditEntry.id.desc())
    for condition in _conditions(_by_number(connection, wanted)):
        query = query.where(condition)
    rows = connection.execute(query.limit(wanted.limit).offset(wanted.offset)).all()
    return [(entry_of(row), row.email or row.actor) for row in rows]


def entry(connection: Connection, number: int) -> tuple[Entry, str] | None:
    """One entry, with what people call its actor."""
    row = connection.execute(_called().where(AuditEntry.id == number)).first()
    return (entry_of(row), row.email or row.actor) if row is not None else None


def _called() -> Select[Any]:
    is_user = AuditEntry.actor == "user:" + User.id.cast(AuditEntry.actor.type)
    return select(AuditEntry.__table__, User.email).join_from(
        AuditEntry, User, is_user, isouter=True
    )


def _by_number(connection: Connection, wanted: Wanted) -> Wanted:
    """The same with people as the log calls them: by their number, not by an address that may change."""
    return replace(
        wanted,
        actor=_numbered(connection, wanted.actor),
        subject=_numbered(connection, wanted.subject),
    )


def _numbered(connection: Connection, said: str) -> str:
    if "@" not in said:
        return said
    found = connection.scalar(select(User.id).where(User.email == said.strip().lower()))
    return f"user:{found or 0}"


def _conditions(wanted: Wanted) -> Iterator[Any]:
    if wanted.actor:
        yield AuditEntry.actor == wanted.actor
    if wanted.subject:
        yield AuditEntry.subject == wanted.subject
    if wanted.action:
        is_noun = AuditEntry.action.startswith(f"{wanted.action}.", autoescape=True)
        yield (AuditEntry.action == wanted.action) | is_noun
    if wanted.since is not None:
        yield AuditEntry.at >= wanted.since
    if wanted.until is not None:
        yield AuditEntry.at < wanted.until
