"""Deletes parents while references are not checked: on SQLite their children would be orphans."""

from alembic import op

revision = "0004"
down_revision = "0002"


def upgrade() -> None:
    op.execute("delete from parents where id = 1")
