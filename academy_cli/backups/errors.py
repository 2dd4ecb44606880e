"""What can keep a backup from being made, read or restored."""

from __future__ import annotations

from shlex import quote

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.amount import amount


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


class KeysInClearError(AcademyError):
    """Private keys that whoever finds the backup could sign certificates with."""

    def __init__(self) -> None:
        super().__init__(
            Kind.REFUSED,
            "backup.keys-in-clear",
            "Private keys of certificates go into encrypted backups only.",
            "Name who can read it: --encrypt-to age1…, or the setting backup.recipients",
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

    def __init__(self, name: str, why: str = "holds no key to decrypt with", fix: str = "") -> None:
        super().__init__(
            Kind.INVALID,
            "backup.bad-identity",
            f"“{name}” {why}.",
            fix or "It is the file that academy backup keygen, or age-keygen, wrote.",
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


class NothingBesideError(AcademyError):
    """A file of which nothing says what it should be."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Kind.MISSING,
            "backup.nothing-beside",
            f"Nothing lies beside “{name}” that says which file was written.",
            "Prove what is in it: the same command without --quick",
        )


class ExistingBackupError(AcademyError):
    """A name that another backup has."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "backup.exists",
            f"There is a backup “{name}” already.",
            "Try again in a second, which has another name.",
        )


class NoSuchFileError(AcademyError):
    """A file that is not there."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Kind.MISSING,
            "backup.no-file",
            f"There is no file “{name}”.",
            "See what there is: academy backup list",
        )


class UnknownBackupError(AcademyError):
    """A backup that is not there."""

    def __init__(self, word: str, url: str) -> None:
        super().__init__(
            Kind.MISSING,
            "backup.unknown",
            f"There is no backup “{word}” in {url}.",
            "See what there is: academy backup list",
        )


class NoBackupError(AcademyError):
    """A place without any backup; ``archive`` is the newest that nothing says to be whole, or empty."""

    def __init__(self, url: str, archive: str = "") -> None:
        alone = f"academy backup restore {quote(archive)}"
        lost = f", but archives that lost the file beside them, such as {archive}"
        super().__init__(
            Kind.MISSING,
            "backup.not-made",
            f"There is no backup in {url}{lost if archive else ''}.",
            f"Bring it back by its path: {alone}" if archive else "Make one: academy backup create",
        )


class TargetError(AcademyError):
    """A place for backups that cannot be used."""

    def __init__(self, url: str, why: str) -> None:
        self.why = why
        super().__init__(
            Kind.UNAVAILABLE,
            "backup.target",
            f"{url} cannot be used for backups: {why}.",
            "Nothing was left there. Make room or access, or name another place: --to",
        )


class UnwritableError(AcademyError):
    """A folder for temporary files that does not take an archive."""

    def __init__(self, folder: str, why: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "backup.unwritable",
            f"“{folder}” does not take what is written there: {why}.",
            "Nothing was left there. Make room or access, or name another folder for temporary files: TMPDIR",
        )


class MissingFilesError(AcademyError):
    """Files of courses that storage has lost, without which a backup would not be whole."""

    def __init__(self, many: int, first: str) -> None:
        lost = f"{amount(many, 'file')} of courses {'is' if many == 1 else 'are'}"
        super().__init__(
            Kind.INVALID,
            "backup.missing-files",
            f"{lost} not in storage, such as {first}.",
            "Sync the courses that have them, or take the backup without: --allow-missing-files",
        )


class DamagedFileError(AcademyError):
    """A stored file that is not what its digest says: nothing whole can be made of it."""

    def __init__(self, sha256: str) -> None:
        super().__init__(
            Kind.INVALID,
            "backup.damaged-file",
            f"The file {sha256} is in storage, and damaged: its bytes are not what they were.",
            "Remove it, so that it can come again: academy storage check --digests --drop-damaged; or take"
            " the backup without: --allow-missing-files",
        )


class NoDatabaseError(AcademyError):
    """An academy that has no database yet."""

    def __init__(self) -> None:
        super().__init__(
            Kind.MISSING,
            "backup.no-database",
            "There is no academy here, so there is nothing to back up.",
            "Begin one: academy init; or bring one back: academy backup restore latest",
        )


class BadSigningKeyError(AcademyError):
    """A file that holds no key to sign with."""

    def __init__(
        self,
        name: str,
        why: str = "holds no Ed25519 key as PEM without a passphrase",
        fix: str = "",
    ) -> None:
        super().__init__(
            Kind.INVALID,
            "backup.bad-signing-key",
            f"“{name}” {why}.",
            fix or "Make one: academy backup keygen --sign --out FILE. Nothing was written.",
        )


class NotSignedError(AcademyError):
    """A backup that the key which is trusted did not sign."""

    def __init__(self, name: str, signed_by: str | None) -> None:
        other = f"is signed by {signed_by}, which is another key than it has to be"
        super().__init__(
            Kind.REFUSED,
            "backup.not-signed",
            f"“{name}” {other if signed_by else 'is signed by nobody'}.",
            "Use a backup that it signed, or ask where this one is from.",
        )
