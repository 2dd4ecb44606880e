"""The learners' tables: users, enrollments, lesson_progress and certificates.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    _users()
    _enrollments()
    _lesson_progress()
    _certificates()


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_users_email")),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("email", name="uq_users_email"),
    )


def _enrollments() -> None:
    op.create_table(
        "enrollments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("enrolled_at", MOMENT, nullable=False),
        sa.Column("completed_at", MOMENT, nullable=True),
        sa.Column("completed_revision", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "completed_at is not null or completed_revision is null",
            name=op.f("ck_enrollments_completed"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_enrollments_user_id_users"),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name="fk_enrollments_course_id_courses"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_enrollments"),
        sa.UniqueConstraint("course_id", "user_id", name="uq_enrollments_course_id_user_id"),
    )
    op.create_index("ix_enrollments_user_id", "enrollments", ["user_id"])


def _lesson_progress() -> None:
    op.create_table(
        "lesson_progress",
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("completed_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state in ('started', 'completed')", name=op.f("ck_lesson_progress_state")
        ),
        sa.CheckConstraint(
            "(state = 'completed') = (completed_at is not null)",
            name=op.f("ck_lesson_progress_completed"),
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["enrollments.id"],
            name="fk_lesson_progress_enrollment_id_enrollments",
        ),
        sa.ForeignKeyConstraint(
            ["content_id"], ["contents.id"], name="fk_lesson_progress_content_id_contents"
        ),
        sa.PrimaryKeyConstraint("enrollment_id", "content_id", name="pk_lesson_progress"),
    )
    op.create_index("ix_lesson_progress_content_id", "lesson_progress", ["content_id"])


def _certificates() -> None:
    op.create_table(
        "certificates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name="fk_certificates_enrollment_id_enrollments"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_certificates"),
        sa.UniqueConstraint("code", name="uq_certificates_code"),
    )
    op.create_index("ix_certificates_enrollment_id", "certificates", ["enrollment_id"])
