"""The verbs of ``academy user`` about what is held of somebody: export and erase.

Knows what is asked and said, and the archive's place; refuses to decide what is held or kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer

from academy_cli.cli import choose, profile
from academy_cli.cli.exporting import FileTakenError, UnwritableFileError
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
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


class NotAZipError(AcademyError):
    """A name for an archive that says it is something else."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Kind.USAGE,
            "export.no-zip",
            f"“{path}” is no name for a ZIP archive.",
            f"Let it end in .zip: {path.stem or 'person'}.zip",
        )


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
    if path.suffix.lower() != ".zip":
        raise NotAZipError(path)
    if is_taken(path):
        raise FileTakenError(path)
    with _new_file(path) as write:
        found = shell.academy.people.export(
            whose,
            deliver=lambda everything: write(zipped(everything)),
            reason=reason,
            dry_run=shell.is_dry_run,
        )
    if shell.is_dry_run:
        shell.terminal.note("Nothing was written: it was a dry run.")
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


@contextmanager
def _new_file(path: Path) -> Iterator[Callable[[bytes], None]]:
    """A new file that nobody else on the machine can read; it gets its name once everything else is done.

    Where that fails nothing is left of it.
    """
    partial = path.with_name(f"{path.name}.partial")
    written: list[Path] = []

    def write(content: bytes) -> None:
        with _translating(partial):
            number = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            written.append(partial)
            with os.fdopen(number, "wb") as file:
                file.write(content)

    try:
        yield write
        with _translating(path):
            if is_taken(path):
                raise FileExistsError
            for one in written:
                one.rename(path)
    finally:
        for one in written:
            one.unlink(missing_ok=True)


@contextmanager
def _translating(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        raise FileTakenError(path) from error
    except OSError as error:
        raise UnwritableFileError(path, error.strerror or "not permitted") from error
