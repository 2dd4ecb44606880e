"""Tokens that tokens made, and names that are free again once their token is revoked.

Revision 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

ACTIVE = sa.text("revoked_at IS NULL")


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    made_by = sa.Column("made_by_id", sa.Integer(), nullable=True)
    with op.batch_alter_table("api_tokens") as table:
        table.drop_constraint("uq_api_tokens_user_id_name", type_="unique")
        table.add_column(made_by)
        table.create_foreign_key(
            "fk_api_tokens_made_by_id_api_tokens", "api_tokens", ["made_by_id"], ["id"]
        )
    for column in ("user_id", "made_by_id"):
        op.create_index(f"ix_api_tokens_{column}", "api_tokens", [column])
    op.create_index(
        "ix_api_tokens_name",
        "api_tokens",
        ["user_id", "name"],
        unique=True,
        sqlite_where=ACTIVE,
        postgresql_where=ACTIVE,
    )
