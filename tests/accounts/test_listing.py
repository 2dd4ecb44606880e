"""Lists of people: filtered, ordered and cut into pages by the database."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from typing import Any

import pytest
from sqlalchemy import Engine, insert, text, update

from academy_cli.access.errors import UnknownCourseError
from academy_cli.access.matrix import Role
from academy_cli.accounts import listing
from academy_cli.accounts.people import People
from academy_cli.accounts.profile import Profile
from academy_cli.accounts.views import Status, WantedUsers
from academy_cli.db.bulk import insert_rows
from academy_cli.db.engine import open_engine
from academy_cli.db.transaction import read, write
from academy_cli.kit.page import SortKey
from academy_cli.models import Enrollment, User
from tests.accounts.conftest import AT, course, number


def names(people: People, **wanted: Any) -> list[str]:
    found = people.find(WantedUsers(**wanted))
    return [one.email.partition("@")[0] for one in found]


def enroll(engine: Engine, email: str, course_id: int, **more: object) -> None:
    user_id = number(engine, email)
    with write(engine) as connection:
        values = {"user_id": user_id, "course_id": course_id, "enrolled_at": AT}
        connection.execute(insert(Enrollment).values(**values, **more))


def test_people_are_listed_by_address(staff: People) -> None:
    assert names(staff) == ["ada", "bea", "ian", "sam", "sue", "tom"]


def test_a_line_tells_roles_and_what_holds(staff: People) -> None:
    found = {one.email: one for one in staff.find()}

    assert found["ian@x.org"].roles == ("instructor:python",)
    assert found["ada@x.org"].roles == ("admin",)
    assert found["sam@x.org"].roles == ()
    assert found["sam@x.org"].status is Status.INVITED
    assert found["sam@x.org"].created_at == AT


@pytest.mark.parametrize(
    ("role", "listed"),
    [
        (Role.ADMIN, ["ada", "bea"]),
        (Role.SUPPORT, ["sue"]),
        (Role.INSTRUCTOR, ["ian"]),
        (Role.STUDENT, ["sam", "tom"]),
    ],
)
def test_people_are_found_by_their_role(staff: People, role: Role, listed: list[str]) -> None:
    assert names(staff, role=role) == listed


def test_people_are_found_by_what_holds_of_them(staff: People, engine: Engine) -> None:
    with write(engine) as connection:
        for name, told in (
            ("ada", {"password_hash": "h", "email_verified_at": AT}),
            ("bea", {"password_hash": "h"}),
            ("ian", {"password_hash": "h", "email_verified_at": AT, "deactivated_at": AT}),
        ):
            is_one = User.email == f"{name}@x.org"
            connection.execute(update(User).where(is_one).values(**told))
    staff.erase("tom@x.org", revokes_certificates=False)

    assert names(staff, status=Status.ACTIVE) == ["ada"]
    assert names(staff, status=Status.UNVERIFIED) == ["bea"]
    assert names(staff, status=Status.DEACTIVATED) == ["ian"]
    assert names(staff, status=Status.INVITED) == ["sam", "sue"]
    assert names(staff, status=Status.ERASED) == [f"erased-{6}"]
    assert names(staff) == ["ada", "bea", "ian", "sam", "sue"]
    assert {one.status for one in staff.find(WantedUsers(status=Status.UNVERIFIED))} == {
        Status.UNVERIFIED
    }


def test_people_are_found_by_a_part_of_name_or_address(people: People) -> None:
    people.create(Profile("zoe@x.org", "Zoë Ärmel"))
    people.create(Profile("bob_1@x.org", "Bob 100%"))
    people.create(Profile("bobs@y.org", "Bobs"))

    assert names(people, match="BOB") == ["bob_1", "bobs"]
    assert names(people, match="y.org") == ["bobs"]
    assert names(people, match="ärm") == ["zoe"]
    assert names(people, match="ZOË") == ["zoe"]
    assert names(people, match="100%") == ["bob_1"]
    assert names(people, match="b_1") == ["bob_1"]
    assert names(people, match="%") == ["bob_1"]


def test_people_of_a_course_are_its_learners_or_its_teachers(staff: People, engine: Engine) -> None:
    rust = course(engine, "rust")
    enroll(engine, "sam@x.org", rust)
    enroll(engine, "sue@x.org", rust)
    enroll(engine, "tom@x.org", rust, removed_at=AT)

    assert names(staff, course="rust") == ["sam", "sue"]
    assert names(staff, course="rust", role=Role.STUDENT) == ["sam"]
    assert names(staff, course="rust", role=Role.SUPPORT) == ["sue"]
    assert names(staff, course="rust", role=Role.INSTRUCTOR) == []
    assert names(staff, course="python", role=Role.INSTRUCTOR) == ["ian"]
    with pytest.raises(UnknownCourseError):
        names(staff, course="go")


def test_people_are_found_by_when_they_came(staff: People, engine: Engine) -> None:
    with write(engine) as connection:
        later = update(User).where(User.email == "tom@x.org")
        connection.execute(later.values(created_at=AT + timedelta(days=1)))

    assert names(staff, since=AT + timedelta(hours=1)) == ["tom"]
    assert names(staff, since=AT + timedelta(days=1)) == ["tom"]
    assert "tom" not in names(staff, before=AT + timedelta(days=1))


def test_people_are_ordered_by_the_database(staff: People, engine: Engine) -> None:
    staff.set("tom@x.org", Profile(name="Aaron", language="de"))
    staff.set("ada@x.org", Profile(language="en"))

    assert names(staff, sort=SortKey.parse("name"))[0] == "tom"
    assert names(staff, sort=SortKey.parse("-email"))[0] == "tom"
    assert names(staff, sort=SortKey.parse("language"))[:2] == ["tom", "ada"]
    assert names(staff, sort=SortKey.parse("-language"))[:2] == ["ada", "tom"]
    assert names(staff, sort=SortKey.parse("status,-email")) == sorted(names(staff), reverse=True)


def test_pages_have_everybody_once(database: object, people: People, engine: Engine) -> None:
    rows = ((f"u{at:04}@x.org", f"U{at % 7}", AT) for at in range(1203))
    with write(engine) as connection:
        insert_rows(connection, User, ("email", "name", "created_at"), rows)

    everybody = names(people)
    assert len(everybody) == 1203
    for sort in ("", "name", "-name", "-created_at"):
        order = SortKey.parse(sort)
        pages = [names(people, sort=order, limit=500, offset=at) for at in (0, 500, 1000)]
        assert [len(page) for page in pages] == [500, 500, 203]
        assert [*chain(*pages)] == names(people, sort=order)
        assert sorted(chain(*pages)) == everybody


def test_a_page_after_the_last_one_is_empty(staff: People) -> None:
    assert names(staff, limit=5, offset=100) == []
    assert names(staff, limit=0) == []


def test_people_are_found_by_letters_of_any_case_and_form(people: People) -> None:
    people.create(Profile("one@x.org", "Jürgen MÜLLER-ärmel"))
    people.create(Profile("two@x.org", "Jurgen Muller"))

    assert names(people, match="müller-ÄRMEL") == ["one"]
    assert names(people, match="u\u0308") == ["one"]
    assert names(people, match="JURGEN m") == ["two"]
    assert names(people, match="m_ller") == []


def test_pages_of_every_order_have_everybody_once(people: People, engine: Engine) -> None:
    rust = course(engine, "rust")
    tongues = ("de", None, "en")
    rows = (
        (at, f"u{at:04}@x.org", f"U{at % 7}", AT + timedelta(at % 5), tongues[at % 3])
        for at in range(1, 301)
    )
    seats = ((at, rust, AT) for at in range(1, 251))
    with write(engine) as connection:
        insert_rows(connection, User, ("id", "email", "name", "created_at", "language"), rows)
        insert_rows(connection, Enrollment, ("user_id", "course_id", "enrolled_at"), seats)

    for wish in ({}, {"course": "rust"}, {"since": AT + timedelta(1)}, {"match": "u1"}):
        for sort in (
            "",
            "name",
            "-name",
            "-created_at",
            "status",
            "language,-name",
            "last_seen_at",
        ):
            order = SortKey.parse(sort)
            everybody = names(people, sort=order, **wish)
            pages = [
                names(people, sort=order, limit=40, offset=at, **wish) for at in range(0, 320, 40)
            ]
            assert [*chain(*pages)] == everybody, (wish, sort)
            assert len(set(everybody)) == len(everybody) > 40


ADDRESSES = "addresses"
UNIQUE = {"sqlite": "sqlite_autoindex_users_1", "postgresql": "uq_users_email"}
"""The index by which addresses are unique, on each engine."""
FEW = (Status.ERASED, Status.DEACTIVATED, Status.UNVERIFIED)
"""What holds of few accounts, each with an index of its own."""


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (WantedUsers(limit=50), ADDRESSES),
        (WantedUsers(limit=50, match="lee"), ADDRESSES),
        (WantedUsers(limit=50, role=Role.STUDENT), ADDRESSES),
        (WantedUsers(limit=50, sort=SortKey.parse("name")), "ix_users_name_email"),
        (WantedUsers(limit=50, sort=SortKey.parse("-name")), "ix_users_name_email"),
        (WantedUsers(limit=50, sort=SortKey.parse("-created_at")), "ix_users_created_at_email"),
        *((WantedUsers(limit=50, status=one), f"ix_users_{one.value}") for one in FEW),
        (WantedUsers(limit=50, status=Status.INVITED), ADDRESSES),
        (WantedUsers(limit=50, status=Status.ACTIVE), ADDRESSES),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_page_is_found_along_an_index(engine: Engine, wanted: WantedUsers, index: str) -> None:
    steps, own = plan(engine, wanted), UNIQUE[engine.dialect.name]
    index = own if index == ADDRESSES else index

    assert any("SCAN" in step.upper() and index in step for step in steps), steps
    assert not any("Sort Key: users_1" in step for step in steps), steps


def test_a_whole_list_is_read_as_it_lies_and_sorted(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    for wanted in (WantedUsers(), WantedUsers(status=Status.ACTIVE), WantedUsers(match="lee")):
        assert plan(engine, wanted)[0] == "SCAN users"
    engine.dispose()


def plan(engine: Engine, wanted: WantedUsers) -> list[str]:
    """How the database means to find a page, though it is small enough to be read whole."""
    how = "explain query plan" if engine.dialect.name == "sqlite" else "explain"
    with read(engine) as connection:
        if how == "explain":
            for other in ("seqscan", "bitmapscan", "sort"):
                connection.execute(text(f"set local enable_{other} = off"))
        query = listing.query_of(connection, wanted).compile(
            connection, compile_kwargs={"literal_binds": True}
        )
        said = str(query).replace("%%", "%").replace(":", "\\:")
        return [row[-1] for row in connection.execute(text(f"{how} {said}"))]
