"""What holds for one account holds for a file of them: for what it gives, and for what undoing it takes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Role
from academy_cli.accounts.errors import LastAdminError, OwnRoleError
from academy_cli.accounts.profile import Profile
from academy_cli.models import UserRole
from tests.accounts.rows import accounts, files, there
from tests.files import reasons
from tests.school import School

ADMINS = "email,name,roles\nann@x.org,Ann,admin\nbo@x.org,Bo,admin\n"
LAST = "is the last active admin, and has to stay one"


def admin(school: School, name: str = "root") -> Actor:
    """Somebody who looks after everybody."""
    email = f"{name}@x.org"
    accounts(school).create(Profile(email, name.title()), roles=[Role.ADMIN])
    return school.actor(email, Role.ADMIN)


def test_nobody_gives_a_role_to_themselves_by_a_file_either(school: School) -> None:
    root = admin(school)
    text = "email,roles\nroot@x.org,support\n"

    view = files(school, root).run(text)

    assert reasons(view) == ["“root@x.org” may not give themselves the role “support”"]
    with pytest.raises(OwnRoleError):
        accounts(school, root).add_role("root@x.org", Role.SUPPORT)


def test_a_role_that_somebody_has_is_given_by_nobody(school: School) -> None:
    root = admin(school)

    view = files(school, root).run("email,roles\nroot@x.org,admin\n")

    assert (view.unchanged, view.refused) == (1, 0)


def test_a_token_for_imports_gives_no_roles(school: School) -> None:
    program = replace(admin(school), scopes=frozenset({"user.import"}))

    view = files(school, program).run("email,name,roles\nann@x.org,Ann,support\nbo@x.org,Bo,\n")

    assert (view.create, view.refused) == (1, 1)
    assert there(school) == ["bo@x.org", "root@x.org"]


def test_what_is_left_of_somebody_who_was_erased_is_changed_by_no_file(school: School) -> None:
    files(school).run("email,name\nann@x.org,Ann\n")
    left = accounts(school).erase("ann@x.org", revokes_certificates=False).email

    view = files(school).run(f"email,name\n{left},Ann again\n")

    assert view.refused == 1


@pytest.mark.parametrize("who", ["ann", "cy"])
def test_undoing_leaves_a_last_admin_whoever_does_it(school: School, who: str) -> None:
    view = files(school).run(ADMINS)
    user = school.actor("ann@x.org", Role.ADMIN) if who == "ann" else admin(school, "cy")
    if who == "cy":
        accounts(school).remove_role("cy@x.org", Role.ADMIN)

    undone = files(school, user).undo(view.reference)

    assert (undone.update, reasons(undone)) == (1, [f"“bo@x.org” {LAST}"])
    with pytest.raises(LastAdminError):
        accounts(school, user).remove_role("bo@x.org", Role.ADMIN)


def test_undoing_takes_no_last_admins_role_from_somebody_known(school: School) -> None:
    accounts(school).create(Profile("ann@x.org", "Ann"))
    view = files(school).run("email,roles\nann@x.org,admin\n")
    user = school.actor("ann@x.org", Role.ADMIN)

    undone = files(school, user).undo(view.reference)

    assert reasons(undone) == [f"“ann@x.org” {LAST}"]
    assert [row.role for row in school.rows(UserRole)] == ["admin"]


def test_an_academy_that_has_another_admin_can_lose_those_of_a_file(school: School) -> None:
    view = files(school).run(ADMINS)

    undone = files(school, admin(school)).undo(view.reference)

    assert (undone.update, undone.refused) == (2, 0)


def test_the_operator_can_make_another_admin_and_so_takes_all(school: School) -> None:
    view = files(school).run(ADMINS)

    undone = files(school).undo(view.reference)

    assert (undone.update, there(school)) == (2, [])
