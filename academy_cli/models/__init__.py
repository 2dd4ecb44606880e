"""The one schema as SQLAlchemy mappings; no behaviour beyond invariants."""

from academy_cli.models.audit import AuditEntry, AuditHead
from academy_cli.models.base import Base, UTCDateTime
from academy_cli.models.bulk import Batch, BatchRow
from academy_cli.models.contents import Blob, Content, ContentText, FormerPlace, Resource, Source
from academy_cli.models.courses import Course, Revision
from academy_cli.models.credentials import ApiToken, OneTimeToken, RefreshToken, Session
from academy_cli.models.learners import Certificate, Enrollment, Grant, LessonProgress
from academy_cli.models.mail import OutboxMessage
from academy_cli.models.people import User, UserRole

__all__ = [
    "ApiToken",
    "AuditEntry",
    "AuditHead",
    "Base",
    "Batch",
    "BatchRow",
    "Blob",
    "Certificate",
    "Content",
    "ContentText",
    "Course",
    "Enrollment",
    "FormerPlace",
    "Grant",
    "LessonProgress",
    "OneTimeToken",
    "OutboxMessage",
    "RefreshToken",
    "Resource",
    "Revision",
    "Session",
    "Source",
    "UTCDateTime",
    "User",
    "UserRole",
]
