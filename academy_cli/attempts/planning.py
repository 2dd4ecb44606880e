"""What grading the attempts of a course again would change, found out in one pass over its answers.

Joins rows with ``regrading``; refuses to write.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
    """An attempt that is worth something else, or passes where it did not, by a lesson's quiz."""

    row: Row[Any]
    lesson: Quizzed
    regrade: Regrade
    titles: Mapping[int, str]


@dataclass
class Found:
    """What one pass found: attempts looked at, those that change, and what is left as it is."""

    attempts: int = 0
    kept: int = 0
    kept_answers: int = 0
    changes: list[Changed] = field(default_factory=list)
    completes: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Lessons that get completed, by the enrollment."""

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
    result = Found()
    for lesson in lessons:
        _look(connection, lesson, rule, result)
    return result


def _look(connection: Connection, lesson: Quizzed, rule: Rule, result: Found) -> None:
    today = read_whole(store.text(connection, lesson.digest))
    asked = {question.key: question for question in today.questions}
    rows = store.questions(connection, lesson.row)
    now = {row: asked[key] for key, row in rows.items() if key in asked}
    titles = store.titles(connection, lesson.row)
    done = store.completed(connection, lesson.row)
    markings: dict[str, Marking] = {}
    texts = store.texts_of_attempts(connection, lesson.row)
    for row, answers in store.submitted(connection, lesson.row):
        name = row.quiz_sha256
        if name not in markings:
            markings[name] = Marking(_by_key(texts[name]), now, today.pass_mark, rule)
        regrade = markings[name].regraded(_was(row, answers))
        result.attempts += 1
        result.kept += regrade.is_held
        result.kept_answers += sum(bool(step.why) for step in regrade.steps)
        if regrade.is_change:
            result.changes.append(Changed(row, lesson, regrade, titles))
            if regrade.passed and row.enrollment_id not in done:
                result.completes[row.enrollment_id].add(lesson.row)


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
