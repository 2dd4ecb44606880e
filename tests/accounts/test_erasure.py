"""Forgetting a person: what goes, what stays, and that nothing says who it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from academy_cli.accounts.people import People
from academy_cli.accounts.profile import Profile
from academy_cli.accounts.views import Status, WantedUsers
from academy_cli.audit.log import AuditLog
from academy_cli.audit.service import Act, record
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.models import OutboxMessage, User
from tests.accounts.conftest import ANN, AT, number
from tests.accounts.traces import TRACES, about_people, count, everything


def test_there_is_something_to_forget(ada: People, engine: Engine) -> None:
    held = everything(engine)

    assert [trace for trace in TRACES if trace not in held] == []


def test_nothing_that_says_who_it_was_is_left_anywhere(ada: People, engine: Engine) -> None:
    ada.erase("ada@lovelace.org", revokes_certificates=False)

    held = everything(engine)
    assert [trace for trace in TRACES if trace in held] == []
    assert "bo@x.org" in held


def test_what_is_left_is_a_number(ada: People, engine: Engine) -> None:
    user_id = number(engine, "ada@lovelace.org")

    erased = ada.erase("ada@lovelace.org", revokes_certificates=False)

    assert erased.email == f"erased-{user_id}@erased.invalid"
    seen = ada.show(erased.email)
    assert (seen.name, seen.status, seen.roles) == ("Erased person", Status.ERASED, ())
    assert (seen.erased_at, seen.deactivated_at, seen.has_password) == (AT, AT, False)
    assert (seen.language, seen.bio, seen.metadata, seen.last_seen_at) == (None, None, {}, None)
    assert [one.email for one in ada.find()] == ["bo@x.org"]
    assert [one.email for one in ada.find(WantedUsers(status=Status.ERASED))] == [erased.email]


def test_it_says_what_went_and_what_stayed_and_why(ada: People) -> None:
    erased = ada.erase("ada@lovelace.org", revokes_certificates=False)

    assert erased.removed == {
        "profile": 1,
        "roles": 1,
        "sessions": 1,
        "api_tokens": 1,
        "links": 1,
        "waiting_mail": 1,
        "sent_mail": 2,
        "mail_wishes": 1,
        "audit_details": 1,
        "imported_rows": 1,
        "access": 1,
        "open_orders": 1,
        "answers": 1,
    }
    assert {one.what: one.count for one in erased.kept} == {
        "enrollments": 1,
        "lessons": 1,
        "attempts": 1,
        "reviews": 1,
        "audit_entries": 1,
        "certificates": 1,
        "orders": 2,
        "payments": 1,
        "disputes": 1,
        "refunds": 1,
        "subscriptions": 1,
    }
    assert all(one.why for one in erased.kept)


def test_what_was_learnt_stays_without_a_name(ada: People, engine: Engine) -> None:
    ada.erase("ada@lovelace.org", revokes_certificates=False)

    assert count(engine, "enrollments", "completed_at is not null") == 1
    assert count(engine, "lesson_progress", "state = 'completed'") == 1
    assert count(engine, "grants", "kind = 'gift' and reason is null") == 1
    assert count(engine, "attempts", "out_of = 1") == 1
    assert count(engine, "attempt_answers", "answer is null") == 1
    assert count(engine, "reviews", "stars = 4 and text = '' and moderate_reason is null") == 1


def test_whoever_is_forgotten_takes_no_seat_any_more(ada: People, engine: Engine) -> None:
    before = count(engine, "grants", "revoked_at is null")

    ada.erase("ada@lovelace.org", revokes_certificates=False)

    assert (before, count(engine, "grants", "revoked_at is null")) == (1, 0)
    assert count(engine, "enrollments", "completed_at is not null") == 1


@pytest.mark.parametrize("revokes", [True, False])
def test_certificates_are_kept_or_revoked_as_chosen(
    ada: People, engine: Engine, *, revokes: bool
) -> None:
    erased = ada.erase("ada@lovelace.org", revokes_certificates=revokes)

    assert count(engine, "certificates", "revoked_at is not null") == int(revokes)
    assert ("certificates" in {one.what for one in erased.kept}) is not revokes
    assert ("certificates" in erased.removed) is revokes


def test_waiting_mail_is_not_sent_and_sent_mail_is_emptied(ada: People, engine: Engine) -> None:
    ada.erase("ada@lovelace.org", revokes_certificates=False)

    with read(engine) as connection:
        rows = connection.execute(select(OutboxMessage.__table__).order_by(OutboxMessage.id)).all()
    assert [(row.state, row.values) for row in rows] == [
        ("sent", "{}"),
        ("cancelled", "{}"),
        ("sent", "{}"),
        ("waiting", '{"name":"Bo"}'),
    ]
    assert all(row.recipient.endswith("@erased.invalid") for row in rows[:3])


def test_the_log_still_proves_itself_and_tells_of_the_erasure(
    ada: People, database: Database, engine: Engine
) -> None:
    user_id = number(engine, "ada@lovelace.org")
    ada.erase("ada@lovelace.org", revokes_certificates=True, reason="article 17")

    log = AuditLog(database, ANN)
    told, *_, made = log.find()
    assert log.verify().flaws == ()
    assert (told.action, told.subject, told.reason) == (
        "user.erase",
        f"user:{user_id}",
        "article 17",
    )
    assert told.details is not None
    assert told.details["erased_entries"] == [made.number]
    assert told.details["certificates"] == "revoked"
    assert made.details is None


def test_reasons_that_others_gave_go_and_that_of_the_erasure_stays(
    ada: People, database: Database, engine: Engine
) -> None:
    ada.set("ada@lovelace.org", Profile(bio="Hi"), reason="Lovelace rang us up")
    place = f"enrollment:python/user:{number(engine, 'ada@lovelace.org')}"
    with write(engine) as connection:
        act = Act("enrollment.extend", place, {"n": 1}, "the countess was ill")
        record(connection, at=AT, actor=ANN, act=act)

    planned = ada.erase("ada@lovelace.org", revokes_certificates=False, dry_run=True)
    ada.erase("ada@lovelace.org", revokes_certificates=False, reason="article 17")

    held = everything(engine)
    assert planned.removed["audit_details"] == 3
    assert [trace for trace in TRACES if trace in held] == []
    assert "article 17" in held
    assert AuditLog(database, ANN).verify().flaws == ()


def test_a_dry_run_tells_the_same_and_forgets_nothing(ada: People, engine: Engine) -> None:
    before = everything(engine)
    tried = ada.erase("ada@lovelace.org", revokes_certificates=True, dry_run=True)

    assert everything(engine) == before
    done = ada.erase("ada@lovelace.org", revokes_certificates=True)
    assert replace(done, payable=tried.payable) == tried
    assert [one.order for one in done.payable] == ["O-2026-000002"]


def test_who_is_forgotten_is_not_forgotten_again(ada: People, engine: Engine) -> None:
    left = ada.erase("ada@lovelace.org", revokes_certificates=False).email
    before = everything(engine)

    again = ada.erase(left, revokes_certificates=False)

    assert (again.is_done_already, again.removed) == (True, {})
    assert everything(engine) == before


@pytest.mark.parametrize("told", ["kept", "revoked"])
def test_an_erasure_that_is_done_says_what_became_of_certificates_then(
    ada: People, told: str
) -> None:
    revokes = told == "revoked"
    left = ada.erase("ada@lovelace.org", revokes_certificates=revokes).email

    again = ada.erase(left, revokes_certificates=not revokes)

    assert again.certificates == told
    assert ("certificates" in [one.what for one in again.kept]) is not revokes


def test_the_address_is_free_again(ada: People, engine: Engine) -> None:
    ada.erase("ada@lovelace.org", revokes_certificates=False)

    ada.create(Profile("ada@lovelace.org", "Another Ada"))

    assert ada.show("ada@lovelace.org").enrollments == 0


def test_no_table_that_tells_of_people_is_forgotten() -> None:
    """A new table about people has to be added to the erasure and to the dossier, and then here."""
    known = {
        *("user_roles", "one_time_tokens", "sessions", "refresh_tokens", "api_tokens"),
        *("enrollments", "grants", "lesson_progress", "certificates", "outbox"),
        *("attempts", "attempt_answers", "reviews"),
        *(
            "orders",
            "order_lines",
            "coupon_uses",
            "payments",
            "ledger",
            "disputes",
            "subscriptions",
        ),
        *("refunds", "refund_lines", "refund_events", "invoices"),
    }

    assert set(about_people({User.__tablename__})) - {"users"} == known
