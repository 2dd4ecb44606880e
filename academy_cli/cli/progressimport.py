"""``academy progress import`` and ``export``: what learners have done, out of a file and into one.

Knows the words of the commands; refuses to know what becomes of a row.
"""

from __future__ import annotations

from typing import Annotated

import typer

from academy_cli.cli import exporting, importing
from academy_cli.cli.enrollmentimport import OfAll
from academy_cli.cli.importing import FillWord, Given, ModeWord, run_import
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell

Reason = Annotated[
    str | None,
    typer.Option(
        "--reason",
        metavar="TEXT",
        help="Why, on record for good: it is about all rows, so name nobody.",
    ),
]

app = noun("Progress and files.")


@command(
    app,
    "import",
    changing=True,
    examples=(
        "academy progress import done.csv --course python-basics --dry-run",
        "academy progress import moodle.csv --map lesson='Activity' --no-mail --yes",
        "academy progress import done.csv --fill missing-only --yes",
        "academy progress import done.csv --resume --yes",
        "academy progress import --undo B-2026-000123",
    ),
)
def import_progress(  # noqa: PLR0913 - a command has as many words as it needs
    shell: Shell,
    file: importing.File = None,
    *,
    course: OfAll = None,
    columns: importing.Map = None,
    encoding: importing.Encoding = None,
    mode: importing.Mode = ModeWord.UPSERT,
    fill: importing.Fill = FillWord.ALL,
    atomic: importing.Atomic = False,
    no_mail: importing.NoMail = False,
    failed: importing.Failed = None,
    resume: importing.Resume = False,
    undo: importing.Undo = None,
    reason: Reason = None,
) -> None:
    """Say which lessons the people of a file have done; whether a course is complete follows.

    Columns are found by their names: email, course, lesson (its key or path), state (done, or open),
    completed_at, seconds. One row for each lesson of a learner; an empty cell changes nothing.

    Whoever has done enough by the course's rule completes it with the row that is the last one needed, and is
    told once.
    """
    given = Given(
        *(file, columns, encoding, mode, fill, atomic, no_mail, failed, resume, undo, reason),
        own={"--course": course},
    )
    run_import(shell, shell.academy.progress_imports(course or ""), given)


@command(
    app,
    "export",
    changing=True,
    examples=(
        "academy progress export progress.csv",
        "academy progress export python.csv --course python-basics --dry-run",
        "academy progress export - --course python-basics | gzip > python.csv.gz",
    ),
)
def export_progress(
    shell: Shell, file: exporting.File = None, *, course: exporting.OfCourse = None
) -> None:
    """Write what learners have done into a CSV file that can be imported as it is.

    It has the lessons that learners see, and nobody who was removed from the course.
    """
    from academy_cli.progress.views import ProgressLine

    exporting.run_export(shell, file, ProgressLine, shell.academy.roster.export(course))
