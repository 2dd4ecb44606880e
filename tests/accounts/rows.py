"""Files about people, and what they come to, for tests of imports.

Knows the service that imports them; refuses to know what a row should come to.
"""

from __future__ import annotations

from datetime import timedelta

from academy_cli.access.actor import Actor, operator
from academy_cli.accounts.importing.service import UserImports
from academy_cli.accounts.people import People
from academy_cli.accounts.signin.onetime import Links, Purpose
from academy_cli.enrollments.admitting import CourseAdmission
from academy_cli.models import User
from tests.files import Files
from tests.school import School

OPERATOR = operator("test")
LINKS = Links("", {purpose: timedelta(days=7) for purpose in Purpose})
TWO = "email,name,bio,courses\nann@x.org,Ann Lee,Counts,python\nbo@x.org,Bo,,python\n"


def files(school: School, actor: Actor = OPERATOR) -> Files:
    """Files of people, and who imports them."""
    imports = UserImports(school.academy.database, actor, LINKS, CourseAdmission())
    return Files(school.home, imports)


def accounts(school: School, actor: Actor = OPERATOR) -> People:
    """The same people, looked after one by one."""
    return People(school.academy.database, actor)


def there(school: School) -> list[str]:
    """Everybody's address."""
    return sorted(row.email for row in school.rows(User))
