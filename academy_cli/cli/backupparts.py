"""``academy backup restore --only``: one course or one person out of a backup, as a plan.

Knows the order of showing, asking and doing: a course before its learners, an account before its places, and
places before what was done there. Refuses to know how a part is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from academy_cli.cli.backuptold import ANOTHERS
from academy_cli.cli.importplan import tell_plan
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.amount import megabytes, size
from academy_cli.kit.saying import say, say_joined, say_so_many

if TYPE_CHECKING:
    from academy_cli.backups.opening import Keys
    from academy_cli.backups.partial.parts import (
        Attached,
        CourseOut,
        LeftOut,
        Origin,
        Part,
        RowsOut,
    )
    from academy_cli.bulk.importer import Planned
    from academy_cli.bulk.views import BulkView

_MANY = re.compile(r"(?!1 )[0-9,]+ ")
"""How a number of things begins that are not one."""
SHOWN = ("backup", "part", "revision", "changes", "batches", "refused", "left_out", "attached")


class LearnersAloneError(AcademyError):
    """Learners of no course."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "backup.learners-alone",
            "--learners says whose, with a course.",
            "Write: academy backup restore --only course:SLUG --learners",
        )


class PartlyBroughtBackError(AcademyError):
    """Rows of a backup that the academy did not take, or that wait for something which is not here."""

    def __init__(self, refused: int, waiting: int) -> None:
        rows = say_so_many("{:,} row did not come back", "{:,} rows did not come back", refused)
        parts = say_so_many(
            "{:,} part can come back later", "{:,} parts can come back later", waiting
        )
        found = [said for said, many in ((rows, refused), (parts, waiting)) if many]
        super().__init__(
            Kind.PARTIAL,
            "backup.part-refused",
            say("{}; the reasons are above.", say_joined(" and ", found)),
            "Mend what they name, and run the same command again: it brings back what is missing.",
        )


class Wanted(NamedTuple):
    """What a person said: where backups are, which one, by which keys, and which part of it."""

    to: str
    word: str
    keys: Keys
    only: str


class Done(NamedTuple):
    """What came back: the course's new revision, if there is one, and batches of rows."""

    backup: str
    part: str
    revision: int | None
    changes: int
    batches: Sequence[str]
    refused: int
    left_out: Sequence[LeftOut]
    attached: int
    """Files that lessons have again."""


class Looked(NamedTuple):
    """What a dry run saw: whether a course would change, or what would come back of a person."""

    changes: bool
    person: Done | None = None


def restore(shell: Shell, wanted: Wanted, *, learners: bool) -> None:
    """Show what would come back, ask, and bring it."""
    from academy_cli.backups.partial.parts import Part, Sort

    part = Part.of(wanted.only)
    if learners and part.sort is not Sort.COURSE:
        raise LearnersAloneError
    done = _course(shell, wanted, part) if part.sort is Sort.COURSE else Looked(changes=False)
    if part.sort is not Sort.COURSE or learners:
        done = _rows(shell, wanted, part, done)
    _finish(shell, done)


def _finish(shell: Shell, done: Done | Looked) -> None:
    from academy_cli.backups.partial.parts import Waiting

    if isinstance(done, Looked):
        shell.terminal.note(DRY)
        if done.person is not None:
            shell.terminal.show_one(done.person, *SHOWN)
        return
    shell.terminal.show_one(done, *SHOWN)
    waiting = sum(isinstance(one, Waiting) for one in done.left_out)
    if done.refused or waiting:
        raise PartlyBroughtBackError(done.refused, waiting)


# -- a course -------------------------------------------------------------------------------------------


def _course(shell: Shell, wanted: Wanted, part: Part) -> Done | Looked:
    """Bring a course back; in a dry run, whether it would change."""
    from academy_cli.cli import planning

    parts = shell.academy.backup_parts(wanted.to)
    with (
        shell.terminal.progress("Reading the backup") as progress,
        parts.course(
            wanted.word, part.name, wanted.keys, dry_run=shell.is_dry_run, progress=progress
        ) as out,
    ):
        _tell(shell, out.origin, out.left_out)
        report = planning.brought_back(shell, out)
        again = _attach(shell, out)
    if isinstance(report, bool):
        return Looked(changes=report)
    if report.changed:
        shell.terminal.note(
            say(
                "The folder that “{}” is written in is as it was: its next sync undoes this.",
                part.name,
            )
        )
    revision = report.revision if report.changed else None
    changes = sum(report.counts.values())
    return Done(out.origin.backup, wanted.only, revision, changes, (), 0, out.left_out, again)


def _attach(shell: Shell, out: CourseOut) -> int:
    """Attach files of lessons again that are gone, if that is agreed; how many. A dry run names them."""
    for one in out.attached:
        shell.terminal.note(
            say(
                "To be attached again: “{}” of lesson “{}” ({}).",
                one.name,
                one.lesson,
                size(one.size),
            )
        )
    if shell.is_dry_run or not out.attached:
        return 0
    shell.terminal.confirm(
        say_so_many("Attach {:,} file again?", "Attach {:,} files again?", len(out.attached))
    )
    return sum(_attached(shell, out.slug, one) for one in out.attached)


