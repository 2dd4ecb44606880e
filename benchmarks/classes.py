"""How fast classes and their progress are imported: a hundred thousand rows of each, against a floor.

Knows files of learners and databases that have their accounts; refuses to know how rows are written.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import NamedTuple

from benchmarks.floors import CLASSES
from benchmarks.imports import STEP, people
from benchmarks.measure import BIN, Figure, floor, in_turn, ratio, run
from tests.postgres import Server, running

ACADEMY = BIN / "academy"
ROWS, LESSONS = 100_000, 10
ROUNDS = 1
MOST, ROWS_PER_S = 6.0, 10_000
"""Times the floor, which only writes: an import also asks what is there and, of progress, what follows."""
ACCOUNTS, LEARNERS = "accounts", "learners"
"""What a database has before the import: people, or people in a course as well."""


class Kind(NamedTuple):
    """One kind of rows: its command, its file, and what has to be there first."""

    noun: str
    file: Path
    state: str


class Place(NamedTuple):
    """An engine: its name, its floor, and a fresh database with accounts, or with learners as well."""

    name: str
    floor: str
    fresh: Callable[[str], str]


def classes(scratch: Path, environ: dict[str, str]) -> Iterator[Figure]:
    """Enrollments and progress, on both engines."""
    accounts = people(scratch / "accounts.csv", ROWS)
    class_file, done_file = _class(scratch / "class.csv"), _done(scratch / "done.csv")
    learners = _class(scratch / "learners.csv", ROWS // LESSONS)
    course = _course(scratch / "classes")
    kinds = (Kind("enrollment", class_file, ACCOUNTS), Kind("progress", done_file, LEARNERS))

    def fill(url: str, state: str) -> None:
        run([ACADEMY, "db", "upgrade", "--database", url], environ)
        run([ACADEMY, "course", "sync", course, "--yes", "--database", url], environ)
        _import("user", accounts, url, environ, "--no-mail", course="")
        if state == LEARNERS:
            _import("enrollment", learners, url, environ, "--no-mail")

    with running() as server:
        places = (_sqlite(scratch, fill), _postgresql(server, fill))
        for kind in kinds:
            rows = _rows(scratch, places[0], kind, environ)
            for place in places:
                yield from _figures(place, kind, rows, environ)


def _figures(place: Place, kind: Kind, rows: Path, environ: dict[str, str]) -> Iterator[Figure]:
    latest = [""]

    def floor_s() -> float:
        target = place.fresh(kind.state).removeprefix("sqlite:///")
        return floor(place.floor, kind.file, rows, target, environ=environ)

    def first_s() -> float:
        latest[0] = place.fresh(kind.state)
        return _import(kind.noun, kind.file, latest[0], environ)

    least, first, again = in_turn(
        [floor_s, first_s, lambda: _import(kind.noun, kind.file, latest[0], environ)], ROUNDS
    )
    what, speed = f"{kind.noun} import, {ROWS:,} rows, {place.name}", f"{ROWS / first:,.0f} rows/s"
    yield ratio(what, first, least, MOST)
    yield Figure(f"{what}, seconds", first, ROWS / ROWS_PER_S, "s", speed)
    yield ratio(f"the same {kind.noun} file again, {place.name}", again, first, 0.6)


def _import(
    noun: str, file: Path, url: str, environ: dict[str, str], *words: str, course: str = "classes"
) -> float:
    about = ["--course", course] if course else []
    command = [ACADEMY, noun, "import", file, "--yes", "--database", url, *about, *words]
    return run(command, environ).seconds


def _rows(scratch: Path, place: Place, kind: Kind, environ: dict[str, str]) -> Path:
    """A database of nothing but what an import wrote."""
    rows, url = scratch / f"{kind.noun}-rows.db", place.fresh(kind.state)
    before = _last_rows(url)
    _import(kind.noun, kind.file, url, environ)
    shutil.copyfile(url.removeprefix("sqlite:///"), rows)
    with closing(sqlite3.connect(rows)) as connection, connection:
        for table, last in before.items():
            key = "batch_id" if table == "batch_rows" else "rowid"
            connection.execute(f"delete from {table} where {key} <= {last}")
    return rows


def _last_rows(url: str) -> dict[str, int]:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        return {
            table: connection.execute(
                f"select coalesce(max({'batch_id' if table == 'batch_rows' else 'rowid'}), 0)"
                f" from {table}"
            ).fetchone()[0]
            for table in CLASSES
        }


def _course(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "course.yaml").write_text("id: classes\ntitle: Classes\n", encoding="utf-8")
    for number in range(LESSONS):
        text = f"---\nid: lesson-{number}\n---\n# Lesson {number}\n"
        (folder / f"lesson-{number}.md").write_text(text, encoding="utf-8")
    return folder


def _class(file: Path, many: int = ROWS) -> Path:
    """A file of people who are let in."""
    return _written(file, "email", (_address(number, many) for number in range(many)))


def _done(file: Path) -> Path:
    """A file of every lesson of some learners, those of one far from each other."""
    learners = ROWS // LESSONS
    rows = (
        f"{_address(number, learners)},lesson-{lesson}"
        for lesson in range(LESSONS)
        for number in range(learners)
    )
    return _written(file, "email,lesson", rows)


def _address(number: int, many: int) -> str:
    return f"person{number * STEP % many}@example.org"


def _written(file: Path, header: str, rows: Iterator[str]) -> Path:
    with file.open("w", encoding="utf-8") as text:
        text.write(f"{header}\n")
        text.writelines(f"{row}\n" for row in rows)
    return file


def _sqlite(scratch: Path, fill: Callable[..., None]) -> Place:
    target = scratch / "classes.db"

    def fresh(state: str) -> str:
        kept = scratch / f"classes-{state}.db"
        if not kept.exists():
            fill(f"sqlite:///{kept}", state)
        for old in scratch.glob("classes.db*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        shutil.copyfile(kept, target)
        return f"sqlite:///{target}"

    return Place("SQLite", "class-sqlite", fresh)


def _postgresql(server: Server, fill: Callable[..., None]) -> Place:
    numbers, kept = count(), list[str]()

    def fresh(state: str) -> str:
        template, name = f"classes_{state}", f"classes{next(numbers)}"
        if template not in kept:
            server.create(template)
            fill(server.url(template), state)
            kept.append(template)
        server.create(name, template=template)
        return server.url(name)

    return Place("PostgreSQL", "class-postgresql", fresh)
