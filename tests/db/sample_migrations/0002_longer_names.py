"""Longer names: on SQLite the parents' table is copied, dropped and renamed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("parents") as table:
        table.alter_column("name", type_=sa.String(100), existing_nullable=False)
