"""When a course was taken back by hand, so that a `publish_at` before that does not publish it again.

Revision 0005. Until then `publish_at` had no effect; what was taken back is in the audit log.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    op.add_column("courses", sa.Column("unpublished_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "update courses set unpublished_at = (select max(audit_log.at) from audit_log"
        " where audit_log.subject = 'course:' || courses.slug"
        " and audit_log.action = 'course.status'"
        """ and audit_log.details like '%"after":"draft"%')"""
        " where status = 'draft'"
    )
