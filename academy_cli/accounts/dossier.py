"""Everything that is held about one person, as files they can read.

Knows every table that tells of people, and which of their columns are secrets; refuses to write to a disk.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import Connection, Row, Select, case, or_, select

from academy_cli.accounts import bought, erasure, learnt, listing, quoting
from academy_cli.accounts.covering import READ_ME
from academy_cli.accounts.store import batch_rows
from academy_cli.accounts.views import Dossier
from academy_cli.kit.clock import iso
from academy_cli.kit.record import plain, record
from academy_cli.models import (
    ApiToken,
    AuditEntry,
    Batch,
    BatchRow,
    Certificate,
    Course,
    Enrollment,
    Grant,
    OneTimeToken,
    OutboxMessage,
    Session,
    Suppression,
    User,
    UserRole,
)

Query = Select[*tuple[Any, ...]]
WITHHELD = "(withheld: it works like a password)"
_SECRET_KEY = re.compile(r"link|url|token|secret|password|code", re.IGNORECASE)
_SECRET = re.compile(r"[A-Za-z0-9_-]{20,}")
_JSON = {
    *("details", "source", "values", "scopes", "before", "after"),
    *("billing", "policy", "detail", "body", "answer"),
}


class About(NamedTuple):
    """Whom a dossier is about: the account, the addresses they have and had, and their places in courses."""

    user: Row[Any]
    addresses: Sequence[str]
    places: Sequence[str]
    others: Sequence[int]
    """Who else had one of the addresses."""


def about(connection: Connection, row: Row[Any]) -> About:
    """Whom a dossier about an account is about."""
    addresses = quoting.addresses(connection, row)
    others = erasure.others(connection, row.id, addresses)
    return About(row, addresses, erasure.places(connection, row.id), others)


def dossier(connection: Connection, row: Row[Any], at: datetime) -> Dossier:
    """Everything that is held about the person with an account."""
    rows = {name: list(_rows(connection, query)) for name, query in queries(about(connection, row))}
    [noted] = rows.pop("account")
    learnt.put_into_words(rows["answers"])
    for owner, parts in _WITHIN.items():
        _put_within(rows, owner, parts)
    account = {**record(listing.view(connection, row, at)), **noted}
    told = {"account": plain(account), **rows}
    read_me = READ_ME.format(email=row.email, at=iso(at)).encode()
    files = {"README.txt": read_me}
    files |= {f"{name}.json": _json(part) for name, part in told.items()}
    return Dossier(row.email, at, {name: len(found) for name, found in rows.items()}, files)


def _put_within(rows: dict[str, list[dict[str, Any]]], owner: str, parts: Sequence[str]) -> None:
    """Put rows into those that own them: ``of_number`` is the ``number`` of the owner."""
    owners = {one.pop("number"): one for one in rows[owner]}
    for part in parts:
        for one in owners.values():
            one[part] = []
        for row in rows.pop(part):
            owners[row.pop("of_number")][part].append(row)


def queries(person: About) -> Iterator[tuple[str, Query]]:
    """What is asked of the database about somebody, by the file that it goes into."""
    for name, query in _TABLES.items():
        yield name, query(person)
    for name, of_somebody in (*learnt.QUERIES.items(), *bought.QUERIES.items()):
        yield name, of_somebody(person.user.id)


def zipped(found: Dossier) -> bytes:
    """The files in one archive."""
    out = BytesIO()
    moment = found.at.timetuple()[:6]
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in found.files.items():
            entry = ZipInfo(name, moment)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def _rows(connection: Connection, query: Query) -> Iterator[dict[str, Any]]:
    for row in connection.execute(query).mappings():
        yield {name: _value(name, value) for name, value in row.items()}


def _value(name: str, value: object) -> object:
    if name in _JSON and isinstance(value, str):
        return _without_secrets(json.loads(value))
    return plain(value)


def _without_secrets(value: object, name: str = "") -> object:
    """What a template was filled with, less what only its recipient may have."""
    match value:
        case dict():
            return {key: _without_secrets(part, key) for key, part in value.items()}
        case list():
            return [_without_secrets(part, name) for part in value]
        case str() if _SECRET_KEY.search(name) or any(map(_is_random, _SECRET.findall(value))):
            return WITHHELD
        case _:
            return value


def _is_random(word: str) -> bool:
    """Whether a long word looks made by chance; words of people and slugs have no digits between capitals."""
    kinds = (str.isdigit, str.isupper, str.islower)
    return all(any(map(kind, word)) for kind in kinds)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _account(person: About) -> Query:
    """What the account's view does not tell."""
    columns = (User.password_set_at, User.failed_logins)
    return select(*columns).where(User.id == person.user.id)


def _roles(person: About) -> Query:
    return (
        select(UserRole.role, Course.slug.label("course"), UserRole.granted_at)
        .join(Course, Course.id == UserRole.course_id, isouter=True)
        .where(UserRole.user_id == person.user.id)
        .order_by(UserRole.id)
    )


def _enrollments(person: About) -> Query:
    columns = (Course.slug, Course.title, Enrollment.enrolled_at, Enrollment.completed_at)
    more = (Enrollment.completed_revision, Enrollment.removed_at, Enrollment.last_seen_at)
    return (
        select(Enrollment.id.label("number"), *columns, *more)
        .join(Course, Course.id == Enrollment.course_id)
        .where(Enrollment.user_id == person.user.id)
        .order_by(Course.slug)
    )


