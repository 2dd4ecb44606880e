"""What can be refused when plans are made, saved and carried out, each with its own sentence.

Knows plans' words; refuses to know how a shell prints them.
"""

from __future__ import annotations

from pathlib import Path
from shlex import quote

from academy_cli.authoring.document import State
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class StalePlanError(AcademyError):
    """The course is in another state than the one that a plan was made for; ``again`` makes a new one."""

    def __init__(self, course: str, against: State, now: State, again: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "plan.stale",
            say(
                "The plan for “{}” is for {}. Nothing was changed.",
                course,
                _difference(against, now),
            ),
            say("Make the plan again: {}", again),
        )


def _difference(against: State, now: State) -> str:
    if against.revision != now.revision:
        return say("revision {}; it is at {} now", against.revision, now.revision)
    if against.manifest != now.manifest:
        return say("another revision {} than this academy has", against.revision)
    return say("a course with the status “{}”; it is “{}” now", against.status, now.status)


class FolderMovedError(AcademyError):
    """The folder changed since the plan was saved."""

    def __init__(self, course: str, folder: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "plan.folder-changed",
            say(
                "The files in “{}” changed after the plan for “{}” was saved. Nothing was changed.",
                folder,
                course,
            ),
            say("Make the plan again: academy course plan {} --out FILE", quote(str(folder))),
        )


class FolderInMotionError(AcademyError):
    """The folder became another course while it was read."""

    def __init__(self, folder: Path, before: str, after: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "plan.folder-in-motion",
            say(
                "“{}” was the course “{}” and became “{}” while it was read.", folder, before, after
            ),
            "Run the same command again when the folder is at rest.",
        )


class PlanChangedError(AcademyError):
    """A plan file that somebody edited after it was saved."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Kind.CONFLICT,
            "plan.changed",
            say("“{}” is not what was saved: somebody changed it.", path),
            "Make the plan again: academy course plan DIR --out FILE",
        )


class PlanFormatError(AcademyError):
    """A plan that another version of academy saved."""

    def __init__(self, path: Path, found: int, wanted: int) -> None:
        super().__init__(
            Kind.INVALID,
            "plan.other-format",
            say(
                "“{}” holds a plan of format {}; this version reads format {}.", path, found, wanted
            ),
            "Save it again with this version: academy course plan DIR --out FILE",
        )


class NotAPlanError(AcademyError):
    """A file that holds no plan."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Kind.INVALID,
            "plan.unreadable",
            say("“{}” holds no plan that this version can read.", path),
            "Save one: academy course plan DIR --out FILE",
        )
