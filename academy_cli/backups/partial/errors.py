"""What can keep a part of a backup from being brought back."""

from __future__ import annotations

from datetime import datetime

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class BadPartError(AcademyError):
    """Words that name no part of a backup."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Kind.USAGE,
            "backup.part",
            say("“{}” is no part of a backup.", written),
            "Write course:SLUG or user:EMAIL.",
        )


class NoSuchPartError(AcademyError):
    """A part that a backup does not have."""

    def __init__(self, backup: str, part: str, near: str | None = None) -> None:
        hint = (
            say("Did you mean {}?", near)
            if near
            else say("Look in an older one: academy backup list")
        )
        super().__init__(
            Kind.MISSING,
            "backup.no-such-part",
            say("There is no {} in backup {}.", part, backup),
            hint,
        )


class ErasedSinceError(AcademyError):
    """Somebody who had everything about them erased after the backup was made."""

    def __init__(self, email: str, at: datetime) -> None:
        super().__init__(
            Kind.REFUSED,
            "backup.erased-since",
            say("What is known of “{}” was erased on {:%Y-%m-%d}, and stays so.", email, at),
            "If they come back, they are somebody new: academy user create",
        )
