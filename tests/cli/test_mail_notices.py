"""What operators hear of by their webhook, and that neither mail nor notices wait for the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Set
from tests.cli.folders import document
from tests.cli.post import letters, listed
from tests.mail.web import Answer, Channel
from tests.mail.web import opened as listening


@pytest.fixture
def channel() -> Iterator[Channel]:
    with listening(Channel()) as found:
        yield found


class TestNotices:
    def test_operators_hear_of_a_sync_that_failed_once(
        self, academy: Run, course: Path, second: Path, given: Set, channel: Channel
    ) -> None:
        given(mail_webhook_url=channel.address)
        for _ in range(2):
            assert academy("course", "sync", "--yes").code == 8

        assert listed(academy) == [["notice", "operators", "waiting"]]
        sent = document(academy("mail", "send", "--format", "json"))

        assert sent["sent"] == 1
        (posted,) = channel.posted
        assert posted.startswith("*The sync of rust failed*\n")
        assert "academy course check" in posted

    def test_without_a_webhook_nobody_is_told(self, academy: Run, second: Path) -> None:
        assert academy("course", "sync", "--yes").code == 8
        assert listed(academy) == []

    def test_a_sync_that_only_asked_has_not_failed(
        self, academy: Run, course: Path, given: Set, channel: Channel
    ) -> None:
        given(mail_webhook_url=channel.address)

        assert academy("course", "sync").code == 6
        assert academy("course", "sync", "--dry-run").code == 0
        assert listed(academy) == []

    def test_neither_mail_nor_notices_wait_for_the_other(
        self, enrolled: Run, second: Path, home: Path, given: Set
    ) -> None:
        with listening(Channel(Answer(404, {}, "no_service"))) as channel:
            given(mail_webhook_url=channel.address)
            enrolled("course", "sync", "--yes")
            ran = enrolled("mail", "send")

            assert (ran.code, "404 no_service" in ran.err, len(letters(home))) == (7, True, 2)
            assert "S3CRET" not in ran.err
            given(mail_transport="smtp", mail_smtp_host="127.0.0.1", mail_smtp_port=1)
            given(mail_smtp_security="none")
            enrolled("user", "invite", "new@x.org", "--yes")
            assert enrolled("mail", "send").code == 7
        assert [one[2] for one in listed(enrolled, "--template", "notice")] == ["sent"]
        assert [one[2] for one in listed(enrolled, "--template", "invitation")] == ["waiting"]

    def test_a_notice_that_lost_its_webhook_is_cancelled(
        self, academy: Run, second: Path, given: Set, channel: Channel
    ) -> None:
        given(mail_webhook_url=channel.address)
        academy("course", "sync", "--yes")
        given(mail_webhook_url="")

        assert academy("mail", "send").code == 0
        assert listed(academy) == [["notice", "operators", "cancelled"]]
