"""Quizzes of lessons, and their questions.

Revision 0024.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
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
