"""Lost disputes of which a part, or all, had been credited before.

Revision 0018.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    column = sa.Column("loss", sa.BigInteger(), nullable=False, server_default=sa.text("0"))
    op.add_column("disputes", column)
