"""Finding certificates: which state each is in, and who may see it.

Works in the caller's transaction; refuses to change anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, false, literal, or_, select
from sqlalchemy.orm import aliased

from academy_cli.access.actor import Actor
from academy_cli.access.address import canonical_address
from academy_cli.access.matrix import Permission, Reach
from academy_cli.certificates import letters, views
from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.errors import NotHeldError, UnknownCertificateError
from academy_cli.certificates.issuing import learners
from academy_cli.certificates.keys import store as key_store
from academy_cli.certificates.keys.errors import UnknownKeyError
from academy_cli.certificates.letters import address_of
from academy_cli.certificates.stated import Stated
from academy_cli.certificates.views import CertificateRow, CertificateView, Wanted
from academy_cli.db.paging import paged
from academy_cli.models import (
    Certificate,
    CertificateKey,
    CertificateTemplate,
    Course,
    Enrollment,
    OutboxMessage,
    User,
)

_NEXT, _BEFORE = aliased(Certificate), aliased(Certificate)
_COLUMNS: tuple[Any, ...] = (
    Certificate.__table__,
    *(User.id.label("user_id"), User.email, User.name.label("account_name"), Course.slug),
    *(User.erased_at, User.language.label("speaks"), CertificateTemplate.name.label("drawn_by")),
    *(_NEXT.code.label("next_code"), _BEFORE.code.label("former_code")),
    CertificateKey.compromised_at,
)
_SORTED: dict[str, Any] = {
    "code": Certificate.code,
    "name": Certificate.recipient,
    "email": User.email,
    "course": Course.slug,
    "issued_at": Certificate.issued_at,
    "valid_until": Certificate.valid_until,
    "signed_at": Certificate.signed_at,
}


def certificates(
    connection: Connection, wanted: Wanted, actor: Actor, now: datetime
) -> Iterator[CertificateRow]:
    """Those that are wanted and that somebody may see, the newest first unless another order is."""
    query = _query().where(*_wanted(wanted, now), _visible(actor))
    is_next_first = wanted.ends_before is not None
    usual = [Certificate.valid_until if is_next_first else Certificate.id.desc(), Certificate.id]
    for row in connection.execute(paged(query, wanted.cut, _SORTED, usual)):
        says = Stated.read(row.stated)
        yield CertificateRow(
            codes.shown(row.code),
            state_of(row, now),
            row.recipient or "",
            row.email,
            row.slug,
            says.title,
            row.issued_at,
            row.valid_until,
            row.signed_at,
            row.key_name,
            row.erased_at is not None,
        )


def require_there(connection: Connection, wanted: Wanted, actor: Actor) -> None:
    """Insist that there are the course and the key that are named, to whoever may know of them.

    Raises UnknownCourseError and UnknownKeyError: a misspelt word would read as “none”.
    """
    if actor.reach(Permission.CERTIFICATE_LIST) is not Reach.ALL:
        return
    if wanted.course is not None:
        learners.course(connection, wanted.course)
    if wanted.key is not None and key_store.key(connection, wanted.key) is None:
        raise UnknownKeyError(wanted.key)


class Ending(NamedTuple):
    """A certificate that ends soon, and its holder; ``is_told`` is whether they were told."""

    code: str
    name: str
    email: str
    user_id: int
    language: str | None
    title: str
    valid_until: datetime
    is_told: bool


def ending_soon(
    connection: Connection, wanted: Wanted, actor: Actor, now: datetime
) -> Iterator[Ending]:
    """Those that end soon and whose holders can be written to."""
    told = OutboxMessage.event == literal(letters.BEFORE_ENDING).concat(Certificate.code)
    query = (
        _query()
        .add_columns(OutboxMessage.id.label("told_by"))
        .outerjoin(OutboxMessage, told)
        .where(*_wanted(wanted, now), _visible(actor), User.deactivated_at.is_(None))
        .order_by(Certificate.valid_until, Certificate.id)
    )
    seen = set[str]()
    for row in connection.execute(query):
        if row.code not in seen and row.recipient is not None:
            seen.add(row.code)
            yield Ending(
                row.code,
                row.recipient,
                row.email,
                row.user_id,
                row.speaks,
                Stated.read(row.stated).title,
                row.valid_until,
                row.told_by is not None,
            )


def found(connection: Connection, code: str) -> Row[Any] | None:
    """One by its stored code, with its learner, its course, and what it replaces and is replaced by."""
    return connection.execute(_query().where(Certificate.code == code)).first()


def seen(connection: Connection, actor: Actor, word: str) -> Row[Any]:
    """One that somebody may see, by what was typed. Raises UnknownCertificateError."""
    code = codes.read(word)
    row = found(connection, code) if code is not None else None
    if row is None:
        raise UnknownCertificateError(word, is_misread=code is None)
    is_theirs = actor.may_reach_course(Permission.CERTIFICATE_SHOW, row.slug)
    if not is_theirs and row.user_id != actor.user_id:
        raise UnknownCertificateError(word)
    return row


def numbered(connection: Connection, number: int) -> Row[Any]:
    """One by its row's number."""
    return connection.execute(_query().where(Certificate.id == number)).one()


