"""What is said of backups beside the answer: archives that are none, and files that are not in one.

Knows the sentences; refuses to find anything out.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from academy_cli.cli.shell import Shell
from academy_cli.kit.paths import is_file
from academy_cli.kit.saying import say, say_so_many
from academy_cli.kit.table import one_line

if TYPE_CHECKING:
    from academy_cli.backups.service import Backups
    from academy_cli.backups.views import BackupView
    from academy_cli.errors import AcademyError

ANOTHERS = say("It is a backup of another academy than the one that is here.")
TOLD_FILES = 3


def orphans(shell: Shell, service: Backups, word: str = "") -> None:
    """Name archives that nothing says to be whole, unless the word is a file, wherever that is."""
    if word and is_file(Path(word)):
        return
    for one in service.orphans():
        name, where = one_line(one.archive), one_line(service.where)
        if one.is_lost:
            shell.terminal.warn(say("“{}” {}, in {}.", name, one.why, where))
        else:
            shell.terminal.warn(say("“{}” is in {} and {}.", name, where, one.why))


def mended(shell: Shell, wrong: Sequence[str]) -> None:
    """Say that what lies beside an archive is right again."""
    if wrong:
        shell.terminal.warn(
            say(
                "What lies beside it was wrong, and is what the archive says now: {}.",
                ", ".join(wrong),
            )
        )
    else:
        shell.terminal.note("The file beside it was lost, and is there again.")


def passed_over(shell: Shell, service: Backups, word: str) -> None:
    """Say that “latest” to be brought back is not the newest, where that one was found damaged."""
    from academy_cli.backups.catalogue import LATEST
    from academy_cli.backups.verdicts import is_whole

    if word == LATEST and not is_whole(newest := service.show(word)):
        shell.terminal.warn(
            say(
                "“{}” was found damaged when it was verified: an older one is taken, if there is one.",
                newest.id,
            )
        )


def absent(shell: Shell, found: BackupView) -> None:
    """Say how many files of courses are not in a backup."""
    if found.absent_files:
        shell.terminal.warn(lacking(found.absent_files))


def absent_of_many(shell: Shell, found: Sequence[BackupView]) -> None:
    """The same of several, in one line."""
    those = [f"{one.id} ({one.absent_files:,})" for one in found if one.absent_files]
    if those:
        shell.terminal.warn(say("Files of courses are not in {}.", ", ".join(those)))


def unnoted(shell: Shell, why: AcademyError) -> None:
    """Say that what was proved stands nowhere."""
    shell.terminal.warn(
        say(
            "It is proved, but that could not be noted beside it, so backup status does not "
            "know: {}",
            why.message,
        )
    )


def missing(shell: Shell, found: Sequence[str]) -> None:
    """Say which files storage has lost."""
    if found:
        more = ", …" if len(found) > TOLD_FILES else ""
        named = ", ".join(found[:TOLD_FILES])
        shell.terminal.warn(
            say_so_many(
                "{:,} file of courses is not in storage, so not in it: {}{}",
                "{:,} files of courses are not in storage, so not in it: {}{}",
                len(found),
                named,
                more,
            )
        )


def lacking(many: int) -> str:
    """That so many files of courses are not in a backup."""
    return say_so_many(
        "{:,} file of courses is not in it.", "{:,} files of courses are not in it.", many
    )
