"""Handing in: an attempt is graded, and a lesson that is passed with it is completed by the rule.

Works in the caller's transaction, which holds the learner's enrollment; refuses to commit.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from academy_cli.attempts import points
from academy_cli.attempts.paper import Paper
from academy_cli.attempts.sitting import ANSWERS, Sitting, hand_in, sitting, view
from academy_cli.attempts.views import FAILED, PASSED, AttemptSummary, AttemptView, Handed
from academy_cli.audit.service import Act
from academy_cli.enrollments.access import State
from academy_cli.kit.completion import Stage
from academy_cli.progress import settling
from academy_cli.progress.learning import Learning
from academy_cli.progress.syllabus import Entry
from academy_cli.progress.views import ProgressChange
from academy_cli.quizzes.answers import Answer
from academy_cli.quizzes.grading import Score, grade_attempt
from academy_cli.quizzes.sheet import Marked, marked


class Manner(NamedTuple):
    """How an attempt is handed in: the act, what whoever asks may see of it, and whether mail is sent.

    ``any_time`` completes lessons that learners cannot open yet, too.
    """

    action: str
    show: str
    tells: bool = True
    any_time: bool = False
    reason: str | None = None

    def completes(self, mine: Learning, lesson: Entry, now: datetime) -> bool:
        """Whether a lesson can be completed now: who was removed from the course gains nothing."""
        stage = lesson.opening.stage
        is_open = stage is Stage.OPEN or (self.any_time and stage is Stage.COMING)
        return is_open and mine.place.access(now).state is not State.REMOVED


def handed(
    connection: Connection,
    mine: Learning,
    one: Sitting,
    answers: Mapping[str, Answer],
    *,
    at: datetime,
    now: datetime,
    manner: Manner,
) -> tuple[Handed, Act]:
    """Hand an attempt in as of a moment; gives what the log is to be told as well."""
    score = hand_in(connection, one, answers, at)
    lesson = lesson_of(mine, one.row.content_id)
    change = None
    if score.is_passed and lesson is not None and manner.completes(mine, lesson, now):
        change = settling.settled(
            connection, mine, lesson, is_done=True, now=now, tells=manner.tells
        )
    state = PASSED if score.is_passed else FAILED
    told = {"lesson": one.row.lesson, "attempt": one.row.number, "state": state}
    told |= _told(change)
    seen = view(sitting(connection, one.row.id), now, manner.show)
    act = Act(manner.action, mine.place.subject, told, manner.reason)
    return _handed(seen, change), act


def tried(
    connection: Connection, mine: Learning, lesson: Entry, paper: Paper, said: Mapping[str, Answer],
    *, now: datetime, manner: Manner,
) -> Handed:  # fmt: skip
    """What handing in answers would come to; nothing is written."""
    keys = [asked.key for asked in paper.asked]
    score = grade_attempt(paper.quiz, keys, said)
    change = None
    if score.is_passed and manner.completes(mine, lesson, now):
        change = settling.settled(
            connection, mine, lesson, is_done=True, now=now, tells=manner.tells, dry_run=True
        )
    return _handed(_preview(mine, lesson, paper, score, marked(paper.quiz, said, score)), change)


def lesson_of(mine: Learning, row: int) -> Entry | None:
    """The lesson that an attempt was at, if it is there still."""
    return next((one for one in mine.syllabus.entries if one.node.row == row), None)


def _told(change: ProgressChange | None) -> Mapping[str, object]:
    if change is None:
        return {"completion": None, "mails": 0}
    return {"completion": change.completion, "mails": change.mails}


def _handed(seen: AttemptView, change: ProgressChange | None) -> Handed:
    if change is None:
        return Handed(seen, None, None, 0)
    return Handed(seen, change.after, change.completion, change.mails)


def _preview(
    mine: Learning, lesson: Entry, paper: Paper, score: Score, questions: tuple[Marked, ...]
) -> AttemptView:
    user, course = mine.place.user, mine.place.course
    summary = AttemptSummary(
        number=paper.number,
        email=user.email,
        name=user.name,
        course=course.slug,
        lesson=lesson.node.key,
        attempt=paper.place,
        state=PASSED if score.is_passed else FAILED,
        percent=score.percent,
        points=points.shown(points.thousandths(score.points)),
        out_of=score.out_of,
        revision=course.revision,
        started_at=None,
        ends_at=None,
        submitted_at=None,
    )
    return AttemptView(
        summary=summary,
        title=lesson.node.title,
        text=paper.quiz.text,
        seed=paper.drawing.seed,
        pass_mark=paper.quiz.pass_mark,
        attempts=paper.quiz.attempts,
        show=ANSWERS,
        is_regraded=False,
        sheet=(),
        answers={},
        questions=questions,
    )
