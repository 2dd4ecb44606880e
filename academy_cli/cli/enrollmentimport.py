"""``academy enrollment import`` and ``export``: who is in which course, out of a file and into one.

Knows the words of the commands; refuses to know what becomes of a row.
"""

from __future__ import annotations

from typing import Annotated

import typer

from academy_cli.cli import exporting, importing
from academy_cli.cli.importing import FillWord, Given, ModeWord, run_import
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell

OfAll = Annotated[
    str | None,
    typer.Option("--course", metavar="COURSE", help="The course that all rows are about."),
]
Reason = Annotated[
    str | None,
    typer.Option(
        "--reason",
        metavar="TEXT",
        help="Why: for rows that say none, and on record for good; name nobody.",
    ),
]


app = noun("Enrollments and files.")


@command(
    app,
    "import",
    changing=True,
    examples=(
        "academy enrollment import class.csv --course python-basics --dry-run",
        'academy enrollment import class.csv --course python-basics --reason "Class of 2027" --yes',
        "academy enrollment import enrollments.csv --no-mail --atomic",
        "academy enrollment import enrollments.csv --resume --yes",
        "academy enrollment import --undo B-2026-000123",
    ),
)
def import_enrollments(  # noqa: PLR0913 - a command has as many words as it needs
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
    """Let the people of a file into courses, or out, and say first what will happen.

    Columns are found by their names: email, course, kind (bulk, gift, staff or free), reference,
    starts_at, ends_at, enrolled_at, reason, and state, where `removed` takes somebody out. People need an
    account.

    A row with a reference is about the grant of that name, and changes its dates. Without one, a grant is
    added unless one of the kind gives the same. Nobody is let in beyond a course's capacity.
    """
    given = Given(
        *(file, columns, encoding, mode, fill, atomic, no_mail, failed, resume, undo, reason),
        own={"--course": course},
    )
    run_import(shell, shell.academy.enrollment_imports(course or "", reason or ""), given)


@command(
    app,
    "export",
    changing=True,
    examples=(
        "academy enrollment export enrollments.csv",
        "academy enrollment export python.csv --course python-basics --dry-run",
        "academy enrollment export - --course python-basics | gzip > python.csv.gz",
    ),
)
def export_enrollments(
    shell: Shell, file: exporting.File = None, *, course: exporting.OfCourse = None
) -> None:
    """Write who is in which course into a CSV file that can be imported as it is.

    Of several grants, it has the one that lasts longest.
    """
    from academy_cli.enrollments.views import EnrollmentLine, Wanted

    rows = shell.academy.enrollments.export(Wanted(course))
    exporting.run_export(shell, file, EnrollmentLine, rows)
