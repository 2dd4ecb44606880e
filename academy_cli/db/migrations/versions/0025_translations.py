"""Translations of lessons, modules and courses.

Revision 0025.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    op.create_table(
        "translations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("source_sha256", sa.String(64), nullable=False),
        sa.Column("body_sha256", sa.String(64), nullable=True),
        sa.Column("quiz_sha256", sa.String(64), nullable=True),
        sa.Column("page", sa.Text(), nullable=True),
        sa.Column("created_revision", sa.Integer(), nullable=False),
        sa.Column("updated_revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name="fk_translations_course_id_courses"
        ),
        sa.ForeignKeyConstraint(
            ["content_id"], ["contents.id"], name="fk_translations_content_id_contents"
        ),
        sa.ForeignKeyConstraint(
            ["body_sha256"], ["blobs.sha256"], name="fk_translations_body_sha256_blobs"
        ),
        sa.ForeignKeyConstraint(
            ["quiz_sha256"], ["blobs.sha256"], name="fk_translations_quiz_sha256_blobs"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_translations"),
        sa.UniqueConstraint("content_id", "language", name="uq_translations_content_id_language"),
    )
    for column in ("course_id", "body_sha256", "quiz_sha256"):
        op.create_index(f"ix_translations_{column}", "translations", [column])
