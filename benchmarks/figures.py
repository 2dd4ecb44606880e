"""How long answers about ten million rows of progress take, against the SQL that tells them.

Knows a crowd of learners and which questions are asked; refuses to know how they are answered. The floor of
an answer is its own queries, as ``--explain`` shows them, on the bare connection; that of the learners of
each month is written by hand as well, so that a slow query does not excuse itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import Connection, Engine, text

from academy_cli.access.actor import operator
from academy_cli.analytics.asking import By, Question, Subject
from academy_cli.analytics.service import Stats
from academy_cli.analytics.views import Explained
from academy_cli.db.bulk import insert_rows
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.models import Content, Course, Enrollment, LessonProgress, User
from benchmarks.engines import each_engine
from benchmarks.measure import Figure, in_turn, ratio

LEARNERS, LESSONS, COURSES = 500_000, 20, 10
ROUNDS = 3
FIRST, NOW = datetime(2025, 12, 1, tzinfo=UTC), datetime(2026, 11, 28, 12, tzinfo=UTC)
DAYS = (NOW - FIRST).days
MONTHS = (
    Question(Subject.ENGAGEMENT, By.MONTH),
    Question(Subject.ENGAGEMENT, By.COURSE, date(2025, 12, 1)),
    Question(Subject.CONVERSIONS, By.MONTH),
    Question(Subject.COURSES, By.COURSE, date(2025, 12, 1)),
    Question(Subject.USERS, By.MONTH),
)
BY_HAND = {
    "sqlite": "select substr(at, 1, 7), count(distinct user_id) from ({}) join enrollments"
    " on enrollments.id = enrollment_id group by 1",
    "postgresql": "select date_trunc('month', at at time zone 'UTC'), count(distinct user_id) from ({})"
    " as traces join enrollments on enrollments.id = enrollment_id group by 1",
}
TRACES = " union all ".join(
    f"select enrollment_id, {at} as at from lesson_progress where {at} is not null"
    for at in ("started_at", "completed_at", "last_seen_at")
)


def figures(scratch: Path, environ: dict[str, str], learners: int = LEARNERS) -> Iterator[Figure]:
    """Ten million rows on both engines."""
    del environ
    for engine, url in each_engine(scratch, "figures"):
        yield from _on(engine, url, learners)


def _on(name: str, url: str, learners: int) -> Iterator[Figure]:
    database = Database(url)
    database.upgrade()
    with write(database.engine) as connection:
        rows = _fill(connection, learners)
    _settle_down(database.engine)
    stats = Stats(database, operator("bench"), clock=lambda: NOW)
    for asked in MONTHS:
        what = f"{asked.subject.value} by {asked.by.value} of {rows:,} rows, {name}"
        yield _measured(
            what, database.engine, stats.explain(asked), lambda asked=asked: stats.tell(asked)
        )
    asked = MONTHS[0]
    cohorts, stops = stats.explain_retention(asked), stats.explain_stops(asked)
    engine = database.engine
    yield _measured(f"retention, {name}", engine, cohorts, lambda: stats.retention(asked))
    yield _measured(f"stops, {name}", engine, stops, lambda: stats.stops(asked))
    yield _by_hand(name, engine, stats)
    database.close()


def _measured(
    what: str, engine: Engine, explained: Sequence[Explained], answer: Callable[[], object]
) -> Figure:
    queries = list(dict.fromkeys(one.query for one in explained if one.query))
    least, taken = in_turn([lambda: _run_s(engine, queries), lambda: _timed_s(answer)], ROUNDS)
    return ratio(what, taken, least, 2)


def _by_hand(name: str, engine: Engine, stats: Stats) -> Figure:
    """The learners of each month alone, against a query that somebody wrote for them."""
    hand = BY_HAND[engine.dialect.name].format(TRACES)
    ours = [one.query for one in stats.explain(MONTHS[0]) if one.figure == "learners"]
    queries = [query for query in ours if query]
    works = [lambda: _run_s(engine, [hand]), lambda: _run_s(engine, queries)]
    least, taken = in_turn(works, ROUNDS)
    return ratio(f"learners by month against SQL by hand, {name}", taken, least, 2)


def _run_s(engine: Engine, queries: Sequence[str]) -> float:
    begun = time.perf_counter()
    with read(engine) as connection:
        for query in queries:
            raw = query if engine.dialect.name == "sqlite" else query.replace("%", "%%")
            connection.exec_driver_sql(raw).all()
    return time.perf_counter() - begun


def _timed_s(answer: Callable[[], object]) -> float:
    begun = time.perf_counter()
    answer()
    return time.perf_counter() - begun


def _fill(connection: Connection, learners: int) -> int:
    """People, each in a course, with all its lessons begun; how many rows of progress that is."""
    moments = {"created_at": FIRST, "updated_at": FIRST}
    texts = {
        "language": "en",
        "status": "published",
        "fields": "{}",
        "source_sha256": "",
        "reader": "",
    }
    courses = range(1, COURSES + 1)
    named = [{"id": n, "slug": f"course-{n}", "title": f"Course {n}"} for n in courses]
    rows = [{**one, **texts, **moments, "revision": 1} for one in named]
    connection.execute(Course.__table__.insert(), rows)
    columns = ("id", "course_id", "kind", "key", "path", "position", "title", "fields", "is_archived",
               "created_revision", "updated_revision")  # fmt: skip
    lessons = (
        ((c - 1) * LESSONS + n + 1, c, "lesson", f"l{n}", f"{n}.md", n, f"L{n}", "{}", False, 1, 1)
        for c in courses
        for n in range(LESSONS)
    )
    insert_rows(connection, Content, columns, lessons)
    everybody = range(1, learners + 1)
    people = ((n, f"learner{n}@example.org", "L", _begun(n)) for n in everybody)
    insert_rows(connection, User, ("id", "email", "name", "created_at"), people)
    seats = ((n, n, n % COURSES + 1, _begun(n)) for n in everybody)
    insert_rows(connection, Enrollment, ("id", "user_id", "course_id", "enrolled_at"), seats)
    names = (
        "enrollment_id",
        "content_id",
        "state",
        "started_at",
        "completed_at",
        "seconds",
        "last_seen_at",
    )
    insert_rows(connection, LessonProgress, names, _steps(learners))
    return learners * LESSONS


def _begun(learner: int) -> datetime:
    return FIRST + timedelta(days=learner * 7919 % DAYS, seconds=learner % 86400)


def _steps(learners: int) -> Iterator[tuple[object, ...]]:
    chance = Random(1)
    for learner in range(1, learners + 1):
        at = _begun(learner)
        first = (learner % COURSES) * LESSONS + 1
        for lesson in range(first, first + LESSONS):
            at = min(at + timedelta(hours=chance.randrange(1, 120)), NOW)
            if chance.random() < 0.8:
                yield learner, lesson, "completed", at, at, 600, at
            else:
                yield learner, lesson, "started", at, None, 60, at


def _settle_down(engine: Engine) -> None:
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            alone.execute(text("vacuum analyze"))
