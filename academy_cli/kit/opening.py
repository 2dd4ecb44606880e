"""What learners can do with a module or lesson at a moment: open it, wait for it, or not see it.

The one reading of front matter's `required`, `draft` and `release_at`, for the course compiler and for
whatever records progress; a date holds for everything in a module. Needs nothing but the standard library;
refuses to know what counts for completion.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

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
