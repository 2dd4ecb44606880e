"""One learner in one course: what was done, what follows, and what one more step would make of it.

Joins a seat with a syllabus and asks `kit/completion`; writes completions in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.access.errors import UnknownLessonError
from academy_cli.enrollments import seats
from academy_cli.enrollments.seats import Seat
from academy_cli.kit.completion import Stage, Standing, missing, weigh
from academy_cli.kit.spelling import nearest
from academy_cli.mail.occasions import untold
from academy_cli.progress import store
from academy_cli.progress.store import COMPLETED, Place
from academy_cli.progress.syllabus import LESSON, Entry, Syllabus
from academy_cli.progress.views import OutlineStep, ProgressView

GAINED, REOPENED = "gained", "reopened"


@dataclass(frozen=True)
class Learning:
    """A learner's place, the course at this moment, and what the learner did by lesson."""

    place: Seat
    syllabus: Syllabus
    steps: Mapping[int, Row[Any]]

    @property
    def done(self) -> frozenset[int]:
        """The lessons that were completed."""
        return frozenset(row for row, one in self.steps.items() if one.state == COMPLETED)

    @property
    def was_complete(self) -> bool:
        """Whether the learner has completed the course."""
        return self.place.taken.completed_at is not None

    def at(self, lesson: Entry) -> Place:
        """Where progress in a lesson is kept."""
        return Place(self.place.taken.id, lesson.node.row)

    def state(self, lesson: Entry) -> str:
        """How far a lesson is: ``done``, ``started``, ``open`` or ``coming``."""
        step = self.steps.get(lesson.node.row)
        if step is not None:
            return "done" if step.state == COMPLETED else step.state
        return "coming" if lesson.opening.stage is Stage.COMING else "open"

    def lesson(self, key: str) -> Entry:
        """A lesson by key or path. Raises UnknownLessonError with the nearest key."""
        found = self.syllabus.lesson(key)
        if found is None:
            keys = [one.node.key for one in self.syllabus.entries if one.node.kind == LESSON]
            raise UnknownLessonError(self.place.course.slug, key, nearest(key, keys))
        return found

    def standing(self, done: Collection[int]) -> Standing:
        """How far the learner would be with these lessons done.

        Whoever is complete stays so, unless the rule reopens and there is more to do than before.
        """
        now, was = self.syllabus.tally(done), self.syllabus.tally(self.done)
        return weigh(
            self.syllabus.rule,
            now,
            was_complete=self.was_complete,
            has_more_to_do=missing(now) > missing(was),
        )

    def completion(self, done: Collection[int]) -> str | None:
        """What these lessons would do to the completion of the course; None for nothing."""
        is_complete = self.standing(done).is_complete
        if is_complete == self.was_complete:
            return None
        return GAINED if is_complete else REOPENED

    def mails(self, connection: Connection, completion: str | None) -> int:
        """How many messages that would send."""
        if completion != GAINED:
            return 0
        return untold(connection, [self.place.taken.id], self.place.course.revision)

    def settle(
        self, connection: Connection, completion: str | None, now: datetime, *, tells: bool
    ) -> None:
        """Give the completion, or take it back; its mail leaves with the same commit."""
        mine = [self.place.taken.id]
        if completion == GAINED:
            seats.complete(connection, self.place.course, mine, now, tells=tells)
        elif completion == REOPENED:
            seats.reopen(connection, mine)

    def view(self, now: datetime) -> ProgressView:
        """All of it for people. What learners never see is left out."""
        mine, follows, done = self.place.taken, self.place.access(now), self.done
        count = self.syllabus.tally(done)
        return ProgressView(
            email=self.place.user.email,
            name=self.place.user.name,
            course=self.place.course.slug,
            title=self.place.course.title,
            state=follows.state.value,
            has_access=follows.has_access,
            percent=self.standing(done).percent,
            done=count.done + count.done_early,
            lessons=count.open + count.coming,
            credit=count.credit,
            seconds=sum(one.seconds for one in self.steps.values()),
            last_seen_at=mine.last_seen_at,
            completed_at=mine.completed_at,
            completed_revision=mine.completed_revision,
            outline=tuple(self._outline(done)),
        )

    def _outline(self, done: Collection[int]) -> Iterator[OutlineStep]:
        for one in self.syllabus.entries:
            if one.opening.stage is Stage.HIDDEN:
                continue
            is_lesson, row = one.node.kind == LESSON, one.node.row
            inside = [row] if is_lesson else list(self.syllabus.below(row))
            step = self.steps.get(row)
            taken = [self.steps[at] for at in inside if at in self.steps]
            yield OutlineStep(
                kind=one.node.kind,
                key=one.node.key,
                title=one.node.title,
                depth=one.depth,
                state=self.state(one) if is_lesson else None,
                percent=None if is_lesson else self.syllabus.part(inside, done),
                counts=any(at in self.syllabus.stages for at in inside),
                seconds=sum(each.seconds for each in taken),
                opens_at=one.opening.at if one.opening.stage is Stage.COMING else None,
                completed_at=step.completed_at if step is not None else None,
                last_seen_at=max(
                    (each.last_seen_at for each in taken if each.last_seen_at), default=None
                ),
            )


def learning(
    connection: Connection, place: Seat, now: datetime, course: Syllabus | None = None
) -> Learning:
    """A learner in a course, which is read unless it is given. Raises NotEnrolledError."""
    steps = store.steps(connection, place.taken.id)
    return Learning(place, course or syllabus(connection, place.course, now), steps)


def syllabus(connection: Connection, course: Row[Any], now: datetime) -> Syllabus:
    """A course as it is at a moment."""
    return Syllabus.of(course.fields, store.nodes(connection, course.id), now)
