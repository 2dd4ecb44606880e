"""Mail into a folder, a file for each letter: what a fresh academy does, so that nothing leaves by mistake.

Knows files; refuses to write over another letter's.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words
from academy_cli.mail.gateway import DownError, idle
from academy_cli.mail.letter import Letter

LONGEST_NAME = 200


class FolderTransport:
    """Writes ``.eml`` files, which mail programs open; a letter that is sent again is the same file.

    Whatever keeps a file from being written keeps all of them: a DownError.
    """

    name = "folder"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def opened(self) -> Iterator[FolderTransport]:
        """The folder, made for its owner's eyes only."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise DownError(say("{}: {}", self._folder, system_words(error))) from error
        yield self

    def announce(self, letter: Letter) -> None:
        """Nobody has to be told."""

    def ask(self, letter: Letter, meanwhile: Callable[[], object] = idle) -> None:
        """Nobody has to be asked."""

    def send(self, letter: Letter, meanwhile: Callable[[], None] = idle) -> str:
        """Write a letter and give its file's name, which it has once it is whole."""
        path = self._folder / _name(letter.message_id)
        partial = path.with_suffix(".partial")
        try:
            with open(partial, "wb", opener=_private) as file:
                file.write(letter.message)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        except OSError as error:
            raise DownError(say("{}: {}", path, system_words(error))) from error
        return path.name


def _name(message_id: str) -> str:
    """A name of its own for each letter, of as many bytes as file systems take."""
    name = quote(message_id, safe="@+=")
    return f"{name if len(name) <= LONGEST_NAME else sha256(name.encode()).hexdigest()}.eml"


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
