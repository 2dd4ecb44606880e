"""What a row of answers comes to: an attempt that is handed in, one that was, or a refusal.

Pure: decided from what the row says, from what the learner has handed in, and by the quiz. Refuses rows of
files and connections.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row

from academy_cli.attempts.importing import cells
from academy_cli.attempts.importing.exam import Exam
from academy_cli.attempts.importing.sheets import Reading, Sheet
from academy_cli.attempts.importing.tables import Handing
from academy_cli.attempts.sitting import is_over, kept
from academy_cli.bulk.kinds import Did, Outcome, Value, Wanted
from academy_cli.bulk.outcome import refused
from academy_cli.kit.amount import amount
from academy_cli.kit.clock import moment_of
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.saying import say, unstopped
from academy_cli.progress.importing.deciding import DONE, Step

PASSED, FAILED, COMPLETED = say("attempt passed"), say("attempt failed"), say("lesson completed")
"""What rows give, as a plan counts it."""


class Taker(NamedTuple):
    """A learner: the enrollment, the attempts so far with their answers, and how far the lesson is."""

    enrollment: int
    had: Sequence[Row[Any]]
    answered: Mapping[int, Mapping[str, str]]
    step: Step


class Decided(NamedTuple):
    """What becomes of a row, with the attempt that is handed in, if one is."""

    outcome: Outcome
    handing: Handing | None = None


def decided(
    wanted: Wanted,
    exam: Exam,
    taker: Taker,
    *,
    seed: int,
    now: datetime,
    sheet_of: Callable[[Row[Any]], Sheet],
) -> Decided:
    """What a row comes to; ``seed`` is the sheet of rows that name none, ``sheet_of`` that of an attempt."""
    said = cells.answers(wanted.values)
    said_at = wanted.values.get(cells.WHEN)
    at = moment_of(str(said_at)) if said_at is not None else None
    if there := _there(said, at, taker, sheet_of):
        return Decided(Outcome(Did.UNCHANGED, wanted.key, taker.enrollment))
    if there is not None:
        return Decided(refused(wanted.key, say("they handed in other answers at that very moment")))
    sheet = exam.sheet(int(str(wanted.values.get(cells.SEED, seed))))
    reading, begun = sheet.reading(said), _open_one(taker.had)
    if begun is None:
        why = _none_left(exam, taker)
    else:
        why = _unfit(begun, taker, at, now)
        why = why or _other_sheet(exam, sheet, begun, sheet_of(begun))
    if why := why or _ungradable(reading):
        return Decided(refused(wanted.key, why))
    handing = _handing(taker, sheet, reading, begun, at)
    return Decided(_outcome(wanted, exam, taker, handing), handing)


def _handing(
    taker: Taker, sheet: Sheet, reading: Reading, begun: Row[Any] | None, at: datetime | None
) -> Handing:
    """The attempt that is handed in: the one that is open, or the next."""
    return Handing(
        taker.enrollment,
        begun.number if begun is not None else len(taker.had) + 1,
        sheet.drawing.seed,
        sheet.drawn,
        reading.answers,
        sheet.score(reading),
        at,
        begun.id if begun is not None else None,
    )


def _there(
    said: Mapping[str, str],
    at: datetime | None,
    taker: Taker,
    sheet_of: Callable[[Row[Any]], Sheet],
) -> bool | None:
    """Whether these answers were handed in before, read by the sheet of then.

    None where that is another attempt; False where the row says of one when it was, and it has others.
    """
    handed = [one for one in taker.had if one.submitted_at is not None]
    then = [one for one in handed if at is None or one.submitted_at == at]
    for one in then:
        reading = sheet_of(one).reading(said)
        answers = {key: kept(answer) for key, answer in reading.answers.items()}
        if not reading.refused and answers and answers == taker.answered.get(one.id, {}):
            return True
    return False if then and at is not None else None


def _none_left(exam: Exam, taker: Taker) -> str:
    """That a learner cannot begin another attempt."""
    most = exam.quiz.attempts
    if most is None or len(taker.had) < most:
        return ""
    return say("they have had {}, and there are no more", amount(len(taker.had), "attempt"))


def _other_sheet(exam: Exam, sheet: Sheet, begun: Row[Any], theirs: Sheet) -> str:
    """That the attempt which a learner has open does not ask what a row answers."""
    asked = (exam.digest, sheet.drawing.questions)
    if asked == (begun.quiz_sha256, theirs.drawing.questions):
        return ""
    return say("attempt {} is open and has another sheet, that of seed {}", begun.id, begun.seed)


def _unfit(begun: Row[Any], taker: Taker, at: datetime | None, now: datetime) -> str:
    """Why a row cannot be handed in as the attempt that a learner has open."""
    if is_over(begun, now):
        return say(
            "the time of attempt {} is over: end it first, with academy course quiz close", begun.id
        )
    if taker.answered.get(begun.id):
        return say("attempt {} is open and has answers: it has to be handed in first", begun.id)
    if at is not None and at < begun.started_at:
        return say("attempt {}, which is open, was begun later than that", begun.id)
    return ""


def _ungradable(reading: Reading) -> str:
    """Why answers cannot be graded; a row without any is of somebody who was not there."""
    if reading.refused:
        name, why = reading.refused[0]
        more = len(reading.refused) - 1
        rest = say(" (and {} more)", more) if more else ""
        return say("the answer to “{}” cannot be graded: {}{}", name, unstopped(why), rest)
    return "" if reading.answers else say("it has no answers")


def _open_one(had: Sequence[Row[Any]]) -> Row[Any] | None:
    return next((one for one in had if one.submitted_at is None), None)


def _outcome(wanted: Wanted, exam: Exam, taker: Taker, handing: Handing) -> Outcome:
    """An attempt as a journal has it: what it came to, and of the answers no more than their digest."""
    score = handing.score
    completes = score.is_passed and taker.step.state != DONE
    after: dict[str, Value] = {
        "lesson": exam.lesson.node.row,
        "attempt": handing.number,
        "quiz": exam.digest,
        "seed": handing.seed,
        "answers": hashlib.sha256(canonical(dict(handing.answers)).encode()).hexdigest(),
        "points": str(score.points),
        "out_of": score.out_of,
        "is_passed": score.is_passed,
    }
    if handing.at is not None:
        after[cells.WHEN] = handing.at.isoformat()
    before: dict[str, Value] = {}
    if completes:
        after["state"] = DONE
        before = {"lesson": after["lesson"], "state": taker.step.state}
    return Outcome(
        Did.CREATE if handing.begun is None else Did.UPDATE,
        wanted.key,
        taker.enrollment,
        before,
        after,
        gives=(PASSED if score.is_passed else FAILED, *([COMPLETED] if completes else [])),
    )
