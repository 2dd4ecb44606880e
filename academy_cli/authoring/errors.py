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
from academy_cli.kit.spelling import nearest

MOST_NAMED = 5
"""Of several things that are wrong in the same way."""


class NoCourseError(AcademyError):
    """No course.yaml at or below a path; ``above`` is a course around it, ``misnamed`` a file like it."""

    def __init__(
        self, paths: Sequence[object], *, above: Path | None = None, misnamed: Path | None = None
    ) -> None:
        where = ", ".join(f"“{path}”" for path in paths)
        hint = "Adopt a folder of Markdown: academy course init DIR"
        if above is not None:
            hint = f"It is inside the course “{above}”: academy course check {quote(str(above))}"
        if misnamed is not None:
            hint = f"Rename “{misnamed}” to course.yaml."
        super().__init__(
            Kind.INVALID,
            "course.none-found",
            f"There is no course.yaml at or below {where}.",
            hint,
        )


class InsideCourseError(AcademyError):
    """A folder that is part of a course already."""

    def __init__(self, folder: Path, above: Path) -> None:
        super().__init__(
            Kind.CONFLICT,
            "course.inside",
            f"“{folder}” is inside the course “{above}”. Nothing was written.",
            f"Check the course it belongs to: academy course check {quote(str(above))}",
        )


class FoldersUnreadableError(AcademyError):
    """Folders that could not be looked into, each with the reason; a course may be in any of them."""

    def __init__(self, folders: Sequence[tuple[Path, str]]) -> None:
        named = [f"“{folder}” ({why})" for folder, why in folders[:MOST_NAMED]]
        more = len(folders) - len(named)
        where = ", ".join(named) + (f" and {more} more" if more else "")
        super().__init__(
            Kind.INVALID,
            "course.folder-unreadable",
            f"A course may have been left out: {where} cannot be opened.",
            "Mend permissions or links, or name the courses instead of the folder around them.",
        )


class SameIdError(AcademyError):
    """Two course folders that claim to be the same course."""

    def __init__(self, course: str, first: object, second: object) -> None:
        super().__init__(
            Kind.INVALID,
            "course.same-id",
            f"“{first}” and “{second}” both have the id “{course}”. Nothing was changed.",
            "Give the copy an id of its own in its course.yaml, or name only one of the folders.",
        )


class NoFolderError(AcademyError):
    """A path that is not there, or that nobody can say of: ``closed`` is a folder above it."""

    def __init__(self, path: Path, closed: Path | None = None) -> None:
        said = f"There is no folder “{path}”."
        hint = "Check the path, or scaffold a course: academy course new DIR"
        if closed is not None:
            said = (
                f"“{path}” cannot be seen: “{closed}” is closed to the user that academy runs as."
            )
            hint = "Put the course where that user can read it."
        super().__init__(Kind.MISSING, "course.no-folder", said, hint)


class UnreadableCourseError(AcademyError):
    """A course.yaml that does not even name the course."""

    def __init__(self, folder: str, errors: int) -> None:
        super().__init__(
            Kind.INVALID,
            "course.unreadable",
            f"“{folder}” cannot be planned before its course.yaml is mended ({errors} error"
            f"{'s' * (errors != 1)} in all).",
            f"See them: academy course check {quote(folder)}",
        )


class CourseErrorsError(AcademyError):
    """A course with errors, and nobody said to apply the rest."""

    def __init__(self, course: str, folder: str, errors: int, withheld: int) -> None:
        held = f"; {amount(withheld, 'change')} withheld" if withheld else ""
        super().__init__(
            Kind.INVALID,
            "course.has-errors",
            f"The course “{course}” has {amount(errors, 'error')}{held}. Nothing was changed.",
            f"See them: academy course check {quote(str(folder))} (sync --partial applies the rest)",
        )


class PartlyAppliedError(AcademyError):
    """A course of which something was held back, for its errors or for what is in doubt without one."""

    def __init__(self, course: str, folder: str, errors: int, withheld: int) -> None:
        wrong = f"{amount(errors, 'error')}" if errors else ""
        held = f"{amount(withheld, 'change')} withheld" if withheld else ""
        super().__init__(
            Kind.PARTIAL,
            "course.partly-applied",
            f"Only the sound part of “{course}” is applied: {', and '.join(filter(None, (wrong, held)))}.",
            f"Mend it (academy course check {quote(str(folder))}), then run the same command again.",
        )


