"""``academy init``: a settings file and a database to start with.

Knows what a new academy needs; refuses to touch what is there already.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from academy_cli.cli.options import command, single
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.paths import is_there, real
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words

app = single()

Folder = Annotated[
    Path, typer.Argument(metavar="[DIR]", help="Where; here by default.", show_default=False)
]

FILE_NAME = "academy.yaml"
CREATED, UPGRADED, KEPT = "created", "upgraded", "kept"


class UnusableFolderError(AcademyError):
    """A place where no folder can be made."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "init.folder",
            say("“{}” cannot be made: {}.", folder, why),
            "Name another folder: academy init DIR",
        )


@dataclass(frozen=True, slots=True)
class Made:
    """What is there now, and whether it was there before."""

    settings_file: Path
    settings: str
    database_url: str
    database: str


@command(
    app,
    "init",
    changing=True,
    examples=("academy init", "academy init --database postgresql://academy@db.example/academy"),
)
def init(shell: Shell, folder: Folder = Path()) -> None:
    """Make a settings file and a database; what is there already is kept.

    The database is a file beside the settings, unless --database names another.
    """
    from academy_cli.config.load import load
    from academy_cli.config.starter import create_file

    file = real(shell.here() / folder) / FILE_NAME
    is_new = not is_there(file)
    values = {"database.url": shell.flags.get("database_url", "sqlite:///academy.db"),
              "storage.folder": "storage", "mail.folder": "mail",
              "mail.templates": "templates"}  # fmt: skip
    if is_new and not shell.is_dry_run:
        _make(folder)
        create_file(file, values)
    planned = _planned(values) if is_new and shell.is_dry_run else {}
    settings = load(file.parent, os.environ, {**planned, **shell.flags})
    database = shell.open(settings).database
    report = database.upgrade(dry_run=shell.is_dry_run)
    done = KEPT if not report.revisions else UPGRADED if report.before else CREATED
    shell.terminal.show_one(Made(file, CREATED if is_new else KEPT, report.url, done))
    shell.next(say("academy course new my-course, or adopt a folder: academy course init DIR"))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableFolderError(folder, system_words(error)) from error


def _planned(values: dict[str, str]) -> dict[str, str]:
    """What a file not yet written would set, but for what the environment sets."""
    keys = {name.replace(".", "_"): value for name, value in values.items()}
    return {key: text for key, text in keys.items() if f"ACADEMY_{key.upper()}" not in os.environ}
