"""Addresses of SQLite files: a path as a URL, and relative ones from where they were written.

Knows which characters of a path would mean something else in a URL; refuses every other engine.
"""

from __future__ import annotations

from pathlib import Path

from academy_cli.kit.paths import expanded

_MEMORY = ":memory:"


def sqlite_url(path: Path | str) -> str:
    """The address of a file: ``?`` would begin a query and ``%`` a character's number."""
    return f"sqlite:///{_quoted(path)}"


def anchored(url: str, base: Path) -> str:
    """A SQLite address with its whole path; every other text as it is."""
    scheme, separator, rest = url.partition(":///")
    if not separator or not scheme.startswith("sqlite") or not rest or rest.startswith(_MEMORY):
        return url
    from urllib.parse import unquote  # most commands name no database

    name, mark, query = rest.partition("?")
    path = base / expanded(Path(unquote(name)))
    return f"{scheme}:///{_quoted(path)}{mark}{query}"


def _quoted(path: Path | str) -> str:
    return str(path).replace("%", "%25").replace("?", "%3F")
