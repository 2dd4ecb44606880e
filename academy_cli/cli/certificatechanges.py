"""``academy certificate reissue|renew|revoke|suspend``: what becomes of one that was issued.

Knows the words of each command; refuses to decide what may be changed.
"""

from __future__ import annotations

from typing import Annotated

import typer

from academy_cli.cli.certificatecode import QUESTION, Code, each_once
from academy_cli.cli.certificatewaiting import require_signed
from academy_cli.cli.moments import end
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say, say_so_many

app = noun("Change what was issued.")

Codes = Annotated[list[str] | None, typer.Argument(metavar="CODE...", help="One or more of them.")]
Name = Annotated[
    str | None,
    typer.Option("--name", metavar="NAME", help="As it shall stand; as it does else."),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help="Its last day, UTC; as the course has it else."),
]
Why = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", help="Why, on record; name nobody.")
]
OfKey = Annotated[
    str | None,
    typer.Option(
        "--key", metavar="KEY", help="All that a stolen key signed since; each keeps its name."
    ),
]
_THEN = say("Who checks offline learns it from the lists: academy certificate publish FOLDER")
Lift = Annotated[bool, typer.Option("--lift", help="Let it hold again.")]


class OneOrKeyError(AcademyError):
    """One certificate, or a name for it, and all of a key at once."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "certificate.two-ways",
            "Name one certificate by CODE, or all that a stolen key signed by --key KEY.",
            "See: academy certificate reissue --help",
        )


class SomeStayError(AcademyError):
    """Some of a key's certificates that could not be issued again."""

    def __init__(self, key: str, left: int, of: int) -> None:
        super().__init__(
            Kind.PARTIAL,
            "certificate.some-stay",
            say_so_many(
                "{:,} certificate of {:,} could not be issued again.",
                "{:,} certificates of {:,} could not be issued again.",
                left,
                of,
            ),
            say("Mend what is said above, then: academy certificate reissue --key {}", key),
        )


@command(
    app,
    "reissue",
    changing=True,
    examples=(
        "academy certificate reissue K7QM-29XD-4HTR-0B8N --name 'Anna Müller'",
        "academy certificate reissue K7QM-29XD-4HTR-0B8N --reason 'the name was misspelt' --yes",
        "academy certificate reissue --key 5647aa1c --reason 'a stolen laptop' --yes",
    ),
)
def reissue(
    shell: Shell, code: Code = None, *, name: Name = None, key: OfKey = None, reason: Why = None
) -> None:
    """Issue a certificate again with a corrected name; whoever checks the old one is told of the new one.

    With --key all are issued again that a key signed since somebody else may have it.
    """
    if key is not None:
        if code is not None or name is not None:
            raise OneOrKeyError
        _reissue_all(shell, key, reason)
    else:
        _reissue_one(shell, code, name, reason)


def _reissue_one(shell: Shell, code: str | None, name: str | None, reason: str | None) -> None:
    from academy_cli.cli.show.certificate import show_certificate

    word = code or shell.terminal.ask("CODE", QUESTION)
    changes = shell.academy.certificate_changes
    planned = changes.reissue(word, name, reason, dry_run=True)
    if planned.signed_at is None:
        said = say("“{}” will stand on it.", planned.name)
    else:
        said = say(
            "“{}” will stand on it, under a new code; {} says that it was replaced.",
            planned.name,
            planned.code,
        )
    shell.terminal.note(said)
    if shell.is_dry_run:
        shell.terminal.note(DRY)
        show_certificate(shell.terminal, planned)
        return
    shell.terminal.confirm(say("Issue {} again?", planned.code))
    done = changes.reissue(word, name, reason)
    show_certificate(shell.terminal, done)
    require_signed(done)


def _tell_all(shell: Shell, many: int, *, erased: int) -> None:
    """Say how many certificates are issued again, and how many cannot be."""
    if erased:
        shell.terminal.note(
            say_so_many(
                "{:,} is of somebody who was erased, and cannot be issued again.",
                "{:,} are of people who were erased, and cannot be issued again.",
                erased,
            )
        )
    shell.terminal.note(
        say_so_many(
            "{:,} certificate to be issued again, under a new code; its holder is told.",
            "{:,} certificates to be issued again, each under a new code; holders are told.",
            many,
        )
    )


