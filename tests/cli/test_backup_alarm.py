"""The alarm: operators hear at once, by whichever way works, also where there is no database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from academy_cli.cli.backupalarm import app, said
from tests.cli.alone import run
from tests.cli.conftest import Ran, Set
from tests.cli.post import letters
from tests.mail.web import Answer, Channel, opened

Alarm = Callable[..., Ran]


@pytest.fixture
def channel() -> Iterator[Channel]:
    with opened(Channel()) as found:
        yield found


@pytest.fixture
def alarm(home: Path, given: Set) -> Alarm:
    """An academy whose database is not there, and whose mail goes into a folder."""
    given(mail_folder=home / "mail", database_url="postgresql://nobody@127.0.0.1:1/none")
    return lambda *words: run(app, "alarm", *words)


def test_what_failed_and_how_is_posted(alarm: Alarm, given: Set, channel: Channel) -> None:
    given(mail_webhook_url=channel.address)

    ran = alarm("--unit", "academy-backup", "--status", "7", "--format", "json")

    assert (ran.code, json.loads(ran.out)) == (0, {"told": ["webhook"], "failed": []})
    (posted,) = channel.posted
    assert posted.startswith("*“academy-backup” failed on ")
    assert "It ended with 7: database or outside service not reachable now: try again." in " ".join(
        posted.split()
    )
    assert "journalctl -u academy-backup" in posted


def test_systemd_says_how_it_ended(
    alarm: Alarm, given: Set, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(mail_webhook_url=channel.address)
    monkeypatch.setenv("MONITOR_EXIT_STATUS", "9")

    assert alarm().code == 0
    assert "a person must look" in channel.posted[0]


def test_an_address_is_written_to_beside(
    alarm: Alarm, given: Set, channel: Channel, home: Path
) -> None:
    given(mail_webhook_url=channel.address)

    ran = alarm("--mail-to", "ops@example.org")

    (letter,) = letters(home)
    assert (ran.code, len(channel.posted)) == (0, 1)
    assert "To: ops@example.org" in letter


def test_a_folder_of_this_machine_is_no_way_to_tell_anybody(
    alarm: Alarm, given: Set, home: Path
) -> None:
    with opened(Channel(Answer(404, {}, "no_service"))) as broken:
        given(mail_webhook_url=broken.address)
        ran = alarm("--mail-to", "ops@example.org")

    assert (ran.code, len(letters(home))) == (
        9,
        1,
    )  # in a folder of this machine, where nobody looks
    assert "Nobody was told: “folder” leaves the notice on this machine." in ran.err
    assert "warning: Not told by webhook: 404 no_service" in ran.err
    assert "S3CRET" not in ran.err


def test_where_no_way_works_it_has_failed(alarm: Alarm, given: Set) -> None:
    given(mail_webhook_url="http://127.0.0.1:1/x")

    ran = alarm()

    assert (ran.code, "Nothing waits" in ran.err) == (7, True)


def test_where_there_is_no_way_it_is_refused(alarm: Alarm) -> None:
    ran = alarm()

    assert (ran.code, "--mail-to EMAIL" in ran.err) == (6, True)


def test_a_dry_run_tells_nobody(alarm: Alarm, given: Set, channel: Channel) -> None:
    given(mail_webhook_url=channel.address)

    ran = alarm("--dry-run", "--unit", "x")

    assert (ran.code, channel.posted) == (0, [])
    assert "“x” failed on" in ran.out


def test_a_status_that_is_none_of_ours_is_told_as_it_is() -> None:
    assert "It ended with KILL." in said("x", "KILL", "host")[1]
    assert "ended" not in said("x", "", "host")[1]


def test_a_name_is_one_line() -> None:
    assert "\n" not in said("a\nb", "", "host")[0]
