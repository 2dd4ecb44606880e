"""Invoices, credit notes and closed months, none of which is ever changed.

Revision 0013.
"""

import sqlalchemy as sa
from alembic import op

from academy_cli.db.frozen import freeze
from academy_cli.models.base import UTCDateTime

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    _invoices()
    _invoice_series()
    _closings()
    freeze(op.get_bind(), "invoices")
    freeze(op.get_bind(), "closings")


def _invoices() -> None:
    op.create_table(
        "invoices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("series", sa.String(16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(40), nullable=False),
        sa.Column("about", sa.String(64), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("order_reference", sa.String(20), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("issued_at", UTCDateTime(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("previous_sha256", sa.String(64), nullable=False),
        sa.CheckConstraint("kind = 'invoice' or corrects_id is not null", name="corrects"),
        sa.CheckConstraint("kind in ('invoice', 'credit_note')", name="kind"),
        sa.CheckConstraint("gross = net + tax", name="gross"),
        sa.CheckConstraint("number > 0", name="number"),
        sa.ForeignKeyConstraint(["corrects_id"], ["invoices.id"]),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("about"),
        sa.UniqueConstraint("reference"),
        sa.UniqueConstraint("series", "year", "number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_invoices_corrects_id", "invoices", ["corrects_id"])
    op.create_index("ix_invoices_issued_at", "invoices", ["issued_at"])
    op.create_index("ix_invoices_order_reference", "invoices", ["order_reference"])
    op.create_index("ix_invoices_user_id", "invoices", ["user_id"])


def _invoice_series() -> None:
    op.create_table(
        "invoice_series",
        sa.Column("series", sa.String(16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("head_sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("series", "year"),
    )


def _closings() -> None:
    op.create_table(
        "closings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("previous_sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("month", "number"),
    )
