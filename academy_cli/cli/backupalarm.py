"""``academy backup alarm``: how operators hear at once that a scheduled backup failed.

Knows the words of the command and of what is told; refuses to know how it travels.
"""

from __future__ import annotations

from typing import Annotated

import typer

from academy_cli.cli.emptywords import not_empty
from academy_cli.cli.exits import meaning
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say
from academy_cli.kit.table import one_line

app = noun("Tell operators.")

Unit = Annotated[
    str, typer.Option("--unit", metavar="NAME", help="What failed.", callback=not_empty)
]
Status = Annotated[
    str | None,
    typer.Option(
        "--status",
        metavar="CODE",
        help="How it ended; systemd says it by itself.",
        envvar="MONITOR_EXIT_STATUS",
        show_envvar=False,
    ),
]
MailTo = Annotated[
    str | None, typer.Option("--mail-to", metavar="EMAIL", help="Who is written to, beside.")
]


@command(
    app,
    "alarm",
    changing=True,
    examples=(
        "academy backup alarm --unit trial",
        "academy backup alarm --unit trial --mail-to ops@example.org",
    ),
)
def alarm(
    shell: Shell, *, unit: Unit = "academy-backup", status: Status = None, mail_to: MailTo = None
) -> None:
    """Tell operators at once that a scheduled backup failed: by mail.webhook_url, and by mail to --mail-to.

    It needs no database, which may be what failed. What academy backup schedule writes calls it.
    """
    host = shell.acting.source["host"]
    about, detail = said(unit, status or "", host)
    if shell.is_dry_run:
        shell.terminal.show_one({"about": about, "detail": detail})
        shell.terminal.note(DRY)
        return
    told = shell.academy.alarm.tell(about, detail, mail_to or "")
    for failure in told.failed:
        shell.terminal.warn(say("Not told by {}", failure))
    shell.terminal.show_one(told)
    if told.reaches_nobody:
        from academy_cli.mail.errors import NobodyReachedError

        raise NobodyReachedError(told.told)


def said(unit: str, status: str, host: str) -> tuple[str, str]:
    """What operators are told in a line, and below it: how it ended, in words where academy ended it."""
    parts = [f"It ended with {status}{meaning(status)}."] if status else []
    parts.append(f"See why: journalctl -u {unit}; or what cron mailed.")
    parts.append("See what there is: academy backup status")
    return one_line(f"“{unit}” failed on {host}"), "\n\n".join(parts)
