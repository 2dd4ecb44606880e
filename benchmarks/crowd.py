"""A million people in two hundred courses, as an academy of some years holds them.

Knows rows and how they spread: a few courses have most learners, one in five people has not come yet. Fills a
migrated database; refuses to measure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from sqlalchemy import Connection, Engine, text

from academy_cli.db.bulk import insert_rows
from academy_cli.db.transaction import write
from academy_cli.models import (
    AuditEntry,
    Content,
    Course,
    Enrollment,
    Grant,
    LessonProgress,
    User,
    UserRole,
)

PEOPLE, COURSES, LESSONS, ENTRIES = 1_000_000, 200, 20, 300_000
STEP = 7_919
"""A prime: what a number gives is spread over all rows, in no order that an index would like."""
BEGUN = datetime(2023, 1, 1, tzinfo=UTC)
DAYS = 1_400
ADMINS, SUPPORTERS, INSTRUCTORS = 5, 40, 500
LARGEST = "course-1"
"""The course with most learners."""
FIRST = "Ann Bo Carla Dmitri Élodie Fatima Giulia Håkon Inés Jürgen Käthe Lee Marek Noor Óscar Zoë"
LAST = (
    "Lee Müller Smith García Novák Öztürk Rossi Kowalski Nguyen Silva Dubois Ärmel O'Brien Berg Kim"
)
HOSTS = ("example.org", "example.com", "mail.example.net", "uni.example.edu")
LANGUAGES = ("de", "de", "de", "de-AT", "en", "en", "en-GB", "fr", "es", None)
ZONES = ("Europe/Berlin", "Europe/Berlin", "Europe/Vienna", "Europe/London", "America/Bogota", None)
HASH = "$2b$12$" + "abcdefghij" * 5 + "abc"


def fill(engine: Engine) -> None:
    """Put everybody into a database that holds nobody, and let it learn what it holds."""
    with write(engine) as connection:
        _courses(connection)
        _people(connection)
        _seats(connection)
        _steps(connection)
        _entries(connection)
    settle_down(engine)


def settle_down(engine: Engine) -> None:
    """What a database would have done by itself after a while.

    PostgreSQL's autovacuum vacuums and analyses; SQLite does neither, so neither is done there.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("vacuum analyze"))


def learners_of(course: int) -> int:
    """How many are in the n-th course, from 1: the first ones have most of them."""
    return int(PEOPLE / course / sum(1 / one for one in range(1, COURSES + 1)))


def _when(number: int) -> datetime:
    return BEGUN + timedelta(seconds=number * STEP % (DAYS * 86_400), microseconds=number)


def _courses(connection: Connection) -> None:
    columns = ("id", "slug", "title", "language", "status", "fields", "source_sha256", "reader")
    columns += ("revision", "created_at", "updated_at")
    rows = (
        (n, f"course-{n}", f"Course {n}", "en", "published", "{}", "", "", 1, BEGUN, BEGUN)
        for n in range(1, COURSES + 1)
    )
    insert_rows(connection, Course, columns, rows)
    columns = ("id", "course_id", "kind", "position", "key", "path", "title", "fields")
    columns += ("source_sha256", "findings", "is_archived", "created_revision", "updated_revision")
    lessons = (
        (n, 1, "lesson", n, f"l{n}", f"l{n}.md", f"Lesson {n}", "{}", "", "[]", False, 1, 1)
        for n in range(1, LESSONS + 1)
    )
    insert_rows(connection, Content, columns, lessons)


def _people(connection: Connection) -> None:
    columns = ("id", "email", "name", "created_at", "language", "time_zone", "metadata")
    columns += ("email_verified_at", "password_hash", "last_seen_at", "deactivated_at", "erased_at")
    insert_rows(connection, User, columns, map(_person, range(1, PEOPLE + 1)))
    staff = [("admin", None)] * ADMINS + [("support", None)] * SUPPORTERS
    staff += [("instructor", 1 + n % COURSES) for n in range(INSTRUCTORS)]
    held = (
        (1 + n * STEP % PEOPLE, role, course, course or 0, BEGUN)
        for n, (role, course) in enumerate(staff)
    )
    insert_rows(connection, UserRole, ("user_id", "role", "course_id", "place", "granted_at"), held)


