"""The patterns of `ignore:`, as one regular expression that takes no longer than its path is long.

Knows ``*``, ``?`` and ``**``; refuses to know what is ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_TOKEN = re.compile(r"(?P<crossing>(?:(?<=/)|(?<!.))\*\*(?:/|\Z))|\*+|\?|[^*?]+", re.DOTALL)
"""As in git, two asterisks are more than one only where they are all there is between two slashes."""
_CROSSING = {"**/": "(?:.*/)?", "**": ".*"}
_FIRST_CROSSING = {"**/": "(?:.*?/)??", "**": ".*?"}


def compile_patterns(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """One regular expression for `ignore:` patterns; None without any.

    ``*`` and ``?`` stay within a name, ``**`` crosses folders; a pattern without ``/`` matches a name
    anywhere, one that begins with it only in the course folder, and a pattern that matches a folder covers
    what is in it.
    """
    bodies = [_pattern(pattern) for pattern in patterns]
    return re.compile("|".join(bodies), re.DOTALL) if bodies else None


def _pattern(pattern: str) -> str:
    """A pattern's expression: what follows a wildcard is taken where it comes first, but for the last.

    That is always right, because the next wildcard makes up for it, and there is nothing to try again:
    fnmatch does the same, and for the same reason.
    """
    anywhere = "/" not in pattern.rstrip("/")
    crossings, chunks = ["**/" if anywhere else ""], [[""]]
    for found in _TOKEN.finditer(pattern.strip("/")):
        token = found[0]
        if found["crossing"]:
            crossings.append(token)
            chunks.append([""])
        elif token[0] == "*":
            chunks[-1].append("")
        else:
            chunks[-1][-1] += "[^/]" if token == "?" else re.escape(token)
    last = _CROSSING.get(crossings.pop(), "") + _chunk(chunks.pop(), is_last=True)
    body = "".join(
        f"(?>{_FIRST_CROSSING.get(crossing, '')}{_chunk(chunk, is_last=False)})"
        for crossing, chunk in zip(crossings, chunks, strict=True)
    )
    return f"(?:{body}{last}(?:/.*)?\\Z)"


def _chunk(pieces: list[str], *, is_last: bool) -> str:
    """Pieces of names with anything within a name between them."""
    first, *rest = pieces
    early = rest[:-1] if is_last else rest
    late = [f"[^/]*{piece}" for piece in rest[len(early) :]]
    return "".join([first, *(f"(?>[^/]*?{piece})" for piece in early), *late])
