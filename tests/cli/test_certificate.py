"""``academy certificate`` as staff use it: earned, printed, corrected, taken back, issued to many."""

from __future__ import annotations

import email
import json
from pathlib import Path

import pytest

from academy_cli.certificates.verifying import container
from tests.cli.certificates import COURSE, answer, earned, with_certificates
from tests.cli.conftest import Run
from tests.cli.snapshots import Snapshots


@pytest.fixture
def awarding(academy: Run, home: Path, snapshots: Snapshots) -> Run:
    """An academy with a key, a course of one lesson, and Sam and Tom in it."""
    return with_certificates(academy, home, snapshots)


@pytest.fixture
def code(awarding: Run) -> str:
    """The code of Sam's certificate."""
    return earned(awarding)


def test_completing_a_course_earns_a_signed_certificate(awarding: Run, code: str) -> None:
    shown = answer(awarding("certificate", "show", code, "--format", "json"))

    assert (shown["state"], shown["name"], shown["hours"]) == ("valid", "Sam", 24)
    assert shown["signed_at"]


def test_without_a_key_the_certificate_waits_and_the_command_says_so(
    awarding: Run, home: Path
) -> None:
    [key] = (home / ".local/share/academy/keys").iterdir()
    key.rename(home / "away.pem")

    ran = awarding("progress", "set", "sam@x.org", "python", "welcome", "done")

    assert ran.code == 0
    assert "1 certificate not signed yet. The key" in ran.err
    assert awarding("certificate", "list", "--state", "waiting", "--fields", "name").out == "Sam\n"
    tried = awarding("certificate", "issue", "--waiting")
    assert (tried.code, tried.out) == (9, "signed\t0\nwaiting\t1\n")
    (home / "away.pem").rename(key)
    assert awarding("certificate", "issue", "--waiting").out == "signed\t1\nwaiting\t0\n"


def test_a_page_is_the_same_each_time_and_carries_its_credential(
    awarding: Run, home: Path, code: str
) -> None:
    for name in ("one.pdf", "two.pdf"):
        assert awarding("certificate", "pdf", code, "--out", name).code == 0

    first, second = (home / name for name in ("one.pdf", "two.pdf"))
    assert first.read_bytes() == second.read_bytes()
    credential = json.loads(container.attached(first.read_bytes()))
    assert credential["credentialSubject"]["licenseNumber"] == code.replace("-", "")
    again = awarding("certificate", "pdf", code, "--out", "one.pdf")
    assert (again.code, again.out) == (5, "")


def test_a_misspelt_name_is_corrected_by_another_certificate(awarding: Run, code: str) -> None:
    asked = awarding("certificate", "reissue", code, "--name", "Samuel Beckett")
    new = answer(
        awarding(
            "certificate", "reissue", code, "--name", "Samuel Beckett", "--yes", "--format", "json"
        )
    )

    assert asked.code == 6
    assert f"{code} says that it was replaced" in asked.err
    assert (new["name"], new["replaces"], new["state"]) == ("Samuel Beckett", code, "valid")
    old = answer(awarding("certificate", "show", code, "--format", "json"))
    assert (old["state"], old["replaced_by"]) == ("replaced", new["code"])


def test_a_renewed_one_is_valid_through_the_day_that_was_named(awarding: Run, code: str) -> None:
    words = ("certificate", "renew", code, "--until", "2998-01-01", "--yes", "--format", "json")

    assert answer(awarding(*words))["valid_until"] == "2998-01-01T23:59:59Z"


def test_holders_of_what_ends_soon_are_told_once(awarding: Run, code: str) -> None:
    words = ("certificate", "expiring", "--within", "900")

    assert awarding(*words, "--fields", "code").out == f"{code}\n"
    assert awarding(*words, "--mail", "--yes", "--fields", "told").out == "1\n"
    assert awarding(*words, "--mail", "--yes", "--fields", "told").out == "0\n"
    assert awarding("certificate", "expiring", "--within", "30").out == ""


@pytest.mark.parametrize("words", [("--limit", "1"), ("--page", "1"), ("--sort", "told")])
def test_a_part_of_the_list_is_not_taken_for_a_part_of_the_mail(
    awarding: Run, code: str, words: tuple[str, str]
) -> None:
    ran = awarding("certificate", "expiring", "--within", "900", "--mail", "--yes", *words)

    assert (ran.code, ran.out) == (2, "")
    told = awarding("mail", "list", "--template", "certificate-expiring", "--format", "ids")
    assert told.out == ""


def test_many_are_issued_out_of_a_file_and_drawn(awarding: Run, home: Path) -> None:
    for who in ("sam", "tom"):
        words = ("enrollment", "complete", f"{who}@x.org", "python", "--reason", "exam", "--yes")
        assert awarding(*words).code == 0
    for code in awarding("certificate", "list", "--format", "ids").out.split():
        awarding("certificate", "revoke", code, "--reason", "to be issued anew", "--yes")
    (home / "rows.csv").write_text(
        "email,course,name\nsam@x.org,python,Sam the First\ntom@x.org,python,\nsue@x.org,python,\n"
    )

    words = ("certificate", "issue", "--from", "rows.csv", "--pdf", "pages", "--again", "--yes")
    ran = awarding(*words, "--format", "json")
    again = awarding(*words, "--format", "json")

    assert (ran.code, again.code) == (8, 8)
    assert json.loads(ran.out)["create"] == 2
    assert json.loads(again.out)["unchanged"] == 2
    assert len(list((home / "pages").iterdir())) == 2
    names = awarding(
        "certificate", "list", "--state", "valid", "--fields", "name", "--sort", "name"
    )
    assert names.out == "Sam the First\nTom\n"
    waiting = ("mail", "list", "--template", "certificate", "--format", "ids")
    assert len(awarding(*waiting).out.split()) == 2
    undo = ("certificate", "issue", "--undo", json.loads(ran.out)["reference"])
    undone = awarding(*undo, "--yes")
    assert undone.code == 0, undone
    assert awarding(*waiting).out == ""
    assert awarding("certificate", "list", "--state", "valid").out == ""


