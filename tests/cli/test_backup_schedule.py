"""Scheduling backups, as a person sees it: what is printed, written, said and refused."""

from __future__ import annotations

import json
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from academy_cli.cli.backupschedule import app
from tests.backups.schedule import unitfile
from tests.cli.alone import run
from tests.cli.conftest import Ran, Set

Schedule = Callable[..., Ran]
HOOK = "https://hooks.slack.com/services/T0/B0/S3CRET"
NAMES = [
    *("academy-backup.service", "academy-backup.timer", "academy-backup-check.service"),
    *("academy-backup-check.timer", "academy-backup-alarm@.service"),
]


@pytest.fixture
def schedule(home: Path) -> Schedule:
    """An academy with a settings file of its own."""
    (home / "academy.yaml").write_text("site:\n  name: Academy\n")
    return lambda *words: run(app, "schedule", *words)


def test_units_are_printed_below_their_paths(schedule: Schedule) -> None:
    ran = schedule()

    assert ran.code == 0
    headings = [line for line in ran.out.splitlines() if line.startswith("#")]
    assert headings == [f"# /etc/systemd/system/{name}" for name in NAMES]
    assert "Nothing is installed yet." in ran.err
    assert "sudo systemctl enable --now academy-backup.timer" in ran.err


def test_what_is_printed_for_cron_is_a_crontab(schedule: Schedule, home: Path) -> None:
    ran = schedule("--cron", "--every", "12h", "--at", "01:15")

    _, line, check = ran.out.splitlines()
    assert line.startswith("15 1,13 * * * ")
    assert check.startswith("15 16 * * * ")
    assert f"--config {home}/academy.yaml" in line
    assert (
        subprocess.run(
            ["/bin/sh", "-n", "-c", line.split(" ", 5)[5].replace("\\%", "%")]
        ).returncode
        == 0
    )
    assert "time zone of the machine" in ran.err


def test_they_are_data_in_a_format(schedule: Schedule) -> None:
    ran = schedule("--user", "--format", "json")

    found = json.loads(ran.out)
    assert [one["name"] for one in found] == NAMES
    assert found[0]["path"] == "~/.config/systemd/user/academy-backup.service"
    assert unitfile.read(found[0]["text"])["Service"]["Type"] == ["oneshot"]


def test_they_are_written_as_new_files(schedule: Schedule, home: Path) -> None:
    ran = schedule("--out", "units/new")

    assert ran.code == 0
    assert sorted(path.name for path in (home / "units/new").iterdir()) == sorted(NAMES)
    assert [line.split("\t")[0] for line in ran.out.splitlines()] == NAMES
    assert f"install -m 644 {home}/units/new/academy-backup.service" in ran.err
    again = schedule("--out", "units/new")
    assert (again.code, "is there already" in again.err) == (5, True)


def test_one_that_is_there_keeps_all_from_being_written(schedule: Schedule, home: Path) -> None:
    (home / "academy-backup-check.timer").write_text("mine")

    assert schedule("--out", ".").code == 5
    assert not (home / "academy-backup.service").exists()


def test_a_dry_run_writes_nothing(schedule: Schedule, home: Path) -> None:
    ran = schedule("--out", "units", "--dry-run")

    assert (ran.code, "it was a dry run" in ran.err) == (0, True)
    assert len(ran.out.splitlines()) == 5
    assert not (home / "units").exists()


def test_a_folder_that_cannot_be_is_told(schedule: Schedule, home: Path) -> None:
    ran = schedule("--out", "academy.yaml/units")

    assert (ran.code, "cannot be written" in ran.err) == (6, True)


def test_no_database_is_needed_or_made(schedule: Schedule, home: Path) -> None:
    schedule("--out", "units")

    assert not list(home.rglob("*.db"))


def test_settings_say_how_old_and_by_which_clock(schedule: Schedule, home: Path) -> None:
    (home / "academy.yaml").write_text("backup:\n  max_age: 2d\n  zone: Europe/Zurich\n")

    out = schedule().out

    assert "backup status --max-age 2d" in out
    assert "OnCalendar=*-*-* 03:30:00 Europe/Zurich" in out
    assert "--max-age 30h" in schedule("--max-age", "30h").out


