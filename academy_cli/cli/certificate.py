"""``academy certificate``: what was issued to whom, and its page.

Knows the words of each command and which view answers it; refuses to know who may see what.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

import typer

from academy_cli.cli import (
    certificatechanges,
    certificateissue,
    certificatekeys,
    certificatepublish,
    certificateshare,
    certificatetemplates,
    certificateverify,
)
from academy_cli.cli.answer import Columns
from academy_cli.cli.certificatecode import QUESTION, Code
from academy_cli.cli.exporting import FileTakenError, kept, require_file
from academy_cli.cli.moments import span
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.paths import is_taken
from academy_cli.kit.saying import say, say_so_many

app = noun("Issue certificates, and check anybody's.")

OfUser = Annotated[
    str | None, typer.Option("--user", metavar="EMAIL", help="Only those of this person.")
]
OfCourse = Annotated[
    str | None, typer.Option("--course", metavar="COURSE", help="Only those of this course.")
]
State = Literal["waiting", "valid", "expired", "suspended", "revoked", "replaced", "compromised"]
InState = Annotated[State | None, typer.Option("--state", help="Only those in this state.")]
From = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="Only those issued from then on, UTC.")
]
Until = Annotated[
    str | None,
    typer.Option(
        "--until", metavar="DATE", help="Only those issued before then; a date is through that day."
    ),
]
OfKey = Annotated[
    str | None, typer.Option("--key", metavar="KEY", help="Only those that this key has signed.")
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="A new file; CODE.pdf by default.")
]
IsSigned = Annotated[
    bool,
    typer.Option(
        "--signed",
        help="With a signature that readers of PDFs show; it says when, so it differs each time.",
    ),
]
WITHIN_DAYS = Annotated[
    int | None,
    typer.Option(
        "--within", metavar="DAYS", min=1, max=36_500, help="certificates.remind_days by default."
    ),
]
Mail = Annotated[bool, typer.Option("--mail", help="Tell their holders, each once.")]

LISTED = Columns(
    ("code", "state", "name", "course", "issued_at", "valid_until"),
    (
        *("code", "state", "name", "email", "course", "title"),
        *("issued_at", "valid_until", "signed_at", "key"),
    ),
)
EMPTY = say("There is no certificate, or none like that.")


class TellsAllError(AcademyError):
    """A part of a list where all of it is told."""

    def __init__(self, option: str) -> None:
        super().__init__(
            Kind.USAGE,
            "certificate.tells-all",
            say(
                "{} is about the list; --mail tells everybody who is in it, and was not told yet.",
                option,
            ),
            "To tell fewer: --within DAYS, --course COURSE. To see who it is: leave --mail out.",
        )


@command(
    app,
    "list",
    listing=True,
    examples=(
        "academy certificate list --course python-basics",
        "academy certificate list --user ann@example.org --format json",
        "academy certificate list --state waiting",
        "academy certificate list --state compromised --key 5647aa1c",
    ),
)
def list_certificates(
    shell: Shell,
    *,
    user: OfUser = None,
    course: OfCourse = None,
    state: InState = None,
    begin: From = None,
    until: Until = None,
    key: OfKey = None,
) -> None:
    """List certificates, the newest first; those that wait are not signed yet.

    The compromised were signed since somebody else may have their key: nobody can tell them from a thief's.
    """
    from academy_cli.certificates.views import SORTABLE, Wanted
    from academy_cli.cli.paging import show_in_pages
    from academy_cli.kit.page import Cut

    sort, dates = shell.terminal.wish.page.sort, span(("--from", begin), ("--until", until))

    def find(limit: int | None, offset: int) -> Iterable[object]:
        wanted = Wanted(user, course, state, *dates, key=key, cut=Cut(sort, limit, offset))
        return shell.academy.certificates.find(wanted)

    show_in_pages(shell.terminal, find, LISTED, sortable=SORTABLE, empty=EMPTY)


@command(
    app,
    "show",
    examples=(
        "academy certificate show K7QM-29XD-4HTR-0B8N",
        "academy certificate show k7qm29xd4htr0b8n --format json",
    ),
)
def show(shell: Shell, code: Code = None) -> None:
    """Show what a certificate states, whether it holds, and what it replaces or is replaced by."""
    from academy_cli.cli.show.certificate import show_certificate

    word = code or shell.terminal.ask("CODE", QUESTION)
    show_certificate(shell.terminal, shell.academy.certificates.show(word))


@command(
    app,
    "pdf",
    examples=(
        "academy certificate pdf K7QM-29XD-4HTR-0B8N",
        "academy certificate pdf K7QM-29XD-4HTR-0B8N --out ann.pdf",
        "academy certificate pdf K7QM-29XD-4HTR-0B8N --signed",
    ),
)
def pdf(shell: Shell, code: Code = None, *, out: Out = None, signed: IsSigned = False) -> None:
    """Write a certificate as a PDF, with its credential inside; it is the same each time.

    With --signed that same page comes first, to the byte, and behind it a signature (PAdES) with the
    certificate that the settings name, which takes the extra academy-cli[sign].
    """
    word = code or shell.terminal.ask("CODE", QUESTION)
    pages = shell.academy.certificate_pages
    file = pages.signed(word) if signed else pages.pdf(word)
    path = out or Path(file.name)
    require_file(path)
    if is_taken(path):
        raise FileTakenError(path)
    kept(path, file.content)
    shell.terminal.show_one({"file": str(path), "bytes": len(file.content)})


@command(
    app,
    "expiring",
    listing=True,
    changing=True,
    examples=(
        "academy certificate expiring --within 60",
        "academy certificate expiring --mail --yes",
    ),
)
def expiring(
    shell: Shell,
    *,
    within: WITHIN_DAYS = None,
    course: OfCourse = None,
    mail: Mail = False,
) -> None:
    """List certificates that end soon, the next one first; with --mail their holders are told, each once."""
    from academy_cli.certificates.views import SORTABLE
    from academy_cli.cli.paging import show_in_pages
    from academy_cli.kit.page import Cut

    days = within or shell.settings.certificates.remind_days
    if mail:
        _require_all(shell)
        _remind(shell, days, course)
        return
    sort = shell.terminal.wish.page.sort

    def find(limit: int | None, offset: int) -> Iterable[object]:
        return shell.academy.expiring.find(days, course, Cut(sort, limit, offset))

    empty = say("No certificate ends within {} days.", days)
    show_in_pages(shell.terminal, find, LISTED, sortable=SORTABLE, empty=empty)


def _remind(shell: Shell, days: int, course: str | None) -> None:
    planned = shell.academy.expiring.remind(days, course, dry_run=True)
    if planned.told and not shell.is_dry_run:
        shell.terminal.confirm(
            say_so_many(
                "Tell {:,} holder that their certificate ends within {} days?",
                "Tell {:,} holders that their certificate ends within {} days?",
                planned.told,
                days,
            )
        )
        planned = shell.academy.expiring.remind(days, course)
    if shell.is_dry_run:
        would = say_so_many(
            "{:,} holder would be told.", "{:,} holders would be told.", planned.told
        )
        shell.terminal.note(would)
        shell.terminal.note(DRY)
    shell.terminal.show_one(planned)


def _require_all(shell: Shell) -> None:
    """Refuse words that would show some and tell all. Raises TellsAllError."""
    page = shell.terminal.wish.page
    said = {
        "--limit": page.limit is not None,
        "--page": page.number is not None,
        "--sort": page.sort,
    }
    if some := [option for option, is_said in said.items() if is_said]:
        raise TellsAllError(some[0])


for _others in (
    certificateissue,
    certificatechanges,
    certificateshare,
    certificateverify,
    certificatepublish,
    certificatekeys,
    certificatetemplates,
):
    app.makers.update(_others.app.makers)
