"""Everything that is held about one person, as files they can read.

Knows every table that tells of people, and which of their columns are secrets; refuses to write to a disk.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import Connection, Executable, Row, case, or_, select

from academy_cli.accounts import listing
from academy_cli.accounts.store import batch_rows
from academy_cli.accounts.views import Dossier
from academy_cli.kit.clock import iso
from academy_cli.kit.record import plain
from academy_cli.models import (
    ApiToken,
    AuditEntry,
    Batch,
    BatchRow,
    Certificate,
    Content,
    Course,
    Enrollment,
    Grant,
    LessonProgress,
    OneTimeToken,
    OutboxMessage,
    Session,
)

WITHHELD = "(withheld: it works like a password)"
_SECRET_KEY = re.compile(r"link|url|token|secret|password|code", re.IGNORECASE)
_SECRET = re.compile(r"[A-Za-z0-9_-]{20,}")
_JSON = {"details", "values", "scopes", "before", "after"}
READ_ME = """\
Everything that the academy holds about {email}, as of {at}.

account.json       the account: what you said of yourself, and what the academy noted
enrollments.json   the courses you are or were in, and why (grants)
progress.json      how far you came in each lesson
certificates.json  the certificates that were issued to you
sessions.json      where and when you were logged in
tokens.json        tokens for programs that act as you, by name
links.json         links that were sent to you and work once
mail.json          mail that was or will be sent to you
imports.json       rows of files about your account, enrollments and progress, or refused with your address
audit.json         what was done to your account, by whom; and what you did

Passwords, tokens and links that work are in no file: whoever has this one could act as you. Nor are their
digests, by which alone the academy knows them.
"""


def dossier(connection: Connection, row: Row[Any], at: datetime) -> Dossier:
    """Everything that is held about the person with an account."""
    account = plain(listing.view(connection, row, at))
    tables = {name: query(row) for name, query in _TABLES.items()}
    rows = {name: list(_rows(connection, query)) for name, query in tables.items()}
    told = {"account": account, **rows}
    read_me = READ_ME.format(email=row.email, at=iso(at)).encode()
    files = {"README.txt": read_me}
    files |= {f"{name}.json": _json(part) for name, part in told.items()}
    return Dossier(row.email, at, {name: len(found) for name, found in rows.items()}, files)


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


def _rows(connection: Connection, query: Executable) -> Iterator[Mapping[str, object]]:
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


def _enrollments(row: Row[Any]) -> Executable:
    grants = (Grant.kind, Grant.reference, Grant.reason, Grant.starts_at, Grant.ends_at)
    revoked = (Grant.granted_at, Grant.revoked_at, Grant.revoke_reason)
    named = [column.label(f"grant_{column.key}") for column in (*grants, *revoked)]
    columns = (Course.slug, Course.title, Enrollment.enrolled_at, Enrollment.completed_at)
    more = (Enrollment.completed_revision, Enrollment.removed_at, Enrollment.last_seen_at)
    return (
        select(*columns, *more, *named)
        .select_from(Enrollment)
        .join(Course, Course.id == Enrollment.course_id)
        .join(Grant, Grant.enrollment_id == Enrollment.id, isouter=True)
        .where(Enrollment.user_id == row.id)
        .order_by(Course.slug, Grant.id)
    )


def _progress(row: Row[Any]) -> Executable:
    columns = (LessonProgress.state, LessonProgress.started_at, LessonProgress.completed_at)
    more = (LessonProgress.seconds, LessonProgress.last_seen_at)
    return (
        select(Course.slug, Content.key, Content.title, *columns, *more)
        .select_from(LessonProgress)
        .join(Enrollment, Enrollment.id == LessonProgress.enrollment_id)
        .join(Content, Content.id == LessonProgress.content_id)
        .join(Course, Course.id == Enrollment.course_id)
        .where(Enrollment.user_id == row.id)
        .order_by(Course.slug, Content.id)
    )


def _certificates(row: Row[Any]) -> Executable:
    return (
        select(Course.slug, Certificate.code, Certificate.issued_at, Certificate.revoked_at)
        .select_from(Certificate)
        .join(Enrollment, Enrollment.id == Certificate.enrollment_id)
        .join(Course, Course.id == Enrollment.course_id)
        .where(Enrollment.user_id == row.id)
        .order_by(Certificate.id)
    )


def _sessions(row: Row[Any]) -> Executable:
    ended = (Session.ended_at, Session.end_reason, Session.address, Session.user_agent)
    columns = (Session.code, Session.created_at, Session.last_used_at, Session.expires_at)
    return select(*columns, *ended).where(Session.user_id == row.id).order_by(Session.id)


def _api_tokens(row: Row[Any]) -> Executable:
    columns = (ApiToken.name, ApiToken.prefix, ApiToken.scopes, ApiToken.created_at)
    more = (ApiToken.expires_at, ApiToken.last_used_at, ApiToken.revoked_at)
    return select(*columns, *more).where(ApiToken.user_id == row.id).order_by(ApiToken.id)


def _links(row: Row[Any]) -> Executable:
    columns = (OneTimeToken.purpose, OneTimeToken.email, OneTimeToken.created_at)
    more = (OneTimeToken.expires_at, OneTimeToken.used_at, OneTimeToken.revoked_at)
    return select(*columns, *more).where(OneTimeToken.user_id == row.id).order_by(OneTimeToken.id)


def _mail(row: Row[Any]) -> Executable:
    columns = (OutboxMessage.event, OutboxMessage.template, OutboxMessage.recipient)
    more = (OutboxMessage.language, OutboxMessage.values, OutboxMessage.created_at)
    state = (OutboxMessage.state, OutboxMessage.sent_at)
    theirs = or_(OutboxMessage.user_id == row.id, OutboxMessage.recipient == row.email)
    return select(*columns, *more, *state).where(theirs).order_by(OutboxMessage.id)


def _imports(row: Row[Any]) -> Executable:
    columns = (Batch.reference, Batch.file_name, BatchRow.number, BatchRow.outcome)
    return (
        select(*columns, BatchRow.before, BatchRow.after, BatchRow.reason)
        .select_from(BatchRow)
        .join(Batch, Batch.id == BatchRow.batch_id)
        .where(or_(*batch_rows(row)))
        .order_by(Batch.id, BatchRow.number)
    )


def _audit(row: Row[Any]) -> Executable:
    """What was done to somebody, with its details, and what they did, of which the details are others'."""
    name = f"user:{row.id}"
    columns = (AuditEntry.id.label("number"), AuditEntry.at, AuditEntry.actor, AuditEntry.action)
    own = case((AuditEntry.subject == name, AuditEntry.details)).label("details")
    more = (AuditEntry.subject, AuditEntry.reason, own)
    theirs = or_(AuditEntry.subject == name, AuditEntry.actor == name)
    return select(*columns, *more).where(theirs).order_by(AuditEntry.id)


_TABLES: Mapping[str, Callable[[Row[Any]], Executable]] = {
    "enrollments": _enrollments,
    "progress": _progress,
    "certificates": _certificates,
    "sessions": _sessions,
    "tokens": _api_tokens,
    "links": _links,
    "mail": _mail,
    "imports": _imports,
    "audit": _audit,
}
