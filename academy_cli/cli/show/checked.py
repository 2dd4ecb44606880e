"""What a check found: findings as lines, rows or one object per course.

Knows how compilations read; refuses to find anything itself.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from academy_cli.cli.format import Format
from academy_cli.cli.show import problems
from academy_cli.cli.terminal import Terminal
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.amount import amount
from academy_cli.kit.record import record
from academy_cli.kit.saying import say, say_so_many

if TYPE_CHECKING:
    from academy_cli.authoring.compile import Compilation
    from academy_cli.authoring.repair.edits import Mended
    from academy_cli.formats.problems import Problem

MOST_NAMED = 3
"""So many folders are named on one line."""
COLUMNS = problems.COLUMNS._replace(known=(*problems.COLUMNS.known, "fixable"))


class FaultyCoursesError(AcademyError):
    """Courses with errors."""

    def __init__(self, names: Sequence[str]) -> None:
        said = (
            say("The course “{}” has errors.", names[0])
            if len(names) == 1
            else say("{} courses have errors.", len(names))
        )
        super().__init__(
            Kind.INVALID,
            "course.invalid",
            said,
            "Each finding says how to mend it; then run the same command again.",
        )


class Checked(NamedTuple):
    """A course that was checked, and which of its findings `academy course fix` mends, and how."""

    compilation: Compilation
    fixable: Mapping[Problem, Mended]


def show(
    terminal: Terminal,
    found: Sequence[Checked],
    *,
    is_whole: bool = False,
    left_out: AcademyError | None = None,
) -> None:
    """Write the findings of all courses; raises FaultyCoursesError when one of them is an error.

    A person sees the first few of a kind, unless it ``is_whole``; a script sees all of them. That some
    courses may have been ``left_out`` is told, and raised where nothing else is.
    """
    if terminal.format.is_report:
        from academy_cli.cli.show.reports import report

        for line in report(terminal.format, found):
            terminal.print(line)
    elif terminal.format.is_structured:
        terminal.show_documents([document(one) for one in found])
    elif terminal.format is Format.TABLE:
        _print(terminal, found, is_whole=is_whole)
    else:
        rows = (_rows(one) for one in found)
        terminal.show_list([row for some in rows for row in some], COLUMNS)
    _offer(terminal, [one for one in found if one.fixable and not one.compilation.fetched])
    faulty = [one.compilation.course for one in found if one.compilation.has_errors]
    if faulty and left_out:
        terminal.fail(left_out)
    if faulty:
        raise FaultyCoursesError(faulty)
    if left_out:
        raise left_out


def document(one: Checked) -> Mapping[str, object]:
    """One course's findings as an object; what was fetched has an address for a folder."""
    compilation = one.compilation
    fetched = compilation.fetched
    return {
        "course": compilation.course,
        "problems": [_record(problem, one.fixable) for problem in compilation.problems],
        "counts": {**compilation.counts, "fixable": len(one.fixable)},
        "folder": fetched.address if fetched else compilation.folder,
        "repository": fetched.to_json() if fetched else None,
    }


def _rows(one: Checked) -> list[Mapping[str, object]]:
    course = {"course": one.compilation.course}
    return [{**course, **_record(problem, one.fixable)} for problem in one.compilation.problems]


def _record(problem: Problem, fixable: Collection[Problem]) -> Mapping[str, object]:
    return {**record(problem), "fixable": problem in fixable}


def _offer(terminal: Terminal, found: Sequence[Checked]) -> None:
    if number := sum(len(one.fixable) for one in found):
        terminal.note(
            say_so_many(
                "{:,} of them needs no author: academy course fix{} --dry-run --diff",
                "{:,} of them need no author: academy course fix{} --dry-run --diff",
                number,
                words_for([one.compilation.folder for one in found]),
            )
        )


def words_for(folders: Sequence[Path]) -> str:
    """What names some folders on a command line: each of a few, or where all of them are."""
    from academy_cli.cli.show.plan import near  # only where there is something to mend

    named = {str(near(folder)) for folder in folders}
    if len(named) > MOST_NAMED:
        named = {str(near(Path(os.path.commonpath([folder.absolute() for folder in folders]))))}
    return "".join(f" {quote(one)}" for one in sorted(named) if one != ".")


def _print(terminal: Terminal, found: Sequence[Checked], *, is_whole: bool) -> None:
    for one, fixable in found:
        terminal.print_lines(
            problems.lines(one.problems, one.place, is_whole=is_whole, fixable=fixable)
        )
        lessons = amount(one.counts["lessons"], "lesson")
        terminal.print(say("{}: {} in {}", one.course, problems.summary(one.problems), lessons))
