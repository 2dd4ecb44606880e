"""Migrations: from nothing to the models on both engines, safely and only once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, bindparam, inspect, select, text
from sqlalchemy.exc import DBAPIError

from academy_cli.access.actor import operator
from academy_cli.audit.log import AuditLog
from academy_cli.db.engine import open_engine
from academy_cli.db.errors import BrokenReferenceError
from academy_cli.db.findings import findings
from academy_cli.db.fulltext import is_inside
from academy_cli.db.revision import HEAD, HISTORY, History, current
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.db.upgrade import upgrade
from academy_cli.models import Course, Grant, UTCDateTime, metadata
from tests import child

pytestmark = pytest.mark.slow

MOMENTS = [datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2, 3, 4)]
COURSE = text(
    "insert into courses (slug, title, language, status, fields, source_sha256, reader, revision,"
    " created_at, updated_at) values (:slug, '', 'en', :status, '{}', '', '', 0, :at, :at)"
).bindparams(bindparam("at", type_=UTCDateTime))
ENTRY = text(
    "insert into audit_log (at, actor, action, subject, details)"
    " values (:at, '', 'course.status', :subject, :details)"
).bindparams(bindparam("at", type_=UTCDateTime))
USER = text(
    "insert into users (email, name, created_at) values ('a@x.org', 'Ann', :at)"
).bindparams(bindparam("at", type_=UTCDateTime))
ENROLLED = text(
    "insert into enrollments (user_id, course_id, enrolled_at)"
    " select users.id, courses.id, :at from users, courses"
).bindparams(bindparam("at", type_=UTCDateTime))
SAMPLES = str(Path(__file__).parent / "sample_migrations")
UPGRADE = """
import sys
from academy_cli.db.service import Database
print("ready", flush=True)
sys.stdin.readline()
print(len(Database(sys.argv[1]).upgrade().revisions))
"""


def sample(*revisions: str) -> History:
    return History(revisions, SAMPLES)


def apply(engine: Engine, *revisions: str) -> Path | None:
    return upgrade(engine, "academy", wait_s=5, history=sample(*revisions)).backup


def tables(connection: Connection) -> set[str]:
    found = MetaData()
    found.reflect(connection)
    return set(found.tables)


def rows(engine: Engine) -> tuple[int, int]:
    both = "select (select count(*) from parents), (select count(*) from children)"
    with read(engine) as connection:
        parents, children = connection.execute(text(both)).one()
        return parents, children


@contextmanager
def family_in(url: str) -> Iterator[Engine]:
    """A database at the samples' first revision, with two parents of three children."""
    engine = open_engine(url)
    apply(engine, "0001")
    with write(engine) as connection:
        connection.execute(text("insert into parents values (1, 'Ann'), (2, 'Bo')"))
        connection.execute(text("insert into children values (1, 1), (2, 1), (3, 2)"))
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_family(tmp_path: Path) -> Iterator[Engine]:
    with family_in(f"sqlite:///{tmp_path / 'family.db'}") as engine:
        yield engine


@pytest.fixture
def postgres_family(empty_postgres_url: str) -> Iterator[Engine]:
    with family_in(empty_postgres_url) as engine:
        yield engine


@pytest.fixture(params=["sqlite_family", "postgres_family"])
def family(request: pytest.FixtureRequest) -> Engine:
    engine: Engine = request.getfixturevalue(request.param)
    return engine


def test_the_migrations_are_one_line_and_the_code_knows_it() -> None:
    config = Config()
    config.set_main_option("script_location", "academy_cli.db:migrations")
    scripts = ScriptDirectory.from_config(config)

    line = [script.revision for script in scripts.walk_revisions()]

    assert tuple(reversed(line)) == HISTORY.revisions
    assert scripts.get_heads() == [HEAD]


def test_a_migrated_database_equals_the_models(engine: Engine) -> None:
    with read(engine) as connection:
        assert list(findings(connection)) == []


