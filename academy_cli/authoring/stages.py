"""What learners can do with each module and lesson at a moment: open it, wait for it, or not see it.

Knows front matter's `draft` and `release_at`, and that a date holds for everything in a module; refuses to
know what counts for completion.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from academy_cli.authoring.document import MODULE, Node
from academy_cli.kit.completion import Stage, stage


class Said(NamedTuple):
    """What front matter or a module.yaml says about who needs or sees it, and from when on."""

    is_required: bool
    is_draft: bool
    release: datetime | None


class Opening(NamedTuple):
    """A stage, and the last of the dates that it has to wait for: its own and those of modules around it."""

    stage: Stage
    at: datetime | None

    @property
    def word(self) -> str:
        """The stage for a person, of what is not archived."""
        return "draft" if self.stage is Stage.HIDDEN else self.stage.value


@lru_cache(maxsize=4096)
def said(fields: str) -> Said:
    """Read fields as they are stored, canonical JSON."""
    values: Mapping[str, Any] = json.loads(fields)  # texts repeat, and reading JSON is slow
    release = values.get("release_at")
    return Said(
        values.get("required", True) is not False,
        values.get("draft", False) is True,
        datetime.fromisoformat(release) if release else None,
    )


def opening(fields: str, around: Iterable[datetime | None], now: datetime) -> Opening:
    """The opening of one module or lesson; ``around`` are the dates of the modules it is in."""
    what = said(fields)
    at = max((date for date in (*around, what.release) if date is not None), default=None)
    return Opening(stage(is_draft=what.is_draft, releases=(at,), now=now), at)


def openings(contents: Iterable[Node], now: datetime) -> Iterator[tuple[Node, Opening]]:
    """Each module and lesson with its opening; they come in the order of the tree."""
    around: dict[str, datetime | None] = {"": None}
    for node in contents:
        found = opening(node.fields, (around[node.parent],), now)
        if node.kind is MODULE:
            around[node.key] = found.at
        yield node, found
