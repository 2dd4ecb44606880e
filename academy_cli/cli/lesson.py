"""``academy lesson``: look into the lessons of a course.

Knows the words of each command and which view answers it; refuses to decide anything about lessons.
"""

from __future__ import annotations

from typing import Annotated

import typer

from academy_cli.cli import choose
from academy_cli.cli.answer import Columns
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell

app = noun("Look into the lessons of a course.")

Course = Annotated[
    str | None, typer.Option("--course", metavar="COURSE", help="The course's slug.")
]
Archived = Annotated[bool, typer.Option("--archived", help="Include archived lessons.")]
Key = Annotated[str | None, typer.Argument(metavar="LESSON", help="The lesson's key, or its path.")]

SUMMARY = Columns(
    ("key", "title", "module", "kind", "minutes", "stage"),
    ("key", "title", "module", "kind", "minutes", "is_required", "is_preview", "is_draft",
     "release_at", "path", "is_archived", "stage", "opens_at"),
)  # fmt: skip


@command(
    app,
    "list",
    listing=True,
    examples=(
        "academy lesson list --course python-basics",
        "academy lesson list --course python-basics --fields key,minutes --sort -minutes",
    ),
)
def list_lessons(shell: Shell, *, course: Course = None, archived: Archived = False) -> None:
    """List the lessons of a course in their order, and which of them are open to learners now."""
    lessons = shell.academy.catalog.lessons(choose.course(shell, course), archived=archived)
    columns = Columns((*SUMMARY.shown, "is_archived"), SUMMARY.known) if archived else SUMMARY
    shell.terminal.show_list(lessons, columns, empty="The course has no lessons.")


@command(
    app,
    "show",
    examples=(
        "academy lesson show variables --course python-basics",
        "academy lesson show variables --course python-basics --fields text",
    ),
)
def show(shell: Shell, key: Key = None, *, course: Course = None) -> None:
    """Show a lesson and its text."""
    from academy_cli.cli.show.course import show_lesson

    slug = choose.course(shell, course)
    view = shell.academy.catalog.lesson(slug, choose.lesson(shell, slug, key))
    show_lesson(shell.terminal, view)
