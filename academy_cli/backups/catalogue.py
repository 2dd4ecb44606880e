"""What lies beside each archive: a small file that says it is whole, written last.

Knows which backups there are by it alone; an archive without one is none. Refuses to open archives.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from academy_cli.backups.errors import NoBackupError, UnknownBackupError
from academy_cli.backups.finding_errors import WhoseLatestError
from academy_cli.backups.ownership import newest_of_each
from academy_cli.backups.targets import Target
from academy_cli.backups.verdicts import LEVELS, is_whole
from academy_cli.backups.views import BackupView
from academy_cli.formats.strictjson import BadJsonError, parsed
from academy_cli.kit.clock import compact, iso, moment_of
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.saying import say

T = TypeVar("T", str, int, bool)
BESIDE = ".json"
LATEST = "latest"
SHORTEST_ID = 4
"""So many digits of an id have to be given, so that a slip of a finger names none."""
ENDINGS = (".acb", ".acb.age")
_WORDS = (
    *("id", "label", "archive", "sha256", "revision", "academy", "engine", "content", "verified"),
    *("instance", "signed_by"),
)
_COUNTS = ("size", "rows", "files")
_GONE = say("is gone: only the file that lay beside it is still there")
_NAME = re.compile(r"academy-([0-9a-f]{8})-([0-9]{8}T[0-9]{6}Z)-([0-9a-f]{8})\.acb(?:\.age)?")


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
    names = set(target.names())
    found = [
        backup
        for one in names
        if one.endswith(BESIDE)
        and (name := one.removesuffix(BESIDE)) in names
        and (backup := beside(target, name)) is not None
    ]
    return sorted(found, key=lambda one: (one.created_at, one.id), reverse=True)


class Orphan(NamedTuple):
    """An archive that is none of the backups there are, and why."""

    archive: str
    why: str
    is_alone: bool
    """Whether nothing at all lies beside it."""
    is_lost: bool = False
    """Whether it is the archive that is not there."""


def orphans(target: Target) -> Sequence[Orphan]:
    """Archives that nothing says to be whole, and those that are gone; by their names, the oldest first."""
    names = set(target.names())
    found = [(one, _orphaned(target, one, names)) for one in sorted(names) if one.endswith(ENDINGS)]
    lost = (one.removesuffix(BESIDE) for one in names if one.endswith(BESIDE))
    gone = (one for one in lost if one.endswith(ENDINGS) and one not in names)
    alone = [Orphan(one, why, f"{one}{BESIDE}" not in names) for one, why in found if why]
    return sorted([*alone, *(Orphan(one, _GONE, is_alone=False, is_lost=True) for one in gone)])


def _orphaned(target: Target, archive: str, names: Collection[str]) -> str:
    """Why an archive is no backup; nothing if it is one."""
    if f"{archive}{BESIDE}" not in names:
        return say("was never finished: it is no backup; or the file that lay beside it was lost")
    said = _said(target, archive)
    if said is None:
        return say("has a file beside it that cannot be read, so it is not counted as a backup")
    if said.archive != archive:
        return say(
            "has a file beside it that is of “{}”, so it is not counted as a backup", said.archive
        )
    return ""


def ids(target: Target, at: datetime) -> Sequence[str]:
    """The ids of all archives of one second, whether they are whole or not."""
    found = [one for one in map(_NAME.fullmatch, target.names()) if one is not None]
    return [one[3] for one in found if one[2] == compact(at)]


def newest_archive(target: Target, instance: str) -> str:
    """Where the newest archive is that nothing says to be whole, of this academy if there is one of it.

    ``instance`` is empty where nobody knows which is here; so is the answer where there is no archive.
    """
    known = [(one.archive, named(one.archive)) for one in orphans(target) if not one.is_lost]
    ours = [one for one in known if instance and one[1] and instance.startswith(one[1].instance)]
    dated = [(one.at, name) for name, one in ours or known if one]
    if dated:
        return address(target, max(dated)[1])
    return address(target, known[-1][0]) if known else ""


def address(target: Target, archive: str) -> str:
    """The path of an archive, or its address in a bucket."""
    return f"{target.url.partition('?')[0].rstrip('/')}/{archive}"


class Named(NamedTuple):
    """What the name of an archive says: how its academy's number begins, when it was begun, and its id."""

    instance: str
    at: datetime
    id: str


