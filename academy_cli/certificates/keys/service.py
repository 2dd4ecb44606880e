"""Look after the keys that sign certificates: make one, take another, give one up that was stolen.

One method is one unit of work. A private key stands in its folder before a row knows of it, so a crash leaves
a key too many and never one too few.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.audit.service import Act, record
from academy_cli.certificates import letters
from academy_cli.certificates.credential import didkey
from academy_cli.certificates.keys import folder, store
from academy_cli.certificates.keys.errors import (
    SigningKeyThereError,
    StillToComeError,
    UnknownKeyError,
)
from academy_cli.certificates.keys.ring import Ring
from academy_cli.certificates.keys.views import KeyView
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.kit.clock import utc_now

SKEW = timedelta(minutes=5)
"""How far another clock may be ahead."""


class CertificateKeys:
    """The keys of one academy, for one actor."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        ring: Ring,
        *,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database, self._ring, self._clock = database, ring, clock
        self.actor = actor

    @permits(Permission.CERTIFICATE_KEY)
    def list(self) -> tuple[KeyView, ...]:
        """Every key, the newest first."""
        engine = self._database.existing()
        if engine is None:
            return ()
        with read(engine) as connection:
            return tuple(self._view(connection, row) for row in store.keys(connection))

    @permits(Permission.CERTIFICATE_KEY)
    def init(self, *, dry_run: bool = False) -> KeyView | None:
        """Make the first key; None from a dry run. Raises SigningKeyThereError and KeyThereError."""
        engine = self._database.existing() if dry_run else self._database.ready()
        if engine is not None:
            with read(engine) as connection:
                there = store.signing(connection)
            if there is not None:
                raise SigningKeyThereError(there.name)
        return None if dry_run else self._made("certificate.key.init")

    @permits(Permission.CERTIFICATE_KEY)
    def rotate(self, *, dry_run: bool = False) -> KeyView | None:
        """Sign with a new key from now on; what the old one signed holds. None from a dry run."""
        return None if dry_run else self._made("certificate.key.rotate")

    @permits(Permission.CERTIFICATE_KEY)
    def take_in(self, path: Path, passphrase: str = "", *, dry_run: bool = False) -> KeyView | None:
        """Sign with a key that was made elsewhere, or bring one back whose file was lost.

        Raises NoKeyFileError, OpenKeyError, NoPrivateKeyError and KeyThereError. None from a dry run.
        """
        private = folder.read_in(path, passphrase)
        if dry_run:
            return None
        name = didkey.name_of(private.public_key().public_bytes_raw())
        if not self._ring.is_here(name):
            folder.kept(self._ring.folder, private, self._ring.passphrase)
        public = private.public_key().public_bytes_raw()
        return self._known(public, "certificate.key.import")

    @permits(Permission.CERTIFICATE_KEY)
    def compromised(
        self, name: str, since: datetime, reason: str | None, *, dry_run: bool = False
    ) -> KeyView:
        """Give up a key that somebody else may have since a moment; what it signed before that holds.

        Letters with what does not hold by that, and that wait to be sent, are called off. Raises
        UnknownKeyError and StillToComeError.
        """
        engine, now = self._database.existing(), self._clock()
        if engine is None:
            raise UnknownKeyError(name)
        if since > now + SKEW:
            raise StillToComeError(since)
        with read(engine) if dry_run else write(engine) as connection:
            row = store.key(connection, name)
            if row is None:
                raise UnknownKeyError(name)
            known = min(filter(None, (row.compromised_at, since)))
            if not dry_run:
                store.lose(connection, name, known, now)
                details = {"since": known.isoformat()}
                act = Act("certificate.key.compromised", f"key:{name}", details, reason)
                record(connection, at=now, actor=self.actor, act=act)
                row = store.key(connection, name) or row
            doubted = store.codes_since(connection, name, known)
            return self._view(connection, row)._replace(
                to_reissue=store.signed_since(connection, name, known, now),
                compromised_at=known,
                called_off=letters.call_off(connection, *doubted, dry_run=dry_run),
            )

    def _made(self, action: str) -> KeyView:
        engine = self._database.ready()
        with read(engine):
            public = folder.made(self._ring.folder, self._ring.passphrase)
        return self._known(public, action)

    def _known(self, public: bytes, action: str) -> KeyView:
        """Let a key's row be there, and let it sign."""
        name, now = didkey.name_of(public), self._clock()
        with write(self._database.ready()) as connection:
            if store.key(connection, name) is None:
                store.add(connection, name, didkey.did(public), now)
                record(connection, at=now, actor=self.actor, act=Act(action, f"key:{name}", {}))
            found = store.key(connection, name)
            assert found is not None
            return self._view(connection, found)

    def _view(self, connection: Connection, row: Row[Any]) -> KeyView:
        trouble = self._ring.trouble(row.name)
        here = (
            "yes" if trouble is None else "no" if trouble.code == "key.missing" else trouble.message
        )
        state = "compromised" if row.compromised_at else "retired" if row.retired_at else "signs"
        since = row.compromised_at
        return KeyView(
            row.name,
            state,
            row.did,
            row.certificates,
            here,
            row.created_at,
            row.retired_at,
            row.compromised_at,
            store.signed_since(connection, row.name, since, self._clock()) if since else 0,
        )
