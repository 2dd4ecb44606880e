"""The course tables: courses, their contents, texts, assets and revisions, and the audit log.

Revision 0001, the first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    _audit_log()
    _blobs()
    _courses()
    _contents()
    _resources()
    _revisions()
    _content_texts()


def _audit_log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_log"),
    )
    op.create_index("ix_audit_log_subject", "audit_log", ["subject"])


def _blobs() -> None:
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_blobs"),
    )


def _courses() -> None:
    op.create_table(
        "courses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(100), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("publish_at", MOMENT, nullable=True),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("source_sha256", sa.String(64), nullable=False),
        sa.Column("body_sha256", sa.String(64), nullable=True),
        sa.Column("reader", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "status in ('draft', 'published', 'archived')", name=op.f("ck_courses_status")
        ),
        sa.CheckConstraint("revision >= 0", name=op.f("ck_courses_revision")),
        sa.ForeignKeyConstraint(
            ["body_sha256"], ["blobs.sha256"], name="fk_courses_body_sha256_blobs"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_courses"),
        sa.UniqueConstraint("slug", name="uq_courses_slug"),
    )
    op.create_index("ix_courses_body_sha256", "courses", ["body_sha256"])


def _contents() -> None:
    op.create_table(
        "contents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("source_id", sa.String(200), nullable=True),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("source_sha256", sa.String(64), nullable=True),
        sa.Column("findings", sa.Text(), nullable=True),
        sa.Column("tree_sha256", sa.String(64), nullable=True),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("created_revision", sa.Integer(), nullable=False),
        sa.Column("updated_revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('module', 'lesson')", name=op.f("ck_contents_kind")),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name="fk_contents_course_id_courses"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["contents.id"], name="fk_contents_parent_id_contents"
        ),
        sa.ForeignKeyConstraint(
            ["tree_sha256"], ["blobs.sha256"], name="fk_contents_tree_sha256_blobs"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contents"),
        sa.UniqueConstraint(
            "course_id", "kind", "source_id", name="uq_contents_course_id_kind_source_id"
        ),
    )
    op.create_index("ix_contents_course_id_key", "contents", ["course_id", "key"])
    op.create_index("ix_contents_parent_id", "contents", ["parent_id"])
    op.create_index("ix_contents_tree_sha256", "contents", ["tree_sha256"])


def _resources() -> None:
    op.create_table(
        "resources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(127), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("created_revision", sa.Integer(), nullable=False),
        sa.Column("updated_revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name="fk_resources_course_id_courses"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_resources"),
        sa.UniqueConstraint("course_id", "path", name="uq_resources_course_id_path"),
    )
    op.create_index("ix_resources_sha256", "resources", ["sha256"])


def _revisions() -> None:
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("applied_at", MOMENT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("plan_sha256", sa.String(64), nullable=False),
        sa.Column("manifest_sha256", sa.String(64), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("git_commit", sa.String(64), nullable=True),
        sa.Column("git_branch", sa.Text(), nullable=True),
        sa.Column("git_dirty", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name="fk_revisions_course_id_courses"
        ),
        sa.ForeignKeyConstraint(
            ["manifest_sha256"], ["blobs.sha256"], name="fk_revisions_manifest_sha256_blobs"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_revisions"),
        sa.UniqueConstraint("course_id", "number", name="uq_revisions_course_id_number"),
    )
    op.create_index("ix_revisions_applied_at", "revisions", ["applied_at"])
    op.create_index("ix_revisions_course_id", "revisions", ["course_id"])
    op.create_index("ix_revisions_manifest_sha256", "revisions", ["manifest_sha256"])


def _content_texts() -> None:
    op.create_table(
        "content_texts",
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("body_sha256", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_sha256"], ["blobs.sha256"], name="fk_content_texts_body_sha256_blobs"
        ),
        sa.ForeignKeyConstraint(
            ["content_id"], ["contents.id"], name="fk_content_texts_content_id_contents"
        ),
        sa.PrimaryKeyConstraint("content_id", "language", name="pk_content_texts"),
    )
    op.create_index("ix_content_texts_body_sha256", "content_texts", ["body_sha256"])
