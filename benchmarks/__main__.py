"""``make bench``: every figure that is asked for, most against a floor measured in the same run.

Knows which commands are measured and on what; exits 1 when a figure is missed. ``ARGS="renames growth"``
measures these parts only; a million rows are measured when asked for (``ARGS=million``).
"""

from __future__ import annotations

import compileall
import os
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from benchmarks.backups import backups
from benchmarks.certificates import certificates
from benchmarks.checks import checks
from benchmarks.classes import classes
from benchmarks.completion import completion
from benchmarks.courses import large_course, some_lesson, without_ids
from benchmarks.edits import MOVED, RENAMED, Author
from benchmarks.figures import figures
from benchmarks.found import require_all_found
from benchmarks.growth import growth, postgresql, sqlite
from benchmarks.imports import imports, million
from benchmarks.learners import SLUG, academy_at, recount, write_course
from benchmarks.lists import lists
from benchmarks.mail import campaign, mail
from benchmarks.measure import BIN, Figure, Run, floor, in_turn, ratio, report, run
from benchmarks.pages import pages
from benchmarks.payments import payments
from benchmarks.previews import preview
from benchmarks.recommended import recommended
from benchmarks.searching import searching
from tests.postgres import running

ROUNDS = 7
FEW_ROUNDS = 3
PARTS = (
    "start",
    "check",
    "sync",
    "renames",
    "imports",
    "learners",
    "lists",
    "payments",
    "pages",
    "recommended",
    "completion",
    "growth",
)
LONG_PARTS = (
    "million", "classes", "mail", "certificates", "backups", "preview", "figures", "searching",
)  # fmt: skip
"""Measured only when they are named."""
OF_PEOPLE = {
    "imports": imports,
    "million": million,
    "classes": classes,
    "lists": lists,
    "mail": mail,
    "payments": payments,
    "pages": pages,
    "recommended": recommended,
    "completion": completion,
    "searching": searching,
    "certificates": certificates,
    "backups": backups,
    "preview": preview,
    "figures": figures,
}
ACADEMY = BIN / "academy"
PACKAGE = Path(__file__).parents[1] / "academy_cli"


