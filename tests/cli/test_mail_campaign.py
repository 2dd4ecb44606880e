"""`mail campaign`: what somebody sees before many are written to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Run
from tests.mail.post_office import PostOffice, opened


@pytest.fixture
def enrolled(staffed: Run, course: Path, home: Path) -> Run:
    """An academy whose Sam and Tom are in a course and were not written to yet."""
    (home / "news.txt").write_text("There is more.\n")
    assert staffed("course", "sync", "--yes").code == 0
    assert staffed("course", "publish", "python", "--yes").code == 0
    for name in ("sam", "tom"):
        assert staffed("enrollment", "create", f"{name}@x.org", "python", "--no-mail").code == 0
    return staffed


def campaign(academy: Run, *words: str) -> Ran:
    return academy("mail", "campaign", "--course", "python", *words)


NEWS = ("--subject", "News", "--message", "news.txt")


@pytest.mark.parametrize(("given", "missing"), [(NEWS[:2], "--message"), (NEWS[2:], "--subject")])
def test_words_that_are_missing_are_asked_for(
    enrolled: Run, given: tuple[str, ...], missing: str
) -> None:
    ran = campaign(enrolled, *given, "--yes")

    assert (ran.code, f"{missing} is missing" in ran.err) == (2, True)


def test_other_mail_is_no_campaign(enrolled: Run) -> None:
    ran = campaign(enrolled, "--template", "enrolled", "--yes")

    assert (ran.code, "“enrolled” is no template of a campaign" in ran.err) == (3, True)


def test_words_that_nobody_would_read_are_refused(
    enrolled: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = home / "texts" / "en" / "campaign-nudge.md"
    own.parent.mkdir(parents=True)
    own.write_text("---\nsubject: Go on\nlanguage: en\n---\nGo on. {{ unsubscribe? }}\n")
    monkeypatch.setenv("ACADEMY_MAIL_TEMPLATES", str(home / "texts"))

    ran = campaign(enrolled, "--template", "campaign-nudge", "--subject", "News", "--yes")

    assert (ran.code, "has no place for “subject”" in ran.err) == (3, True)


def test_a_name_is_shown_as_it_is_written(enrolled: Run) -> None:
    enrolled("user", "set", "sam@x.org", "--name", "محمد")

    ran = campaign(enrolled, *NEWS, "--dry-run")

    assert "Hello محمد," in ran.err


def test_a_dry_run_is_read_once(enrolled: Run) -> None:
    ran = campaign(enrolled, *NEWS, "--dry-run")

    assert "There is more." in ran.err
    assert "There is more." not in ran.out
    assert "samples" in campaign(enrolled, *NEWS, "--dry-run", "--format", "json").out


def test_who_had_it_is_said(enrolled: Run) -> None:
    campaign(enrolled, *NEWS, "--yes")

    ran = campaign(enrolled, *NEWS, "--yes")

    assert ran.code == 4
    assert "2 were in one with the same words" in ran.err


def test_what_was_only_written_down_says_how_it_leaves(enrolled: Run) -> None:
    assert "academy mail send" in campaign(enrolled, *NEWS, "--queue", "--yes").err


def test_letters_that_were_given_up_are_said_by_the_exit_code(
    enrolled: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(PostOffice(RCPT=["550 5.1.1 no such user"])) as office:
        monkeypatch.setenv("ACADEMY_MAIL_TRANSPORT", "smtp")
        monkeypatch.setenv("ACADEMY_MAIL_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("ACADEMY_MAIL_SMTP_PORT", str(office.port))
        monkeypatch.setenv("ACADEMY_MAIL_SMTP_SECURITY", "none")
        ran = campaign(enrolled, *NEWS, "--yes", "--format", "json")

    assert ran.code == 9
    assert json.loads(ran.out)["messages"] == {"dead": 1, "sent": 1}
