"""Who and what is in a backup, held against who and what there is now.

Knows that somebody is the same person whose account has the same number and moment of making, also if they
have another address by now; refuses to write.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, select, true

from academy_cli import models
from academy_cli.access.address import canonical_address
from academy_cli.kit.saying import say
from academy_cli.models import (
    Attempt,
    Certificate,
    Content,
    Course,
    Enrollment,
    Order,
    Review,
    User,
)


class Person(NamedTuple):
    """An account: its number, when it was made, and the address it has."""

    id: int
    created_at: datetime
    email: str
    erased_at: datetime | None


def by_email(connection: Connection, email: str) -> Person | None:
    """Somebody by their address; erased ones have none."""
    found = (User.email == canonical_address(email), User.erased_at.is_(None))
    return _person(connection, _PEOPLE.where(*found))


def same(connection: Connection, then: Person) -> Person | None:
    """The account that a person of a backup has now: theirs, whatever its address, or one of that address."""
    mine = (User.id == then.id, User.created_at == then.created_at)
    return _person(connection, _PEOPLE.where(*mine)) or by_email(connection, then.email)


def then(connection: Connection, now: Person) -> Person | None:
    """The account that somebody had in a backup, whatever its address was."""
    mine = (User.id == now.id, User.created_at == now.created_at)
    return _person(connection, _PEOPLE.where(*mine))


def learners(connection: Connection, slug: str) -> Sequence[Person]:
    """Everybody who was ever let into a course, and was not erased."""
    query = (
        _PEOPLE.join(Enrollment, Enrollment.user_id == User.id)
        .join(Course, Course.id == Enrollment.course_id)
        .where(Course.slug == slug, User.erased_at.is_(None))
        .order_by(User.id)
    )
    return [Person(*row) for row in connection.execute(query)]


def slugs(connection: Connection) -> Sequence[str]:
    """Every course's slug."""
    return connection.scalars(select(Course.slug).order_by(Course.slug)).all()


def certificates(connection: Connection, person: Person) -> Sequence[str]:
    """The codes of the certificates that somebody has or had."""
    query = (
        select(Certificate.code)
        .join(Enrollment, Enrollment.id == Certificate.enrollment_id)
        .where(Enrollment.user_id == person.id)
        .order_by(Certificate.id)
    )
    return connection.scalars(query).all()


def attempts(connection: Connection, person: Person) -> Sequence[str]:
    """Somebody's attempts at quizzes."""
    query = (
        select(Attempt.number, Content.key, Course.slug)
        .join(Enrollment, Enrollment.id == Attempt.enrollment_id)
        .join(Course, Course.id == Enrollment.course_id)
        .join(Content, Content.id == Attempt.content_id)
        .where(Enrollment.user_id == person.id)
        .order_by(Attempt.id)
    )
    return [
        say("{} at “{}” of “{}”", one, lesson, slug)
        for one, lesson, slug in connection.execute(query)
    ]


def reviews(connection: Connection, person: Person) -> Sequence[str]:
    """What somebody said of courses."""
    query = (
        select(Review.stars, Course.slug)
        .join(Enrollment, Enrollment.id == Review.enrollment_id)
        .join(Course, Course.id == Enrollment.course_id)
        .where(Enrollment.user_id == person.id)
        .order_by(Review.id)
    )
    return [say("of {} stars for “{}”", stars, slug) for stars, slug in connection.execute(query)]


def orders(connection: Connection, person: Person) -> Sequence[str]:
    """The references of what somebody bought, or began to."""
    query = select(Order.reference).where(Order.user_id == person.id).order_by(Order.id)
    return connection.scalars(query).all()


class Upload(NamedTuple):
    """A file that is attached to a lesson, by its digest."""

    sha256: str
    size: int


def attached(
    connection: Connection, slug: str, *, has_archived: bool
) -> Mapping[tuple[str, str], Upload]:
    """The files that are attached to a course's lessons, by the lesson's key and their name.

    ``has_archived`` counts those of archived lessons in.
    """
    is_wanted = true() if has_archived else Content.is_archived.is_(False)
    query = (
        select(Content.key, models.Upload.name, models.Upload.sha256, models.Upload.size)
        .join_from(models.Upload, Content, Content.id == models.Upload.lesson_id)
        .join(Course, Course.id == Content.course_id)
        .where(Course.slug == slug)
        .where(is_wanted)
        .order_by(Content.key, models.Upload.name)
    )
    return {(one[0], one[1]): Upload(one[2], one[3]) for one in connection.execute(query)}


_PEOPLE: Select[*tuple[Any, ...]] = select(User.id, User.created_at, User.email, User.erased_at)


def _person(connection: Connection, query: Select[*tuple[Any, ...]]) -> Person | None:
    row = connection.execute(query).first()
    return Person(*row) if row is not None else None


KEPT_APART: Sequence[tuple[str, Callable[[Connection, Person], Sequence[str]], str]] = (
    (
        "certificate",
        certificates,
        say("what was signed is not signed again: issue another, or restore everything"),
    ),
    (
        "attempt",
        attempts,
        say("answers are given once: record another, or restore everything"),
    ),
    ("review", reviews, say("they can write it again: academy review add")),
    ("order", orders, say("money is the provider's to tell: academy payment sync")),
)
"""What of a person does not come back by itself: how it is found, and why it does not."""
