"""A number is given once: whoever is gone leaves it to nobody, and what remembers it means nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, delete, inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from academy_cli.db.bulk import allocate_ids, insert_rows
from academy_cli.db.engine import open_engine
from academy_cli.db.findings import findings
from academy_cli.db.revision import HISTORY, History
from academy_cli.db.transaction import read, write
from academy_cli.db.upgrade import upgrade
from academy_cli.models import ApiToken, Enrollment, Grant, OneTimeToken, User, metadata

AT = datetime(2026, 1, 1, tzinfo=UTC)
PERSON = ("id", "email", "name", "created_at")
ONCE = (User, Enrollment, Grant, OneTimeToken, ApiToken)
THERE = (
    (
        "insert into courses (id, slug, title, language, status, fields, source_sha256, reader, revision,"
        " created_at, updated_at)"
        " values (1, 'one', '', 'en', 'draft', '{}', '', '', 0, '2026-01-01', '2026-01-01')"
    ),
    (
        "insert into users (id, email, name, created_at) values (3, 'a@x.org', 'Ann', '2026-01-01 00:00:00'),"
        " (5, 'b@x.org', 'Bo; drop table', '2026-01-02 00:00:00')"
    ),
    "insert into enrollments (id, user_id, course_id, enrolled_at) values (4, 5, 1, '2026-01-03 00:00:00')",
    "insert into grants (id, enrollment_id, kind, granted_at) values (6, 4, 'gift', '2026-01-04 00:00:00')",
    (
        "insert into api_tokens (id, user_id, name, prefix, digest, scopes, created_at, made_by_id)"
        " values (7, 3, 'ci', 'a', 'x', '[]', '2026-01-05 00:00:00', null),"
        " (8, 3, 'cd', 'b', 'y', '[]', '2026-01-05 00:00:00', 7)"
    ),
)
REMEMBERED = (
    (
        "insert into batches (id, reference, kind, file_name, file_sha256, options, rows, done, counts,"
        " state, actor, started_at)"
        " values (1, 'B-1', 'progress', '', '', '{}', 1, 1, '{}', 'done', '', '2026-01-05'),"
        " (2, 'B-2', 'users', '', '', '{}', 1, 1, '{}', 'done', '', '2026-01-05')"
    ),
    (
        "insert into batch_rows (batch_id, number, outcome, subject_id) values (1, 1, 'update', 81),"
        " (2, 1, 'create', 9)"
    ),
    (
        "insert into audit_log (id, at, actor, action, subject, source, details_sha256, previous, digest)"
        " values (1, '2026-01-05', 'operator:ann', 'user.set', 'user:70', '{}', '', '', '')"
    ),
    (
        'insert into outbox (event, recipient, template, "values", created_at, state, next_try_at)'
        " values ('invitation:92', 'a@x.org', 'invitation', '{}', '2026-01-05', 'sent', '2026-01-05')"
    ),
)
"""What tells of people, seats and links that are gone."""


def person(number: int) -> tuple[object, ...]:
    return (number, f"p{number}@x.org", "", AT)


def test_the_number_of_somebody_who_is_gone_is_nobody_elses(engine: Engine) -> None:
    with write(engine) as connection:
        gone = list(allocate_ids(connection, User, 3))
        insert_rows(connection, User, PERSON, map(person, gone))
    with write(engine) as connection:
        connection.execute(delete(User))
    engine.dispose()

    with write(engine) as connection:
        insert_rows(connection, User, PERSON, map(person, allocate_ids(connection, User, 2)))
        with Session(connection) as session:
            session.add(User(email="z@x.org", name="", created_at=AT))
            session.flush()
        new = set(connection.scalars(select(User.id)))

    assert len(new) == 3
    assert not new & set(gone)


def test_an_old_database_counts_on_behind_every_number_that_anything_remembers(
    tmp_path: Path,
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'old.db'}")
    upgrade(engine, "academy", wait_s=5, history=History(HISTORY.revisions[:9]))
    with write(engine) as connection:
        for said in (*THERE, *REMEMBERED):
            connection.execute(text(said))
        before = everything(connection)

    upgrade(engine, "academy", wait_s=5, history=History(HISTORY.revisions[:10]))
    with read(engine) as connection:
        assert everything(connection) == before
    upgrade(engine, "academy", wait_s=5)

    with write(engine) as connection:
        assert list(findings(connection)) == []
        assert counting(connection) >= {model.__tablename__ for model in ONCE}
        new = [allocate_ids(connection, model, 1)[0] for model in ONCE]
    engine.dispose()
    assert new == [71, 82, 7, 93, 9]


def test_references_to_what_was_made_anew_are_held(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'old.db'}")
    upgrade(engine, "academy", wait_s=5, history=History(HISTORY.revisions[:9]))
    with write(engine) as connection:
        for said in THERE:
            connection.execute(text(said))

    upgrade(engine, "academy", wait_s=5)

    with pytest.raises(IntegrityError, match="FOREIGN KEY"), write(engine) as connection:
        connection.execute(text("delete from users where id = 5"))
    engine.dispose()


def test_migrations_and_models_agree_on_what_is_numbered_once(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)

    with write(engine) as connection:
        migrated = counting(connection)
        metadata().drop_all(connection)
        metadata().create_all(connection)
        created = counting(connection)

    engine.dispose()
    assert migrated == created
    assert created >= {model.__tablename__ for model in ONCE}


def counting(connection: Connection) -> set[str]:
    """The tables whose numbers SQLite gives once."""
    once = "select name from sqlite_master where sql like '%PRIMARY KEY AUTOINCREMENT%'"
    return set(connection.scalars(text(once)))


def everything(connection: Connection) -> Mapping[str, Any]:
    """Every row of every table, and what holds of tables beside their keys' names."""
    looked = inspect(connection)
    names = sorted(set(looked.get_table_names()) - {"alembic_version"})
    rows = {name: connection.execute(text(f"select * from {name}")).all() for name in names}
    held = {
        name: (
            [str(column) for column in looked.get_columns(name)],
            looked.get_pk_constraint(name)["constrained_columns"],
            looked.get_foreign_keys(name),
            looked.get_unique_constraints(name),
            sorted(str(check) for check in looked.get_check_constraints(name)),
            sorted((index["name"], str(index["column_names"])) for index in looked.get_indexes(name)),
            sorted(connection.scalars(text(f"select sql from sqlite_master where tbl_name = '{name}'"
                                           " and type = 'index' and sql is not null"))),
        )
        for name in names
    }  # fmt: skip
    return {"rows": rows, "held": held}
