"""``academy course students`` and ``academy user courses``: who learns what, and how far they have come.

Knows the words of each command and which view answers it; refuses to decide what is complete.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

import typer

from academy_cli.cli import choose
from academy_cli.cli.answer import Columns
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.page import Cut

of_course = noun("See who learns what.")
of_user = noun("See who learns what.")

Slug = Annotated[str | None, typer.Argument(metavar="COURSE", help="The course's slug.")]
Email = Annotated[str | None, typer.Argument(metavar="EMAIL", help="The learner's address.")]
State = Literal["active", "waiting", "expired", "completed", "removed"]
InState = Annotated[State | None, typer.Option("--state", help="Only those in this state.")]
Below = Annotated[
    int | None,
    typer.Option("--below", metavar="PERCENT", min=0, max=101, help="Only who has done less."),
]
Above = Annotated[
    int | None,
    typer.Option("--above", metavar="PERCENT", min=-1, max=100, help="Only who has done more."),
]

STUDENTS = Columns(
    ("email", "name", "state", "percent", "seconds", "last_seen_at", "completed_at"),
    (
        "email", "name", "state", "has_access", "percent", "seconds", "enrolled_at",
        "last_seen_at", "completed_at",
    ),
)  # fmt: skip
COURSES = Columns(
    ("course", "title", "state", "percent", "seconds", "last_seen_at", "completed_at"),
    (
        "course", "title", "state", "has_access", "percent", "seconds", "enrolled_at", "ends_at",
        "last_seen_at", "completed_at",
    ),
)  # fmt: skip


@command(
    of_course,
    "students",
    listing=True,
    examples=(
        "academy course students python-basics --state active --below 50",
        "academy course students python-basics --sort -percent --limit 20",
    ),
)
def students(
    shell: Shell,
    course: Slug = None,
    *,
    state: InState = None,
    below: Below = None,
    above: Above = None,
) -> None:
    """List the learners of a course, and how far each has come."""
    from academy_cli.cli.paging import show_in_pages
    from academy_cli.progress.views import SORTABLE, StudentsWanted

    slug, sort = choose.course(shell, course), shell.terminal.wish.page.sort

    def find(limit: int | None, offset: int) -> Iterable[object]:
        wanted = StudentsWanted(state, below, above, Cut(sort, limit, offset))
        return shell.academy.roster.students(slug, wanted)

    empty = "Nobody is in the course, or nobody like that."
    show_in_pages(shell.terminal, find, STUDENTS, sortable=SORTABLE, empty=empty)


@command(
    of_user,
    "courses",
    listing=True,
    examples=(
        "academy user courses ann@example.org",
        "academy user courses ann@example.org --sort -percent --format json",
    ),
)
def courses(shell: Shell, email: Email = None) -> None:
    """List the courses somebody is or was in, and how far they have come."""
    found = shell.academy.roster.courses_of(choose.person(shell, email))
    shell.terminal.show_list(found, COURSES, empty="They are in no course.")
