"""``academy lesson``: look into the lessons of a course, and attach files to them.

Knows the words of each command and which view answers it; refuses to decide anything about lessons.
"""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from academy_cli.cli import choose
from academy_cli.cli.answer import Columns
from academy_cli.cli.emptywords import not_empty
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell

app = noun("Look into the lessons of a course, and attach files.")

Course = Annotated[
    str | None, typer.Option("--course", metavar="COURSE", help="The course's slug.")
]
Archived = Annotated[bool, typer.Option("--archived", help="Include archived lessons.")]
Key = Annotated[str | None, typer.Argument(metavar="LESSON", help="The lesson's key, or its path.")]
File = Annotated[Path | None, typer.Argument(metavar="FILE", help="A file of any size.")]
Slug = Annotated[str | None, typer.Argument(metavar="COURSE", help="The course's slug.")]
OfFile = Annotated[
    str | None,
    typer.Argument(
        metavar="NAME", help="An upload's name, or a file's path in the course's folder."
    ),
]
Lasts = Annotated[
    str, typer.Option("--for", metavar="TIME", help="How long it works: 2h, 3d; a week at most.")
]
Name = Annotated[
    str | None,
    typer.Option("--name", metavar="NAME", help="What learners save it by.", callback=not_empty),
]
Remove = Annotated[
    str | None, typer.Option("--remove", metavar="NAME", help="Take this upload off the lesson.")
]

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


@command(
    app,
    "link",
    examples=(
        "academy lesson link variables slides.pdf --course python-basics",
        "academy lesson link variables lecture.mp4 --course python-basics --for 24h --fields url",
    ),
)
def link(
    shell: Shell,
    key: Key = None,
    name: OfFile = None,
    *,
    course: Course = None,
    lasts: Lasts = "1h",
) -> None:
    """Give an address by which whoever has it can read a file of a lesson for some time, from a bucket."""
    slug = choose.course(shell, course)
    lesson = choose.lesson(shell, slug, key)
    wanted = name or shell.terminal.ask("NAME", "Which file?")
    shell.terminal.show_one(shell.academy.uploads.link(slug, lesson, wanted, lasts))


@command(
    app,
    "upload",
    changing=True,
    examples=(
        "academy lesson upload python-basics variables lecture.mp4",
        "academy lesson upload python-basics variables v2.pdf --name slides.pdf --yes",
        "academy lesson upload python-basics variables --remove slides.pdf",
    ),
)
def upload(
    shell: Shell,
    slug: Slug = None,
    key: Key = None,
    file: File = None,
    *,
    name: Name = None,
    remove: Remove = None,
) -> None:
    """Attach a video or any file to a lesson; a sync of the course's folder leaves it alone.

    After an interruption the same command goes on where it was. The same name again replaces the file.
    """
    from academy_cli.cli import uploading

    course = choose.course(shell, slug)
    lesson = choose.lesson(shell, course, key)
    if remove is not None:
        uploading.take_off(shell, course, lesson, remove, file)
    else:
        shell.here()  # a relative path starts there
        chosen = file or Path(shell.terminal.ask("FILE", "Which file?"))
        uploading.attach(shell, course, lesson, chosen, name)
    shell.next(f"academy lesson show {quote(lesson)} --course {course}")
