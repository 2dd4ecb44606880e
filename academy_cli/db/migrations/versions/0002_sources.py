"""What stands in files before their bodies, so that a revision can be written back as it was.

Revision 0002. Files that were applied before are kept whole from their next change on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    op.create_table(
        "sources",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_sources"),
    )
