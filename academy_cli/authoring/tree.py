"""A folder of files as the compiler sees it: names with sizes, and bytes on demand.

Knows the protocol and a tree in memory; the folder on disk is in source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from academy_cli.authoring.problems import Problem


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a course may be; the numbers come from settings."""

    text_bytes: int = 1024 * 1024
    asset_bytes: int = 2048 * 1024 * 1024
    files: int = 100_000
    depth: int = 32
    yaml_depth: int = 20
    yaml_aliases: int = 100


class UnreadableError(Exception):
    """A file could not be read; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Tree(Protocol):
    """Names relative to the course folder with ``/``, each with its size in bytes.

    ``unreadable`` names the folders and files that could not be listed, ``problems`` says why.
    """

    @property
    def sizes(self) -> Mapping[str, int]: ...

    @property
    def unreadable(self) -> frozenset[str]: ...

    @property
    def problems(self) -> tuple[Problem, ...]: ...

    def load(self, path: str) -> bytes:
        """The bytes of a file. Raises UnreadableError."""
        ...


@dataclass(frozen=True)
class MemoryTree:
    """A tree that is held in memory: for tests, and for revisions taken out of the database."""

    files: Mapping[str, bytes]
    unreadable: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    sizes: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sizes", {path: len(data) for path, data in self.files.items()})

    def load(self, path: str) -> bytes:
        """The bytes of a file."""
        return self.files[path]
