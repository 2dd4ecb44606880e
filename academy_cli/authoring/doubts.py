"""What the unreadable parts of a folder could hold: the reason why nothing they explain is archived.

Knows paths and ids; refuses to know what was wrong with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from academy_cli.authoring.document import Kind, Node, path_of
from academy_cli.authoring.names import stem
from academy_cli.kit.saying import say


@dataclass(frozen=True, slots=True)
class Doubts:
    """What could be in the parts that were not readable: nothing they explain may be archived.

    ``ids`` stand in broken files; ``folders`` were not readable or have an unreadable list; ``hidden`` are
    those paths among them that are there and could not be opened; ``files`` are files and folders that
    lists name and that are not there; ``any_lesson`` and ``any_module`` say that a broken file may hold
    whichever lesson or module is missing.
    """

    ids: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    any_lesson: bool = False
    any_module: bool = False
    hidden: frozenset[str] = frozenset()

    def covers(self, path: str) -> bool:
        """Whether a path lies where nothing certain is known."""
        return self.is_listed(path) or self.covers_order(path)

    def covers_order(self, path: str) -> bool:
        """Whether a path lies in a folder whose list or listing was unreadable."""
        return _lies_in(path, self.folders)

    def is_listed(self, path: str) -> bool:
        """Whether a list names what is not there; lists name lessons without suffix too."""
        return stem(path) in self.files or _lies_in(path, self.files)

    def is_hidden(self, path: str) -> bool:
        """Whether a path that is not among the files may be there all the same."""
        return self.is_listed(path) or _lies_in(path, self.hidden)

    def is_any(self, kind: Kind) -> bool:
        """Whether a broken file may hold whichever node of a kind is missing."""
        return self.any_module if kind is Kind.MODULE else self.any_lesson

    def why_kept(self, node: Node) -> str:
        """Why a missing node may not be archived; empty when nothing stands against it."""
        if node.id is not None and node.id in self.ids:
            return say("a file with an error has its id “{}”", node.id)
        if self.covers(path_of(node)):
            return say("“{}” lies where something could not be read", path_of(node))
        if self.is_any(node.kind):
            if node.kind is Kind.MODULE:
                return say("a module with an error may be this one")
            return say("a lesson with an error may be this one")
        return ""


def _lies_in(path: str, folders: Iterable[str]) -> bool:
    """Whether a path is one of some folders or below one; the course folder is ``""``."""
    return any(not folder or path == folder or path.startswith(folder + "/") for folder in folders)
