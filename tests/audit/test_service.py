"""The audit log: an entry in the transaction of its act, and who may read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, insert, select

from academy_cli.access.actor import Actor, operator
from academy_cli.access.errors import NotPermittedError
from academy_cli.access.matrix import Role
from academy_cli.audit.errors import NoHeadError, UnknownEntryError
from academy_cli.audit.log import AuditLog
from academy_cli.audit.service import Act, record, record_all
from academy_cli.audit.views import Wanted
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.kit.page import SortKey
from academy_cli.models import AuditEntry, User

AT = datetime(2026, 11, 22, 8, 33, 7, 123456, tzinfo=UTC)
ANN = operator("ann", {"shell": "cli", "command": "academy course apply", "host": "one"})
APPLIED = Act(
    "course.apply", "course:intro", {"revision": 3, "counts": {"create": 2}}, "term begins"
)


def keep(engine: Engine, *acts: Act, actor: Actor = ANN, at: datetime = AT) -> None:
    with write(engine) as connection:
        record_all(connection, at=at, actor=actor, acts=acts)


@pytest.fixture
def database(database_url: str, engine: Engine) -> Iterator[Database]:
    found = Database(database_url)
    yield found
    found.close()


@pytest.fixture
def log(database: Database) -> AuditLog:
    return AuditLog(database, ANN)


def numbers(log: AuditLog, wanted: Wanted) -> Sequence[int]:
    return [one.number for one in log.find(wanted)]


def test_an_entry_tells_who_did_what_to_what_where_and_why(engine: Engine, log: AuditLog) -> None:
    with write(engine) as connection:
        record(connection, at=AT, actor=ANN, act=APPLIED)

    told = log.entry(1)
    assert (told.number, told.at, told.actor) == (1, AT, "operator:ann")
    assert (told.action, told.subject, told.reason) == (
        "course.apply",
        "course:intro",
        "term begins",
    )
    assert told.details == {"revision": 3, "counts": {"create": 2}}
    assert told.source == {"shell": "cli", "command": "academy course apply", "host": "one"}


def test_an_act_that_is_undone_leaves_no_entry(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), write(engine) as connection:
        record(connection, at=AT, actor=ANN, act=APPLIED)
        raise ZeroDivisionError

    with read(engine) as connection:
        assert connection.execute(select(AuditEntry)).all() == []


def test_entries_are_numbered_without_gaps_whatever_was_undone(
    engine: Engine, log: AuditLog
) -> None:
    keep(engine, APPLIED)
    with pytest.raises(ZeroDivisionError), write(engine) as connection:
        record(connection, at=AT, actor=ANN, act=APPLIED)
        raise ZeroDivisionError
    keep(engine, APPLIED, APPLIED)

    assert numbers(log, Wanted()) == [3, 2, 1]
    assert log.verify().flaws == ()


def test_entries_are_found_by_what_they_tell(engine: Engine, log: AuditLog) -> None:
    keep(engine, APPLIED)
    keep(engine, Act("course.status", "course:intro", {}), actor=operator("bo"))
    keep(engine, Act("courses.all", "course:other", {}), at=AT + timedelta(days=1))

    assert numbers(log, Wanted(action="course")) == [2, 1]
    assert numbers(log, Wanted(action="course.apply")) == [1]
    assert numbers(log, Wanted(actor="operator:bo")) == [2]
    assert numbers(log, Wanted(subject="course:other")) == [3]
    assert numbers(log, Wanted(since=AT + timedelta(days=1))) == [3]
    assert numbers(log, Wanted(until=AT + timedelta(days=1))) == [2, 1]
    assert numbers(log, Wanted(limit=1, offset=1)) == [2]


def test_a_user_is_called_by_their_address(engine: Engine, log: AuditLog) -> None:
    with write(engine) as connection:
        connection.execute(
            User.__table__.insert().values(id=7, email="ann@x.org", name="Ann", created_at=AT)
        )
    keep(engine, APPLIED, actor=Actor("user:7", "ann@x.org", 7))

    assert log.entry(1).actor == "ann@x.org"


def test_a_number_that_no_entry_has_is_unknown(log: AuditLog) -> None:
    with pytest.raises(UnknownEntryError, match="has no entry 1; it has none yet"):
        log.entry(1)


def test_only_a_head_is_a_head(log: AuditLog) -> None:
    with pytest.raises(NoHeadError):
        log.verify("12:abc")


@pytest.mark.parametrize("role", [Role.STUDENT, Role.INSTRUCTOR])
def test_who_may_not_read_it_is_refused(database: Database, role: Role) -> None:
    log = AuditLog(database, Actor("user:1", "bo@x.org", 1, frozenset({role})))

    with pytest.raises(NotPermittedError, match="may not do audit.list"):
        log.find()
    with pytest.raises(NotPermittedError):
        log.verify()


def test_entries_come_in_any_order_and_in_pages(engine: Engine, log: AuditLog) -> None:
    with write(engine) as connection:
        for action in ("user.set", "course.apply", "course.apply", "batch.undo"):
            record(connection, at=AT, actor=ANN, act=Act(action, "course:intro", {}))

    assert numbers(log, Wanted(sort=SortKey.parse("number"))) == [1, 2, 3, 4]
    assert numbers(log, Wanted(sort=SortKey.parse("-action"))) == [1, 3, 2, 4]
    assert numbers(log, Wanted(sort=SortKey.parse("action"), limit=2, offset=1)) == [3, 2]


def test_users_in_the_log_are_called_by_their_address(engine: Engine, log: AuditLog) -> None:
    ben = Actor("user:7", "old@x.org", 7, frozenset({Role.ADMIN}))
    with write(engine) as connection:
        values = {"id": 7, "email": "ben@x.org", "name": "Ben", "created_at": AT}
        connection.execute(insert(User).values(**values))
        for actor in (ben, ANN, Actor("user:8", "gone@x.org", 8, frozenset())):
            record(connection, at=AT, actor=actor, act=Act("user.set", "user:7", {}))

    assert [one.actor for one in log.find()] == ["user:8", "operator:ann", "ben@x.org"]
