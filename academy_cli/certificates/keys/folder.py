"""Private keys in their folder: made once, readable by their owner alone, never written over.

Knows files and their modes; refuses to sign with a key that others may read. A key is named by the first
bytes of its public key's SHA-256, so its file cannot be taken for another's.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from academy_cli.certificates.credential.didkey import name_of
from academy_cli.certificates.keys.errors import (
    KeyThereError,
    LockedKeyError,
    NoKeyError,
    NoKeyFileError,
    NoPrivateKeyError,
    OpenKeyError,
    OpenKeyFolderError,
    UnreadableKeyError,
)
from academy_cli.kit.ownership import exposure
from academy_cli.kit.paths import is_taken
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

LARGEST_BYTES = 10_000


def made(folder: Path, passphrase: str = "") -> bytes:
    """Make a key and write it down; returns its public key.

    The folder is made with mode 0700, the file with 0600: PKCS #8 in PEM, encrypted where there is a
    passphrase. Raises KeyThereError and OSError.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return kept(folder, Ed25519PrivateKey.generate(), passphrase)


def kept(folder: Path, key: Ed25519PrivateKey, passphrase: str = "") -> bytes:
    """Write a key down; returns its public key. Raises KeyThereError and OSError."""
    from cryptography.hazmat.primitives import serialization

    public = key.public_key().public_bytes_raw()
    locked: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        locked = serialization.BestAvailableEncryption(passphrase.encode())
    content = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked
    )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(_path(folder, name_of(public)), content)
    return public


def _write(path: Path, content: bytes) -> None:
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise KeyThereError(path) from error
    with os.fdopen(file, "wb") as to:
        to.write(content)
        to.flush()
        os.fsync(to.fileno())


def files(folder: Path) -> Mapping[str, bytes]:
    """The files of all keys by their names, as they are: locked ones stay locked.

    Raises OpenKeyError and UnreadableKeyError.
    """
    found = sorted(folder.glob("*.pem")) if folder.is_dir() else ()
    return {one.stem: _content(one, one.stem) for one in found}


def require_closed(folder: Path) -> None:
    """Insist that nobody else can reach into the folder, if there is one. Raises OpenKeyFolderError."""
    if folder.is_dir() and (seen := exposure(folder, folder.stat(), "700")) is not None:
        raise OpenKeyFolderError(folder, *seen)


def is_other(folder: Path, name: str, content: bytes) -> bool | None:
    """Whether the file of a key is there and holds anything else; None where it is not there."""
    path = _path(folder, name)
    if not is_taken(path):
        return None
    try:
        return path.read_bytes() != content
    except OSError:  # whatever it is, nobody can sign with it
        return True


def brought_back(folder: Path, name: str, content: bytes) -> bool:
    """Put a key's file where it was, unless one is there; whether it was not. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        _write(_path(folder, name), content)
    except KeyThereError:
        return False
    return True


def opened(folder: Path, name: str, passphrase: str = "") -> Ed25519PrivateKey:
    """A key to sign with. Raises NoKeyError, OpenKeyError, LockedKeyError and UnreadableKeyError."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    path = _path(folder, name)
    content = _content(path, name)
    key: object
    try:
        key = load_pem_private_key(content, passphrase.encode() or None)
    except TypeError:
        if not passphrase:
            raise LockedKeyError(path, is_given=False) from None
        key = _unlocked(path, content)
    except (ValueError, UnsupportedAlgorithm) as error:
        if passphrase and b"ENCRYPTED" in content:
            raise LockedKeyError(path, is_given=True) from error
        raise UnreadableKeyError(path, say("it holds no private key")) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UnreadableKeyError(path, say("its key is no Ed25519 key"))
    if name_of(key.public_key().public_bytes_raw()) != name:
        raise UnreadableKeyError(path, say("it holds another key than its name says"))
    return key


def read_in(path: Path, passphrase: str = "") -> Ed25519PrivateKey:
    """A private key from a file that is not in the folder, and that others cannot read either.

    Raises NoKeyFileError, OpenKeyError and NoPrivateKeyError.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        with path.open("rb") as file:
            _require_own(path, os.fstat(file.fileno()), "600")
            content = file.read(LARGEST_BYTES)
        key = load_pem_private_key(content, passphrase.encode() or None)
    except OSError as error:
        raise NoKeyFileError(path, system_words(error)) from error
    except TypeError as error:
        why = say("it takes a passphrase") if not passphrase else say("it takes no passphrase")
        raise NoPrivateKeyError(path, why) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        why = say("it holds no private key, or the passphrase is another")
        raise NoPrivateKeyError(path, why) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NoPrivateKeyError(path, say("its key is no Ed25519 key"))
    return key


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.pem"


def _unlocked(path: Path, content: bytes) -> object:
    """A key without a passphrase, where one is set for others."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        return load_pem_private_key(content, None)
    except (TypeError, ValueError) as error:
        raise UnreadableKeyError(path, say("it holds no private key")) from error


def _content(path: Path, name: str) -> bytes:
    """The file, if only we may reach it; looked at once it is open, so that none comes between."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError as error:
        raise NoKeyError(name, path.parent) from error
    except OSError as error:
        raise UnreadableKeyError(path, system_words(error)) from error
    found = os.fstat(file)
    if not stat.S_ISREG(found.st_mode):
        os.close(file)
        raise UnreadableKeyError(path, say("it is no file"))
    with os.fdopen(file, "rb") as of:
        _require_own(path.parent, path.parent.stat(), "700")
        _require_own(path, found, "600")
        return of.read(LARGEST_BYTES)


def _require_own(path: Path, found: os.stat_result, mode: str) -> None:
    """Insist that only we may reach it. Raises OpenKeyError."""
    if (seen := exposure(path, found, mode)) is not None:
        raise OpenKeyError(path, *seen)