class Bench:
    """The measurements, in a scratch folder with an environment of its own."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith("ACADEMY_")
        }
        self.environ = kept | {
            "HOME": str(scratch / "home"),
            "XDG_DATA_HOME": str(scratch / "home"),
            "XDG_CONFIG_HOME": str(scratch / "home"),
            "XDG_CACHE_HOME": str(scratch / "home" / ".cache"),
            "ACADEMY_STORAGE_FOLDER": str(scratch / "storage"),
        }

    def figures(self, parts: Collection[str]) -> Iterator[Figure]:
        """The figures of some parts, as they come."""
        if "start" in parts:
            yield from self._start_up()
        for name, part in OF_PEOPLE.items():
            if name in parts:
                yield from part(self.scratch, self.environ)
        if "learners" in parts:
            yield from self._learners()
        if not {"check", "sync", "renames", "growth"}.intersection(parts):
            return
        course = large_course(self.scratch)
        if "check" in parts:
            yield from checks(course, self.environ, FEW_ROUNDS)
        if "sync" in parts:
            yield from self._first_sqlite(course)
            yield from self._again(course)
            yield self._first_postgresql(course)
        if "renames" in parts:
            yield self._renamed(course)
        if "growth" in parts:
            yield from self._growth(course)  # the last one: it changes the course

    def _academy(self, *words: str | Path) -> float:
        return run([ACADEMY, *words], self.environ).seconds

    def _typer(self) -> float:
        return run([sys.executable, "-c", "import typer"], self.environ).seconds

    def _start_up(self) -> Iterator[Figure]:
        template = self.scratch / "template"
        self._academy("course", "new", template, "--template", "minimal", "--yes", "--quiet")
        works = [
            self._typer,
            lambda: self._academy("--version"),
            lambda: self._academy("--help"),
            lambda: self._academy("course", "check", template),
        ]
        typer, version, page, check = in_turn(works, 3 * ROUNDS)
        yield ratio("academy --version / import typer", version, typer, 1.6)
        yield ratio("academy --help / import typer", page, typer, 1.6)
        yield ratio("course check of a template / import typer", check, typer, 3)

    def _sync(self, course: Path, database: str) -> float:
        return self._academy("course", "sync", course, "--yes", "--database", database)

    def _fresh(self, name: str) -> str:
        for file in self.scratch.glob(f"{name}*"):
            file.unlink() if file.is_file() else shutil.rmtree(file)
        url = f"sqlite:///{self.scratch / name}"
        self._academy("db", "upgrade", "--database", url)
        return url

    def _first_sqlite(self, course: Path) -> Iterator[Figure]:
        rows = self.scratch / "rows.db"
        self._sync(course, self._fresh(rows.name))
        target = self.scratch / "floor.db"

        def floor_s() -> float:
            self._fresh(target.name)
            return floor("first-sqlite", course, rows, target, environ=self.environ)

        def sync_s() -> float:
            return self._sync(course, self._fresh("first.db"))

        least, ours = in_turn([floor_s, sync_s], FEW_ROUNDS)
        yield ratio("first sync, SQLite", ours, least, 2.0)
        url = self._fresh("first.db")
        command = [ACADEMY, "course", "sync", course, "--yes", "--database", url]
        used = run(command, self.environ).memory_mb
        yield Figure(
            "memory of the first sync", used, 400, "MB", "most resident memory of the process"
        )

    def _again(self, course: Path) -> Iterator[Figure]:
        rows, lesson = self.scratch / "rows.db", some_lesson(course)
        url, original = f"sqlite:///{rows}", lesson.read_bytes()
        count = iter(range(1_000_000))

        def changed_s() -> float:
            lesson.write_bytes(original + f"\nChange {next(count)}.\n".encode())
            return self._sync(course, url)

        works = [
            lambda: floor("unchanged", course, rows, environ=self.environ),
            lambda: self._sync(course, url),
            changed_s,
        ]
        least, same, changed = in_turn(works, ROUNDS)
        lesson.write_bytes(original)
        yield ratio("sync with nothing changed, SQLite", same, least, 2.0)
        yield Figure("sync with nothing changed, seconds", same, 2.0, "s", "the whole process")
        yield ratio("sync after one lesson changed / nothing changed", changed, same, 1.15)

    def _first_postgresql(self, course: Path) -> Figure:
        rows = self.scratch / "rows.db"
        with running() as server:

            def on_fresh(name: str) -> str:
                server.create(name)
                self._academy("db", "upgrade", "--database", server.url(name))
                return server.url(name)

            numbers = iter(range(1_000_000))

            def floor_s() -> float:
                url = on_fresh(f"floor{next(numbers)}")
                return floor("first-postgresql", course, rows, url, environ=self.environ)

            def sync_s() -> float:
                return self._sync(course, on_fresh(f"sync{next(numbers)}"))

            least, ours = in_turn([floor_s, sync_s], FEW_ROUNDS)
        return ratio("first sync, PostgreSQL", ours, least, 2.5)

    def _renamed(self, course: Path) -> Figure:
        plain = without_ids(course, self.scratch / "plain")
        edited = without_ids(course, self.scratch / "edited")
        url = self._fresh("plain.db")
        self._sync(plain, url)
        places = Author(edited).rename_and_move()

        def plan(folder: Path) -> Run:
            as_json = ("--format", "json", "--database", url)
            return run([ACADEMY, "course", "plan", folder, *as_json], self.environ)

        def edited_s() -> float:
            planned = plan(edited)
            require_all_found(planned.output, places)
            return planned.seconds

        least, ours = in_turn([lambda: plan(plain).seconds, edited_s], ROUNDS)
        what = f"plan with {RENAMED} lessons renamed and edited, {MOVED} modules moved / plain plan"
        return ratio(what, ours, least, 3)

    def _growth(self, course: Path) -> Iterator[Figure]:
        with running() as server:
            server.create("growth")
            url = server.url("growth")
            self._academy("db", "upgrade", "--database", url)
            file = self.scratch / "growth.db"
            yield from growth(course, [sqlite(file), postgresql(url)], self.environ)

    def _learners(self) -> Iterator[Figure]:
        """A recount on both engines, and how much memory the command takes."""
        course = write_course(self.scratch)
        url = self._fresh("learners.db")
        self._sync(course, url)
        academy = academy_at(self.scratch, url, self.environ)
        yield recount("SQLite", academy, FEW_ROUNDS)
        command = [ACADEMY, "progress", "recount", SLUG, "--dry-run", "--database", url]
        used = run(command, self.environ).memory_mb
        yield Figure("memory of a recount", used, 150, "MB", "most resident memory of the process")
        yield campaign("SQLite", academy, FEW_ROUNDS)
        academy.database.close()
        with running() as server:
            server.create("learners")
            url = server.url("learners")
            self._academy("db", "upgrade", "--database", url)
            self._sync(course, url)
            academy = academy_at(self.scratch, url, self.environ)
            yield recount("PostgreSQL", academy, FEW_ROUNDS)
            yield campaign("PostgreSQL", academy, FEW_ROUNDS)
            academy.database.close()


def main(parts: Sequence[str]) -> int:
    """Measure some parts, or all, and print the figures; 1 when one is missed, 2 for an unknown part."""
    if unknown := set(parts) - set(PARTS) - set(LONG_PARTS):
        known = ", ".join((*PARTS, *LONG_PARTS))
        print(f"no part {', '.join(sorted(unknown))}; there are {known}", file=sys.stderr)
        return 2
    compileall.compile_dir(PACKAGE, quiet=1)
    with tempfile.TemporaryDirectory(prefix="academy-bench-") as scratch:
        found = []
        for figure in Bench(Path(scratch)).figures(parts or PARTS):
            found.append(figure)
            print(f"measured: {figure.what}", file=sys.stderr)
    print(report(found))
    return 0 if all(figure.is_met for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
