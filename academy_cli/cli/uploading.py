"""Attaching a file to a lesson: looked at, asked about, sent with a bar, told of.

Knows the order of showing, asking and doing; refuses to know how a file is stored.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from academy_cli.cli.choose import TooManyWordsError
from academy_cli.cli.shell import Shell
from academy_cli.kit.amount import megabytes
from academy_cli.kit.saying import say


def attach(shell: Shell, course: str, lesson: str, file: Path, name: str | None) -> None:
    """Send a file and attach it; a dry run reads it only."""
    total, said = _size(file), file.name
    with shell.terminal.progress(say("Reading {}, MB", said), total) as progress:
        planned = shell.academy.uploads.plan(
            course, lesson, file, name or "", progress=_in_megabytes(progress)
        )
    if shell.is_dry_run:
        shell.terminal.show_one(planned)
        return
    if planned.change == "replaced":
        shell.terminal.confirm(say("Replace “{}” of “{}”?", planned.name, planned.lesson))
    with shell.terminal.progress(say("Sending {}, MB", said), total) as progress:
        done = shell.academy.uploads.carry_out(planned, file, progress=_in_megabytes(progress))
    shell.terminal.show_one(done)


def take_off(shell: Shell, course: str, lesson: str, name: str, file: Path | None) -> None:
    """Take an upload off a lesson."""
    if file is not None:
        raise TooManyWordsError(str(file), say("lesson upload"))
    found = shell.academy.uploads.remove(course, lesson, name, dry_run=True)
    if not shell.is_dry_run:
        shell.terminal.confirm(say("Take “{}” off “{}”?", name, found.lesson))
        found = shell.academy.uploads.remove(course, lesson, name)
    shell.terminal.show_one(found)


def _in_megabytes(progress: Callable[[int], None]) -> Callable[[int], None]:
    return lambda done: progress(megabytes(done))


def _size(file: Path) -> int:
    """A file's megabytes; whether it can be read is found out later."""
    size = 0
    with suppress(OSError):
        size = file.stat().st_size
    return megabytes(size)
