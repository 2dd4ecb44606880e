"""How a worker stands is read by others, whatever became of the file; two workers are refused."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from academy_cli.kit.clock import utc_now
from academy_cli.worker import standing
from academy_cli.worker.errors import WorkerBusyError, WorkerFileError
from academy_cli.worker.standing import JobStanding, Standing

OURS, OTHERS = "ours", "others"
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
KNOWN = Standing(
    17,
    NOON,
    NOON + timedelta(minutes=1),
    {
        "mail": JobStanding("running", NOON, None, None, 0, None),
        "backups": JobStanding("waiting", NOON, NOON, 8, 2, NOON + timedelta(hours=6)),
    },
)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    standing.write(tmp_path / "w.json", OURS, KNOWN)

    assert standing.read(tmp_path / "w.json", OURS) == KNOWN


def test_a_file_that_is_cut_anywhere_is_no_standing(tmp_path: Path) -> None:
    file = tmp_path / "w.json"
    standing.write(file, OURS, KNOWN)
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert standing.read(file, OURS) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"jobs": 1}', "null", '{"jobs": {"a": 1}}'])
def test_another_file_is_no_standing(tmp_path: Path, text: str) -> None:
    file = tmp_path / "w.json"
    file.write_text(text)

    assert standing.read(file, OURS) is None
    assert standing.read(tmp_path / "none.json", OURS) is None


def test_only_who_holds_the_lock_and_was_seen_is_at_work(tmp_path: Path) -> None:
    file = tmp_path / "w.json"
    now = utc_now()
    assert not standing.is_at_work(file, OURS, now)
    standing.write(file, OURS, KNOWN._replace(seen_at=now))
    assert not standing.is_at_work(file, OURS, now), "it was killed: nobody holds the lock"
    with standing.held(file, OURS):
        assert standing.is_at_work(file, OURS, now)
        assert not standing.is_at_work(file, OURS, now + standing.UNSEEN_FOR), "it hangs"


def test_two_at_once_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "w.json"
    with standing.held(file, OURS):
        standing.write(file, OURS, KNOWN)
        with pytest.raises(WorkerBusyError, match="17"), standing.held(file, OURS):
            pass
    with standing.held(file, OURS):
        pass


def test_a_file_speaks_to_whose_worker_wrote_it_and_to_nobody_else(tmp_path: Path) -> None:
    file, now = tmp_path / "w.json", utc_now()
    assert not standing.is_anothers(file, OURS)
    with standing.held(file, OTHERS):
        standing.write(file, OTHERS, KNOWN._replace(seen_at=now))
        with pytest.raises(WorkerBusyError, match="another academy"), standing.held(file, OURS):
            pass

        assert standing.read(file, OURS) is None
        assert not standing.is_at_work(file, OURS, now)
        assert standing.is_anothers(file, OURS)
        assert standing.is_at_work(file, OTHERS, now)
        assert not standing.is_anothers(file, OTHERS)


def test_what_a_killed_worker_left_behind_is_known(tmp_path: Path) -> None:
    file, code = tmp_path / "w.json", (
        "import subprocess, sys, time\n"
        "from pathlib import Path\n"
        "from academy_cli.worker import standing\n"
        "with standing.held(Path(sys.argv[1]), '') as lock:\n"
        "    child = subprocess.Popen([sys.executable, '-S', '-c', 'import time; time.sleep(300)'],\n"
        "        pass_fds=[lock], start_new_session=True, stdout=subprocess.DEVNULL)\n"
        "    print(child.pid, flush=True)\n"
        "    time.sleep(300)\n"
    )  # fmt: skip
    worker = subprocess.Popen([sys.executable, "-c", code, str(file)], stdout=subprocess.PIPE)
    assert worker.stdout is not None
    with worker.stdout as out:
        child = int(out.readline())
    worker.kill()
    worker.wait()
    try:
        with pytest.raises(WorkerBusyError), standing.held(file, OURS):
            pass
    finally:
        os.kill(child, signal.SIGKILL)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(WorkerFileError), standing.held(tmp_path / "file" / "w.json", OURS):
        pass
    with pytest.raises(WorkerFileError):
        standing.write(tmp_path / "none" / "w.json", OURS, KNOWN)
