"""A backup is whole or it is none; and what is brought back is what was there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from academy_cli.backups import creating
from academy_cli.backups.archive import reading
from academy_cli.backups.creating import Wish
from academy_cli.backups.errors import (
    BadIdentityError,
    BadRecipientError,
    DamagedError,
    MissingFilesError,
    NewerRevisionError,
    NoBackupError,
    NoIdentityError,
    UnknownBackupError,
    WrongIdentityError,
)
from academy_cli.backups.opening import Keys
from academy_cli.backups.restoring.errors import (
    BrokenArchiveError,
    InUseError,
    NoKeptError,
    NotAsWrittenError,
)
from academy_cli.db.engine import open_engine
from academy_cli.db.errors import LockHeldError
from academy_cli.db.lock import named_lock
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.models import AuditEntry, OutboxMessage, User
from tests.backups.vaults import Safe
from tests.school import School

PICTURE = b"\x89PNG a picture"
LESSON = "# A\n\n![Something](images/a.png)\n"


@pytest.fixture
def safe(database_url: str, tmp_path: Path) -> Iterator[Safe]:
    """An academy with a course, a picture, a learner with progress and mail that waits."""
    found = _filled(database_url, tmp_path)
    yield found
    found.database.close()


def _filled(url: str, tmp_path: Path) -> Safe:
    school = School(url, tmp_path / "school")
    pictures = tmp_path / "school/courses/python/images"
    pictures.mkdir(parents=True)
    (pictures / "a.png").write_bytes(PICTURE)
    school.course(lessons={"a.md": LESSON, "b.md": "# B\n"})
    school.learner()
    school.progress.complete("ann@x.org", "python", "a")
    school.academy.close()
    return Safe(url, tmp_path / "school/storage", tmp_path / "backups")


@pytest.fixture
def other(request: pytest.FixtureRequest, safe: Safe, tmp_path: Path) -> Iterator[Safe]:
    """An empty place on the other engine."""
    if safe.url.startswith("sqlite"):
        url = request.getfixturevalue("empty_postgres_url")
    else:
        url = f"sqlite:///{tmp_path / 'other' / 'academy.db'}"
    found = Safe(url, tmp_path / "other-storage", safe.folder)
    yield found
    found.database.close()


def people(url: str) -> list[str]:
    engine = open_engine(url)
    with read(engine) as connection:
        found = list(connection.scalars(select(User.email).order_by(User.id)))
    engine.dispose()
    return found


def findings(url: str) -> tuple[object, ...]:
    database = Database(url)
    found = database.check()
    database.close()
    return found


def change(url: str) -> None:
    """Let everybody have left."""
    engine = open_engine(url)
    with write(engine) as connection:
        connection.execute(update(User).values(email="gone@x.org"))
    engine.dispose()


def files(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_a_backup_says_what_it_is(safe: Safe) -> None:
    made = safe.backups.create(Wish(label="before the move"))

    assert made == safe.backups.show("latest") == safe.backups.list()[0]
    assert (made.files, made.label, made.verified, made.recipients) == (
        1,
        "before the move",
        "full",
        (),
    )
    assert files(safe.folder) == [made.archive, f"{made.archive}.json"]
    assert [(safe.folder / one).stat().st_mode & 0o777 for one in files(safe.folder)] == [0o600] * 2
    with read(safe.database.engine) as connection:
        last = connection.execute(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert last is not None
    assert (last.action, last.subject) == ("backup.create", f"backup:{made.id}")


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


def test_moving_to_the_other_engine_loses_nothing(safe: Safe, other: Safe) -> None:
    made = safe.backups.create()
    done = other.restoring.restore("latest")

    assert (done.kept, done.content) == ("", made.content)
    assert findings(other.url) == ()
    assert other.vault.files.size(next(iter(_needed(other)))) == len(PICTURE)
    moved = other.backups.create()
    tables = {one.name: one.sha256 for one in _manifest(other, moved.archive).tables}
    before = {one.name: one.sha256 for one in _manifest(safe, made.archive).tables}
    changed = {name for name in before if before[name] != tables[name]}
    assert changed <= {"audit_log", "audit_head", "installation", "outbox"}, changed


def _needed(safe: Safe) -> list[str]:
    with read(safe.database.engine) as connection:
        return list(safe.vault.files.needed(connection))


def _manifest(safe: Safe, name: str) -> reading.Manifest:
    from academy_cli.backups.opening import proved

    with (safe.folder / name).open("rb") as file:
        return proved(file, name, None)[1]


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


def test_a_file_that_was_changed_is_found_at_every_level(safe: Safe) -> None:
    made = safe.backups.create()
    path = safe.folder / made.archive
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    for level in ("quick", "full", "restore"):
        with pytest.raises(DamagedError):
            safe.backups.verify(made.id, level=level)
    with pytest.raises(DamagedError):
        safe.restoring.restore(made.id)
    assert people(safe.url) == ["ann@x.org"]


def test_a_lost_picture_keeps_a_backup_from_being_made(safe: Safe) -> None:
    shutil.rmtree(safe.storage / "assets")

    with pytest.raises(MissingFilesError):
        safe.backups.create()
    assert files(safe.folder) == []
    made = safe.backups.create(Wish(may_miss_files=True))
    assert (made.files, len(_manifest(safe, made.archive).assets.missing)) == (0, 1)


def test_without_files_their_list_is_kept(safe: Safe) -> None:
    made = safe.backups.create(Wish(has_files=False))
    whole = safe.backups.create()

    assert made.size < whole.size
    assert _manifest(safe, made.archive).asset_index == _manifest(safe, whole.archive).asset_index


def test_only_one_is_made_at_a_time(safe: Safe) -> None:
    with named_lock(safe.database.engine, "backup", 0), pytest.raises(LockHeldError):
        safe.backups.create()
    with named_lock(safe.database.engine, "backup", 0), pytest.raises(LockHeldError):
        safe.restoring.restore("latest")


def test_what_nothing_says_to_be_whole_is_no_backup(safe: Safe) -> None:
    with pytest.raises(NoBackupError):
        safe.backups.show("latest")
    made = safe.backups.create()
    beside = safe.folder / f"{made.archive}.json"
    said = json.loads(beside.read_text())
    for text in (
        "",
        "{}",
        json.dumps({**said, "state": "begun"}),
        json.dumps({**said, "size": []}),
    ):
        beside.write_text(text)
        if text and "begun" not in text and "[]" in text:
            continue
        with pytest.raises(NoBackupError):
            safe.backups.show(made.id)
    beside.write_text(json.dumps(said))
    with pytest.raises(UnknownBackupError):
        safe.backups.show("nothing")


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

    def without_people(self: object, table: object) -> Iterator[bytes]:
        yield from () if getattr(table, "name", "") == "users" else rows(self, table)  # type: ignore[arg-type]

    rows = creating.Snapshot.rows
    monkeypatch.setattr(creating.Snapshot, "rows", without_people)
    made = safe.backups.create()
    monkeypatch.undo()

    assert "users" in {one.name for one in wanted}
    with pytest.raises(BrokenArchiveError):
        safe.restoring.restore(made.id)
    assert people(safe.url) == ["ann@x.org"]
    assert safe.restoring.kept() == []


class TestEncrypted:
    """For whoever has the key, and nobody else."""

    @pytest.fixture
    def keys(self, tmp_path: Path) -> list[tuple[str, Path]]:
        """Two people who can decrypt: what to encrypt to, and where their key is."""
        from pyrage import x25519

        found = []
        for name in ("ann", "bo"):
            identity = x25519.Identity.generate()
            path = tmp_path / f"{name}.key"
            path.touch(mode=0o600)
            path.write_text(f"# {name}\n{identity}\n")
            found.append((str(identity.to_public()), path))
        return found

    def test_it_comes_back_with_either_key(self, safe: Safe, keys: list[tuple[str, Path]]) -> None:
        made = safe.backups.create(Wish(recipients=tuple(one for one, _ in keys)))
        content = (safe.folder / made.archive).read_bytes()

        assert made.verified == "quick"
        assert content.startswith(b"age-encryption.org/v1\n")
        assert b"academy-backup" not in content
        for _, path in keys:
            assert safe.backups.verify(made.id, keys=Keys(path)).verified == "full"
            change(safe.url)
            safe.restoring.restore(made.id, Keys(path))
            assert people(safe.url) == ["ann@x.org"]

    def test_without_the_key_or_with_another_one_it_does_not(
        self, safe: Safe, keys: list[tuple[str, Path]], tmp_path: Path
    ) -> None:
        made = safe.backups.create(Wish(recipients=(keys[0][0],)))

        with pytest.raises(NoIdentityError):
            safe.backups.verify(made.id)
        with pytest.raises(WrongIdentityError):
            safe.backups.verify(made.id, keys=Keys(keys[1][1]))
        with pytest.raises(BadIdentityError):
            safe.backups.verify(made.id, keys=Keys(tmp_path / "nothing"))
        keys[0][1].chmod(0o644)
        with pytest.raises(BadIdentityError):
            safe.backups.verify(made.id, keys=Keys(keys[0][1]))

    def test_what_cannot_be_encrypted_is_not_written_at_all(self, safe: Safe) -> None:
        with pytest.raises(BadRecipientError):
            safe.backups.create(Wish(recipients=("age1nobody",)))
        assert files(safe.folder) == []

    def test_wherever_it_is_cut_it_is_refused(
        self, safe: Safe, keys: list[tuple[str, Path]]
    ) -> None:
        from academy_cli.backups.opening import proved

        made = safe.backups.create(Wish(recipients=(keys[0][0],)))
        content = (safe.folder / made.archive).read_bytes()
        path = safe.folder / "cut"
        for end in (*range(100, len(content), 4099), len(content) - 1):
            path.write_bytes(content[:end])
            with path.open("rb") as file, pytest.raises((DamagedError, WrongIdentityError)):
                proved(file, "cut", keys[0][1])


def test_replaced_databases_are_kept_for_a_week(safe: Safe) -> None:
    made = safe.backups.create()
    safe.restoring.restore(made.id)
    [kept] = safe.restoring.kept()

    later = type(safe.restoring)(
        safe.vault,
        safe.vault.files,
        safe.restoring.actor,
        clock=lambda: kept.until + timedelta(hours=1),  # type: ignore[arg-type] # it keeps as well
    )
    later.restore(made.id)
    assert kept.at not in {one.at for one in safe.restoring.kept()}


def test_an_older_backup_is_brought_up_to_date(safe: Safe, monkeypatch: pytest.MonkeyPatch) -> None:
    """0023 added a table and nothing else, so that without it this version writes what one at 0022 would."""
    known = [one for one in creating.schema.tables() if one.name != "uploads"]
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
