"""From enrolling to a certificate: how far those came who were enrolled in some days; and paid orders.

Knows enrollments, progress and orders. Each step is of the same learners, whenever they took it, so no step
has more than the one before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Subquery, and_, case, func, select

from academy_cli.analytics.countries import billed
from academy_cli.analytics.definitions import Figure, counted, part
from academy_cli.analytics.grouping import Asked, Piece, Source, count_distinct, piece, within
from academy_cli.kit.saying import say
from academy_cli.models import Certificate, Content, Enrollment, LessonProgress, Order, OrderLine

FIGURES: Sequence[Figure] = (
    counted(
        "enrolled",
        say("learners who were enrolled in these days, once for each course"),
        people=True,
    ),
    counted(
        "began", say("of these, those who began a lesson until now, or came further"), people=True
    ),
    counted(
        "half",
        say(
            "of these, those who completed half of the course's lessons of today, or all of the course"
        ),
        people=True,
    ),
    counted("completed", say("of these, those who completed the course"), people=True),
    counted("certified", say("of these, those who hold a certificate of it"), people=True),
    part("began_rate", "began", "enrolled", say("of those enrolled, the part that began")),
    part(
        "completion_rate",
        "completed",
        "enrolled",
        say("of those enrolled, the part that completed the course"),
    ),
    counted(
        "orders",
        say("orders made in these days with something to pay; renewals of subscriptions aside"),
    ),
    counted("paid", say("of these, those that were paid until now")),
    counted("with_coupon", say("of those that were paid, those with a coupon")),
    part("paid_rate", "paid", "orders", say("of the orders, the part that was paid until now")),
)
VISITED: Sequence[Figure] = (
    counted("visits", say("visits in these days, as the file says that was given")),
    part("visit_rate", "enrolled", "visits", say("learners enrolled for each visit of these days")),
)
"""What is told besides where visits are known."""
SHOWN = (
    "enrolled",
    "began",
    "half",
    "completed",
    "certified",
    "completion_rate",
    "orders",
    "paid",
    "paid_rate",
)
LEAD = "enrolled"
FUNNEL = ("visits", "enrolled", "began", "half", "completed", "certified")


def pieces(asked: Asked) -> Sequence[Piece]:
    """The queries of conversions; of a country, learners are where their newest order says."""
    return [_came(asked), _ordered(asked)]


def _came(asked: Asked) -> Piece:
    steps, sizes = _steps(asked), _sizes()
    holding = select(Certificate.enrollment_id).where(Certificate.revoked_at.is_(None))
    held = holding.distinct().subquery("held")
    rows = Enrollment.__table__
    rows = rows.join(steps, steps.c.enrollment_id == Enrollment.id, isouter=True)
    rows = rows.join(sizes, sizes.c.course_id == Enrollment.course_id, isouter=True)
    rows = rows.join(held, held.c.enrollment_id == Enrollment.id, isouter=True)
    source = Source(rows, Enrollment.enrolled_at, Enrollment.course_id, person=Enrollment.user_id)
    is_complete = Enrollment.completed_at.is_not(None)
    is_half = and_(steps.c.done * 2 >= sizes.c.lessons, steps.c.done > 0)
    return piece(
        asked,
        source,
        enrolled=func.count(),
        began=func.count(case((is_complete | steps.c.enrollment_id.is_not(None), 1))),
        half=func.count(case((is_complete | is_half, 1))),
        completed=func.count(Enrollment.completed_at),
        certified=func.count(case((is_complete & held.c.enrollment_id.is_not(None), 1))),
    )


def _steps(asked: Asked) -> Subquery:
    """How many lessons of today's course each of those enrolled in the period has completed."""
    is_done = and_(LessonProgress.state == "completed", Content.is_archived.is_(False))
    query = (
        select(LessonProgress.enrollment_id, func.count().filter(is_done).label("done"))
        .join(Enrollment, Enrollment.id == LessonProgress.enrollment_id)
        .join(Content, Content.id == LessonProgress.content_id)
        .where(within(Enrollment.enrolled_at, asked.period))
        .group_by(LessonProgress.enrollment_id)
    )
    if asked.courses is not None:
        query = query.where(Enrollment.course_id.in_(sorted(asked.courses)))
    return query.subquery("steps")


def _sizes() -> Subquery:
    """How many lessons each course has today."""
    query = select(Content.course_id, func.count().label("lessons"))
    query = query.where(Content.kind == "lesson", Content.is_archived.is_(False))
    return query.group_by(Content.course_id).subquery("sizes")


def _ordered(asked: Asked) -> Piece:
    rows, course = Order.__table__, None
    if asked.is_by_course:
        rows = rows.join(OrderLine.__table__, OrderLine.order_id == Order.id)
        course = OrderLine.course_id
    only = [Order.is_live.is_(asked.is_live), Order.total > 0, Order.subscription_id.is_(None)]
    source = Source(rows, Order.created_at, course, billed(is_sqlite=asked.is_sqlite), only=only)
    is_paid = Order.paid_at.is_not(None)
    return piece(
        asked,
        source,
        orders=count_distinct(Order.id),
        paid=count_distinct(case((is_paid, Order.id))),
        with_coupon=count_distinct(case((and_(is_paid, Order.coupon_id.is_not(None)), Order.id))),
    )
