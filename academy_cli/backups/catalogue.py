"""What lies beside each archive: a small file that says it is whole, written last.

Knows which backups there are by it alone; an archive without one is none. Refuses to open archives.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from academy_cli.backups.errors import NoBackupError, UnknownBackupError
from academy_cli.backups.targets import Target
from academy_cli.backups.views import BackupView
from academy_cli.formats.strictjson import BadJsonError, parsed
from academy_cli.kit.clock import iso, moment_of
from academy_cli.kit.jsontext import canonical

BESIDE = ".json"
_NAME = re.compile(r"academy-[0-9a-f]{8}-[0-9]{8}T[0-9]{6}Z-([0-9a-f]{8})\.acb(?:\.age)?")


def write(target: Target, backup: BackupView) -> None:
    """Say that a backup is whole, or what else became of it."""
    said: dict[str, object] = {**backup._asdict(), "recipients": list(backup.recipients)}
    for name in ("created_at", "finished_at", "verified_at"):
        moment = said[name]
        said[name] = iso(moment) if isinstance(moment, datetime) else None
    text = canonical({**said, "state": "complete"})
    target.put(f"{backup.archive}{BESIDE}", f"{text}\n".encode())


def backups(target: Target) -> Sequence[BackupView]:
    """Every backup that is whole, the newest first."""
    names = [one for one in target.names() if one.endswith(BESIDE)]
    archives = set(target.names())
    found = [
        backup
        for one in names
        if one.removesuffix(BESIDE) in archives and (backup := _read(target, one)) is not None
    ]
    return sorted(found, key=lambda one: (one.created_at, one.id), reverse=True)


def orphans(target: Target) -> Sequence[str]:
    """Archives that nothing says to be whole, as a crash leaves them; oldest first."""
    names = set(target.names())
    return sorted(one for one in names if _NAME.fullmatch(one) and f"{one}{BESIDE}" not in names)


def find(target: Target, word: str) -> BackupView:
    """A backup by its id, by the beginning of one, by its file, or “latest”.

    Raises UnknownBackupError and NoBackupError.
    """
    known = backups(target)
    if not known:
        raise NoBackupError(target.url)
    if word == "latest":
        return known[0]
    fitting = [one for one in known if word and (one.id.startswith(word) or one.archive == word)]
    if len(fitting) != 1:
        raise UnknownBackupError(word, target.url)
    return fitting[0]


def _read(target: Target, name: str) -> BackupView | None:
    """What a file beside an archive says; None for one that says nothing of the kind."""
    try:
        said = parsed(target.get(name) or b"")
        return _backup(said) if said.get("state") == "complete" else None
    except (BadJsonError, KeyError, TypeError, ValueError):
        return None


def _backup(said: Mapping[str, Any]) -> BackupView:
    values = {name: said[name] for name in BackupView._fields}
    verified_at = said["verified_at"]
    return BackupView(
        **{
            **values,
            "created_at": moment_of(said["created_at"]),
            "finished_at": moment_of(said["finished_at"]),
            "verified_at": moment_of(verified_at) if verified_at else None,
            "recipients": tuple(map(str, said["recipients"])),
        }
    )
