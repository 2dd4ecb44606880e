"""``academy worker`` as a person sees it: what is done by itself, how that stands, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from academy_cli.cli.worker import app
from academy_cli.kit.clock import utc_now
from academy_cli.worker import standing
from academy_cli.worker.standing import JobStanding, Standing
from tests.cli.alone import run
from tests.cli.conftest import REPOSITORY, Ran, Run, Set
from tests.cli.workers import ours
from tests.mail.web import Channel, opened

pytestmark = pytest.mark.slow

DEADLINE_S = 120


@pytest.fixture
def worker(home: Path, given: Set) -> Callable[..., Ran]:
    given(worker_state=home / "worker.json", mail_folder=home / "mail", backup_to=home / "backups")
    return lambda *words: run(app, *words)


def test_a_dry_run_says_what_would_be_done_and_why_the_rest_would_not(
    worker: Callable[..., Ran], home: Path
) -> None:
    ran = worker("run", "--dry-run", "--format", "json")

    found = {one["job"]: one for one in json.loads(ran.out)}
    assert ran.code == 0
    assert list(found) == ["mail", "payments", "refunds", "search", "backups"]
    assert (found["mail"]["every"], found["backups"]["every"]) == ("always", "1d")
    assert found["payments"]["absent"] == "stripe.api_key is not set"
    assert "Without payments: stripe.api_key is not set." in ran.err
    assert not (home / "worker.json").exists()


def test_a_key_of_stripe_gives_its_jobs_something_to_do(
    worker: Callable[..., Ran], given: Set
) -> None:
    given(stripe_api_key="rk_test_1", worker_jobs="webhook refunds payments")

    ran = worker("list", "--fields", "job,absent")

    assert ran.out.splitlines() == [
        "payments\t",
        "webhook\tstripe.webhook_secret is not set",
        "refunds\t",
    ]


def test_a_job_that_is_misspelt_is_told_with_the_right_one(worker: Callable[..., Ran]) -> None:
    ran = worker("run", "--only", "mail,backup")

    assert (ran.code, ran.err) == (
        2,
        "error: There is no job “backup”.\nhint: Did you mean backups?\n",
    )


def test_nothing_to_do_is_told_before_anything_is_begun(worker: Callable[..., Ran]) -> None:
    ran = worker("run", "--only", "payments")

    assert ran.code == 3
    assert "payments: stripe.api_key is not set." in ran.err


def test_without_a_worker_somebody_has_to_look(worker: Callable[..., Ran], home: Path) -> None:
    ran = worker("check")
    assert (ran.code, ran.out) == (9, "")
    assert "None has been here yet." in ran.err

    stood(home, JobStanding())
    ran = worker("check")
    assert ran.code == 9
    assert "The last one was seen at 20" in ran.err


def stood(home: Path, mail: JobStanding) -> None:
    now = utc_now()
    standing.write(home / "worker.json", ours(), Standing(1, now, now, {"mail": mail}))


def test_one_failure_may_be_a_server_that_was_restarted_and_two_are_told(
    worker: Callable[..., Ran], home: Path
) -> None:
    with standing.held(home / "worker.json", ours()):
        stood(home, JobStanding(failures=1, exit=7))
        assert worker("check").code == 0
        stood(home, JobStanding(failures=2, exit=7))
        ran = worker("check", "--format", "json")
        listed = json.loads(worker("list", "--format", "json").out)

    assert (ran.code, json.loads(ran.out)["failing"]) == (9, ["mail"])
    assert (listed[0]["state"], listed[0]["exit"]) == ("failing", 7)


def test_the_worker_of_another_academy_is_nobodys_here(
    worker: Callable[..., Ran], home: Path, given: Set
) -> None:
    with standing.held(home / "worker.json", ours()):
        stood(home, JobStanding(failures=2))
        given(database_url=f"sqlite:///{home}/other.db")

        ran, busy = worker("check"), worker("run")
        (mail, *_) = json.loads(worker("list", "--format", "json").out)

    assert (ran.code, ran.out) == (9, "")
    assert "None has been here yet." in ran.err
    assert (busy.code, "worker.state" in busy.err) == (5, True)
    assert "The worker of another academy" in busy.err
    assert (mail["state"], mail["failures"]) == ("off", 0)


@contextmanager
def at_work(home: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A worker as a process of its own, killed at the end if it is still there."""
    process = subprocess.Popen(
        [sys.executable, "-m", "academy_cli", "worker", "run", *words],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=DEADLINE_S)


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + DEADLINE_S
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def ended(home: Path, job: str) -> int | None:
    """The code that a job ended with the last time."""
    found = standing.read(home / "worker.json", ours())
    return found.jobs[job].exit if found else None


SETTINGS = """\
database: {{url: "sqlite:///academy.db"}}
mail: {{transport: folder, folder: mail{told}}}
backup: {{to: backups}}
worker: {{jobs: "{jobs}", state: worker.json}}
"""


def test_mail_leaves_backups_are_made_and_all_ends_in_good_order(home: Path, process: Run) -> None:
    (home / "academy.yaml").write_text(SETTINGS.format(told="", jobs="mail backups"))
    for words in (["init"], ["user", "create", "ann@x.org", "--name", "Ann"]):
        assert process(*words).code == 0
    with at_work(home) as worker:
        assert process("user", "invite", "ann@x.org", "--yes").code == 0
        until(lambda: any((home / "mail").glob("*.eml")) and ended(home, "backups") == 0)
        assert any((home / "backups").glob("*.acb"))
        assert process("worker", "check").code == 0
        busy = process("worker", "run")
        assert (busy.code, f"process {worker.pid}" in busy.err) == (5, True)
        worker.send_signal(signal.SIGTERM)
        said = worker.communicate(timeout=DEADLINE_S)[1]

    assert worker.returncode == 143
    assert "backups: done in" in said
    left = standing.read(home / "worker.json", ours())
    assert left is not None
    assert {job.state for job in left.jobs.values()} == {"waiting"}
    assert process("worker", "check").code == 9
    with standing.held(home / "worker.json", ours()):
        pass  # nothing that it began is left


def test_what_was_synced_is_read_before_anybody_searches(
    home: Path, course: Path, process: Run
) -> None:
    (home / "academy.yaml").write_text(SETTINGS.format(told="", jobs="search"))
    for words in (["init"], ["course", "sync", str(course), "--yes"]):
        assert process(*words).code == 0
    assert _documents(home) == 0
    with at_work(home):
        until(lambda: ended(home, "search") == 0)

    assert _documents(home) > 0


def _documents(home: Path) -> int:
    with closing(sqlite3.connect(home / "academy.db")) as connection:
        return int(connection.execute("select count(*) from search_documents").fetchone()[0])


def test_operators_are_told_of_what_goes_wrong(home: Path) -> None:
    with opened(Channel()) as channel:
        told = SETTINGS.format(told=f", webhook_url: {channel.address}", jobs="backups")
        (home / "academy.yaml").write_text(told)
        (home / "backups").touch()  # a file where the folder of backups should be
        with at_work(home) as worker:
            until(lambda: bool(channel.posted))
            worker.terminate()
            said = worker.communicate(timeout=DEADLINE_S)[1]

    assert "“backups” fails on" in channel.posted[0]
    assert "academy worker list" in channel.posted[0]
    assert "warning: backups ended with" in said
