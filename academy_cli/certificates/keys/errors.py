"""What can be wrong with keys, each with its own sentence."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class NoKeyError(AcademyError):
    """A key that is not in the folder."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(
            Kind.MISSING,
            "key.missing",
            say("The key {} is not in “{}”.", name, folder),
            "Bring its file back, or make another: academy certificate key rotate",
        )


class KeyThereError(AcademyError):
    """A key that would be written over."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Kind.CONFLICT,
            "key.exists",
            say("“{}” is there already.", path),
            "Nothing is ever written over a key; see: academy certificate key list",
        )


class OpenKeyError(AcademyError):
    """A private key that others may read, or that is somebody else's."""

    def __init__(self, path: Path, why: str, fix: str) -> None:
        super().__init__(
            Kind.REFUSED, "key.open", say("“{}” {}, so nothing is signed with it.", path, why), fix
        )


class OpenKeyFolderError(AcademyError):
    """A folder for private keys that others may reach into."""

    def __init__(self, folder: Path, why: str, fix: str) -> None:
        super().__init__(
            Kind.REFUSED, "key.open", say("“{}” {}, so no key is written there.", folder, why), fix
        )


class UnreadableKeyError(AcademyError):
    """A file that holds no key, or cannot be read."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "key.unreadable",
            say("“{}” cannot be used: {}.", path, why),
            "Bring the file back from where you keep it, or make a new key: "
            "academy certificate key rotate",
        )


class LockedKeyError(AcademyError):
    """A key that takes another passphrase, or one at all."""

    def __init__(self, path: Path, *, is_given: bool) -> None:
        if is_given:
            said = say("“{}” takes another passphrase.", path)
        else:
            said = say("“{}” takes a passphrase.", path)
        super().__init__(
            Kind.REFUSED,
            "key.locked",
            said,
            "Set it in ACADEMY_CERTIFICATES_KEY_PASSPHRASE.",
        )


class NoSigningKeyError(AcademyError):
    """An academy that has no key to sign with yet, or gave up the last one."""

    def __init__(self, *, had_one: bool = False) -> None:
        if had_one:
            said = say("This academy has no key to sign certificates with any more.")
            hint = say("Make one: academy certificate key rotate")
        else:
            said = say("This academy has no key to sign certificates with yet.")
            hint = say("Make one: academy certificate key init")
        super().__init__(Kind.REFUSED, "key.none", said, hint)


class SigningKeyThereError(AcademyError):
    """An academy that signs with a key already."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "key.exists",
            say("This academy signs with the key {} already.", name),
            "Take another from now on: academy certificate key rotate",
        )


class UnknownKeyError(AcademyError):
    """A key that this academy does not know."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Kind.MISSING,
            "key.unknown",
            say("“{}” is no key of this academy.", name),
            "See them: academy certificate key list",
        )


class NoPrivateKeyError(AcademyError):
    """A file that holds no private Ed25519 key, or one that is locked."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "key.unreadable",
            say("“{}” cannot be taken in: {}.", path, why),
            "It takes a private Ed25519 key as PEM (PKCS #8): openssl genpkey -algorithm ed25519",
        )


class NoKeyFileError(AcademyError):
    """A file that is not there, or cannot be opened."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            Kind.MISSING,
            "key.no-file",
            say("“{}” cannot be opened: {}.", path, why),
            "Name the file in which the private key is.",
        )


class StillToComeError(AcademyError):
    """A theft that is still to come."""

    def __init__(self, since: datetime) -> None:
        super().__init__(
            Kind.USAGE,
            "key.future",
            say("“{:%Y-%m-%d %H:%M}” UTC is still to come: until then a thief could sign.", since),
            "Say since when somebody may have it; now, if you do not know.",
        )
