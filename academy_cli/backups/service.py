"""Backups of an academy: made, listed, shown and proved.

Knows in which order one comes to be, so that a crash leaves nothing that looks like one; refuses to bring one
back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import NamedTuple

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.audit.service import Act, record
from academy_cli.backups import catalogue, creating, opening
from academy_cli.backups.catalogue import find
from academy_cli.backups.creating import Files, Making, Wish, Written
from academy_cli.backups.errors import DamagedError, NoDatabaseError
from academy_cli.backups.freshness import Freshness, freshness, trouble
from academy_cli.backups.opening import NO_KEYS, Keys
from academy_cli.backups.progress import Progress, counted
from academy_cli.backups.proving import FULL, QUICK, Proof, beside, prove_content, prove_file
from academy_cli.backups.restoring.places import Place
from academy_cli.backups.retention import Decision, kept
from academy_cli.backups.snapshot import archive_mode, snapshot
from academy_cli.backups.targets import Target, telling
from academy_cli.backups.views import BackupView
from academy_cli.db.lock import named_lock
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.errors import AcademyError
from academy_cli.kit.clock import utc_now
from academy_cli.kit.keeprules import Rules
from academy_cli.payments import installation

LOCK = "backup"
PLAIN = Wish()


@dataclass(frozen=True)
class Vault:
    """What backups are made of, and where they are kept."""

    database: Database
    place: Place
    target: Target
    files: Files
    wait_s: float = 0


class Keeping(NamedTuple):
    """Which backups are kept: by which rules, in which time zone, and how many at least."""

    rules: Rules
    zone: tzinfo
    least: int


class Backups:
    """What one actor does with the backups of one academy."""

    def __init__(
        self, vault: Vault, actor: Actor, *, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._vault = vault
        self._clock: Callable[[], datetime] = lambda: clock().replace(microsecond=0)
        self.actor = actor

    @permits(Permission.BACKUP_CREATE)
    def create(
        self, wish: Wish = PLAIN, *, proof: str = FULL, progress: Progress = lambda _: None
    ) -> BackupView:
        """Make one, and prove it before it gets its name.

        ``proof`` is how: quick reads the file again, full everything in it, restore loads it. What is
        encrypted can only be read by whoever has the key, so its proof is quick. Raises NoDatabaseError,
        LockHeldError, UnfitValueError, MissingFilesError, DamagedFileError, BadRecipientError and
        TargetError; nothing is left then.
        """
        engine, target = self._vault.database.existing(), self._vault.target
        if engine is None:
            raise NoDatabaseError
        with named_lock(engine, LOCK, self._vault.wait_s):
            with write(engine) as connection:
                instance, at = installation.key(connection), self._clock()
            making = Making.begin(instance, at, catalogue.ids(target, at))
            name = making.name(wish)
            path = target.place(name)
            level = QUICK if wish.recipients else proof
            try:
                with telling(path.parent):
                    done = self._written(path, making, wish, level, counted(progress))
                target.commit(path, name, done.sha256)
            finally:
                path.unlink(missing_ok=True)
            backup = self._view(making, name, done, wish, level)
            with self._or_nothing(name):
                catalogue.write(target, backup)
                self._log("backup.create", backup, {"to": target.url, "sha256": backup.sha256})
        return backup

    def _written(
        self, path: Path, making: Making, wish: Wish, level: str, progress: Progress
    ) -> Written:
        """Write an archive, and prove it; in full that is done while it is written."""
        engine, name = self._vault.database.engine, making.name(wish)
        parts = (self._vault.files, making, wish)
        if level == FULL:
            with beside(path, name) as proof:
                with snapshot(engine) as moment:
                    done = creating.written(
                        *(path, moment, *parts), progress=progress, growing=proof.growing
                    )
                proof.require(done)
            return done
        with snapshot(engine) as moment:
            done = creating.written(path, moment, *parts, progress=progress)
        prove_file(path, name, done, level, self._vault.place)
        return done

    @contextmanager
    def _or_nothing(self, name: str) -> Iterator[None]:
        """Take an archive away again where the block fails: it may be what filled the disk."""
        try:
            yield
        except BaseException:
            with suppress(AcademyError):
                self._remove(name)
            raise

    def _remove(self, name: str) -> None:
        """Remove what says that an archive is whole, and then the archive."""
        self._vault.target.delete(f"{name}{catalogue.BESIDE}")
        self._vault.target.delete(name)

    @property
    def where(self) -> str:
        """Where they are kept."""
        return self._vault.target.url

    @permits(Permission.BACKUP_LIST)
    def orphans(self) -> Sequence[str]:
        """Archives that nothing says to be whole."""
        return catalogue.orphans(self._vault.target)

    @permits(Permission.BACKUP_LIST)
    def list(self) -> Sequence[BackupView]:
        """Every backup that is whole, the newest first."""
        return catalogue.backups(self._vault.target)

    @permits(Permission.BACKUP_LIST)
    def show(self, word: str) -> BackupView:
        """One by its id, its file or “latest”. Raises UnknownBackupError and NoBackupError."""
        return find(self._vault.target, word)

    @permits(Permission.BACKUP_LIST)
    def verify(
        self,
        word: str,
        *,
        level: str = FULL,
        keys: Keys = NO_KEYS,
        progress: Progress = lambda _: None,
    ) -> BackupView:
        """Prove one: that its file is what was written, that all in it is whole, or that it can be restored.

        Raises UnknownBackupError, DamagedError, NoIdentityError, WrongIdentityError, and with ``restore``
        what ``loading.rehearse`` raises.
        """
        backup = find(self._vault.target, word)
        with self._vault.target.open(backup.archive) as file:
            found = opening.digest(file)
        if found != (backup.sha256, backup.size):
            raise DamagedError(backup.archive, "it is not the file that was written")
        if level != QUICK or keys.signed_by:
            with self._vault.target.open(backup.archive) as file:
                prove_content(file, backup, level, Proof(self._vault.place, keys, progress))
        backup = backup._replace(verified=level, verified_at=self._clock())
        catalogue.write(self._vault.target, backup)
        return backup

    @permits(Permission.BACKUP_LIST)
    def freshness(self, limit: timedelta) -> Freshness:
        """Whether there is a good backup of this academy that is young enough."""
        found = freshness(self.list(), self._clock(), limit, self._instance())
        engine = self._vault.database.existing()
        if engine is None:
            return found
        with read(engine) as connection:
            return found._replace(archive_mode=archive_mode(connection))

    @permits(Permission.BACKUP_LIST)
    def trouble(self, limit: timedelta) -> AcademyError | None:
        """Why there is none, to be raised once what there is was shown."""
        return trouble(self.list(), self._clock(), limit, self._instance())

    @permits(Permission.BACKUP_PRUNE)
    def prune(self, keeping: Keeping, *, dry_run: bool = False) -> Sequence[Decision]:
        """Remove what no rule keeps; what becomes of each, and why, the newest first.

        What says that a backup is whole goes first: a crash leaves an archive that is none, never a backup
        without its archive. Raises ClockBehindError, LockHeldError and NoDatabaseError.
        """
        engine, target = self._vault.database.existing(), self._vault.target
        if engine is None:
            raise NoDatabaseError
        with nullcontext() if dry_run else named_lock(engine, LOCK, self._vault.wait_s):
            found = kept(
                catalogue.backups(target),
                keeping.rules,
                self._clock(),
                keeping.zone,
                self._instance(),
                least=keeping.least,
            )
            for one in found if not dry_run else ():
                if not one.is_kept:
                    self._remove(one.backup.archive)
                    self._log("backup.prune", one.backup, {"from": target.url})
        return found

    @permits(Permission.BACKUP_PRUNE)
    def set(
        self,
        word: str,
        *,
        label: str | None = None,
        is_held: bool | None = None,
        dry_run: bool = False,
    ) -> BackupView:
        """Give one another label, or hold it: what has a label or is held is never dropped.

        Raises UnknownBackupError, NoBackupError and NoDatabaseError.
        """
        backup = find(self._vault.target, word)
        wanted = backup._replace(
            label=backup.label if label is None else label,
            is_held=backup.is_held if is_held is None else is_held,
        )
        engine = self._vault.database.existing()
        if engine is None:
            raise NoDatabaseError
        if wanted != backup and not dry_run:
            with named_lock(engine, LOCK, self._vault.wait_s):
                catalogue.write(self._vault.target, wanted)
                told = {"label": wanted.label, "is_held": wanted.is_held}
                self._log("backup.set", wanted, told)
        return wanted

    def _instance(self) -> str:
        """Which academy this is; empty where there is none."""
        engine = self._vault.database.existing()
        if engine is None:
            return ""
        with read(engine) as connection:
            return installation.known_key(connection) or ""

    def _view(self, making: Making, name: str, done: Written, wish: Wish, level: str) -> BackupView:
        now = self._clock()
        return BackupView(
            id=making.id,
            label=wish.label,
            created_at=making.at,
            finished_at=now,
            archive=name,
            size=done.size,
            sha256=done.sha256,
            revision=done.header.revision,
            academy=done.header.academy,
            engine=done.header.engine,
            rows=done.manifest.rows,
            files=done.manifest.assets.number,
            content=done.manifest.content,
            recipients=wish.recipients,
            is_held=False,
            verified=level,
            verified_at=now,
            instance=making.instance,
            signed_by=wish.signer.public if wish.signer else "",
        )

    def _log(self, action: str, backup: BackupView, details: dict[str, object]) -> None:
        engine = self._vault.database.existing()
        assert engine is not None
        with write(engine) as connection:
            act = Act(action, f"backup:{backup.id}", details)
            record(connection, at=self._clock(), actor=self.actor, act=act)
