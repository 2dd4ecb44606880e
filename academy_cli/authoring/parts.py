"""A file cut in two: its front matter and its body, with no byte lost between them.

Knows the fences of front matter; refuses to look into either part.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from academy_cli.formats.reading import BOM

_OPENING = re.compile(rb"---[ \t]*\r?\n")
_CLOSING = re.compile(rb"\n---[ \t]*\r?(?:\n|\Z)")


class Parts(NamedTuple):
    """A file cut in two: its front matter (None without one) and its body, as bytes.

    ``body_line`` is the line on which the body begins; ``is_unclosed`` says that no body was found.
    ``head`` is all that stands before the body.
    """

    front: bytes | None
    body: bytes
    body_line: int = 1
    is_unclosed: bool = False
    head: bytes = b""

    def is_in_front(self, line: int) -> bool:
        """Whether a line of the file is before its body; all are where no body was found."""
        return self.is_unclosed or line < self.body_line


def split(data: bytes) -> Parts:
    """Cut a file into front matter and body; a byte order mark belongs to neither."""
    start = len(BOM) if data.startswith(BOM) else 0
    opening = _OPENING.match(data, start)
    if not opening:
        return Parts(None, data[start:], head=data[:start])
    closing = _closing(data, opening.end() - 1)
    if not closing:
        return Parts(data[opening.end() :], b"", is_unclosed=True, head=data)
    front, end = data[opening.end() : closing.start() + 1], closing.end()
    return Parts(front, data[end:], front.count(b"\n") + 3, head=data[:end])


def whole(data: bytes) -> Parts:
    """A file that is all body, as a quiz is; a byte order mark is before it."""
    start = len(BOM) if data.startswith(BOM) else 0
    return Parts(None, data[start:], head=data[:start])


def _closing(data: bytes, start: int) -> re.Match[bytes] | None:
    """The line that ends front matter; ``start`` is before its first line."""
    while (start := data.find(b"\n---", start)) >= 0:
        if found := _CLOSING.match(data, start):
            return found
        start += 1
    return None
