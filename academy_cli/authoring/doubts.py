"""What the unreadable parts of a folder could hold: the reason why nothing they explain is archived.

Knows paths and ids; refuses to know what was wrong with them.
"""

from __future__ import annotations

from dataclasses import dataclass

from academy_cli.authoring.names import stem


@dataclass(frozen=True, slots=True)
class Doubts:
    """What could be in the parts that were not readable: nothing they explain may be archived.

    ``ids`` stand in broken files; ``folders`` were not readable or have an unreadable list; ``files`` are
    files and folders that lists name and that are not there;
    ``any_lesson`` and ``any_module`` say that a broken file may hold whichever lesson or module is missing.
    """

    ids: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    any_lesson: bool = False
    any_module: bool = False

    def covers(self, path: str) -> bool:
        """Whether a path lies where nothing certain is known; lists name lessons without suffix too."""
        missing = (
            path == file or stem(path) == file or path.startswith(file + "/") for file in self.files
        )
        return any(missing) or self.covers_order(path)

    def covers_order(self, path: str) -> bool:
        """Whether a path lies in a folder whose list or listing was unreadable."""
        return any(
            not folder or path == folder or path.startswith(folder + "/") for folder in self.folders
        )
