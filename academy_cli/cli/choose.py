"""Things a person names or, on a terminal, picks from a list.

Knows how each is offered; refuses to guess, and to look where nobody can be asked.
"""

from __future__ import annotations

from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind


class NothingToChooseError(AcademyError):
    """A person is there to choose, but there is nothing."""

    def __init__(self, noun: str, hint: str) -> None:
        super().__init__(
            Kind.MISSING, "value.nothing-to-choose", f"There is no {noun} to choose from yet.", hint
        )


def course(shell: Shell, named: str | None) -> str:
    """The slug of a course."""
    if named:
        return named
    found = shell.academy.courses.list() if shell.terminal.can_ask else ()
    if shell.terminal.can_ask and not found:
        raise NothingToChooseError("course", "Start one: academy course new DIR")
    return shell.terminal.choose(
        "COURSE", "Which course?", {one.slug: f"{one.slug}  {one.title}" for one in found}
    )


def lesson(shell: Shell, slug: str, named: str | None) -> str:
    """The key of a lesson of a course."""
    if named:
        return named
    found = shell.academy.courses.lessons(slug) if shell.terminal.can_ask else ()
    if shell.terminal.can_ask and not found:
        raise NothingToChooseError("lesson", f"See the course: academy course show {slug}")
    return shell.terminal.choose("LESSON", "Which lesson?", {one.key: one.title for one in found})
