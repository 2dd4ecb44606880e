"""The process beside: reads the lessons of a course from the last one on, and says what they say.

Knows the pipe to whoever started it; refuses to find anything wrong: what it
cannot read, the other one reads.
"""

from __future__ import annotations

import pickle
import struct
import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import IO, NamedTuple

from academy_cli.authoring.kept.rows import Row, row_of
from academy_cli.authoring.lessonfiles import read_lesson
from academy_cli.authoring.names import natural_key
from academy_cli.authoring.source import FolderTree
from academy_cli.authoring.tree import UnreadableError
from academy_cli.formats.yamltext import YamlLimits

CHUNK = 64
"""Pages that are told at a time."""
LENGTH = struct.Struct("<I")


class Task(NamedTuple):
    """What is to be read, and how."""

    folder: str
    paths: Sequence[str]
    off: frozenset[str]
    limits: YamlLimits
    most_bytes: int


def rows(task: Task) -> Iterator[Row]:
    """The rows of the lessons, in about the opposite of a course's order."""
    tree = FolderTree(Path(task.folder), (), frozenset(), ())
    for path in sorted(task.paths, key=_place, reverse=True):
        try:
            data = tree.load(path, task.most_bytes)
        except UnreadableError:
            continue
        page = read_lesson(path, data, sha256(data).hexdigest(), off=task.off, limits=task.limits)
        if not page.is_unreadable:
            yield row_of(page)


def _place(path: str) -> list[str]:
    return [natural_key(name) for name in path.split("/")]


def tell(found: Iterator[Row], stream: IO[bytes]) -> None:
    """Write rows in chunks, each with its length before it."""
    chunk: list[Row] = []
    for row in found:
        chunk.append(row)
        if len(chunk) == CHUNK:
            _write(chunk, stream)
            chunk = []
    _write(chunk, stream)


def _write(chunk: list[Row], stream: IO[bytes]) -> None:
    data = pickle.dumps(chunk, pickle.HIGHEST_PROTOCOL)
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def main() -> None:
    """Do the task that stands on standard input; end when nobody listens any more."""
    try:
        tell(rows(pickle.load(sys.stdin.buffer)), sys.stdout.buffer)
    except (BrokenPipeError, KeyboardInterrupt):
        sys.stdout = None  # nothing is left to be flushed
