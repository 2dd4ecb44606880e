"""How long a recount takes for a course with very many learners, against the database's own counting.

Knows what learners did and how a database is asked; refuses to know what is asked for.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from sqlalchemy import Connection, Engine, select, text

from academy_cli.app import Academy, Acting, open_academy
from academy_cli.config.load import load
from academy_cli.db.bulk import insert_rows
from academy_cli.db.transaction import read, write
from academy_cli.models import Content, Course, Enrollment, Grant, LessonProgress, User
from benchmarks.measure import Figure, in_turn, ratio

LEARNERS, LESSONS = 100_000, 20
EVERY = 100
"""One of so many learners has done everything, and nobody has noticed."""
THEN = datetime(2026, 1, 1, tzinfo=UTC)
SLUG = "crowded"
FLOOR = text(
    "select enrollment_id, count(*) from lesson_progress join enrollments on enrollments.id = enrollment_id "
    "where course_id = :course and state = 'completed' group by enrollment_id"
)


def write_course(folder: Path) -> Path:
    """A course of so many lessons."""
    course = folder / SLUG
    course.mkdir()
    (course / "course.yaml").write_text(f"id: {SLUG}\ntitle: Crowded\n", encoding="utf-8")
    for number in range(LESSONS):
        page = f"# Lesson {number}\n\nRead this.\n"
        (course / f"{number:02}.md").write_text(page, encoding="utf-8")
    return course


def academy_at(folder: Path, url: str, environ: dict[str, str]) -> Academy:
    """An academy in which the course has its learners, each with something done."""
    academy = open_academy(load(folder, environ, {"database_url": url}), acting=Acting("bench"))
    with write(academy.database.engine) as connection:
        _fill(connection)
    _settle_down(academy.database.engine)
    return academy


def recount(name: str, academy: Academy, rounds: int) -> Figure:
    """A recount's time as a multiple of the floor: one group for each learner, of the same rows."""
    engine = academy.database.engine

    def floor_s() -> float:
        begun = time.perf_counter()
        with read(engine) as connection:
            course = connection.scalar(select(Course.id).where(Course.slug == SLUG))
            connection.execute(FLOOR, {"course": course}).all()
        return time.perf_counter() - begun

    def recount_s() -> float:
        begun = time.perf_counter()
        found = academy.progress.recount(SLUG, dry_run=True)
        if found.gained != LEARNERS // EVERY:
            message = f"{found.gained} learners are said to have done enough"
            raise ValueError(message)
        return time.perf_counter() - begun

    least, ours = in_turn([floor_s, recount_s], rounds)
    return ratio(f"recount for {LEARNERS:,} learners, {name}", ours, least, 3)


def _fill(connection: Connection) -> None:
    course = connection.scalar(select(Course.id).where(Course.slug == SLUG))
    lessons = connection.scalars(select(Content.id).where(Content.course_id == course)).all()
    everybody = range(1, LEARNERS + 1)
    people = ((n, f"learner{n}@example.org", "Learner", THEN) for n in everybody)
    insert_rows(connection, User, ("id", "email", "name", "created_at"), people)
    seats = ((n, n, course, THEN) for n in everybody)
    insert_rows(connection, Enrollment, ("id", "user_id", "course_id", "enrolled_at"), seats)
    gifts = ((n, "gift", THEN) for n in everybody)
    insert_rows(connection, Grant, ("enrollment_id", "kind", "granted_at"), gifts)
    columns = ("enrollment_id", "content_id", "state", "started_at", "completed_at", "seconds")
    insert_rows(connection, LessonProgress, columns, _steps(lessons))


def _steps(lessons: list[int]) -> Iterator[tuple[object, ...]]:
    chance = Random(1)
    for learner in range(1, LEARNERS + 1):
        done = LESSONS if learner % EVERY == 0 else chance.randrange(LESSONS)
        yield from ((learner, one, "completed", THEN, THEN, 60) for one in lessons[:done])


def _settle_down(engine: Engine) -> None:
    """Let the database learn what it holds, as it would have by itself after a while."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.commit()
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            alone.execute(text("vacuum analyze"))
