"""Entries of the audit log by what they tell, each with what people call its actor and how they came in.

Knows the tables of entries, people and tokens; refuses transactions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Connection, Integer, Row, Select, case, func, select

from academy_cli.audit.chain import Entry
from academy_cli.audit.store import entry_of
from academy_cli.audit.views import Unheard, Wanted
from academy_cli.db.paging import paged
from academy_cli.db.streaming import streamed
from academy_cli.kit.batches import batches
from academy_cli.kit.page import Cut
from academy_cli.kit.spelling import nearest
from academy_cli.models import ApiToken, AuditEntry, Course, User

ORDERED: Mapping[str, Any] = {
    "number": AuditEntry.id,
    "at": AuditEntry.at,
    "actor": func.coalesce(User.email, AuditEntry.actor),
    "action": AuditEntry.action,
    "subject": AuditEntry.subject,
    "reason": AuditEntry.reason,
    "details": AuditEntry.details,
    "source": AuditEntry.source,
    "digest": AuditEntry.digest,
}
"""The column of each key of ``views.SORTABLE``."""


class Found(NamedTuple):
    """An entry, what people call its actor, and through which session or program's token they acted."""

    entry: Entry
    actor: str
    via: str | None


def find(connection: Connection, wanted: Wanted) -> Iterator[Found]:
    """The entries that are wanted, the newest first unless another order is."""
    query = _called().where(*_conditions(_by_number(connection, wanted)))
    cut = Cut(wanted.sort, wanted.limit, wanted.offset)
    query = paged(query, cut, ORDERED, (AuditEntry.id.desc(),))
    for rows in streamed(connection, query, cut.limit):
        yield from _found(connection, rows)


def entry(connection: Connection, number: int) -> Found | None:
    """One entry."""
    rows = connection.execute(_called().where(AuditEntry.id == number)).all()
    return next(iter(_found(connection, rows)), None)


def _found(connection: Connection, rows: Sequence[Row[Any]]) -> Sequence[Found]:
    sources = [json.loads(row.source) for row in rows]
    tokens = sorted({int(one["token"]) for one in sources if "token" in one})
    names: dict[int, str] = {}
    for some in batches(tokens):
        query = select(ApiToken.id, ApiToken.name).where(ApiToken.id.in_(some))
        names |= {row.id: row.name for row in connection.execute(query)}
    return [
        Found(entry_of(row), row.email or row.actor, _via(source, names))
        for row, source in zip(rows, sources, strict=True)
    ]


def _via(source: Mapping[str, str], names: Mapping[int, str]) -> str | None:
    """A token by number, and by name as long as that is known: it goes with an erased person."""
    if token := source.get("token"):
        name = names.get(int(token))
        return f"token {token} “{name}”" if name else f"token {token}"
    return f"session {source['session']}" if "session" in source else None


def _called() -> Select[Any]:
    number = case((AuditEntry.actor.like("user:%"), func.substr(AuditEntry.actor, 6).cast(Integer)))
    is_user = number == User.id  # so that a user is looked up, not compared with every entry
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


def unheard(connection: Connection, wanted: Wanted) -> Iterator[Unheard]:
    """What nothing on record has of whom, what and which act a wish names, with what may be meant."""
    named = _by_number(connection, wanted)
    for field in ("actor", "action", "subject"):
        said = getattr(wanted, field)
        alone = Wanted(**{field: getattr(named, field)})
        query = select(AuditEntry.id).where(*_conditions(alone)).limit(1)
        if said and connection.scalar(query) is None:
            yield Unheard(field, said, nearest(said, _words(connection, field)))


def _words(connection: Connection, field: str) -> Iterable[str]:
    """What may be meant; people are too many, and known by their addresses."""
    if field == "subject":
        return [f"course:{slug}" for slug in connection.scalars(select(Course.slug))]
    if field == "action":
        actions = set(connection.scalars(select(AuditEntry.action).distinct()))
        return actions | {action.partition(".")[0] for action in actions}
    is_operator = AuditEntry.actor.like("operator:%")
    return connection.scalars(select(AuditEntry.actor).where(is_operator).distinct()).all()


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
