"""A course with its outline, and a lesson with its text.

Knows how they read on a terminal; refuses to know where they come from.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from academy_cli.cli.format import Format
from academy_cli.cli.terminal import Ink, Line, Terminal
from academy_cli.kit.amount import size
from academy_cli.kit.record import record, shown
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.authoring.views import CourseView, LessonView, OutlineEntry

COURSE = (
    "slug", "title", "status", "prices", "language", "publish_at", "modules", "lessons", "assets",
    "revision", "applied_by", "applied_at", "git_commit",
)  # fmt: skip
LESSON = (
    "course", "key", "title", "module", "path", "language", "stage", "opens_at", "is_archived",
    "updated_revision",
)  # fmt: skip


def show(terminal: Terminal, view: CourseView) -> None:
    """Write a course; on a terminal its outline follows."""
    is_free = terminal.format is Format.TABLE and not view.prices
    terminal.show_one({**record(view), "prices": say("free")} if is_free else view, *COURSE)
    if terminal.format is Format.TABLE and not terminal.wish.fields:
        terminal.print_lines(outline(view.outline))


def show_lesson(terminal: Terminal, view: LessonView) -> None:
    """Write a lesson; on a terminal its text follows."""
    terminal.show_one(view, *LESSON)
    if terminal.format is Format.TABLE and not terminal.wish.fields:
        terminal.print("\n" + view.text.rstrip("\n"))
        terminal.print_lines(uploads(view))


def uploads(view: LessonView) -> Iterator[Line]:
    """The files that were attached to a lesson."""
    if view.uploads:
        yield ("",)
        yield (Ink(say("Uploads"), "bold"),)
    for one in view.uploads:
        said = f"  {one.media_type}, {size(one.size)}, {shown(one.uploaded_at)}"
        yield ("  ", one.name, Ink(said, "dim"))


def outline(entries: tuple[OutlineEntry, ...]) -> Iterator[Line]:
    """Modules in bold with their lessons below; the minutes and what is not open are said."""
    if entries:
        yield ("",)
    for entry in entries:
        indent = "  " * (entry.depth + 1)
        if entry.kind == "module":
            yield (indent, Ink(entry.title, "bold"), Ink(_waits(entry), "dim"))
            continue
        minutes = say("  {} min", entry.minutes) if entry.minutes else ""
        yield (indent, entry.title, Ink(say("{}{}", minutes, _waits(entry)), "dim"))


def _waits(entry: OutlineEntry) -> str:
    """Why learners cannot open a module or lesson yet; nothing where they can."""
    if entry.stage == "coming":
        return say("  coming {}", shown(entry.opens_at))
    return "" if entry.stage == "open" else f"  {entry.stage}"
