"""The one schema as SQLAlchemy mappings; no behaviour beyond invariants.

A table takes a millisecond to map, so each is mapped when it is first asked for; ``metadata`` has all.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from academy_cli.models.base import OF_POSTGRESQL, Base, UTCDateTime

if TYPE_CHECKING:
    from sqlalchemy import MetaData

    from academy_cli.models.attempts import Attempt, AttemptAnswer
    from academy_cli.models.audit import AuditEntry, AuditHead
    from academy_cli.models.books import Closing, Invoice, InvoiceSeries, LedgerEntry
    from academy_cli.models.bulk import Batch, BatchRow
    from academy_cli.models.catalog import (
        FeaturedCourse,
        Review,
        SearchCourse,
        SearchDocument,
        SearchWord,
    )
    from academy_cli.models.certificates import (
        Certificate,
        CertificateBatch,
        CertificateKey,
        CertificateTemplate,
        StatusList,
    )
    from academy_cli.models.contents import (
        Blob,
        Content,
        ContentText,
        FormerPlace,
        Question,
        Quiz,
        Resource,
        Source,
        Translation,
        Upload,
    )
    from academy_cli.models.courses import Course, Revision
    from academy_cli.models.credentials import ApiToken, OneTimeToken, RefreshToken, Session
    from academy_cli.models.learners import Enrollment, Grant, LessonProgress
    from academy_cli.models.mail import Campaign, OutboxMessage, Suppression
    from academy_cli.models.orders import (
        CouponUse,
        Dispute,
        Order,
        OrderLine,
        Payment,
        Plan,
        PlanCourse,
        Subscription,
    )
    from academy_cli.models.people import User, UserRole
    from academy_cli.models.pricing import Coupon, Price
    from academy_cli.models.provider import Installation, StripeEvent, StripeObject, SyncCursor
    from academy_cli.models.refunds import Refund, RefundEvent, RefundLine

_HOMES = {
    "ApiToken": "credentials",
    "Attempt": "attempts",
    "AttemptAnswer": "attempts",
    "AuditEntry": "audit",
    "AuditHead": "audit",
    "Batch": "bulk",
    "BatchRow": "bulk",
    "Blob": "contents",
    "Campaign": "mail",
    "Certificate": "certificates",
    "CertificateBatch": "certificates",
    "CertificateKey": "certificates",
    "CertificateTemplate": "certificates",
    "Closing": "books",
    "Content": "contents",
    "ContentText": "contents",
    "Coupon": "pricing",
    "CouponUse": "orders",
    "Course": "courses",
    "Dispute": "orders",
    "Enrollment": "learners",
    "FeaturedCourse": "catalog",
    "FormerPlace": "contents",
    "Grant": "learners",
    "Installation": "provider",
    "Invoice": "books",
    "InvoiceSeries": "books",
    "LedgerEntry": "books",
    "LessonProgress": "learners",
    "OneTimeToken": "credentials",
    "Order": "orders",
    "OrderLine": "orders",
    "OutboxMessage": "mail",
    "Payment": "orders",
    "Plan": "orders",
    "PlanCourse": "orders",
    "Price": "pricing",
    "RefreshToken": "credentials",
    "Question": "contents",
    "Quiz": "contents",
    "Refund": "refunds",
    "RefundEvent": "refunds",
    "RefundLine": "refunds",
    "Resource": "contents",
    "Translation": "contents",
    "Review": "catalog",
    "Revision": "courses",
    "SearchCourse": "catalog",
    "SearchDocument": "catalog",
    "SearchWord": "catalog",
    "Session": "credentials",
    "Source": "contents",
    "StatusList": "certificates",
    "StripeEvent": "provider",
    "StripeObject": "provider",
    "Subscription": "orders",
    "Suppression": "mail",
    "SyncCursor": "provider",
    "Upload": "contents",
    "User": "people",
    "UserRole": "people",
}
"""Which module maps each table."""


def mapped() -> MetaData:
    """All tables and their columns, for whoever reads rows of any."""
    for home in sorted(set(_HOMES.values())):
        import_module(f"{__name__}.{home}")
    return Base.metadata


def metadata() -> MetaData:
    """The same with all that either engine is told, for whoever makes or compares the whole schema."""
    for table in mapped().tables.values():
        for index in table.indexes:
            index.kwargs.update(index.info.get(OF_POSTGRESQL, {}))
    return Base.metadata


def __getattr__(name: str) -> object:
    """Map a table when it is asked for (PEP 562)."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


__all__ = [
    "ApiToken",
    "Attempt",
    "AttemptAnswer",
    "AuditEntry",
    "AuditHead",
    "Base",
    "Batch",
    "BatchRow",
    "Blob",
    "Campaign",
    "Certificate",
    "CertificateBatch",
    "CertificateKey",
    "CertificateTemplate",
    "Closing",
    "Content",
    "ContentText",
    "Coupon",
    "CouponUse",
    "Course",
    "Dispute",
    "Enrollment",
    "FeaturedCourse",
    "FormerPlace",
    "Grant",
    "Installation",
    "Invoice",
    "InvoiceSeries",
    "LedgerEntry",
    "LessonProgress",
    "OneTimeToken",
    "Order",
    "OrderLine",
    "OutboxMessage",
    "Payment",
    "Plan",
    "PlanCourse",
    "Price",
    "Question",
    "Quiz",
    "RefreshToken",
    "Refund",
    "RefundEvent",
    "RefundLine",
    "Resource",
    "Review",
    "Revision",
    "SearchCourse",
    "SearchDocument",
    "SearchWord",
    "Session",
    "Source",
    "StatusList",
    "StripeEvent",
    "StripeObject",
    "Subscription",
    "Suppression",
    "SyncCursor",
    "Translation",
    "UTCDateTime",
    "Upload",
    "User",
    "UserRole",
    "mapped",
    "metadata",
]
