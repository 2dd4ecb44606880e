"""``academy user import``: people out of a file.

Knows the words of the command; refuses to know what becomes of a row.
"""

from __future__ import annotations

from typing import Annotated

import typer

from academy_cli.cli import importing
from academy_cli.cli.importing import FillWord, Given, ModeWord, run_import
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell

Enroll = Annotated[
    str | None,
    typer.Option("--enroll", metavar="COURSE", help="Bring everybody of the file into a course."),
]


app = noun("People out of a file.")


@command(
    app,
    "import",
    changing=True,
    examples=(
        "academy user import people.csv --dry-run",
        "academy user import people.csv --enroll python-basics --yes",
        "academy user import export.csv --map email='E-Mail-Adresse' --mode create --atomic",
        "academy user import people.csv --resume --yes",
        "academy user import --undo B-2026-000123",
    ),
)
def import_users(  # noqa: PLR0913 - a command has as many words as it needs
    shell: Shell,
    file: importing.File = None,
    *,
    enroll: Enroll = None,
    columns: importing.Map = None,
    encoding: importing.Encoding = None,
    mode: importing.Mode = ModeWord.UPSERT,
    fill: importing.Fill = FillWord.ALL,
    atomic: importing.Atomic = False,
    no_mail: importing.NoMail = False,
    failed: importing.Failed = None,
    resume: importing.Resume = False,
    undo: importing.Undo = None,
    reason: importing.Reason = None,
) -> None:
    """Import people from a file, new ones and known ones, and say first what will happen.

    Columns are found by their names: email, name (or first name and last name), language, time zone, bio,
    avatar, roles (as lists of people have them), courses, privacy.NAME and metadata.NAME. An empty cell
    changes nothing. New people get an invitation by mail, and no password.

    Rows that cannot be done are refused and, with the reason, in NAME.failed.csv: mend them there and import
    that file. Importing a file again changes only what is not as the file says.
    """
    given = Given(
        *(file, columns, encoding, mode, fill, atomic, no_mail, failed, resume, undo, reason),
        own={"--enroll": enroll},
    )
    run_import(shell, shell.academy.user_imports(enroll or ""), given)
