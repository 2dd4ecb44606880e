"""How fast classes and their progress are imported: a hundred thousand rows of each, against a floor.

Knows files of learners and databases that have their accounts; refuses to know how rows are written.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import NamedTuple

from benchmarks.imports import STEP, people
from benchmarks.measure import BIN, Figure, floor, in_turn, ratio, run
from tests.postgres import Server, running

ACADEMY = BIN / "academy"
ROWS, LESSONS = 100_000, 10
ROUNDS = 1
ASKED: Mapping[str, float] = {"enrollment": 5.0, "progress": 7.5}
"""Times the floor, which only writes: an import also asks what is there and, of progress, what follows."""
WRITTEN = (
    *("enrollments", "grants", "lesson_progress", "outbox", "batches", "batch_rows"),
    "audit_log",
)
"""What an import of either kind fills."""


class Kind(NamedTuple):
    """One kind of rows: its command, its file, and what has to be there first."""

    noun: str
    file: Path
    enrolled: Path | None


class Place(NamedTuple):
    """An engine: its name, its floor, and a fresh database with accounts, or with learners as well."""

    name: str
    floor: str
    fresh: Callable[[bool], str]


def classes(scratch: Path, environ: dict[str, str]) -> Iterator[Figure]:
    """Enrollments and progress, on both engines."""
    accounts = people(scratch / "accounts.csv", ROWS)
    class_file, done_file = _class(scratch / "class.csv"), _done(scratch / "done.csv")
    learners = _class(scratch / "learners.csv", ROWS // LESSONS)
    course = _course(scratch / "classes")
    kinds = (Kind("enrollment", class_file, None), Kind("progress", done_file, learners))

    def fill(url: str, *, has_learners: bool) -> None:
        run([ACADEMY, "db", "upgrade", "--database", url], environ)
        run([ACADEMY, "course", "sync", course, "--yes", "--database", url], environ)
        _import("user", accounts, url, environ, "--no-mail", course="")
        if has_learners:
            _import("enrollment", learners, url, environ, "--no-mail")

    with running() as server:
        places = (_sqlite(scratch, fill), _postgresql(server, fill))
        for kind in kinds:
            rows = _rows(scratch, places[0], kind, environ)
            for place in places:
                yield from _figures(place, kind, rows, environ)


def _figures(place: Place, kind: Kind, rows: Path, environ: dict[str, str]) -> Iterator[Figure]:
    latest, has_learners = [""], kind.enrolled is not None

    def floor_s() -> float:
        target = place.fresh(has_learners).removeprefix("sqlite:///")
        return floor(place.floor, kind.file, rows, target, environ=environ)

    def first_s() -> float:
        latest[0] = place.fresh(has_learners)
        return _import(kind.noun, kind.file, latest[0], environ)

    least, first, again = in_turn(
        [floor_s, first_s, lambda: _import(kind.noun, kind.file, latest[0], environ)], ROUNDS
    )
    what = f"{kind.noun} import, {ROWS:,} rows, {place.name}"
    speed = f"{ROWS / first:,.0f} rows/s"
    yield ratio(f"{what}, {speed}", first, least, ASKED[kind.noun])
    yield ratio(f"the same {kind.noun} file again, {place.name}", again, first, 0.6)


def _import(
    noun: str, file: Path, url: str, environ: dict[str, str], *words: str, course: str = "classes"
) -> float:
    about = ["--course", course] if course else []
    command = [ACADEMY, noun, "import", file, "--yes", "--database", url, *about, *words]
    return run(command, environ).seconds


def _rows(scratch: Path, place: Place, kind: Kind, environ: dict[str, str]) -> Path:
    """A database of nothing but what an import wrote."""
    rows, url = scratch / f"{kind.noun}-rows.db", place.fresh(kind.enrolled is not None)
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
            for table in WRITTEN
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

    def fresh(has_learners: bool) -> str:  # noqa: FBT001 - a place has two states
        kept = scratch / f"classes-{has_learners}.db"
        if not kept.exists():
            fill(f"sqlite:///{kept}", has_learners=has_learners)
        for old in scratch.glob("classes.db*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        shutil.copyfile(kept, target)
        return f"sqlite:///{target}"

    return Place("SQLite", "class-sqlite", fresh)


def _postgresql(server: Server, fill: Callable[..., None]) -> Place:
    numbers, kept = count(), list[str]()

    def fresh(has_learners: bool) -> str:  # noqa: FBT001 - as above
        template, name = f"classes_{has_learners}".lower(), f"classes{next(numbers)}"
        if template not in kept:
            server.create(template)
            fill(server.url(template), has_learners=has_learners)
            kept.append(template)
        server.create(name, template=template)
        return server.url(name)

    return Place("PostgreSQL", "class-postgresql", fresh)
