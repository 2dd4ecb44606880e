"""What the payment provider said, and which academy this is.

Revision 0016.
"""

import sqlalchemy as sa
from alembic import op

from academy_cli.models.base import UTCDateTime

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    _installation()
    _stripe_events()
    _stripe_objects()
    _sync_cursors()


def _installation() -> None:
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("id = 1", name="one"),
        sa.PrimaryKeyConstraint("id"),
    )


def _stripe_events() -> None:
    op.create_table(
        "stripe_events",
        sa.Column("id", sa.String(255), nullable=False),
        sa.Column("type", sa.String(100), nullable=False),
        sa.Column("object_id", sa.String(255), nullable=False),
        sa.Column("related_id", sa.String(255), nullable=True),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("created", UTCDateTime(), nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("applied_at", UTCDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint("source in ('poll', 'webhook')", name="source"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_stripe_events_applied_at", "stripe_events", ["applied_at", "created"])


def _stripe_objects() -> None:
    op.create_table(
        "stripe_objects",
        sa.Column("id", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("parent_id", sa.String(255), nullable=True),
        sa.Column("type", sa.String(64), nullable=True),
        sa.Column("status", sa.String(32), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("refunded", sa.BigInteger(), nullable=True),
        sa.Column("fee", sa.BigInteger(), nullable=True),
        sa.Column("net", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("academy_reference", sa.String(64), nullable=True),
        sa.Column("installation", sa.String(64), nullable=True),
        sa.Column("created", UTCDateTime(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_stripe_objects_created", "stripe_objects", ["kind", "created"])
    op.create_index("ix_stripe_objects_parent_id", "stripe_objects", ["parent_id"])


def _sync_cursors() -> None:
    op.create_table(
        "sync_cursors",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("created", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
