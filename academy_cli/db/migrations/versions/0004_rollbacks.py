"""Which revision a rollback brought back.

Revision 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    op.add_column("revisions", sa.Column("rollback_to", sa.Integer(), nullable=True))
