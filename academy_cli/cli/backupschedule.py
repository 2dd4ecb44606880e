"""``academy backup schedule``: what a system is told so that backups are made by themselves.

Knows the words of the command, and what a person has to do; refuses to install anything.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from academy_cli.cli.answer import Columns
from academy_cli.cli.contradicting import not_both
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words

if TYPE_CHECKING:
    from academy_cli.backups.schedule.job import Job, ScheduledFile

app = noun("Make backups by themselves.")

DAILY, AT, NAME = "day", "03:30", "academy-backup"
Every = Annotated[
    str, typer.Option("--every", metavar="day|hour|6h", help="How often a backup is made.")
]
At = Annotated[
    str,
    typer.Option(
        "--at", metavar="HH:MM", help="When, in backup.zone; cron's is the machine's own."
    ),
]
Cron = Annotated[bool, typer.Option("--cron", help="Lines for cron.")]
Systemd = Annotated[
    bool, typer.Option("--systemd", help="Units of systemd, as where nothing is said.")
]
OfUser = Annotated[bool, typer.Option("--user", help="Units of your own, not of the system.")]
MaxAge = Annotated[
    str | None,
    typer.Option(
        "--max-age", metavar="AGE", help="Tell when the newest good one is older: 26h, 2d."
    ),
]
MailTo = Annotated[
    str | None,
    typer.Option("--mail-to", metavar="EMAIL", help="Who is written to of a failure."),
]
Name = Annotated[
    str,
    typer.Option("--name", metavar="NAME", help="Of the units, where there are several academies."),
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FOLDER", help="Write them there as new files.")
]
FILES = Columns(("name", "path"), ("name", "path", "text"))


@command(
    app,
    "schedule",
    changing=True,
    examples=(
        "academy backup schedule --out units/ --mail-to ops@example.org",
        "academy backup schedule --every 6h --at 00:30 --max-age 8h",
        "academy backup schedule --user --out units/",
        "academy backup schedule --cron",
    ),
)
def schedule(  # noqa: PLR0913 - its words are options of one act
    shell: Shell,
    *,
    every: Every = DAILY,
    at: At = AT,
    cron: Cron = False,
    systemd: Systemd = False,
    user: OfUser = False,
    max_age: MaxAge = None,
    mail_to: MailTo = None,
    name: Name = NAME,
    out: Out = None,
) -> None:
    """Write what makes a backup, verifies it and drops old ones in turn, and how it is installed.

    What fails ends it, so that nothing is dropped then, and operators are told: by mail.webhook_url, and by
    mail to --mail-to. They are also told when no backup is made any more. Nothing is installed.
    """
    from academy_cli.backups.schedule.job import require_sound

    not_both("--cron", cron, "--systemd", systemd)
    not_both("--cron", cron, "--user", user)
    job = _job(shell, every, at, max_age=max_age, mail_to=mail_to)._replace(name=name)
    require_sound(job)
    files = _files(job, is_cron=cron, is_user=user)
    if out is not None:
        _write(shell, out, files)
    if out is not None or shell.terminal.wish.format is not None:
        shell.terminal.show_list(files, FILES)
    else:
        _print(shell, files, is_cron=cron)
    _explain(shell, job, out, is_cron=cron, is_user=user)


def _job(shell: Shell, every: str, at: str, *, max_age: str | None, mail_to: str | None) -> Job:
    """What is to be done, from the settings that hold here."""
    from academy_cli.access.address import canonical_address
    from academy_cli.backups.schedule import rhythm, surroundings
    from academy_cli.backups.schedule.job import Job

    settings = shell.settings
    file = settings.path.absolute() if settings.path else None
    text = file.read_text(encoding="utf-8-sig") if file else ""
    folder = file.parent if file else shell.here()
    return Job(
        program=surroundings.program(Path(sys.executable)),
        rhythm=rhythm.read(every, at),
        zone=settings.backup.zone,
        max_age=max_age or settings.backup.max_age,
        user=shell.acting.operator,
        settings=file,
        secrets=folder / "academy.env",
        variables=surroundings.variables(settings.origins, text),
        folders=surroundings.folders(os.environ),
        mail_to=canonical_address(mail_to) if mail_to else "",
        is_quick=settings.backup.is_closed_here,
    )


def _files(job: Job, *, is_cron: bool, is_user: bool) -> Sequence[ScheduledFile]:
    from academy_cli.backups.schedule import cron, systemd

    return [cron.lines(job)] if is_cron else systemd.units(job, is_user=is_user)


def _print(shell: Shell, files: Sequence[ScheduledFile], *, is_cron: bool) -> None:
    """The files themselves: of several, each below the path that it is for."""
    for number, file in enumerate(files):
        if not is_cron:
            shell.terminal.print(("\n" if number else "") + f"# {file.path}")
        for line in file.text.splitlines():
            shell.terminal.print(line)


def _write(shell: Shell, folder: Path, files: Sequence[ScheduledFile]) -> None:
    """Write all, or none where one is there already."""
    from academy_cli.cli.exporting import FileTakenError, NoSpaceError, UnwritableFileError
    from academy_cli.kit.newfile import new_file
    from academy_cli.kit.paths import NO_SPACE, is_taken

    taken = next((one.name for one in files if is_taken(folder / one.name)), None)
    if taken is not None:
        raise FileTakenError(folder / taken)
    if shell.is_dry_run:
        return
    for one in files:
        path = folder / one.name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with new_file(path) as file:
                file.write(one.text.encode())
        except OSError as error:
            if error.errno in NO_SPACE:
                raise NoSpaceError(path) from error
            raise UnwritableFileError(path, system_words(error)) from error


def _explain(shell: Shell, job: Job, out: Path | None, *, is_cron: bool, is_user: bool) -> None:
    """What has to be there for it to run, what it does not do, and how it is installed."""
    from academy_cli.backups.schedule import cron, systemd

    if shell.is_dry_run:
        shell.terminal.note(DRY)
    for sentence in _doubts(shell, job):
        shell.terminal.warn(sentence)
    if job.is_quick:
        shell.terminal.note(
            "Verifying compares digests alone: the key to decrypt with is elsewhere."
        )
    folder = str((shell.here() / out).absolute()) if out else "FOLDER"
    if is_cron:
        shell.terminal.note("cron reads times in the time zone of the machine. To install it:")
        lines = cron.instructions(job, f"{folder}/{job.name}.cron")
    else:
        shell.terminal.note("Nothing is installed yet. To install it:")
        lines = systemd.instructions(job, folder, is_user=is_user)
    for line in ([] if out else ["academy backup schedule --out FOLDER …"]) + list(lines):
        shell.terminal.note(f"  {line}")


def _doubts(shell: Shell, job: Job) -> Sequence[str]:
    """What would keep it from working, or from being heard of."""
    found, mail = [], shell.settings.mail
    if job.variables:
        names = ", ".join(job.variables)
        found.append(
            say(
                "“{}” has to hold, each as NAME='value' and for its user alone: {}",
                job.secrets,
                names,
            )
        )
    if not (mail.webhook_url or job.mail_to):
        found.append(
            say("Nobody would hear of a failure: set mail.webhook_url, or give --mail-to EMAIL")
        )
    if job.mail_to and mail.transport in {"folder", "console"}:
        found.append(say("No mail leaves this machine: mail.transport is {}", mail.transport))
    return found
