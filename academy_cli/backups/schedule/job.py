"""What is to be done by itself: commands in their order, as whom, and with what.

Values alone; knows the commands of academy, and refuses to know who starts them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from academy_cli.backups.freshness import limit_of
from academy_cli.backups.schedule.errors import AlarmTooEarlyError, BadNameError
from academy_cli.backups.schedule.rhythm import Rhythm

NAME = "academy-backup"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,60}")
_SLACK = timedelta(hours=1)
"""What making a backup may take, beside the delay."""


class Job(NamedTuple):
    """Backups of one academy that are made by themselves."""

    program: Sequence[str]
    """How academy is started, by whole paths."""
    rhythm: Rhythm
    zone: str
    """Whose times those of the rhythm are."""
    max_age: str
    """How old the newest verified one may be before somebody is told."""
    name: str = NAME
    user: str = ""
    """Who it is done as."""
    settings: Path | None = None
    secrets: Path | None = None
    """A file of variables, which is read where it is there."""
    variables: Sequence[str] = ()
    """What has to be in that file, by name."""
    folders: Mapping[str, str] = {}
    """Variables that say where this user's folders are; no secrets."""
    mail_to: str = ""
    """Who is written to when it fails."""
    is_quick: bool = False
    """Whether only digests are compared, for there is no key here to decrypt with."""

    @property
    def check_rhythm(self) -> Rhythm:
        """When somebody is told if no backup is young enough."""
        return self.rhythm.check(limit_of(self.max_age))

    @property
    def steps(self) -> Sequence[Sequence[str]]:
        """What is done, each only if all before it was: nothing is dropped unless a new one is good.

        While storage is away the rows are saved, which counts as a failure: nothing is dropped then.
        """
        return [self.words(*step) for step in steps(is_quick=self.is_quick)]

    @property
    def check(self) -> Sequence[str]:
        """What fails where no backup is young enough."""
        return self.words("status", "--max-age", self.max_age)

    @property
    def alarm(self) -> Sequence[str]:
        """What tells somebody; what failed is still to be said."""
        to = ["--mail-to", self.mail_to] if self.mail_to else []
        return self.words("alarm", *to)

    @property
    def shared(self) -> Sequence[str]:
        """What every command of it is told."""
        return ["--config", str(self.settings)] if self.settings else []

    def words(self, *words: str) -> Sequence[str]:
        """A command, whose first word is the program."""
        return [*self.program, "backup", *words, "--quiet", *self.shared]


def steps(*, is_quick: bool) -> Sequence[Sequence[str]]:
    """What is done in turn, without the words before: a backup, the proof of it, and then what is dropped."""
    verify = ["verify", "--latest", *(["--quick"] if is_quick else [])]
    return [["create", "--rows-at-least"], verify, ["prune", "--yes"]]


class ScheduledFile(NamedTuple):
    """A file that a system has to be given: its name, where it goes, and what is in it."""

    name: str
    path: str
    text: str


def require_sound(job: Job) -> None:
    """Refuse a job that could not be named, or that would raise an alarm while all is well.

    Raises BadNameError, BadAgeError and AlarmTooEarlyError.
    """
    if not _NAME.fullmatch(job.name):
        raise BadNameError(job.name)
    limit = limit_of(job.max_age)
    if limit < job.rhythm.every + _SLACK:
        raise AlarmTooEarlyError(limit, job.rhythm.every)
