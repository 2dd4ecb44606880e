"""What is brought back is what was there, and until then nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text, update

from academy_cli.backups import creating
from academy_cli.backups.errors import (
    NewerRevisionError,
)
from academy_cli.backups.restoring.errors import (
    BrokenArchiveError,
    InUseError,
    NoKeptError,
    NotAsWrittenError,
)
from academy_cli.db.engine import open_engine
from academy_cli.db.errors import ForeignError
from academy_cli.db.transaction import read, write
from academy_cli.models import OutboxMessage, User
from tests.backups.vaults import PICTURE, Safe, change, changing, findings, manifest, needed, people

pytestmark = pytest.mark.slow


def test_what_was_there_comes_back_and_what_replaced_it_too(safe: Safe) -> None:
    made = safe.backups.create()
    change(safe.url)

    done = safe.restoring.restore(made.id)
    assert people(safe.url) == ["ann@x.org"]
    assert (done.rows, done.files, done.is_same, done.content) == (made.rows, 1, True, made.content)
    assert findings(safe.url) == ()
    back = safe.restoring.rollback()
    assert back.at == done.kept
    assert people(safe.url) == ["gone@x.org"]
    with pytest.raises(NoKeptError):
        safe.restoring.rollback("20010101T000000Z")


def test_two_are_replaced_within_one_second(safe: Safe) -> None:
    made = safe.backups.create()
    at = datetime(2026, 11, 27, 12, tzinfo=UTC)
    then = type(safe.restoring)(safe.vault, safe.files, safe.restoring.actor, clock=lambda: at)

    assert then.restore(made.id).kept == "20261127T120000Z"
    assert then.restore(made.id).kept == "20261127T120001Z"


def test_moving_to_the_other_engine_loses_nothing(safe: Safe, other: Safe) -> None:
    made = safe.backups.create()
    done = other.restoring.restore("latest")

    assert (done.kept, done.content) == ("", made.content)
    assert findings(other.url) == ()
    assert other.vault.files.size(next(iter(needed(other)))) == len(PICTURE)
    moved = other.backups.create()
    tables = {one.name: one.sha256 for one in manifest(other, moved.archive).tables}
    before = {one.name: one.sha256 for one in manifest(safe, made.archive).tables}
    changed = {name for name in before if before[name] != tables[name]}
    assert changed <= {"audit_log", "audit_head", "installation", "outbox"}, changed


def test_a_trial_restore_proves_every_table_and_leaves_nothing(safe: Safe, other: Safe) -> None:
    made = safe.backups.create()

    assert safe.backups.verify(made.id, level="restore").verified == "restore"
    assert other.backups.verify(made.id, level="restore").verified == "restore"
    assert other.place.is_empty
    assert safe.restoring.kept() == []


def test_the_proof_sees_a_row_that_was_not_loaded(
    safe: Safe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the database is asked what it holds."""
    made = safe.backups.create()
    with safe.place.trial() as trial:
        place = type(trial)
    load = place.load

    def forgetful(self: Any, table: Any, text: bytes) -> None:
        if table.name not in {"contents", "lesson_progress"}:
            load(self, table, text)

    monkeypatch.setattr(place, "load", forgetful)
    monkeypatch.setattr(place, "finish", lambda *_: None)
    with pytest.raises(NotAsWrittenError):
        safe.backups.verify(made.id, level="restore")


def test_mail_that_waited_is_sent_by_nobody_unasked(safe: Safe) -> None:
    at = datetime(2026, 11, 27, 12, tzinfo=UTC)
    letter = {"recipient": "ann@x.org", "template": "welcome", "values": "{}", "created_at": at}
    with write(safe.database.engine) as connection:
        for state in ("waiting", "sending", "unsure"):
            row = {**letter, "event": state, "state": state, "next_try_at": at}
            connection.execute(insert(OutboxMessage).values(**row))
    made = safe.backups.create()
    done = safe.restoring.restore(made.id)

    assert done.mail_unsure == 2
    with read(safe.database.engine) as connection:
        states = set(connection.scalars(select(OutboxMessage.state)))
    assert states == {"unsure"}


