"""People and access: accounts, credentials, and grants, which are why somebody may be in a course.

Revision 0006. Whoever was enrolled before has access for good: a grant by the staff.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

MOMENT = sa.DateTime(timezone=True)
DIGEST = sa.String(64)


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    _users()
    _user_roles()
    _credentials()
    _enrollments()


def _table(name: str, *parts: Any, key: tuple[str, ...] = ("id",)) -> None:
    op.create_table(name, *parts, sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"))


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), nullable=False)


def _need(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _may(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}")


def _checks(table: str, name: str, what: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(what, name=op.f(f"ck_{table}_{name}"))


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def _index(table: str, *columns: str, name: str = "") -> None:
    op.create_index(name or f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def _users() -> None:
    texts = ("bio", "avatar", "privacy", "metadata")
    moments = (
        "updated_at",
        "email_verified_at",
        "password_set_at",
        "locked_until",
        "last_seen_at",
        "deactivated_at",
        "erased_at",
    )
    for column in (
        _may("language", sa.String(35)),
        _may("time_zone", sa.String(64)),
        *(_may(name, sa.Text()) for name in texts),
        _may("password_hash", sa.String(255)),
        sa.Column("failed_logins", sa.Integer(), server_default=sa.text("0"), nullable=False),
        *(_may(name, MOMENT) for name in moments),
    ):
        op.add_column("users", column)
    _index("users", "created_at")
    _index("users", "name")


def _user_roles() -> None:
    name = "user_roles"
    _table(
        name,
        _id(),
        _need("user_id", sa.Integer()),
        _need("role", sa.String(16)),
        _may("course_id", sa.Integer()),
        _need("place", sa.Integer()),
        _need("granted_at", MOMENT),
        _checks(name, "role", "role in ('instructor', 'support', 'admin')"),
        _checks(name, "place", "place = coalesce(course_id, 0)"),
        _checks(name, "course", "course_id is null or role = 'instructor'"),
        _refers(name, "user_id", "users"),
        _refers(name, "course_id", "courses"),
        _unique(name, "user_id", "role", "place"),
    )
    _index(name, "user_id")
    _index(name, "course_id")


def _credentials() -> None:
    _one_time_tokens()
    _sessions()
    _refresh_tokens()
    _api_tokens()


def _one_time_tokens() -> None:
    name = "one_time_tokens"
    _table(
        name,
        _id(),
        _need("user_id", sa.Integer()),
        _need("purpose", sa.String(16)),
        _need("digest", DIGEST),
        _need("email", sa.String(254)),
        _need("created_at", MOMENT),
        _need("expires_at", MOMENT),
        _may("used_at", MOMENT),
        _may("revoked_at", MOMENT),
        _checks(name, "purpose", "purpose in ('invitation', 'verification', 'reset')"),
        _refers(name, "user_id", "users"),
        _unique(name, "digest"),
    )
    _index(name, "user_id")
    _index(name, "expires_at")


def _sessions() -> None:
    name = "sessions"
    _table(
        name,
        _id(),
        _need("user_id", sa.Integer()),
        _need("code", sa.String(32)),
        _need("created_at", MOMENT),
        _need("last_used_at", MOMENT),
        _need("expires_at", MOMENT),
        _may("ended_at", MOMENT),
        _may("end_reason", sa.String(32)),
        _may("address", sa.String(64)),
        _may("user_agent", sa.Text()),
        _refers(name, "user_id", "users"),
        _unique(name, "code"),
    )
    _index(name, "user_id")
    _index(name, "expires_at")


def _refresh_tokens() -> None:
    name = "refresh_tokens"
    _table(
        name,
        _id(),
        _need("session_id", sa.Integer()),
        _need("digest", DIGEST),
        _need("issued_at", MOMENT),
        _may("used_at", MOMENT),
        _refers(name, "session_id", "sessions"),
        _unique(name, "digest"),
    )
    _index(name, "session_id")


def _api_tokens() -> None:
    name = "api_tokens"
    _table(
        name,
        _id(),
        _need("user_id", sa.Integer()),
        _need("name", sa.String(100)),
        _need("prefix", sa.String(16)),
        _need("digest", DIGEST),
        _need("scopes", sa.Text()),
        _need("created_at", MOMENT),
        _may("expires_at", MOMENT),
        _may("last_used_at", MOMENT),
        _may("revoked_at", MOMENT),
        _refers(name, "user_id", "users"),
        _unique(name, "digest"),
        _unique(name, "user_id", "name"),
    )


def _enrollments() -> None:
    for column in (_may("removed_at", MOMENT), _may("last_seen_at", MOMENT)):
        op.add_column("enrollments", column)
    seconds = sa.Column("seconds", sa.Integer(), server_default=sa.text("0"), nullable=False)
    for column in (seconds, _may("last_seen_at", MOMENT)):
        op.add_column("lesson_progress", column)
    _grants()
    op.execute(
        "insert into grants (enrollment_id, kind, reason, granted_at)"
        " select id, 'staff', 'enrolled before there were grants', enrolled_at"
        " from enrollments order by id"
    )


def _grants() -> None:
    name = "grants"
    kinds = "'order', 'gift', 'bulk', 'staff', 'free', 'subscription'"
    _table(
        name,
        _id(),
        _need("enrollment_id", sa.Integer()),
        _need("kind", sa.String(16)),
        _may("reference", sa.String(64)),
        _may("reason", sa.Text()),
        _may("starts_at", MOMENT),
        _may("ends_at", MOMENT),
        _need("granted_at", MOMENT),
        _may("revoked_at", MOMENT),
        _may("revoke_reason", sa.Text()),
        _checks(name, "kind", f"kind in ({kinds})"),
        _checks(name, "span", "ends_at is null or starts_at is null or starts_at < ends_at"),
        _refers(name, "enrollment_id", "enrollments"),
        _unique(name, "enrollment_id", "kind", "reference"),
    )
    _index(name, "enrollment_id")
