"""What a row about a person may say, and what undoing it takes back."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.imports import PEOPLE, names, told, with_people
from tests.cli.snapshots import Snapshots


@pytest.fixture
def academy(academy: Run, home: Path, snapshots: Snapshots) -> Run:
    """An academy with a course, and a file of people."""
    return with_people(academy, home, snapshots)


def test_roles_and_courses_come_with_a_row(academy: Run) -> None:
    (Path.cwd() / "staff.csv").write_text(
        "email,name,role,courses\nann@x.org,Ann,Support,python\nbo@x.org,Bo,king,\ncy@x.org,Cy,,nowhere\n"
    )

    ran = academy("user", "import", "staff.csv", "--yes", "--format", "json")

    assert ran.code == 8
    assert [(one["line"], one["reason"]) for one in told(ran)["refusals"]] == [
        (
            3,
            "there is no role “king”: there are student, instructor, support, admin, instructor:COURSE",
        ),
        (4, "there is no course “nowhere”"),
    ]
    again = academy("user", "import", "staff.csv", "--dry-run", "--format", "json")
    assert (told(again)["unchanged"], told(again)["update"]) == (1, 0)


def test_everything_that_an_account_says_comes_with_a_row(academy: Run) -> None:
    (Path.cwd() / "all.csv").write_text(
        "email,name,bio,avatar,roles,privacy.profile,privacy.show_progress,Metadata: team,metadata.age\n"
        "ann@x.org,Ann,Teaches.,https://x.org/a.png,"
        '"instructor:python, support",public,yes,red,007\n'
        "bo@x.org,Bo,,,instructor:nowhere,,,,\ncy@x.org,Cy,,,support:python,,,,\n"
        "di@x.org,Di,,,,everybody,,,\n"
    )

    ran = academy("user", "import", "all.csv", "--yes", "--format", "json")
    again = academy("user", "import", "all.csv", "--dry-run", "--format", "json")
    shown = told(academy("user", "show", "ann@x.org", "--format", "json"))

    assert [one["reason"] for one in told(ran)["refusals"]] == [
        "there is no course “nowhere”",
        "“support” is no role of one course; instructor is",
        "“everybody” is no answer to “profile”",
    ]
    assert (told(again)["unchanged"], told(again)["update"]) == (1, 0)
    assert {name: shown[name] for name in ("bio", "avatar", "roles", "privacy", "metadata")} == {
        "bio": "Teaches.",
        "avatar": "https://x.org/a.png",
        "roles": ["instructor:python", "support"],
        "privacy": {"profile": "public", "show_progress": True},
        "metadata": {"team": "red", "age": "007"},
    }


def test_a_list_of_people_reads_back_as_it_is(academy: Run) -> None:
    academy("user", "create", "ann@x.org", "--name", "=Ann", "--time-zone", "Europe/Berlin")
    academy("user", "role", "ann@x.org", "add", "instructor", "--course", "python")
    listed = academy("user", "list", "--format", "csv").out
    (Path.cwd() / "listed.csv").write_text(listed, encoding="utf-8")

    ran = academy("user", "import", "listed.csv", "--dry-run")

    assert "Nothing to do: its one row is as it should be." in ran.err


def test_what_a_row_adds_to_an_account_is_taken_back_alone(academy: Run) -> None:
    academy("user", "create", "ann@x.org", "--name", "Ann", "--metadata", "team=red")
    academy("user", "role", "ann@x.org", "add", "support")
    (Path.cwd() / "more.jsonl").write_text(
        '{"email": "ann@x.org", "roles": ["support", "instructor:python"],'
        ' "metadata": {"team": "blue", "age": 7}, "privacy": {"profile": "private"}}\n'
        '{"email": "bo@x.org", "name": "Bo", "bio": "New.", "metadata": {"a": true}}\n'
    )

    academy("user", "import", "more.jsonl", "--yes")
    there = told(academy("user", "show", "ann@x.org", "--format", "json"))
    ran = academy("user", "import", "--undo", "B-2026-000001", "--yes")
    shown = told(academy("user", "show", "ann@x.org", "--format", "json"))

    assert there["metadata"] == {"team": "blue", "age": 7}
    assert there["roles"] == ["instructor:python", "support"]
    assert ran.code == 0, ran.err
    assert (shown["metadata"], shown["roles"]) == ({"team": "red"}, ["support"])
    assert shown["privacy"] == {"profile": "learners", "show_progress": False}
    assert academy("user", "show", "bo@x.org").code == 4


def test_a_role_that_was_given_since_keeps_who_was_imported(academy: Run) -> None:
    academy("user", "import", "people.csv", "--yes")
    academy("user", "role", "ann@x.org", "add", "support")

    ran = academy("user", "import", "--undo", "B-2026-000001", "--yes")

    assert ran.code == 8
    assert "“ann@x.org” was changed since" in ran.err


def test_more_metadata_than_an_account_can_keep_is_refused(academy: Run) -> None:
    kept = {f"a{one}": "x" for one in range(50)}
    academy("user", "create", "ann@x.org", "--name", "Ann", "--metadata", "team=red")
    (Path.cwd() / "full.jsonl").write_text(json.dumps({"email": "ann@x.org", "metadata": kept}))

    ran = academy("user", "import", "full.jsonl", "--dry-run")

    assert ran.code == 3
    assert "there would be more than 50 keys of metadata" in ran.err


def test_somebody_who_is_there_is_told_of_a_new_course(academy: Run) -> None:
    academy("user", "import", "people.csv", "--yes")

    ran = academy("user", "import", "people.csv", "--enroll", "python", "--yes")

    assert ran.code == 0
    assert "Will create 0, update 2 (courses 2), leave 0 as they are, refuse 0." in ran.err
    assert "Will send: 2 “enrolled”." in ran.err


def test_an_invitation_names_courses_as_learners_know_them(academy: Run) -> None:
    academy("user", "import", "people.csv", "--enroll", "python", "--yes")

    [first, *_] = json.loads(academy("mail", "list", "--format", "json").out)
    shown = academy("mail", "show", str(first["number"]), "--format", "json")

    assert json.loads(shown.out)["values"]["courses"] == ["Python"]


def test_an_import_is_undone_and_the_second_time_it_is_said(academy: Run, home: Path) -> None:
    academy("user", "import", "people.csv", "--enroll", "python", "--yes")

    tried = academy("user", "import", "--undo", "B-2026-000001", "--dry-run")
    ran = academy("user", "import", "--undo", "B-2026-000001", "--yes")

    assert (tried.code, ran.code, names(home)) == (0, 0, [])
    assert "update 2 (removed 2)" in tried.err
    assert academy("user", "import", "--undo", "B-2026-000001").code == 5


def test_nobody_who_was_used_since_is_undone(academy: Run, home: Path) -> None:
    academy("user", "import", "people.csv", "--yes")
    [database] = home.rglob("*.db")
    with sqlite3.connect(database) as connection:
        connection.execute("update users set password_hash = 'x' where email = 'ann@x.org'")
    connection.close()

    ran = academy("user", "import", "--undo", "B-2026-000001", "--yes")

    assert (ran.code, names(home)) == (8, [("ann@x.org", "Ann Lee")])
    assert "“ann@x.org” was changed since" in ran.err


def test_courses_and_fields_are_given_back_by_an_undoing(academy: Run) -> None:
    academy("user", "import", "people.csv", "--yes")
    changed = PEOPLE.replace("Lee", "Leigh")
    (Path.cwd() / "more.csv").write_text(changed, encoding="utf-8")
    academy("user", "import", "more.csv", "--enroll", "python", "--yes")

    ran = academy("user", "import", "--undo", "B-2026-000002", "--yes")

    assert ran.code == 0
    assert names(Path.cwd())[0] == ("ann@x.org", "Ann Lee")
    again = academy("user", "import", "people.csv", "--dry-run")
    assert "Nothing to do" in again.err


def test_rows_about_people_keep_to_the_seats_of_a_course(academy: Run) -> None:
    course = Path("python/course.yaml")
    course.write_text(course.read_text() + "capacity: 2\naccess: 30 days\n", encoding="utf-8")
    academy("course", "sync", "--yes")
    rows = "".join(f"p{one}@x.org,P\n" for one in range(4))
    (Path.cwd() / "many.csv").write_text("email,name\n" + rows, encoding="utf-8")

    tried = academy("user", "import", "many.csv", "--enroll", "python", "--dry-run")
    ran = academy("user", "import", "many.csv", "--enroll", "python", "--yes", "--format", "json")
    shown = told(academy("enrollment", "show", "p0@x.org", "python", "--format", "json"))

    assert (tried.code, ran.code) == (3, 8)
    assert [(one["line"], one["reason"]) for one in told(ran)["refusals"]] == [
        (4, "“python” is full: it takes 2 learners"),
        (5, "“python” is full: it takes 2 learners"),
    ]
    assert shown["ends_at"] is not None
    again = academy("user", "import", "many.csv", "--enroll", "python", "--dry-run")
    assert "leave 2 as they are, refuse 2" in again.err


def test_nobody_gets_into_a_course_that_is_over(academy: Run) -> None:
    course = Path("python/course.yaml")
    course.write_text(course.read_text() + "ends_at: 2020-01-31\n", encoding="utf-8")
    academy("course", "sync", "--yes")

    ran = academy("user", "import", "people.csv", "--enroll", "python", "--dry-run")

    assert ran.code == 3
    assert (
        "lines 2, 3: “python” ended at 2020-01-31T00:00:00Z: nobody can be enrolled any more"
        in ran.err
    )


def test_a_row_takes_a_seat_in_all_of_its_courses_or_in_none(academy: Run) -> None:
    for slug, seats in (("one", 2), ("two", 1)):
        Path(slug).mkdir()
        Path(slug, "course.yaml").write_text(f"id: {slug}\ntitle: T\ncapacity: {seats}\n")
        Path(slug, "a.md").write_text("# A\n", encoding="utf-8")
        academy("course", "sync", slug, "--yes")
    Path("some.csv").write_text(
        "email,name,courses\na@x.org,A,two\nb@x.org,B,one two\nc@x.org,C,one\nd@x.org,D,one\n"
    )

    ran = academy("user", "import", "some.csv", "--yes", "--format", "json")

    assert [(one["line"], one["reason"]) for one in told(ran)["refusals"]] == [
        (3, "“two” is full: it takes 1 learner")
    ]


def test_somebody_who_is_in_a_course_is_given_no_other_grant(academy: Run) -> None:
    academy("user", "create", "ann@x.org", "--name", "Ann Lee")
    academy("enrollment", "create", "ann@x.org", "python", "--kind", "gift")
    academy("user", "create", "bo@x.org", "--name", "Bo Ng")
    academy("enrollment", "create", "bo@x.org", "python")
    academy("enrollment", "remove", "bo@x.org", "python", "--reason", "moved", "--yes")
    academy("user", "deactivate", "bo@x.org", "--reason", "gone", "--yes")

    ran = academy("user", "import", "people.csv", "--enroll", "python", "--yes")
    shown = told(academy("enrollment", "show", "ann@x.org", "python", "--format", "json"))
    back = told(academy("enrollment", "show", "bo@x.org", "python", "--format", "json"))

    assert "Will create 0, update 1 (courses 1), leave 1 as they are, refuse 0." in ran.err
    assert "Will send no mail." in ran.err
    assert (shown["state"], back["state"]) == ("active", "active")
    assert [one["kind"] for one in shown["grants"]] == ["gift"]
    assert [one["kind"] for one in back["grants"]][-1] == "bulk"
