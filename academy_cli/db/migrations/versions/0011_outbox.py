"""Mail that leaves: what each message is called on its way, and who is not written to.

Revision 0011.
"""

import sqlalchemy as sa
from alembic import op

from academy_cli.models.base import UTCDateTime

revision = "0011"
down_revision = "0010"

STATES = "state in ('waiting', 'sending', 'sent', 'unsure', 'dead', 'cancelled')"


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    _campaigns()
    _outbox()
    _suppressions()


def _campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(16), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(64), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("paused_because", sa.Text(), nullable=True),
        sa.CheckConstraint("state in ('running', 'paused', 'cancelled')", name="state"),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reference"),
    )
    op.create_index("ix_campaigns_course_id", "campaigns", ["course_id"])


def _outbox() -> None:
    if op.get_bind().dialect.name != "sqlite":  # which makes the table anew, without its checks
        op.drop_constraint(op.f("ck_outbox_state"), "outbox", type_="check")
    with op.batch_alter_table("outbox") as table:
        table.create_check_constraint("state", STATES)
        table.add_column(sa.Column("message_id", sa.String(255), nullable=True))
        table.add_column(sa.Column("provider_id", sa.String(255), nullable=True))
        table.add_column(sa.Column("campaign_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            "fk_outbox_campaign_id_campaigns", "campaigns", ["campaign_id"], ["id"]
        )
    op.create_index("ix_outbox_campaign_id", "outbox", ["campaign_id"])


def _suppressions() -> None:
    op.create_table(
        "suppressions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("scope", sa.String(16), nullable=False),
        sa.Column("cause", sa.String(16), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("scope in ('all', 'campaigns')", name="scope"),
        sa.CheckConstraint("cause in ('bounce', 'complaint', 'unsubscribe', 'wish')", name="cause"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("recipient", "scope"),
    )