def test_a_database_that_others_use_is_not_replaced(safe: Safe) -> None:
    made = safe.backups.create()
    engine = open_engine(safe.url)
    with write(engine) as connection:
        connection.execute(update(User).values(name="Busy"))
        with pytest.raises(InUseError):
            safe.restoring.restore(made.id)
    engine.dispose()

    assert safe.restoring.kept() == []
    engine = open_engine(safe.url)
    with read(engine) as connection:
        assert connection.scalar(select(User.name)) == "Busy"
    engine.dispose()


def test_a_broken_reference_is_refused_before_anything_changes(
    safe: Safe, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = creating.schema.tables()

    def without_people(self: Any, table: Any) -> Iterator[bytes]:
        yield from () if table.name == "users" else rows(self, table)

    rows = creating.Snapshot.rows
    monkeypatch.setattr(creating.Snapshot, "rows", without_people)
    made = safe.backups.create()
    monkeypatch.undo()

    assert "users" in {one.name for one in wanted}
    with pytest.raises(BrokenArchiveError):
        safe.restoring.restore(made.id)
    assert people(safe.url) == ["ann@x.org"]
    assert safe.restoring.kept() == []


def test_replaced_databases_are_kept_for_a_week(safe: Safe) -> None:
    made = safe.backups.create()
    safe.restoring.restore(made.id)
    [kept] = safe.restoring.kept()

    later = type(safe.restoring)(
        safe.vault,
        safe.files,
        safe.restoring.actor,
        clock=lambda: kept.until + timedelta(hours=1),
    )
    later.restore(made.id)
    assert kept.at not in {one.at for one in safe.restoring.kept()}


def test_an_older_backup_is_brought_up_to_date(safe: Safe, monkeypatch: pytest.MonkeyPatch) -> None:
    """Since 0022 tables were added and nothing else: without them this version writes what that one would."""
    later = {"uploads", "quizzes", "questions", "attempts", "attempt_answers", "translations"}
    later |= {"featured_courses", "reviews"}
    known = [one for one in creating.schema.tables() if one.name not in later]
    monkeypatch.setattr(creating.schema, "tables", lambda: tuple(known))
    monkeypatch.setattr(creating, "HEAD", "0022")
    made = safe.backups.create()
    monkeypatch.undo()
    assert made.revision == "0022"

    assert safe.backups.verify(made.id, level="restore").verified == "restore"
    change(safe.url)
    safe.restoring.restore(made.id)
    assert people(safe.url) == ["ann@x.org"]
    assert findings(safe.url) == ()


def test_a_newer_backup_is_refused_and_names_what_made_it(
    safe: Safe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(creating, "HEAD", "9999")
    made = safe.backups.create()

    for restore in (safe.restoring.look, safe.restoring.restore):
        with pytest.raises(NewerRevisionError, match=r"revision 9999"):
            restore(made.id)
    assert people(safe.url) == ["ann@x.org"]


@pytest.mark.parametrize("table", ["things", "alembic_version"])
def test_what_is_no_academy_is_never_replaced(safe: Safe, other: Safe, table: str) -> None:
    made = safe.backups.create()
    archive = str(safe.folder / made.archive)
    if other.url.startswith("sqlite"):
        Path(other.url.removeprefix("sqlite:///")).parent.mkdir(exist_ok=True)
    with changing(other.url) as connection:
        if not other.url.startswith("sqlite"):
            connection.execute(text("create schema academy"))
        connection.execute(text(f"create table {table} (version_num varchar(32))"))
        connection.execute(text(f"insert into {table} values ('0023')"))

    for act in (other.restoring.look, other.restoring.restore):
        with pytest.raises(ForeignError):
            act(archive)
    with changing(other.url) as connection:
        assert connection.scalar(text(f"select version_num from {table}")) == "0023"
