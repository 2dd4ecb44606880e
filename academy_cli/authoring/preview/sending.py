"""A file, or the part of it that a browser asks for: videos are watched from where somebody points.

Knows single ranges of bytes (RFC 9110, section 14); everything else is answered with the whole file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO, NamedTuple

_RANGE = re.compile(r"bytes=([0-9]{1,18})?-([0-9]{1,18})?")
_PIECE = 1 << 16


class Span(NamedTuple):
    """A part of an open file."""

    file: BinaryIO
    first: int
    length: int
    size: int
    is_part: bool

    @property
    def status(self) -> HTTPStatus:
        """What is answered."""
        return HTTPStatus.PARTIAL_CONTENT if self.is_part else HTTPStatus.OK

    @property
    def headers(self) -> dict[str, str]:
        """What is said of it."""
        told = {"Content-Length": str(self.length), "Accept-Ranges": "bytes"}
        if self.is_part:
            told["Content-Range"] = f"bytes {self.first}-{self.first + self.length - 1}/{self.size}"
        return told

    def pieces(self) -> Iterator[bytes]:
        """Its bytes."""
        self.file.seek(self.first)
        left = self.length
        while left > 0 and (piece := self.file.read(min(left, _PIECE))):
            left -= len(piece)
            yield piece


def span_of(path: Path, asked: str) -> Span:
    """The part of a file that a Range header asks for. Raises OSError."""
    file = path.open("rb")
    size = os.fstat(file.fileno()).st_size
    found = _RANGE.fullmatch(asked.strip())
    if found is None or not size or not (found[1] or found[2]):
        return Span(file, 0, size, size, is_part=False)
    if found[1] is None:
        first, last = max(0, size - int(found[2])), size - 1
    else:
        first, last = int(found[1]), min(int(found[2] or size - 1), size - 1)
    if first > last:
        return Span(file, 0, size, size, is_part=False)
    return Span(file, first, last - first + 1, size, is_part=True)
