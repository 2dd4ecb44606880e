"""A copy is the same academy in another database, or nothing there has changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import delete, insert, select

from academy_cli.audit.log import AuditLog
from academy_cli.backups.creating import Wish
from academy_cli.backups.progress import Progress
from academy_cli.db.transaction import read
from academy_cli.models import AuditEntry, OutboxMessage, User
from tests.backups.remotes import spooled
from tests.backups.vaults import (
    ACTOR,
    AT,
    Safe,
    change,
    changing,
    findings,
)

pytestmark = pytest.mark.slow


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
