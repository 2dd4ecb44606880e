"""Sending what is due with a person looking on: a bar, a report, and how it ends.

Knows what a person is told; refuses to know how mail travels.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from academy_cli.cli.interrupts import as_a_wish
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say, say_so_many

if TYPE_CHECKING:
    from academy_cli.kit.stopping import Stop
    from academy_cli.mail.sending import Report
    from academy_cli.mail.views import SendingReport, Waiting

ENDING = say(
    "Ending, once it is known what became of the letters that are leaving. Again ends at once."
)


def send_due(shell: Shell, *, most: int | None = None, connections: int = 1) -> SendingReport:
    """Send what is due. Raises MailDownError where nothing leaves now, and says what had left before."""
    from academy_cli.mail.errors import MailDownError

    post, states = shell.academy.post_office, Counter[str]()
    _keep_time(shell)
    total = post.waiting().total
    progressing = shell.terminal.progress("Sending mail", min(total, most or total))
    try:
        with progressing as progress, _ending_whole() as stop:

            def told(report: Report) -> None:
                states[report.settled.state] += 1
                progress(states.total())

            report = post.send(told, most=most, connections=connections, stop=stop)
    except MailDownError:
        if states:
            parts = ", ".join(f"{many:,} {state}" for state, many in sorted(states.items()))
            shell.terminal.note(say("Before it stopped: {}.", parts))
        raise
    _tell(shell, post.waiting())
    if report.transport == "folder" and report.sent:
        where = str(shell.academy.settings.mail.folder)
        shorter = min(where, os.path.relpath(where), key=len)
        shell.terminal.note(say("Nothing left this machine: the letters are in {}.", shorter))
    return report


def require_nobody(report: SendingReport) -> None:
    """Insist that no message needs a person. Raises MailNeedsSomebodyError."""
    from academy_cli.mail.errors import MailNeedsSomebodyError

    if report.dead or report.unsure:
        raise MailNeedsSomebodyError(report.dead, report.unsure)


def send_on(shell: Shell, connections: int) -> None:
    """Send what comes, until Ctrl-C, or until whoever runs it as a service says that it ends."""
    from academy_cli.mail.errors import MailNeedsSomebodyError
    from academy_cli.mail.following import follow

    def told(report: SendingReport) -> None:
        if report.total:
            said = say(
                "Sent {:,}; again later {:,}, given up {:,}.",
                report.sent,
                report.again,
                report.dead,
            )
            shell.terminal.note(said)
        if report.dead or report.unsure:
            shell.terminal.warn(MailNeedsSomebodyError(report.dead, report.unsure).message)

    academy = shell.academy
    way = academy.post_office.waiting().transport
    shell.terminal.note(say("Sending what comes by “{}”; Ctrl-C ends it.", way))

    with _ending_whole() as stop:

        def send() -> SendingReport:
            _keep_time(shell)
            return academy.post_office.send(connections=connections, stop=stop)

        follow(send, told, shell.terminal.warn, sleep=stop.rest, goes_on=lambda: not stop.is_wished)


def _keep_time(shell: Shell) -> None:
    """Do what is due by the clock and has mail in its wake, so that the mail leaves with the rest."""
    from academy_cli.cli.quizattempts import close_overdue

    shell.academy.releases.tell()
    close_overdue(shell)
    shell.academy.sign_what_was_earned(tells_of_waiting=False)


@contextmanager
def _ending_whole() -> Iterator[Stop]:
    """Let Ctrl-C, SIGTERM or SIGHUP wait until it is known what became of the letters that are leaving."""
    from academy_cli.kit.stopping import Stop

    stop = Stop()
    with as_a_wish(stop.wish, ENDING):
        yield stop


def _tell(shell: Shell, waiting: Waiting) -> None:
    if waiting.next_due_at is not None:
        from academy_cli.kit.clock import iso

        shell.terminal.note(
            say_so_many(
                "{:,} message left; the next is due at {}.",
                "{:,} messages left; the next is due at {}.",
                waiting.total + waiting.later,
                iso(waiting.next_due_at),
            )
        )
