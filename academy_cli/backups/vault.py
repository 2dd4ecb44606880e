"""What backups are made of, where they are kept, and which of them stay. Values alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import tzinfo
from typing import NamedTuple

from sqlalchemy import Engine

from academy_cli.backups.creating import Files
from academy_cli.backups.restoring.places import Place
from academy_cli.backups.targets import Target
from academy_cli.db.lock import named_lock
from academy_cli.db.service import Database
from academy_cli.kit.keeprules import Rules

LOCK = "backup"


@dataclass(frozen=True)
class Vault:
    """What backups are made of, and where they are kept."""

    database: Database
    place: Place
    target: Target
    files: Files
    wait_s: float = 0

    @contextmanager
    def alone(self, engine: Engine) -> Iterator[None]:
        """Let nobody else be at the backups of a database for the block. Raises LockHeldError.

        What somebody left who was killed while at them is removed first.
        """
        with named_lock(engine, LOCK, self.wait_s):
            self.place.tidy(engine)
            yield


class Keeping(NamedTuple):
    """Which backups are kept: by which rules, in which time zone, and how many at least."""

    rules: Rules
    zone: tzinfo
    least: int
