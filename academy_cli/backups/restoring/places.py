"""The live database's place, where another one can be put, and what was there before is kept.

Says what each engine has to be able to do; refuses to load.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import NamedTuple, Protocol

from sqlalchemy import Connection, Engine

from academy_cli.backups.restoring.scratch import Scratch
from academy_cli.db.transaction import read


class Kept(NamedTuple):
    """A database that was replaced: its name, and when (as ``20261127T120000Z``)."""

    name: str
    at: str


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A database for the block alone, to be read."""
    try:
        with read(engine) as connection:
            yield connection
    finally:
        engine.dispose()


class Place(Protocol):
    """Where the live database is."""

    @property
    def is_empty(self) -> bool:
        """Whether there is no database yet."""

    def replacing(self, at: str) -> AbstractContextManager[Scratch]:
        """A scratch place that takes the live one's at the end of the block, within one moment.

        The one before is kept by a name with ``at``. Raises InUseError, and what the block raises; then
        everything is as it was.
        """

    def trial(self) -> AbstractContextManager[Scratch]:
        """A scratch place that is gone at the end of the block."""

    def tidy(self, engine: Engine) -> None:
        """Remove what was to take its place, of somebody who was killed; what cannot be removed stays.

        ``engine`` is the live one's. Nobody else may be replacing it meanwhile.
        """

    def kept(self) -> Sequence[Kept]:
        """Databases that were replaced, the newest first."""

    def reading(self, kept: Kept) -> AbstractContextManager[Connection]:
        """One that was replaced, of whatever revision, to be read."""

    def swap_back(self, kept: Kept, at: str) -> None:
        """Put one that was replaced in the live one's place, and keep that. Raises InUseError."""

    def forget(self, kept: Kept) -> None:
        """Remove one that was replaced."""
