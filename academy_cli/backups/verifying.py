"""Verifying a backup that is kept, and noting beside it what came of that.

Knows that what lies beside an archive says which file it is, and that an archive nothing lies beside can be
proved by itself; refuses to write beside that one.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from academy_cli.backups import catalogue, opening, verdicts
from academy_cli.backups.describing import described
from academy_cli.backups.errors import DamagedError, NothingBesideError
from academy_cli.backups.finding import Located
from academy_cli.backups.proving import Proof, prove_content
from academy_cli.backups.restoring.errors import BrokenArchiveError
from academy_cli.backups.verdicts import FULL, QUICK
from academy_cli.backups.views import BackupView
from academy_cli.errors import AcademyError

Clock = Callable[[], datetime]


def verify(
    where: Located,
    level: str,
    proof: Proof,
    clock: Clock,
    *,
    unnoted: Callable[[AcademyError], None],
) -> BackupView:
    """Prove one so far. Raises NothingBesideError, DamagedError and what ``prove_content`` raises.

    ``unnoted`` is told why that could not be noted beside it, as on a medium that takes nothing: what was
    proved is so all the same.
    """
    if where.backup is None:
        if level == QUICK:
            raise NothingBesideError(where.name)
        return read(where, level, proof)._replace(verified=level, verified_at=clock())
    _prove_same(where, where.backup, clock)
    if level != QUICK or proof.keys.signed_by:
        _prove_content(where, where.backup, level, proof, clock)
    found = verdicts.proved(where.backup, level, clock())
    try:
        catalogue.write(where.target, found)
    except AcademyError as error:
        unnoted(error)
    return found


def read(where: Located, level: str, proof: Proof) -> BackupView:
    """An archive by what is in it alone. Raises what ``prove_content`` raises."""
    with where.target.open(where.name) as file:
        source = opening.Digesting(file)
        proved = prove_content(source, where.name, level, proof)
        view = described(where.name, proved.header, proved.manifest, source.sum())
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
        raise DamagedError(where.name, "it is not the file that was written")


def _prove_content(
    where: Located, backup: BackupView, level: str, proof: Proof, clock: Clock
) -> None:
    """Read what is in it, or load it; what that finds damaged is noted, and what it cannot read is not."""
    try:
        with where.target.open(where.name) as file:
            proved = prove_content(file, where.name, level, proof, backup.recipients)
        if proved.manifest.content != backup.content:
            raise DamagedError(where.name, "it is another backup than was written")
    except (DamagedError, BrokenArchiveError):
        _note(where, verdicts.damaged(backup, max(level, FULL, key=_order), clock()))
        raise


def _order(level: str) -> int:
    return verdicts.LEVELS.index(level)


def _note(where: Located, backup: BackupView) -> None:
    """Say beside it that it is damaged; that it is counts more than that nobody could write it down."""
    with suppress(AcademyError):
        catalogue.write(where.target, backup)
