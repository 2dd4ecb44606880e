"""Which new module is a missing one under another name: the one that most of its lessons went to.

Knows whose lessons are whose; refuses to know how that was found out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from academy_cli.authoring.document import Node

MOST = 0.6
"""The share of what is in a new module that has to come from one missing one."""


def successors(
    wanted: Sequence[Node],
    pairs: Mapping[int, Node],
    new: Mapping[str, int],
    missing: Sequence[Node],
) -> Mapping[str, Node]:
    """The missing module of each new one, by the new one's key; ``pairs`` are the lessons matched so far."""
    by_key = {node.key: node for node in missing}
    went = Counter(
        (was.parent, wanted[index].parent)
        for index, was in pairs.items()
        if was.parent in by_key and wanted[index].parent in new
    )
    now = Counter(node.parent for node in wanted)
    found: dict[str, Node] = {}
    for (old, key), number in went.most_common():
        if key not in found and old in by_key and number >= MOST * now[key]:
            found[key] = by_key.pop(old)
    return found
