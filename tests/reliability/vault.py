"""An academy's backups, seen by those who let commands die: what there is, and what somebody changed since.

Knows how they are looked at; refuses to know which command did it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update

from academy_cli.backups.service import Backups
from academy_cli.db.engine import open_engine
from academy_cli.db.transaction import read, write
from academy_cli.kit.clock import iso
from academy_cli.models import User
from tests.backups.vaults import Safe
from tests.reliability.academy import Academy

CREATE = ("backup", "create", "--yes")
RESTORE = ("backup", "restore", "latest", "--yes")
ROLLBACK = ("backup", "rollback", "--yes")
PRUNE = ("backup", "prune", "--keep", "last=1", "--yes")


@contextmanager
def opened(academy: Academy) -> Iterator[Backups]:
    """Its backups; whatever it connects to ask for them is closed afterwards."""
    safe = Safe(academy.url, academy.storage, academy.folder / "backups")
    yield safe.backups
    safe.database.close()


def names(academy: Academy) -> list[str]:
    """What people are called."""
    engine = open_engine(academy.url)
    with read(engine) as connection:
        found = [str(one) for one in connection.scalars(select(User.name))]
    engine.dispose()
    return found


def rename(academy: Academy, name: str) -> None:
    """Let everybody be called something else."""
    engine = open_engine(academy.url)
    with write(engine) as connection:
        connection.execute(update(User).values(name=name))
    engine.dispose()


def partials(academy: Academy) -> list[str]:
    """What was begun and never finished."""
    return [one.name for one in (academy.folder / "backups").glob(".*.partial")]


def tidy(academy: Academy) -> None:
    """Remove what the next command would, so that it comes through the same moments again."""
    for left in (*academy.folder.glob("backups/.*.partial"), *academy.folder.glob("*.restore-*")):
        left.unlink()


def scratches(academy: Academy) -> list[str]:
    """Databases that were loaded and never swapped in."""
    if academy.is_sqlite:
        return [one.name for one in academy.folder.glob("*.restore-*")]
    engine = open_engine(academy.url)
    with read(engine) as connection:
        query = "select nspname from pg_namespace where nspname ~ '^academy_(new|trial)'"
        found = list(connection.exec_driver_sql(query).scalars())
    engine.dispose()
    return found


def make_old(academy: Academy, count: int) -> None:
    """Let there be so many backups, each a day older than the next."""
    folder = academy.folder / "backups"
    for path in folder.glob("*"):
        path.unlink()
    with opened(academy) as backups:
        for _ in range(count):
            backups.create(proof="quick")
    for days, path in enumerate(sorted(folder.glob("*.json"), reverse=True), 2):
        said = json.loads(path.read_text())
        said["created_at"] = iso(datetime.now(UTC) - timedelta(days=days))
        said["finished_at"] = said["created_at"]
        path.write_text(json.dumps(said))


@contextmanager
def reading(academy: Academy) -> Iterator[Callable[[], list[str]]]:
    """A transaction that reads what people are called, whenever it is asked."""
    engine = open_engine(academy.url)
    with read(engine) as connection:
        yield lambda: [str(one) for one in connection.scalars(select(User.name))]
    engine.dispose()


def aside(academy: Academy) -> list[Path]:
    """What commands have in the folder for temporary files, which is this academy's own."""
    return [*(academy.folder / "tmp").glob("academy-*/*")]
