"""How a check of storage ends that found something, as a sentence.

Knows counts; refuses to list what was found, which was shown before.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.amount import amount
from academy_cli.kit.saying import say

_REMOVE = "Remove what is damaged: academy storage check --digests --drop-damaged"
_BRING = "sync the course's folder, upload the file again, or copy it here: academy storage copy"


class UnsoundStorageError(AcademyError):
    """Files that courses refer to are missing or damaged."""

    def __init__(self, storage: str, missing: int, damaged: int) -> None:
        found = " and ".join(
            f"{amount(count, 'file')} {word}"
            for count, word in ((missing, "missing"), (damaged, "damaged"))
            if count
        )
        super().__init__(
            Kind.INVALID,
            "storage.findings",
            say("“{}” has findings: {}.", storage, found),
            say("{}; then {}", _REMOVE, _BRING) if damaged else f"{_BRING[0].upper()}{_BRING[1:]}",
        )