def named(archive: str) -> Named | None:
    """What a name says that this academy gave; None for any other."""
    found = _NAME.fullmatch(archive)
    try:
        return found and Named(found[1], moment_of(found[2]), found[3])
    except ValueError:
        return None


def are_in(place: str) -> bool:
    """Whether a folder holds backups, as far as names tell; of a bucket nobody asks that for this alone."""
    if "://" in place:
        return False
    try:
        return any(one.name.removesuffix(BESIDE).endswith(ENDINGS) for one in Path(place).iterdir())
    except OSError:
        return False


def find(target: Target, word: str, instance: str, *, only_whole: bool = False) -> BackupView:
    """A backup by its id, by the beginning of one, by its file, or “latest” of an academy.

    ``only_whole`` passes over what was found damaged, if there is anything else. Raises UnknownBackupError,
    NoBackupError and WhoseLatestError.
    """
    known = backups(target)
    if not known:
        raise NoBackupError(target.url, newest_archive(target, instance))
    if word == LATEST:
        return _latest(known, instance, target.url, only_whole=only_whole)
    begins = [one for one in known if len(word) >= SHORTEST_ID and one.id.startswith(word)]
    fitting = [one for one in known if word in (one.id, one.archive)] or begins
    if len(fitting) != 1:
        raise UnknownBackupError(word, target.url)
    return fitting[0]


def _latest(
    known: Sequence[BackupView], instance: str, url: str, *, only_whole: bool
) -> BackupView:
    """The newest of an academy; of the only one there is, where nobody knows which."""
    each = newest_of_each(known)
    ours = [one for one in known if one.instance == (instance or each[0].instance)]
    if not ours or (not instance and len(each) > 1):
        raise WhoseLatestError(url, each)
    whole = (one for one in ours if is_whole(one) or not only_whole)
    return next(whole, ours[0])


def beside(target: Target, archive: str) -> BackupView | None:
    """What the file beside an archive says of it; None where none does, or says anything else."""
    found = _said(target, archive)
    return found if found is not None and found.archive == archive else None


def _said(target: Target, archive: str) -> BackupView | None:
    """What the file beside an archive says of a backup, whichever that is."""
    try:
        said = parsed(target.get(f"{archive}{BESIDE}") or b"")
        found = _backup(said)
    except (BadJsonError, KeyError, TypeError, ValueError):
        return None
    return found if said.get("state") == "complete" else None


def _backup(said: Mapping[str, Any]) -> BackupView:
    """Raises KeyError, TypeError and ValueError for what says anything but a backup."""
    moments: dict[str, Any] = {
        name: moment_of(said[name]) for name in ("created_at", "finished_at")
    }
    verified_at, recipients = said["verified_at"], said["recipients"]
    if not isinstance(recipients, list):
        raise TypeError(recipients)
    words = {name: said[name] for name in _WORDS}
    counts = {name: said[name] for name in _COUNTS}
    if not all(isinstance(one, str) for one in (*words.values(), *recipients)):
        raise TypeError(words)
    if not all(type(one) is int and one >= 0 for one in counts.values()):
        raise TypeError(counts)
    found_by = _later(said, "found_by", default="")
    missing_files = _later(said, "missing_files", default=0)
    if found_by not in ("", *LEVELS) or missing_files < 0:
        raise ValueError(found_by)
    return BackupView(
        **words,
        **counts,
        **moments,
        recipients=tuple(recipients),
        is_held=said["is_held"] is True,
        found_by=found_by,
        missing_files=missing_files,
        has_files=_later(said, "has_files", default=True),
        verified_at=moment_of(verified_at) if verified_at else None,
    )


def _later(said: Mapping[str, Any], name: str, *, default: T) -> T:
    """What older academies did not say. Raises TypeError."""
    found = said.get(name, default)
    if type(found) is not type(default):
        raise TypeError(found)
    return found
