"""Certificates that are issued and not signed yet: said, gone on with, and each command counts its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from academy_cli.cli.certificateissue import counted
from tests.cli.certificates import with_certificates
from tests.cli.conftest import Run
from tests.cli.snapshots import Snapshots

FROM = ("certificate", "issue", "--from", "rows.csv")


@pytest.fixture
def awarding(academy: Run, home: Path, snapshots: Snapshots) -> Run:
    """An academy where Sam and Tom completed a course before it had certificates."""
    run = with_certificates(academy, home, snapshots)
    text = (home / "python/course.yaml").read_text()
    (home / "python/course.yaml").write_text("id: python\ntitle: Python\n")
    assert run("course", "sync", "python", "--yes").code == 0
    for who in ("sam", "tom"):
        words = ("complete", f"{who}@x.org", "python", "--reason", "exam", "--yes")
        assert run("enrollment", *words).code == 0
    (home / "python/course.yaml").write_text(text)
    assert run("course", "sync", "python", "--yes").code == 0
    (home / "rows.csv").write_text("email,course,name\nsam@x.org,python,Sam\n")
    return run


@contextmanager
def without_key(home: Path) -> Iterator[None]:
    """Nothing can be signed meanwhile."""
    [key] = (home / ".local/share/academy/keys").iterdir()
    key.rename(home / "away.pem")
    yield
    (home / "away.pem").rename(key)


def test_what_was_issued_and_not_signed_is_gone_on_with(awarding: Run, home: Path) -> None:
    with without_key(home):
        assert awarding(*FROM, "--yes").code == 9

    planned = awarding(*FROM, "--dry-run")
    resumed = awarding(*FROM, "--resume", "--yes")

    assert "1 of them is issued and waits to be signed." in planned.err
    assert resumed.code == 0
    assert awarding("certificate", "list", "--fields", "state").out == "valid\n"
    assert awarding(*FROM, "--resume", "--yes").code == 4


def test_an_interruption_says_how_far_it_came() -> None:
    told: list[str] = []

    def stopped() -> None:
        with counted(told.append, lambda _code, _page: None, 300) as keep:
            keep("K7QM", b"")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert told == ["300 issued, 1 signed; run the same command again: it signs the rest."]


def test_what_waits_of_others_is_no_news(awarding: Run, home: Path) -> None:
    assert awarding("user", "create", "bob@x.org", "--name", "Bob").code == 0
    assert awarding("enrollment", "create", "bob@x.org", "python", "--yes").code == 0
    (home / "rows.csv").write_text("email,course,name\ntom@x.org,python,🎉\n")
    assert awarding(*FROM, "--yes").code == 9
    (home / "rows.csv").write_text("email,course\nsam@x.org,python\n")

    by_file = awarding(*FROM, "--yes")
    by_completing = awarding("progress", "set", "bob@x.org", "python", "welcome", "done")

    assert (by_file.code, by_completing.code) == (0, 0)
    assert "tom@x.org" not in by_file.err
    states = awarding("certificate", "list", "--fields", "email,state", "--sort", "email")
    assert states.out == "bob@x.org\tvalid\nsam@x.org\tvalid\ntom@x.org\twaiting\n"


def test_one_that_could_not_be_signed_ends_with_attention(awarding: Run, home: Path) -> None:
    with without_key(home):
        ran = awarding("certificate", "issue", "sam@x.org", "python")

    assert ran.code == 9
    assert "1 certificate not signed yet." in ran.err


def test_another_name_in_a_file_is_said_and_not_taken(awarding: Run, home: Path) -> None:
    assert awarding(*FROM, "--yes").code == 0
    (home / "rows.csv").write_text("email,course,name\nsam@x.org,python,Samuel\n")
    code = awarding("certificate", "list", "--format", "ids").out.strip()

    ran = awarding(*FROM, "--yes")

    assert ran.code == 0
    assert f"academy certificate reissue {code} --name" in ran.err
    assert awarding("certificate", "list", "--fields", "name").out == "Sam\n"


def test_a_name_that_turns_round_is_refused(awarding: Run, home: Path) -> None:
    (home / "rows.csv").write_text("email,course,name\nsam@x.org,python,S\u202eam\n", "utf-8")

    assert awarding(*FROM, "--yes").code == 8
    assert awarding("certificate", "list").out == ""


def test_what_is_as_wide_as_nothing_is_left_out_of_a_name(awarding: Run, home: Path) -> None:
    (home / "rows.csv").write_text("email,course,name\nsam@x.org,python,Sa\u200bm\n", "utf-8")

    assert awarding(*FROM, "--yes").code == 0
    assert awarding("certificate", "list", "--fields", "name").out == "Sam\n"


def test_a_key_file_that_is_not_there_is_missing(awarding: Run) -> None:
    assert awarding("certificate", "key", "import", "nosuch.pem").code == 4


def test_a_plan_says_whose_name_no_page_can_have(awarding: Run, home: Path) -> None:
    rows = "email,course,name\nsam@x.org,python,नमस्ते\ntom@x.org,python,{}\n"
    (home / "rows.csv").write_text(rows.format("W" * 150), encoding="utf-8")
    planned = awarding(*FROM, "--dry-run")
    (home / "rows.csv").write_text(rows.replace("नमस्ते", "Zoë").format("Tom"), encoding="utf-8")
    fine = awarding(*FROM, "--dry-run")

    said = planned.err.splitlines()
    [sam] = [line for line in said if "sam@x.org gets one that waits to be signed: " in line]
    assert ("No font" in sam, planned.code) == (True, 0)
    assert any("tom@x.org" in line and "has no room" in line for line in said)
    assert "waits" not in fine.err


def test_a_course_and_a_person_are_warned_of_it_too(awarding: Run) -> None:
    for who in ("sam", "tom"):
        assert awarding("user", "set", f"{who}@x.org", "--name", "W" * 150).code == 0
    said = "gets one that waits to be signed: "

    course = awarding("certificate", "issue", "--course", "python", "--dry-run")
    person = awarding("certificate", "issue", "sam@x.org", "python", "--dry-run")
    assert awarding("user", "set", "sam@x.org", "--name", "Sam").code == 0
    fine = awarding("certificate", "issue", "sam@x.org", "python", "--dry-run")

    assert (course.code, course.err.count(said)) == (0, 2)
    assert (person.code, person.err.count(f"sam@x.org {said}")) == (0, 1)
    assert said not in fine.err


def test_the_end_counts_what_waits_and_what_was_refused(awarding: Run, home: Path) -> None:
    rows = f"email,course,name\nsam@x.org,python,{'W' * 150}\n"
    (home / "rows.csv").write_text(rows + "nobody@x.org,python,\n", encoding="utf-8")
    both = awarding(*FROM, "--yes")
    (home / "rows.csv").write_text(rows, encoding="utf-8")
    waiting = awarding(*FROM, "--yes")

    assert both.code == 8
    assert "Of 2 rows 1 could not be done" in both.err
    assert "; 1 certificate issued and not signed yet." in both.err
    assert waiting.code == 9
    for ran in (both, waiting):
        assert "academy certificate reissue CODE --name" in ran.err
        assert "academy certificate issue --waiting" in ran.err
    assert "failed.csv" not in waiting.err


def test_of_one_reason_only_a_few_are_told(awarding: Run, home: Path) -> None:
    for number in range(6):
        who = f"w{number}@x.org"
        assert awarding("user", "create", who, "--name", "W" * 150).code == 0
        assert awarding("enrollment", "create", who, "python", "--yes").code == 0
        words = ("complete", who, "python", "--reason", "exam", "--yes")
        assert awarding("enrollment", *words).code == 0
    (home / "rows.csv").write_text("email,course,name\nsam@x.org,python,नमस्ते\n", encoding="utf-8")
    assert awarding(*FROM, "--yes").code == 9

    ran = awarding("certificate", "issue", "--waiting")

    assert ran.code == 9
    assert sum("has no room" in line for line in ran.err.splitlines()) == 3
    assert "The same keeps 3 others" in ran.err
    assert ran.err.count("No font") == 1
    assert "7 certificates not signed yet." in ran.err
