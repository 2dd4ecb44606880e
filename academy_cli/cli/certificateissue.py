"""``academy certificate issue``: to one person, to everybody of a course, out of a file, and what waits.

Knows the words of the command; refuses to know who has earned one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from academy_cli.cli import choose, importing
from academy_cli.cli.certificatewaiting import (
    MOST_NAMED,
    RefusedAndWaitingError,
    SomeWaitError,
    require_none_waits,
    require_signed,
    tell_troubles,
    tell_unnamed,
)
from academy_cli.cli.importing import Given, run_import
from academy_cli.cli.learning import Email, NoMail, Slug
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say, say_so_many

if TYPE_CHECKING:
    from academy_cli.bulk.views import BulkView
    from academy_cli.certificates.issuing.importing import CertificateImports
    from academy_cli.certificates.office import Keep
    from academy_cli.certificates.views import Issued, Signed

app = noun("Issue certificates.")

FromFile = Annotated[
    str | None,
    typer.Option("--from", metavar="FILE", help="CSV or JSON lines: email, course, name."),
]
OfCourse = Annotated[
    str | None,
    typer.Option("--course", metavar="COURSE", help="Everybody who completed it; of all rows."),
]
Waiting = Annotated[bool, typer.Option("--waiting", help="Sign what was issued and waits.")]
Pages = Annotated[
    Path | None,
    typer.Option("--pdf", metavar="FOLDER", help="Write the page of each there, as CODE.pdf."),
]
Again = Annotated[
    bool,
    typer.Option("--again", help="Also to somebody you name whose last one was revoked."),
]
ALL = (importing.ModeWord.UPSERT, importing.FillWord.ALL)


class OneWayError(AcademyError):
    """Several ways at once of saying who gets a certificate."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "certificate.two-ways",
            "Name one person and course, or --from FILE, or --course COURSE, or --waiting.",
            "See: academy certificate issue --help",
        )


