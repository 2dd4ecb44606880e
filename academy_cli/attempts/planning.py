"""What grading the attempts of a course again would change, found out in one pass over its answers.

Joins rows with ``regrading``; refuses to write.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from academy_cli.attempts import points, store
from academy_cli.attempts.points import Worth
from academy_cli.attempts.regrading import Answered, Marking, Regrade, Rule, Step, Was
from academy_cli.attempts.store import Quizzed
from academy_cli.attempts.views import QuestionChange, Regraded
from academy_cli.kit.jsontext import canonical
from academy_cli.quizzes.questions import Question
from academy_cli.quizzes.whole import read_whole


class Changed(NamedTuple):
    """An attempt, and what becomes of it by a lesson's quiz."""

    row: Row[Any]
    lesson: Quizzed
    regrade: Regrade
    titles: Mapping[int, str]


@dataclass(frozen=True)
class Found:
    """What one pass found: attempts looked at, those that change, and what is left as it is.

    ``completes`` are the lessons that get completed, by the enrollment.
    """

    attempts: int
    kept: int
    kept_answers: int
    changes: Sequence[Changed]
    completes: Mapping[int, Collection[int]]

    @property
    def digest(self) -> str:
        """What identifies all that is to be written."""
        said = [
            [
                one.row.id,
                one.lesson.digest,
                one.regrade.passed,
                [
                    (said.question, str(said.worth.points), said.worth.out_of, said.graded_key)
                    for said, *_ in one.regrade.steps
                ],
            ]
            for one in self.changes
        ]
        return hashlib.sha256(canonical(said).encode()).hexdigest()


def found(connection: Connection, lessons: Sequence[Quizzed], rule: Rule) -> Found:
    """What a regrade of some lessons would change."""
    counts: Counter[str] = Counter()
    changes: list[Changed] = []
    completes: dict[int, set[int]] = defaultdict(set)
    for lesson in lessons:
        done = store.completed(connection, lesson.row)
        for one in _regraded(connection, lesson, rule):
            steps, enrolled = one.regrade.steps, one.row.enrollment_id
            counts.update(
                attempts=1, kept=one.regrade.is_held, answers=sum(step.is_kept for step in steps)
            )
            if one.regrade.is_change:
                changes.append(one)
                if one.regrade.passed and enrolled not in done:
                    completes[enrolled].add(lesson.row)
    return Found(counts["attempts"], counts["kept"], counts["answers"], changes, completes)


def _regraded(connection: Connection, lesson: Quizzed, rule: Rule) -> Iterator[Changed]:
    """What becomes of each attempt at a lesson's quiz."""
    today = read_whole(store.text(connection, lesson.digest))
    asked = {question.key: question for question in today.questions}
    rows = store.questions(connection, lesson.row)
    now = {row: asked[key] for key, row in rows.items() if key in asked}
    titles = store.titles(connection, lesson.row)
    markings = {
        digest: Marking(_by_key(text), now, today.pass_mark, rule)
        for digest, text in store.texts_of_attempts(connection, lesson.row).items()
    }
    for row, answers in store.submitted(connection, lesson.row):
        regrade = markings[row.quiz_sha256].regraded(_was(row, answers))
        yield Changed(row, lesson, regrade, titles)


def _by_key(text: str) -> Mapping[str, Question]:
    return {question.key: question for question in read_whole(text).questions}


def _was(row: Row[Any], answers: Sequence[Row[Any]]) -> Was:
    return Was(
        tuple(
            Answered(
                one.question_id,
                one.key,
                one.answer,
                Worth(points.read(one.points, one.exact), one.out_of),
                one.graded_key,
            )
            for one in answers
        ),
        bool(row.is_passed),
    )


def views(result: Found) -> Iterator[Regraded]:
    """Each attempt that changes, for people."""
    for row, lesson, regrade, titles in result.changes:
        before, after = regrade.before, regrade.after
        yield Regraded(
            number=row.id,
            email=row.email,
            name=row.name,
            lesson=lesson.key,
            attempt=row.number,
            before=_shown(before),
            after=_shown(after),
            out_of_before=before.out_of,
            out_of=after.out_of,
            percent_before=before.percent,
            percent=after.percent,
            passed_before=regrade.passed_before,
            passed=regrade.passed,
            completes=lesson.row in result.completes.get(row.enrollment_id, ()),
            questions=tuple(_question(one, titles) for one in regrade.steps if one.is_change),
        )


def _question(step: Step, titles: Mapping[int, str]) -> QuestionChange:
    worth = step.answered.worth
    return QuestionChange(
        step.answered.graded_key or step.answered.key,
        titles.get(step.answered.question, ""),
        _shown(step.was),
        _shown(worth),
        step.was.out_of,
        worth.out_of,
        step.why,
    )


def _shown(worth: Worth) -> Any:
    return points.shown(points.thousandths(worth.points))
