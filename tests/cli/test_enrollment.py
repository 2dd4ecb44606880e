"""Enrollments from the terminal: create, list, show, extend, complete and remove."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.people import account, instructor
from tests.cli.screen import Screen

OnScreen = Callable[..., Screen]
ANN = ("ann@x.org", "python")


@pytest.fixture
def taught(home: Path, founded: Run) -> Run:
    """An academy with a published course and three accounts."""
    (home / "python").mkdir()
    (home / "python/course.yaml").write_text(
        "id: python\ntitle: Python\ncapacity: 2\naccess: 12 months\n", encoding="utf-8"
    )
    (home / "python/a.md").write_text("# A\n", encoding="utf-8")
    founded("course", "sync", "python", "--yes")
    founded("course", "publish", "python", "--yes")
    for name in ("ann", "bob", "eve"):
        account(home, name)
    return founded


def test_who_is_let_in_is_told_and_that_is_said_first(taught: Run) -> None:
    ran = taught("enrollment", "create", *ANN, "--format", "json")

    change = json.loads(ran.out)
    assert ran.err == "“ann@x.org” is told by e-mail.\n"
    assert (change["outcome"], change["after"], change["mails"]) == ("enrolled", "active", 1)
    assert change["ends_at"].endswith("Z")


def test_no_mail_means_none(taught: Run) -> None:
    ran = taught("enrollment", "create", *ANN, "--no-mail", "--fields", "mails")

    assert (ran.out, ran.err) == ("0\n", "")


def test_the_log_keeps_no_reference_of_somebody_who_was_erased(taught: Run) -> None:
    taught("enrollment", "create", *ANN, "--reference", "for Ann Smith")
    assert "for Ann Smith" in taught("audit", "list", "--format", "jsonl").out

    taught("user", "erase", "ann@x.org", "--certificates", "keep", "--yes")

    told = taught("audit", "list", "--format", "jsonl").out
    assert ("Ann Smith" in told, "--reference REF" in told) == (False, True)
    assert taught("audit", "verify").code == 0


def test_once_more_there_is_nothing_to_do(taught: Run) -> None:
    taught("enrollment", "create", *ANN)

    ran = taught("enrollment", "create", *ANN, "--fields", "outcome")

    assert (ran.code, ran.out) == (0, "unchanged\n")
    assert ran.err == "Nothing to do: “ann@x.org” in “python” is active.\n"


def test_a_full_course_ends_with_6_and_says_what_an_admin_can_do(taught: Run) -> None:
    for name in ("ann", "bob"):
        taught("enrollment", "create", f"{name}@x.org", "python")

    ran = taught("enrollment", "create", "eve@x.org", "python")

    assert ran.code == 6
    assert "“python” is full: it takes 2 learners." in ran.err
    assert "--over-capacity" in ran.err
    assert taught("enrollment", "create", "eve@x.org", "python", "--over-capacity").code == 0


def test_removing_asks_and_keeps_the_history(taught: Run) -> None:
    taught("enrollment", "create", *ANN, "--reference", "O-1", "--reason", "Prize")

    asked = taught("enrollment", "remove", *ANN, "--reason", "Left")
    done = taught("enrollment", "remove", *ANN, "--reason", "Left", "--yes", "--fields", "after")
    shown = json.loads(taught("enrollment", "show", *ANN, "--format", "json").out)

    assert (asked.code, done.code, done.out) == (6, 0, "removed\n")
    (grant,) = shown["grants"]
    assert (grant["reference"], grant["reason"], grant["revoke_reason"]) == (
        "O-1", "Prize", "Left",
    )  # fmt: skip
    assert taught("enrollment", "create", *ANN, "--reference", "O-1").code == 5
    assert taught("enrollment", "create", *ANN, "--fields", "outcome").out == "restored\n"


def test_a_reason_is_needed_to_remove_and_to_complete(taught: Run) -> None:
    taught("enrollment", "create", *ANN)

    assert taught("enrollment", "remove", *ANN, "--yes").code == 2
    assert taught("enrollment", "complete", *ANN).code == 2


def test_a_completion_by_hand_says_that_it_is(taught: Run) -> None:
    taught("enrollment", "create", *ANN)

    ran = taught("enrollment", "complete", *ANN, "--reason", "Oral exam", "--fields", "after")

    assert ran.out == "completed\n"
    assert ran.err.startswith("This is by hand")
    assert "“ann@x.org” is told by e-mail." in ran.err


def test_access_is_extended(taught: Run) -> None:
    taught("enrollment", "create", *ANN)

    ran = taught("enrollment", "extend", *ANN, "--until", "2999-01-01", "--fields", "ends_at")

    assert ran.out == "2999-01-02T00:00:00Z\n"
    assert "“2999-01-01” is through that day, UTC: access ends at 2999-01-02T00:00:00Z." in ran.err
    assert taught("enrollment", "extend", *ANN, "--until", "2030-01-01").code == 5
    assert taught("enrollment", "extend", *ANN, "--until", "soon").code == 2
    assert taught("enrollment", "extend", *ANN).code == 2


def test_a_list_is_narrowed_and_written_as_csv(taught: Run) -> None:
    taught("enrollment", "create", *ANN)
    taught("enrollment", "create", "bob@x.org", "python", "--from", "2998-01-01", "--kind", "staff")

    waiting = taught("enrollment", "list", "--state", "waiting", "--format", "csv",
                     "--fields", "email,course,state,kinds,starts_at")  # fmt: skip

    assert waiting.out.splitlines() == [
        "email,course,state,kinds,starts_at",
        "bob@x.org,python,waiting,staff,2998-01-01T00:00:00Z",
    ]
    emails = taught("enrollment", "list", "--sort", "-email", "--fields", "email").out
    assert emails == "bob@x.org\nann@x.org\n"
    assert taught("enrollment", "list", "--user", "ann@x.org", "--format", "ids").out == "1\n"
    assert taught("enrollment", "list", "--course", "pyton").code == 4
    assert taught("enrollment", "list", "--limit", "1", "--format", "ids").out == "1\n"


def test_people_who_learn_see_themselves_alone(home: Path, taught: Run) -> None:
    taught("enrollment", "create", *ANN)
    instructor(home, "eve@x.org", "python")

    assert taught("enrollment", "list", "--as", "bob@x.org").out == ""
    assert taught("enrollment", "show", *ANN, "--as", "ann@x.org").code == 0
    assert taught("enrollment", "show", *ANN, "--as", "bob@x.org").code == 6
    assert taught("enrollment", "create", *ANN, "--as", "bob@x.org").code == 6
    assert taught("enrollment", "create", "bob@x.org", "python", "--as", "eve@x.org").code == 0


def test_what_is_put_on_record_names_nobody(taught: Run) -> None:
    taught("enrollment", "create", *ANN)

    told = taught("audit", "list", "--action", "enrollment", "--format", "json").out

    (entry,) = json.loads(told)
    assert (entry["subject"], entry["actor"][:9]) == ("enrollment:python/user:1", "operator:")
    assert entry["source"]["command"] == "academy enrollment create EMAIL python --kind gift"
    assert "ann@" not in told


@pytest.mark.usefixtures("taught")
def test_on_a_terminal_what_is_missing_is_asked(screen: OnScreen) -> None:
    shown = screen("enrollment", "create", "--plain", answers="ann@x.org\n1\n")

    assert "Whose account (e-mail)?" in shown.text
    assert "enrolled" in shown.text


def test_a_person_sees_the_grants(taught: Run) -> None:
    taught("enrollment", "create", *ANN, "--reference", "O-1", "--until", "2998-01-01")

    ran = taught("enrollment", "show", *ANN, "--format", "table")

    assert ran.out.rstrip().endswith("gift O-1 through 2998-01-01 (UTC)")


def test_a_day_is_the_last_one_and_a_moment_is_exact(taught: Run) -> None:
    for ends, said in (
        ("2998-01-01", "2998-01-02T00:00:00Z"),
        ("2998-01-02T00:00", "2998-01-02T00:00:00Z"),
        ("2998-01-01T08:30+01:00", "2998-01-01T07:30:00Z"),
    ):
        ran = taught(
            "enrollment", "create", *ANN, "--until", ends, "--dry-run", "--fields", "ends_at"
        )
        assert ran.out == f"{said}\n"
    begun = taught("enrollment", "create", *ANN, "--from", "2998-01-01", "--fields", "starts_at")
    assert begun.out == "2998-01-01T00:00:00Z\n"


def test_a_grant_that_gives_no_more_is_kept_and_nobody_is_told(taught: Run) -> None:
    taught("enrollment", "create", *ANN, "--until", "2998-01-01", "--no-mail")

    ran = taught("enrollment", "create", *ANN, "--until", "2990-01-01", "--format", "json")

    change = json.loads(ran.out)
    assert (change["outcome"], change["mails"], change["ends_at"]) == (
        "granted",
        0,
        "2998-01-02T00:00:00Z",
    )
    assert "“ann@x.org” has access until 2998-01-02 00:00Z already" in ran.err
    assert "e-mail" not in ran.err


def test_a_dry_run_tells_of_mail_as_of_what_would_be(taught: Run) -> None:
    ran = taught("enrollment", "create", *ANN, "--dry-run")

    assert "“ann@x.org” would be told by e-mail." in ran.err


def test_the_address_comes_first(taught: Run) -> None:
    for words in (
        ["enrollment", "create", "python", "ann@x.org"],
        ["enrollment", "show", "python", "ann@x.org"],
        ["progress", "set", "python", "ann@x.org", "a", "done"],
    ):
        ran = taught(*words)

        assert ran.code == 2
        assert "“python” is no e-mail address: the address comes first" in ran.err
        assert "ann@x.org python" in ran.err


def test_what_is_not_permitted_is_not_called_done_by_hand(taught: Run) -> None:
    taught("enrollment", "create", *ANN)

    ran = taught("enrollment", "complete", *ANN, "--reason", "Exam", "--as", "bob@x.org")

    assert ran.code == 6
    assert "by hand" not in ran.err
