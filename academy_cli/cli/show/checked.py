"""What a check found: findings as lines, rows or one object per course.

Knows how compilations read; refuses to find anything itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from academy_cli.cli.format import Format
from academy_cli.cli.show import problems
from academy_cli.cli.terminal import Terminal
from academy_cli.errors import AcademyError, Kind

if TYPE_CHECKING:
    from academy_cli.authoring.compile import Compilation


class FaultyCoursesError(AcademyError):
    """Courses with errors."""

    def __init__(self, names: Sequence[str]) -> None:
        said = f"The course “{names[0]}” has" if len(names) == 1 else f"{len(names)} courses have"
        super().__init__(
            Kind.INVALID,
            "course.invalid",
            f"{said} errors.",
            "Each finding says how to mend it; then run the same command again.",
        )


def show(
    terminal: Terminal,
    compilations: Sequence[Compilation],
    *,
    is_whole: bool = False,
    left_out: AcademyError | None = None,
) -> None:
    """Write the findings of all courses; raises FaultyCoursesError when one of them is an error.

    A person sees the first few of a kind, unless it ``is_whole``; a script sees all of them. That some
    courses may have been ``left_out`` is told, and raised where nothing else is.
    """
    if terminal.format.is_structured:
        terminal.show_documents([document(compilation) for compilation in compilations])
    elif terminal.format is Format.TABLE:
        _print(terminal, compilations, is_whole=is_whole)
    else:
        rows = (problems.rows(one.course, one.problems) for one in compilations)
        terminal.show_list([row for some in rows for row in some], problems.COLUMNS)
    faulty = [one.course for one in compilations if one.has_errors]
    if faulty and left_out:
        terminal.fail(left_out)
    if faulty:
        raise FaultyCoursesError(faulty)
    if left_out:
        raise left_out


def document(compilation: Compilation) -> Mapping[str, object]:
    """One course's findings as an object; what was fetched has an address for a folder."""
    fetched = compilation.fetched
    return {
        "course": compilation.course,
        "problems": compilation.problems,
        "counts": compilation.counts,
        "folder": fetched.address if fetched else compilation.folder,
        "repository": fetched.to_json() if fetched else None,
    }


def _print(terminal: Terminal, compilations: Sequence[Compilation], *, is_whole: bool) -> None:
    for one in compilations:
        terminal.print_lines(problems.lines(one.problems, one.place, is_whole=is_whole))
        lessons = one.counts["lessons"]
        noun = "lesson" if lessons == 1 else "lessons"
        terminal.print(f"{one.course}: {problems.summary(one.problems)} in {lessons} {noun}")
