"""``academy worker``: what an academy does by itself, kept going by one process, and how that stands.

Knows the words of each command and what a person is told; refuses to know how processes are kept.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from academy_cli.cli.answer import Columns
from academy_cli.cli.exits import meaning
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.clock import iso, utc_now
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.worker.errors import WorkerFileError
    from academy_cli.worker.jobs import Job
    from academy_cli.worker.running import Program
    from academy_cli.worker.standing import JobStanding

app = noun("Keep going what an academy does by itself.")

Only = Annotated[
    str | None,
    typer.Option("--only", metavar="JOB,JOB", help="These jobs, instead of those of worker.jobs."),
]
ENDING = say("Ending, once what is going on has come to an end. Again ends at once.")


class JobLine(NamedTuple):
    """A job as a person sees it."""

    job: str
    state: str
    every: str
    what: str
    began_at: datetime | None
    ended_at: datetime | None
    exit: int | None
    failures: int
    next_at: datetime | None
    absent: str


JOBS = Columns(("job", "state", "every", "exit", "failures", "next_at"), JobLine._fields)


@command(
    app,
    "run",
    changing=True,
    examples=(
        "academy worker run",
        "academy worker run --only mail,payments",
        "academy worker run --dry-run",
    ),
)
def run(shell: Shell, *, only: Only = None) -> None:
    """Keep going what an academy does by itself, until Ctrl-C: mail, payments, refunds, search, backups.

    Each job is a command of its own. What ends is begun again; what goes on failing is told to operators by
    mail.webhook_url, and `academy worker check` ends with 9. Which jobs there are: worker.jobs.
    """
    from academy_cli.cli.interrupts import as_a_wish
    from academy_cli.worker import standing
    from academy_cli.worker.errors import NothingToDoError
    from academy_cli.worker.running import Worker

    found = _jobs(shell, only)
    jobs, (file, database) = [job for job in found if not job.absent], _place(shell)
    for job in found:
        if job.absent:
            shell.terminal.note(say("Without {}: {}.", job.name, job.absent))
    if not jobs:
        raise NothingToDoError([say("{}: {}", job.name, job.absent) for job in found])
    if shell.is_dry_run:
        shell.terminal.show_list([_line(job, None, is_on=False) for job in found], JOBS)
        shell.terminal.note(DRY)
        return
    with standing.held(file, database) as lock:
        before = standing.read(file, database)
        worker = Worker(
            jobs,
            _program(shell, lock),
            _Hearer(shell),
            lambda now: standing.write(file, database, now),
            before=before.jobs if before else {},
        )
        shell.terminal.note(
            say("At work: {}; Ctrl-C ends it.", ", ".join(job.name for job in jobs))
        )
        with as_a_wish(worker.wish_end, ENDING):
            worker.run()


@command(
    app,
    "list",
    listing=True,
    examples=("academy worker list", "academy worker list --format json"),
)
def list_jobs(shell: Shell) -> None:
    """List the jobs of worker.jobs, how each ended the last time, and when it is due again."""
    from academy_cli.worker import standing

    place = _place(shell)
    found, is_on = standing.read(*place), standing.is_at_work(*place, utc_now())
    if not is_on:
        shell.terminal.note(say("No worker is at work. Start one: academy worker run"))
    jobs = found.jobs if found else {}
    lines = [_line(job, jobs.get(job.name), is_on=is_on) for job in _jobs(shell, None)]
    shell.terminal.show_list(lines, JOBS)


@command(
    app,
    "check",
    examples=("academy worker check", "academy worker check --quiet || systemctl restart academy"),
)
def check(shell: Shell) -> None:
    """See whether a worker is at work here and its jobs go well; ends with 9 if not.

    A health check of a container, or of whatever watches a machine, may ask it every minute.
    """
    from academy_cli.worker import standing
    from academy_cli.worker.errors import JobsFailError, NoWorkerError

    place = _place(shell)
    found = standing.read(*place)
    if found is None or not standing.is_at_work(*place, utc_now()):
        raise NoWorkerError(iso(found.seen_at) if found else "")
    failing = sorted(name for name, job in found.jobs.items() if job.is_failing)
    told = {
        "process": found.process,
        "started_at": found.started_at,
        "seen_at": found.seen_at,
        "failing": failing,
    }
    shell.terminal.show_one(told)
    if failing:
        raise JobsFailError(failing)


def _place(shell: Shell) -> tuple[Path, str]:
    """The file in which a worker writes how it stands, and which database it has to be about."""
    return shell.settings.worker.state, shell.settings.database.fingerprint


def _jobs(shell: Shell, only: str | None) -> Sequence[Job]:
    """The jobs that are wanted, with what the settings say of them."""
    from academy_cli.backups.schedule.job import steps
    from academy_cli.kit.timespan import short
    from academy_cli.worker.jobs import Surroundings, jobs_of

    said = shell.settings
    every = short(said.worker.backup_every)
    assert every is not None  # config refuses what is no length
    around = Surroundings(
        has_stripe=bool(said.stripe.api_key),
        has_webhook=bool(said.stripe.webhook_secret),
        backup_every=every,
        backup_steps=steps(is_quick=said.backup.is_closed_here),
    )
    names = said.worker.jobs.split() if only is None else only.replace(",", " ").split()
    return jobs_of(names, around)


def _program(shell: Shell, lock: int) -> Program:
    """How commands are begun, with what this one was told; no word holds an address, which may be secret."""
    from academy_cli.backups.schedule import surroundings
    from academy_cli.worker.running import Program

    environ = dict(os.environ)
    if shell.flags.get("database_url"):
        environ["ACADEMY_DATABASE_URL"] = shell.settings.database.url
    if shell.acting_as:
        environ["ACADEMY_ACTOR"] = shell.acting_as
    words = list(surroundings.program(Path(sys.executable)))
    words += ["--config", str(shell.config_file.absolute())] if shell.config_file else []
    words += ["--quiet"] if shell.terminal.wish.is_quiet else []
    return Program(words, environ, [lock])


def _line(job: Job, now: JobStanding | None, *, is_on: bool) -> JobLine:
    from academy_cli.kit.timespan import told
    from academy_cli.worker.standing import OFF, JobStanding

    found = now or JobStanding(state=OFF)
    state = OFF if job.absent or not is_on else "failing" if found.is_failing else found.state
    every = told(job.every) if job.every else say("always")
    return JobLine(
        job.name,
        state,
        every,
        job.what,
        found.began_at,
        found.ended_at,
        found.exit,
        found.failures,
        found.next_at if is_on else None,
        job.absent,
    )


class _Hearer:
    """Tells what goes on to whoever reads the worker's log, and operators of what goes on failing."""

    def __init__(self, shell: Shell) -> None:
        self._shell, self._told = shell, set[str]()

    def line(self, job: str, line: str) -> None:
        if self._shell.terminal.wish.is_quiet:  # so is the command: it says this all the same
            self._shell.terminal.warn(f"{job}: {line.removeprefix('warning: ')}")
        else:
            self._shell.terminal.note(f"{job}: {line}")

    def done(self, job: Job, code: int, took: timedelta) -> None:
        from academy_cli.kit.timespan import told

        seconds = took.total_seconds()
        self._shell.terminal.note(
            say("{}: done in {:.0f} s", job.name, seconds)
            if job.every is None
            else say("{}: done in {:.0f} s; again in {}", job.name, seconds, told(job.every))
        )
        if code:
            self._shell.terminal.warn(say("{} ended with {}{}", job.name, code, meaning(code)))

    def failed(self, job: Job, code: int, failures: int) -> None:
        said = say("{} ended with {}{}", job.name, code, meaning(code))
        self._shell.terminal.warn(
            said if failures == 1 else say("{}, {} times in a row", said, failures)
        )
        if failures == job.alarms_after:
            self._told.add(job.name)
            self._tell(
                say("“{}” fails on {}", job.name, self._host),
                say("It ended with {}{}.", code, meaning(code)),
            )

    def recovered(self, job: Job) -> None:
        self._shell.terminal.note(say("{} is well again", job.name))
        if job.name in self._told:
            self._told.discard(job.name)
            self._tell(say("“{}” is well again on {}", job.name, self._host), "")

    def unkept(self, error: WorkerFileError) -> None:
        self._shell.terminal.warn(error.message)
        about = say("How the worker stands is not known any more on {}", self._host)
        self._tell(about, error.message)

    @property
    def _host(self) -> str:
        return self._shell.acting.source["host"]

    def _tell(self, about: str, detail: str) -> None:
        """By the webhook alone: what fails may be mail. Whatever keeps it from being told is told here."""
        from academy_cli.errors import AcademyError

        if not self._shell.settings.mail.webhook_url:
            return
        try:
            see = say("See what there is: academy worker list")
            told = self._shell.academy.alarm.tell(about, f"{detail}\n\n{see}".strip())
        except AcademyError as error:
            self._shell.terminal.warn(say("Operators were not told: {}", error.message))
            return
        for failure in told.failed:
            self._shell.terminal.warn(say("Not told by {}", failure))
