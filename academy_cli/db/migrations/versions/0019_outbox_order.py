"""Mail in the order in which it is taken: by when it is due, and by number where that is the same.

Revision 0019.
"""

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    op.drop_index("ix_outbox_next_try_at", "outbox")
    op.create_index("ix_outbox_next_try_at", "outbox", ["state", "next_try_at", "id"])