def test_migrations_and_models_create_the_same_schema(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    database.upgrade()

    with write(database.engine) as connection:
        migrated = _schema(connection)
        metadata().drop_all(connection)
        metadata().create_all(connection)
        created = _schema(connection)

    database.close()
    assert migrated == created


def _schema(connection: Connection) -> list[str]:
    """Everything reflection can tell but of the index of documents, as lines in a stable order."""
    looked = inspect(connection)
    kinds = (
        looked.get_multi_columns,
        looked.get_multi_pk_constraint,
        looked.get_multi_foreign_keys,
        looked.get_multi_unique_constraints,
        looked.get_multi_check_constraints,
        looked.get_multi_indexes,
    )
    return sorted(
        f"{table} {sorted(_plain(item).items(), key=str)}"
        for kind in kinds
        for (_, table), items in kind().items()
        for item in (items if isinstance(items, list) else [items])
        if not is_inside(table) and not is_inside(str(item.get("name", "")))
    )


def _plain(item: Mapping[str, Any]) -> dict[str, Any]:
    """The same with conditions as texts: each is reflected as an object of its own."""
    options = {key: str(value) for key, value in item.get("dialect_options", {}).items()}
    return {**item, **({"dialect_options": options} if options else {})}


def test_a_table_changed_by_hand_is_found(engine: Engine) -> None:
    with write(engine) as connection:
        connection.execute(text("drop index ix_resources_sha256"))
        connection.execute(text("alter table blobs add column extra text"))
        connection.execute(text("create table notes (x integer)"))

    with read(engine) as connection:
        found = {(finding.table, finding.message) for finding in findings(connection)}

    assert found == {
        ("resources", "The index “ix_resources_sha256” is missing."),
        ("blobs", "The column “extra” is there but not expected."),
        ("notes", "The table “notes” is there but not expected."),
    }


def test_an_upgrade_from_nothing_reaches_the_head(empty_database_url: str) -> None:
    database = Database(empty_database_url)

    first, second = database.upgrade(), database.upgrade()

    with read(database.engine) as connection:
        revision = current(connection)
    database.close()
    assert (first.before, first.after, first.revisions) == (None, HEAD, HISTORY.revisions)
    assert (second.before, second.after, second.revisions) == (HEAD, HEAD, ())
    assert revision == HEAD


def test_what_was_taken_back_before_0005_is_not_published_by_its_moment(
    empty_database_url: str,
) -> None:
    engine = open_engine(empty_database_url)
    upgrade(engine, "academy", wait_s=5, history=History(HISTORY.revisions[:4]))
    with write(engine) as connection:
        for slug, status in (("back", "draft"), ("new", "draft"), ("out", "published")):
            connection.execute(COURSE, {"slug": slug, "status": status, "at": MOMENTS[0]})
        for slug, after, at in (
            ("back", "draft", MOMENTS[0]),
            ("back", "published", MOMENTS[1]),
            ("back", "draft", MOMENTS[2]),
            ("back", "published", MOMENTS[3]),
            ("out", "draft", MOMENTS[0]),
        ):
            details = f'{{"after":"{after}","before":""}}'
            said = {"subject": f"course:{slug}", "details": details, "at": at}
            connection.execute(ENTRY, said)

    upgrade(engine, "academy", wait_s=5)

    with read(engine) as connection:
        found = {row.slug: row.unpublished_at for row in connection.execute(select(Course))}
    engine.dispose()
    assert found == {"back": MOMENTS[2], "new": None, "out": None}


def test_what_was_kept_before_0007_is_chained(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    upgrade(database.engine, "academy", wait_s=5, history=History(HISTORY.revisions[:6]))
    with write(database.engine) as connection:
        for number in range(1, 2001):
            details = f'{{"after":"{number}"}}'
            said = {"subject": "course:é", "details": details, "at": MOMENTS[number % 4]}
            connection.execute(ENTRY, said)
        connection.execute(text("delete from audit_log where id = 7"))

    upgrade(database.engine, "academy", wait_s=5)

    log = AuditLog(database, operator("ann"))
    found, last = log.verify(), log.entry(1999)
    database.close()
    assert (found.entries, found.flaws) == (1999, ())
    assert (last.details, last.at) == ({"after": "2000"}, MOMENTS[0])


def test_whoever_was_enrolled_before_0006_has_access(empty_database_url: str) -> None:
    engine = open_engine(empty_database_url)
    upgrade(engine, "academy", wait_s=5, history=History(HISTORY.revisions[:5]))
    with write(engine) as connection:
        connection.execute(COURSE, {"slug": "one", "status": "draft", "at": MOMENTS[0]})
        connection.execute(USER, {"at": MOMENTS[0]})
        connection.execute(ENROLLED, {"at": MOMENTS[1]})

    upgrade(engine, "academy", wait_s=5)

    with read(engine) as connection:
        (grant,) = connection.execute(select(Grant.__table__)).all()
    engine.dispose()
    assert (grant.kind, grant.granted_at, grant.ends_at) == ("staff", MOMENTS[1], None)


def test_copying_a_table_loses_no_child(family: Engine) -> None:
    apply(family, "0001", "0002")

    assert rows(family) == (2, 3)


def test_copying_a_table_with_foreign_keys_on_would_lose_every_child(sqlite_family: Engine) -> None:
    with write(sqlite_family) as connection:
        connection.execute(text("create table copy (id integer primary key, name varchar(100))"))
        connection.execute(text("insert into copy select * from parents"))
        connection.execute(text("drop table parents"))
        connection.execute(text("alter table copy rename to parents"))

    assert rows(sqlite_family) == (2, 0)


def test_a_failing_migration_leaves_everything_as_it_was(family: Engine) -> None:
    with pytest.raises(DBAPIError):
        apply(family, "0001", "0002", "0003")

    with read(family) as connection:
        assert current(connection) == "0001"
        assert tables(connection) == {"alembic_version", "parents", "children"}
    assert rows(family) == (2, 3)


def test_a_migration_that_leaves_orphans_is_undone(sqlite_family: Engine) -> None:
    with pytest.raises(BrokenReferenceError, match="2 rows of “children”"):
        apply(sqlite_family, "0001", "0002", "0004")

    assert rows(sqlite_family) == (2, 3)


def test_references_are_checked_again_after_an_upgrade(family: Engine) -> None:
    apply(family, "0001", "0002")

    with pytest.raises(DBAPIError), write(family) as connection:
        connection.execute(text("insert into children values (9, 99)"))


def test_an_existing_sqlite_file_is_copied_first(sqlite_family: Engine) -> None:
    backup = apply(sqlite_family, "0001", "0002")

    assert backup is not None
    assert backup.stat().st_mode & 0o077 == 0
    copy = sqlite3.connect(backup)
    found = copy.execute("select version_num, (select count(*) from children) from alembic_version")
    assert found.fetchall() == [("0001", 3)]
    copy.close()


def test_two_upgrades_at_once_run_once(empty_database_url: str) -> None:
    with (
        child.running(UPGRADE, empty_database_url) as first,
        child.running(UPGRADE, empty_database_url) as second,
    ):
        outputs = [process.communicate("go\n", timeout=30)[0] for process in (first, second)]

    assert sorted(output.strip() for output in outputs) == ["0", str(len(HISTORY.revisions))]
