"""Files about progress, and what they come to, for tests of imports.

Knows the service that imports them; refuses to know what a row should come to.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from academy_cli.access.actor import Actor, operator
from academy_cli.kit.clock import utc_now
from academy_cli.models import Base, Enrollment, LessonProgress
from academy_cli.progress.importing.service import ProgressImports
from tests.files import Files
from tests.school import School

OPERATOR = operator("test")
HEAD = "email,course,lesson,state,completed_at,seconds\n"
ALL = HEAD + "".join(f"ann@x.org,python,{key},,,\n" for key in "abc")
PAST = utc_now().replace(microsecond=0) - timedelta(days=30)


def files(school: School, actor: Actor = OPERATOR, *, course: str = "") -> Files:
    """Files of progress, and who imports them."""
    imports = ProgressImports(school.academy.database, actor, course=course)
    return Files(school.home, imports)


def progress(school: School) -> dict[tuple[int, int], tuple[str, int]]:
    """How far everybody is in each lesson."""
    return {
        (row.enrollment_id, row.content_id): (row.state, row.seconds)
        for row in school.rows(LessonProgress)
    }


def everything(school: School) -> list[Any]:
    """All that an import may change."""
    tables = [table.name for table in Base.metadata.sorted_tables]
    assert "lesson_progress" in tables
    return [school.rows(model) for model in (Enrollment, LessonProgress)]


def is_complete(school: School, email: str = "ann@x.org") -> bool:
    """Whether somebody has completed the course."""
    return school.enrollment(email).completed_at is not None
