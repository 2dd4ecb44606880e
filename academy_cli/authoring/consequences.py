"""What a plan would do to a course's learners, and doing it when the plan is applied.

Joins what the database counts with what the rule of completion says of it. The rule is asked for every
learner, in Python; the database is asked a few times in all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain

from sqlalchemy import Connection

from academy_cli.authoring import learners
from academy_cli.authoring.changes import Action, Change, Comparison
from academy_cli.authoring.counting import sides
from academy_cli.authoring.document import LESSON, Kind, pass_mark
from academy_cli.authoring.forecast import Forecast, Step
from academy_cli.authoring.impact import NOBODY, Effects, Impact, Outcome, Settled, effects
from academy_cli.authoring.learners import COMPLETED, STARTED
from academy_cli.authoring.scales import Scales, Shifts, row_of, shifts_of
from academy_cli.authoring.snapshot import Snapshot
from academy_cli.db.bulk import update_rows
from academy_cli.models import Enrollment

NEWS = frozenset({Action.CREATE, Action.UPDATE, Action.RESTORE})
"""What learners may want to hear of."""


def impact(
    connection: Connection, before: Snapshot, comparison: Comparison, now: datetime
) -> Impact:
    """What carrying out a comparison now would do to learners; one query where nobody is enrolled."""
    forecast = _forecast(connection, before, comparison, now)
    if forecast is None:
        return NOBODY
    return _Count(connection, before.course_row, comparison, forecast).impact()


def settle(
    connection: Connection, before: Snapshot, comparison: Comparison, revision: int, now: datetime
) -> Settled:
    """Give and take back completions as the rule has it after a revision was applied, and tell who gained.

    The caller holds the course's row, so that nobody records progress by the rule that was.
    """
    forecast = _forecast(connection, before, comparison, now)
    if forecast is None:
        return Settled()
    gained, reopened = forecast.gaining, forecast.losing
    columns = ("completed_at", "completed_revision")
    given = [(who, now, revision) for who in gained]
    taken = [(who, None, None) for who in reopened]
    if given or taken:
        update_rows(connection, Enrollment, "id", columns, [*given, *taken])
    if gained:
        from academy_cli.certificates.awarding import award  # few plans complete anybody
        from academy_cli.mail.occasions import tell_completed

        award(connection, gained, now)
        tell_completed(connection, gained, revision, now)
    return Settled(len(gained), len(reopened))


def tell_learners(
    connection: Connection, course: int, comparison: Comparison, revision: int, now: datetime
) -> None:
    """Tell a course's learners of lessons that are new or another, where that is switched on."""
    if any(one.kind is LESSON and one.action in NEWS for one in comparison.changes):
        from academy_cli.mail.occasions import tell_updated

        tell_updated(connection, course, revision, now)


def _forecast(
    connection: Connection, before: Snapshot, comparison: Comparison, now: datetime
) -> Forecast | None:
    """Learners before and after; None where there is nobody or nothing changes."""
    course = before.course_row
    people = learners.learners(connection, course) if course and comparison.changes else ()
    if not people:
        return None
    scales = Scales(*sides(before.applied, comparison.result, now))
    return Forecast(scales, people, learners.done(connection, course, scales.kinds))


class _Count:
    """The numbers of one plan."""

    def __init__(
        self, connection: Connection, course: int, comparison: Comparison, forecast: Forecast
    ) -> None:
        self.forecast, self.changes = forecast, comparison.changes
        self.shifts = shifts_of(forecast.scales, self.changes, comparison.result)
        lessons = {row_of(change) for change in self.changes if change.kind is LESSON} - {0}
        self.gone = {row_of(one) for one in self.changes if _archives_lesson(one)}
        shifted = {row for row in chain.from_iterable(self.shifts) if row > 0}
        self.by_lesson = learners.met(connection, course, lessons)
        self.by_any = learners.met_any(connection, course, lessons)
        asked = {row_of(change) for change in self.changes if change.kind is Kind.QUESTION} - {0}
        self.answered = learners.answered(connection, asked)
        self.judged = learners.judged(connection, dict(_marks(self.changes)))
        self.steps: dict[int, list[Step]] = defaultdict(list)
        for step in learners.steps(connection, course, self.gone | shifted):
            self.steps[step.row].append(step)

    def impact(self) -> Impact:
        """The whole plan's numbers, and each change's."""
        interrupted = {step.enrollment for step in self._steps(self.gone) if not step.is_completed}
        state = self.by_any.get
        return Impact(
            len(self.forecast.profiles),
            len(self.forecast.feeling | interrupted),
            len(interrupted),
            effects(
                self.forecast.total(),
                *(state(STARTED, 0), state(COMPLETED, 0)),
                *(self.answered.get(0, 0), sum(self.judged.values())),
            ),
            tuple(map(self._effects, self.changes, self.shifts)),
        )

    def _effects(self, change: Change, shifts: Shifts) -> Effects:
        if change.kind is Kind.QUESTION:
            row = row_of(change)
            return Effects(answered=self.answered.get(row, 0) if row else 0)
        row = row_of(change) if change.kind is LESSON else 0
        state = self.by_lesson.get
        return effects(
            self._alone(change, shifts),
            *(state((row, STARTED), 0), state((row, COMPLETED), 0)),
            judged=self.judged.get(row, 0) if row else 0,
        )

    def _alone(self, change: Change, shifts: Shifts) -> Counter[Outcome]:
        """What this change would do without the others."""
        scales = self.forecast.scales
        if change.kind is Kind.COURSE and scales.before.rule != scales.after.rule:
            return self.forecast.by_rule()
        if not shifts:
            return Counter()
        return self.forecast.by_shifts(shifts, self._steps(shifts))

    def _steps(self, rows: Iterable[int]) -> Iterator[Step]:
        return chain.from_iterable(self.steps.get(row, ()) for row in rows)


def _marks(changes: Sequence[Change]) -> Iterator[tuple[int, int]]:
    """The lessons whose quiz gets another pass mark, with that; 0 is none."""
    for change in changes:
        if change.kind is LESSON and change.was is not None and change.was.row:
            before, after = pass_mark(change.was), pass_mark(change.node)
            if before is not None and after is not None and before != after:
                yield change.was.row, after


def _archives_lesson(change: Change) -> bool:
    return change.kind is LESSON and change.action is Action.ARCHIVE