def _grants(person: About) -> Query:
    columns = (Grant.kind, Grant.reference, Grant.reason, Grant.starts_at, Grant.ends_at)
    more = (Grant.granted_at, Grant.revoked_at, Grant.revoke_reason)
    return (
        select(Grant.enrollment_id.label("of_number"), *columns, *more)
        .join(Enrollment, Enrollment.id == Grant.enrollment_id)
        .where(Enrollment.user_id == person.user.id)
        .order_by(Grant.id)
    )


def _certificates(person: About) -> Query:
    return (
        select(
            *(Course.slug, Certificate.code, Certificate.recipient, Certificate.completed_at),
            *(Certificate.issued_at, Certificate.valid_until, Certificate.stated),
            *(Certificate.revoked_at, Certificate.revoke_reason),
            *(Certificate.suspended_at, Certificate.suspend_reason),
            *(Certificate.signed_at, Certificate.credential),
        )
        .select_from(Certificate)
        .join(Enrollment, Enrollment.id == Certificate.enrollment_id)
        .join(Course, Course.id == Enrollment.course_id)
        .where(Enrollment.user_id == person.user.id)
        .order_by(Certificate.id)
    )


def _sessions(person: About) -> Query:
    ended = (Session.ended_at, Session.end_reason, Session.address, Session.user_agent)
    columns = (Session.code, Session.created_at, Session.last_used_at, Session.expires_at)
    return select(*columns, *ended).where(Session.user_id == person.user.id).order_by(Session.id)


def _api_tokens(person: About) -> Query:
    columns = (ApiToken.name, ApiToken.prefix, ApiToken.scopes, ApiToken.created_at)
    more = (ApiToken.expires_at, ApiToken.last_used_at, ApiToken.revoked_at)
    return select(*columns, *more).where(ApiToken.user_id == person.user.id).order_by(ApiToken.id)


def _links(person: About) -> Query:
    columns = (OneTimeToken.purpose, OneTimeToken.email, OneTimeToken.created_at)
    more = (OneTimeToken.expires_at, OneTimeToken.used_at, OneTimeToken.revoked_at)
    return (
        select(*columns, *more)
        .where(OneTimeToken.user_id == person.user.id)
        .order_by(OneTimeToken.id)
    )


def _mail(person: About) -> Query:
    columns = (OutboxMessage.event, OutboxMessage.template, OutboxMessage.recipient)
    more = (OutboxMessage.language, OutboxMessage.values, OutboxMessage.created_at)
    called = (OutboxMessage.message_id, OutboxMessage.provider_id)
    state = (OutboxMessage.state, OutboxMessage.sent_at, OutboxMessage.last_error, *called)
    theirs = erasure.mail_of(person.user.id, person.addresses, person.others)
    return select(*columns, *more, *state).where(theirs).order_by(OutboxMessage.id)


def _mail_wishes(person: About) -> Query:
    columns = (Suppression.recipient, Suppression.scope, Suppression.cause)
    theirs = Suppression.recipient.in_(person.addresses)
    query = select(*columns, Suppression.created_at, Suppression.note)
    return query.where(theirs).order_by(Suppression.id)


def _imports(person: About) -> Query:
    columns = (Batch.reference, Batch.file_name, BatchRow.number, BatchRow.outcome)
    return (
        select(*columns, BatchRow.before, BatchRow.after, BatchRow.reason)
        .select_from(BatchRow)
        .join(Batch, Batch.id == BatchRow.batch_id)
        .where(or_(*batch_rows(person.user.id, person.addresses)))
        .order_by(Batch.id, BatchRow.number)
    )


def _audit(person: About) -> Query:
    """What was done to somebody and their places, with its details; and what they did, without others'."""
    name = f"user:{person.user.id}"
    is_about_them = AuditEntry.subject.in_([name, *person.places])
    columns = (AuditEntry.id.label("number"), AuditEntry.at, AuditEntry.actor, AuditEntry.action)
    is_theirs = is_about_them | (AuditEntry.actor == name)
    is_of_another = AuditEntry.subject.like("%user:%") & ~is_about_them
    own = case((is_about_them, AuditEntry.details)).label("details")
    reason = case((~is_of_another, AuditEntry.reason)).label("reason")
    source = case((AuditEntry.actor == name, AuditEntry.source)).label("source")
    more = (AuditEntry.subject, reason, own, source)
    return select(*columns, *more).where(is_theirs).order_by(AuditEntry.id)


_WITHIN: Mapping[str, Sequence[str]] = {
    "enrollments": ("grants",),
    **learnt.WITHIN,
    **bought.WITHIN,
}
_TABLES: Mapping[str, Callable[[About], Query]] = {
    "account": _account,
    "roles": _roles,
    "enrollments": _enrollments,
    "grants": _grants,
    "certificates": _certificates,
    "sessions": _sessions,
    "tokens": _api_tokens,
    "links": _links,
    "mail": _mail,
    "mail_wishes": _mail_wishes,
    "imports": _imports,
    "audit": _audit,
}
COUNTED = tuple(
    name
    for name in (*_TABLES, *learnt.QUERIES, *bought.QUERIES)
    if name != "account" and not any(name in parts for parts in _WITHIN.values())
)
"""What a dossier counts rows of."""
