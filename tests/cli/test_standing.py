"""What people may do, from the terminal: acting as somebody, roles, deactivating."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from academy_cli.access.matrix import MATRIX
from tests.cli.conftest import Run
from tests.cli.people import emails, shown
from tests.cli.screen import Screen


def test_somebody_acts_within_their_rights(staffed: Run) -> None:
    def as_sue(*words: str) -> int:
        return staffed("user", *words, "--as", "sue@x.org").code

    assert as_sue("list") == 0
    assert as_sue("set", "sam@x.org", "--name", "Sammy") == 0
    assert as_sue("set", "ada@x.org", "--name", "X") == 6
    assert as_sue("role", "sam@x.org", "add", "support") == 6
    assert as_sue("deactivate", "ada@x.org", "--yes") == 6
    assert as_sue("erase", "sam@x.org", "--certificates", "keep", "--yes") == 6


def test_an_admin_cannot_lose_the_last_one(staffed: Run) -> None:
    ran = staffed("user", "role", "ada@x.org", "remove", "admin", "--as", "ada@x.org", "--yes")

    assert (ran.code, ran.out) == (6, "")
    assert "“ada@x.org” is the last active admin, and has to stay one." in ran.err


def test_what_is_missing_is_asked_for_on_a_terminal(
    staffed: Run, screen: Callable[..., Screen]
) -> None:
    shown_one = screen("user", "show", "--fields", "name", answers="sam@x.org\n")
    given = screen("user", "role", "sam@x.org", "--plain", answers="1\n2\n")

    assert "Whose account (e-mail)?" in shown_one.text
    assert shown_one.lines[-1] == "Sam"
    assert "roles  - → support" in given.text


def test_a_role_is_given_and_taken(staffed: Run) -> None:
    given = shown(staffed, "user", "role", "sam@x.org", "add", "support")
    again = staffed("user", "role", "sam@x.org", "add", "support")
    taken = shown(staffed, "user", "role", "sam@x.org", "remove", "support")

    assert given["after"] == {"roles": ["support"]}
    assert again.err == "“sam@x.org” holds that role already.\n"
    assert taken["after"] == {"roles": []}


def test_a_course_has_instructors(home: Path, staffed: Run) -> None:
    (home / "python").mkdir()
    (home / "python/course.yaml").write_text("id: python\ntitle: Python\n", encoding="utf-8")
    (home / "python/a.md").write_text("# A\n", encoding="utf-8")
    staffed("course", "sync", "python", "--yes")

    told = shown(staffed, "user", "role", "sam@x.org", "add", "instructor", "--course", "python")

    assert told["after"] == {"roles": ["instructor:python"]}
    listed = staffed("user", "list", "--role", "instructor", "--course", "python")
    assert emails(listed) == ["sam"]
    assert staffed("course", "history", "python", "--as", "sam@x.org").code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["sam@x.org", "add", "admin", "--course", "python"], 2),
        (["sam@x.org", "add", "student"], 2),
        (["sam@x.org", "add", "king"], 2),
        (["sam@x.org", "add", "instructor", "--course", "nowhere"], 4),
        (["nobody@x.org", "add", "admin"], 4),
    ],
)
def test_roles_that_cannot_be_are_refused(staffed: Run, words: list[str], code: int) -> None:
    assert staffed("user", "role", *words, "--yes").code == code


def test_without_a_verb_the_roles_of_somebody_are_shown(
    staffed: Run, screen: Callable[..., Screen]
) -> None:
    assert shown(staffed, "user", "role", "ada@x.org") == {"email": "ada@x.org", "roles": ["admin"]}
    assert staffed("user", "role", "nobody@x.org").code == 4
    assert (
        "“ada@x.org” is student, admin."
        in screen("user", "role", "ada@x.org", "--plain", answers="1\n2\n").text
    )


def test_the_operator_is_asked_before_the_last_admin_goes(staffed: Run) -> None:
    asked = staffed("user", "role", "ada@x.org", "remove", "admin")

    assert asked.code == 6
    assert "There is no terminal to ask: Take the role from “ada@x.org”?" in asked.err
    assert staffed("user", "role", "ada@x.org", "remove", "admin", "--yes").code == 0
    assert staffed("user", "list", "--role", "admin").out == ""


def test_the_matrix_is_the_table_of_permissions(academy: Run) -> None:
    ran = academy("user", "role", "--matrix", "--format", "json")

    rows = {row.pop("permission"): row for row in json.loads(ran.out)}
    assert rows == {
        action.value: {role.value: reach.word for role, reach in reaches.items()}
        for action, reaches in MATRIX.items()
    }
    assert (
        academy("user", "role", "--matrix").out.splitlines()[0] == "course.list\town\tall\tall\tall"
    )


def test_to_deactivate_is_confirmed_and_undone(staffed: Run) -> None:
    assert staffed("user", "deactivate", "sam@x.org").code == 6
    assert staffed("user", "deactivate", "sam@x.org", "--yes", "--reason", "gone").code == 0
    again = staffed("user", "deactivate", "sam@x.org")
    assert (again.code, again.err) == (0, "“sam@x.org” is deactivated already.\n")
    assert staffed("user", "list", "--as", "sam@x.org").code == 6
    assert staffed("user", "activate", "sam@x.org").code == 0
    assert staffed("user", "activate", "sam@x.org").err == "“sam@x.org” is not deactivated.\n"
