"""Quizzes of lessons, their questions, and learners' attempts at them.

Revision 0024.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    _quizzes()
    _attempts()
    _answers()


def _quizzes() -> None:
    op.create_table(
        "quizzes",
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_id"], ["contents.id"], name="fk_quizzes_content_id_contents"
        ),
        sa.ForeignKeyConstraint(["sha256"], ["blobs.sha256"], name="fk_quizzes_sha256_blobs"),
        sa.PrimaryKeyConstraint("content_id", name="pk_quizzes"),
    )
    op.create_index("ix_quizzes_sha256", "quizzes", ["sha256"])
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("source_id", sa.String(200), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("created_revision", sa.Integer(), nullable=False),
        sa.Column("updated_revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_id"], ["contents.id"], name="fk_questions_content_id_contents"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
        sa.UniqueConstraint("content_id", "key", name="uq_questions_content_id_key"),
    )


def _attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("quiz_sha256", sa.String(64), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("drawn", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("points", sa.BigInteger(), nullable=True),
        sa.Column("out_of", sa.Integer(), nullable=True),
        sa.Column("is_passed", sa.Boolean(), nullable=True),
        sa.Column("graded_sha256", sa.String(64), nullable=True),
        *_rules_of_attempts(),
        sqlite_autoincrement=True,
    )
    for column in ("content_id", "quiz_sha256", "graded_sha256"):
        op.create_index(f"ix_attempts_{column}", "attempts", [column])


def _rules_of_attempts() -> Iterator[sa.Constraint]:
    yield sa.CheckConstraint("number > 0", name=op.f("ck_attempts_number"))
    yield sa.CheckConstraint(
        "points >= 0 and points <= out_of * 1000", name=op.f("ck_attempts_points")
    )
    yield sa.CheckConstraint(
        "(submitted_at is null) = (points is null)"
        " and (submitted_at is null) = (out_of is null)"
        " and (submitted_at is null) = (is_passed is null)"
        " and (submitted_at is null) = (graded_sha256 is null)",
        name=op.f("ck_attempts_submitted"),
    )
    yield sa.ForeignKeyConstraint(
        ["enrollment_id"], ["enrollments.id"], name="fk_attempts_enrollment_id_enrollments"
    )
    yield sa.ForeignKeyConstraint(
        ["content_id"], ["contents.id"], name="fk_attempts_content_id_contents"
    )
    yield sa.ForeignKeyConstraint(
        ["quiz_sha256"], ["blobs.sha256"], name="fk_attempts_quiz_sha256_blobs"
    )
    yield sa.ForeignKeyConstraint(
        ["graded_sha256"], ["blobs.sha256"], name="fk_attempts_graded_sha256_blobs"
    )
    yield sa.PrimaryKeyConstraint("id", name="pk_attempts")
    yield sa.UniqueConstraint(
        "enrollment_id",
        "content_id",
        "number",
        name="uq_attempts_enrollment_id_content_id_number",
    )


def _answers() -> None:
    op.create_table(
        "attempt_answers",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("graded_key", sa.String(200), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("points", sa.BigInteger(), nullable=True),
        sa.Column("exact", sa.String(64), nullable=True),
        sa.Column("out_of", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "points >= 0 and points <= out_of * 1000", name=op.f("ck_attempt_answers_points")
        ),
        sa.CheckConstraint(
            "(points is null) = (out_of is null)", name=op.f("ck_attempt_answers_graded")
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name="fk_attempt_answers_attempt_id_attempts"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name="fk_attempt_answers_question_id_questions"
        ),
        sa.PrimaryKeyConstraint("attempt_id", "question_id", name="pk_attempt_answers"),
    )
    op.create_index("ix_attempt_answers_question_id", "attempt_answers", ["question_id"])
