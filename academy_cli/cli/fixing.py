"""Fixing courses: what can be written into their files, shown, agreed to and done.

Knows the order of showing, asking and writing; refuses to know what is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from academy_cli.cli.answer import Columns
from academy_cli.cli.shell import Shell
from academy_cli.cli.show.plan import near
from academy_cli.cli.terminal import Ink, Line
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say, say_so_many

if TYPE_CHECKING:
    from academy_cli.authoring.discovery import Discovery
    from academy_cli.authoring.repair.ids import Fixes, NewId

_ENOUGH = 40
"""So many files are shown before the question; --dry-run shows all of them."""
IDS = Columns(
    ("course", "file", "id", "reason"),
    ("course", "file", "kind", "id", "is_written", "reason"),
    reference="file",
)


class FilesLeftError(AcademyError):
    """Files that could not be fixed; the others were, unless it was a dry run."""

    def __init__(self, left: int, written: int) -> None:
        files = say("1 file was") if left == 1 else say("{} files were", left)
        super().__init__(
            Kind.PARTIAL if written else Kind.INVALID,
            "course.files-left",
            say("{} left alone.", files),
            "See what is wrong (academy course check), mend it, then run the same command again.",
        )

    @classmethod
    def among(cls, told: Sequence[NewId]) -> FilesLeftError | None:
        """The refusal for those that were left alone; None where there are none."""
        left = sum(one.id is None for one in told)
        return cls(left, sum(one.is_written for one in told)) if left else None


def give_ids(shell: Shell, paths: Sequence[Path]) -> None:
    """Write an id into every file that has none, in every course below the paths, once agreed to."""
    found = shell.academy.courses_below(paths)
    proposed = _missing_ids(shell, found)
    if shell.is_dry_run:
        told = [one for fixes in proposed for one in fixes.planned]
        shell.terminal.note("Nothing was written: it was a dry run.")
    else:
        _ask(shell, proposed)
        told = _written(shell, proposed)
    shell.terminal.show_list(told, IDS, empty="Every lesson has an id.")
    _require_all(shell, found, told)


def _missing_ids(shell: Shell, found: Discovery) -> list[Fixes]:
    proposed = []
    for folder in found.folders:
        with shell.terminal.progress(say("Reading {}", folder)) as progress:
            proposed.append(shell.academy.missing_ids(folder, progress=progress))
    return proposed


def _ask(shell: Shell, proposed: Sequence[Fixes]) -> None:
    number = sum(len(fixes.rewrites) for fixes in proposed)
    if not number:
        return
    if shell.terminal.can_ask and not shell.terminal.wish.is_yes:
        lines = [line for fixes in proposed for line in _lines(fixes)]
        shell.terminal.note_lines(islice(lines, _ENOUGH))
        if len(lines) > _ENOUGH:
            shell.terminal.note(say("… {} more; --dry-run shows them", len(lines) - _ENOUGH))
    shell.terminal.confirm(
        say_so_many("Write an id into {} file?", "Write an id into {} files?", number)
    )


def _lines(fixes: Fixes) -> Iterator[Line]:
    folder = near(fixes.folder)
    for one in fixes.planned:
        told = f"  id: {one.id}" if one.id else say("  left alone: {}", one.reason)
        yield (Ink(str(folder / one.file), "bold"), told)


def _written(shell: Shell, proposed: Sequence[Fixes]) -> list[NewId]:
    from academy_cli.authoring.repair import ids

    told: list[NewId] = []
    for fixes in proposed:
        number = len(fixes.rewrites)
        if not number:
            told += fixes.left
            continue
        with shell.terminal.progress(say("Writing {}", fixes.folder), number) as progress:
            told += ids.write(fixes, progress)
    return told


def _require_all(shell: Shell, found: Discovery, told: Sequence[NewId]) -> None:
    """Raise for files and for folders that were left alone."""
    left = FilesLeftError.among(told)
    if left and found.left_out:
        shell.terminal.fail(found.left_out)
    if refusal := left or found.left_out:
        raise refusal
