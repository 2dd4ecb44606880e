"""The table of permissions: which role may do which action, and to whom or what.

The one place that says so; services ask it, `academy user role --matrix` prints it, tests walk it cell by
cell. Knows no people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum, IntEnum


class Role(Enum):
    """A role that somebody holds; everybody with an account is a student."""

    STUDENT = "student"
    INSTRUCTOR = "instructor"
    SUPPORT = "support"
    ADMIN = "admin"


class Reach(IntEnum):
    """How far a permission goes: nowhere, to what is one's own, or to everything."""

    NONE = 0
    OWN = 1
    ALL = 2

    @property
    def word(self) -> str:
        """The reach as the matrix prints it."""
        return {Reach.NONE: "no", Reach.OWN: "own", Reach.ALL: "all"}[self]


class Permission(Enum):
    """Something that a service does for somebody; noun and verb, as in the audit log."""

    COURSE_LIST = "course.list"
    COURSE_SHOW = "course.show"
    COURSE_PLAN = "course.plan"
    COURSE_CREATE = "course.create"
    COURSE_APPLY = "course.apply"
    COURSE_STATUS = "course.status"
    COURSE_HISTORY = "course.history"
    COURSE_EXPORT = "course.export"
    COURSE_GC = "course.gc"
    COURSE_STUDENTS = "course.students"
    COURSE_FEATURE = "course.feature"
    COURSE_RECOMMEND = "course.recommend"
    LESSON_UPLOAD = "lesson.upload"
    STORAGE_CHECK = "storage.check"
    STORAGE_COPY = "storage.copy"
    STORAGE_GC = "storage.gc"
    USER_LIST = "user.list"
    USER_SHOW = "user.show"
    USER_CREATE = "user.create"
    USER_SET = "user.set"
    USER_INVITE = "user.invite"
    USER_IMPORT = "user.import"
    USER_DEACTIVATE = "user.deactivate"
    USER_PASSWORD = "user.password"
    USER_ROLE = "user.role"
    USER_SESSION = "user.session"
    USER_TOKEN = "user.token"
    USER_EXPORT = "user.export"
    USER_ERASE = "user.erase"
    USER_PRUNE = "user.prune"
    ENROLLMENT_LIST = "enrollment.list"
    ENROLLMENT_SHOW = "enrollment.show"
    ENROLLMENT_CREATE = "enrollment.create"
    ENROLLMENT_REMOVE = "enrollment.remove"
    ENROLLMENT_COMPLETE = "enrollment.complete"
    ENROLLMENT_EXTEND = "enrollment.extend"
    ENROLLMENT_IMPORT = "enrollment.import"
    PROGRESS_SHOW = "progress.show"
    PROGRESS_RECORD = "progress.record"
    PROGRESS_SET = "progress.set"
    PROGRESS_IMPORT = "progress.import"
    PROGRESS_RECOUNT = "progress.recount"
    QUIZ_SHOW = "quiz.show"
    QUIZ_ANSWER = "quiz.answer"
    QUIZ_GRADE = "quiz.grade"
    QUIZ_REGRADE = "quiz.regrade"
    REVIEW_LIST = "review.list"
    REVIEW_ADD = "review.add"
    REVIEW_MODERATE = "review.moderate"
    REVIEW_REMOVE = "review.remove"
    ORDER_LIST = "order.list"
    ORDER_SHOW = "order.show"
    ORDER_CHECKOUT = "order.checkout"
    ORDER_CANCEL = "order.cancel"
    PAYMENT_LIST = "payment.list"
    PAYMENT_RECORD = "payment.record"
    PAYMENT_SYNC = "payment.sync"
    PAYMENT_RECONCILE = "payment.reconcile"
    PAYMENT_CLOSE = "payment.close"
    SUBSCRIPTION_LIST = "subscription.list"
    SUBSCRIPTION_PLAN = "subscription.plan"
    REFUND_LIST = "refund.list"
    PRICE_LIST = "price.list"
    PRICE_SET = "price.set"
    COUPON_LIST = "coupon.list"
    COUPON_CREATE = "coupon.create"
    COUPON_REMOVE = "coupon.remove"
    REFUND_CREATE = "refund.create"
    REFUND_APPROVE = "refund.approve"
    REFUND_OVERRIDE = "refund.override"
    REFUND_RESOLVE = "refund.resolve"
    REFUND_BULK = "refund.bulk"
    INVOICE_LIST = "invoice.list"
    INVOICE_SHOW = "invoice.show"
    INVOICE_PDF = "invoice.pdf"
    INVOICE_SEND = "invoice.send"
    INVOICE_EXPORT = "invoice.export"
    INVOICE_VERIFY = "invoice.verify"
    CERTIFICATE_LIST = "certificate.list"
    CERTIFICATE_SHOW = "certificate.show"
    CERTIFICATE_ISSUE = "certificate.issue"
    CERTIFICATE_REISSUE = "certificate.reissue"
    CERTIFICATE_REVOKE = "certificate.revoke"
    CERTIFICATE_PUBLISH = "certificate.publish"
    CERTIFICATE_ANCHOR = "certificate.anchor"
    CERTIFICATE_KEY = "certificate.key"
    MAIL_LIST = "mail.list"
    MAIL_PREVIEW = "mail.preview"
    MAIL_SEND = "mail.send"
    MAIL_RETRY = "mail.retry"
    MAIL_SUPPRESS = "mail.suppress"
    MAIL_CAMPAIGN = "mail.campaign"
    STATS_MONEY = "stats.money"
    STATS_LEARNING = "stats.learning"
    STATS_PEOPLE = "stats.people"
    STATS_REPORT = "stats.report"
    BATCH_LIST = "batch.list"
    BATCH_UNDO = "batch.undo"
    BATCH_PRUNE = "batch.prune"
    BACKUP_LIST = "backup.list"
    BACKUP_CREATE = "backup.create"
    BACKUP_RESTORE = "backup.restore"
    BACKUP_PRUNE = "backup.prune"
    AUDIT_LIST = "audit.list"
    AUDIT_VERIFY = "audit.verify"
    STATUS_SHOW = "status.show"
    DOCTOR_RUN = "doctor.run"


