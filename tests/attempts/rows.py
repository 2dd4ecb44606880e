"""Files of answers, and what they come to, for tests of imports.

Knows the service that imports them; refuses to know what a row should come to.
"""

from __future__ import annotations

from typing import Any

from academy_cli.access.actor import Actor
from academy_cli.attempts.importing.service import AttemptImports
from academy_cli.models import Attempt, AttemptAnswer, Enrollment, LessonProgress
from tests.attempts.exam import LESSON, OPERATOR
from tests.files import Files
from tests.school import School

HEAD = "email,1,2,3,4\n"
ANN = "ann@x.org,four,true,3.14,paris\n"
BO = "bo@x.org,three,false,3,Rome\n"


def files(school: School, actor: Actor = OPERATOR, *, lesson: str = LESSON, seed: int = 0) -> Files:
    """Files of answers to the school's quiz, and who imports them."""
    database, clock = school.academy.database, school.academy.clock
    imports = AttemptImports(
        database, actor, course="python", lesson=lesson, seed=seed, clock=clock
    )
    return Files(school.home, imports)


def recorded(school: School) -> list[tuple[int, int, bool]]:
    """What attempts came to: whose, which of theirs, and whether it passed."""
    return [(row.enrollment_id, row.number, row.is_passed) for row in school.rows(Attempt)]


def everything(school: School) -> list[Any]:
    """All that an import may change."""
    return [school.rows(model) for model in (Attempt, AttemptAnswer, Enrollment, LessonProgress)]
