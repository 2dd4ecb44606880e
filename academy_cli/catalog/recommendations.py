"""Recommending courses to somebody: what they may see, can join, and have not had, each with its reason.

Reads who took what; refuses to tell anything of fewer people than `recommending` counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from academy_cli.access.actor import Actor
from academy_cli.access.errors import UnknownUserError
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.catalog.facts import Facts, facts, status_of
from academy_cli.catalog.recommending import FEWEST, Pick, Traits, neighbours, picks
from academy_cli.catalog.views import Recommendation
from academy_cli.catalog.words import folded
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.enrollments import seats
from academy_cli.enrollments.offer import Offer
from academy_cli.kit.clock import utc_now
from academy_cli.kit.saying import say
from academy_cli.models import Course, Enrollment, UserRole

MOST = 10


class Recommendations:
    """What one academy recommends, to one actor."""

    def __init__(
        self, database: Database, actor: Actor, *, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._database, self._clock = database, clock
        self.actor = actor

    @permits(Permission.COURSE_RECOMMEND)
    def of(self, email: str, most: int = MOST) -> tuple[Recommendation, ...]:
        """Courses for somebody, the best first. Raises UnknownUserError."""
        engine = self._database.existing()
        if engine is None:
            raise UnknownUserError(email)
        now = self._clock()
        with read(engine) as connection:
            user = seats.person(connection, email)
            self.actor.require_person(Permission.COURSE_RECOMMEND, user.id, user.email)
            courses = connection.execute(select(Course.__table__).order_by(Course.slug)).all()
            known = {one.row.id: one for one in facts(connection, courses, now)}
            taken = _taken(connection)
            had = taken.get(user.id, frozenset())
            barred = _taught(connection, user.id) | had
            may_take = {row.id for row in courses if row.id not in barred and _is_open(row, now)}
        traits = {number: _traits(one) for number, one in known.items()}
        found = picks(had, may_take, neighbours(taken.values()), traits, user.language)
        return tuple(_view(one, known) for one in found[:most])


def _taken(connection: Connection) -> Mapping[int, frozenset[int]]:
    """The courses that people have and had, by the person."""
    found: dict[int, set[int]] = defaultdict(set)
    for user, course in connection.execute(select(Enrollment.user_id, Enrollment.course_id)):
        found[user].add(course)
    return {user: frozenset(courses) for user, courses in found.items()}


def _taught(connection: Connection, user: int) -> frozenset[int]:
    mine = (UserRole.user_id == user, UserRole.course_id.is_not(None))
    return frozenset(
        one for one in connection.scalars(select(UserRole.course_id).where(*mine)) if one
    )


def _is_open(course: Row[Any], now: datetime) -> bool:
    """Whether anybody can still join a course."""
    ends_at = Offer.of(course.fields).span.ends_at
    return status_of(course, now) == "published" and (ends_at is None or ends_at > now)


def _traits(one: Facts) -> Traits:
    fields = one.fields
    tags = frozenset(folded(tag) for tag in fields.get("tags", ()))
    category = fields.get("category")
    return Traits(
        tags,
        folded(category) if category else None,
        fields.get("level"),
        one.row.language,
        one.learners,
        one.worth,
    )


def _view(pick: Pick, known: Mapping[int, Facts]) -> Recommendation:
    one = known[pick.course]
    because = tuple(known[each].row.slug for each in pick.because_of)
    return Recommendation(
        one.row.slug, one.row.title, _why(pick, one, known), because, one.fields.get("level"),
        one.row.language, pick.score,
    )  # fmt: skip


def _why(pick: Pick, one: Facts, known: Mapping[int, Facts]) -> str:
    """The reason in words: the one that counts most."""
    if pick.because_of:
        title = known[pick.because_of[0]].row.title
        if pick.together is not None:
            both, of = pick.together.both, pick.together.of
            return say("{} of {} who took “{}” also took this.", both, of, title)
        said = {folded(word): word for word in (*one.fields.get("tags", ()), *_category(one))}
        return say(
            "Like “{}” it is about {}.", title, _listed([said[word] for word in pick.shared])
        )
    if one.stars.given_by >= FEWEST and one.worth >= 4:
        return say(
            "{} learners give it {} stars on average.", one.stars.given_by, one.stars.average
        )
    if one.learners >= FEWEST:
        return say("{} people learn here.", one.learners)
    return say("It is new here.")


def _category(one: Facts) -> Collection[str]:
    category = one.fields.get("category")
    return [category] if category else []


def _listed(words: Collection[str]) -> str:
    said = list(words)
    return said[0] if len(said) == 1 else say("{} and {}", ", ".join(said[:-1]), said[-1])