def test_everybody_who_completed_a_course_before_is_issued_one(awarding: Run, home: Path) -> None:
    (home / "python/course.yaml").write_text("id: python\ntitle: Python\n")
    awarding("course", "sync", "python", "--yes")
    for who in ("sam", "tom"):
        awarding("enrollment", "complete", f"{who}@x.org", "python", "--reason", "x", "--yes")
    assert awarding("certificate", "list").out == ""
    assert awarding("certificate", "issue", "--course", "python").code == 6
    (home / "python/course.yaml").write_text(COURSE)
    awarding("course", "sync", "python", "--yes")

    words = ("certificate", "issue", "--course", "python", "--no-mail", "--yes")
    assert awarding(*words, "--fields", "issued,signed").out == "issued\t2\nsigned\t2\n"
    assert awarding(*words, "--fields", "issued,signed").out == "issued\t0\nsigned\t0\n"


def test_linkedin_is_told_what_it_asks(awarding: Run, code: str) -> None:
    found = answer(awarding("certificate", "share", "linkedin", code, "--format", "json"))

    assert (found["name"], found["credential_id"]) == ("Python", code)
    assert str(found["form"]).startswith(
        "https://www.linkedin.com/profile/add?startTask=CERTIFICATION"
    )


def test_it_is_mailed_with_its_page(awarding: Run, home: Path, code: str) -> None:
    assert awarding("mail", "send").code == 0

    awarding("certificate", "pdf", code, "--out", "sam.pdf")
    letters = [email.message_from_bytes(one.read_bytes()) for one in home.rglob("*.eml")]
    files = {
        part.get_filename(): part.get_payload(decode=True)
        for letter in letters
        for part in letter.walk()
        if part.get_filename()
    }
    assert files == {f"{code}.pdf": (home / "sam.pdf").read_bytes()}


def test_templates_are_listed_begun_checked_and_looked_at(awarding: Run, home: Path) -> None:
    names = awarding("certificate", "template", "list", "--fields", "name").out.split()
    assert len(names) >= 3
    assert awarding("certificate", "template", "new", "our-own", "--from", names[-1]).code == 0
    assert awarding("certificate", "template", "check", "our-own").code == 0
    text = (home / "our-own/template.yaml").read_text()
    (home / "our-own/template.yaml").write_text(text.replace("size:", "sise:", 1))

    bad = awarding("certificate", "template", "check", "our-own")

    assert bad.code == 3
    assert "template.yaml" in bad.out
    assert "sise" in bad.out
    seen = awarding(
        "certificate", "template", "preview", names[0], "--sample", "arabic", "--out", "seen"
    )
    assert seen.code == 0, seen
    assert (home / f"seen/{names[0]}-arabic.png").read_bytes().startswith(b"\x89PNG")


def test_a_learner_sees_their_own_and_issues_none(awarding: Run, code: str) -> None:
    assert (
        awarding("certificate", "list", "--as", "sam@x.org", "--format", "ids").out == f"{code}\n"
    )
    assert awarding("certificate", "list", "--as", "tom@x.org").out == ""
    assert awarding("certificate", "show", code, "--as", "tom@x.org").code == 4
    assert awarding("certificate", "issue", "tom@x.org", "python", "--as", "tom@x.org").code == 6
    assert awarding("certificate", "key", "list", "--as", "sam@x.org").code == 6


def test_pages_are_drawn_whichever_way_they_are_issued(
    awarding: Run, home: Path, code: str
) -> None:
    done = ("complete", "tom@x.org", "python", "--reason", "exam", "--yes")
    assert awarding("enrollment", *done).code == 0
    for one in awarding("certificate", "list", "--format", "ids").out.split():
        awarding("certificate", "revoke", one, "--reason", "to be issued anew", "--yes")

    one = ("certificate", "issue", "sam@x.org", "python", "--again", "--pdf", "one", "--yes")
    assert awarding(*one).code == 0
    (home / "rows.csv").write_text("email\ntom@x.org\n")
    rest = ("--from", "rows.csv", "--course", "python", "--again", "--pdf", "rest", "--yes")
    assert awarding("certificate", "issue", *rest).code == 0

    assert [len(list((home / folder).iterdir())) for folder in ("one", "rest")] == [1, 1]


def test_a_sync_says_that_a_course_names_a_template_that_is_not_here(
    awarding: Run, home: Path
) -> None:
    path = home / "python/course.yaml"
    path.write_text(
        "id: python\ntitle: Python\ncertificate: {template: clasic}\n", encoding="utf-8"
    )
    planned = awarding("course", "plan", "python")
    shown = awarding("course", "plan", "python", "--format", "table")
    done = awarding("course", "sync", "python", "--yes")

    assert (planned.code, "no certificate template “clasic”" in planned.err) == (0, True)
    assert "no certificate template “clasic”" in shown.out + shown.err
    assert "course check" not in shown.out + shown.err, "it could not show it"
    assert done.code == 0
    assert "python/course.yaml:3:25  This academy has no certificate template “clasic”" in done.err
    assert "fix: Did you mean “classic”?" in done.err
    path.write_text(
        "id: python\ntitle: Python\ncertificate: {template: classic}\n", encoding="utf-8"
    )
    assert "template" not in awarding("course", "sync", "python", "--yes").err
