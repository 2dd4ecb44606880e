"""The key that signs access tokens where the settings name none: made once, in a file that only we may read.

Knows the file; refuses one that others may read.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from academy_cli.accounts.signin.accesstokens import SHORTEST
from academy_cli.accounts.signin.bearer import new_secret
from academy_cli.accounts.signin.credential_errors import ExposedKeyError, KeyFileError
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words

NAME = "access.key"


def key_in(folder: Path) -> str:
    """The key in a folder; a new one where there is none. Raises ExposedKeyError and KeyFileError."""
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        return _kept(path)
    except OSError as error:
        raise KeyFileError(path, system_words(error)) from error


def _make(path: Path) -> None:
    """Put a whole key in place at once: of several the first one's stays, and nobody reads half of one."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{NAME}-")  # only its owner's
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(new_secret())
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink()


def _kept(path: Path) -> str:
    if os.name != "nt" and path.stat().st_mode & 0o077:
        raise ExposedKeyError(path)
    key = path.read_bytes().decode("ascii", "replace").strip()
    if len(key) < SHORTEST or not key.isascii():
        raise KeyFileError(path, say("it holds no key"))
    return key
