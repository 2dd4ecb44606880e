"""Grants by what they come from: a refund, a dispute or a renewal finds its own without reading all.

Revision 0022.
"""

from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    op.create_index("ix_grants_reference", "grants", ["reference"])
