"""Backups of an academy: made, listed, shown and proved.

Knows in which order one comes to be, so that a crash leaves nothing that looks like one; refuses to bring one
back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime, timedelta
from pathlib import Path

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.audit.service import Act, record
from academy_cli.backups import catalogue, creating, means, verifying
from academy_cli.backups.catalogue import Orphan, find
from academy_cli.backups.creating import Making, Wish, Written
from academy_cli.backups.describing import described
from academy_cli.backups.errors import NoDatabaseError
from academy_cli.backups.finding import Located, located
from academy_cli.backups.freshness import Freshness, freshness, trouble
from academy_cli.backups.opening import NO_KEYS, Keys
from academy_cli.backups.ownership import instance_of, known_instance, readable_instance
from academy_cli.backups.progress import Progress, counted
from academy_cli.backups.proving import Proof, beside, prove_file
from academy_cli.backups.restoring import moments
from academy_cli.backups.retention import Decision, kept
from academy_cli.backups.snapshot import archive_mode, snapshot
from academy_cli.backups.targets import telling
from academy_cli.backups.vault import Keeping, Vault
from academy_cli.backups.verdicts import FULL
from academy_cli.backups.verifying import UNTOLD, Told
from academy_cli.backups.views import BackupView
from academy_cli.db.transaction import read, write
from academy_cli.errors import AcademyError
from academy_cli.kit.clock import utc_now
from academy_cli.payments import installation

PLAIN = Wish()


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
        self,
        wish: Wish = PLAIN,
        *,
        proof: str = FULL,
        identity: Path | None = None,
        progress: Progress = lambda _: None,
        missing: Callable[[Sequence[str]], None] = lambda _: None,
    ) -> BackupView:
        """Make one, and prove it before it gets its name.

        ``proof`` is how: quick reads the file again, full everything in it, restore loads it. What is
        encrypted can only be read by whoever has the key, so without ``identity`` its proof is quick.
        ``missing`` is told which files storage has lost. Raises NoDatabaseError, LockHeldError,
        UnfitValueError, MissingFilesError, DamagedFileError, BadRecipientError, BadIdentityError and
        TargetError; nothing is left then.
        """
        engine, target = means.require(self._vault, wish, identity), self._vault.target
        with self._vault.alone(engine):
            with write(engine) as connection:
                instance, at = installation.key(connection), self._clock()
            making = Making.begin(instance, at, catalogue.ids(target, at))
            proving = Proof(self._vault.place, Keys(identity), counted(progress))
            done, level = self._committed(making, wish, proof, proving)
            name = making.name(wish)
            backup = self._view(name, done, wish, level)
            with self._or_nothing(name):
                catalogue.write(target, backup)
                self._log("backup.create", backup, {"to": target.url, "sha256": backup.sha256})
            self._forget_replaced()
        missing(done.manifest.assets.missing)
        return backup

    @permits(Permission.BACKUP_CREATE)
    def rehearse(self, wish: Wish = PLAIN, *, identity: Path | None = None) -> None:
        """Prove that one can be made, as far as that goes without writing; raises what ``create`` does."""
        means.rehearse(self._vault, wish, identity)

    def _committed(
        self, making: Making, wish: Wish, level: str, proving: Proof
    ) -> tuple[Written, str]:
        """Write an archive, prove it, and give it its name; and how far it was proved."""
        target, name = self._vault.target, making.name(wish)
        path = target.place(name)
        try:
            with telling(path.parent):
                done, level = self._written(path, making, wish, level, proving)
            target.commit(path, name, done.sha256)
        finally:
            path.unlink(missing_ok=True)
        return done, level

    def _written(
        self, path: Path, making: Making, wish: Wish, level: str, proving: Proof
    ) -> tuple[Written, str]:
        """Write an archive, and prove it, and how far; in full that is done while it is written."""
        engine, name = self._vault.database.engine, making.name(wish)
        parts, told = (self._vault.files, making, wish), proving.progress
        if level == FULL and not wish.recipients:
            with beside(path, name) as proof:
                with snapshot(engine) as moment:
                    done = creating.written(
                        *(path, moment, *parts), progress=told, growing=proof.growing
                    )
                proof.require(done)
            return done, level
        with snapshot(engine) as moment:
            done = creating.written(path, moment, *parts, progress=told)
        silent = proving._replace(progress=lambda _: None)
        return done, prove_file(path, name, done, level, silent)

    def _forget_replaced(self) -> None:
        """Remove databases that restores replaced and that are not kept any more, if that can be done."""
        with suppress(AcademyError):
            moments.forget_old(self._vault.place, self._clock())

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
    def orphans(self) -> Sequence[Orphan]:
        """Archives that nothing says to be whole, each with the reason."""
        return catalogue.orphans(self._vault.target)

    @permits(Permission.BACKUP_LIST)
    def other(self) -> str:
        """The newest backup of another academy, where there is none of this one; empty else."""
        known = catalogue.backups(self._vault.target)
        instance = readable_instance(self._vault.database)
        is_ours = any(one.instance == instance for one in known)
        return known[0].id if known and not is_ours else ""

    @permits(Permission.BACKUP_LIST)
    def list(self) -> Sequence[BackupView]:
        """Every backup that is whole, the newest first."""
        return catalogue.backups(self._vault.target)

    @permits(Permission.BACKUP_LIST)
    def show(
        self, word: str, *, keys: Keys = NO_KEYS, progress: Progress = lambda _: None
    ) -> BackupView:
        """One by its id, its file, the path of one, or “latest”, which is the newest of this academy.

        Raises UnknownBackupError, NoBackupError and WhoseLatestError; and what reading a file raises that
        nothing lies beside.
        """
        return verifying.show(self._located(word), Proof(self._vault.place, keys, progress))

    @permits(Permission.BACKUP_LIST)
    def verify(
        self,
        word: str,
        *,
        level: str = FULL,
        keys: Keys = NO_KEYS,
        progress: Progress = lambda _: None,
        told: Told = UNTOLD,
    ) -> BackupView:
        """Prove one: that its file is what was written, that all in it is whole, or that it can be restored.

        What comes of it is noted beside it: the most that was proved, or that it is damaged. ``told`` is
        told what was said wrong there and is right now, and why nothing could be noted. Raises
        UnknownBackupError, WhoseLatestError, DamagedError, NoIdentityError, WrongIdentityError, and with
        ``restore`` what ``loading.rehearse`` raises.
        """
        proof = Proof(self._vault.place, keys, progress)
        return verifying.verify(self._located(word), level, proof, self._clock, told)

    def _located(self, word: str) -> Located:
        return located(self._vault.target, word, readable_instance(self._vault.database))

    @permits(Permission.BACKUP_LIST)
    def freshness(self, limit: timedelta) -> Freshness:
        """Whether there is a good backup of this academy that is young enough."""
        database = self._vault.database
        instance = known_instance(database)
        found = freshness(self.list(), self._clock(), limit, instance)
        if instance is None:
            return found
        with read(database.engine) as connection:
            return found._replace(archive_mode=archive_mode(connection))

    @permits(Permission.BACKUP_LIST)
    def trouble(self, limit: timedelta) -> AcademyError | None:
        """Why there is none, to be raised once what there is was shown."""
        instance = known_instance(self._vault.database)
        found, target = self.list(), self._vault.target
        alone = "" if found else catalogue.newest_archive(target, instance or "")
        return trouble(found, self._clock(), limit, instance, alone)

    @permits(Permission.BACKUP_PRUNE)
    def prune(self, keeping: Keeping, *, dry_run: bool = False) -> Sequence[Decision]:
        """Remove what no rule keeps; what becomes of each, and why, the newest first.

        What says that a backup is whole goes first: a crash leaves an archive that is none, never a backup
        without its archive. Raises ClockBehindError, LockHeldError and NoDatabaseError.
        """
        engine, target = self._vault.database.existing(), self._vault.target
        if engine is None:
            raise NoDatabaseError
        with nullcontext() if dry_run else self._vault.alone(engine):
            found = kept(
                catalogue.backups(target),
                keeping.rules,
                self._clock(),
                keeping.zone,
                instance_of(self._vault.database),
                least=keeping.least,
            )
            for one in found if not dry_run else ():
                if not one.is_kept:
                    self._remove(one.backup.archive)
                    self._log("backup.prune", one.backup, {"from": target.url})
            if not dry_run:
                self._forget_replaced()
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
        backup = find(self._vault.target, word, readable_instance(self._vault.database))
        wanted = backup._replace(
            label=backup.label if label is None else label,
            is_held=backup.is_held if is_held is None else is_held,
        )
        engine = self._vault.database.existing()
        if engine is None:
            raise NoDatabaseError
        if wanted != backup and not dry_run:
            with self._vault.alone(engine):
                catalogue.write(self._vault.target, wanted)
                told = {"label": wanted.label, "is_held": wanted.is_held}
                self._log("backup.set", wanted, told)
        return wanted

    def _view(self, name: str, done: Written, wish: Wish, level: str) -> BackupView:
        now = self._clock()
        return described(name, done.header, done.manifest, (done.sha256, done.size))._replace(
            finished_at=now,
            verified=level,
            verified_at=now,
            signed_by=wish.signer.public if wish.signer else "",
        )

    def _log(self, action: str, backup: BackupView, details: dict[str, object]) -> None:
        engine = self._vault.database.existing()
        assert engine is not None
        with write(engine) as connection:
            act = Act(action, f"backup:{backup.id}", details)
            record(connection, at=self._clock(), actor=self.actor, act=act)
