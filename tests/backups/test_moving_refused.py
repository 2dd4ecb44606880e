"""What is in a database already is replaced on purpose only, and by nothing that is not whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, text

from academy_cli.backups.errors import NoDatabaseError
from academy_cli.backups.moving_errors import OccupiedError, SameDatabaseError
from academy_cli.backups.restoring.errors import InUseError, NotAsWrittenError
from academy_cli.db.engine import open_engine
from academy_cli.db.errors import ForeignError, LockHeldError, OutdatedError
from academy_cli.db.lock import named_lock
from academy_cli.db.transaction import write
from academy_cli.models import User
from tests.backups.remotes import spooled
from tests.backups.vaults import (
    ACTOR,
    AT,
    Safe,
    changing,
    occupy,
    people,
    upgrade,
)
from tests.school import School

pytestmark = pytest.mark.slow


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
