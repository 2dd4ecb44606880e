"""What stands in files before their bodies, and where modules and lessons stood: revisions can be had back.

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
    op.create_table(
        "former_places",
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("until_revision", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("content_id", "until_revision", name="pk_former_places"),
        sa.ForeignKeyConstraint(
            ["content_id"], ["contents.id"], name="fk_former_places_content_id_contents"
        ),
    )
