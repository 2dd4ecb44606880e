"""Where an academy stands, on both engines: each figure against one that was counted by hand."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from academy_cli.access.actor import operator
from academy_cli.access.errors import NotPermittedError
from academy_cli.access.matrix import Role
from academy_cli.backups.freshness import Freshness
from academy_cli.backups.freshness_errors import NoBackupError
from academy_cli.db.service import Database
from academy_cli.db.transaction import write
from academy_cli.errors import AcademyError
from academy_cli.health.errors import NoAcademyError
from academy_cli.health.standing import service
from academy_cli.health.standing.service import Standing, Terms
from academy_cli.health.standing.views import Figure
from academy_cli.kit.money import Money
from academy_cli.models import (
    Attempt,
    Batch,
    Blob,
    Certificate,
    Enrollment,
    Installation,
    LedgerEntry,
    Order,
    OutboxMessage,
    Payment,
    Refund,
    StripeEvent,
    SyncCursor,
    User,
)
from academy_cli.worker import standing as at_work
from academy_cli.worker.standing import JobStanding
from tests.school import School

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TERMS = Terms(
    has_stripe_key=False,
    remind_days=30,
    max_age=timedelta(hours=26),
    worker=Path("no/worker.json"),
    fingerprint="ours",
)


class Kept:
    """Backups that say what a test wants."""

    def __init__(self, trouble: AcademyError | None = None, pause_s: float = 0) -> None:
        self._trouble, self._pause_s = trouble, pause_s

    def freshness(self, limit: timedelta) -> Freshness:
        time.sleep(self._pause_s)
        at = NOW - HOUR
        is_fresh = self._trouble is None
        return Freshness(
            backups=1, is_fresh=is_fresh, newest="0a1b", newest_at=at, is_encrypted=False,
            verified="0a1b", verified_at=at, level="full", age_s=3600, max_age_s=93600,
            restored="", oldest="0a1b", oldest_at=at,
        )  # fmt: skip

    def trouble(self, limit: timedelta) -> AcademyError | None:
        return self._trouble


@pytest.fixture
def school(database_url: str, tmp_path: Path) -> Iterator[School]:
    """An academy with a published course of three lessons and Ann in it, who came ten days ago."""
    opened = School(database_url, tmp_path)
    opened.course()
    opened.learner()
    with write(opened.academy.database.engine) as connection:
        connection.execute(update(User).values(created_at=NOW - 10 * DAY))
    yield opened
    opened.academy.close()


def put(school: School, model: Any, **values: Any) -> Any:
    """A row."""
    with write(school.academy.database.engine) as connection:
        made = connection.execute(insert(model).values(**values))
        return (made.inserted_primary_key or [0])[0]


def standing(
    school: School, kept: Kept | None = None, actor: Any = None, terms: Terms = TERMS
) -> Standing:
    who = actor or operator("test")

    def backups() -> Any:
        return kept or Kept()

    return Standing(school.academy.database, who, backups, terms, clock=lambda: NOW)


def figures(school: School, **more: Any) -> Mapping[str, Figure]:
    return {one.name: one for one in standing(school, **more).figures()}


def urgent(school: School, **more: Any) -> list[str]:
    return [one.name for one in standing(school, **more).figures() if one.needs_person]


def message(school: School, number: int, state: str, at: datetime) -> None:
    put(
        school, OutboxMessage, event=f"x:{number}", recipient="ann@x.org", template="enrolled",
        values="{}", created_at=at, state=state, next_try_at=at,
    )  # fmt: skip


def bought(school: School, number: int = 1, **values: Any) -> int:
    """An order of Ann's over 49 euro, paid an hour ago."""
    user = school.user("ann@x.org").id
    order = {
        "reference": f"O-2026-{number:06}", "request_key": f"k{number}", "user_id": user,
        "provider": "stripe", "is_live": False, "currency": "eur", "discount": 0, "total": 4900,
        "state": "paid", "language": "en", "actor": "operator:x", "created_at": NOW - HOUR,
        "paid_at": NOW - HOUR, "fulfilled_at": NOW - HOUR,
    }  # fmt: skip
    number_of: int = put(school, Order, **(order | values))
    return put(
        school, Payment, reference=f"P-2026-{number:06}", order_id=number_of, provider="stripe",
        is_live=False, method="card", amount=4900, currency="eur", state="succeeded",
        received_at=NOW - HOUR, created_at=NOW - HOUR, actor="operator:x",
    )  # fmt: skip


