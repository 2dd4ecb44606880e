"""Every column of every table about people is given out to them, or left out for a reason."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, Engine, select
from sqlalchemy.sql.visitors import iterate

from academy_cli.accounts import dossier
from academy_cli.accounts.people import People
from academy_cli.db.transaction import read
from academy_cli.models import User, metadata
from tests.accounts.conftest import number
from tests.accounts.test_dossier import account
from tests.accounts.traces import about_people

SECRET = "whoever has it can act as them"
INSIDE = "a number that only joins tables"
ITSELF = "the file is about this person, enrollment or lesson and says so"
SIGNING = "how it was signed, and nothing about anybody"
ASKED = "how the provider was asked, not what for"
LEFT_OUT = {
    "users.id": INSIDE,
    "users.password_hash": f"{SECRET}; has_password tells that there is one",
    "user_roles.user_id": ITSELF,
    "user_roles.course_id": "the course is named",
    "user_roles.place": "the same as the course",
    "sessions.user_id": ITSELF,
    "api_tokens.user_id": ITSELF,
    "api_tokens.digest": SECRET,
    "api_tokens.made_by_id": INSIDE,
    "one_time_tokens.user_id": ITSELF,
    "one_time_tokens.digest": SECRET,
    "refresh_tokens.session_id": ITSELF,
    "refresh_tokens.digest": SECRET,
    "refresh_tokens.issued_at": "the session says when it was used last",
    "refresh_tokens.used_at": "the session says when it was used last",
    "enrollments.user_id": ITSELF,
    "enrollments.course_id": "the course is named",
    "lesson_progress.enrollment_id": ITSELF,
    "lesson_progress.content_id": "the lesson is named",
    "attempts.enrollment_id": ITSELF,
    "attempts.content_id": "the lesson is named",
    "attempts.drawn": "each question is given out with its place",
    "attempts.quiz_sha256": "each question of it is given out with its answer",
    "attempts.graded_sha256": "how it was graded, and nothing about anybody",
    "attempt_answers.question_id": "the question is given out",
    "attempt_answers.graded_key": "how it was graded, and nothing about anybody",
    "attempt_answers.exact": "the points say it",
    "reviews.enrollment_id": ITSELF,
    "reviews.moderated_by": "who of the staff decided, and nothing about them",
    "certificates.enrollment_id": ITSELF,
    "certificates.uid": "the credential says it",
    "certificates.mails": "whether mail goes out, not to whom",
    "certificates.replaces_id": INSIDE,
    "certificates.key_name": SIGNING,
    "certificates.template_sha256": "the credential says it",
    "certificates.list_number": "the credential says it",
    "certificates.list_place": "the credential says it",
    "certificates.leaf": SIGNING,
    "certificates.scanned": "the credential says the same, and more",
    "certificates.page_seal": SIGNING,
    "certificates.batch_id": SIGNING,
    "invoices.user_id": ITSELF,
    "invoices.corrects_id": "the body says it",
    "invoices.content_sha256": "proof of the books, and nothing about anybody",
    "invoices.previous_sha256": "proof of the books, and nothing about anybody",
    "outbox.user_id": ITSELF,
    "outbox.attempts": "how mail was sent, not to whom",
    "outbox.next_try_at": "how mail was sent, not to whom",
    "outbox.campaign_id": "its event names it",
    "batch_rows.batch_id": "the batch is named",
    "batch_rows.subject_id": ITSELF,
    "orders.request_key": ASKED,
    "orders.user_id": ITSELF,
    "orders.coupon_id": "the coupon is named",
    "orders.subscription_id": "the subscription is named",
    "orders.parameters": "what the provider was asked for: the order's lines and the address",
    "orders.attempt": ASKED,
    "orders.link": SECRET,
    "order_lines.course_id": "the course is named",
    "coupon_uses.coupon_id": "the coupon is named",
    "coupon_uses.user_id": ITSELF,
    "payments.order_id": "the order is named",
    "payments.invoice_id": "the invoice is named",
    "disputes.credit_note_id": "the credit note is named",
    "subscriptions.user_id": ITSELF,
    "subscriptions.plan_id": "the plan is named",
    "refunds.key": ASKED,
    "refunds.request_key": ASKED,
    "refunds.payment_id": "the payment is named",
    "refunds.attempt": ASKED,
    "refunds.parameters": "what the provider was asked for: the amount and the reason",
    "refunds.api_version": ASKED,
    "refunds.lease_until": ASKED,
    "refunds.credit_note_id": "the credit note is named",
    "refunds.batch_id": "the batch is named",
    "refund_lines.line_id": "the line is named",
    "audit_log.salt": "it keeps what was erased from being guessed",
    "audit_log.details_sha256": "proof of the log, and nothing about anybody",
    "audit_log.previous": "proof of the log, and nothing about anybody",
    "audit_log.digest": "proof of the log, and nothing about anybody",
}
"""What a person is not given, and why; every table's own number joins tables and no more."""
WITHOUT_KEYS = {"batch_rows", "audit_log", "suppressions"}
"""Tables that tell of people and refer to them by no foreign key."""


def test_every_column_about_people_is_given_out_or_left_out_for_a_reason(
    ada: People, engine: Engine
) -> None:
    told = set(_told(engine)) | {
        f"users.{name}" for name in account(ada.export("ada@lovelace.org"))
    }

    held = set(_held())
    assert sorted(held - told - set(LEFT_OUT)) == []
    assert sorted(set(LEFT_OUT) & told) == []
    assert sorted(set(LEFT_OUT) - held) == []


def _held() -> Iterator[str]:
    """Every column of the tables about people, but for their own numbers."""
    for table in metadata().sorted_tables:
        if table.name in {"users", *about_people({"users"}), *WITHOUT_KEYS}:
            alone = len(table.primary_key) == 1
            for column in table.columns:
                if not (alone and column.primary_key) or table.name == "users":
                    yield f"{table.name}.{column.name}"


def _told(engine: Engine) -> Iterator[str]:
    """Every column that the dossier's queries give."""
    user_id = number(engine, "ada@lovelace.org")
    with read(engine) as connection:
        row = connection.execute(select(User.__table__).where(User.id == user_id)).one()
        person = dossier.about(connection, row)
    for _, query in dossier.queries(person):
        for given in query.selected_columns:
            for part in iterate(given):
                if isinstance(part, Column) and part.table is not None:
                    yield f"{part.table.name}.{part.name}"
