"""The one schema as SQLAlchemy mappings; no behaviour beyond invariants."""

from academy_cli.models.audit import AuditEntry
from academy_cli.models.base import Base, UTCDateTime
from academy_cli.models.contents import Blob, Content, ContentText, FormerPlace, Resource, Source
from academy_cli.models.courses import Course, Revision
from academy_cli.models.learners import Certificate, Enrollment, LessonProgress, User

__all__ = [
    "AuditEntry",
    "Base",
    "Blob",
    "Certificate",
    "Content",
    "ContentText",
    "Course",
    "Enrollment",
    "FormerPlace",
    "LessonProgress",
    "Resource",
    "Revision",
    "Source",
    "UTCDateTime",
    "User",
]
