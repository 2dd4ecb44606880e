"""Roles: who gives and takes them, and the rules that keep an academy governable."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine

from academy_cli.access.errors import NotPermittedError, UnknownCourseError
from academy_cli.access.matrix import MATRIX, Permission, Reach, Role
from academy_cli.access.permits import NAME
from academy_cli.access.service import actor_of
from academy_cli.accounts.errors import (
    CourseRoleError,
    LastAdminError,
    OwnRoleError,
    StudentRoleError,
)
from academy_cli.accounts.people import People
from academy_cli.accounts.profile import Profile
from academy_cli.audit.log import AuditLog
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.errors import AcademyError
from tests.accounts.conftest import ANN, someone
from tests.engines import on_sqlite

Acting = Callable[[str], People]
GUARDED = {
    name: getattr(method, NAME)
    for name, method in vars(People).items()
    if callable(method) and not name.startswith("_")
}
WORDS: dict[str, dict[str, Any]] = {
    "find": {},
    "show": {"email": "sam@x.org"},
    "create": {"wanted": Profile("new@x.org", "New")},
    "set": {"email": "sam@x.org", "wanted": Profile(name="Other")},
    "deactivate": {"email": "sam@x.org"},
    "activate": {"email": "sam@x.org"},
    "add_role": {"email": "sam@x.org", "role": Role.SUPPORT},
    "remove_role": {"email": "sam@x.org", "role": Role.SUPPORT},
    "export": {"email": "sam@x.org"},
    "erase": {"email": "sam@x.org", "revokes_certificates": False},
}


def test_every_method_says_which_action_it_is() -> None:
    assert set(GUARDED) == set(WORDS)
    assert all(GUARDED.values())


@on_sqlite
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("method", WORDS)
def test_every_method_refuses_every_role_that_the_matrix_refuses(
    staff: People, database: Database, method: str, role: Role
) -> None:
    permission: Permission = GUARDED[method][0]
    call = getattr(People(database, someone(role)), method)

    if MATRIX[permission][role] is Reach.ALL:
        call(**WORDS[method])
        return
    with pytest.raises(NotPermittedError, match=f"may not do {permission.value}"):
        list(call(**WORDS[method]) or ())  # to find is to begin


def test_a_role_is_given_and_taken_on_record(staff: People, database: Database) -> None:
    given = staff.add_role("sam@x.org", Role.SUPPORT, reason="hired")
    staff.add_role("sam@x.org", Role.INSTRUCTOR, course="python")
    taken = staff.remove_role("sam@x.org", Role.SUPPORT)

    assert (given.before, given.after) == ({"roles": []}, {"roles": ["support"]})
    assert taken.before == {"roles": ["instructor:python", "support"]}
    assert taken.after == {"roles": ["instructor:python"]}
    assert staff.show("sam@x.org").roles == ("instructor:python",)
    first = [*AuditLog(database, ANN).find()][2]
    assert (first.action, first.reason) == ("user.role", "hired")
    assert first.details == {"before": {"roles": []}, "after": {"roles": ["support"]}}


def test_to_teach_one_course_is_not_to_teach_all(staff: People, engine: Engine) -> None:
    assert staff.remove_role("ian@x.org", Role.INSTRUCTOR).is_empty
    staff.add_role("ian@x.org", Role.INSTRUCTOR)

    with read(engine) as connection:
        actor = actor_of(connection, "ian@x.org")
    assert (actor.courses, actor.is_author) == ({"python"}, True)
    assert staff.remove_role("ian@x.org", Role.INSTRUCTOR, course="python").after == {
        "roles": ["instructor"]
    }


def test_a_role_is_held_once(staff: People) -> None:
    assert staff.add_role("ada@x.org", Role.ADMIN).is_empty
    assert staff.remove_role("sam@x.org", Role.ADMIN).is_empty


def test_roles_that_cannot_be_given_are_refused(staff: People) -> None:
    with pytest.raises(StudentRoleError):
        staff.add_role("sam@x.org", Role.STUDENT)
    with pytest.raises(CourseRoleError):
        staff.add_role("sam@x.org", Role.ADMIN, course="python")
    with pytest.raises(UnknownCourseError):
        staff.add_role("sam@x.org", Role.INSTRUCTOR, course="rust")


def test_nobody_raises_themselves(staff: People, acting: Acting) -> None:
    with pytest.raises(OwnRoleError):
        acting("ada@x.org").add_role("ada@x.org", Role.SUPPORT)

    acting("ada@x.org").add_role("bea@x.org", Role.SUPPORT)


def test_support_changes_no_roles(staff: People, acting: Acting) -> None:
    with pytest.raises(NotPermittedError):
        acting("sue@x.org").add_role("sue@x.org", Role.ADMIN)
    with pytest.raises(NotPermittedError):
        acting("sue@x.org").remove_role("tom@x.org", Role.SUPPORT)


@pytest.mark.parametrize(
    "act",
    [
        lambda people: people.remove_role("ada@x.org", Role.ADMIN),
        lambda people: people.deactivate("ada@x.org"),
        lambda people: people.erase("ada@x.org", revokes_certificates=False),
    ],
)
def test_a_user_cannot_lose_the_last_admin_and_the_operator_can(
    staff: People, acting: Acting, act: Callable[[People], Any]
) -> None:
    ada = acting("ada@x.org")
    ada.deactivate("bea@x.org")

    with pytest.raises(LastAdminError, match="“ada@x.org” is the last active admin"):
        act(ada)
    assert staff.show("ada@x.org").roles == ("admin",)
    assert act(staff).is_last_admin


def test_a_deactivated_admin_does_not_count(staff: People) -> None:
    staff.deactivate("bea@x.org")

    assert staff.remove_role("bea@x.org", Role.ADMIN, dry_run=True).is_last_admin is False
    assert staff.deactivate("ada@x.org", dry_run=True).is_last_admin


def test_two_admins_cannot_take_each_others_role_at_once(
    staff: People, database_url: str, engine: Engine
) -> None:
    start = Barrier(2)

    def take(names: tuple[str, str]) -> str:
        database = Database(database_url)
        try:
            with read(engine) as connection:
                actor = actor_of(connection, f"{names[0]}@x.org")
            start.wait()
            return People(database, actor).remove_role(f"{names[1]}@x.org", Role.ADMIN).action
        except AcademyError as refused:
            return refused.code
        finally:
            database.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(take, (("ada", "bea"), ("bea", "ada"))))

    assert outcomes == ["user.last-admin", "user.role"]