class NamesNobodyError(AcademyError):
    """A wish to undo revocations without saying whose."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "certificate.names-nobody",
            "--again is about people whom you name: EMAIL COURSE, or the rows of --from FILE.",
            "See whose were revoked: academy certificate list --state revoked",
        )


@command(
    app,
    "issue",
    changing=True,
    examples=(
        "academy certificate issue ann@example.org python-basics",
        "academy certificate issue --course python-basics --dry-run",
        "academy certificate issue --from completed.csv --pdf pages/ --yes",
        "academy certificate issue --from completed.csv --resume --yes",
        "academy certificate issue ann@example.org python-basics --again",
        "academy certificate issue --waiting",
    ),
)
def issue(  # noqa: PLR0913 - a command has as many words as it needs
    shell: Shell,
    email: Email = None,
    slug: Slug = None,
    *,
    file: FromFile = None,
    course: OfCourse = None,
    waiting: Waiting = False,
    pages: Pages = None,
    again: Again = False,
    columns: importing.Map = None,
    encoding: importing.Encoding = None,
    atomic: importing.Atomic = False,
    no_mail: NoMail = False,
    failed: importing.Failed = None,
    resume: importing.Resume = False,
    undo: importing.Undo = None,
    reason: importing.Reason = None,
) -> None:
    """Issue certificates of courses that were completed. Completing one issues its certificate by itself.

    This is for completions from before the course had certificates, or that came out of a file. Nobody gets a
    second one that holds, nor one in place of what was revoked, unless --again says so of somebody by name.
    """
    is_file = file is not None or undo is not None
    if (email is not None) + is_file + waiting > 1 or (course and (email or waiting)):
        raise OneWayError
    if again and email is None and file is None:
        raise NamesNobodyError
    if waiting:
        _sign(shell, pages)
    elif is_file:
        own = {"--course": course, "--again": "yes" if again else None}
        how = (atomic, no_mail, failed, resume, undo, reason)
        _from_file(shell, Given(*(file, columns, encoding, *ALL, *how), own=own), pages)
    elif course is not None:
        _everybody(shell, course, pages, tells=not no_mail)
    else:
        _one(shell, *choose.place(shell, email, slug), pages, again=again)


def _one(shell: Shell, email: str, course: str, pages: Path | None, *, again: bool) -> None:
    from academy_cli.cli.certificatepages import Folder
    from academy_cli.cli.show.certificate import show_certificate

    found = shell.academy.certificates.issue(email, course, again=again, dry_run=True)
    if shell.is_dry_run:
        shell.terminal.note(say("{} would get a certificate of “{}”.", email, course))
        tell_unnamed(shell, shell.academy.certificates.unnamed(course, email))
        shell.terminal.note(DRY)
        shell.terminal.show_one({"email": email, "course": course})
        return
    found = shell.academy.certificates.issue(email, course, again=again)
    assert found is not None
    Folder(shell, pages).draw(found)
    show_certificate(shell.terminal, found)
    require_signed(found)


def _everybody(shell: Shell, course: str, pages: Path | None, *, tells: bool) -> None:
    from academy_cli.cli.certificatepages import Folder

    planned = shell.academy.certificates.issue_all(course, tells=tells, dry_run=True)
    if tells:
        said = say_so_many(
            "{:,} certificate of “{}” to be issued, and told by e-mail.",
            "{:,} certificates of “{}” to be issued, and told by e-mail.",
            planned.issued,
            course,
        )
    else:
        said = say_so_many(
            "{:,} certificate of “{}” to be issued.",
            "{:,} certificates of “{}” to be issued.",
            planned.issued,
            course,
        )
    shell.terminal.note(said)
    _tell_left_out(shell, planned)
    tell_unnamed(shell, shell.academy.certificates.unnamed(course))
    if shell.is_dry_run:
        shell.terminal.note(DRY)
    elif planned.issued:
        shell.terminal.confirm(
            say_so_many(
                "Issue {:,} certificate of “{}”?",
                "Issue {:,} certificates of “{}”?",
                planned.issued,
                course,
            )
        )
    if not shell.is_dry_run:
        with counted(shell.terminal.warn, Folder(shell, pages).keep) as keep:
            planned = shell.academy.certificates.issue_all(course, tells=tells, keep=keep)
    shell.terminal.show_one(planned, "course", "issued", "signed", "waiting", "left_out")
    if not shell.is_dry_run:
        require_none_waits(shell, planned)


def _tell_left_out(shell: Shell, planned: Issued) -> None:
    for one in planned.revoked[:MOST_NAMED]:
        shell.terminal.note(say("Left out: {}, revoked on {:%Y-%m-%d}.", one.email, one.revoked_at))
    if (more := planned.left_out - MOST_NAMED) > 0:
        shell.terminal.note(say("Left out: {:,} more whose certificate was revoked.", more))


def _from_file(shell: Shell, given: Given, pages: Path | None) -> None:
    from academy_cli.bulk.errors import PartialError
    from academy_cli.cli.certificatepages import Folder

    folder, again = Folder(shell, pages), given.own["--again"] is not None
    imports = shell.academy.certificate_imports(given.own["--course"] or "", again=again)
    came: list[Signed] = []

    def sign(done: BulkView) -> None:
        if given.undo:
            return
        with (
            shell.terminal.progress("Signing", done.create + imports.waiting),
            counted(shell.terminal.warn, folder.keep, done.create) as keep,
        ):
            signed = shell.academy.certificates.sign_rows(done.reference, imports.known, keep)
        folder.fill(done.reference, imports.known)
        tell_troubles(shell, signed)
        came.append(signed)

    refused: AcademyError | None = None
    try:
        run_import(shell, imports, given, sign, lambda: _tell_beside(shell, imports))
    except PartialError as error:
        refused = error
    waits = came and came[0].waiting
    if refused is not None:
        raise RefusedAndWaitingError(refused, waits, came[0].fix) if waits else refused
    if waits:
        raise SomeWaitError(waits, came[0].fix)


def _tell_beside(shell: Shell, imports: CertificateImports) -> None:
    """Say what rows are about that change nothing: what waits of it, and names that stay as they are."""
    if waiting := imports.waiting:
        shell.terminal.note(
            say_so_many(
                "{:,} of them is issued and waits to be signed.",
                "{:,} of them are issued and wait to be signed.",
                waiting,
            )
        )
    tell_unnamed(shell, imports.unnamed())
    others = list(imports.named_otherwise)
    for code in others[:MOST_NAMED]:
        shell.terminal.warn(
            say(
                "{} is held under another name than its row says, and stays so; to change that: "
                "academy certificate reissue {} --name '…'",
                code,
                code,
            )
        )
    if (more := len(others) - MOST_NAMED) > 0:
        shell.terminal.warn(
            say_so_many(
                "{:,} more is held under another name than its row says.",
                "{:,} more are held under another name than their row says.",
                more,
            )
        )


@contextmanager
def counted(warn: Callable[[str], None], keep: Keep, issued: int = 0) -> Iterator[Keep]:
    """Keep pages and count them, so that an interruption says how far it came."""
    signed = 0

    def kept(code: str, page: bytes) -> None:
        nonlocal signed
        signed += 1
        keep(code, page)

    try:
        yield kept
    except KeyboardInterrupt:
        again = say("run the same command again: it signs the rest.")
        if issued:
            warn(say("{:,} issued, {:,} signed; {}", issued, signed, again))
        else:
            warn(say("{:,} signed; {}", signed, again))
        raise


def _sign(shell: Shell, pages: Path | None) -> None:
    from academy_cli.cli.certificatepages import Folder

    service = shell.academy.certificates
    if shell.is_dry_run:
        shell.terminal.show_one({"signed": 0, "waiting": service.waiting()})
        shell.terminal.note(DRY)
        return
    done = service.sign_waiting(Folder(shell, pages).keep)
    shell.terminal.show_one({"signed": done.signed, "waiting": done.waiting})
    require_none_waits(shell, done)
