"""What is said about stored files: frozen values that become a table, JSON or a page.

Knows what people ask of storage; refuses rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum


class State(Enum):
    """What can be wrong with a stored file."""

    MISSING = "missing"
    DAMAGED = "damaged"
    UNREFERENCED = "unreferenced"


@dataclass(frozen=True, slots=True)
class FileFinding:
    """A file that is missing, damaged, or referred to by nothing; its size in bytes, where it is known.

    ``path`` is that of an asset in its course, or the name of an upload of ``lesson``; ``revision`` is the
    newest one that needs it, where only earlier ones do.
    """

    state: str
    course: str | None
    lesson: str | None
    path: str | None
    revision: int | None
    size: int | None
    sha256: str


@dataclass(frozen=True, slots=True)
class StorageCheck:
    """What checking storage came to: how many files rows refer to, of which so many bytes were read."""

    storage: str
    files: int
    read_bytes: int
    findings: tuple[FileFinding, ...]

    def count(self, state: State) -> int:
        """How many findings are of one kind."""
        return sum(one.state == state.value for one in self.findings)

    @property
    def damaged(self) -> frozenset[str]:
        """The digests of files that are not what they should be."""
        return frozenset(x.sha256 for x in self.findings if x.state == State.DAMAGED.value)

    def without(self, dropped: frozenset[str]) -> StorageCheck:
        """The same, with some files that were damaged and are missing now."""
        gone = State.MISSING.value
        found = (replace(x, state=gone) if x.sha256 in dropped else x for x in self.findings)
        return replace(self, findings=tuple(found))

    @property
    def is_sound(self) -> bool:
        """Whether everything that is referred to is there as it was."""
        return not (self.count(State.MISSING) or self.count(State.DAMAGED))


@dataclass(frozen=True, slots=True)
class StorageGarbage:
    """What nobody refers to in storage: files, and uploads that were begun and never ended."""

    storage: str
    files: int
    bytes: int
    unfinished: int
    is_dropped: bool
