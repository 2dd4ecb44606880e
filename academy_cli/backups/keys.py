"""New keys for backups: to decrypt them, and to sign them.

Knows how they are written to files that only their owner can read; refuses to overwrite one.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from academy_cli.backups.archive.signing import new_key
from academy_cli.backups.keys_errors import KeyExistsError, KeyFolderError, KeyNoSpaceError
from academy_cli.kit.clock import iso
from academy_cli.kit.newfile import new_file
from academy_cli.kit.paths import NO_SPACE
from academy_cli.kit.systemwords import system_words


class KeyView(NamedTuple):
    """A new key: the file of its private half, and the public half, which is no secret."""

    file: str
    public: str


def new_identity(path: Path, at: datetime) -> KeyView:
    """A key to decrypt with, as of ``age-keygen``. Raises KeyExistsError, KeyFolderError, KeyNoSpaceError."""
    from pyrage import x25519

    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    text = f"# created: {iso(at)}\n# public key: {public}\n{identity}\n"
    return _written(path, text.encode(), public)


def new_signing_key(path: Path) -> KeyView:
    """A key to sign with, as PEM. Raises KeyExistsError, KeyFolderError, KeyNoSpaceError."""
    pem, public = new_key()
    return _written(path, pem, public)


def _written(path: Path, content: bytes, public: str) -> KeyView:
    try:
        with new_file(path) as file:
            file.write(content)
    except FileExistsError as error:
        raise KeyExistsError(str(path)) from error
    except OSError as error:
        if error.errno in NO_SPACE:
            raise KeyNoSpaceError(str(path)) from error
        raise KeyFolderError(str(path), system_words(error)) from error
    return KeyView(str(path), public)
