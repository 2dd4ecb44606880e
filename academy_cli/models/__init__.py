"""The one schema as SQLAlchemy mappings; no behaviour beyond invariants."""

from academy_cli.models.audit import AuditEntry
from academy_cli.models.base import Base, UTCDateTime
from academy_cli.models.contents import Blob, Content, ContentText, FormerPlace, Resource, Source
from academy_cli.models.courses import Course, Revision

__all__ = [
    "AuditEntry",
    "Base",
    "Blob",
    "Content",
    "ContentText",
    "Course",
    "FormerPlace",
    "Resource",
    "Revision",
    "Source",
    "UTCDateTime",
]
