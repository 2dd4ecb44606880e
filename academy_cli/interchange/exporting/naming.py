"""Names in a package: every one once, the same for the same course, an id as it is where its letters allow.

Knows which letters are safe everywhere; refuses to know what is called by a name.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from academy_cli.authoring.document import Node
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
    """The name of each module and lesson: its id, else one of its key; unique among those of its kind."""
    kinds = {node.kind for node in nodes}
    given = {
        kind: Names(node.id for node in nodes if node.kind is kind and node.id) for kind in kinds
    }
    return [node.id or given[node.kind].give(allowed(node.key.replace("/", "."))) for node in nodes]


def flat(path: str, names: Names) -> str:
    """The path of a file as one name of letters that every system and address takes."""
    whole = unicodedata.normalize("NFC", path).replace("/", "_")
    plain = re.sub(r"[^\w.-]+", "_", whole, flags=re.ASCII).lstrip("._-")
    if plain != whole:
        place = PurePosixPath(plain or "file")
        mark = hashlib.sha256(path.encode()).hexdigest()[:8]
        plain = f"{place.stem[:80]}-{mark}{place.suffix}"
    return names.give(plain)
