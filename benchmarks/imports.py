"""How fast people are imported: ten thousand against a floor, the same again, and a million in little memory.

Knows files of people and fresh databases with one course; refuses to know how they are written.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import BIN, Figure, floor, in_turn, ratio, run
from tests.postgres import Server, running

ACADEMY = BIN / "academy"
PEOPLE, MILLION = 10_000, 1_000_000
ROUNDS = 3
ROWS_PER_S = 15_000
STEP = 7_919
"""A prime: addresses come in no order that an index would like."""


class Engine(NamedTuple):
    """A database engine: its name, its floor, and how it makes a fresh database with the course."""

    name: str
    floor: str
    fresh: Callable[[], str]


def imports(scratch: Path, environ: dict[str, str]) -> Iterator[Figure]:
    """Ten thousand people with an enrollment each, on both engines."""
    file = people(scratch / "people.csv", PEOPLE)
    prepared = _prepared(scratch, environ)
    rows = scratch / "imported.db"
    shutil.copyfile(prepared, rows)
    _import(file, f"sqlite:///{rows}", environ)
    with running() as server:
        for engine in (
            _sqlite(scratch, prepared),
            _postgresql(server, scratch, environ),
        ):
            yield from _figures(engine, file, rows, environ)


def million(scratch: Path, environ: dict[str, str]) -> Iterator[Figure]:
    """A million people, told nothing by mail, on both engines."""
    file = people(scratch / "million.csv", MILLION)
    prepared = _prepared(scratch, environ)
    with running() as server:
        for engine in (_sqlite(scratch, prepared), _postgresql(server, scratch, environ)):
            words = [ACADEMY, "user", "import", file, "--yes", "--no-mail"]
            done = run([*words, "--database", engine.fresh()], environ)
            asked, speed = MILLION / ROWS_PER_S, f"{MILLION / done.seconds:,.0f} rows/s"
            yield Figure(f"import 1,000,000, {engine.name}", done.seconds, asked, "s", speed)
            yield Figure(f"memory of that, {engine.name}", done.memory_mb, 250, "MB", "the process")


def people(file: Path, many: int) -> Path:
    """A file of people."""
    with file.open("w", encoding="utf-8") as text:
        text.write("email,name,language,time_zone\n")
        for number in range(many):
            place = number * STEP % many
            text.write(f"person{place}@example.org,Ann Number {number},de,Europe/Berlin\n")
    return file


def _figures(engine: Engine, file: Path, rows: Path, environ: dict[str, str]) -> Iterator[Figure]:
    latest = [""]

    def floor_s() -> float:
        target = engine.fresh().removeprefix("sqlite:///")
        return floor(engine.floor, file, rows, target, environ=environ)

    def first_s() -> float:
        latest[0] = engine.fresh()
        return _import(file, latest[0], environ)

    least, first, again = in_turn(
        [floor_s, first_s, lambda: _import(file, latest[0], environ)], ROUNDS
    )
    what = f"import 10,000 users with enrollments, {engine.name}"
    yield ratio(what, first, least, 3.5)
    yield Figure(f"{what}, seconds", first, 2.5, "s", "the whole process")
    yield Figure(f"the same file again, {engine.name}", again, 1.0, "s", "the whole process")


def _import(file: Path, url: str, environ: dict[str, str]) -> float:
    words = [ACADEMY, "user", "import", file, "--enroll", "course", "--yes"]
    return run([*words, "--database", url], environ).seconds


def _with_course(url: str, scratch: Path, environ: dict[str, str]) -> None:
    """A migrated database with a course."""
    course = scratch / "course"
    course.mkdir(exist_ok=True)
    (course / "course.yaml").write_text("id: course\ntitle: A course\n", encoding="utf-8")
    (course / "one.md").write_text("# One\n", encoding="utf-8")
    run([ACADEMY, "db", "upgrade", "--database", url], environ)
    run([ACADEMY, "course", "sync", course, "--yes", "--database", url], environ)


def _prepared(scratch: Path, environ: dict[str, str]) -> Path:
    file = scratch / "prepared.db"
    if not file.exists():
        _with_course(f"sqlite:///{file}", scratch, environ)
    return file


def _sqlite(scratch: Path, prepared: Path) -> Engine:
    target = scratch / "import.db"

    def fresh() -> str:
        for old in scratch.glob("import.db*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        shutil.copyfile(prepared, target)
        return f"sqlite:///{target}"

    return Engine("SQLite", "import-sqlite", fresh)


def _postgresql(server: Server, scratch: Path, environ: dict[str, str]) -> Engine:
    server.create("prepared")
    _with_course(server.url("prepared"), scratch, environ)
    numbers = count()

    def fresh() -> str:
        name = f"import{next(numbers)}"
        server.create(name, template="prepared")
        return server.url(name)

    return Engine("PostgreSQL", "import-postgresql", fresh)
