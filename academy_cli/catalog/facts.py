"""What is known of courses beside their words: what they cost, who teaches them, how they are liked.

Reads the tables of other slices; refuses to change anything, and to decide who sees a course.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, select

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission, Reach
from academy_cli.catalog.standing import Stars, worth
from academy_cli.kit.money import Money
from academy_cli.kit.pricelist import Listed, sold
from academy_cli.kit.visibility import Publication
from academy_cli.models import (
    Course,
    Enrollment,
    FeaturedCourse,
    Price,
    Review,
    SearchCourse,
    User,
    UserRole,
)

LAST = 1_000_000
"""The position of what is not featured."""


class Facts(NamedTuple):
    """A course and what is known of it at a moment."""

    row: Row[Any]
    fields: Mapping[str, Any]
    status: str
    languages: Sequence[str]
    prices: Sequence[Money]
    teachers: Sequence[tuple[str, str]]
    """Names and addresses."""
    stars: Stars
    worth: float
    learners: int
    position: int
    """Among featured courses, ``LAST`` for all others."""

    @property
    def order(self) -> tuple[object, ...]:
        """Its place among others of which nothing else is asked: featured ones, then what is liked."""
        return self.position, -self.worth, -self.learners, self.row.title.casefold(), self.row.slug


def visible(connection: Connection, actor: Actor, now: datetime) -> Sequence[Row[Any]]:
    """The courses that somebody sees, by slug."""
    rows = connection.execute(select(Course.__table__).order_by(Course.slug)).all()
    return [row for row in rows if may_see(actor, row, now)]


def may_see(actor: Actor, course: Row[Any], now: datetime) -> bool:
    """Whether somebody sees a course: all of them, what they teach, or what is published."""
    return sees_whole(actor, course) or status_of(course, now) == "published"


def sees_whole(actor: Actor, course: Row[Any]) -> bool:
    """Whether somebody sees all of a course, drafts and what is still to come as well."""
    is_all = actor.reach(Permission.COURSE_SHOW) is Reach.ALL
    return is_all or course.slug in actor.courses


def status_of(course: Row[Any], now: datetime) -> str:
    """The status that holds."""
    return Publication(course.status, course.publish_at, course.unpublished_at).status_at(now)


def facts(connection: Connection, courses: Sequence[Row[Any]], now: datetime) -> Sequence[Facts]:
    """What is known of some courses, in their order."""
    languages = dict(
        connection.execute(select(SearchCourse.course_id, SearchCourse.languages)).all()
    )
    prices, teachers = _prices(connection, now), _teachers(connection, courses)
    stars = given_stars(connection)
    everywhere = (
        Stars(*(sum(each) for each in zip(*stars.values(), strict=True))) if stars else Stars()
    )
    learners = _learners(connection)
    positions = featured(connection, now)
    return [
        Facts(
            row, json.loads(row.fields), status_of(row, now),
            languages.get(row.id, row.language).split(),
            prices.get(row.id, ()), teachers.get(row.id, ()),
            stars.get(row.id, Stars()), worth(stars.get(row.id, Stars()), everywhere),
            learners.get(row.id, 0), positions.get(row.id, LAST),
        )
        for row in courses
    ]  # fmt: skip


def given_stars(connection: Connection) -> Mapping[int, Stars]:
    """The stars that are shown, by course."""
    total, count = func.sum(Review.stars), func.count()
    query = (
        select(Enrollment.course_id, total, count)
        .join_from(Review, Enrollment, Enrollment.id == Review.enrollment_id)
        .where(Review.state == "shown")
        .group_by(Enrollment.course_id)
    )
    return {row[0]: Stars(int(row[1]), int(row[2])) for row in connection.execute(query)}


def featured(connection: Connection, now: datetime) -> Mapping[int, int]:
    """The places of courses that stand before others, from 1 and without gaps."""
    query = select(FeaturedCourse.course_id, FeaturedCourse.ends_at).order_by(
        FeaturedCourse.position, FeaturedCourse.featured_at.desc(), FeaturedCourse.course_id
    )
    held = [row[0] for row in connection.execute(query) if row[1] is None or row[1] > now]
    return {course: place for place, course in enumerate(held, 1)}


def _prices(connection: Connection, now: datetime) -> Mapping[int, Sequence[Money]]:
    """What courses are sold for, the cheapest by the code of the currency first; none is free."""
    columns = (Price.course_id, Price.id, Price.currency, Price.amount, Price.starts_at)
    query = select(*columns).where(Price.withdrawn_at.is_(None)).order_by(Price.id)
    listed: dict[int, list[Listed]] = defaultdict(list)
    for course, number, currency, amount, starts_at in connection.execute(query):
        listed[course].append(Listed(number, currency, amount, starts_at))
    return {
        course: [Money(amount, currency) for currency, amount in sold(some, now).items()]
        for course, some in listed.items()
    }


def _teachers(
    connection: Connection, courses: Collection[Row[Any]]
) -> Mapping[int, Sequence[tuple[str, str]]]:
    """Who teaches courses: their instructors, and those whom course.yaml names and who have an account."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    held = select(UserRole.course_id, User.name, User.email).join(User, User.id == UserRole.user_id)
    mine = (
        UserRole.course_id.is_not(None),
        UserRole.role == "instructor",
        User.erased_at.is_(None),
    )
    for course, name, email in connection.execute(held.where(*mine).order_by(UserRole.id)):
        found[course or 0][email] = name
    named = {row.id: json.loads(row.fields).get("instructors", ()) for row in courses}
    emails = sorted({email.lower() for some in named.values() for email in some})
    known = dict(
        connection.execute(select(User.email, User.name).where(User.email.in_(emails))).all()
    )
    for course, some in named.items():
        found[course] |= {one: known[one] for one in (e.lower() for e in some) if one in known}
    return {
        course: [(name, email) for email, name in some.items()] for course, some in found.items()
    }


def _learners(connection: Connection) -> Mapping[int, int]:
    """How many are in each course."""
    query = select(Enrollment.course_id, func.count()).where(Enrollment.removed_at.is_(None))
    return dict(connection.execute(query.group_by(Enrollment.course_id)).all())
