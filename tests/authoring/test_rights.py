"""Who may do what to courses: an instructor to their own, a student to look at what is published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from academy_cli.access.actor import Actor
from academy_cli.access.errors import NotPermittedError, UnknownCourseError
from academy_cli.access.matrix import Role
from academy_cli.access.service import actor_of
from academy_cli.authoring.history.service import History
from academy_cli.authoring.lookup import Catalog
from academy_cli.authoring.service import Courses
from academy_cli.db.transaction import read, write
from academy_cli.enrollments.seats import require_own_access
from academy_cli.kit.clock import utc_now
from academy_cli.models import AuditEntry, User, UserRole
from tests import make
from tests.authoring.academy import Academy

TEACHER = Actor(
    "user:1", "ann@x.org", 1, frozenset({Role.STUDENT, Role.INSTRUCTOR}), frozenset({"python"})
)
OTHER = Actor(
    "user:2", "bo@x.org", 2, frozenset({Role.STUDENT, Role.INSTRUCTOR}), frozenset({"rust"})
)
STUDENT = Actor("user:3", "cy@x.org", 3, frozenset({Role.STUDENT}))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make.folder(tmp_path / "course")


def courses(academy: Academy, actor: Actor) -> Courses:
    return Courses(academy.database, academy.assets, actor)


def history(academy: Academy, actor: Actor) -> History:
    return History(academy.database, academy.assets, actor)


def test_an_instructor_plans_and_publishes_their_own_course(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    (folder / "01-basics/01-intro.md").write_text("# Introduction\n\nOther words.\n")
    mine = courses(academy, TEACHER)

    assert mine.apply(mine.plan(folder)).revision == 2
    assert mine.set_status("python", "published").after == "published"
    assert [row.actor for row in academy.rows(AuditEntry)][1:] == ["user:1", "user:1"]


def test_nobody_elses(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    before, theirs = academy.digest(), courses(academy, OTHER)
    back = academy.history.rollback("python", 1)
    acts: list[Callable[[], object]] = [
        lambda: theirs.plan(folder),
        lambda: theirs.apply(back),
        lambda: theirs.set_status("python", "published"),
        lambda: history(academy, OTHER).rollback("python", 1),
        lambda: history(academy, OTHER).revisions("python"),
        lambda: history(academy, OTHER).show("python", 1),
        lambda: history(academy, OTHER).difference("python"),
        lambda: history(academy, OTHER).export("python", folder / "out"),
    ]

    for act in acts:
        with pytest.raises(NotPermittedError, match="bo@x.org"):
            act()
    assert academy.digest() == before
    assert not (folder / "out").exists()


def test_whoever_begins_a_course_teaches_it(academy: Academy, folder: Path) -> None:
    with write(academy.database.ready()) as connection:
        user = {"id": 2, "email": "bo@x.org", "name": "Bo", "created_at": utc_now()}
        connection.execute(User.__table__.insert().values(**user))
        role = {"user_id": 2, "role": "instructor", "place": 0, "granted_at": utc_now()}
        connection.execute(UserRole.__table__.insert().values(**role))
    with read(academy.database.engine) as connection:
        author = actor_of(connection, "bo@x.org")
    mine = courses(academy, author)

    mine.apply(mine.plan(folder))

    with read(academy.database.engine) as connection:
        teacher = actor_of(connection, "bo@x.org")
    assert teacher.courses == {"python"}
    assert (
        Catalog(academy.database, teacher, require_own_access).show("python").applied_by
        == "bo@x.org"
    )
    assert history(academy, teacher).revisions("python")[0].applied_by == "bo@x.org"


def test_an_instructor_of_one_course_begins_none(academy: Academy, folder: Path) -> None:
    academy.database.ready()

    with pytest.raises(NotPermittedError, match=r"course\.create “python”"):
        courses(academy, OTHER).plan(folder)


def test_a_student_sees_what_is_published(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    shelf = Catalog(academy.database, STUDENT, require_own_access)

    assert shelf.list() == ()
    for look in (
        lambda: shelf.show("python"),
        lambda: shelf.lessons("python"),
        lambda: shelf.lesson("python", "basics/intro"),
    ):
        with pytest.raises(UnknownCourseError):
            look()

    academy.courses.set_status("python", "published")

    assert [one.slug for one in shelf.list()] == ["python"]
    assert shelf.show("python").slug == "python"


def test_an_instructor_sees_drafts(academy: Academy, folder: Path) -> None:
    academy.sync(folder)

    assert [one.slug for one in Catalog(academy.database, OTHER, require_own_access).list()] == [
        "python"
    ]
