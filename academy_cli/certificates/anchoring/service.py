"""Closing batches, handing out their roots, and taking in where those were written down.

One method is one unit of work. Knows no chain and no calendar: who anchors a root does that elsewhere, and
until then nothing here says that it was done.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, insert, select, update

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.audit.service import Act, record
from academy_cli.certificates import listing
from academy_cli.certificates.anchoring import tree
from academy_cli.certificates.anchoring.errors import (
    AnchoredError,
    NothingToAnchorError,
    NotInBatchError,
    ProofTooLargeError,
    UnknownBatchError,
)
from academy_cli.certificates.credential import merkle
from academy_cli.certificates.office import Office
from academy_cli.certificates.publishing import store
from academy_cli.db.lock import hold
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.models import Certificate, CertificateBatch

LOCK = "certificates, batches"
LARGEST_PROOF = 1024 * 1024


class BatchView(NamedTuple):
    """A batch; without an ``anchor`` its root stands nowhere but here."""

    batch: int
    root: str
    certificates: int
    created_at: datetime
    anchor: str | None
    anchored_at: datetime | None
    proof: str | None
    """The name of the file that proves it."""


class Anchors:
    """The batches of one academy, for one actor."""

    def __init__(self, database: Database, actor: Actor, office: Office) -> None:
        self._database, self._office = database, office
        self.actor = actor

    @permits(Permission.CERTIFICATE_ANCHOR)
    def list(self) -> tuple[BatchView, ...]:
        """Every batch, the oldest first."""
        engine = self._database.existing()
        if engine is None:
            return ()
        with read(engine) as connection:
            return tuple(map(_view, store.batches(connection)))

    @permits(Permission.CERTIFICATE_ANCHOR)
    def export(self, *, dry_run: bool = False) -> BatchView:
        """Close a batch of everything that was signed and is in none. Raises NothingToAnchorError."""
        engine, now = self._database.existing(), self._office.clock()
        if engine is None:
            raise NothingToAnchorError
        with read(engine) if dry_run else write(engine) as connection:
            if not dry_run:
                hold(connection, LOCK)
            return self._closed(connection, now, dry_run=dry_run)

    def _closed(self, connection: Connection, now: datetime, *, dry_run: bool) -> BatchView:
        free = (Certificate.batch_id.is_(None), Certificate.signed_at.is_not(None))
        query = select(Certificate.id, Certificate.leaf).where(*free).order_by(Certificate.id)
        rows = connection.execute(query if dry_run else query.with_for_update()).all()
        if not rows:
            raise NothingToAnchorError
        root = merkle.root([bytes.fromhex(row.leaf) for row in rows]).hex()
        values = {"root": root, "size": len(rows), "created_at": now}
        if dry_run:
            return BatchView(0, root, len(rows), now, None, None, None)
        made = insert(CertificateBatch).values(**values).returning(CertificateBatch.id)
        number = connection.execute(made).scalar_one()
        last = Certificate.id <= rows[-1].id
        connection.execute(update(Certificate).where(*free, last).values(batch_id=number))
        told = {"root": root, "certificates": len(rows)}
        act = Act("certificate.anchor.export", f"certificate-batch:{number}", told)
        record(connection, at=now, actor=self.actor, act=act)
        return _view(_batch(connection, number))

    @permits(Permission.CERTIFICATE_ANCHOR)
    def take_in(
        self, number: int, where: str, proof: Path | None = None, *, dry_run: bool = False
    ) -> BatchView:
        """Know where a root was written down, with a file that proves it, if there is one.

        Raises UnknownBatchError, AnchoredError and ProofTooLargeError.
        """
        engine, now = self._database.existing(), self._office.clock()
        if engine is None:
            raise UnknownBatchError(number)
        content = proof.read_bytes() if proof is not None else None
        if content is not None and len(content) > LARGEST_PROOF:
            raise ProofTooLargeError(str(proof), LARGEST_PROOF)
        name = proof.name if proof is not None else None
        with read(engine) if dry_run else write(engine) as connection:
            row = _batch(connection, number)
            if row.anchor is not None and row.anchor != where:
                raise AnchoredError(number, row.anchor)
            if dry_run:
                return _view(row)._replace(anchor=where, anchored_at=now, proof=name)
            values = {"anchor": where, "proof_name": name, "proof": content, "anchored_at": now}
            mine = update(CertificateBatch).where(CertificateBatch.id == number)
            connection.execute(mine.values(**values))
            act = Act("certificate.anchor.import", f"certificate-batch:{number}", {"anchor": where})
            record(connection, at=now, actor=self.actor, act=act)
            return _view(_batch(connection, number))

    @permits(Permission.CERTIFICATE_SHOW)
    def proof(self, word: str) -> Mapping[str, Any]:
        """The proof that one is in its batch. Raises UnknownCertificateError and NotInBatchError."""
        engine = self._database.existing()
        if engine is None:
            raise NotInBatchError(word)
        with read(engine) as connection:
            row = listing.seen(connection, self.actor, word)
            if row.batch_id is None:
                raise NotInBatchError(word)
            batch = _batch(connection, row.batch_id)
            return tree.proofs_in(batch, store.leaves(connection, batch.id))[row.leaf]


def _batch(connection: Connection, number: int) -> Row[Any]:
    query = select(CertificateBatch.__table__).where(CertificateBatch.id == number)
    row = connection.execute(query).first()
    if row is None:
        raise UnknownBatchError(number)
    return row


def _view(row: Row[Any]) -> BatchView:
    return BatchView(
        row.id, row.root, row.size, row.created_at, row.anchor, row.anchored_at, row.proof_name
    )
