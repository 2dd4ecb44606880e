"""A copy is the same academy in another database, or nothing there has changed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text

from academy_cli.audit.log import AuditLog
from academy_cli.backups.creating import Wish
from academy_cli.backups.errors import NoDatabaseError
from academy_cli.backups.moving_errors import OccupiedError, SameDatabaseError
from academy_cli.backups.progress import Progress
from academy_cli.backups.restoring.errors import InUseError, NotAsWrittenError
from academy_cli.db.engine import open_engine
from academy_cli.db.errors import ForeignError, LockHeldError, OutdatedError
from academy_cli.db.lock import named_lock
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.models import AuditEntry, OutboxMessage, User
from tests.backups.vaults import ACTOR, Safe, change, findings, people
from tests.conftest import ENGINES
from tests.school import School

AT = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture(params=ENGINES)
def target(
    request: pytest.FixtureRequest, safe: Safe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Safe]:
    """A place without a database, once on each engine, with temporary files of its own."""
    if request.param == "postgresql":
        url = request.getfixturevalue("empty_postgres_url")
    else:
        url = f"sqlite:///{tmp_path / 'other' / 'academy.db'}"
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    found = replace(safe, url=url)
    yield found
    found.database.close()


def upgrade(url: str) -> None:
    """Make an academy of nobody and nothing."""
    database = Database(url)
    database.upgrade()
    database.close()


@contextmanager
def changing(url: str) -> Iterator[Any]:
    """A transaction on a database."""
    engine = open_engine(url)
    try:
        with write(engine) as connection:
            yield connection
    finally:
        engine.dispose()


def occupy(url: str) -> None:
    """Make an academy with Bo in it."""
    upgrade(url)
    with changing(url) as connection:
        connection.execute(insert(User).values(email="bo@x.org", name="Bo", created_at=AT))


def spooled() -> list[Path]:
    """Everything in temporary folders of academy's."""
    return [*Path(tempfile.gettempdir()).glob("academy-*/*")]


