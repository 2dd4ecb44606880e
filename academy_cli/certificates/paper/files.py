"""The folder of a template: its files within limits, and none that lies elsewhere.

Knows disk, links and limits; refuses to know what a file is for.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from academy_cli.certificates.paper.codes import CODES
from academy_cli.certificates.paper.images import LARGEST_BYTES
from academy_cli.certificates.paper.naming import FILE, place_of
from academy_cli.formats.findings import Placed
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words

LARGEST_TEXT = 1_000_000
MOST_FILES = 100
PARTS = ("fonts", "images")
"""The folders in which files are looked for that nothing names."""


class Folder:
    """One template's folder. ``problems`` is what was wrong with files that were asked for."""

    def __init__(self, root: Path) -> None:
        self._root = Path(os.path.realpath(root))
        self.problems: list[Problem] = []
        self.files: dict[str, bytes] = {}
        self._asked: set[str] = set()

    def text(self) -> bytes | None:
        """The bytes of template.yaml, or None with a finding."""
        asked = Placed(FILE)
        asked.line = asked.column = 0
        if not (self._root / FILE).is_file():
            self.problems.append(CODES["paper.no-template"].found(FILE))
            return None
        return self._read(asked, LARGEST_TEXT)

    def open(self, path: Placed) -> bytes | None:
        """The bytes of a file that template.yaml names, or None with a finding at that place."""
        if path in self.files:
            return self.files[path]
        self._asked.add(os.path.normpath(path))
        content = self._read(path, LARGEST_BYTES)
        if content is not None:
            self.files[str(path)] = content
        return content

    def unnamed(self) -> Iterator[Problem]:
        """Files beside those that were asked for."""
        for part in PARTS:
            folder = self._root / part
            if not folder.is_dir():
                continue
            for found in sorted(folder.iterdir())[:MOST_FILES]:
                path = f"{part}/{found.name}"
                is_text = found.suffix.lower() in {".txt", ".md"} or found.name.startswith(".")
                if found.is_file() and path not in self._asked and not is_text:
                    yield CODES["paper.unused-file"].found(path, value=found.name)

    def _read(self, path: Placed, most: int) -> bytes | None:
        try:
            real = Path(os.path.realpath(self._root / path))
            if not real.is_relative_to(self._root):
                self._add("paper.file-outside", path, say("“{}” lies outside the folder", path))
                return None
            if not real.is_file():
                self._add("paper.file-missing", path, say("“{}” is not there", path))
                return None
            with real.open("rb") as file:
                content = file.read(most + 1)
        except (OSError, ValueError) as error:
            why = system_words(error) if isinstance(error, OSError) else str(error)
            self._add("source.unreadable", path, say("“{}” could not be opened: {}", path, why))
            return None
        if len(content) > most:
            said = say("“{}” has more than {} MB", path, most // 1000000)
            self._add("paper.file-too-large", path, said)
            return None
        return content

    def _add(self, code: str, path: Placed, message: str) -> None:
        self.problems.append(CODES[code].found(FILE, *place_of(path), value=path, message=message))
