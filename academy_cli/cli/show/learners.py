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
from academy_cli.kit.saying import say, say_joined

if TYPE_CHECKING:
    from academy_cli.enrollments.views import EnrollmentChange, EnrollmentView, GrantView
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
        say("started") if one.state == "started" else "",
        say("coming {}", shown(one.opens_at)) if one.state == "coming" else "",
        minutes(one.seconds),
        "" if one.counts else say("does not count"),
    ]
    said = say_joined(", ", (part for part in parts if part))
    return say("  {}", said) if said else ""


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
    parts = [
        one.kind,
        one.reference or "",
        say("from {}", shown(one.starts_at)) if one.starts_at else "",
        _end(one.ends_at) if one.ends_at else say("for ever"),
    ]
    said = say_joined(" ", (part for part in parts if part))
    if one.reason:
        said = say("{}: {}", said, one.reason)
    return (f"{shown(one.granted_at)}  ", said, Ink(_revoked(one), "dim"))


def _revoked(one: GrantView) -> str:
    if not one.revoked_at:
        return ""
    if one.revoke_reason:
        return say(", revoked {} ({})", shown(one.revoked_at), one.revoke_reason)
    return say(", revoked {}", shown(one.revoked_at))


def had_already(change: EnrollmentChange) -> str:
    """What there is to say of a grant that gives no more access than there is."""
    if not change.ends_at:
        return say(
            "“{}” has access for ever already: the grant is kept, and nobody is told of it.",
            change.email,
        )
    return say(
        "“{}” has access until {} already: the grant is kept, and nobody is told of it.",
        change.email,
        shown(change.ends_at),
    )
