"""An academy with people in it, on each engine.

Knows how accounts are made for a test; refuses to judge what services do with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, insert, select

from academy_cli.access.actor import Actor, operator
from academy_cli.access.matrix import Role
from academy_cli.access.service import actor_of
from academy_cli.accounts.people import People
from academy_cli.accounts.profile import Profile
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.models import Course, User

AT = datetime(2026, 11, 22, 8, 33, tzinfo=UTC)
LATER = AT + timedelta(days=1)
ANN = operator("ann", {"shell": "cli"})


@pytest.fixture
def database(database_url: str, engine: Engine) -> Iterator[Database]:
    """The database that the services work on."""
    found = Database(database_url)
    yield found
    found.close()


@pytest.fixture
def people(database: Database) -> People:
    """The people of the academy as the operator sees them."""
    return People(database, ANN, clock=lambda: AT)


@pytest.fixture
def acting(database: Database, engine: Engine) -> Callable[[str], People]:
    """The same people as somebody among them sees them."""

    def found(email: str) -> People:
        with read(engine) as connection:
            return People(database, actor_of(connection, email), clock=lambda: LATER)

    return found


@pytest.fixture
def staff(people: People, engine: Engine) -> People:
    """Ada and Bea are admins, Sue is support, Ian teaches `python`, Sam and Tom are students."""
    course(engine, "python")
    for name, roles in (
        ("ada", [Role.ADMIN]),
        ("bea", [Role.ADMIN]),
        ("sue", [Role.SUPPORT]),
        ("ian", []),
        ("sam", []),
        ("tom", []),
    ):
        people.create(Profile(f"{name}@x.org", name.title()), roles=roles)
    people.add_role("ian@x.org", Role.INSTRUCTOR, course="python")
    return people


def course(engine: Engine, slug: str) -> int:
    """A published course without lessons; its number."""
    moments = {"created_at": AT, "updated_at": AT}
    told = {"title": slug.title(), "language": "en", "status": "published", "fields": "{}"}
    more = {"source_sha256": "", "reader": "", "revision": 1}
    with write(engine) as connection:
        made = insert(Course).values(slug=slug, **told, **more, **moments).returning(Course.id)
        return int(connection.execute(made).scalar_one())


def number(engine: Engine, email: str) -> int:
    """The number of an account."""
    with read(engine) as connection:
        return connection.execute(select(User.id).where(User.email == email)).scalar_one()


def someone(*roles: Role, user_id: int = 999) -> Actor:
    """Somebody with some roles, whoever they are."""
    return Actor(f"user:{user_id}", "someone@x.org", user_id, frozenset({Role.STUDENT, *roles}))
