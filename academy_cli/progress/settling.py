"""A lesson that is begun, done or open again, and what becomes of the course: in the caller's transaction.

Knows a learner at a moment, whom nobody else changes meanwhile; refuses to commit, and to write to the log.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from academy_cli.access.actor import Actor
from academy_cli.access.errors import LessonComingError, UnknownCourseError, UnknownLessonError
from academy_cli.access.matrix import Permission, Reach
from academy_cli.audit.service import Act
from academy_cli.enrollments import seats
from academy_cli.enrollments.seats import Seat
from academy_cli.kit.completion import Stage
from academy_cli.kit.visibility import Publication
from academy_cli.progress import footprints, store
from academy_cli.progress.learning import Learning
from academy_cli.progress.syllabus import Entry
from academy_cli.progress.views import ProgressChange


def held(
    connection: Connection, email: str, slug: str, *, dry_run: bool = False, alone: bool = False
) -> Seat:
    """A learner's place that nobody else changes until the transaction ends, or a look that cannot write.

    ``alone`` keeps the same learner out of all other courses as well. Raises UnknownCourseError,
    UnknownUserError and, once it is asked for, NotEnrolledError.
    """
    hold = seats.course if dry_run else partial(seats.hold_course, shared=True)
    course = hold(connection, slug)
    user = seats.person(connection, email, is_held=alone)
    return seats.seat(connection, course, user, is_held=not dry_run)


def require_access(actor: Actor, action: Permission, mine: Learning, now: datetime) -> None:
    """Insist on the learner themselves, with access to a course that they can see.

    Raises NotPermittedError, UnknownCourseError and NoAccessError.
    """
    user, course = mine.place.user, mine.place.course
    actor.require_person(action, user.id, user.email)
    status = Publication(course.status, course.publish_at, course.unpublished_at)
    sees_all = actor.reach(Permission.COURSE_SHOW) is Reach.ALL
    if status.status_at(now) != "published" and not sees_all:
        raise UnknownCourseError(course.slug, None)
    mine.place.require_access(now)


def opened(mine: Learning, key: str) -> Entry:
    """A lesson that learners can open; a draft is as if it were not there.

    Raises LessonComingError and UnknownLessonError.
    """
    one, slug = mine.lesson(key), mine.place.course.slug
    if one.opening.stage is Stage.HIDDEN:
        raise UnknownLessonError(slug, key, None)
    if one.opening.stage is Stage.COMING:
        raise LessonComingError(slug, one.node.key, one.opening.at)
    return one


def seen(
    connection: Connection, mine: Learning, one: Entry, seconds: int, now: datetime
) -> Sequence[Act]:
    """Note that the learner was in a lesson for some seconds; returns what the log is told of that."""
    store.start(connection, [mine.at(one)], now)
    store.see(connection, mine.at(one), seconds, now)
    seats.seen(connection, mine.place.taken.id, now)
    return list(footprints.acts(mine, one, now))


def settled(
    connection: Connection,
    mine: Learning,
    one: Entry,
    *,
    is_done: bool,
    now: datetime,
    tells: bool = True,
    dry_run: bool = False,
) -> ProgressChange:
    """A lesson done or open again, and what becomes of the course."""
    row = one.node.row
    done = mine.done | {row} if is_done else mine.done - {row}
    completion = mine.completion(done)
    mails = mine.mails(connection, completion) if tells else 0
    if not dry_run and done != mine.done:
        (store.finish(connection, [mine.at(one)], now) if is_done
         else store.reopen(connection, [mine.at(one)]))  # fmt: skip
    if not dry_run:
        mine.settle(connection, completion, now, tells=tells)
    before = mine.state(one)
    open_again = "started" if before == "done" else before
    after = "done" if is_done else open_again
    return change(mine, one, after, done=done, completion=completion, mails=mails)


def finished(
    connection: Connection,
    mine: Learning,
    lessons: Sequence[Entry],
    *,
    now: datetime,
    tells: bool = True,
    dry_run: bool = False,
) -> tuple[str | None, int]:
    """Several lessons done at once: what becomes of the course, and how many mails are sent."""
    done = mine.done | {one.node.row for one in lessons}
    completion = mine.completion(done)
    mails = mine.mails(connection, completion) if tells else 0
    if not dry_run:
        store.finish(connection, [mine.at(one) for one in lessons], now)
        mine.settle(connection, completion, now, tells=tells)
    return completion, mails


def change(
    mine: Learning,
    one: Entry,
    after: str,
    *,
    done: frozenset[int] | None = None,
    completion: str | None = None,
    seconds: int = 0,
    mails: int = 0,
) -> ProgressChange:
    """What was done to a lesson, for people."""
    return ProgressChange(
        email=mine.place.user.email,
        course=mine.place.course.slug,
        lesson=one.node.key,
        before=mine.state(one),
        after=after,
        percent_before=mine.standing(mine.done).percent,
        percent=mine.standing(mine.done if done is None else done).percent,
        completion=completion,
        seconds=seconds,
        mails=mails,
    )
