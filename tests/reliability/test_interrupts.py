"""Ctrl-C, a polite end and a reader that goes away: the state is whole and the exit code says what it was."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.screen import Screen
from tests.reliability import courses, stage
from tests.reliability.academy import Academy

SYNC = ("course", "sync", "python", "--yes")
READING = ["open python/01-basics/01-loops.md", "SELECT contents", "open python/03-new/end.png"]
COPYING = ["open storage/assets", "os.link"]
APPLYING = ["insert into blobs", "update contents", "insert into audit_log", "COMMIT"]
AFTERWARDS = ["committed"]


@pytest.fixture
def synced(academy: Academy) -> Academy:
    """An academy with a course whose folder has changed."""
    assert academy.perform(*SYNC).code == 0
    courses.write(academy.folder / "python", courses.SECOND)
    return academy


@pytest.mark.parametrize("moment", [*READING, *COPYING, *APPLYING])
def test_an_interrupted_sync_has_done_nothing_and_leaves_nothing(
    synced: Academy, moment: str
) -> None:
    before = synced.rows()

    ended = signalled(synced, moment, signal.SIGINT)

    assert (ended.code, ended.out) == (130, "")
    assert ended.err.splitlines()[-1] == "error: Interrupted; nothing is half done."
    assert synced.rows() == before
    assert synced.half_assets() == []
    assert not synced.is_locked("python", 0)
    assert synced.perform(*SYNC).code == 0


def test_a_sync_interrupted_after_its_commit_has_done_all(synced: Academy) -> None:
    ended = signalled(synced, AFTERWARDS[0], signal.SIGINT)

    rows = synced.rows()
    assert ended.code == 130
    assert [row[2] for row in rows["revisions"]] == [1, 2]
    assert synced.perform(*SYNC).out.split("\t")[2] == "false"
    assert synced.rows() == rows


@pytest.mark.parametrize(
    ("moment", "sign", "code"),
    [
        *((one, signal.SIGTERM, 143) for one in (READING[0], *COPYING, APPLYING[1], *AFTERWARDS)),
        *((one, signal.SIGHUP, 129) for one in (COPYING[0], APPLYING[1], AFTERWARDS[0])),
    ],
)
def test_a_terminated_sync_is_whole(
    synced: Academy, moment: str, sign: signal.Signals, code: int
) -> None:
    before = synced.rows()

    ended = signalled(synced, moment, sign)

    assert (ended.code, ended.err.splitlines()[-1]) == (
        code,
        f"error: Ended by {sign.name}; nothing is half done.",
    )
    assert (synced.rows() == before) is (moment not in AFTERWARDS)
    assert synced.missing_assets() == synced.half_assets() == []
    assert synced.perform(*SYNC).code == 0
    assert not synced.is_locked("python")


def test_a_sync_that_waits_for_another_can_be_interrupted(synced: Academy) -> None:
    act = synced.act(*SYNC, stop=stage.Stop("COMMIT"))
    holder = stage.start(act)
    act.stop.wait()
    waiting = synced.start(*SYNC)
    wait_until_it_has_a_database(waiting)

    waiting.send_signal(signal.SIGINT)

    _, err = waiting.communicate(timeout=stage.PATIENCE_S)
    assert (waiting.returncode, err.splitlines()[-1]) == (
        130,
        "error: Interrupted; nothing is half done.",
    )
    act.stop.go_on()
    assert stage.ended(holder, act).code == 0


def test_ctrl_c_at_the_question_changes_nothing(synced: Academy) -> None:
    before = synced.rows()

    ran = Screen.of(synced.command(*SYNC[:-1]), "\x03", synced.folder, synced.environ, when="Apply")

    assert ran.code == 130
    assert "Apply" in ran.text
    assert synced.rows() == before
    assert not synced.is_locked("python", 0)


@pytest.mark.parametrize("words", [SYNC, ("course", "plan", "python"), ("course", "list")])
def test_a_reader_that_goes_away_does_not_stop_the_work(
    synced: Academy, words: tuple[str, ...]
) -> None:
    expected = 2 if words == SYNC else 1

    ran = subprocess.run(
        ["bash", "-c", '"$@" | true; exit ${PIPESTATUS[0]}', "bash", *synced.command(*words)],
        cwd=synced.folder, env=synced.environ, capture_output=True, text=True, timeout=60,
    )  # fmt: skip

    assert ran.returncode in {0, 141}
    assert "error" not in ran.stderr
    assert len(synced.rows()["revisions"]) == expected


def test_it_is_seen_when_an_interruption_is_swallowed(synced: Academy) -> None:
    ended = signalled(synced, "update contents", signal.SIGINT, broken="swallow_interrupts")

    assert ended.code != 130


def test_a_busy_writer_can_be_interrupted(sqlite_academy: Academy) -> None:
    with closing(sqlite3.connect(sqlite_academy.folder / "academy.db")) as other:
        other.execute("begin immediate")
        waiting = sqlite_academy.start(*SYNC)
        wait_until_it_has_a_database(waiting)
        waiting.send_signal(signal.SIGINT)

        _, err = waiting.communicate(timeout=stage.PATIENCE_S)

    assert waiting.returncode == 130, err
    assert sqlite_academy.rows()["revisions"] == []


def wait_until_it_has_a_database(process: subprocess.Popen[str]) -> None:
    """Come back when a command has a file of SQLite's open, or a connection to PostgreSQL.

    From there it goes no further than to whoever is in its way.
    """
    opened = Path(f"/proc/{process.pid}/fd")
    begun = time.monotonic()
    while not any(map(_is_database, opened.iterdir())):
        assert process.poll() is None
        assert time.monotonic() - begun < stage.PATIENCE_S
        time.sleep(0.02)


def _is_database(opened: Path) -> bool:
    try:
        name = str(opened.readlink())
    except FileNotFoundError:  # it was closed meanwhile
        return False
    return name.endswith("academy.db") or name.startswith("socket:")


def signalled(
    academy: Academy, moment: str, sign: signal.Signals, *, broken: str | None = None
) -> stage.Ended:
    """A sync that gets a signal right before a moment."""
    act = academy.act(*SYNC, stop=stage.Stop(moment), broken=broken)
    process = stage.start(act)
    stage.signalled(process, act, sign)
    return stage.ended(process, act)
