"""Repairs as a unified diff, as `git apply` and `patch` read it.

Pure functions of bytes; refuses to know why a file changes.
"""

from __future__ import annotations

from base64 import b85encode
from collections.abc import Iterator
from difflib import unified_diff
from hashlib import sha1
from string import ascii_lowercase, ascii_uppercase
from zlib import compress

from academy_cli.authoring.repair.engine import Repaired

_PER_LINE = 52
_LENGTHS = ascii_uppercase + ascii_lowercase
_NO_END = "\\ No newline at end of file"


def unified(repaired: Repaired, prefix: str = "", *, for_people: bool = False) -> Iterator[str]:
    """The lines of a diff of all files, without line ends; ``prefix`` stands before every path.

    A file that was no text is written as git writes what is binary, unless it is ``for_people`` to read.
    """
    for path in sorted({*repaired.files, *repaired.moves}):
        new = repaired.moves.get(path, path)
        before, after = repaired.files.get(path, (b"", b""))
        yield f"diff --git a/{prefix}{path} b/{prefix}{new}"
        if new != path:
            yield f"rename from {prefix}{path}"
            yield f"rename to {prefix}{new}"
        if for_people or _is_text(before):
            yield from _changes(before, after, f"{prefix}{path}", f"{prefix}{new}")
        else:
            yield from _binary(before, after)


def _is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode()
    except UnicodeDecodeError:
        return False


def _changes(before: bytes, after: bytes, old: str, new: str) -> Iterator[str]:
    lines = unified_diff(_lines(before), _lines(after), f"a/{old}", f"b/{new}", lineterm="\n")
    for line in lines:
        yield line.removesuffix("\n")
        if not line.endswith("\n"):
            yield _NO_END


def _lines(data: bytes) -> list[str]:
    """Lines with their ends; only a newline ends one, whatever else Unicode takes for an end."""
    text = data.decode("utf-8", errors="replace")
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _binary(before: bytes, after: bytes) -> Iterator[str]:
    """The whole new file, and the whole old one for the way back, as gitformat-diff has it."""
    yield f"index {_name(before)}..{_name(after)}"
    yield "GIT binary patch"
    for data in (after, before):
        packed = compress(data)
        yield f"literal {len(data)}"
        for at in range(0, len(packed), _PER_LINE):
            part = packed[at : at + _PER_LINE]
            yield _LENGTHS[len(part) - 1] + b85encode(part, pad=True).decode()
        yield ""


def _name(data: bytes) -> str:
    """What git calls some content."""
    return sha1(b"blob %d\0%b" % (len(data), data), usedforsecurity=False).hexdigest()
