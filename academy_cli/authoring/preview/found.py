"""What checking a course found, for its pages: by file, and unpacked when it is shown.

Knows which of it may be out of date; refuses to check anything. Findings of a whole course travel between
processes packed, for unpacking tens of thousands would hold everything else up.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from academy_cli.formats.problems import Problem, count

MOST = 300
"""So many stand on one page; a browser shows more, and nobody reads them there."""


class Packed(NamedTuple):
    """What was found, packed by file: how many, and which."""

    by_file: Mapping[str, tuple[int, bytes]]
    counts: Mapping[str, int]
    first: Sequence[Problem]


def packed(problems: Sequence[Problem]) -> Packed:
    """Pack what was found, in order."""
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault(problem.file, []).append(problem)
    files = {file: (len(found), pickle.dumps(found)) for file, found in by_file.items()}
    return Packed(files, count(problems), problems[:MOST])


class Found:
    """What is known of a course's findings; nothing yet while it is checked for the first time.

    ``stale`` are files that changed since: what was found in them may be mended.
    """

    def __init__(self, packed: Packed | None = None, stale: frozenset[str] = frozenset()) -> None:
        self._packed, self.stale = packed, stale

    @property
    def is_checked(self) -> bool:
        """Whether the course was checked at all."""
        return self._packed is not None

    @property
    def counts(self) -> Mapping[str, int]:
        """How many there are of each severity."""
        return self._packed.counts if self._packed else {}

    @property
    def first(self) -> Sequence[Problem]:
        """The first of them, in order."""
        return self._packed.first if self._packed else ()

    def number(self, file: str) -> int:
        """How many there are in a file."""
        return self._packed.by_file.get(file, (0, b""))[0] if self._packed else 0

    def of(self, file: str, own: Sequence[Problem] = ()) -> Sequence[Problem]:
        """What is wrong with a file; ``own`` is what reading it alone finds."""
        if self._packed is None or file in self.stale:
            return own
        entry = self._packed.by_file.get(file)
        found: Sequence[Problem] = (
            pickle.loads(entry[1]) if entry else ()
        )  # our own process packed it
        return found

    def since(self, changed: frozenset[str]) -> Found:
        """The same, with more files that changed since."""
        return Found(self._packed, self.stale | changed)
