"""Verifying a backup that is kept, and noting beside it what came of that.

Knows that what lies beside an archive says which file it is, and that an archive nothing lies beside can be
proved by itself; refuses to write beside one whose name is not its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from academy_cli.backups import catalogue, opening, verdicts
from academy_cli.backups.catalogue import BESIDE, named
from academy_cli.backups.describing import described
from academy_cli.backups.errors import DamagedError, NothingBesideError
from academy_cli.backups.finding import Located
from academy_cli.backups.proving import Proof, Proved, prove_content
from academy_cli.backups.restoring.errors import BrokenArchiveError
from academy_cli.backups.verdicts import FULL, QUICK
from academy_cli.backups.views import BackupView
from academy_cli.errors import AcademyError
from academy_cli.kit.saying import say

Clock = Callable[[], datetime]
_SAID = (
    *("id", "created_at", "revision", "academy", "engine", "rows", "files", "recipients"),
    *("instance", "signed_by", "missing_files", "has_files"),
)
"""What an archive says of itself, and what lies beside it says too."""


class Told(NamedTuple):
    """Who is told what was said wrong beside it (nothing: all was lost), and why nothing was noted."""

    mended: Callable[[Sequence[str]], None] = lambda _: None
    unnoted: Callable[[AcademyError], None] = lambda _: None


UNTOLD = Told()


def verify(
    where: Located, level: str, proof: Proof, clock: Clock, told: Told = UNTOLD
) -> BackupView:
    """Prove one so far. Raises NothingBesideError, DamagedError and what ``prove_content`` raises.

    What was lost beside it is written again, and what is said wrong there is set right. Where that cannot be
    written, as on a medium that takes nothing, what was proved is so all the same.
    """
    if where.backup is None:
        if level == QUICK:
            raise NothingBesideError(where.name)
        found = read(where, level, proof)._replace(verified=level, verified_at=clock())
        if _is_ours(where, found) and _note(where, found):
            told.mended(())
        return found
    backup = where.backup
    _prove_same(where, backup, clock)
    if level != QUICK or proof.keys.signed_by:
        said = _prove_content(where, backup, level, proof, clock)
        if wrong := [one for one in _SAID if getattr(backup, one) != getattr(said, one)]:
            backup = backup._replace(**{one: getattr(said, one) for one in wrong})
            told.mended(wrong)
    found = verdicts.proved(backup, level, clock())
    try:
        catalogue.write(where.target, found)
    except AcademyError as error:
        told.unnoted(error)
    return found


def _is_ours(where: Located, found: BackupView) -> bool:
    """Whether an archive that nothing lies beside has the name that was given to it."""
    name = named(where.name)
    is_alone = where.target.get(f"{where.name}{BESIDE}") is None
    return is_alone and name is not None and found.instance.startswith(name.instance)


def read(where: Located, level: str, proof: Proof) -> BackupView:
    """An archive by what is in it alone. Raises what ``prove_content`` raises."""
    with where.target.open(where.name) as file:
        source = opening.Digesting(file)
        proved = prove_content(source, where.name, level, proof)
        return _said(where.name, proved, source.sum())


def _said(name: str, proved: Proved, found: tuple[str, int]) -> BackupView:
    """A backup by what its archive, of this digest and size, says of itself."""
    view = described(name, proved.header, proved.manifest, found)
    return view._replace(signed_by=proved.signed_by or "")


def show(where: Located, proof: Proof) -> BackupView:
    """What is known of one: what lies beside it, or else what is in it."""
    return where.backup or read(where, FULL, proof)


def _prove_same(where: Located, backup: BackupView, clock: Clock) -> None:
    """Insist on the very file that was written. Raises DamagedError."""
    with where.target.open(where.name) as file:
        found = opening.digest(file)
    if found != (backup.sha256, backup.size):
        _note(where, verdicts.damaged(backup, QUICK, clock()))
        raise DamagedError(where.name, say("it is not the file that was written"))


def _prove_content(
    where: Located, backup: BackupView, level: str, proof: Proof, clock: Clock
) -> BackupView:
    """What is in it, read or loaded; what that finds damaged is noted, and what it cannot read is not."""
    try:
        with where.target.open(where.name) as file:
            proved = prove_content(file, where.name, level, proof, backup.recipients)
        if proved.manifest.content != backup.content:
            raise DamagedError(where.name, say("it is another backup than was written"))
    except (DamagedError, BrokenArchiveError):
        _note(where, verdicts.damaged(backup, max(level, FULL, key=_order), clock()))
        raise
    return _said(where.name, proved, (backup.sha256, backup.size))


def _order(level: str) -> int:
    return verdicts.LEVELS.index(level)


def _note(where: Located, backup: BackupView) -> bool:
    """Say beside it what it is, if that can be written down; what it is counts more than whether it can."""
    with suppress(AcademyError):
        catalogue.write(where.target, backup)
        return True
    return False
