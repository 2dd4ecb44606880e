"""Where findings are, as other programs count: paths from here, columns in UTF-16.

Knows a course's folder and the text of its files; refuses to know any format.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePath
from typing import NamedTuple

from academy_cli.authoring.compile import Compilation
from academy_cli.authoring.tree import UnreadableError
from academy_cli.cli.show.plan import near

_LONGEST = 4 * 1024 * 1024


class Place(NamedTuple):
    """A line and a column in a text, both from 1; the column counts UTF-16's code units."""

    line: int
    column: int


class Files:
    """The files of one course, as they were checked."""

    def __init__(self, compilation: Compilation) -> None:
        self.compilation = compilation
        self.folder = PurePath(near(compilation.folder))
        self.text = lru_cache(maxsize=64)(self._text)

    def path(self, file: str) -> str:
        """A file's path from the folder that academy runs in, with ``/``."""
        return (self.folder / file).as_posix()

    def _text(self, file: str) -> str | None:
        """The text of a file; None where it is none, or is gone."""
        try:
            return self.compilation.tree.load(file, _LONGEST).decode()
        except (UnreadableError, UnicodeDecodeError):
            return None

    def column(self, file: str, line: int, column: int) -> int:
        """A column in UTF-16, given in letters."""
        text = self.text(file)
        lines = text.split("\n") if text is not None else []
        if not 0 < line <= len(lines):
            return column
        return _units(lines[line - 1][: column - 1]) + 1

    def place(self, file: str, offset: int) -> Place | None:
        """The place of a byte of a file."""
        text = self.text(file)
        if text is None:
            return None
        before = text.encode()[:offset].decode(errors="ignore")
        line = before[before.rfind("\n") + 1 :]
        return Place(before.count("\n") + 1, _units(line) + 1)


def sentences(*said: str) -> str:
    """Sentences one after another, each with its end."""
    return " ".join(one if one.endswith((".", "?", "!", "…")) else f"{one}." for one in said if one)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2
