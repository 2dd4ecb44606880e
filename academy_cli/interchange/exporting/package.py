"""A package while it is filled: its files by their paths, and what became of each thing of the course.

Knows bytes and files of the course; refuses to write, and to have two files at one path.
"""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.interchange.notes import Fate, Note


class Package:
    """The files of a package, which end up in the order of their names."""

    def __init__(self) -> None:
        self.made: dict[str, bytes] = {}
        self.copied: dict[str, str] = {}
        self.notes: list[Note] = []

    @property
    def paths(self) -> Sequence[str]:
        """Every path that is taken."""
        return [*self.made, *self.copied]

    def put(self, path: str, data: bytes | str) -> None:
        """Add a file that was made."""
        self._require_free(path)
        self.made[path] = data.encode() if isinstance(data, str) else data

    def copy(self, path: str, file: str) -> None:
        """Add a file of the course as it is; ``file`` is its path in the course's folder."""
        self._require_free(path)
        self.copied[path] = file

    def _require_free(self, path: str) -> None:
        if path in self.made or path in self.copied:
            raise ValueError(path)

    # -- notes ----------------------------------------------------------------------------------

    def keep(self, what: str, file: str, *, line: int = 1, name: str = "", to: str = "") -> None:
        """Note something that is as it was."""
        self.notes.append(Note(Fate.KEPT, what, file, line, name, "", to))

    def approximate(
        self, what: str, file: str, why: str, *, line: int = 1, name: str = "", to: str = ""
    ) -> None:
        """Note something that is nearly as it was."""
        self.notes.append(Note(Fate.APPROXIMATED, what, file, line, name, why, to))

    def drop(self, what: str, file: str, why: str, *, line: int = 1, name: str = "") -> None:
        """Note something that is not in the package."""
        self.notes.append(Note(Fate.DROPPED, what, file, line, name, why))
