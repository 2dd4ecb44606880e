"""Files about enrollments, and what they come to, for tests of imports.

Knows the service that imports them; refuses to know what a row should come to.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from academy_cli.access.actor import Actor, operator
from academy_cli.enrollments.importing.service import EnrollmentImports
from academy_cli.kit.clock import utc_now
from academy_cli.models import Batch, BatchRow, Enrollment, Grant
from tests.files import Files
from tests.school import School

NEXT_YEAR = utc_now().replace(microsecond=0) + timedelta(days=365)
LATER = NEXT_YEAR + timedelta(days=365)
PAST = utc_now().replace(microsecond=0) - timedelta(days=30)
OPERATOR = operator("test")
TWO = "email,course\nann@x.org,python\nbo@x.org,python\n"


def files(school: School, actor: Actor = OPERATOR, *, course: str = "", reason: str = "") -> Files:
    """Files of enrollments, and who imports them."""
    imports = EnrollmentImports(school.academy.database, actor, course=course, reason=reason)
    return Files(school.home, imports)


def everything(school: School) -> list[Any]:
    """All that an import may change."""
    return [school.rows(model) for model in (Enrollment, Grant, Batch, BatchRow)]


def state(school: School, email: str = "ann@x.org") -> str:
    """What somebody is in the course."""
    return school.enrollments.show(email, "python").state


def grants(school: School) -> list[tuple[str, str | None, str | None]]:
    """Every grant there is: its kind, its reference and why."""
    return [(row.kind, row.reference, row.reason) for row in school.rows(Grant)]


def rows(names: Sequence[str], more: str = "") -> str:
    """A file about some people in the course."""
    return "email,course,state,reason\n" + "".join(
        f"{name}@x.org,python,{more or ','}\n" for name in names
    )
