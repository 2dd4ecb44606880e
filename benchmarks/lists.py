"""How fast pages and exports of very long lists are, against SQL written by hand and a writer of CSV.

Knows which lists are asked for; refuses to know how they are found. Floors and commands are whole processes
that read the same database in turn, and what they list is compared. A floor loads typer, SQLAlchemy and the
driver, which is the start-up of every command. SQLite has no statistics, PostgreSQL those of a vacuum.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from academy_cli.db.service import Database
from benchmarks.crowd import LARGEST, fill
from benchmarks.engines import each_engine
from benchmarks.measure import BIN, Figure, Run, in_turn, ratio, run

ACADEMY = BIN / "academy"
FLOORS = Path(__file__).with_name("listfloors.py")
ROUNDS, FEW_ROUNDS = 5, 3
PAGE = 50
MOST_MB = 150


class Case(NamedTuple):
    """A page of people: the floor's name for the list, which page, and the words that ask for it."""

    floor: str
    number: int
    words: str


CASES = (
    Case("all", 1, ""),
    Case("all", 10_000, ""),
    Case("all", 19_980, ""),
    Case("all", 1, "--format json"),
    Case("all", 10_000, "--format json"),
    Case("by name", 10_000, "--sort name"),
    Case("newest seen", 10_000, "--sort -last_seen_at"),
    Case("lee", 1, "--match lee"),
    Case("lee", 1_000, "--match LEE"),
    Case("nobody", 1, "--match nobodylikethat"),
    Case("ärmel", 500, "--match ärmel"),
    Case("students", 10_000, "--role student"),
    Case("support", 1, "--role support"),
    Case("invited", 1, "--status invited"),
    Case("invited", 3_000, "--status invited"),
    Case("active", 10_000, "--status active"),
    Case("course-1", 1, f"--course {LARGEST}"),
    Case("course-1, far", 2_000, f"--course {LARGEST}"),
    Case("course-150", 1, "--course course-150"),
    Case("active lee of course-1", 20, f"--course {LARGEST} --match lee --status active"),
    Case("since 2026", 2_000, "--created-since 2026-01-01"),
)
OTHERS = (
    f"enrollment list --course {LARGEST} --limit 50 --page 1000",
    "enrollment list --limit 50",
    f"course students {LARGEST} --limit 50 --page 1000",
    f"course students {LARGEST} --sort -percent --limit 50",
    "audit list --limit 50 --page 5000",
)
"""Other lists, of which only the time is told."""


def lists(scratch: Path, environ: dict[str, str]) -> Iterator[Figure]:
    """A million people on both engines: pages, exports, and the memory that these take."""
    for engine, url in each_engine(scratch, "crowd"):
        yield from _on(engine, url, environ)


def _on(engine: str, url: str, environ: dict[str, str]) -> Iterator[Figure]:
    database = Database(url)
    database.upgrade()
    fill(database.engine)
    database.close()
    yield from figures(engine, url, environ)


def figures(engine: str, url: str, environ: dict[str, str]) -> Iterator[Figure]:
    """The figures of a database that holds everybody."""
    for case in CASES:
        yield _page(engine, url, case, environ)
    for words in OTHERS:
        taken = median(_academy(url, words, environ).seconds for _ in range(FEW_ROUNDS))
        yield Figure(f"{words}, {engine}", taken, 3, "s", "the whole process, for information")
    for words, form, name in (
        ("user list --format csv", "csv", "everybody"),
        ("user list --format jsonl", "jsonl", "everybody"),
        ("enrollment list --format csv", "csv", "enrollments"),
    ):
        yield from _export(engine, url, words, (form, name), environ)


def _page(engine: str, url: str, case: Case, environ: dict[str, str]) -> Figure:
    offset = PAGE * (case.number - 1)
    words = f"user list {case.words} --limit {PAGE} --page {case.number}"
    by_hand = _floor(url, "table", case.floor, offset, environ).output
    ours = _academy(url, f"{words} --format ids", environ).output
    _require_same(words, ours.splitlines(), [one.split("\t")[0] for one in by_hand.splitlines()])
    least, taken = in_turn(
        [
            lambda: _floor(url, "table", case.floor, offset, environ).seconds,
            lambda: _academy(url, words, environ).seconds,
        ],
        ROUNDS,
    )
    return ratio(f"{words}, {engine}", taken, least, 1.5)


def _export(
    engine: str, url: str, words: str, floor: tuple[str, str], environ: dict[str, str]
) -> Iterator[Figure]:
    """Seconds against SQL and a writer of the same columns, and the memory of the process."""
    most = [0.0]

    def ours_s() -> float:
        done = _academy(url, words, environ, is_kept=False)
        most[0] = max(most[0], done.memory_mb)
        return done.seconds

    least, taken = in_turn(
        [lambda: _floor(url, *floor, 0, environ, is_kept=False).seconds, ours_s], FEW_ROUNDS
    )
    yield ratio(f"{words} of a million, {engine}", taken, least, 2)
    yield Figure(f"memory of that, {engine}", most[0], MOST_MB, "MB", "the process")


def _academy(url: str, words: str, environ: dict[str, str], *, is_kept: bool = True) -> Run:
    command = [ACADEMY, *words.split(), "--database", url]
    return run(command, environ, is_kept=is_kept)


def _floor(
    url: str, form: str, name: str, offset: int, environ: dict[str, str], *, is_kept: bool = True
) -> Run:
    command = [sys.executable, FLOORS, url, form, name, str(offset)]
    return run(command, environ, is_kept=is_kept)


def _require_same(words: str, ours: list[str], by_hand: list[str]) -> None:
    if ours != by_hand:
        message = f"{words} gives {ours[:3]}…, the SQL by hand {by_hand[:3]}…"
        raise ValueError(message)
