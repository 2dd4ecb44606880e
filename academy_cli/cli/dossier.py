"""The verbs of ``academy user`` about what is held of somebody: export and erase.

Knows what is asked and said, and the archive's place; refuses to decide what is held or kept.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from academy_cli.cli import choose, profile
from academy_cli.cli.exporting import FileTakenError, created
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.paths import is_taken
from academy_cli.kit.saying import say, say_joined

if TYPE_CHECKING:
    from academy_cli.accounts.views import Dossier

app = noun("What is held of people.")

Archive = Annotated[
    Path | None, typer.Argument(metavar="OUT.zip", help="The archive to write; a new file.")
]
Certificates = Annotated[
    Literal["keep", "revoke"] | None,
    typer.Option("--certificates", help="What becomes of valid certificates."),
]
CHOICES = {
    "keep": say("keep: their codes still verify, without a name"),
    "revoke": say("revoke them"),
}


class NotAZipError(AcademyError):
    """A name for an archive that says it is something else."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Kind.USAGE,
            "export.no-zip",
            say("“{}” is no name for a ZIP archive.", path),
            say("Let it end in .zip: {}.zip", path.stem or "person"),
        )


class StillPayableError(AcademyError):
    """Orders of somebody who was erased that can be paid still."""

    def __init__(self, said: str) -> None:
        super().__init__(
            Kind.ATTENTION,
            "user.still-payable",
            say("They are erased, and this can still be paid: {}.", said),
            "End it in Stripe's dashboard: academy has forgotten its name. Money for it lets nobody in.",
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
    people = shell.academy.people
    if shell.is_dry_run:
        found = people.export(whose, dry_run=True)
        shell.terminal.note("Nothing was written: it was a dry run.")
    else:
        with created(path) as file:

            def deliver(everything: Dossier) -> None:
                file.write(zipped(everything))
                file.flush()  # a disk that is full says so before anything is on record

            found = people.export(whose, deliver=deliver, reason=reason)
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

    It says what stays and why. Name nobody in --reason: it stays as well. What they could still pay at Stripe
    is closed there first; what could not be is said, and ends with 9.
    """
    from academy_cli.cli.show.person import payable, show_erasure
    from academy_cli.cli.standing import last_admin

    people, terminal = shell.academy.people, shell.terminal
    whose = choose.person(shell, email)
    choice = certificates or terminal.choose("--certificates", "Their certificates?", CHOICES)
    revokes = choice == "revoke"
    erased = people.erase(whose, revokes_certificates=revokes, dry_run=True)
    if erased.is_done_already:
        terminal.note(say("“{}” is what is left of somebody who was erased already.", erased.email))
        show_erasure(terminal, erased)
        return
    for one in erased.payable:
        terminal.note(say("To be closed at Stripe first: {}.", payable(one)))
    if shell.is_dry_run:
        terminal.note("Nothing was erased, and Stripe was not asked: it was a dry run.")
    else:
        if erased.is_last_admin:
            terminal.warn(last_admin(whose))
        if reason:
            terminal.warn("What --reason says stays on record: it should name nobody.")
        terminal.confirm_typed(
            whose, destroys=say("This forgets “{}”; there is no way back.", whose)
        )
        erased = people.erase(whose, revokes_certificates=revokes, reason=reason)
    show_erasure(terminal, erased)
    if erased.payable and not shell.is_dry_run:
        raise StillPayableError(say_joined("; ", map(payable, erased.payable)))