def moved(
    school: School, payment: int, name: str, amount: int, at: datetime, *, currency: str = "eur"
) -> None:
    put(
        school, LedgerEntry, at=at, kind="payment" if amount > 0 else "refund", amount=amount,
        currency=currency, provider="stripe", payment_id=payment, source=name, created_at=at,
    )  # fmt: skip


def refunded(school: School, payment: int, number: int, **values: Any) -> None:
    row = {
        "reference": f"R-2026-{number:06}", "key": f"{number:032}", "request_key": f"r{number}",
        "payment_id": payment, "origin": "academy", "amount": 100, "currency": "eur",
        "reason": "duplicate", "access": "keep", "state": "succeeded", "parameters": "{}",
        "requested_by": "user:1", "created_at": NOW - DAY, "updated_at": NOW - DAY,
    }  # fmt: skip
    put(school, Refund, **(row | values))


def test_a_calm_academy_needs_nobody(school: School) -> None:
    assert urgent(school) == []


def test_people_courses_and_places_are_counted(school: School) -> None:
    school.person("new", created_at=NOW - DAY)
    school.person("gone", created_at=NOW - DAY, erased_at=NOW)
    with write(school.academy.database.engine) as connection:
        connection.execute(update(Enrollment).values(removed_at=None))

    found = figures(school)

    assert {name: found[name].value for name in ("accounts", "accounts_new", "enrollments")} == {
        "accounts": 2,
        "accounts_new": 1,
        "enrollments": 1,
    }
    assert (found["courses_published"].value, found["courses_draft"].value) == (1, 0)
    assert found["sync_last"].next == "academy course history python"


def test_sales_are_what_came_in_less_what_went_back_and_each_currency_is_its_own(
    school: School,
) -> None:
    payment = bought(school)
    put(school, Installation, id=1, key="a" * 32, is_live=True, created_at=NOW)
    moved(school, payment, "a", 4900, NOW - HOUR)
    moved(school, payment, "b", -900, NOW - HOUR)
    moved(school, payment, "c", 1000, NOW - 3 * DAY)
    moved(school, payment, "d", 7000, NOW - HOUR, currency="chf")
    moved(school, payment, "e", 99999, NOW - 31 * DAY)
    moved(school, payment, "f", 99999, NOW + DAY)

    found = [one for one in standing(school).figures() if one.section == "sales"]

    assert [(one.name, one.value) for one in found[:4]] == [
        ("sales_24h", Money(7000, "chf")),
        ("sales_24h", Money(4000, "eur")),
        ("sales_30d", Money(7000, "chf")),
        ("sales_30d", Money(5000, "eur")),
    ]
    assert "test money" not in found[0].said


def test_sales_of_test_money_are_called_that(school: School) -> None:
    put(school, Installation, id=1, key="a" * 32, is_live=False, created_at=NOW)
    moved(school, bought(school), "a", 4900, NOW - HOUR)

    assert figures(school)["sales_24h"].said == "49.00 EUR of test money in 24 hours, less refunds"


def test_an_order_that_is_paid_and_gives_no_access_needs_a_person(school: School) -> None:
    bought(school, fulfilled_at=None)

    found = figures(school)["orders_stuck"]

    assert (found.value, found.needs_person, found.next) == (1, True, "academy order list --stuck")


