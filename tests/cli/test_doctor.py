"""``academy doctor`` on machines where something is wrong: what is seen, the fix, and the exit code."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from academy_cli.health.checking import certificates, database, machine
from academy_cli.kit.clock import utc_now
from academy_cli.worker import standing
from academy_cli.worker.standing import JobStanding
from tests.cli.conftest import Run, Set
from tests.cli.doctoring import found, states
from tests.cli.screen import Screen
from tests.cli.workers import ours
from tests.mail.sink import sink
from tests.payments.standin.provider import KEY


def test_a_sound_machine_ends_with_0(well: Run) -> None:
    ran = well("doctor")

    assert ran.code == 0
    assert "failing" not in ran.out


def test_warnings_end_with_9_where_they_are_not_wanted(well: Run) -> None:
    ran = well("doctor", "--strict")

    assert ran.code == 9
    assert "hint: Do what is said below each, then: academy doctor\n" in ran.err


def test_a_failed_check_ends_with_9_and_has_its_fix(staffed: Run) -> None:
    ran = staffed("doctor", "backups")

    assert ran.code == 9
    assert ran.out.startswith(
        "backups\tfailing\tThere is no backup of this academy\tacademy backup create\n"
    )


def test_only_the_checks_that_are_named_are_shown(well: Run) -> None:
    assert set(found(well, "git", "disk")) == {"git", "disk"}


def test_a_check_that_is_none_is_refused_with_the_nearest(well: Run) -> None:
    ran = well("doctor", "strip")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: There is no check “strip”.\nhint: Did you mean `stripe`?\n"


def test_wrong_settings_do_not_stop_it(well: Run, home: Path) -> None:
    (home / "academy.yaml").write_text("sync:\n  lock_wait_s: soon\nmale: x\n")

    ran = well("doctor", "--format", "json")

    said = [one["said"] for one in json.loads(ran.out) if one["check"] == "settings"]
    assert ran.code == 9
    assert len(said) == 2
    assert any("lock_wait_s" in one for one in said)


def test_without_an_academy_it_says_so_and_makes_none(academy: Run, home: Path) -> None:
    seen = found(academy)

    assert seen["migrations"][0]["next"] == "academy init"
    assert seen["storage"][0]["state"] == "skipped"
    assert not [*home.rglob("*.db")]


def test_a_database_that_cannot_be_read_stops_no_other_check(well: Run, home: Path) -> None:
    (home / "academy.db").write_bytes(b"this is no database at all, but long enough" * 100)

    seen = found(well)

    assert seen["database"][0]["state"] == "failing"
    assert seen["stripe"][0]["said"] == "not looked at: the database cannot be read"
    assert seen["git"][0]["state"] == "ok"


def test_an_older_database_is_told_how_to_be_upgraded(well: Run, home: Path) -> None:
    with closing(sqlite3.connect(home / "academy.db")) as connection, connection:
        connection.execute("update alembic_version set version_num = '0024'")

    assert "academy db upgrade" in json.dumps(found(well)["database"])


@pytest.mark.usefixtures("staffed")
def test_a_command_of_a_fix_is_whole_on_every_screen_to_be_pasted(
    screen: Callable[..., Screen],
) -> None:
    code = (
        "import fcntl, struct, sys, termios\n"
        "fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 50, 0, 0))\n"
        "sys.argv[1:] = ['doctor', 'backups']\n"
        "from academy_cli.__main__ import main\nmain()\n"
    )

    lines = screen(code=code).lines

    assert "academy backup schedule --out units/" in [line.strip() for line in lines]


def test_a_mail_server_that_is_there_is_asked_and_gets_no_letter(
    well: Run, given: Set, tmp_path: Path
) -> None:
    with sink(tmp_path) as server:
        given(
            mail_transport="smtp", mail_smtp_host="127.0.0.1", mail_smtp_port=server.port,
            mail_smtp_security="none", mail_sender="school@example.org",
        )  # fmt: skip
        seen = found(well, "mail")["mail"]
        taken = server.taken()

    assert [one["state"] for one in seen] == ["ok", "ok"]
    assert not taken


def test_a_mail_server_that_is_not_there_is_told(well: Run, given: Set) -> None:
    given(
        mail_transport="smtp",
        mail_smtp_host="127.0.0.1",
        mail_smtp_port=9,
        mail_smtp_security="none",
    )

    seen = found(well, "mail")["mail"]

    assert [one["state"] for one in seen] == ["failing", "failing"]
    assert "whom no other server believes" in seen[0]["said"]


def test_lost_files_are_noticed(well: Run, course: Path, home: Path) -> None:
    (course / "intro" / "loop.png").write_bytes(b"a picture")
    (course / "intro" / "welcome.md").write_text(
        "# Welcome\n\n![Loop](loop.png)\n", encoding="utf-8"
    )
    assert well("course", "sync", "python", "--yes").code == 0
    assert found(well, "storage")["storage"][0]["state"] == "ok"
    for file in (home / "storage").rglob("*"):
        if file.is_file():
            file.unlink()

    seen = found(well, "storage")["storage"][0]

    assert (seen["state"], seen["next"]) == ("failing", "academy storage check")
    assert "loop.png" in seen["said"]


def test_a_font_that_was_lost_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert [one.state for one in certificates.fonts(["en", "ar", "ja"])] == ["ok"]
    monkeypatch.setattr(certificates, "FOLDER", tmp_path)

    assert [one.state for one in certificates.fonts(["en"])] == ["failing"]


def test_a_language_that_no_font_has_is_told() -> None:
    (seen,) = certificates.fonts(["en", "hi"])

    assert (seen.state, "“hi”" in seen.said) == ("warning", True)


def test_a_database_on_a_network_file_system_is_told(
    well: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {home} nfs4 rw 0 0\n")
    monkeypatch.setattr(database, "MOUNTS", mounts)

    seen = found(well, "database")["database"]

    assert [one["state"] for one in seen] == ["ok", "failing"]
    assert "network file system (nfs4)" in seen[1]["said"]


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place = machine.Place("backups", tmp_path, "backup.to")
    for free, state in ((50, "failing"), (500_000_000, "warning"), (5_000_000_000, "ok")):
        usage = machine.shutil._ntuple_diskusage(10**12, 0, free)  # type: ignore[attr-defined]  # has no name
        monkeypatch.setattr(machine.shutil, "disk_usage", lambda _, usage=usage: usage)
        assert [one.state for one in machine.disks([place], 0)] == [state]
    (seen,) = machine.disks([place], 0)
    assert seen.said == "5.0 GB free for backups"


def test_a_terminal_that_has_no_utf8_and_a_machine_without_git_are_told() -> None:
    (terminal,) = machine.terminal("ascii", {"LC_ALL": "C"})
    (git,) = machine.git({"PATH": "/nowhere"})

    assert (terminal.state, terminal.next) == ("warning", "export LC_ALL=C.UTF-8")
    assert (git.state, git.next) == ("warning", "apt-get install git")


def test_a_worker_that_is_gone_and_one_that_fails_are_told(
    well: Run, home: Path, given: Set
) -> None:
    given(worker_state=home / "worker.json")
    assert found(well, "worker")["worker"][0]["state"] == "ok"
    now = utc_now()
    jobs = {"mail": JobStanding(failures=2), "backups": JobStanding()}
    with standing.held(home / "worker.json", ours()):
        standing.write(home / "worker.json", ours(), standing.Standing(1, now, now, jobs))
        seen = found(well, "worker")["worker"][0]
        assert (seen["state"], seen["next"]) == ("failing", "academy worker list")
        assert seen["said"].endswith("at mail")

    assert "was last seen 0m ago" in found(well, "worker")["worker"][0]["said"]
    standing.write(home / "worker.json", "another", standing.Standing(1, now, now, jobs))
    seen = found(well, "worker")["worker"][0]
    assert seen["state"] == "warning"
    assert "another academy's worker" in seen["said"]


def test_it_is_for_the_operator_and_admins(well: Run) -> None:
    assert well("doctor", "--as", "ada@x.org").code == 0
    assert well("doctor", "--as", "sue@x.org").code == 6


def test_it_changes_nothing(selling: Run, home: Path) -> None:
    before = {one: one.read_bytes() for one in home.rglob("*") if one.is_file()}

    selling("doctor")
    selling("status")

    assert {one: one.read_bytes() for one in home.rglob("*") if one.is_file()} == before


def test_the_key_of_tests_works(selling: Run) -> None:
    assert KEY.startswith("sk_test_")
    assert "failing" not in states(selling, "stripe")
