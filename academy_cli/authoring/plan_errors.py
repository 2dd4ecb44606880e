"""What can be refused when plans are made, saved and carried out, each with its own sentence.

Knows plans' words; refuses to know how a shell prints them.
"""

from __future__ import annotations

from pathlib import Path
from shlex import quote

from academy_cli.authoring.document import State
from academy_cli.errors import AcademyError, Kind


class StalePlanError(AcademyError):
    """The course is in another state than the one that a plan was made for; ``again`` makes a new one."""

    def __init__(self, course: str, against: State, now: State, again: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "plan.stale",
            f"The plan for “{course}” is for {_difference(against, now)}. Nothing was changed.",
            f"Make the plan again: {again}",
        )


def _difference(against: State, now: State) -> str:
    if against.revision != now.revision:
        return f"revision {against.revision}; it is at {now.revision} now"
    if against.manifest != now.manifest:
        return f"another revision {against.revision} than this academy has"
    return f"a course with the status “{against.status}”; it is “{now.status}” now"


class FolderMovedError(AcademyError):
    """The folder changed since the plan was saved."""

    def __init__(self, course: str, folder: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "plan.folder-changed",
            f"The files in “{folder}” changed after the plan for “{course}” was saved. Nothing was changed.",
            f"Make the plan again: academy course plan {quote(str(folder))} --out FILE",
        )


class FolderInMotionError(AcademyError):
    """The folder became another course while it was read."""

    def __init__(self, folder: Path, before: str, after: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "plan.folder-in-motion",
            f"“{folder}” was the course “{before}” and became “{after}” while it was read.",
            "Run the same command again when the folder is at rest.",
        )


class PlanChangedError(AcademyError):
    """A plan file that somebody edited after it was saved."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Kind.CONFLICT,
            "plan.changed",
            f"“{path}” is not what was saved: somebody changed it.",
            "Make the plan again: academy course plan DIR --out FILE",
        )


class PlanFormatError(AcademyError):
    """A plan that another version of academy saved."""

    def __init__(self, path: Path, found: int, wanted: int) -> None:
        super().__init__(
            Kind.INVALID,
            "plan.other-format",
            f"“{path}” holds a plan of format {found}; this version reads format {wanted}.",
            "Save it again with this version: academy course plan DIR --out FILE",
        )


class NotAPlanError(AcademyError):
    """A file that holds no plan."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Kind.INVALID,
            "plan.unreadable",
            f"“{path}” holds no plan that this version can read.",
            "Save one: academy course plan DIR --out FILE",
        )
