"""Orders that are paid by the provider's invoice, and until when.

Revision 0017.
"""

import sqlalchemy as sa
from alembic import op

from academy_cli.models.base import UTCDateTime

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    op.add_column("orders", sa.Column("due_at", UTCDateTime(), nullable=True))
