"""Whether a plan finds everybody again in a course that was turned upside down.

Knows plans as JSON and who is who; refuses to know how long finding takes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from benchmarks.edits import Places


class LostError(Exception):
    """A plan takes somebody who was renamed or moved for somebody else."""

    def __init__(self, lost: Sequence[str]) -> None:
        super().__init__("\n  ".join((f"the plan loses {len(lost)}:", *lost)))


def require_all_found(plan: str, places: Places) -> None:
    """Insist that a plan's JSON gives everybody who moved the new path, and makes nobody new."""
    changes = json.loads(plan)["changes"]
    paths = [change["fields"].get("path") for change in changes if change["action"] != "create"]
    found = {path["before"]: path["after"] for path in paths if path}
    lost = [
        f"{old}, now {new}"
        for old, new in (*places.lessons.items(), *places.modules.items())
        if found.get(old) != new
    ]
    lost += [f"{change['path']}, made" for change in changes if change["action"] == "create"]
    if lost:
        raise LostError(lost)
