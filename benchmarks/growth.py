"""How much a database grows while a course in it is mended line by line.

Knows syncs in one process and the size of databases; refuses to know what is asked for.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

from academy_cli.app import open_academy
from academy_cli.config.load import load
from benchmarks.edits import Author
from benchmarks.measure import Figure

HUNDRED = 100


class Place(NamedTuple):
    """A database that grows: what the figure calls it, its address, and how its bytes are counted."""

    name: str
    url: str
    size: Callable[[], int]


def sqlite(file: Path) -> Place:
    """A SQLite database; its log is written into its file first, and counts where that leaves any."""
    return Place("SQLite", f"sqlite:///{file}", lambda: _sqlite_bytes(file))


def postgresql(url: str) -> Place:
    """A PostgreSQL database, as ``pg_database_size`` counts it; nobody vacuums it meanwhile."""
    return Place("PostgreSQL", url, lambda: _postgresql_bytes(url))


def growth(course: Path, places: Sequence[Place], environ: dict[str, str]) -> list[Figure]:
    """The growth of each database by a hundred revisions, each of which changes one line of one lesson.

    ACADEMY_BENCH_REVISIONS asks for more hundreds, of which the one that adds most counts.
    """
    hundreds = max(1, int(os.environ.get("ACADEMY_BENCH_REVISIONS") or HUNDRED) // HUNDRED)
    syncs = [_sync(course, place.url, environ) for place in places]
    for sync in syncs:
        sync()
    sizes = [[place.size()] for place in places]
    edited = Author(course).lines_of_lessons()
    for _ in range(hundreds):
        for _ in islice(edited, HUNDRED):
            for sync in syncs:
                sync()
        for place, found in zip(places, sizes, strict=True):
            found.append(place.size())
    return [_figure(place.name, found) for place, found in zip(places, sizes, strict=True)]


def _sync(course: Path, url: str, environ: dict[str, str]) -> Callable[[], None]:
    settings = load(course.parent, environ, {"database_url": url})
    courses = open_academy(settings).courses

    def sync() -> None:
        report = courses.apply(courses.plan(course))
        if not report.changed:
            message = f"nothing changed in {url}"
            raise ValueError(message)

    return sync


def _figure(name: str, sizes: Sequence[int]) -> Figure:
    first = sizes[0]
    added = [100 * (after - before) / first for before, after in pairwise(sizes)]
    by_hundreds = ", ".join(f"{share:.1f}" for share in added)
    detail = f"{first / 1e6:.1f} MB after the first sync, then + {by_hundreds} %"
    return Figure(f"growth per 100 revisions, {name}", max(added), 10, "%", detail)


def _sqlite_bytes(file: Path) -> int:
    with sqlite3.connect(file) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()
    files = (file, file.with_name(f"{file.name}-wal"))
    return sum(one.stat().st_size for one in files if one.exists())


def _postgresql_bytes(url: str) -> int:
    import psycopg

    with psycopg.connect(url) as connection:
        found = connection.execute("select pg_database_size(current_database())").fetchone()
    assert found
    return int(found[0])
