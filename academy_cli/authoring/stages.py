"""What learners can do with each module and lesson of a course at a moment.

Knows the order of the tree; refuses to know what front matter says, which `kit/opening` reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from academy_cli.authoring.document import MODULE, Node
from academy_cli.kit.opening import Opening, opening


def openings(contents: Iterable[Node], now: datetime) -> Iterator[tuple[Node, Opening]]:
    """Each module and lesson with its opening; they come in the order of the tree."""
    around: dict[str, datetime | None] = {"": None}
    for node in contents:
        found = opening(node.fields, (around[node.parent],), now)
        if node.kind is MODULE:
            around[node.key] = found.at
        yield node, found