@pytest.mark.parametrize(
    ("values", "needs"),
    [
        ({"state": "succeeded"}, False),
        ({"state": "pending"}, False),
        ({"state": "unknown"}, True),
        ({"state": "succeeded", "needs_attention": True}, True),
        ({"state": "submitting", "lease_until": NOW + HOUR}, False),
        ({"state": "submitting", "lease_until": NOW - HOUR}, True),
        ({"state": "requested", "policy": '{"needs_approval":true}'}, True),
    ],
)
def test_a_refund_that_nobody_finishes_needs_a_person(
    school: School, values: dict[str, object], *, needs: bool
) -> None:
    refunded(school, bought(school), 1, **values)

    assert ("refunds_attention" in urgent(school)) is needs


def test_mail_that_waits_for_its_time_is_calm_and_what_is_overdue_is_not(school: School) -> None:
    message(school, 1, "waiting", NOW + HOUR)
    assert urgent(school) == []

    message(school, 2, "waiting", NOW - 2 * HOUR)
    found = figures(school)["mail_waiting"]

    assert (found.value, found.state, found.next) == (2, "attention", "academy mail send")
    assert found.said == "2 messages waiting, the first due 2h ago"


def test_mail_given_up_is_told_for_a_week_and_mail_nobody_knows_of_until_it_is_settled(
    school: School,
) -> None:
    message(school, 1, "dead", NOW - DAY)
    message(school, 2, "dead", NOW - 8 * DAY)
    message(school, 3, "unsure", NOW - 80 * DAY)
    message(school, 4, "sent", NOW - DAY)

    found = figures(school)

    assert (found["mail_dead"].value, found["mail_unsure"].value) == (1, 1)
    assert found["mail_dead"].next == "academy mail list --state dead --since 2026-11-19"


def test_stripe_is_to_be_read_every_day(school: School) -> None:
    reads = TERMS._replace(has_stripe_key=True)
    assert urgent(school, terms=reads) == ["stripe_read"]

    put(school, SyncCursor, name="events", created=NOW, updated_at=NOW - 2 * HOUR)
    assert urgent(school, terms=reads) == []

    with write(school.academy.database.engine) as connection:
        connection.execute(update(SyncCursor).values(updated_at=NOW - 27 * HOUR))
    assert figures(school, terms=reads)["stripe_read"].said == "Stripe was read 1d 3h ago"
    assert urgent(school, terms=reads) == ["stripe_read"]


def test_an_event_that_could_not_be_applied_needs_a_person_and_one_that_waits_does_not(
    school: School,
) -> None:
    event = {
        "type": "charge.updated", "object_id": "ch_1", "is_live": False, "created": NOW,
        "source": "poll", "received_at": NOW,
    }  # fmt: skip
    put(school, StripeEvent, **event, id="evt_1")
    assert urgent(school) == []

    put(school, StripeEvent, **event, id="evt_2", error="no such order")

    found = figures(school)
    assert (found["events_waiting"].value, found["events_failed"].value) == (2, 1)
    assert urgent(school) == ["events_failed"]


def test_bulk_work_that_was_left_in_the_middle_needs_a_person(school: School) -> None:
    batch = {
        "kind": "users", "file_name": "a.csv", "file_sha256": "0" * 64, "options": "{}", "rows": 9,
        "done": 3, "counts": "{}", "state": "running", "actor": "operator:x",
    }  # fmt: skip
    put(school, Batch, **batch, reference="B-2026-000001", started_at=NOW - HOUR / 2)
    assert urgent(school) == []

    put(school, Batch, **batch, reference="B-2026-000002", started_at=NOW - 2 * HOUR)

    found = figures(school)["batches_unfinished"]
    assert (found.value, found.next) == (1, "academy batch show B-2026-000002")