class TestCopying:
    """What arrives."""

    def test_a_copy_is_the_same_by_its_digest(self, safe: Safe, target: Safe) -> None:
        done = safe.moving.copy(target.url)
        here, there = safe.backups.create(), target.backups.create()

        assert here.content == there.content == done.content
        assert (here.rows, here.files) == (there.rows, there.files) == (done.rows, 1)
        assert (done.kept, done.is_replaced, done.missing_files) == ("", False, 0)
        assert done.target_engine.startswith(target.url.partition(":")[0])
        assert findings(target.url) == ()
        assert AuditLog(target.database, ACTOR).verify().entries

    def test_another_digest_would_be_seen(self, safe: Safe, target: Safe) -> None:
        """The control: what is compared above is not the same whatever is in it."""
        done = safe.moving.copy(target.url)
        change(target.url)

        assert target.backups.create().content != done.content

    def test_new_rows_have_numbers_that_no_row_ever_had(self, safe: Safe, target: Safe) -> None:
        gone = {"email": "gone@x.org", "name": "Gone", "created_at": AT}
        with changing(safe.url) as connection:
            last = connection.scalar(insert(User).values(gone).returning(User.id))
            connection.execute(delete(User).where(User.id == last))
        safe.moving.copy(target.url)

        with changing(target.url) as connection:
            new = {**gone, "email": "new@x.org"}
            assert connection.scalar(insert(User).values(new).returning(User.id)) == last + 1

    def test_mail_goes_on_waiting(self, safe: Safe, target: Safe) -> None:
        """It is no old moment that comes back: whoever stops the old one lets the new one send."""
        letter = {"recipient": "ann@x.org", "template": "welcome", "values": "{}", "created_at": AT}
        with changing(safe.url) as connection:
            row = {**letter, "event": "x", "state": "waiting", "next_try_at": AT}
            connection.execute(insert(OutboxMessage).values(**row))
        safe.moving.copy(target.url)

        for one in (safe, target):
            with read(one.database.engine) as connection:
                assert set(connection.scalars(select(OutboxMessage.state))) == {"waiting"}

    def test_both_say_where_it_went(self, safe: Safe, target: Safe) -> None:
        safe.moving.copy(target.url)

        for one in (safe, target):
            with read(one.database.engine) as connection:
                last = connection.execute(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
            assert last is not None
            assert (last.action, last.subject) == ("database.copy", "database")
            assert target.database.url in last.details

    def test_files_that_storage_lost_are_counted(self, safe: Safe, target: Safe) -> None:
        shutil.rmtree(safe.storage / "assets")
        done = safe.moving.copy(target.url)

        assert done.missing_files == 1
        assert target.backups.create(Wish(may_miss_files=True)).content == done.content

    def test_rows_on_their_way_are_for_nobody_else(self, safe: Safe, target: Safe) -> None:
        seen: list[tuple[str, int | None]] = []

        @contextmanager
        def looking(name: str, rows: int | None) -> Iterator[Progress]:
            seen.append((name, rows))
            [path] = spooled()
            assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (
                0o600,
                0o700,
            )
            yield lambda _: None

        done = safe.moving.copy(target.url, stages=looking)

        assert seen == [("Writing rows", None), ("Loading rows", done.rows)]
        assert spooled() == []

    def test_looking_changes_nothing(self, safe: Safe, target: Safe) -> None:
        planned = safe.moving.look(target.url)

        assert (planned.source, planned.target) == (safe.database.url, target.database.url)
        assert (planned.rows, planned.content, planned.is_replaced) == (0, "", False)
        assert target.place.is_empty
        assert spooled() == []
        with read(safe.database.engine) as connection:
            acts = set(connection.scalars(select(AuditEntry.action)))
        assert "database.copy" not in acts


class TestReplacing:
    """What is there already."""

    def test_an_academy_of_nobody_is_taken_and_kept(self, safe: Safe, target: Safe) -> None:
        upgrade(target.url)

        done = safe.moving.copy(target.url)

        assert people(target.url) == ["ann@x.org"]
        assert [one.at for one in target.restoring.kept()] == [done.kept]
        assert not done.is_replaced

    def test_what_people_are_in_is_replaced_only_if_somebody_says_so(
        self, safe: Safe, target: Safe
    ) -> None:
        occupy(target.url)
        for act in (safe.moving.look, safe.moving.copy):
            with pytest.raises(OccupiedError, match="it has people") as raised:
                act(target.url)
            assert "--replace" in raised.value.hint
        assert people(target.url) == ["bo@x.org"]

        assert safe.moving.look(target.url, replaces=True).is_replaced
        done = safe.moving.copy(target.url, replaces=True)
        assert people(target.url) == ["ann@x.org"]
        assert target.restoring.rollback().at == done.kept
        assert people(target.url) == ["bo@x.org"]

    def test_a_course_alone_is_something_too(
        self, safe: Safe, target: Safe, tmp_path: Path
    ) -> None:
        upgrade(target.url)
        school = School(target.url, tmp_path / "second")
        school.course()
        school.academy.close()

        with pytest.raises(OccupiedError, match="it has courses"):
            safe.moving.copy(target.url)

    @pytest.mark.parametrize("revision", ["0022", "9999"])
    def test_another_revision_is_an_academy_as_well(
        self, safe: Safe, target: Safe, revision: str
    ) -> None:
        upgrade(target.url)
        with changing(target.url) as connection:
            connection.execute(text(f"update alembic_version set version_num = '{revision}'"))

        with pytest.raises(OccupiedError, match=f"revision {revision}"):
            safe.moving.copy(target.url)
        assert safe.moving.copy(target.url, replaces=True).kept
        assert people(target.url) == ["ann@x.org"]

    @pytest.mark.parametrize("table", ["things", "alembic_version"])
    def test_what_is_no_academy_is_never_touched(
        self, safe: Safe, target: Safe, table: str
    ) -> None:
        if target.url.startswith("sqlite"):
            Path(target.url.removeprefix("sqlite:///")).parent.mkdir()
        with changing(target.url) as connection:
            if not target.url.startswith("sqlite"):
                connection.execute(text("create schema academy"))
            connection.execute(text(f"create table {table} (version_num varchar(32))"))
            connection.execute(text(f"insert into {table} values ('0023')"))

        for replaces in (False, True):
            with pytest.raises(ForeignError):
                safe.moving.copy(target.url, replaces=replaces)

    def test_those_that_were_replaced_are_kept_for_a_week(self, safe: Safe, target: Safe) -> None:
        occupy(target.url)
        safe.moving.copy(target.url, replaces=True)
        [kept] = target.restoring.kept()
        later = type(safe.moving)(
            safe.database,
            safe.moving._opened,
            safe.files,
            ACTOR,
            clock=lambda: kept.until + timedelta(hours=1),
        )

        later.copy(target.url, replaces=True)
        assert kept.at not in {one.at for one in target.restoring.kept()}


class TestRefusing:
    """What keeps a copy from being made leaves everything as it is."""

    def test_a_row_that_did_not_arrive(
        self, safe: Safe, target: Safe, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nothing else would see it: every reference of what is left holds."""
        occupy(target.url)
        with target.place.trial() as trial:
            place = type(trial)
        load = place.load

        def forgetful(self: Any, table: Any, rows: bytes) -> None:
            whole = table.name != "lesson_progress"
            load(self, table, rows if whole else b"".join(rows.splitlines(keepends=True)[1:]))

        monkeypatch.setattr(place, "load", forgetful)
        with pytest.raises(NotAsWrittenError, match="lesson_progress"):
            safe.moving.copy(target.url, replaces=True)

        assert people(target.url) == ["bo@x.org"]
        assert target.restoring.kept() == []
        assert spooled() == []

    def test_itself(self, safe: Safe, tmp_path: Path) -> None:
        other = f"{safe.url}{'&' if '?' in safe.url else '?'}application_name=other"
        if safe.url.startswith("sqlite"):
            other = f"sqlite:///{tmp_path / 'link.db'}"
            (tmp_path / "link.db").symlink_to(safe.url.removeprefix("sqlite:///"))

        for url in (safe.url, other):
            for replaces in (False, True):
                with pytest.raises(SameDatabaseError):
                    safe.moving.copy(url, replaces=replaces)

    def test_nothing_to_copy(self, target: Safe, tmp_path: Path) -> None:
        absent = replace(target, url=f"sqlite:///{tmp_path / 'nothing.db'}")

        with pytest.raises(NoDatabaseError):
            absent.moving.copy(target.url)
        assert target.place.is_empty
        absent.database.close()

    def test_an_outdated_academy(self, safe: Safe, target: Safe) -> None:
        with changing(safe.url) as connection:
            connection.execute(text("update alembic_version set version_num = '0022'"))

        with pytest.raises(OutdatedError):
            safe.moving.copy(target.url)
        assert target.place.is_empty

    def test_a_place_that_others_work_in(self, safe: Safe, target: Safe) -> None:
        occupy(target.url)
        engine = open_engine(target.url)
        with write(engine) as connection:
            connection.execute(insert(User).values(email="cy@x.org", name="Cy", created_at=AT))
            with pytest.raises(InUseError):
                safe.moving.copy(target.url, replaces=True)
        engine.dispose()

        assert people(target.url) == ["bo@x.org", "cy@x.org"]
        assert target.restoring.kept() == []

    def test_a_backup_that_is_made_or_brought_back_meanwhile(
        self, safe: Safe, target: Safe
    ) -> None:
        occupy(target.url)
        for one in (safe, target):
            with named_lock(one.database.engine, "backup", 0), pytest.raises(LockHeldError):
                safe.moving.copy(target.url, replaces=True)

    def test_a_temporary_folder_that_others_could_change(
        self, safe: Safe, target: Safe, tmp_path: Path
    ) -> None:
        import os

        from academy_cli.backups.errors import UnwritableError

        folder = tmp_path / "tmp" / f"academy-backups-{os.getuid()}"
        folder.mkdir()
        folder.chmod(0o770)
        with pytest.raises(UnwritableError, match="may be reached by others"):
            safe.moving.copy(target.url)
        folder.rmdir()
        folder.symlink_to(tmp_path)
        with pytest.raises(UnwritableError, match="is no folder"):
            safe.moving.copy(target.url)
        assert target.place.is_empty
