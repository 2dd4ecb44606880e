"""What can be wrong with the word that a person has for a backup."""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.backups.views import BackupView
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say, say_joined


class WhoseLatestError(AcademyError):
    """“latest”, where nothing says of which academy."""

    def __init__(self, url: str, newest: Sequence[BackupView]) -> None:
        each = (
            say("{} (academy {}, {:%Y-%m-%d %H:%M} UTC)", one.id, one.instance[:8], one.created_at)
            for one in newest
        )
        if len(newest) > 1:
            said = say(
                "The backups in {} are of several academies, so “latest” does not say which one.",
                url,
            )
        else:
            said = say(
                "The backups in {} are of another academy, so “latest” does not say which one.", url
            )
        super().__init__(
            Kind.CONFLICT,
            "backup.whose-latest",
            said,
            say("Name one by its id. The newest of each: {}", say_joined(", ", each)),
        )


class NoArchiveError(AcademyError):
    """A path that leads to something that no archive is."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(
            Kind.INVALID,
            "backup.no-archive",
            say("“{}” is {}, and no archive.", name, what),
            "Name a file, which ends in .acb or .acb.age, or an id: academy backup list",
        )
