"""Forgetting a person: what goes, what stays without a name, and why.

Knows every table that tells of people; refuses to commit. Whoever keeps something new about people adds it
here and to the dossier.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    cast,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)

from academy_cli.accounts import bookkeeping, learnt, quoting, store
from academy_cli.accounts.reasons import WHY
from academy_cli.accounts.views import Erasure, Kept
from academy_cli.audit.service import Act, erasable, erase_details
from academy_cli.bulk.forgetting import forget
from academy_cli.models import (
    ApiToken,
    AuditEntry,
    Batch,
    BatchRow,
    Certificate,
    Course,
    Enrollment,
    Grant,
    LessonProgress,
    OneTimeToken,
    OutboxMessage,
    RefreshToken,
    Session,
    Suppression,
    UserRole,
)

_OF_PAYMENTS = ("order", "subscription")
NAME = "Erased person"
KEEP, REVOKE = "kept", "revoked"
_EMPTIED = (
    *("language", "time_zone", "bio", "avatar", "privacy", "metadata", "email_verified_at"),
    *("password_hash", "password_set_at", "locked_until", "last_seen_at"),
)


def placeholder(user_id: int) -> str:
    """The address that stands where a person's was; no mail can ever reach it (RFC 2606)."""
    return f"erased-{user_id}@erased.invalid"


def planned(
    connection: Connection, row: Row[Any], *, revokes: bool, is_last_admin: bool
) -> Erasure:
    """What erasing somebody would do; nothing, where it is done already."""
    if row.erased_at is not None:
        kept = tuple(_kept(connection, row, KEEP))
        became = _certificates_now(connection, row.id)
        return Erasure(row.email, became, {}, kept, is_done_already=True)
    certificates = REVOKE if revokes else KEEP
    return Erasure(
        placeholder(row.id),
        certificates,
        dict(_removed(connection, row, revokes=revokes)),
        tuple(_kept(connection, row, certificates)),
        is_last_admin,
    )


def carry_out(
    connection: Connection, row: Row[Any], wanted: Erasure, at: datetime
) -> Mapping[str, object]:
    """Erase somebody, and give what the log's entry of it has to hold."""
    user_id, addresses = row.id, quoting.addresses(connection, row)
    values = {**dict.fromkeys(_EMPTIED), "email": wanted.email, "name": NAME, "failed_logins": 0}
    values |= {"erased_at": at, "updated_at": at, "deactivated_at": row.deactivated_at or at}
    store.change(connection, user_id, values)
    _forget_credentials(connection, user_id, at)
    _forget_mail(connection, row, addresses)
    _forget_words(connection, user_id)
    bookkeeping.forget(connection, user_id)
    ended = update(Grant).where(*_live_grants(user_id))
    connection.execute(ended.values(revoked_at=at))
    if wanted.certificates == REVOKE:
        held = update(Certificate).where(*_valid_certificates(user_id))
        connection.execute(held.values(revoked_at=at))
    _forget_certificates(connection, user_id)
    learnt.forget(connection, user_id)
    emptied = erase_details(connection, f"user:{user_id}", places(connection, user_id))
    told = {"certificates": wanted.certificates, "removed": dict(wanted.removed)}
    return {**told, "kept": {one.what: one.count for one in wanted.kept}, **emptied}


def _forget_credentials(connection: Connection, user_id: int, at: datetime) -> None:
    """Take what proves who somebody is; tokens that theirs made for others end with those."""
    sessions = select(Session.id).where(Session.user_id == user_id)
    connection.execute(delete(RefreshToken).where(RefreshToken.session_id.in_(sessions)))
    theirs = select(ApiToken.id).where(ApiToken.user_id == user_id)
    made = update(ApiToken).where(ApiToken.made_by_id.in_(theirs))
    ended = func.coalesce(ApiToken.revoked_at, at)
    connection.execute(made.values(made_by_id=None, revoked_at=ended))
    for model in (Session, ApiToken, OneTimeToken, UserRole):
        connection.execute(delete(model).where(model.user_id == user_id))


