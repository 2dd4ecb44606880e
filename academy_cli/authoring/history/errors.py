"""What can be refused when somebody asks for a course's past, each with its own sentence.

Knows revisions' words; refuses to know how a shell prints them.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class UnknownRevisionError(AcademyError):
    """A number that no revision of a course has, or has any more."""

    def __init__(self, course: str, number: int, oldest: int, newest: int) -> None:
        there = (
            say("is only {}", newest) if oldest == newest else say("are {} to {}", oldest, newest)
        )
        super().__init__(
            Kind.MISSING,
            "revision.unknown",
            say("“{}” has no revision {}; there {}.", course, number, there),
            say("See what there is: academy course history {}", course),
        )


class DamagedRevisionError(AcademyError):
    """A revision of which a text is missing, or is not what its digest says."""

    def __init__(self, course: str, number: int, what: str) -> None:
        super().__init__(
            Kind.ATTENTION,
            "revision.damaged",
            say("Revision {} of “{}” cannot be had back whole: {}.", number, course, what),
            "Look at the database: academy db check; or restore a backup of it.",
        )


class LostTextError(AcademyError):
    """A text that a revision refers to and that the database does not have any more."""

    def __init__(self, path: str) -> None:
        super().__init__(
            Kind.ATTENTION,
            "revision.damaged",
            say("A text of “{}” is not in the database any more.", path),
            "Look at the database: academy db check; or restore a backup of it.",
        )


class NobodysFilesError(AcademyError):
    """Stored files, and an academy without a course or a file of its own that could say who needs them."""

    def __init__(self, storage: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "storage.nobodys",
            say(
                "No course was ever in this academy, so nothing says whose the files in “{}” are.",
                storage,
            ),
            "Nothing was dropped. If the database was lost: academy backup restore latest",
        )


class OldRevisionError(AcademyError):
    """A revision of a file that was applied before files were kept whole."""

    def __init__(self, course: str, number: int, path: str) -> None:
        super().__init__(
            Kind.MISSING,
            "revision.without-files",
            say(
                "Revision {} of “{}” cannot be exported: “{}” was not kept whole when it was applied.",
                number,
                course,
                path,
            ),
            "Export a newer one: files are kept from their first change since the last upgrade.",
        )