def _reissue_all(shell: Shell, key: str, reason: str | None) -> None:
    """Issue again what a stolen key signed; each is a transaction, and what is done is not done twice."""
    from academy_cli.certificates.views import COMPROMISED, Wanted
    from academy_cli.cli.certificate import LISTED

    there = list(shell.academy.certificates.find(Wanted(state=COMPROMISED, key=key)))
    found = [one for one in there if not one.is_erased]
    _tell_all(shell, len(found), erased=len(there) - len(found))
    if shell.is_dry_run or not found:
        if shell.is_dry_run:
            shell.terminal.note(DRY)
        empty = say("Nothing that {} signed is left to be issued again.", key)
        shell.terminal.show_list(found, LISTED, empty=empty)
        return
    shell.terminal.confirm(
        say_so_many("Issue {:,} certificate again?", "Issue {:,} certificates again?", len(found))
    )
    changes, done = shell.academy.certificate_changes, []
    with shell.terminal.progress("Issuing again", len(found)) as progress:
        for many, one in enumerate(found, 1):
            try:
                done.append(changes.reissue(one.code, None, reason))
            except AcademyError as error:
                if error.code.startswith("key."):
                    raise
                shell.terminal.warn(say("{} ({}): {}", one.code, one.email, error))
            progress(many)
    shell.terminal.show_list(done, LISTED)
    if len(done) < len(found):
        raise SomeStayError(key, len(found) - len(done), len(found))


@command(
    app,
    "renew",
    changing=True,
    examples=(
        "academy certificate renew K7QM-29XD-4HTR-0B8N",
        "academy certificate renew K7QM-29XD-4HTR-0B8N --until 2029-12-31 --yes",
    ),
)
def renew(shell: Shell, code: Code = None, *, until: Until = None) -> None:
    """Issue a certificate again that ends later: as its course has it by now, or on a day."""
    from academy_cli.cli.show.certificate import show_certificate

    word = code or shell.terminal.ask("CODE", QUESTION)
    changes, ends = shell.academy.certificate_changes, end("--until", until)
    planned = changes.renew(word, ends, dry_run=True)
    shell.terminal.note(
        say(
            "The new one ends on {:%Y-%m-%d}; {} says that it was replaced.",
            planned.valid_until,
            planned.code,
        )
    )
    if shell.is_dry_run:
        shell.terminal.note(DRY)
        show_certificate(shell.terminal, planned)
        return
    shell.terminal.confirm(say("Renew {}?", planned.code))
    show_certificate(shell.terminal, changes.renew(word, ends))


@command(
    app,
    "revoke",
    changing=True,
    examples=(
        "academy certificate revoke K7QM-29XD-4HTR-0B8N --reason 'the work was not theirs'",
        "academy certificate revoke K7QM-29XD-4HTR-0B8N 3N0T-… --reason 'issued by mistake' --yes",
    ),
)
def revoke(shell: Shell, code: Codes = None, *, reason: Why = None) -> None:
    """Take certificates back for good; their codes go on answering, and say so."""
    from academy_cli.cli.certificate import LISTED
    from academy_cli.cli.show.certificate import show_certificate

    words = each_once(code or [shell.terminal.ask("CODE", QUESTION)])
    why = reason or shell.terminal.ask("--reason", "Why?")
    changes = shell.academy.certificate_changes
    planned = [changes.revoke(word, why, dry_run=True) for word in words]
    for one in planned:
        shell.terminal.note(say("{}: {}, “{}”.", one.code, one.name, one.title))
    if shell.is_dry_run:
        shell.terminal.note(DRY)
    else:
        if len(planned) == 1:
            question = say("Revoke {} for good?", planned[0].code)
        else:
            question = say("Revoke these {} for good?", len(planned))
        shell.terminal.confirm(question, destroys="It cannot be undone.")
        planned = [changes.revoke(word, why) for word in words]
        shell.terminal.note(_THEN)
    if len(planned) == 1:
        show_certificate(shell.terminal, planned[0])
    else:
        shell.terminal.show_list(planned, LISTED)


@command(
    app,
    "suspend",
    changing=True,
    examples=(
        "academy certificate suspend K7QM-29XD-4HTR-0B8N --reason 'under review'",
        "academy certificate suspend K7QM-29XD-4HTR-0B8N --lift",
    ),
)
def suspend(shell: Shell, code: Code = None, *, reason: Why = None, lift: Lift = False) -> None:
    """Let a certificate not hold for the time being, or hold again."""
    from academy_cli.cli.show.certificate import show_certificate

    word = code or shell.terminal.ask("CODE", QUESTION)
    changes = shell.academy.certificate_changes
    why = "" if lift else reason or shell.terminal.ask("--reason", "Why?")
    dry = shell.is_dry_run
    done = changes.lift(word, dry_run=dry) if lift else changes.suspend(word, why, dry_run=dry)
    shell.terminal.note(DRY if dry else _THEN)
    show_certificate(shell.terminal, done)