class StatusDeclaredError(AcademyError):
    """A status that course.yaml decides, by a line or, once that has passed, by its ``publish_at``."""

    def __init__(self, course: str, status: str, publish_at: datetime | None = None) -> None:
        said, line = f"`status: {status}`", "line"
        if publish_at is not None:
            said += f" until `publish_at: {iso(publish_at)}`, which has passed"
            line = "line `publish_at`"
        super().__init__(
            Kind.REFUSED,
            "course.status-declared",
            f"course.yaml of “{course}” says {said}, and the file decides.",
            f"Change or remove the {line} there, then run: academy course sync",
        )


class UnknownTemplateError(AcademyError):
    """A template that is not shipped."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        close = nearest(name, known)
        hint = f"Did you mean “{close}”?" if close else f"There are {', '.join(known)}."
        super().__init__(Kind.MISSING, "template.unknown", f"There is no template “{name}”.", hint)


class UnknownVariableError(AcademyError):
    """A value for something a template does not ask for."""

    def __init__(self, template: str, name: str, known: Sequence[str]) -> None:
        close = nearest(name, known)
        hint = f"Did you mean “{close}”?" if close else f"It asks for {', '.join(known)}."
        super().__init__(
            Kind.USAGE,
            "template.variable-unknown",
            f"The template “{template}” has no variable “{name}”.",
            hint,
        )


class VariableMissingError(AcademyError):
    """A template's variable without a default and without a value."""

    def __init__(self, template: str, name: str, example: str) -> None:
        super().__init__(
            Kind.USAGE,
            "template.variable-missing",
            f"The template “{template}” needs a value for “{name}”.",
            f"Give one: academy course new DIR --template {template} --set {name}={example or '…'}",
        )


class VariableInvalidError(AcademyError):
    """A value that a template cannot use."""

    def __init__(self, name: str, value: str, objection: str) -> None:
        super().__init__(
            Kind.USAGE,
            "template.variable-invalid",
            f"“{value}” will not do for “{name}”: {objection.rstrip('.')}.",
            f"Give another: --set {name}=…",
        )


class FolderNotEmptyError(AcademyError):
    """A folder that holds something already."""

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "course.folder-not-empty",
            f"“{folder}” is not empty: it holds “{name}”. Nothing was written.",
            f"Name a new folder, or adopt what is there: academy course init {folder}",
        )


class FolderUnwritableError(AcademyError):
    """A folder that cannot be written or listed."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "course.folder-unwritable",
            f"“{folder}” cannot be written: {why}. Nothing was written.",
            "Check who may write there, or name another folder.",
        )


class NoSpaceError(AcademyError):
    """A folder on a disk that is full."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "course.no-space",
            f"There is no space left for “{folder}”. Nothing was written.",
            "Free some space, then run the same command again; or name a folder on another disk.",
        )


class FileUnwritableError(AcademyError):
    """A file that cannot be written; ``before`` files were written before it."""

    def __init__(self, file: Path, why: str, before: int) -> None:
        done = f"{amount(before, 'file')} before it" if before else "Nothing"
        super().__init__(
            Kind.PARTIAL if before else Kind.REFUSED,
            "course.file-unwritable",
            f"“{file}” cannot be written: {why}. {done} {'were' if before > 1 else 'was'} written.",
            "Check who may write there and whether the disk is full, then run the same command again.",
        )


class CourseExistsError(AcademyError):
    """A folder that is a course already."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Kind.CONFLICT,
            "course.exists",
            f"“{folder}” has a course.yaml already. Nothing was written.",
            f"See what it says: academy course check {quote(str(folder))}",
        )


class NothingToAdoptError(AcademyError):
    """A folder without a single lesson."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Kind.INVALID,
            "course.nothing-to-adopt",
            f"“{folder}” holds no Markdown that could be a lesson.",
            "Check the path, or scaffold a course: academy course new DIR",
        )


class LostAssetError(AcademyError):
    """An asset of an earlier revision that storage does not have any more."""

    def __init__(self, course: str, path: str, sha256: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "storage.asset-lost",
            f"“{path}” of “{course}” is not in the storage folder any more (sha256 {sha256[:12]}…).",
            "Put the storage folder back from a backup, or sync a folder that has the file.",
        )
