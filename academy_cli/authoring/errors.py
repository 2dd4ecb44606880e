"""What can be refused when courses are planned and applied, each with its own sentence.

Knows courses' words; refuses to know how a shell prints them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from shlex import quote

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.amount import amount
from academy_cli.kit.clock import iso
from academy_cli.kit.saying import say, say_joined, say_quoted, say_so_many

MOST_NAMED = 5
"""Of several things that are wrong in the same way."""


class NoCourseError(AcademyError):
    """No course.yaml at or below a path; ``above`` is a course around it, ``misnamed`` a file like it."""

    def __init__(
        self, paths: Sequence[object], *, above: Path | None = None, misnamed: Path | None = None
    ) -> None:
        where = say_quoted(paths)
        hint = say("Adopt a folder of Markdown: academy course init DIR")
        if above is not None:
            hint = say(
                "It is inside the course “{}”: academy course check {}", above, quote(str(above))
            )
        if misnamed is not None:
            hint = say("Rename “{}” to course.yaml.", misnamed)
        super().__init__(
            Kind.INVALID,
            "course.none-found",
            say("There is no course.yaml at or below {}.", where),
            hint,
        )


class InsideCourseError(AcademyError):
    """A folder that is part of a course already."""

    def __init__(self, folder: Path, above: Path) -> None:
        super().__init__(
            Kind.CONFLICT,
            "course.inside",
            say("“{}” is inside the course “{}”. Nothing was written.", folder, above),
            say("Check the course it belongs to: academy course check {}", quote(str(above))),
        )


class FoldersUnreadableError(AcademyError):
    """Folders that could not be looked into, each with the reason; a course may be in any of them."""

    def __init__(self, folders: Sequence[tuple[Path, str]]) -> None:
        named = [say("“{}” ({})", folder, why) for folder, why in folders[:MOST_NAMED]]
        more = len(folders) - len(named)
        where = say_joined(", ", named)
        if more:
            where = say("{} and {} more", where, more)
        super().__init__(
            Kind.INVALID,
            "course.folder-unreadable",
            say("A course may have been left out: {} cannot be opened.", where),
            "Mend permissions or links, or name the courses instead of the folder around them.",
        )


class SameIdError(AcademyError):
    """Two course folders that claim to be the same course."""

    def __init__(self, course: str, first: object, second: object) -> None:
        super().__init__(
            Kind.INVALID,
            "course.same-id",
            say("“{}” and “{}” both have the id “{}”. Nothing was changed.", first, second, course),
            "Give the copy an id of its own in its course.yaml, or name only one of the folders.",
        )


class NoFolderError(AcademyError):
    """A path that is not there, or that nobody can say of: ``closed`` is a folder above it."""

    def __init__(self, path: Path, closed: Path | None = None) -> None:
        said = say("There is no folder “{}”.", path)
        hint = say("Check the path, or scaffold a course: academy course new DIR")
        if closed is not None:
            said = say(
                "“{}” cannot be seen: “{}” is closed to the user that academy runs as.",
                path,
                closed,
            )
            hint = say("Put the course where that user can read it.")
        super().__init__(Kind.MISSING, "course.no-folder", said, hint)


class UnreadableCourseError(AcademyError):
    """A course.yaml that does not even name the course."""

    def __init__(self, folder: str, errors: int) -> None:
        super().__init__(
            Kind.INVALID,
            "course.unreadable",
            say(
                "“{}” cannot be planned before its course.yaml is mended ({} in all).",
                folder,
                amount(errors, "error"),
            ),
            say("See them: academy course check {}", quote(folder)),
        )


class CourseErrorsError(AcademyError):
    """A course with errors, and nobody said to apply the rest."""

    def __init__(self, course: str, folder: str, errors: int, withheld: int) -> None:
        held = (
            say_so_many("; {:,} change withheld", "; {:,} changes withheld", withheld)
            if withheld
            else ""
        )
        super().__init__(
            Kind.INVALID,
            "course.has-errors",
            say(
                "The course “{}” has {}{}. Nothing was changed.",
                course,
                amount(errors, "error"),
                held,
            ),
            say(
                "See them: academy course check {} (sync --partial applies the rest)",
                quote(str(folder)),
            ),
        )


class PartlyAppliedError(AcademyError):
    """A course of which something was held back, for its errors or for what is in doubt without one."""

    def __init__(self, course: str, folder: str, errors: int, withheld: int) -> None:
        wrong = amount(errors, "error") if errors else ""
        held = (
            say_so_many("{:,} change withheld", "{:,} changes withheld", withheld)
            if withheld
            else ""
        )
        left = say_joined(", and ", filter(None, (wrong, held)))
        super().__init__(
            Kind.PARTIAL,
            "course.partly-applied",
            say("Only the sound part of “{}” is applied: {}.", course, left),
            say(
                "Mend it (academy course check {}), then run the same command again.",
                quote(str(folder)),
            ),
        )


class StatusDeclaredError(AcademyError):
    """A status that course.yaml decides, by a line or, once that has passed, by its ``publish_at``."""

    def __init__(self, course: str, status: str, publish_at: datetime | None = None) -> None:
        if publish_at is None:
            said = say(
                "course.yaml of “{}” says `status: {}`, and the file decides.", course, status
            )
            hint = say("Change or remove the line there, then run: academy course sync")
        else:
            said = say(
                "course.yaml of “{}” says `status: {}` until `publish_at: {}`, which has passed,"
                " and the file decides.",
                course,
                status,
                iso(publish_at),
            )
            hint = say(
                "Change or remove the line `publish_at` there, then run: academy course sync"
            )
        super().__init__(Kind.REFUSED, "course.status-declared", said, hint)


class FolderNotEmptyError(AcademyError):
    """A folder that holds something already."""

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "course.folder-not-empty",
            say("“{}” is not empty: it holds “{}”. Nothing was written.", folder, name),
            say("Name a new folder, or adopt what is there: academy course init {}", folder),
        )


class FolderUnwritableError(AcademyError):
    """A folder that cannot be written or listed."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "course.folder-unwritable",
            say("“{}” cannot be written: {}. Nothing was written.", folder, why),
            "Check who may write there, or name another folder.",
        )


