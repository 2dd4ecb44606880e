"""The verbs of ``academy user`` about what is held of somebody: export and erase.

Knows what is asked and said, and the archive's place; refuses to decide what is held or kept.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from academy_cli.cli import choose, profile
from academy_cli.cli.exporting import FileTakenError, UnwritableFileError
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.paths import is_taken

app = noun("What is held of people.")

Archive = Annotated[
    Path | None, typer.Argument(metavar="OUT.zip", help="The archive to write; a new file.")
]
Certificates = Annotated[
    Literal["keep", "revoke"] | None,
    typer.Option("--certificates", help="What becomes of valid certificates."),
]
CHOICES = {"keep": "keep: their codes still verify, without a name", "revoke": "revoke them"}


@command(
    app,
    "export",
    changing=True,
    examples=(
        "academy user export ann@example.org ann.zip",
        "academy user export ann@example.org ann.zip --dry-run",
    ),
)
def export(
    shell: Shell,
    email: profile.Email = None,
    archive: Archive = None,
    *,
    reason: profile.Reason = None,
) -> None:
    """Write everything that is held about somebody into an archive, for them."""
    from academy_cli.accounts.dossier import zipped

    whose = choose.person(shell, email)
    path = archive or Path(shell.terminal.ask("OUT.zip", "Which file?", f"{whose}.zip"))
    if is_taken(path):
        raise FileTakenError(path)
    found = shell.academy.people.export(whose, reason=reason, dry_run=shell.is_dry_run)
    if shell.is_dry_run:
        shell.terminal.note("Nothing was written: it was a dry run.")
    else:
        _write(path, zipped(found))
    shell.terminal.show_one({"email": found.email, "archive": path, **found.counts})


@command(
    app,
    "erase",
    changing=True,
    examples=(
        "academy user erase ann@example.org --certificates keep --dry-run",
        "academy user erase ann@example.org --certificates revoke --reason 'asked for it'",
    ),
)
def erase(
    shell: Shell,
    email: profile.Email = None,
    *,
    certificates: Certificates = None,
    reason: profile.Reason = None,
) -> None:
    """Forget who somebody is, for good; what they learnt stays, without a name.

    It says what stays and why. Name nobody in --reason: it stays as well.
    """
    from academy_cli.cli.show.person import show_erasure
    from academy_cli.cli.standing import LAST_ADMIN

    people, terminal = shell.academy.people, shell.terminal
    whose = choose.person(shell, email)
    choice = certificates or terminal.choose("--certificates", "Their certificates?", CHOICES)
    revokes = choice == "revoke"
    erased = people.erase(whose, revokes_certificates=revokes, dry_run=True)
    if erased.is_done_already:
        terminal.note(f"“{erased.email}” is what is left of somebody who was erased already.")
    elif shell.is_dry_run:
        terminal.note("Nothing was erased: it was a dry run.")
    else:
        if erased.is_last_admin:
            terminal.warn(LAST_ADMIN.format(whose))
        if reason:
            terminal.warn("What --reason says stays on record: it should name nobody.")
        terminal.confirm_typed(whose, destroys=f"This forgets “{whose}”; there is no way back.")
        erased = people.erase(whose, revokes_certificates=revokes, reason=reason)
    show_erasure(terminal, erased)


def _write(path: Path, content: bytes) -> None:
    """Write a new file that nobody else on the machine can read."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    except FileExistsError as error:
        raise FileTakenError(path) from error
    except OSError as error:
        raise UnwritableFileError(path, error.strerror or "not permitted") from error
