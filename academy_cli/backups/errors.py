"""What can keep a backup from being made, read or restored."""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind


class UnfitValueError(AcademyError):
    """A row that cannot be written down as what its column should hold."""

    def __init__(self, table: str, key: str, what: str) -> None:
        row = f"Row {key} of" if key else "A row of"
        super().__init__(
            Kind.INVALID,
            "backup.unfit-value",
            f"{row} “{table}” holds {what}.",
            "Correct it there first; nothing else can tell what it should be.",
        )


class DamagedError(AcademyError):
    """A file that is no backup, or not whole any more."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "backup.damaged",
            f"“{name}” cannot be trusted: {why}.",
            "Use another backup: academy backup list",
        )


class NewerFormatError(AcademyError):
    """A backup that a later academy made, in a format that this one does not know."""

    def __init__(self, name: str, version: int) -> None:
        super().__init__(
            Kind.REFUSED,
            "backup.newer-format",
            f"“{name}” is of format {version}, which this version of academy does not know.",
            "Install a newer academy.",
        )


class NewerRevisionError(AcademyError):
    """A backup of a database whose schema is newer than this academy's."""

    def __init__(self, name: str, revision: str, version: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "backup.newer-revision",
            f"“{name}” is of a database at revision {revision}, which this version of academy does not know.",
            f"Install academy {version} or later.",
        )


class BadRecipientError(AcademyError):
    """Something to encrypt to that is no recipient of age's."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Kind.INVALID,
            "backup.bad-recipient",
            f"“{written}” is no recipient to encrypt to.",
            "It begins with age1, and academy backup keygen makes one. Nothing was written.",
        )


class BadIdentityError(AcademyError):
    """A file of private keys that holds none."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Kind.INVALID,
            "backup.bad-identity",
            f"“{name}” holds no key to decrypt with.",
            "It is the file that academy backup keygen, or age-keygen, wrote.",
        )


class WrongIdentityError(AcademyError):
    """A backup that was encrypted for others."""

    def __init__(self, name: str, recipients: tuple[str, ...] = ()) -> None:
        whose = f": it is for {', '.join(recipients)}" if recipients else ""
        super().__init__(
            Kind.REFUSED,
            "backup.wrong-key",
            f"“{name}” is not encrypted for this key{whose}.",
            "Give the file with the private key of one of them: --identity FILE",
        )


class NoIdentityError(AcademyError):
    """A backup that is encrypted, and no key to read it with."""

    def __init__(self, name: str, recipients: tuple[str, ...] = ()) -> None:
        whose = f" for {', '.join(recipients)}" if recipients else ""
        super().__init__(
            Kind.REFUSED,
            "backup.no-key",
            f"“{name}” is encrypted{whose}.",
            "Give the file with the private key: --identity FILE",
        )
