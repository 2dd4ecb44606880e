"""What can be refused about previews and pages that are built, each with its own sentence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shlex import quote

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class PortTakenError(AcademyError):
    """A port on which nothing can listen."""

    def __init__(self, port: int, reason: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "preview.port",
            say("Nothing can listen on port {} of this machine: {}.", port, reason),
            "Leave --port out for any that is free.",
        )


class SeveralCoursesError(AcademyError):
    """A folder of several courses, where one is wanted."""

    def __init__(self, folders: Sequence[Path], command: str) -> None:
        super().__init__(
            Kind.USAGE,
            "preview.several-courses",
            say("There are {} courses here, and pages are of one.", len(folders)),
            say("Name one of them: academy course {} {}", command, quote(str(folders[0]))),
        )


class NoOutError(AcademyError):
    """A build that nobody said a folder for."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "build.no-folder",
            "Say where the pages go.",
            "Name a new or empty folder: academy course build --out ../site",
        )


class OutTakenError(AcademyError):
    """A folder for pages that holds something else."""

    def __init__(self, folder: Path, example: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "build.folder-taken",
            say(
                "“{}” holds “{}”, which was not written by course build. Nothing was changed.",
                folder,
                example,
            ),
            "Name a new or empty folder.",
        )


class OutInsideError(AcademyError):
    """A folder for pages within the course that they are of: the next build would take them for its files."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Kind.REFUSED,
            "build.inside-course",
            say("“{}” is within the course, or the course within it. Nothing was written.", folder),
            "Name a folder beside the course: --out ../site",
        )


class OutUnwritableError(AcademyError):
    """A folder for pages that cannot be written."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "build.unwritable",
            say("“{}” cannot be written: {}.", folder, reason),
            "Check who may write there and how much room there is, then build again.",
        )


class UnreadablePagesError(AcademyError):
    """A course whose course.yaml cannot be read."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Kind.INVALID,
            "build.unreadable",
            say(
                "The course.yaml of “{}” cannot be read, so there are no pages. Nothing was written.",
                folder,
            ),
            say("See why: academy course check {}", quote(str(folder))),
        )


class LessonsLeftOutError(AcademyError):
    """Pages that are written without the lessons that have errors."""

    def __init__(self, folder: Path, number: int) -> None:
        said = (
            say("1 lesson with an error is")
            if number == 1
            else say("{:,} lessons with errors are", number)
        )
        super().__init__(
            Kind.PARTIAL,
            "build.lessons-left-out",
            say("{} left out: a draft or a date may be among what cannot be read.", said),
            say(
                "Mend what is found, then build again: academy course check {}", quote(str(folder))
            ),
        )
