"""How fast a million rows are backed up and brought back, against PostgreSQL's own tools on the same rows.

Knows an academy of a hundred thousand learners, the same on both engines, and how pg_dump and pg_restore
are called; refuses to know what is in an archive. Every time is that of a whole process.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from academy_cli.db.bulk import insert_rows
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.models import Content, Course, Enrollment, LessonProgress, User
from benchmarks.measure import BIN, Figure, Run, in_turn, ratio, run
from tests.postgres import Server, running

ACADEMY = BIN / "academy"
PEOPLE, COURSES, LESSONS = 100_000, 3, 2
ROUNDS = 3
FILL = "import sys; from benchmarks.backups import fill; fill(sys.argv[1])"
THEN = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = [
    "Ada",
    "Ben",
    "Chloé",
    "Dmitri",
    "Élodie",
    "Fatima",
    "Giorgos",
    "Hana",
    "İpek",
    "João",
    "Łukasz",
    "Ñuño",
    "Österreich",
    "Zoë",
    "李明",
]


class Made(NamedTuple):
    """A backup: how long it took, how much memory, and how large it is."""

    ran: Run
    size: int


def backups(scratch: Path, environ: dict[str, str]) -> Iterator[Figure]:
    """Making from both engines, and bringing back into PostgreSQL."""
    file = scratch / "backed-up.db"
    with running() as server:
        server.create("backed")
        urls = {"PostgreSQL": server.url("backed"), "SQLite": f"sqlite:///{file}"}
        for url in urls.values():
            _academy(url, scratch, environ)
        yield from _made(urls, server, scratch, environ)
        yield from _brought_back(server, scratch, environ)


def _made(
    urls: dict[str, str], server: Server, scratch: Path, environ: dict[str, str]
) -> Iterator[Figure]:
    dump = scratch / "rows.dump"
    latest: dict[str, Made] = {}

    def dumped_s() -> float:
        words = ["-Fc", "-U", "academy", "-h", server.folder, "-f", dump, "backed"]
        return run([server.binaries / "pg_dump", *words], environ).seconds

    def made_s(engine: str) -> float:
        latest[engine] = _create(urls[engine], scratch / engine, environ)
        return latest[engine].ran.seconds

    theirs, *ours = in_turn([dumped_s, *(lambda e=e: made_s(e) for e in urls)], ROUNDS)
    size = dump.stat().st_size
    for engine, seconds, asked in zip(urls, ours, (1.0, 1.2), strict=True):
        made = latest[engine]
        yield ratio(f"backup of {_rows():,} rows, {engine} / pg_dump -Fc", seconds, theirs, asked)
        detail = f"{made.size / 1e6:.1f} MB / {size / 1e6:.1f} MB"
        yield Figure(f"size of that, {engine}", made.size / size, 1.15, "x", detail)
        yield Figure(f"memory of that, {engine}", made.ran.memory_mb, 100, "MB", "the process")


def _brought_back(server: Server, scratch: Path, environ: dict[str, str]) -> Iterator[Figure]:
    numbers, used = count(), list[float]()

    def fresh() -> str:
        name = f"back{next(numbers)}"
        server.create(name)
        return name

    def theirs_s() -> float:
        words = ["-1", "-U", "academy", "-h", server.folder, "-d", fresh(), scratch / "rows.dump"]
        return run([server.binaries / "pg_restore", *words], environ).seconds

    def ours_s(engine: str) -> float:
        words = ["backup", "restore", "latest", "--yes", "--to", scratch / engine]
        done = run([ACADEMY, *words, "--database", server.url(fresh())], environ)
        used.append(done.memory_mb)
        return done.seconds

    works = [theirs_s, lambda: ours_s("PostgreSQL"), lambda: ours_s("SQLite")]
    theirs, own, others = in_turn(works, ROUNDS)
    yield ratio("restore into PostgreSQL / pg_restore -1", own, theirs, 1.25)
    yield ratio("restore of SQLite's into PostgreSQL / pg_restore -1", others, theirs, 1.25)
    yield Figure("memory of a restore", max(used), 100, "MB", "the process")


def _create(url: str, folder: Path, environ: dict[str, str]) -> Made:
    before = set(folder.glob("*.acb"))
    ran = run([ACADEMY, "backup", "create", "--to", folder, "--database", url], environ)
    [made] = set(folder.glob("*.acb")) - before
    return Made(ran, made.stat().st_size)


def _rows() -> int:
    return PEOPLE * (1 + COURSES + COURSES * LESSONS)


def _academy(url: str, scratch: Path, environ: dict[str, str]) -> None:
    """An academy with its learners, each in every course with every lesson begun."""
    run([ACADEMY, "db", "upgrade", "--database", url], environ)
    for number in range(COURSES):
        course = scratch / f"course-{number}"
        course.mkdir(exist_ok=True)
        (course / "course.yaml").write_text(f"id: c{number}\ntitle: Course {number}\n")
        for lesson in range(LESSONS):
            (course / f"{lesson}.md").write_text(f"# Lesson {lesson}\n\nRead this.\n")
        run([ACADEMY, "course", "sync", course, "--yes", "--database", url], environ)
    run(
        [sys.executable, "-c", FILL, url], environ
    )  # in a process of its own, whose memory is its own


def fill(url: str) -> None:
    """Fill an academy that has its courses."""
    database = Database(url)
    with write(database.engine) as connection:
        _fill(connection)
    with read(database.engine) as connection:
        many = connection.scalar(select(func.count()).select_from(LessonProgress))
        assert many == PEOPLE * COURSES * LESSONS
    database.close()


def _fill(connection: Connection) -> None:
    chance = Random(os.environ.get("SEED", "1"))
    insert_rows(connection, User, ("id", "email", "name", "created_at"), _people(chance))
    courses = list(connection.scalars(select(Course.id).order_by(Course.id)))
    seats = (
        (n * COURSES + i + 1, n + 1, course, _moment(chance))
        for n in range(PEOPLE)
        for i, course in enumerate(courses)
    )
    insert_rows(connection, Enrollment, ("id", "user_id", "course_id", "enrolled_at"), seats)
    lessons = {
        one: list(connection.scalars(select(Content.id).where(Content.course_id == one)))
        for one in courses
    }
    columns = ("enrollment_id", "content_id", "state", "started_at", "completed_at", "seconds")
    insert_rows(connection, LessonProgress, columns, _steps(chance, courses, lessons))


def _people(chance: Random) -> Iterator[tuple[Any, ...]]:
    for number in range(PEOPLE):
        name = f"{chance.choice(WORDS)} {chance.choice(WORDS)} {chance.randrange(10**6)}"
        yield number + 1, f"learner{number}@example.org", name, _moment(chance)


def _steps(
    chance: Random, courses: list[int], lessons: dict[int, list[int]]
) -> Iterator[tuple[Any, ...]]:
    for n in range(PEOPLE):
        for i, course in enumerate(courses):
            for lesson in lessons[course][:LESSONS]:
                at = _moment(chance)
                is_done = chance.random() < 0.7
                state, end = ("completed", at) if is_done else ("started", None)
                yield n * COURSES + i + 1, lesson, state, at, end, chance.randrange(3600)


def _moment(chance: Random) -> datetime:
    return THEN + timedelta(microseconds=chance.randrange(300 * 86_400 * 10**6))
