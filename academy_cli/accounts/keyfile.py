"""The key that signs access tokens where the settings name none: made once, in a file that only we may read.

Knows the file; refuses one that others may read.
"""

from __future__ import annotations

import os
from pathlib import Path

from academy_cli.accounts.bearer import new_secret
from academy_cli.accounts.credential_errors import ExposedKeyError, KeyFileError

NAME = "access.key"


def key_in(folder: Path) -> str:
    """The key in a folder; a new one where there is none. Raises ExposedKeyError and KeyFileError."""
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return _kept(path)
        key = new_secret()
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key)
    except OSError as error:
        raise KeyFileError(path, error.strerror or "not permitted") from error
    return key


def _kept(path: Path) -> str:
    if os.name != "nt" and path.stat().st_mode & 0o077:
        raise ExposedKeyError(path)
    key = path.read_text(encoding="ascii").strip()
    if len(key) < 32:
        raise KeyFileError(path, "it holds no key")
    return key