def state_of(row: Row[Any], now: datetime) -> str:
    """What a certificate is at a moment."""
    if row.revoked_at is not None:
        return views.REPLACED if row.next_code else views.REVOKED
    if row.signed_at is None:
        return views.WAITING
    if row.suspended_at is not None:
        return views.SUSPENDED
    is_over = row.valid_until is not None and row.valid_until <= now
    if is_over:
        return views.EXPIRED
    is_stolen = row.compromised_at is not None and row.signed_at >= row.compromised_at
    return views.COMPROMISED if is_stolen else views.VALID


def not_held(row: Row[Any], state: str) -> NotHeldError:
    """That one is in a state in which nothing can be done with it, and what took its place."""
    by = codes.shown(row.next_code) if row.next_code else None
    return NotHeldError(codes.shown(row.code), state, by)


def view(row: Row[Any], now: datetime, site: str) -> CertificateView:
    """All of one for people."""
    says = Stated.read(row.stated)
    return CertificateView(
        codes.shown(row.code),
        state_of(row, now),
        row.recipient or "",
        row.email,
        row.slug,
        says.title,
        row.completed_at,
        row.issued_at,
        row.valid_until,
        says.hours,
        says.language,
        row.signed_at,
        row.key_name,
        row.drawn_by or says.template,
        row.template_sha256,
        row.revoked_at,
        row.suspended_at,
        row.revoke_reason or row.suspend_reason,
        codes.shown(row.former_code) if row.former_code else None,
        codes.shown(row.next_code) if row.next_code else None,
        row.batch_id,
        address_of(site, row.code) if row.signed_at else "",
        is_erased=row.erased_at is not None,
    )


def _query() -> Any:
    return (
        select(*_COLUMNS)
        .join_from(Certificate, Enrollment, Enrollment.id == Certificate.enrollment_id)
        .join(User, User.id == Enrollment.user_id)
        .join(Course, Course.id == Enrollment.course_id)
        .outerjoin(_NEXT, _NEXT.replaces_id == Certificate.id)
        .outerjoin(_BEFORE, _BEFORE.id == Certificate.replaces_id)
        .outerjoin(CertificateKey, CertificateKey.name == Certificate.key_name)
        .outerjoin(CertificateTemplate, CertificateTemplate.sha256 == Certificate.template_sha256)
    )


def _wanted(wanted: Wanted, now: datetime) -> Iterator[ColumnElement[bool]]:
    if wanted.user is not None:
        yield User.email == canonical_address(wanted.user)
    if wanted.course is not None:
        yield Course.slug == wanted.course
    if wanted.since is not None:
        yield Certificate.issued_at >= wanted.since
    if wanted.until is not None:
        yield Certificate.issued_at < wanted.until
    if wanted.ends_before is not None:
        yield from (
            *_held(),
            ~_is_stolen(),
            Certificate.valid_until < wanted.ends_before,
            Certificate.valid_until > now,
        )
    if wanted.key is not None:
        yield Certificate.key_name == wanted.key
    if wanted.state is not None:
        yield from _in_state(wanted.state, now)


def _held() -> Sequence[ColumnElement[bool]]:
    return Certificate.revoked_at.is_(None), Certificate.signed_at.is_not(None)


def _is_stolen() -> ColumnElement[bool]:
    """Whether it was signed since somebody else may have its key."""
    given_up = CertificateKey.compromised_at
    return given_up.is_not(None) & (Certificate.signed_at >= given_up)


def _in_state(state: str, now: datetime) -> Sequence[ColumnElement[bool]]:
    is_over = Certificate.valid_until.is_not(None) & (Certificate.valid_until <= now)
    goes_on = or_(Certificate.valid_until.is_(None), Certificate.valid_until > now)
    ended = Certificate.revoked_at.is_not(None)
    is_free = Certificate.suspended_at.is_(None)
    return {
        views.WAITING: (Certificate.revoked_at.is_(None), Certificate.signed_at.is_(None)),
        views.VALID: (*_held(), is_free, goes_on, ~_is_stolen()),
        views.COMPROMISED: (*_held(), is_free, goes_on, _is_stolen()),
        views.EXPIRED: (*_held(), is_free, is_over),
        views.SUSPENDED: (*_held(), Certificate.suspended_at.is_not(None)),
        views.REVOKED: (ended, _NEXT.id.is_(None)),
        views.REPLACED: (ended, _NEXT.id.is_not(None)),
    }[state]


def _visible(actor: Actor) -> ColumnElement[bool]:
    """Everything, or what is one's own: one's own certificates, and those of courses that one teaches."""
    if actor.reach(Permission.CERTIFICATE_LIST) is Reach.ALL:
        return Certificate.id.is_not(None)
    mine = User.id == actor.user_id if actor.user_id is not None else false()
    return or_(mine, Course.slug.in_(sorted(actor.courses)))
