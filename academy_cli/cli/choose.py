"""Things a person names or, on a terminal, picks from a list.

Knows how each is offered; refuses to guess, and to look where nobody can be asked.
"""

from __future__ import annotations

from academy_cli.cli.shell import Shell


def course(shell: Shell, named: str | None) -> str:
    """The slug of a course."""
    if named:
        return named
    found = shell.academy.courses.list() if shell.terminal.can_ask else ()
    return shell.terminal.choose(
        "COURSE", "Which course?", {one.slug: f"{one.slug}  {one.title}" for one in found}
    )


def lesson(shell: Shell, slug: str, named: str | None) -> str:
    """The key of a lesson of a course."""
    if named:
        return named
    found = shell.academy.courses.lessons(slug) if shell.terminal.can_ask else ()
    return shell.terminal.choose("LESSON", "Which lesson?", {one.key: one.title for one in found})