def _forget_mail(connection: Connection, row: Row[Any], addresses: Sequence[str]) -> None:
    """Stop what waits and empty what was sent; each message keeps an address of its own, as it has to."""
    theirs = mail_of(row.id, addresses, others(connection, row.id, addresses))
    unsent = update(OutboxMessage).where(theirs, OutboxMessage.state != "sent")
    connection.execute(unsent.values(state="cancelled"))
    connection.execute(delete(Suppression).where(Suppression.recipient.in_(addresses)))
    number = cast(OutboxMessage.id, String)
    address = literal(f"erased-{row.id}-").concat(number).concat("@erased.invalid")
    emptied = {"recipient": address, "values": "{}", "language": None}
    emptied |= {"last_error": None, "provider_id": None}
    connection.execute(update(OutboxMessage).where(theirs).values(**emptied))


def _forget_words(connection: Connection, user_id: int) -> None:
    """Empty the free words about somebody; a reference becomes another that grants once as well.

    That of an order or a batch stays: it names no person, and accounts and undoing need it.
    """
    theirs = Grant.enrollment_id.in_(_enrollments(user_id))
    connection.execute(update(Grant).where(theirs).values(reason=None, revoke_reason=None))
    named = update(Grant).where(theirs, _is_free_reference())
    number = literal("erased-").concat(cast(Grant.id, String))
    connection.execute(named.values(reference=number))


def _forget_certificates(connection: Connection, user_id: int) -> None:
    """Empty the name on them, what was signed, and the free words about them; codes go on answering."""
    mine = update(Certificate).where(Certificate.enrollment_id.in_(_enrollments(user_id)))
    gone = ("recipient", "credential", "scanned", "page_seal", "revoke_reason")
    emptied: dict[str, None] = dict.fromkeys(gone)
    connection.execute(mine.values(emptied))
    resting = mine.where(Certificate.suspended_at.is_not(None))
    connection.execute(resting.values(suspend_reason=""))


def _is_free_reference() -> ColumnElement[bool]:
    """Whether the reference of a grant is somebody's own words."""
    batches = select(Batch.reference)
    return Grant.kind.not_in(_OF_PAYMENTS) & Grant.reference.not_in(batches)


def begin(connection: Connection, row: Row[Any], at: datetime) -> Sequence[Act]:
    """Call off what somebody has not paid, and empty the rows of imported files that were about them.

    Returns what the log has to be told of that. To be done before ``carry_out``, which empties what tells of
    the addresses they had.
    """
    called_off = bookkeeping.cancel(connection, row.id, at)
    addresses = quoting.addresses(connection, row)
    return [*called_off, *forget(connection, store.batch_rows(row.id, addresses))]


def _removed(connection: Connection, row: Row[Any], *, revokes: bool) -> Iterator[tuple[str, int]]:
    """How much goes, of what there is any."""
    sessions = select(Session.id).where(Session.user_id == row.id)
    addresses = quoting.addresses(connection, row)
    theirs = row.id
    mail = mail_of(theirs, addresses, others(connection, theirs, addresses))
    counted: Sequence[tuple[str, Select[Any]]] = (
        ("roles", select(UserRole.id).where(UserRole.user_id == theirs)),
        ("sessions", sessions),
        ("api_tokens", select(ApiToken.id).where(ApiToken.user_id == theirs)),
        ("links", select(OneTimeToken.id).where(OneTimeToken.user_id == theirs)),
        ("waiting_mail", select(OutboxMessage.id).where(mail, OutboxMessage.state == "waiting")),
        ("sent_mail", select(OutboxMessage.id).where(mail, OutboxMessage.state != "waiting")),
        ("mail_wishes", select(Suppression.id).where(Suppression.recipient.in_(addresses))),
        ("access", select(Grant.id).where(*_live_grants(theirs))),
        ("open_orders", bookkeeping.open_orders(theirs)),
        ("answers", learnt.answers(theirs)),
        ("certificates", select(Certificate.id).where(*_valid_certificates(theirs))),
    )
    yield "profile", 1
    for name, query in counted:
        count = _count(connection, query) if name != "certificates" or revokes else 0
        if count:
            yield name, count
    if told := len(erasable(connection, f"user:{theirs}", places(connection, theirs))):
        yield "audit_details", told
    rows = store.batch_rows(theirs, addresses)
    imported = sum(_count(connection, select(BatchRow.number).where(one)) for one in rows)
    if imported:
        yield "imported_rows", imported


