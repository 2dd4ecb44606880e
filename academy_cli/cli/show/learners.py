"""An enrollment with its grants, and progress as a tree with bars.

Knows how they read on a terminal; refuses to know where they come from.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from academy_cli.cli.format import Format
from academy_cli.cli.terminal import Ink, Line, Terminal
from academy_cli.kit.record import shown
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.enrollments.views import EnrollmentView, GrantView
    from academy_cli.progress.views import OutlineStep, ProgressView

ENROLLMENT = (
    "email", "name", "course", "state", "has_access", "enrolled_at", "starts_at", "ends_at",
    "completed_at", "removed_at", "last_seen_at",
)  # fmt: skip
PROGRESS = (
    "email", "course", "state", "percent", "done", "lessons", "credit", "seconds",
    "last_seen_at", "completed_at",
)  # fmt: skip
WIDTH = 20
"""Characters of a bar."""
MARKS = {"done": "[x]", "started": "[~]", "open": "[ ]", "coming": "[.]"}


def show_enrollment(terminal: Terminal, view: EnrollmentView) -> None:
    """Write an enrollment; on a terminal its grants follow, in the order they were given."""
    terminal.show_one(view, *ENROLLMENT)
    if terminal.format is Format.TABLE and not terminal.wish.fields and view.grants:
        terminal.print("")
        terminal.print_lines(map(_grant, view.grants))


def show_progress(terminal: Terminal, view: ProgressView) -> None:
    """Write how far somebody has come; on a terminal as a tree, with bars unless --plain."""
    terminal.show_one(view, *PROGRESS)
    if terminal.format is Format.TABLE and not terminal.wish.fields:
        terminal.print("")
        terminal.print_lines(_tree(view, is_plain=terminal.wish.is_plain))


def bar(percent: int) -> str:
    """A percentage as a bar; only the whole fills it, and only nothing leaves it empty."""
    filled = WIDTH * percent // 100 or int(percent > 0)
    return "█" * filled + "░" * (WIDTH - filled)


def minutes(seconds: int) -> str:
    """Time on task; nothing for none."""
    if not seconds:
        return ""
    return say("{} min", seconds // 60) if seconds >= 60 else f"{seconds} s"


def _tree(view: ProgressView, *, is_plain: bool) -> Iterator[Line]:
    yield (Ink(view.title, "bold"), "  ", _share(view.percent, is_plain=is_plain))
    for one in view.outline:
        indent = "  " * (one.depth + 1)
        if one.kind == "module":
            share = () if one.percent is None else ("  ", _share(one.percent, is_plain=is_plain))
            yield (indent, Ink(one.title, "bold"), *share)
        else:
            yield (indent, MARKS[one.state or "open"], " ", one.title, Ink(_told(one), "dim"))


def _share(percent: int, *, is_plain: bool) -> str:
    return f"{percent} %" if is_plain else f"{bar(percent)} {percent} %"


def _told(one: OutlineStep) -> str:
    """What else there is to say of a lesson."""
    parts = [
        one.state if one.state == "started" else "",
        say("coming {}", shown(one.opens_at)) if one.state == "coming" else "",
        minutes(one.seconds),
        "" if one.counts else "does not count",
    ]
    said = ", ".join(part for part in parts if part)
    return f"  {said}" if said else ""


def _end(ends_at: datetime) -> str:
    """An end as people say it: with the midnight after a day, that day was the last one."""
    day_before = ends_at - timedelta(days=1)
    is_midnight = ends_at.timetz() == time(tzinfo=UTC)
    return (
        say("through {} (UTC)", day_before.date())
        if is_midnight
        else say("until {}", shown(ends_at))
    )


def _grant(one: GrantView) -> Line:
    reference = f" {one.reference}" if one.reference else ""
    begin = say(" from {}", shown(one.starts_at)) if one.starts_at else ""
    end = f" {_end(one.ends_at)}" if one.ends_at else " for ever"
    why = f": {one.reason}" if one.reason else ""
    gone = ""
    if one.revoked_at:
        because = f" ({one.revoke_reason})" if one.revoke_reason else ""
        gone = say(", revoked {}{}", shown(one.revoked_at), because)
    return (f"{shown(one.granted_at)}  {one.kind}{reference}{begin}{end}{why}", Ink(gone, "dim"))
