"""What can keep a backup from being made, read or restored."""

from __future__ import annotations

from shlex import quote

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say, say_so_many


class UnfitValueError(AcademyError):
    """A row that cannot be written down as what its column should hold."""

    def __init__(self, table: str, key: str, what: str) -> None:
        super().__init__(
            Kind.INVALID,
            "backup.unfit-value",
            say("Row {} of “{}” holds {}.", key, table, what)
            if key
            else say("A row of “{}” holds {}.", table, what),
            "Correct it there first; nothing else can tell what it should be.",
        )


class DamagedError(AcademyError):
    """A file that is no backup, or not whole any more."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "backup.damaged",
            say("“{}” cannot be trusted: {}.", name, why),
            "Use another backup: academy backup list",
        )


class NewerFormatError(AcademyError):
    """A backup that a later academy made, in a format that this one does not know."""

    def __init__(self, name: str, version: int) -> None:
        super().__init__(
            Kind.REFUSED,
            "backup.newer-format",
            say(
                "“{}” is of format {}, which this version of academy does not know.", name, version
            ),
            "Install a newer academy.",
        )


class NewerRevisionError(AcademyError):
    """A backup of a database whose schema is newer than this academy's."""

    def __init__(self, name: str, revision: str, version: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "backup.newer-revision",
            say(
                "“{}” is of a database at revision {}, which this version of academy does not know.",
                name,
                revision,
            ),
            say("Install academy {} or later.", version),
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
            say("“{}” is no recipient to encrypt to.", written),
            "It begins with age1, and academy backup keygen makes one. Nothing was written.",
        )


class BadIdentityError(AcademyError):
    """A file of private keys that holds none."""

    def __init__(
        self, name: str, why: str = say("holds no key to decrypt with"), fix: str = ""
    ) -> None:
        super().__init__(
            Kind.INVALID,
            "backup.bad-identity",
            say("“{}” {}.", name, why),
            fix or "It is the file that academy backup keygen, or age-keygen, wrote.",
        )


class WrongIdentityError(AcademyError):
    """A backup that was encrypted for others."""

    def __init__(self, name: str, recipients: tuple[str, ...] = ()) -> None:
        whose = ", ".join(recipients)
        super().__init__(
            Kind.REFUSED,
            "backup.wrong-key",
            say("“{}” is not encrypted for this key: it is for {}.", name, whose)
            if recipients
            else say("“{}” is not encrypted for this key.", name),
            "Give the file with the private key of one of them: --identity FILE",
        )


class NoIdentityError(AcademyError):
    """A backup that is encrypted, and no key to read it with."""

    def __init__(self, name: str, recipients: tuple[str, ...] = ()) -> None:
        super().__init__(
            Kind.REFUSED,
            "backup.no-key",
            say("“{}” is encrypted for {}.", name, ", ".join(recipients))
            if recipients
            else say("“{}” is encrypted.", name),
            "Give the file with the private key: --identity FILE",
        )


class NothingBesideError(AcademyError):
    """A file of which nothing says what it should be."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Kind.MISSING,
            "backup.nothing-beside",
            say("Nothing lies beside “{}” that says which file was written.", name),
            "Prove what is in it: the same command without --quick",
        )


class ExistingBackupError(AcademyError):
    """A name that another backup has."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "backup.exists",
            say("There is a backup “{}” already.", name),
            "Try again in a second, which has another name.",
        )


class NoSuchFileError(AcademyError):
    """A file that is not there."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Kind.MISSING,
            "backup.no-file",
            say("There is no file “{}”.", name),
            "See what there is: academy backup list",
        )


class UnknownBackupError(AcademyError):
    """A backup that is not there."""

    def __init__(self, word: str, url: str) -> None:
        super().__init__(
            Kind.MISSING,
            "backup.unknown",
            say("There is no backup “{}” in {}.", word, url),
            "See what there is: academy backup list",
        )


class NoBackupError(AcademyError):
    """A place without any backup; ``archive`` is the newest that nothing says to be whole, or empty."""

    def __init__(self, url: str, archive: str = "") -> None:
        alone = f"academy backup restore {quote(archive)}"
        if archive:
            said = say(
                "There is no backup in {}, but archives that lost the file beside them, such as {}.",
                url,
                archive,
            )
            hint = say("Bring it back by its path: {}", alone)
        else:
            said = say("There is no backup in {}.", url)
            hint = say("Make one: academy backup create")
        super().__init__(Kind.MISSING, "backup.not-made", said, hint)


class TargetError(AcademyError):
    """A place for backups that cannot be used."""

    def __init__(self, url: str, why: str) -> None:
        self.why = why
        super().__init__(
            Kind.UNAVAILABLE,
            "backup.target",
            say("{} cannot be used for backups: {}.", url, why),
            "Nothing was left there. Make room or access, or name another place: --to",
        )


class UnwritableError(AcademyError):
    """A folder for temporary files that does not take an archive."""

    def __init__(self, folder: str, why: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "backup.unwritable",
            say("“{}” does not take what is written there: {}.", folder, why),
            "Nothing was left there. Make room or access, or name another folder for temporary files: TMPDIR",
        )


class MissingFilesError(AcademyError):
    """Files of courses that storage has lost, without which a backup would not be whole."""

    def __init__(self, many: int, first: str) -> None:
        super().__init__(
            Kind.INVALID,
            "backup.missing-files",
            say_so_many(
                "{:,} file of courses is not in storage, such as {}.",
                "{:,} files of courses are not in storage, such as {}.",
                many,
                first,
            ),
            "Sync the courses that have them, or take the backup without: --allow-missing-files",
        )


class DamagedFileError(AcademyError):
    """A stored file that is not what its digest says: nothing whole can be made of it."""

    def __init__(self, sha256: str) -> None:
        super().__init__(
            Kind.INVALID,
            "backup.damaged-file",
            say(
                "The file {} is in storage, and damaged: its bytes are not what they were.", sha256
            ),
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
        why: str = say("holds no Ed25519 key as PEM without a passphrase"),
        fix: str = "",
    ) -> None:
        super().__init__(
            Kind.INVALID,
            "backup.bad-signing-key",
            say("“{}” {}.", name, why),
            fix or "Make one: academy backup keygen --sign --out FILE. Nothing was written.",
        )


class NotSignedError(AcademyError):
    """A backup that the key which is trusted did not sign."""

    def __init__(self, name: str, signed_by: str | None) -> None:
        super().__init__(
            Kind.REFUSED,
            "backup.not-signed",
            say("“{}” is signed by {}, which is another key than it has to be.", name, signed_by)
            if signed_by
            else say("“{}” is signed by nobody.", name),
            "Use a backup that it signed, or ask where this one is from.",
        )
