"""`mail list`, `show`, `retry` and `suppress`: what support reads is what is so."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from academy_cli.mail.errors import MailNeedsSomebodyError
from tests.cli.conftest import Run
from tests.cli.folders import document
from tests.cli.screen import Screen
from tests.mail.post_office import PostOffice, opened
from tests.mail.web import Answer, Channel
from tests.mail.web import opened as listening


@pytest.fixture
def written(staffed: Run, course: Path, home: Path) -> Run:
    """An academy with a campaign to Sam and Tom, who were told before that they are enrolled."""
    (home / "news.txt").write_text("There is more.\n")
    staffed("course", "sync", "--yes")
    staffed("course", "publish", "python", "--yes")
    for name in ("sam", "tom"):
        assert staffed("enrollment", "create", f"{name}@x.org", "python").code == 0
    words = ("--subject", "News", "--message", "news.txt")
    assert staffed("mail", "campaign", "--course", "python", *words, "--queue", "--yes").code == 0
    return staffed


def numbers(academy: Run, *more: str) -> list[str]:
    return academy("mail", "list", "--format", "ids", *more).out.split()


class TestList:
    def test_of_a_campaign(self, written: Run) -> None:
        (reference,) = written("mail", "campaign", "list", "--format", "ids").out.split()

        assert len(numbers(written, "--campaign", reference.lower())) == 2
        assert numbers(written, "--campaign", "M-2026-000081") == []

    def test_since_a_day(self, written: Run) -> None:
        assert len(numbers(written, "--since", "2020-01-01")) == 4
        assert numbers(written, "--since", "2999-01-01") == []
        assert written("mail", "list", "--since", "yesterday").code == 2

    def test_on_a_usual_screen_a_message_is_one_line(
        self, written: Run, screen: Callable[..., Screen]
    ) -> None:
        lines = [line for line in screen("mail", "list").text.splitlines() if "waiting" in line]

        assert len([line for line in lines if "@x.org" in line]) == 4

    def test_none_that_is_like_that_is_not_none_at_all(
        self, written: Run, screen: Callable[..., Screen]
    ) -> None:
        assert "No message is like that." in screen("mail", "list", "--to", "nobody@x.org").text


class TestRetry:
    def test_a_number_that_no_message_has_is_said(self, written: Run) -> None:
        ran = written("mail", "retry", "81", "--yes")

        assert (ran.code, "There is no message “81”" in ran.err) == (4, True)

    def test_one_that_waits_is_not_brought_back(self, written: Run) -> None:
        ran = written("mail", "retry", "1", "--yes")

        assert (ran.code, "Message “1” is waiting" in ran.err) == (5, True)
        assert "academy mail show 1" in ran.err

    def test_where_there_is_none_that_is_said(self, written: Run) -> None:
        ran = written("mail", "retry", "--yes")

        assert (ran.code, "No message that is dead or unsure" in ran.err) == (0, True)


class TestSuppress:
    def test_who_was_on_the_list_stays_as_it_was(self, staffed: Run) -> None:
        add = ("mail", "suppress", "add", "sam@x.org", "--format", "json")
        staffed(*add, "--cause", "bounce", "--note", "550")

        for more in ((), ("--dry-run",)):
            ran = staffed(*add, "--cause", "wish", *more)
            assert (document(ran)["cause"], document(ran)["note"]) == ("bounce", "550")
            assert "on the list already" in ran.err

    def test_who_comes_off_the_list_is_said(self, staffed: Run) -> None:
        staffed("mail", "suppress", "add", "sam@x.org", "--cause", "bounce")

        dry = staffed("mail", "suppress", "remove", "sam@x.org", "--dry-run")
        done = staffed("mail", "suppress", "remove", "sam@x.org", "--yes")

        assert "bounce" in dry.out
        assert "dry run" in dry.err
        assert "bounce" in done.out


@pytest.mark.parametrize(("dead", "unsure", "state"), [(1, 0, "dead"), (0, 1, "unsure")])
def test_what_needs_a_person_is_found_by_its_hint(dead: int, unsure: int, state: str) -> None:
    assert f"academy mail list --state {state})" in MailNeedsSomebodyError(dead, unsure).hint


class TestTrial:
    def test_one_letter_goes_past_the_outbox(self, written: Run, home: Path) -> None:
        ran = written("mail", "send", "--test", "Me@x.org", "--format", "json")

        assert (ran.code, document(ran)["recipient"]) == (0, "me@x.org")
        (letter,) = home.rglob("*.eml")
        assert "Subject: Mail of Academy arrives" in letter.read_text()
        assert len(numbers(written, "--state", "waiting")) == 4

    def test_a_dry_run_sends_none(self, written: Run, home: Path) -> None:
        assert written("mail", "send", "--test", "me@x.org", "--dry-run").code == 0
        assert list(home.rglob("*.eml")) == []

    def test_what_the_server_said_is_said(
        self, written: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ACADEMY_MAIL_TRANSPORT", "smtp")
        monkeypatch.setenv("ACADEMY_MAIL_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("ACADEMY_MAIL_SMTP_SECURITY", "none")
        with opened(PostOffice(RCPT=["550 5.7.1 relaying denied"])) as office:
            monkeypatch.setenv("ACADEMY_MAIL_SMTP_PORT", str(office.port))
            refused = written("mail", "send", "--test", "me@x.org")
            taken = written("mail", "send", "--test", "me@x.org")

        assert (refused.code, "relaying denied" in refused.err, taken.code) == (6, True, 0)
        down = written("mail", "send", "--test", "me@x.org")
        assert (down.code, "No mail leaves by “smtp” now" in down.err) == (7, True)

    def test_it_needs_an_address(self, written: Run) -> None:
        assert written("mail", "send", "--test", "nobody").code == 3


class TestSend:
    def test_what_left_before_it_stopped_is_said(
        self, written: Run, monkeypatch: pytest.MonkeyPatch, second: Path
    ) -> None:
        channel = Channel(Answer(404, {}, "no_service"))
        with listening(channel):
            monkeypatch.setenv("ACADEMY_MAIL_WEBHOOK_URL", channel.address)
            written("course", "sync", "--yes")
            ran = written("mail", "send")

        assert (ran.code, "Before it stopped: 4 sent." in ran.err) == (7, True)

    @pytest.mark.skipif(sys.platform == "win32", reason="services are ended by a signal on POSIX")
    def test_a_service_ends_as_by_ctrl_c(self, written: Run, home: Path) -> None:
        words = [sys.executable, "-m", "academy_cli", "mail", "send", "--follow"]
        with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, cwd=home) as service:
            until = time.monotonic() + 30
            while numbers(written, "--state", "waiting") and time.monotonic() < until:
                time.sleep(0.1)
            service.send_signal(signal.SIGTERM)
            said = service.communicate(timeout=30)[1]

        assert said.startswith("Sending what comes by “folder”; Ctrl-C ends it.\n")
        assert (service.returncode, "nothing is half done" in said) == (143, True), said
        assert json.loads(written("mail", "list", "--state", "sent", "--format", "json").out)
