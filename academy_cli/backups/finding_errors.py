"""What can be wrong with the word that a person has for a backup."""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.backups.views import BackupView
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class WhoseLatestError(AcademyError):
    """“latest”, where nothing says of which academy."""

    def __init__(self, url: str, newest: Sequence[BackupView]) -> None:
        choices = ", ".join(
            say("{} (academy {}, {:%Y-%m-%d %H:%M} UTC)", one.id, one.instance[:8], one.created_at)
            for one in newest
        )
        whose = say("several academies") if len(newest) > 1 else say("another academy")
        super().__init__(
            Kind.CONFLICT,
            "backup.whose-latest",
            say("The backups in {} are of {}, so “latest” does not say which one.", url, whose),
            say("Name one by its id. The newest of each: {}", choices),
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
