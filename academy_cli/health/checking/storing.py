"""Stored files and backups: whether their places answer, and hold what the database refers to.

Knows how a few tell of all; refuses to read every file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from academy_cli.backups.service import Backups
from academy_cli.health.checking.views import Finding, Pen
from academy_cli.kit.amount import amount
from academy_cli.kit.saying import say, say_so_many, unstopped
from academy_cli.models import Resource
from academy_cli.storage.service import ASSETS, AssetStore

STORAGE, BACKUPS = Pen("storage"), Pen("backups")
SAMPLE = 32
"""Files that are looked for: of what lost a tenth, 29 of 30 samples notice."""


class File(NamedTuple):
    """A file that the database refers to."""

    course_id: int
    path: str
    sha256: str
    size: int


def sample(connection: Connection) -> Sequence[File]:
    """Some of the files that courses have, from all along the table."""
    last = connection.scalar(select(func.max(Resource.id))) or 0
    step = max(1, last // SAMPLE)
    found = []
    for start in range(0, last + 1, step):
        query = (
            select(Resource.course_id, Resource.path, Resource.sha256, Resource.size)
            .where(Resource.id > start, Resource.is_archived.is_(False))
            .order_by(Resource.id)
            .limit(1)
        )
        found += [File(*row) for row in connection.execute(query)]
    return list(dict.fromkeys(found))


def storage(
    assets: Callable[[], AssetStore], some: Sequence[File], where: str
) -> Iterator[Finding]:
    """Whether the store answers, and has the files of a sample. Raises what a store does."""
    store = assets()
    next(iter(store.store.list(ASSETS)), None)
    lost = store.lacking([(one.sha256, one.size) for one in some])
    if lost:
        named = next(one.path for one in some if one.sha256 in lost)
        yield STORAGE.failing(
            say(
                "{} of {} looked for are not in {}, such as “{}”",
                len(lost),
                amount(len(some), "file"),
                where,
                named,
            ),
            say("Find out which, and bring them back from a backup"),
            "academy storage check",
        )
        return
    yield STORAGE.ok(
        say_so_many(
            "{1} answers; {0:,} file looked for is there",
            "{1} answers; {0:,} files looked for are there",
            len(some),
            where,
        )
        if some
        else say("{} answers", where)
    )


def backups(
    service: Callable[[], Backups],
    limit: timedelta,
    environ: Mapping[str, str],
    *,
    has_worker: bool = False,
) -> Iterator[Finding]:
    """Whether there is a good one that is young enough; and where not, whether anything would make one."""
    listed = service()
    error = listed.trouble(limit)
    if error is None:
        found = listed.freshness(limit)
        yield BACKUPS.ok(
            say("{} in {}, the newest one verified", amount(found.backups, "backup"), listed.where)
        )
        return
    timer = schedule(environ)
    if timer is not None:
        yield BACKUPS.failing(
            say("{}, though “{}” is there to make them", unstopped(error.message), timer),
            say("See why it did not"),
            f"journalctl -u {timer.stem}; systemctl list-timers '{timer.stem}*'",
        )
        return
    yield BACKUPS.refused(error)
    if not has_worker:
        yield BACKUPS.warning(
            say("nothing was found on this machine that makes backups by itself"),
            say("Let a worker, a timer or cron make them: docs/deploy.md"),
            "academy backup schedule --out units/",
        )


def schedule(environ: Mapping[str, str]) -> Path | None:
    """A timer of systemd's that makes backups, of the system or of this user."""
    home = Path(environ.get("XDG_CONFIG_HOME") or Path(environ.get("HOME", "/")) / ".config")
    for folder in (home / "systemd/user", Path("/etc/systemd/system")):
        found = sorted(one for one in folder.glob("*backup*.timer") if "-check" not in one.stem)
        if found:
            return found[0]
    return None
