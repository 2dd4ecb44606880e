"""Indexes in which any page of a list of people is found, however many there are.

Revision 0008. Only rows of people who are there, and one for each thing that holds of few accounts.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

THERE = "erased_at IS NULL"
ACTS = f"{THERE} AND deactivated_at IS NULL"
COME = f"{ACTS} AND password_hash IS NOT NULL"


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    op.drop_index("ix_users_name", "users")
    op.drop_index("ix_users_created_at", "users")
    for first, second in (("name", "email"), ("created_at", "email")):
        _index(f"{first}_{second}", [first, second], THERE)
    for name, only in (
        ("erased", "erased_at IS NOT NULL"),
        ("deactivated", f"{THERE} AND deactivated_at IS NOT NULL"),
        ("unverified", f"{COME} AND email_verified_at IS NULL"),
    ):
        _index(name, ["email"], only)


def _index(name: str, columns: list[str], only: str) -> None:
    where = sa.text(only)
    op.create_index(
        f"ix_users_{name}",
        "users",
        columns,
        sqlite_where=where,
        postgresql_where=where,
        postgresql_include=["id"],
    )
