"""``academy course list``, ``show`` and ``schema``: what courses there are, and how their files are written.

Knows the words of each command and which view answers it; refuses to decide anything about courses.
"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from academy_cli.cli import choose, revisions
from academy_cli.cli.answer import Columns
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say

app = noun("Look at courses.")

Slug = Annotated[str | None, typer.Argument(metavar="COURSE", help="The course's slug.")]
Status = Annotated[
    Literal["draft", "published", "archived"] | None,
    typer.Option("--status", metavar="STATUS", help="Only draft, published or archived ones."),
]
Part = Annotated[
    Literal["course", "module", "lesson", "quiz"],
    typer.Argument(
        metavar="[PART]",
        help="course, module, lesson or quiz; course by default.",
        show_default=False,
    ),
]

SUMMARY = Columns(
    ("slug", "title", "status", "lessons", "revision", "updated_at"),
    ("slug", "title", "status", "language", "level", "category", "modules", "lessons", "revision",
     "updated_at", "publish_at"),
)  # fmt: skip


@command(
    app,
    "list",
    listing=True,
    examples=(
        "academy course list",
        "academy course list --status draft --sort -updated_at --limit 5",
        "academy course list --format ids",
    ),
)
def list_courses(shell: Shell, *, status: Status = None) -> None:
    """List the academy's courses."""
    empty = say("There is no {} course.", status) if status else say("There are no courses yet.")
    shell.terminal.show_list(shell.academy.catalog.list(status=status), SUMMARY, empty=empty)


@command(
    app,
    "show",
    examples=(
        "academy course show python-basics --fields slug,title",
        "academy course show python-basics --revision 3",
    ),
)
def show(shell: Shell, slug: Slug = None, *, revision: revisions.Revision = None) -> None:
    """Show a course and its outline, as it is or as it was."""
    from academy_cli.cli.show import course

    name, academy = choose.only_course(shell, slug), shell.academy
    view = academy.history.show(name, revision) if revision else academy.catalog.show(name)
    course.show(shell.terminal, view)


@command(
    app,
    "schema",
    examples=("academy course schema > course.schema.json", "academy course schema lesson"),
)
def schema(shell: Shell, part: Part = "course") -> None:
    """Write the JSON Schema of course.yaml, module.yaml, a lesson or a quiz, for editors."""
    from academy_cli.authoring.schema import json_schema
    from academy_cli.cli.jsonrows import json_text

    if shell.terminal.format.is_structured:
        shell.terminal.show_documents([json_schema(part)])
    else:
        shell.terminal.print(json_text(json_schema(part)))