def _attached(shell: Shell, slug: str, one: Attached) -> bool:
    """Attach a file, unless somebody attached another by its name meanwhile."""
    uploads = shell.academy.uploads
    planned = uploads.plan(slug, one.lesson, one.file, one.name)
    if planned.change != "added":
        return False
    label = say("Attaching {}, MB", one.name)
    with shell.terminal.progress(label, megabytes(one.size)) as progress:
        uploads.carry_out(planned, one.file, progress=lambda done: progress(megabytes(done)))
    return True


# -- people -----------------------------------------------------------------------------------------------


def _rows(shell: Shell, wanted: Wanted, part: Part, course: Done | Looked) -> Done | Looked:
    """Bring accounts, places and progress back, one after the other; no more than a look in a dry run.

    ``course`` is what came back before, or whether anything would.
    """
    from academy_cli.backups.partial.parts import Sort

    before, waits = (None, course.changes) if isinstance(course, Looked) else (course, False)
    parts = shell.academy.backup_parts(wanted.to)
    with (
        shell.terminal.progress("Reading the backup") as progress,
        parts.rows(
            *(wanted.word, part, wanted.keys),
            is_course_first=waits,
            dry_run=shell.is_dry_run,
            progress=progress,
        ) as out,
    ):
        _tell(shell, out.origin if part.sort is Sort.USER else None, out.left_out)
        done = list(_stages(shell, out, waits=waits))
    if not shell.is_dry_run and any(one.create for one in done if one.kind == "users"):
        shell.next(say("They have no password here: academy user invite {}", part.name))
    left_out = [*(before.left_out if before else ()), *out.left_out]
    found = Done(
        out.origin.backup,
        wanted.only,
        before.revision if before else None,
        (before.changes if before else 0) + sum(one.changes for one in done),
        [one.reference for one in done if one.reference],
        sum(one.refused for one in done),
        left_out,
        before.attached if before else 0,
    )
    if shell.is_dry_run:
        return Looked(changes=False, person=found if part.sort is Sort.USER else None)
    return found


def _stages(shell: Shell, out: RowsOut, *, waits: bool) -> Iterator[BulkView]:
    """Plan, ask and do each file of rows; a dry run tells what each would do.

    What comes after one, or after a course, that would change something cannot be planned in a dry run, which
    says so.
    """
    academy, backup = shell.academy, out.origin.backup
    stages = (
        (say("the account"), out.accounts, academy.user_imports()),
        (say("places in courses"), out.enrollments, academy.enrollment_imports()),
        (say("progress"), out.progress, academy.progress_imports()),
    )
    for what, file, imports in stages:
        if file is None:
            continue
        if waits:
            rows = say_so_many("{:,} row of the backup", "{:,} rows of the backup", _lines(file))
            shell.terminal.note(say("After that {}: {}.", what, rows))
            continue
        planned = _planned(imports, file, say("backup {}, {}", backup, what))
        shell.terminal.note(say("For {}:", what))
        tell_plan(shell.terminal, replace(planned.view, dialect="", unfinished=None))
        if shell.is_dry_run:
            waits = bool(planned.view.changes)
            yield planned.view
            continue
        if planned.view.changes:
            shell.terminal.confirm("Do this?")
        kept = file.with_suffix(".refused")
        yield imports.apply(planned, failed=kept, reason=f"from backup {backup}")


def _planned(imports: Any, file: Path, called: str) -> Planned:
    """What rows of a backup would do: fill what is missing, and tell nobody."""
    from academy_cli.bulk.importer import Wish
    from academy_cli.bulk.kinds import Fill, Policy
    from academy_cli.bulk.source import source

    with source(str(file)) as found:
        wish = Wish(policy=Policy(fill=Fill.MISSING), sends_mail=False)
        planned: Planned = imports.plan(replace(found, name=called), wish)
        return planned


def _lines(file: Path) -> int:
    with file.open("rb") as opened:
        return sum(1 for _ in opened)


def _tell(shell: Shell, origin: Origin | None, left_out: Sequence[LeftOut]) -> None:
    """Say which backup it is, unless that was said, and what does not come back."""
    if origin is not None:
        at = f"{origin.created_at:%Y-%m-%d %H:%M} UTC"
        shell.terminal.note(say("Backup {} is of {}.", origin.backup, at))
        if not origin.is_same:
            shell.terminal.warn(ANOTHERS)
    for one in left_out:
        if _MANY.match(one.what):
            said = say("{} do not come back by this: {}.", one.what, one.why)
        else:
            said = say("{} does not come back by this: {}.", one.what, one.why)
        shell.terminal.warn(said)
