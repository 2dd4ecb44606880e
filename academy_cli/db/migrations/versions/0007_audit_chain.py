"""Bulk work, outgoing mail, and an audit log that proves itself.

Revision 0007. Entries of the audit log that were there are numbered without gaps and chained.
"""

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import UTC
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

MOMENT = sa.DateTime(timezone=True)
DIGEST = sa.String(64)
ZEROS = "0" * 64


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    _batches()
    _outbox()
    _audit_log()


# A migration says all of itself: what it shared with another one could change under it later.


def _table(name: str, *parts: Any, key: tuple[str, ...] = ("id",)) -> None:
    op.create_table(name, *parts, sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"))


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    """A key that is given, not counted up by the database."""
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _need(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _may(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}")


def _checks(table: str, name: str, what: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(what, name=op.f(f"ck_{table}_{name}"))


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def _index(table: str, *columns: str, name: str = "") -> None:
    op.create_index(name or f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def _batches() -> None:
    name = "batches"
    _table(
        name,
        _id(),
        _need("reference", sa.String(32)),
        _need("kind", sa.String(32)),
        _need("file_name", sa.Text()),
        _need("file_sha256", DIGEST),
        _need("options", sa.Text()),
        _need("rows", sa.Integer()),
        _need("done", sa.Integer()),
        _need("counts", sa.Text()),
        _need("state", sa.String(16)),
        _need("actor", sa.Text()),
        _need("started_at", MOMENT),
        _may("finished_at", MOMENT),
        _may("undoes_id", sa.Integer()),
        _checks(name, "state", "state in ('running', 'done', 'undone')"),
        _refers(name, "undoes_id", "batches"),
        _unique(name, "reference"),
    )
    _index(name, "undoes_id")
    name = "batch_rows"
    _table(
        name,
        _need("batch_id", sa.Integer()),
        _number("number"),
        _need("outcome", sa.String(16)),
        _may("subject_id", sa.Integer()),
        _may("before", sa.Text()),
        _may("after", sa.Text()),
        _may("reason", sa.Text()),
        _checks(name, "outcome", "outcome in ('create', 'update', 'refused')"),
        _refers(name, "batch_id", "batches"),
        key=("batch_id", "number"),
    )


def _outbox() -> None:
    name = "outbox"
    _table(
        name,
        _id(),
        _need("event", sa.String(128)),
        _need("recipient", sa.String(254)),
        _need("template", sa.String(64)),
        _may("user_id", sa.Integer()),
        _may("language", sa.String(35)),
        _need("values", sa.Text()),
        _need("created_at", MOMENT),
        _need("state", sa.String(16)),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        _need("next_try_at", MOMENT),
        _may("sent_at", MOMENT),
        _may("last_error", sa.Text()),
        _checks(name, "state", "state in ('waiting', 'sent', 'dead', 'cancelled')"),
        _refers(name, "user_id", "users"),
        _unique(name, "event", "recipient", "template"),
    )
    _index(name, "user_id")
    _index(name, "state", "next_try_at", name="ix_outbox_next_try_at")


# -- the audit log: nothing refers to it, so it is made anew ------------------------------------------


OLD = sa.table(
    "audit_log",
    sa.column("id", sa.Integer()),
    sa.column("at", MOMENT),
    *map(sa.column, ("actor", "action", "subject", "details")),
)
HELD = 1000
"""Entries that are chained at a time."""


def _audit_log() -> None:
    old = op.get_bind().execute(sa.select(OLD).order_by(OLD.c.id)).all()
    op.drop_table("audit_log")
    name = "audit_log"
    _table(
        name,
        _number("id"),
        _need("at", MOMENT),
        _need("actor", sa.Text()),
        _need("action", sa.String(64)),
        _need("subject", sa.Text()),
        _may("reason", sa.Text()),
        _need("source", sa.Text()),
        _may("details", sa.Text()),
        _may("salt", sa.String(32)),
        _need("details_sha256", DIGEST),
        _need("previous", DIGEST),
        _need("digest", DIGEST),
        _unique(name, "digest"),
    )
    for column in ("subject", "actor", "at"):
        _index(name, column)
    _table(
        "audit_head",
        _number("id"),
        _need("entries", sa.Integer()),
        _need("digest", DIGEST),
        _checks("audit_head", "one", "id = 1"),
    )
    _chain(old)


def _chain(old: Sequence[sa.Row[Any]]) -> None:
    """Put the old entries back, each with the digest of itself and of the one before."""
    names = ("id", "at", "actor", "action", "subject", "reason", "source", "details", "salt")
    digests = ("details_sha256", "previous", "digest")
    log = sa.table(
        "audit_log",
        *(sa.column(n, MOMENT if n == "at" else None) for n in (*names, *digests)),
    )
    head, entries = ZEROS, []
    for number, row in enumerate(old, 1):
        entries.append(_entry(number, row, head))
        head = entries[-1]["digest"]
    for begin in range(0, len(entries), HELD):
        op.get_bind().execute(sa.insert(log), entries[begin : begin + HELD])
    op.execute(f"insert into audit_head (id, entries, digest) values (1, {len(old)}, '{head}')")


def _entry(number: int, row: sa.Row[Any], previous: str) -> dict[str, Any]:
    at = row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC)
    salt = secrets.token_hex(16)
    told = {
        "id": number,
        "actor": row.actor,
        "action": row.action,
        "subject": row.subject,
        "reason": None,
        "source": "{}",
        "details_sha256": hashlib.sha256((salt + row.details).encode()).hexdigest(),
        "previous": previous,
    }
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(
        told | {"at": moment}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    return told | {"at": at, "details": row.details, "salt": salt, "digest": digest}