def test_an_attempt_past_its_time_that_nobody_ends_needs_a_person(school: School) -> None:
    lesson, enrollment = school.lesson("a"), school.enrollment().id
    text = next(row.sha256 for row in school.rows(Blob))
    attempt = {
        "enrollment_id": enrollment, "content_id": lesson, "revision": 1, "quiz_sha256": text,
        "seed": 1, "drawn": "[]", "started_at": NOW - 4 * HOUR,
    }  # fmt: skip
    put(school, Attempt, **attempt, number=1, ends_at=NOW + HOUR)
    put(school, Attempt, **attempt, number=2, ends_at=None)
    assert urgent(school) == []

    put(school, Attempt, **attempt, number=3, ends_at=NOW - 2 * HOUR)

    assert urgent(school) == ["attempts_overdue"]


def test_certificates_that_wait_for_long_need_a_person_and_those_that_end_soon_are_told(
    school: School,
) -> None:
    enrollment = school.enrollment().id
    row = {
        "enrollment_id": enrollment, "completed_at": NOW - DAY, "stated": "{}", "issued_at": NOW - DAY
    }  # fmt: skip
    ends = {"valid_until": NOW + 29 * DAY}
    put(school, Certificate, **row, **ends, code="A", uid="a", revoked_at=NOW - DAY)
    put(school, Certificate, **row, **ends, code="B", uid="b")

    found = figures(school)

    assert (found["certificates_waiting"].value, found["certificates_expiring"].value) == (1, 1)
    assert urgent(school) == ["certificates_waiting"]


def test_a_worker_that_is_gone_or_fails_needs_a_person_and_none_at_all_does_not(
    school: School, tmp_path: Path
) -> None:
    file = tmp_path / "worker.json"
    terms = TERMS._replace(worker=file)
    assert figures(school, terms=terms)["worker_failing"].value is None
    assert urgent(school, terms=terms) == []

    jobs = {"mail": JobStanding(), "refunds": JobStanding(failures=1)}
    with at_work.held(file, "ours"):
        at_work.write(file, "ours", at_work.Standing(1, NOW, NOW, jobs))
        well = figures(school, terms=terms)["worker_failing"]
        assert (well.value, well.state, well.said) == (
            0,
            "ok",
            "a worker is at work: mail, refunds",
        )
        failing = {**jobs, "refunds": JobStanding(failures=2)}
        at_work.write(file, "ours", at_work.Standing(1, NOW, NOW, failing))
        seen = figures(school, terms=terms)["worker_failing"]
        assert (seen.value, seen.said) == (1, "1 job of the worker fails: refunds")
        assert urgent(school, terms=terms) == ["worker_failing"]

        others = figures(school, terms=terms._replace(fingerprint="others"))["worker_failing"]
        assert (others.value, others.said) == (
            None,
            "the worker that ran here last is another academy's",
        )

    gone = figures(school, terms=terms)["worker_failing"]
    assert (gone.value, gone.next) == (None, "academy worker list")
    assert urgent(school, terms=terms) == ["worker_failing"]


def test_without_a_good_backup_a_person_is_needed(school: School) -> None:
    found = figures(school, kept=Kept(NoBackupError()))["backup_verified"]

    assert (found.state, found.said) == ("attention", "There is no backup of this academy")


def test_backups_that_do_not_answer_keep_nothing_back(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "LISTED_WITHIN_S", 0.05)

    found = figures(school, kept=Kept(pause_s=2))

    assert found["backup_verified"].needs_person
    assert found["accounts"].value == 1


def test_support_sees_no_backups_and_students_nothing(school: School) -> None:
    school.person("sue")
    sections = {
        one.section
        for one in standing(school, actor=school.actor("sue@x.org", Role.SUPPORT)).figures()
    }

    assert "backups" not in sections
    assert {"learners", "sales", "refunds", "mail"} <= sections
    with pytest.raises(NotPermittedError):
        standing(school, actor=school.actor("ann@x.org")).figures()


def test_looking_at_an_academy_that_is_not_there_makes_none(tmp_path: Path) -> None:
    file = tmp_path / "none.db"
    database = Database(f"sqlite:///{file}")

    with pytest.raises(NoAcademyError):
        Standing(database, operator("test"), Kept, TERMS).figures()  # type: ignore[arg-type]  # says as much

    assert not file.exists()
