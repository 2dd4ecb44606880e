"""A folder of files as the compiler sees it: names, and sizes and bytes on demand.

Knows the protocol and a tree in memory; the folder on disk is in source.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from academy_cli.authoring.codes import problem
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say


class Limits(NamedTuple):
    """How large a course may be; the numbers come from settings."""

    text_bytes: int = 1024 * 1024
    asset_bytes: int = 2048 * 1024 * 1024
    files: int = 100_000
    depth: int = 32
    yaml_depth: int = 20
    yaml_aliases: int = 100


LFS_POINTER = b"version https://git-lfs.github.com/spec/"
"""What Git LFS leaves in the place of a file that was not fetched."""


class UnreadableError(Exception):
    """A file could not be read; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Tree(Protocol):
    """Names relative to the course folder with ``/``, in any order.

    ``unreadable`` names the folders and files that could not be listed, ``problems`` says why.
    """

    @property
    def paths(self) -> Collection[str]: ...

    @property
    def unreadable(self) -> frozenset[str]: ...

    @property
    def problems(self) -> tuple[Problem, ...]: ...

    def size(self, path: str) -> int:
        """The size of a file in bytes."""
        ...

    def load(self, path: str, limit: int) -> bytes:
        """The bytes of a file. Raises UnreadableError, also for one of more than ``limit`` bytes."""
        ...


@dataclass(frozen=True)
class MemoryTree:
    """A tree that is held in memory: for tests, and for revisions taken out of the database."""

    files: Mapping[str, bytes]
    unreadable: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()

    @property
    def paths(self) -> Collection[str]:
        """Every file's name."""
        return self.files.keys()

    def size(self, path: str) -> int:
        """The size of a file in bytes."""
        return len(self.files[path])

    def load(self, path: str, limit: int) -> bytes:
        """The bytes of a file."""
        data = self.files[path]
        if len(data) > limit:
            raise too_large(path, len(data), limit)
        return data


def lfs_pointer(path: str) -> Problem:
    """The finding for what stands in the place of a file."""
    return problem("source.lfs-pointer", path, 1, 1, value=path)


def too_large(path: str, size: int, limit: int) -> UnreadableError:
    """The refusal of a text file with more bytes than settings allow."""
    message = say("the file has {} kB; {} are allowed", -(-size // 1024), limit // 1024)
    return UnreadableError(problem("source.too-large", path, value=path, message=message))