_N, _O, _A = Reach.NONE, Reach.OWN, Reach.ALL
_ORDER = (Role.STUDENT, Role.INSTRUCTOR, Role.SUPPORT, Role.ADMIN)


def _row(*reaches: Reach) -> Mapping[Role, Reach]:
    return dict(zip(_ORDER, reaches, strict=True))


MATRIX: Mapping[Permission, Mapping[Role, Reach]] = {
    # Courses; published ones are everybody's own.
    Permission.COURSE_LIST: _row(_O, _A, _A, _A),
    Permission.COURSE_SHOW: _row(_O, _A, _A, _A),
    Permission.COURSE_PLAN: _row(_N, _O, _N, _A),
    Permission.COURSE_CREATE: _row(_N, _O, _N, _A),
    Permission.COURSE_APPLY: _row(_N, _O, _N, _A),
    Permission.COURSE_STATUS: _row(_N, _O, _N, _A),
    Permission.COURSE_HISTORY: _row(_N, _O, _A, _A),
    Permission.COURSE_EXPORT: _row(_N, _O, _N, _A),
    Permission.COURSE_GC: _row(_N, _N, _N, _A),
    Permission.COURSE_STUDENTS: _row(_N, _O, _A, _A),
    Permission.COURSE_FEATURE: _row(_N, _N, _N, _A),
    Permission.COURSE_RECOMMEND: _row(_O, _O, _A, _A),
    Permission.LESSON_UPLOAD: _row(_N, _O, _N, _A),
    # The files of courses; whoever looks after them sees those of all.
    Permission.STORAGE_CHECK: _row(_N, _N, _A, _A),
    Permission.STORAGE_COPY: _row(_N, _N, _N, _A),
    Permission.STORAGE_GC: _row(_N, _N, _N, _A),
    # People; a student may look after their own account.
    Permission.USER_LIST: _row(_N, _N, _A, _A),
    Permission.USER_SHOW: _row(_O, _O, _A, _A),
    Permission.USER_CREATE: _row(_N, _N, _A, _A),
    Permission.USER_SET: _row(_O, _O, _A, _A),
    Permission.USER_INVITE: _row(_N, _N, _A, _A),
    Permission.USER_IMPORT: _row(_N, _N, _N, _A),
    Permission.USER_DEACTIVATE: _row(_N, _N, _A, _A),
    Permission.USER_PASSWORD: _row(_O, _O, _O, _A),
    Permission.USER_ROLE: _row(_N, _N, _N, _A),
    Permission.USER_SESSION: _row(_O, _O, _A, _A),
    Permission.USER_TOKEN: _row(_O, _O, _O, _A),
    Permission.USER_EXPORT: _row(_O, _O, _O, _A),
    Permission.USER_ERASE: _row(_N, _N, _N, _A),
    Permission.USER_PRUNE: _row(_N, _N, _N, _A),
    # Who is in which course, and how far.
    Permission.ENROLLMENT_LIST: _row(_O, _O, _A, _A),
    Permission.ENROLLMENT_SHOW: _row(_O, _O, _A, _A),
    Permission.ENROLLMENT_CREATE: _row(_N, _O, _A, _A),
    Permission.ENROLLMENT_REMOVE: _row(_N, _O, _A, _A),
    Permission.ENROLLMENT_COMPLETE: _row(_N, _O, _N, _A),
    Permission.ENROLLMENT_EXTEND: _row(_N, _O, _A, _A),
    Permission.ENROLLMENT_IMPORT: _row(_N, _O, _N, _A),
    Permission.PROGRESS_SHOW: _row(_O, _O, _A, _A),
    Permission.PROGRESS_RECORD: _row(_O, _O, _N, _A),
    Permission.PROGRESS_SET: _row(_N, _O, _N, _A),
    Permission.PROGRESS_IMPORT: _row(_N, _O, _N, _A),
    Permission.PROGRESS_RECOUNT: _row(_N, _O, _N, _A),
    # Quizzes: what was answered is one's own, and so is answering.
    Permission.QUIZ_SHOW: _row(_O, _O, _A, _A),
    Permission.QUIZ_ANSWER: _row(_O, _O, _N, _A),
    Permission.QUIZ_GRADE: _row(_N, _O, _N, _A),
    Permission.QUIZ_REGRADE: _row(_N, _O, _N, _A),
    # What learners say of courses: shown ones are everybody's, and who teaches a course does not moderate it.
    Permission.REVIEW_LIST: _row(_O, _O, _A, _A),
    Permission.REVIEW_ADD: _row(_O, _O, _N, _A),
    Permission.REVIEW_MODERATE: _row(_N, _N, _A, _A),
    Permission.REVIEW_REMOVE: _row(_O, _O, _N, _A),
    # What completing a course earns.
    Permission.CERTIFICATE_LIST: _row(_O, _O, _A, _A),
    Permission.CERTIFICATE_SHOW: _row(_O, _O, _A, _A),
    Permission.CERTIFICATE_ISSUE: _row(_N, _O, _N, _A),
    Permission.CERTIFICATE_REISSUE: _row(_N, _N, _A, _A),
    Permission.CERTIFICATE_REVOKE: _row(_N, _O, _N, _A),
    Permission.CERTIFICATE_PUBLISH: _row(_N, _N, _N, _A),
    Permission.CERTIFICATE_ANCHOR: _row(_N, _N, _N, _A),
    Permission.CERTIFICATE_KEY: _row(_N, _N, _N, _A),
    # Money, bulk work and the account of it all.
    Permission.ORDER_LIST: _row(_O, _O, _A, _A),
    Permission.ORDER_SHOW: _row(_O, _O, _A, _A),
    Permission.ORDER_CHECKOUT: _row(_O, _O, _A, _A),
    Permission.ORDER_CANCEL: _row(_N, _N, _A, _A),
    Permission.PAYMENT_LIST: _row(_N, _N, _A, _A),
    Permission.PAYMENT_RECORD: _row(_N, _N, _N, _A),
    Permission.PAYMENT_SYNC: _row(_N, _N, _A, _A),
    Permission.PAYMENT_RECONCILE: _row(_N, _N, _N, _A),
    Permission.PAYMENT_CLOSE: _row(_N, _N, _N, _A),
    Permission.SUBSCRIPTION_LIST: _row(_N, _N, _A, _A),
    Permission.SUBSCRIPTION_PLAN: _row(_N, _N, _N, _A),
    Permission.REFUND_LIST: _row(_N, _N, _A, _A),
    Permission.PRICE_LIST: _row(_O, _A, _A, _A),
    Permission.PRICE_SET: _row(_N, _O, _N, _A),
    Permission.COUPON_LIST: _row(_N, _N, _A, _A),
    Permission.COUPON_CREATE: _row(_N, _N, _N, _A),
    Permission.COUPON_REMOVE: _row(_N, _N, _N, _A),
    Permission.REFUND_CREATE: _row(_N, _N, _A, _A),
    Permission.REFUND_APPROVE: _row(_N, _N, _N, _A),
    Permission.REFUND_OVERRIDE: _row(_N, _N, _N, _A),
    Permission.REFUND_RESOLVE: _row(_N, _N, _N, _A),
    Permission.REFUND_BULK: _row(_N, _N, _N, _A),
    Permission.INVOICE_LIST: _row(_O, _O, _A, _A),
    Permission.INVOICE_SHOW: _row(_O, _O, _A, _A),
    Permission.INVOICE_PDF: _row(_O, _O, _A, _A),
    Permission.INVOICE_SEND: _row(_N, _N, _A, _A),
    Permission.INVOICE_EXPORT: _row(_N, _N, _N, _A),
    Permission.INVOICE_VERIFY: _row(_N, _N, _N, _A),
    Permission.MAIL_LIST: _row(_N, _N, _A, _A),
    Permission.MAIL_PREVIEW: _row(_N, _A, _A, _A),
    Permission.MAIL_SEND: _row(_N, _N, _N, _A),
    Permission.MAIL_RETRY: _row(_N, _N, _A, _A),
    Permission.MAIL_SUPPRESS: _row(_N, _N, _A, _A),
    Permission.MAIL_CAMPAIGN: _row(_N, _O, _N, _A),
    # Figures: who teaches a course sees its own; totals of money are nobody's work but an admin's.
    Permission.STATS_MONEY: _row(_N, _O, _N, _A),
    Permission.STATS_LEARNING: _row(_N, _O, _A, _A),
    Permission.STATS_PEOPLE: _row(_N, _N, _A, _A),
    Permission.STATS_REPORT: _row(_N, _N, _N, _A),
    Permission.BATCH_LIST: _row(_N, _N, _A, _A),
    Permission.BATCH_UNDO: _row(_N, _N, _N, _A),
    Permission.BATCH_PRUNE: _row(_N, _N, _N, _A),
    # Everything there is, and all of it at once.
    Permission.BACKUP_LIST: _row(_N, _N, _N, _A),
    Permission.BACKUP_CREATE: _row(_N, _N, _N, _A),
    Permission.BACKUP_RESTORE: _row(_N, _N, _N, _A),
    Permission.BACKUP_PRUNE: _row(_N, _N, _N, _A),
    Permission.AUDIT_LIST: _row(_N, _N, _A, _A),
    Permission.AUDIT_VERIFY: _row(_N, _N, _A, _A),
    # The whole at a glance, of which everybody sees what they may see anyway; and the machine.
    Permission.STATUS_SHOW: _row(_N, _N, _A, _A),
    Permission.DOCTOR_RUN: _row(_N, _N, _N, _A),
}


def reach(action: Permission, roles: Iterable[Role]) -> Reach:
    """How far somebody with some roles may do an action: as far as the farthest of them."""
    return max((MATRIX[action][role] for role in roles), default=Reach.NONE)


def roles_for(action: Permission) -> tuple[Role, ...]:
    """The roles that may do an action at all, the least first."""
    return tuple(role for role in _ORDER if MATRIX[action][role])


def roles_within(action: Permission, how_far: Reach) -> tuple[Role, ...]:
    """The roles that may do an action so far and no further, the least first."""
    return tuple(role for role in roles_for(action) if MATRIX[action][role] is how_far)
