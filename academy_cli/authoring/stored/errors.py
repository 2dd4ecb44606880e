"""How a check of storage ends that found something, as a sentence.

Knows counts; refuses to list what was found, which was shown before.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say, say_joined, say_so_many

_BRING = say(
    "Sync the course's folder, upload the file again, or copy it here: academy storage copy"
)
_REMOVE = say(
    "Remove what is damaged: academy storage check --digests --drop-damaged; then sync the course's"
    " folder, upload the file again, or copy it here: academy storage copy"
)


class UnsoundStorageError(AcademyError):
    """Files that courses refer to are missing or damaged."""

    def __init__(self, storage: str, missing: int, damaged: int) -> None:
        parts = (
            say_so_many("{:,} file missing", "{:,} files missing", missing) if missing else "",
            say_so_many("{:,} file damaged", "{:,} files damaged", damaged) if damaged else "",
        )
        found = say_joined(" and ", filter(None, parts))
        super().__init__(
            Kind.INVALID,
            "storage.findings",
            say("“{}” has findings: {}.", storage, found),
            _REMOVE if damaged else _BRING,
        )
