"""A tar file of regular members alone, written and read front to back.

Knows the format (POSIX ustar with GNU's large sizes, as ``tarfile`` writes and reads single headers); refuses
everything that is no plain member: links, devices, folders, long names, and what comes after the end.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from academy_cli.kit.saying import say

BLOCK = tarfile.BLOCKSIZE
END = bytes(2 * BLOCK)
MODE = 0o600


class Sink(Protocol):
    """Whatever takes bytes."""

    def write(self, content: bytes, /) -> object:
        """Take some."""


class Source(Protocol):
    """Whatever gives bytes."""

    def read(self, size: int, /) -> bytes:
        """Some, as many as are asked for unless it ends; none at its end."""


class BadTarError(Exception):
    """What is no such file; the message says why."""


class Member(NamedTuple):
    """A member that comes next."""

    name: str
    size: int


def header(name: str, size: int) -> bytes:
    """What comes before a member's bytes; the same for the same, at any time and for any user."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, MODE
    return info.tobuf(tarfile.GNU_FORMAT, "ascii", "strict")


def padding(size: int) -> bytes:
    """What comes after a member's bytes."""
    return bytes(-size % BLOCK)


class TarReader:
    """The members of a stream, one after the other; each is read before the next is asked for."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._left = self._padding = 0

    def __iter__(self) -> Iterator[Member]:
        """Each, until the file's end. Raises BadTarError."""
        while (block := self._exactly(BLOCK)) != bytes(BLOCK):
            member = _member(block)
            self._left, self._padding = member.size, -member.size % BLOCK
            yield member
            if self._left:
                raise BadTarError(say("“{}” was not read", member.name))
            if any(self._exactly(self._padding)):
                raise BadTarError(say("there is something behind “{}”", member.name))
        if any(self._exactly(BLOCK)):
            raise BadTarError(say("its end is not where it should be"))
        if self._source.read(1):
            raise BadTarError(say("there is something behind its end"))

    def read(self, size: int) -> bytes:
        """Some bytes of the member; none at its end. Raises BadTarError where the file ends first."""
        found = self._exactly(min(size, self._left))
        self._left -= len(found)
        return found

    def _exactly(self, size: int) -> bytes:
        parts = []
        while size:
            part = self._source.read(size)
            if not part:
                raise BadTarError(say("it ends too early"))
            parts.append(part)
            size -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)


def _member(block: bytes) -> Member:
    try:
        info = tarfile.TarInfo.frombuf(block, "ascii", "strict")
    except (tarfile.HeaderError, UnicodeError, ValueError) as error:
        raise BadTarError(say("a member has no proper header")) from error
    if info.type != tarfile.REGTYPE or info.linkname:
        raise BadTarError(say("“{}” is no regular file", info.name))
    if info.size < 0 or block != header(info.name, info.size):
        raise BadTarError(say("the header of “{}” is not as it is written", info.name))
    return Member(info.name, info.size)
