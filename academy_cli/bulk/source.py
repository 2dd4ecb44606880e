"""The file that rows come from, as one that can be read as often as it takes.

Knows files, standard input and pipes; refuses to look at what is in them beyond encoding and size.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TextIO

from academy_cli.bulk.encoding import Survey, survey
from academy_cli.bulk.errors import FileChangedError
from academy_cli.bulk.file_errors import NoFileError
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words

STDIN = "-"
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Source:
    """A file on disk that holds rows; ``name`` is what people call it."""

    path: Path
    name: str
    survey: Survey
    stamp: tuple[int, int, int]
    """Which file it was, how large, and when it was written."""

    @contextmanager
    def opened(self) -> Iterator[TextIO]:
        """Its text, line ends as they are. Raises FileChangedError when it is another file by now."""
        with self.path.open(encoding=self.survey.encoding, newline="") as text:
            if _stamp(os.fstat(text.fileno())) != self.stamp:
                raise FileChangedError(self.name)
            yield text

    @property
    def is_unchanged(self) -> bool:
        """Whether the file is still the one that was surveyed."""
        try:
            return _stamp(self.path.stat()) == self.stamp
        except OSError:
            return False

    @property
    def folder(self) -> Path:
        """Where files about it belong: beside it, or where the command was started."""
        return Path() if self.name == STDIN else Path(self.name).parent


@contextmanager
def source(name: str, encoding: str | None = None) -> Iterator[Source]:
    """A named file, or standard input, which is kept in a temporary file for the block.

    Raises NoFileError and what ``encoding.survey`` raises.
    """
    with _seekable(name) as path:
        try:
            with path.open("rb") as opened:
                found = survey(_chunks(opened), name, encoding)
                stamp = _stamp(os.fstat(opened.fileno()))
        except OSError as error:
            raise NoFileError(name, system_words(error)) from error
        yield Source(path, name, found, stamp)


@contextmanager
def _seekable(name: str) -> Iterator[Path]:
    path = Path(name)
    try:
        if name != STDIN and not _is_stream(path):
            yield path
            return
        with tempfile.TemporaryDirectory(prefix="academy-") as folder:
            kept = Path(folder) / "rows"
            _keep(name, kept)
            yield kept
    except FileNotFoundError as error:
        raise NoFileError(name, say("it is not there")) from error


def _is_stream(path: Path) -> bool:
    mode = path.stat().st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode) or stat.S_ISSOCK(mode)


def _keep(name: str, kept: Path) -> None:
    """Copy a stream into a file that only its owner may read."""
    descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        if name != STDIN:
            with Path(name).open("rb") as given:
                target.writelines(_chunks(given))
        elif (binary := getattr(sys.stdin, "buffer", None)) is not None:
            target.writelines(_chunks(binary))
        else:
            target.write(sys.stdin.read().encode())


def _chunks(opened: IO[bytes]) -> Iterator[bytes]:
    while chunk := opened.read(CHUNK):
        yield chunk


def _stamp(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_ino, found.st_size, found.st_mtime_ns
