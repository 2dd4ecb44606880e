"""Refunds and every step of them, and the ledger of what moved.

Revision 0015.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from academy_cli.db.frozen import freeze
from academy_cli.models.base import UTCDateTime

revision = "0015"
down_revision = "0014"
KINDS = "kind in ('payment', 'refund', 'refund_failure', 'dispute', 'dispute_reversal')"
STATES = (
    "state in ('requested', 'approved', 'submitting', 'unknown', 'pending', 'requires_action',"
    " 'succeeded', 'failed', 'canceled', 'rejected', 'withdrawn')"
)


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    _refunds()
    _refund_lines()
    _refund_events()
    _ledger()
    freeze(op.get_bind(), "refund_events")
    freeze(op.get_bind(), "ledger")


def _refund_columns() -> Iterator[sa.Column[Any]]:
    yield from (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("request_key", sa.String(64), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("access", sa.String(16), nullable=False),
        sa.Column("policy", sa.Text(), server_default="{}", nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempt", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("api_version", sa.String(64), nullable=True),
        sa.Column("provider_id", sa.String(255), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("first_sent_at", UTCDateTime(), nullable=True),
        sa.Column("lease_until", UTCDateTime(), nullable=True),
        sa.Column("needs_attention", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("credit_note_id", sa.Integer(), nullable=True),
        sa.Column("requested_by", sa.String(254), nullable=False),
        sa.Column("approved_by", sa.String(254), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
    )


def _refund_rules() -> Iterator[sa.Constraint]:
    yield from (
        sa.CheckConstraint("access in ('keep', 'remove')", name="access"),
        sa.CheckConstraint("origin in ('academy', 'dashboard', 'dispute')", name="origin"),
        sa.CheckConstraint(STATES, name="state"),
        sa.CheckConstraint("amount > 0", name="amount"),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"]),
        sa.ForeignKeyConstraint(["credit_note_id"], ["invoices.id"]),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
        sa.UniqueConstraint("provider_id"),
        sa.UniqueConstraint("reference"),
        sa.UniqueConstraint("request_key"),
    )


def _refunds() -> None:
    op.create_table("refunds", *_refund_columns(), *_refund_rules(), sqlite_autoincrement=True)
    op.create_index("ix_refunds_batch_id", "refunds", ["batch_id"])
    op.create_index("ix_refunds_credit_note_id", "refunds", ["credit_note_id"])
    op.create_index("ix_refunds_payment_id", "refunds", ["payment_id"])
    op.create_index("ix_refunds_state", "refunds", ["state", "updated_at"])


def _refund_lines() -> None:
    op.create_table(
        "refund_lines",
        sa.Column("refund_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["order_lines.id"]),
        sa.ForeignKeyConstraint(["refund_id"], ["refunds.id"]),
        sa.PrimaryKeyConstraint("refund_id", "line_id"),
    )
    op.create_index("ix_refund_lines_line_id", "refund_lines", ["line_id"])


def _refund_events() -> None:
    op.create_table(
        "refund_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("refund_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("before", sa.String(16), nullable=True),
        sa.Column("after", sa.String(16), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["refund_id"], ["refunds.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_refund_events_refund_id", "refund_events", ["refund_id"])


def _ledger() -> None:
    op.create_table(
        "ledger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("provider", sa.String(16), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(KINDS, name="kind"),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ledger_at", "ledger", ["at"])
    op.create_index("ix_ledger_payment_id", "ledger", ["payment_id"])
