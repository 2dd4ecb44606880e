"""Mail into a folder, a file for each letter: what a fresh academy does, so that nothing leaves by mistake.

Knows files; refuses to write over another letter's.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from academy_cli.mail.gateway import DownError
from academy_cli.mail.letter import Letter, mime

_ODD = re.compile(r"[^\w.-]+", re.ASCII)


class FolderTransport:
    """Writes ``.eml`` files, which mail programs open; a letter that is sent again is the same file."""

    name = "folder"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def opened(self) -> Iterator[FolderTransport]:
        """The folder, made for its owner's eyes only."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise DownError(f"{self._folder}: {error.strerror}") from error
        yield self

    def send(self, letter: Letter) -> str:
        """Write a letter; the file has its name once it is whole."""
        path = self._folder / f"{_ODD.sub('-', letter.message_id)}.eml"
        partial = path.with_suffix(".partial")
        try:
            with open(partial, "wb", opener=_private) as file:
                file.write(mime(letter))
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise DownError(f"{path}: {error.strerror}") from error
        return path.name


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_TRUNC, 0o600)