def _certificates_now(connection: Connection, user_id: int) -> str:
    """What became of somebody's certificates when they were erased, whatever is wanted now."""
    theirs = select(Certificate.id).where(Certificate.enrollment_id.in_(_enrollments(user_id)))
    valid = select(Certificate.id).where(*_valid_certificates(user_id))
    has_revoked = _count(connection, theirs) and not _count(connection, valid)
    return REVOKE if has_revoked else KEEP


def _kept(connection: Connection, row: Row[Any], certificates: str) -> Iterator[Kept]:
    """What stays, of what there is any, and why."""
    enrollments = _enrollments(row.id)
    progress = select(LessonProgress.content_id).where(
        LessonProgress.enrollment_id.in_(enrollments)
    )
    told = select(AuditEntry.id).where(AuditEntry.subject == f"user:{row.id}")
    valid = select(Certificate.id).where(*_valid_certificates(row.id))
    batches = _given_reasons(row, quoting.addresses(connection, row))
    queries = {
        "enrollments": enrollments,
        "lessons": progress,
        "attempts": learnt.attempts(row.id),
        "reviews": learnt.reviews(row.id),
        "audit_entries": told,
        "batch_reasons": batches,
        "certificates": valid,
    }
    reasons = ((what, query, WHY[what]) for what, query in queries.items())
    for what, query, why in (*reasons, *bookkeeping.kept(row.id)):
        goes = what == "certificates" and certificates == REVOKE
        count = 0 if goes else _count(connection, query)
        if count:
            yield Kept(what, count, why)


def _enrollments(user_id: int) -> Select[Any]:
    return select(Enrollment.id).where(Enrollment.user_id == user_id)


def _live_grants(user_id: int) -> Sequence[ColumnElement[bool]]:
    """What lets somebody into courses, and takes a seat in each."""
    return Grant.enrollment_id.in_(_enrollments(user_id)), Grant.revoked_at.is_(None)


def _valid_certificates(user_id: int) -> Sequence[ColumnElement[bool]]:
    return Certificate.enrollment_id.in_(_enrollments(user_id)), Certificate.revoked_at.is_(None)


def mail_of(user_id: int, addresses: Sequence[str], others: Sequence[int]) -> ColumnElement[bool]:
    """The mail to somebody, and to the addresses that they have and had, but for that to ``others``."""
    named, others_have = OutboxMessage.user_id, OutboxMessage.user_id.in_(others)
    to_them = OutboxMessage.recipient.in_(addresses) & (named.is_(None) | ~others_have)
    return or_(named == user_id, to_them)


def others(connection: Connection, user_id: int, addresses: Sequence[str]) -> Sequence[int]:
    """Who else had one of some addresses, and was written to there: that mail is theirs."""
    query = select(OutboxMessage.user_id).where(
        OutboxMessage.recipient.in_(addresses), OutboxMessage.user_id != user_id
    )
    found = sorted(one for one in connection.scalars(query.distinct()) if one is not None)
    return [one for one in found if quoting.has_had(connection, one, addresses)]


def _given_reasons(row: Row[Any], addresses: Sequence[str]) -> Select[Any]:
    """The batches for which somebody gave a reason, and that had rows about a person."""
    theirs = or_(*store.batch_rows(row.id, addresses))
    with_rows = Batch.id.in_(select(BatchRow.batch_id).where(theirs))
    told = select(AuditEntry.id).where(
        AuditEntry.subject == literal("batch:").concat(Batch.reference),
        AuditEntry.reason.is_not(None),
    )
    said = Batch.options.contains('"reason":', autoescape=True)
    return select(Batch.id).where(with_rows, or_(told.exists(), said))


def places(connection: Connection, user_id: int) -> Sequence[str]:
    """Somebody's places in courses, and what they bought, as the audit log calls them."""
    query = select(Course.slug).join(Enrollment, Enrollment.course_id == Course.id)
    slugs = connection.scalars(query.where(Enrollment.user_id == user_id))
    theirs = [f"enrollment:{slug}/user:{user_id}" for slug in slugs]
    return [*theirs, *bookkeeping.subjects(connection, user_id)]


def _count(connection: Connection, query: Select[Any]) -> int:
    return connection.scalar(select(func.count()).select_from(query.subquery())) or 0