def test_without_a_key_it_is_said_that_digests_are_compared(schedule: Schedule, home: Path) -> None:
    age = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
    (home / "academy.yaml").write_text(f"backup:\n  recipients: {age}\n")

    encrypting = schedule()
    (home / "academy.yaml").write_text(f"backup:\n  recipients: {age}\n  identity: key.txt\n")
    reading = schedule()

    assert ("verify --latest --quick" in encrypting.out, "elsewhere" in encrypting.err) == (
        True,
        True,
    )
    assert ("verify --latest --quick" in reading.out, "elsewhere" in reading.err) == (False, False)


class TestHearing:
    def test_that_nobody_would_hear_is_a_warning(self, schedule: Schedule) -> None:
        assert "warning: Nobody would hear of a failure" in schedule().err

    def test_a_webhook_is_somebody(self, schedule: Schedule, given: Set) -> None:
        given(mail_webhook_url=HOOK)

        assert "Nobody would hear" not in schedule().err

    def test_an_address_is_somebody_where_mail_leaves(self, schedule: Schedule, given: Set) -> None:
        folder = schedule("--mail-to", "ops@example.org")
        given(mail_transport="smtp")
        smtp = schedule("--mail-to", "ops@example.org")

        assert "backup alarm --mail-to ops@example.org" in folder.out
        assert ("No mail leaves" in folder.err, "No mail leaves" in smtp.err) == (True, False)
        assert "Nobody would hear" not in folder.err + smtp.err

    def test_an_address_is_one(self, schedule: Schedule) -> None:
        assert schedule("--mail-to", "nobody").code == 3


class TestSecrets:
    def test_variables_are_named_and_their_values_are_nowhere(
        self, schedule: Schedule, home: Path, given: Set, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        given(mail_webhook_url=HOOK)
        monkeypatch.setenv("DB_PASSWORD", "S3CRET")
        (home / "academy.yaml").write_text("database:\n  url: postgresql://a:${DB_PASSWORD}@db/x\n")

        for words in ((), ("--cron",)):
            ran = schedule(*words, "--format", "json")
            assert "S3CRET" not in ran.out + ran.err
            assert "user alone: ACADEMY_MAIL_WEBHOOK_URL, DB_PASSWORD" in ran.err
            assert f"{home}/academy.env" in ran.out
        assert f"EnvironmentFile={home}/academy.env" in schedule().out

    def test_an_address_given_by_a_flag_is_in_no_unit(self, schedule: Schedule) -> None:
        ran = schedule("--database", "postgresql://a:S3CRET@db/x")

        assert "S3CRET" not in ran.out + ran.err
        assert "user alone: ACADEMY_DATABASE_URL" in ran.err

    def test_files_are_for_their_writer_alone(self, schedule: Schedule, home: Path) -> None:
        schedule("--out", "units")

        modes = {stat.S_IMODE(path.stat().st_mode) for path in (home / "units").iterdir()}
        assert modes == {0o600}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--every", "5h"], 2, "Nothing happens every “5h”"),
        (["--at", "25:00"], 2, "“25:00” is no time of a day"),
        (["--max-age", "24h"], 2, "--max-age 25h"),
        (["--max-age", "soon"], 2, "“soon” is no age"),
        (["--name", "My Academy"], 2, "“My Academy” is no name"),
    ],
)
def test_what_cannot_be_is_refused(
    schedule: Schedule, words: list[str], code: int, said: str
) -> None:
    ran = schedule(*words)

    assert (ran.code, ran.out, said in ran.err) == (code, "", True)


def test_folders_of_the_user_that_are_elsewhere_are_taken_along(
    schedule: Schedule, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/srv/a b")

    assert 'Environment="XDG_DATA_HOME=/srv/a b"' in schedule().out
    assert "export XDG_DATA_HOME='/srv/a b'" in schedule("--cron").out
