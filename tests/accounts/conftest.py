"""An academy with people in it, on each engine.

Knows how accounts are made for a test; refuses to judge what services do with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

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
from tests.accounts.entrance import PASSWORD, Entrance
from tests.school import School

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


@pytest.fixture
def ada(people: People, engine: Engine) -> People:
    """Ada has everything that anybody can have, and Bo a little of it."""
    people.create(
        Profile(
            "ada@lovelace.org",
            "Ada Lovelace",
            "en",
            "Europe/London",
            "I secretly count.",
            "https://lovelace.org/ada.png",
            {"profile": "public"},
            {"title": "Countess", "n": 3},
        ),
        roles=[Role.SUPPORT],
    )
    people.create(Profile("bo@x.org", "Bo"))
    from tests.accounts import purchases, traces

    traces.learn(engine, "ada@lovelace.org", course(engine, "python"))
    traces.prove(engine, "ada@lovelace.org")
    traces.write_to(engine, "ada@lovelace.org")
    purchases.buy(engine, "ada@lovelace.org")
    return people


@pytest.fixture
def school(database_url: str, tmp_path: Path) -> Iterator[School]:
    """A school without anybody, once on each engine."""
    opened = School(database_url, tmp_path)
    yield opened
    opened.academy.close()


@pytest.fixture
def entrance(database_url: str) -> Iterator[Entrance]:
    """An academy that people come to, and nobody in it."""
    found = Entrance(database_url)
    yield found
    found.database.close()


@pytest.fixture
def ann(entrance: Entrance) -> Entrance:
    """An academy where Ann has registered and proved her address."""
    entrance.door.register("Ann@Example.org", PASSWORD, "Ann Lee")
    entrance.recovery.verify_email(entrance.code("verification"), PASSWORD)
    return entrance


@pytest.fixture
def claimed(entrance: Entrance) -> Entrance:
    """An academy where somebody has registered Ann's address, and proved nothing."""
    entrance.door.register("Ann@Example.org", PASSWORD, "Eve http://evil.org")
    return entrance


@pytest.fixture
def doors(database_url: str) -> Iterator[list[Entrance]]:
    """The same academy, as three processes would open it."""
    found = [Entrance(database_url) for _ in range(3)]
    yield found
    for one in found:
        one.database.close()


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
