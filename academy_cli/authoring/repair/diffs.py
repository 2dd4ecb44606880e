"""Repairs as a unified diff, as `git apply` and `patch` read it.

Pure functions of bytes; refuses to know why a file changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff

from academy_cli.authoring.repair.engine import Repaired

_NO_END = "\\ No newline at end of file"


def unified(repaired: Repaired, prefix: str = "") -> Iterator[str]:
    """The lines of a diff of all files, without line ends; ``prefix`` stands before every path."""
    for path in sorted({*repaired.files, *repaired.moves}):
        new = repaired.moves.get(path, path)
        before, after = repaired.files.get(path, (b"", b""))
        yield f"diff --git a/{prefix}{path} b/{prefix}{new}"
        if new != path:
            yield f"rename from {prefix}{path}"
            yield f"rename to {prefix}{new}"
        yield from _changes(before, after, f"{prefix}{path}", f"{prefix}{new}")


def _changes(before: bytes, after: bytes, old: str, new: str) -> Iterator[str]:
    lines = unified_diff(_lines(before), _lines(after), f"a/{old}", f"b/{new}", lineterm="\n")
    for line in lines:
        yield line.removesuffix("\n")
        if not line.endswith("\n"):
            yield _NO_END


def _lines(data: bytes) -> list[str]:
    """Lines with their ends; only a newline ends one, whatever else Unicode takes for an end."""
    text = data.decode("utf-8", errors="surrogateescape")
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
