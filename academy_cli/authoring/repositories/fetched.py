"""What a course that was fetched is: which commit of which repository, as plans and findings name it.

Knows values only.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any, NamedTuple

SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
"""All the digits of a commit."""


class Fetched(NamedTuple):
    """A commit of a repository and a folder of it; ``address`` names them as a person did."""

    address: str
    path: str
    commit: str
    branch: str | None = None

    @property
    def place(self) -> PurePosixPath:
        """Where its files are in the repository."""
        return PurePosixPath(self.path)

    def to_json(self) -> dict[str, Any]:
        """The same as plain data."""
        return self._asdict()


def fetched_of(data: Any) -> Fetched | None:
    """Read it out of JSON; None when there is none."""
    if not isinstance(data, dict):
        return None
    found = Fetched(*(data.get(name, "") for name in Fetched._fields))
    texts = (found.address, found.path, found.commit, found.branch or "")
    is_whole = all(isinstance(text, str) for text in texts)
    return found if is_whole and SHA.fullmatch(found.commit) else None
