"""Orders, what came in for them, subscriptions and disputes.

Revision 0014.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from academy_cli.models.base import UTCDateTime

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    _plans()
    _plan_courses()
    _subscriptions()
    _orders()
    _order_lines()
    _coupon_uses()
    _payments()
    _disputes()


def _plans() -> None:
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(100), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("price_id", sa.String(255), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("price_id"),
        sa.UniqueConstraint("slug"),
    )


def _plan_courses() -> None:
    op.create_table(
        "plan_courses",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"]),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"]),
        sa.PrimaryKeyConstraint("plan_id", "course_id"),
    )
    op.create_index("ix_plan_courses_course_id", "plan_courses", ["course_id"])


def _subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.String(255), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("period_ends_at", UTCDateTime(), nullable=True),
        sa.Column(
            "ends_with_period", sa.Boolean(), server_default=sa.text("false"), nullable=False
        ),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"]),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("provider_id"),
        sa.UniqueConstraint("reference"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_subscriptions_plan_id", "subscriptions", ["plan_id"])
    op.create_index("ix_subscriptions_user_id", "subscriptions", ["user_id"])


def _order_columns() -> Iterator[sa.Column[Any]]:
    yield from (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("request_key", sa.String(64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(16), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("coupon_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("billing", sa.Text(), server_default="{}", nullable=False),
        sa.Column("parameters", sa.Text(), nullable=True),
        sa.Column("attempt", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("session_id", sa.String(255), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=True),
        sa.Column("paid_at", UTCDateTime(), nullable=True),
        sa.Column("fulfilled_at", UTCDateTime(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("subscription_id", sa.Integer(), nullable=True),
    )


def _order_rules() -> Iterator[sa.Constraint]:
    yield from (
        sa.CheckConstraint("(state = 'paid') = (paid_at is not null)", name="paid"),
        sa.CheckConstraint("provider in ('stripe', 'manual', 'none')", name="provider"),
        sa.CheckConstraint("state in ('open', 'paid', 'expired', 'cancelled')", name="state"),
        sa.CheckConstraint("total >= 0 and discount >= 0", name="total"),
        sa.ForeignKeyConstraint(["coupon_id"], ["coupons.id"]),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"]),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reference"),
        sa.UniqueConstraint("request_key"),
        sa.UniqueConstraint("session_id"),
    )


def _orders() -> None:
    op.create_table("orders", *_order_columns(), *_order_rules(), sqlite_autoincrement=True)
    op.create_index("ix_orders_coupon_id", "orders", ["coupon_id"])
    op.create_index("ix_orders_subscription_id", "orders", ["subscription_id"])
    op.create_index(
        "ix_orders_unfulfilled",
        "orders",
        ["paid_at"],
        sqlite_where=sa.text("fulfilled_at is null"),
        postgresql_where=sa.text("fulfilled_at is null"),
    )
    op.create_index("ix_orders_user_id", "orders", ["user_id"])


def _order_lines() -> None:
    op.create_table(
        "order_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("tax_basis_points", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "price >= 0 and discount >= 0 and amount = price - discount", name="amount"
        ),
        sa.CheckConstraint("tax_basis_points between 0 and 10000", name="tax"),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"]),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("order_id", "position"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_order_lines_course_id", "order_lines", ["course_id"])


def _coupon_uses() -> None:
    op.create_table(
        "coupon_uses",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("coupon_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=False),
        sa.Column("released_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["coupon_id"], ["coupons.id"]),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"]),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"]),
        sa.PrimaryKeyConstraint("order_id"),
    )
    op.create_index("ix_coupon_uses_coupon_id", "coupon_uses", ["coupon_id"])
    op.create_index("ix_coupon_uses_user_id", "coupon_uses", ["user_id"])


def _payments() -> None:
    op.create_table(
        "payments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(16), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("intent_id", sa.String(255), nullable=True),
        sa.Column("charge_id", sa.String(255), nullable=True),
        sa.Column("method", sa.String(32), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("reserved_own", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "refunded_external", sa.BigInteger(), server_default=sa.text("0"), nullable=False
        ),
        sa.Column("is_disputed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("provider in ('stripe', 'manual')", name="provider"),
        sa.CheckConstraint("state in ('pending', 'succeeded', 'failed')", name="state"),
        sa.CheckConstraint("amount > 0", name="amount"),
        sa.CheckConstraint("refunded_external >= 0", name="refunded_external"),
        sa.CheckConstraint("reserved_own >= 0 and reserved_own <= amount", name="reserved_own"),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"]),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("charge_id"),
        sa.UniqueConstraint("intent_id"),
        sa.UniqueConstraint("reference"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_payments_invoice_id", "payments", ["invoice_id"])
    op.create_index("ix_payments_order_id", "payments", ["order_id"])


def _disputes() -> None:
    op.create_table(
        "disputes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.String(255), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("has_withdrawn", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("credit_note_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["credit_note_id"], ["invoices.id"]),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("provider_id"),
    )
    op.create_index("ix_disputes_credit_note_id", "disputes", ["credit_note_id"])
    op.create_index("ix_disputes_payment_id", "disputes", ["payment_id"])
