"""What courses cost, from when on, and coupons.

Revision 0012. What course.yaml said so far holds since the course was last changed.
"""

import json

import sqlalchemy as sa
from alembic import op

from academy_cli.models.base import UTCDateTime

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    _prices()
    _coupons()
    _take_over()


def _prices() -> None:
    op.create_table(
        "prices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("origin in ('course', 'staff')", name="origin"),
        sa.CheckConstraint("amount is null or amount >= 0", name="amount"),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_prices_course_id", "prices", ["course_id", "currency", "starts_at"])


def _coupons() -> None:
    op.create_table(
        "coupons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("basis_points", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(3), nullable=True),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", UTCDateTime(), nullable=True),
        sa.Column("ends_at", UTCDateTime(), nullable=True),
        sa.Column("most_uses", sa.Integer(), nullable=True),
        sa.Column("most_per_person", sa.Integer(), nullable=True),
        sa.Column("uses", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("removed_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("(amount is null) = (currency is null)", name="currency"),
        sa.CheckConstraint("(basis_points is null) <> (amount is null)", name="kind"),
        sa.CheckConstraint("amount > 0", name="amount"),
        sa.CheckConstraint("basis_points between 1 and 10000", name="basis_points"),
        sa.CheckConstraint(
            "ends_at is null or starts_at is null or starts_at < ends_at", name="span"
        ),
        sa.CheckConstraint("uses >= 0 and (most_uses is null or uses <= most_uses)", name="uses"),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_coupons_course_id", "coupons", ["course_id"])


def _take_over() -> None:
    """Write down what courses cost already."""
    connection = op.get_bind()
    written = sa.text(
        "insert into prices (course_id, currency, amount, starts_at, origin, actor, created_at)"
        " select id, :currency, :amount, updated_at, 'course', 'academy', updated_at"
        " from courses where id = :course"
    )
    for number, fields in connection.execute(sa.text("select id, fields from courses")).all():
        for price in json.loads(fields).get("prices") or ():
            told = {"currency": price["currency"], "amount": price["amount"]}
            connection.execute(written, {**told, "course": number})
