"""What courses are found by, featured courses, and reviews.

Revision 0026.
"""

import sqlalchemy as sa
from alembic import op

from academy_cli.db.fulltext import follow

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    _courses_and_words()
    _documents()
    follow(op.get_bind())
    _featured()
    _reviews()


def _courses_and_words() -> None:
    op.create_table(
        "search_courses",
        sa.Column("course_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        _of("search_courses", "course_id", "courses"),
        sa.PrimaryKeyConstraint("course_id", name="pk_search_courses"),
    )
    op.create_table(
        "search_words",
        sa.Column("course_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("word", sa.String(64), nullable=False),
        sa.Column("stem", sa.String(64), nullable=False),
        _of("search_words", "course_id", "courses"),
        sa.PrimaryKeyConstraint("course_id", "word", "stem", name="pk_search_words"),
    )
    op.create_index("ix_search_words_word", "search_words", ["word"])


def _documents() -> None:
    op.create_table(
        "search_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("body_sha256", sa.String(64), nullable=True),
        sa.Column("is_quiz", sa.Boolean(), nullable=False),
        sa.Column("is_preview", sa.Boolean(), nullable=False),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind in ('course', 'module', 'lesson')", name=op.f("ck_search_documents_kind")
        ),
        _of("search_documents", "course_id", "courses"),
        _of("search_documents", "content_id", "contents"),
        sa.PrimaryKeyConstraint("id", name="pk_search_documents"),
    )
    for column in ("course_id", "content_id"):
        op.create_index(f"ix_search_documents_{column}", "search_documents", [column])


def _featured() -> None:
    op.create_table(
        "featured_courses",
        sa.Column("course_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("featured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.CheckConstraint("position > 0", name=op.f("ck_featured_courses_position")),
        _of("featured_courses", "course_id", "courses"),
        sa.PrimaryKeyConstraint("course_id", name="pk_featured_courses"),
    )


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moderated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moderated_by", sa.Text(), nullable=True),
        sa.Column("moderate_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("stars between 1 and 5", name=op.f("ck_reviews_stars")),
        sa.CheckConstraint(
            "state in ('shown', 'waiting', 'hidden')", name=op.f("ck_reviews_state")
        ),
        _of("reviews", "enrollment_id", "enrollments"),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.UniqueConstraint("enrollment_id", name="uq_reviews_enrollment_id"),
        sqlite_autoincrement=True,
    )


def _of(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=f"fk_{table}_{column}_{parent}")
