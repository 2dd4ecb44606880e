"""People for tests of the command line: accounts, and what learners did before.

Knows the tables of the academy in a home; refuses to know how an account is made.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.cli.conftest import Ran, Run

THEN = "2026-01-01 00:00:00.000000"


def account(home: Path, name: str) -> str:
    """Somebody with an account; returns the address."""
    email = f"{name}@x.org"
    values = (email, name.title(), THEN)
    execute(home, "insert into users (email, name, created_at) values (?, ?, ?)", values)
    return email


def instructor(home: Path, email: str, course: str) -> None:
    """Let somebody teach a course."""
    statement = (
        "insert into user_roles (user_id, role, course_id, place, granted_at) "
        "select users.id, 'instructor', courses.id, courses.id, ? from users, courses "
        "where email = ? and slug = ?"
    )
    execute(home, statement, (THEN, email, course))


def done(home: Path, email: str) -> None:
    """Let somebody have done every lesson of every course they are in, without anybody noticing."""
    statement = (
        "insert into lesson_progress (enrollment_id, content_id, state, started_at, completed_at) "
        "select enrollments.id, contents.id, 'completed', ?, ? from enrollments "
        "join users on users.id = user_id join contents on contents.course_id = enrollments.course_id "
        "where email = ? and contents.kind = 'lesson'"
    )
    execute(home, statement, (THEN, THEN, email))


def shown(academy: Run, *words: str) -> dict[str, Any]:
    """What a command answers as one object."""
    ran = academy(*words, "--format", "json")
    assert ran.code == 0, ran.err
    return dict(json.loads(ran.out))


def emails(ran: Ran) -> list[str]:
    """The first part of the address in each line."""
    return [line.partition("@")[0] for line in ran.out.splitlines()]


def execute(home: Path, statement: str, values: tuple[str, ...] = ()) -> None:
    """Do something to the database of a home by other hands."""
    with closing(sqlite3.connect(home / "academy.db")) as connection, connection:
        connection.execute(statement, values)
