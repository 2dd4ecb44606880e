"""Publishing a course and taking it back, with a person's consent.

Knows what is asked and said; refuses to decide who may change a status.
"""

from __future__ import annotations

from academy_cli.cli import choose
from academy_cli.cli.shell import Shell
from academy_cli.kit.record import shown
from academy_cli.kit.saying import say


def set_status(shell: Shell, slug: str | None, status: str) -> None:
    """Give a course a status, and say what its `publish_at` does later."""
    course = choose.course(shell, slug)
    change = shell.academy.courses.set_status(course, status, dry_run=True)
    if change.before == change.after:
        shell.terminal.note(_already(course, status))
    elif not shell.is_dry_run:
        if status != "published":
            shell.terminal.confirm(say("Take “{}” back from learners?", course))
        change = shell.academy.courses.set_status(course, status)
    else:
        shell.terminal.note("Nothing was written: it was a dry run.")
    if change.publish_at is not None:
        at = shown(change.publish_at)
        shell.terminal.note(
            say("It becomes public by itself at {} (`publish_at` in course.yaml).", at)
        )
    shell.terminal.show_one(change, "course", "before", "after")


def _already(course: str, status: str) -> str:
    match status:
        case "published":
            return say("“{}” is published already.", course)
        case "archived":
            return say("“{}” is archived already.", course)
        case _:
            return say("“{}” is a draft already.", course)
