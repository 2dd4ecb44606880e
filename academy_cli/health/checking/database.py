"""The database: whether it answers, is of this version, and stands where a database can.

Knows what each engine needs (sqlite.org/wal.html, PostgreSQL's manual 23 and 20); refuses to write to it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shlex import quote

from sqlalchemy import Connection

from academy_cli.db.address import parse, sqlite_file
from academy_cli.db.service import Database
from academy_cli.db.strays import LOG
from academy_cli.db.transaction import read
from academy_cli.health.checking.views import Finding, Pen
from academy_cli.kit.amount import size
from academy_cli.kit.ownership import exposure
from academy_cli.kit.paths import real
from academy_cli.kit.saying import say

PEN, MIGRATIONS, CLOCK = Pen("database"), Pen("migrations"), Pen("clock")
LARGE_LOG = 256_000_000
"""Bytes: four times what SQLite's log grows to before it is written back."""
NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs"})
"""File systems whose locks or shared memory SQLite's log cannot rely on."""
OLDEST_POSTGRESQL = 160000
SKEW, TOO_FAR = timedelta(seconds=30), timedelta(minutes=5)
"""What clocks may differ by, and where signatures begin to be refused."""
MOUNTS = Path("/proc/self/mounts")


def reach(database: Database) -> Iterator[Finding]:
    """Whether it can be read at all, and whether its tables are of this version. Raises what reading does."""
    status = database.status()
    if status.revision is None:
        yield MIGRATIONS.warning(
            say("there is no academy at “{}” yet", status.url), say("Make one"), "academy init"
        )
        return
    what = "PostgreSQL" if status.engine == "postgresql" else "SQLite"
    yield PEN.ok(
        say("{} {}, {}, at {}", what, status.engine_version, size(status.size_bytes), status.url)
    )
    if status.is_current:
        yield MIGRATIONS.ok(say("revision {} is that of this version", status.revision))
        return
    database.existing()  # says whether it is older, newer or somebody else's
    yield MIGRATIONS.failing(
        say("revision {} is not {}", status.revision, status.head),
        say("Bring it up to date"),
        "academy db upgrade",
    )


def file_of(url: str) -> Path | None:
    """The file of a SQLite database; None of PostgreSQL's."""
    return sqlite_file(parse(url))


def sqlite(url: str) -> Iterator[Finding]:
    """Where the file stands, who can read it, and how its log does."""
    file = file_of(url)
    if file is None or not file.exists():
        return
    kind = file_system(real(file))
    if kind in NETWORK or (kind or "").startswith("fuse.sshfs"):
        yield PEN.failing(
            say(
                "“{}” is on a network file system ({}), where two writers can destroy it",
                file,
                kind,
            ),
            say("Move it to a disk of this machine, or use PostgreSQL"),
            f"academy db copy --to sqlite:///{quote('/var/lib/academy/academy.db')}",
        )
    seen = exposure(file, file.stat(), "600")
    if seen is not None:
        yield PEN.warning(
            say("“{}” {}, and holds people's data", file, seen.why),
            say("Keep it to yourself"),
            say("chmod 600 {}", quote(str(file))),
        )
    log = file.with_name(f"{file.name}{LOG}")
    if log.exists() and log.stat().st_size > LARGE_LOG:
        yield PEN.warning(
            say(
                "its log has grown to {}: something has been reading for long",
                size(log.stat().st_size),
            ),
            say("End what keeps the database open; then its log is written back"),
            say("fuser -v {}", quote(str(file))),
        )


def file_system(path: Path) -> str | None:
    """The kind of file system that a path is on, where the system says so (Linux)."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    found = ("", "")
    for line in lines:
        _, place, kind, *_ = line.split(" ")
        place = place.encode("ascii", "surrogateescape").decode("unicode_escape", "replace")
        inside = os.path.commonpath([place, str(path)]) == place if place.startswith("/") else False
        if inside and len(place) >= len(found[0]):
            found = (place, kind)
    return found[1] or None


def postgresql(database: Database) -> Iterator[Finding]:
    """What the server is, and what it was set to."""
    engine = database.existing()
    if engine is None or engine.dialect.name != "postgresql":
        return
    with read(engine) as connection:
        said = _settings(connection)
        server = connection.exec_driver_sql("select clock_timestamp()").scalar_one()
    if int(said["server_version_num"]) < OLDEST_POSTGRESQL:
        yield PEN.warning(
            say(
                "PostgreSQL {} is older than what academy is tried with (16)",
                said["server_version"],
            ),
            say("Move to a newer server"),
            "academy db copy --to postgresql://user@newer/academy",
        )
    if said["server_encoding"] != "UTF8":
        yield PEN.failing(
            say("its encoding is {}: not every name can be written", said["server_encoding"]),
            say("Make another database in UTF-8 and copy this one there"),
            "createdb --encoding UTF8 --template template0 academy_utf8",
        )
    if said["fsync"] == "off" or said["full_page_writes"] == "off":
        yield PEN.failing(
            say("fsync or full_page_writes is off: a power cut can destroy it"),
            say("Turn both on in postgresql.conf"),
            "psql -c 'alter system set fsync = on'",
        )
    yield from clock(datetime.now(UTC) - server, say("the database server"))


def _settings(connection: Connection) -> dict[str, str]:
    names = "'server_version', 'server_version_num', 'server_encoding', 'fsync', 'full_page_writes'"
    rows = connection.exec_driver_sql(
        f"select name, setting from pg_settings where name in ({names})"
    )
    return {row.name: row.setting for row in rows}


def clock(ahead: timedelta, whose: str) -> Iterator[Finding]:
    """Whether this machine's clock agrees with another one's."""
    seconds = abs(ahead)
    if seconds <= SKEW:
        yield CLOCK.ok(say("this machine's clock agrees with that of {}", whose))
        return
    number = int(seconds.total_seconds())
    said = (
        say("this machine's clock is {} seconds ahead of that of {}", number, whose)
        if ahead > timedelta(0)
        else say("this machine's clock is {} seconds behind that of {}", number, whose)
    )
    fix, more = say("Let the system keep the time"), "timedatectl set-ntp true"
    write = CLOCK.failing if seconds > TOO_FAR else CLOCK.warning
    yield write(said, fix, more)
