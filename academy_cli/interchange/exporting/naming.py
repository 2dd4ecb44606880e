"""Names in a package: every one once, the same for the same course, an id as it is where its letters allow.

Knows which letters are safe everywhere; refuses to know what is called by a name.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import unicodedata
from collections.abc import Iterable, Sequence

from academy_cli.authoring.document import LESSON, Node
from academy_cli.interchange.ids import allowed


class Names:
    """The names of one kind that were given out."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def give(self, wanted: str) -> str:
        """A name that nothing else has, as near as can be to what is wanted."""
        name, number = wanted, 1
        while name in self._taken:
            number += 1
            name = f"{wanted}.{number}"
        self._taken.add(name)
        return name


def names_of(nodes: Sequence[Node]) -> Sequence[str]:
    """The name of each module and lesson: its id, else one of its key, each once; lessons come first."""
    names, given = dict[int, str](), Names()
    for sign in (_is_named_lesson, _is_named, _is_any):
        for index, node in enumerate(nodes):
            if index not in names and sign(node):
                wanted = node.id or allowed(node.key.replace("/", "."))
                names[index] = given.give(wanted)
    return [names[index] for index in range(len(nodes))]


def _is_named_lesson(node: Node) -> bool:
    return bool(node.id) and node.kind is LESSON


def _is_named(node: Node) -> bool:
    return bool(node.id)


def _is_any(_node: Node) -> bool:
    return True


def flat(path: str, names: Names) -> str:
    """The path of a file as one name of letters that every system and address takes."""
    whole = unicodedata.normalize("NFC", path).replace("/", "_")
    plain = re.sub(r"[^\w.-]+", "_", whole, flags=re.ASCII).lstrip("._-")
    if plain != whole:
        stem, suffix = posixpath.splitext(plain or "file")
        mark = hashlib.sha256(path.encode()).hexdigest()[:8]
        plain = f"{stem[:80]}-{mark}{suffix[:16]}"
    return names.give(plain)
