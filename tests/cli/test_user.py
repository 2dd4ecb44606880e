"""People from the terminal: made, listed and changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from academy_cli.accounts.listing import _ORDERED
from academy_cli.accounts.views import SORTABLE, UserSummary
from academy_cli.cli.user import SUMMARY
from tests.cli.conftest import Run
from tests.cli.people import emails, shown
from tests.cli.screen import Screen


def test_making_an_account_says_what_it_says(academy: Run) -> None:
    ran = academy(
        *("user", "create", "Ann@Example.ORG", "--name", "Ann  Lee", "--language", "de-at"),
        *("--metadata", "team=red", "--metadata", "seats=3", "--metadata", "vip=true"),
        *("--privacy", "profile=private", "--time-zone", "Europe/Vienna"),
    )

    assert ran.code == 0
    assert ran.out.splitlines()[:3] == [
        "email\tann@example.org",
        "action\tuser.create",
        "before\t{}",
    ]
    assert ran.err.endswith("Next: academy user invite ann@example.org\n")
    seen = shown(academy, "user", "show", "ANN@example.org")
    assert (seen["name"], seen["language"], seen["status"]) == ("Ann Lee", "de-AT", "invited")
    assert seen["metadata"] == {"seats": 3, "team": "red", "vip": True}
    assert seen["privacy"] == {"profile": "private", "show_progress": False}


def test_an_account_is_made_once(staffed: Run) -> None:
    ran = staffed("user", "create", "SAM@X.ORG", "--name", "Sam")

    assert (ran.code, ran.out) == (5, "")
    assert ran.err == (
        "error: There is an account “sam@x.org” already.\n"
        "hint: See it: academy user show sam@x.org\n"
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["ann", "--name", "A"], 3, "error: “ann” is no e-mail address"),
        (["a@x.org", "--name", "a\x1b[2J"], 3, "is no name: it has control characters."),
        (["a@x.org", "--name", "A", "--language", "d_e"], 3, "“d_e” is no language tag"),
        (["a@x.org", "--name", "A", "--time-zone", "Mars"], 3, "“Mars” is no time zone."),
        (["a@x.org", "--name", "A", "--avatar", "http://x.org"], 3, "is no https address"),
        (["a@x.org", "--name", "A", "--privacy", "x=1"], 3, "“x” is no privacy setting."),
        (["a@x.org", "--name", "A", "--metadata", "x"], 2, "“x” is no key and value."),
        (["a@x.org"], 2, "error: --name is missing."),
        ([], 2, "error: EMAIL is missing."),
    ],
)
def test_what_cannot_be_is_told(academy: Run, words: list[str], code: int, said: str) -> None:
    ran = academy("user", "create", *words)

    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


# -- list ---------------------------------------------------------------------------------------


def test_people_are_a_line_each_by_address(staffed: Run) -> None:
    ran = staffed("user", "list", "--fields", "email,name,status,roles")

    assert ran.out == (
        "ada@x.org\tAda\tinvited\tadmin\n"
        "sam@x.org\tSam\tinvited\t\n"
        "sue@x.org\tSue\tinvited\tsupport\n"
        "tom@x.org\tTom\tinvited\t\n"
    )


@pytest.mark.parametrize(
    ("words", "listed"),
    [
        ([], ["ada", "sam", "sue", "tom"]),
        (["--role", "support"], ["sue"]),
        (["--role", "student"], ["sam", "tom"]),
        (["--match", "TOM"], ["tom"]),
        (["--status", "deactivated"], []),
        (["--created-since", "2100-01-01"], []),
        (["--created-before", "2100-01-01"], ["ada", "sam", "sue", "tom"]),
        (["--sort", "-email"], ["tom", "sue", "sam", "ada"]),
        (["--limit", "2"], ["ada", "sam"]),
        (["--limit", "3", "--page", "2"], ["tom"]),
        (["--page", "2"], []),
        (["--limit", "0"], []),
    ],
)
def test_a_list_is_narrowed_ordered_and_cut(
    staffed: Run, words: list[str], listed: list[str]
) -> None:
    ran = staffed("user", "list", "--format", "ids", *words)

    assert (ran.code, emails(ran)) == (0, listed)


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "yaml", "table"])
def test_a_page_is_the_same_in_every_format(staffed: Run, form: str) -> None:
    ran = staffed("user", "list", "--limit", "1", "--page", "3", "--format", form)

    assert ran.code == 0
    assert "sue@x.org" in ran.out
    assert "ada@x.org" not in ran.out + staffed("user", "list", "--page", "3", "--format", form).out


def test_only_what_the_database_can_order_by_orders(staffed: Run) -> None:
    ran = staffed("user", "list", "--sort", "roles")

    assert ran.code == 2
    assert ran.err.startswith("error: There is no field “roles” for --sort.")
    assert set(_ORDERED) == set(SORTABLE)
    assert SUMMARY.known == UserSummary._fields


def test_a_course_that_is_not_there_has_nobody(staffed: Run) -> None:
    assert staffed("user", "list", "--course", "python").code == 4


def test_a_screen_shows_a_page_and_how_to_get_the_next(
    home: Path, staffed: Run, screen: Callable[..., Screen]
) -> None:
    with sqlite3.connect(home / "academy.db") as connection:
        rows = [(f"u{at:03}@x.org", "U", "2026-11-26 00:00:00") for at in range(60)]
        connection.executemany("insert into users (email, name, created_at) values (?, ?, ?)", rows)
    connection.close()

    first = screen("user", "list", "--fields", "email")
    second = screen("user", "list", "--fields", "email", "--page", "2")

    assert "u045@x.org" in first.text
    assert "u046@x.org" not in first.text
    assert "There are more: --page 2" in first.text
    assert "u059@x.org" in second.text
    assert "There are more" not in second.text


def test_looking_for_somebody_makes_no_database(academy: Run, home: Path) -> None:
    assert academy("user", "list").out == ""
    assert academy("user", "show", "ann@x.org").code == 4
    assert academy("user", "set", "ann@x.org", "--name", "A").code == 4
    assert academy("user", "create", "ann@x.org", "--name", "A", "--dry-run").code == 0
    assert [path for path in home.rglob("*") if path.is_file()] == []


# -- set ----------------------------------------------------------------------------------------


def test_a_change_tells_what_was_there_before(staffed: Run) -> None:
    told = shown(staffed, "user", "set", "sam@x.org", "--name", "Sammy", "--bio", "Hi")

    assert told["before"] == {"name": "Sam", "bio": None}
    assert told["after"] == {"name": "Sammy", "bio": "Hi"}


def test_a_change_reads_well_on_a_screen(staffed: Run) -> None:
    ran = staffed("user", "set", "sam@x.org", "--name", "Sammy", "--format", "table")

    assert ran.out == "sam@x.org\n  name  Sam → Sammy\n"


def test_nothing_to_change_is_said_and_not_recorded(staffed: Run) -> None:
    ran = staffed("user", "set", "sam@x.org", "--name", " Sam ")

    assert ran.code == 0
    assert ran.err == "All of it is so already: nothing of “sam@x.org” changes.\n"
    assert staffed("audit", "list", "--subject", "sam@x.org", "--format", "ids").out == "3\n"


def test_to_change_nothing_is_not_a_wish(staffed: Run) -> None:
    ran = staffed("user", "set", "sam@x.org")

    assert ran.code == 2
    assert "A field to change, such as --name, is missing." in ran.err


def test_an_address_can_change_and_metadata_go(staffed: Run) -> None:
    staffed("user", "set", "sam@x.org", "--metadata", "team=red", "--metadata", "n=1")

    ran = staffed("user", "set", "sam@x.org", "--email", "Sam@New.org", "--metadata", "team=")

    assert ran.code == 0
    assert shown(staffed, "user", "show", "sam@new.org")["metadata"] == {"n": 1}
    assert staffed("user", "set", "tom@x.org", "--email", "sam@new.org").code == 5


def test_the_record_of_a_command_does_not_say_who_it_was_about(staffed: Run) -> None:
    staffed("user", "set", "sam@x.org", "--name", "Sammy", "--reason", "Sam asked", "--bio", "Hi")

    told = shown(staffed, "audit", "show", "5")

    source = told["source"]
    assert isinstance(source, dict)
    assert source["command"] == "academy user set EMAIL --name NAME --bio TEXT --reason TEXT"
    assert told["reason"] == "Sam asked"
    staffed("user", "invite", "sam@x.org", "tom@x.org", "--no-mail")
    invited = shown(staffed, "audit", "show", "6")["source"]
    assert isinstance(invited, dict)
    assert "@" not in invited["command"]
