"""Backups by cron: a line that makes them, and one that sees whether they are made.

Knows what every cron has in common (POSIX); refuses steps, zones and every secret.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from academy_cli.backups.schedule.job import Job, ScheduledFile
from academy_cli.backups.schedule.quoting import cron_line, shell


def lines(job: Job) -> ScheduledFile:
    """The lines of a job for its user's crontab. Raises UnfitWordError and LineTooLongError."""
    head = f"# {job.name}: made by academy backup schedule --cron; times are those of this machine"
    made = [cron_line(rhythm.fields(), command) for rhythm, command in zip(
        (job.rhythm, job.check_rhythm), commands(job), strict=True)]  # fmt: skip
    return ScheduledFile(f"{job.name}.cron", "crontab -e", "\n".join([head, *made]) + "\n")


def commands(job: Job) -> Sequence[str]:
    """What /bin/sh is given by each line: what it says on its standard error, cron mails to the user."""
    begin = "; ".join(_begin(job))
    steps = " && ".join(_step(words, job) for words in job.steps)
    check = _step(job.check, job)
    return [
        f"{begin}; {steps} || {_alarm(job, job.name)}",
        f"{begin}; {check} || {_alarm(job, f'{job.name}-check')}",
    ]


def instructions(job: Job, file: str) -> Sequence[str]:
    """How they are installed and looked at; they are in ``file``."""
    return [
        f"(crontab -l; cat {shlex.quote(file)}) | crontab -",
        "crontab -l",
        f"{shell([*job.alarm, '--unit', 'trial'])}   # see that you are told",
    ]


def _begin(job: Job) -> Iterator[str]:
    """Variables, and a name for what every command begins and ends with: a line is short."""
    for name, value in job.folders.items():
        yield f"export {name}={shell([value])}"
    if job.secrets:
        path = shell([str(job.secrets)])
        yield f"if [ -r {path} ]; then set -a; . {path}; set +a; fi"
    yield f'a() {{ {shell([*job.program, "backup"])} "$@" {shell(["--quiet", *job.shared])} >/dev/null; }}'


def _step(words: Sequence[str], job: Job) -> str:
    """A command by that name, without what it says of every one."""
    own = words[len(job.program) + 1 : len(words) - len(job.shared) - 1]
    return f"a {shell(own)}"


def _alarm(job: Job, unit: str) -> str:
    """The exit code is that of whichever step failed."""
    return f"{_step(job.alarm, job)} --unit {shell([unit])} --status $?"