class NoSpaceError(AcademyError):
    """A folder on a disk that is full."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "course.no-space",
            say("There is no space left for “{}”. Nothing was written.", folder),
            "Free some space, then run the same command again; or name a folder on another disk.",
        )


class FileUnwritableError(AcademyError):
    """A file that cannot be written; ``before`` files were written before it."""

    def __init__(self, file: Path, why: str, before: int) -> None:
        said = say("“{}” cannot be written: {}. Nothing was written.", file, why)
        if before:
            done = say_so_many(
                "{:,} file before it was written.", "{:,} files before it were written.", before
            )
            said = say("“{}” cannot be written: {}. {}", file, why, done)
        super().__init__(
            Kind.PARTIAL if before else Kind.REFUSED,
            "course.file-unwritable",
            said,
            "Check who may write there and whether the disk is full, then run the same command again.",
        )


class CourseExistsError(AcademyError):
    """A folder that is a course already."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Kind.CONFLICT,
            "course.exists",
            say("“{}” has a course.yaml already. Nothing was written.", folder),
            say("See what it says: academy course check {}", quote(str(folder))),
        )


class NothingToAdoptError(AcademyError):
    """A folder without a single lesson."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Kind.INVALID,
            "course.nothing-to-adopt",
            say("“{}” holds no Markdown that could be a lesson.", folder),
            "Check the path, or scaffold a course: academy course new DIR",
        )


class LostAssetError(AcademyError):
    """An asset of an earlier revision that storage does not have any more."""

    def __init__(self, course: str, path: str, sha256: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "storage.asset-lost",
            say(
                "“{}” of “{}” is not in the storage folder any more (sha256 {}…).",
                path,
                course,
                sha256[:12],
            ),
            "Put the storage folder back from a backup, or sync a folder that has the file.",
        )
