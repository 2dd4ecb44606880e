"""What was revoked for good is not issued again by a routine, and is on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.certificates import earned, with_certificates
from tests.cli.conftest import Run
from tests.cli.snapshots import Snapshots


@pytest.fixture
def awarding(academy: Run, home: Path, snapshots: Snapshots) -> Run:
    """An academy where Sam's certificate was revoked, and Tom never had one."""
    run = with_certificates(academy, home, snapshots)
    code = earned(run)
    assert run("certificate", "revoke", code, "--reason", "copied", "--yes").code == 0
    return run


def states(run: Run) -> str:
    """The state of every certificate."""
    return run("certificate", "list", "--fields", "state").out


def test_a_course_is_issued_without_whoever_had_theirs_revoked(awarding: Run) -> None:
    words = ("certificate", "issue", "--course", "python", "--fields", "issued,left_out")
    planned = awarding(*words, "--dry-run")
    done = awarding(*words, "--yes")

    assert planned.out == done.out == "issued\t0\nleft_out\t1\n"
    assert "Left out: sam@x.org, revoked on 20" in done.err
    assert states(awarding) == "revoked\n"


def test_a_file_and_a_name_need_the_flag(awarding: Run, home: Path) -> None:
    (home / "rows.csv").write_text("email,course\nsam@x.org,python\n")

    by_file = awarding("certificate", "issue", "--from", "rows.csv", "--yes")
    by_name = awarding("certificate", "issue", "sam@x.org", "python")

    assert (by_file.code, by_name.code) == (8, 6)
    assert "was revoked on 20" in by_file.err
    assert "--again" in by_file.err
    assert "academy certificate issue sam@x.org python --again" in by_name.err
    assert states(awarding) == "revoked\n"
    assert awarding("certificate", "issue", "sam@x.org", "python", "--again").code == 0
    assert states(awarding) == "valid\nrevoked\n"


def test_completing_again_does_not_undo_it(awarding: Run) -> None:
    for word in ("open", "done"):
        words = ("progress", "set", "sam@x.org", "python", "welcome", word, "--yes")
        assert awarding(*words).code == 0

    assert states(awarding) == "revoked\n"


def test_an_issue_that_was_undone_stays_undone_until_it_is_said(awarding: Run, home: Path) -> None:
    (home / "rows.csv").write_text("email,course\nsam@x.org,python\n")
    words = ("certificate", "issue", "--from", "rows.csv", "--yes")
    reference = awarding(*words, "--again", "--fields", "reference").out.split()[-1]
    assert awarding("certificate", "issue", "--undo", reference, "--yes").code == 0

    assert awarding(*words).code == 8
    assert awarding(*words, "--again").code == 0
    assert states(awarding) == "valid\nrevoked\nrevoked\n"


@pytest.mark.parametrize("way", [("--course", "python"), ("--waiting",)])
def test_the_flag_names_somebody(awarding: Run, way: tuple[str, ...]) -> None:
    ran = awarding("certificate", "issue", *way, "--again")

    assert ran.code == 2
    assert "whom you name" in ran.err


def test_a_code_that_is_said_twice_is_revoked_once(awarding: Run) -> None:
    """Without that the second time would be refused, and whatever comes behind it would stay."""
    assert awarding("progress", "set", "tom@x.org", "python", "welcome", "done").code == 0
    new = ("certificate", "issue", "sam@x.org", "python", "--again", "--format", "ids")
    one = awarding(*new).out.strip()
    two = awarding("certificate", "list", "--user", "tom@x.org", "--format", "ids").out.strip()
    words = ("certificate", "revoke", one, one.lower().replace("-", " "), one, two)

    ran = awarding(*words, "--reason", "copied", "--yes", "--fields", "code,state")

    assert (ran.code, ran.out) == (0, f"{one}\trevoked\n{two}\trevoked\n")