def _person(number: int) -> tuple[Any, ...]:
    """One in five has not come yet, one in fifty may not any more, one in a thousand was erased."""
    chance = number * 2_654_435_761 % 2**32
    made = _when(number)
    if chance % 1009 == 7:
        email = f"erased-{number}@academy.invalid"
        return (number, email, "erased", made, None, None, None, None, None, None, made, made)
    first, last = FIRST.split()[chance >> 28], LAST.split()[(chance >> 12) % 15]
    email = f"{first.lower()}.{chance >> 8}.{number % 256}@{HOSTS[chance % 4]}"
    tongue, zone = LANGUAGES[(chance >> 9) % 10], ZONES[(chance >> 10) % 6]
    extra = '{"team":"red"}' if chance % 5 == 0 else None
    gone = made if (chance >> 7) % 50 == 11 else None
    told = (number, email, f"{first} {last}", made, tongue, zone, extra)
    if (chance >> 6) % 5 == 3:
        return (*told, None, None, None, gone, None)
    proved, seen = made if (chance >> 5) % 20 else None, made + timedelta(days=(chance >> 4) % 300)
    return (*told, proved, HASH, seen, gone, None)


def _seats(connection: Connection) -> None:
    """A seat for each learner of each course, and a grant of each seat; some were revoked."""
    sizes = [learners_of(n) for n in range(1, COURSES + 1)]
    ends = [0, *accumulate(sizes)]

    def seats() -> Iterator[tuple[Any, ...]]:
        for course, size in enumerate(sizes, 1):
            for n in range(size):
                at = _when(n)
                seat = ends[course - 1] + n + 1
                person = 1 + (n * STEP + course) % PEOPLE
                done, gone = (at if n % 9 == 4 else None), (at if n % 40 == 3 else None)
                yield seat, person, course, at, done, 1 if done else None, gone, at

    columns = ("id", "user_id", "course_id", "enrolled_at", "completed_at", "completed_revision")
    insert_rows(connection, Enrollment, (*columns, "removed_at", "last_seen_at"), seats())
    columns = ("enrollment_id", "kind", "reason", "ends_at", "granted_at", "revoked_at")
    grants = (
        (
            *(n, ("gift", "bulk", "free")[n % 3], None),
            *(_when(n) + timedelta(days=n % 2000), BEGUN, BEGUN if n % 33 == 5 else None),
        )
        for n in range(1, ends[-1] + 1)
    )
    insert_rows(connection, Grant, columns, grants)


def _steps(connection: Connection) -> None:
    """Up to five lessons of the largest course, done by each of its learners."""
    columns = ("enrollment_id", "content_id", "state", "started_at", "completed_at", "seconds")
    rows = (
        (seat, lesson, "completed", BEGUN, BEGUN, 60)
        for seat in range(1, learners_of(1) + 1)
        for lesson in range(1, 1 + seat % 6)
    )
    insert_rows(connection, LessonProgress, columns, rows)


def _entries(connection: Connection) -> None:
    """Entries of the log; nobody here proves them."""
    columns = ("id", "at", "actor", "action", "subject", "source", "details", "salt")
    chance = Random(1)
    acts = ("user.set", "user.invite", "course.apply", "enrollment.create", "enrollment.extend")
    source, details = '{"command":"academy","shell":"cli"}', '{"after":{"name":"x"},"before":{}}'
    rows = (
        (
            *(n, BEGUN + timedelta(minutes=n), f"user:{1 + n % 45 * STEP % PEOPLE}"),
            *(chance.choice(acts), f"user:{1 + n * STEP % PEOPLE}", source, details, "salt"),
            *("d", "p", f"{n:064}"),
        )
        for n in range(1, ENTRIES + 1)
    )
    insert_rows(connection, AuditEntry, (*columns, "details_sha256", "previous", "digest"), rows)
