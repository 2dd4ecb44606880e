"""How fast classes, their progress and their exams are imported, against a floor.

A hundred thousand rows of enrollments and of progress, and ten thousand learners with twenty answers each.

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
TAKERS, QUESTIONS = 10_000, 20
ROUNDS = 1
MOST, ROWS_PER_S = 6.0, 10_000
"""Times the floor, which only writes: an import also asks what is there and, of progress, what follows."""
MOST_OF_EXAMS, TAKERS_PER_S = 8.0, 1_000
"""Twenty answers a row are read, graded and written."""
EXAM = ("course", "quiz", "import", "classes", "exam.quiz", "--answers")
ACCOUNTS, LEARNERS = "accounts", "learners"
"""What a database has before the import: people, or people in a course as well."""


class Kind(NamedTuple):
    """One kind of rows: its name and command, its file, and what has to be there first."""

    noun: str
    words: tuple[str, ...]
    file: Path
    state: str
    rows: int = ROWS
    rows_per_s: int = ROWS_PER_S
    most: float = MOST


class Place(NamedTuple):
    """An engine: its name, its floor, and a fresh database with accounts, or with learners as well."""

    name: str
    floor: str
    fresh: Callable[[str], str]


def classes(scratch: Path, environ: dict[str, str]) -> Iterator[Figure]:
    """Enrollments, progress and answers, on both engines."""
    accounts = people(scratch / "accounts.csv", ROWS)
    class_file, done_file = _class(scratch / "class.csv"), _done(scratch / "done.csv")
    learners = _class(scratch / "learners.csv", ROWS // LESSONS)
    course = _course(scratch / "classes")
    about = ("--course", "classes")
    kinds = (
        Kind("enrollment", ("enrollment", "import", *about), class_file, ACCOUNTS),
        Kind("progress", ("progress", "import", *about), done_file, LEARNERS),
        Kind(
            "answers", EXAM, _answers(scratch / "exam.csv"), LEARNERS,
            TAKERS, TAKERS_PER_S, MOST_OF_EXAMS,
        ),
    )  # fmt: skip

    def fill(url: str, state: str) -> None:
        run([ACADEMY, "db", "upgrade", "--database", url], environ)
        run([ACADEMY, "course", "sync", course, "--yes", "--database", url], environ)
        _import(("user", "import"), accounts, url, environ, "--no-mail")
        if state == LEARNERS:
            _import(("enrollment", "import", *about), learners, url, environ, "--no-mail")

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
        return _import(kind.words, kind.file, latest[0], environ)

    least, first, again = in_turn(
        [floor_s, first_s, lambda: _import(kind.words, kind.file, latest[0], environ)], ROUNDS
    )
    what, speed = f"{kind.noun} import, {kind.rows:,} rows, {place.name}", kind.rows / first
    yield ratio(what, first, least, kind.most)
    asked = kind.rows / kind.rows_per_s
    yield Figure(f"{what}, seconds", first, asked, "s", f"{speed:,.0f} rows/s")
    yield ratio(f"the same {kind.noun} file again, {place.name}", again, first, 0.6)


def _import(
    words: tuple[str, ...], file: Path, url: str, environ: dict[str, str], *more: str
) -> float:
    command = [ACADEMY, *words, file, "--yes", "--database", url, *more]
    return run(command, environ).seconds


def _rows(scratch: Path, place: Place, kind: Kind, environ: dict[str, str]) -> Path:
    """A database of nothing but what an import wrote."""
    rows, url = scratch / f"{kind.noun}-rows.db", place.fresh(kind.state)
    before = _last_rows(url)
    _import(kind.words, kind.file, url, environ)
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
    asked = "".join(_question(number) for number in range(QUESTIONS))
    quiz = f"title: Exam\npass_mark: 50\nquestions:\n{asked}"
    (folder / "exam.quiz.yaml").write_text(quiz, encoding="utf-8")
    return folder


def _question(number: int) -> str:
    """One for a choice, or one for a word."""
    head = f"id: q{number}, text: Question {number}?"
    if number % 2:
        return f"  - {{kind: short, {head}, accept: [word]}}\n"
    choices = "{text: one}, {text: two, correct: true}, {text: three}, {text: four}"
    return f"  - {{kind: single, {head}, choices: [{choices}]}}\n"


def _answers(file: Path) -> Path:
    """A file of learners and what each answered."""
    columns = ",".join(f"q{number}" for number in range(QUESTIONS))
    rows = (
        ",".join([_address(taker, TAKERS), *(_said(taker, n) for n in range(QUESTIONS))])
        for taker in range(TAKERS)
    )
    return _written(file, f"email,{columns}", rows)


def _said(taker: int, question: int) -> str:
    if question % 2:
        return "word" if (taker + question) % 3 else f"word {taker % 97}"
    return "abcd"[taker * question % 4]


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
