"""Words that several commands about backups share: which one, where, and by which keys.

Knows options and what the settings say where nobody gives them; refuses to know services.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from academy_cli.cli.emptywords import not_empty, path_of
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say

LONGEST_LABEL = 200


class NoBackupNamedError(AcademyError):
    """An empty word where a backup is to be named, such as from a variable that was never set."""

    def __init__(
        self,
        said: str = say("“” names no backup."),
        hint: str = say("Name one, or nothing for the newest: academy backup list"),
    ) -> None:
        super().__init__(Kind.USAGE, "backup.no-word", said, hint)


class BadSignerError(AcademyError):
    """Something that is no public key of a signer."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Kind.USAGE,
            "backup.bad-signer",
            say("“{}” is no public key of who signs backups.", written),
            "It has 64 digits of 0-9 and a-f, as academy backup keygen --sign says it.",
        )


class NothingToOpenError(AcademyError):
    """A key to decrypt with, for a backup that is not encrypted."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "backup.nothing-to-open",
            "--identity opens what is encrypted, and this backup would not be.",
            "Leave it out, or name who can read it: --encrypt-to age1…",
        )


class LongLabelError(AcademyError):
    """A label that nobody would read."""

    def __init__(self, length: int) -> None:
        super().__init__(
            Kind.USAGE,
            "backup.long-label",
            say("A label has {} characters at most, and this one {:,}.", LONGEST_LABEL, length),
            "Say it shorter.",
        )


def short(given: str | None) -> str | None:
    """A label as it is given. Raises LongLabelError."""
    if given is not None and len(given) > LONGEST_LABEL:
        raise LongLabelError(len(given))
    return given


def which_of(given: str | None) -> str:
    """The backup that is meant: the newest where nothing is said. Raises NoBackupNamedError."""
    if given is not None and not given.strip():
        raise NoBackupNamedError
    return given or "latest"


def kept_of(given: str | None) -> str:
    """The kept database that is meant: the last where nothing is said. Raises NoBackupNamedError."""
    if given is not None and not given.strip():
        raise NoBackupNamedError(
            say("“” names no kept database."),
            say("Name one, or nothing for the last: academy backup rollback --list"),
        )
    return given or ""


def _signer(given: str | None) -> str | None:
    """A public key, as it is given. Raises BadSignerError."""
    from academy_cli.backups.archive.signing import is_key

    if given is not None and not is_key(given.lower()):
        raise BadSignerError(given)
    return given and given.lower()


To = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="FOLDER|URL",
        help="A folder or a bucket, s3://…; else the setting backup.to.",
        callback=not_empty,
    ),
]
Which = Annotated[
    str | None,
    typer.Argument(metavar="[ID|FILE]", help="Which one; “latest” is this academy's newest."),
]
Identity = Annotated[
    Path | None,
    typer.Option(
        "--identity",
        metavar="FILE",
        help="The private key; else backup.identity.",
        parser=path_of("--identity"),
    ),
]
SignedBy = Annotated[
    str | None,
    typer.Option(
        "--signed-by",
        metavar="KEY",
        help="Refuse what this public key did not sign.",
        callback=_signer,
    ),
]


def identity_of(shell: Shell, given: Path | None) -> Path | None:
    """The file of the private key: the one that is given, or the setting's."""
    said = shell.settings.backup.identity
    return given or (Path(said) if said else None)
