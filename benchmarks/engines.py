"""The two engines that most figures are measured on, one after the other.

Knows where a new database is on each; refuses to know what is in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.postgres import running


def each_engine(scratch: Path, name: str) -> Iterator[tuple[str, str]]:
    """What it is called, and the address of a new database; a server runs as long as it is asked."""
    yield "SQLite", f"sqlite:///{scratch / name}.db"
    with running() as server:
        server.create(name)
        yield "PostgreSQL", server.url(name)
