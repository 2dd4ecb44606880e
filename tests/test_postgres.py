"""The tests' own PostgreSQL: private, gone with its tests, and never silently missing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests import child, postgres

pytestmark = pytest.mark.slow

SERVE = """
import time
from tests import postgres
with postgres.running() as server:
    print(server.folder, server.process.pid, flush=True)
    time.sleep(60)
"""
ONE_TEST = "tests/audit/test_service.py::test_an_entry_tells_who_did_what_to_what_where_and_why"


def run_one_test(**environ: str) -> subprocess.CompletedProcess[str]:
    """A test that wants PostgreSQL, where there is none."""
    missing = {"ACADEMY_TEST_PG_BINDIR": "nowhere", "ACADEMY_REQUIRE_PG": "", **environ}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", ONE_TEST],
        cwd=child.ROOT, capture_output=True, text=True, env={**os.environ, **missing},
    )  # fmt: skip


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_server_listens_on_a_private_socket_only(postgres_server: postgres.Server) -> None:
    with psycopg.connect(postgres_server.url("postgres")) as connection:
        found = connection.execute("show listen_addresses").fetchone()

    assert found == ("",)
    assert postgres_server.folder.stat().st_mode & 0o077 == 0


def test_a_server_dies_with_the_process_that_started_it() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE], cwd=child.ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    folder, pid = process.stdout.readline().split()
    assert is_alive(int(pid))

    process.send_signal(signal.SIGKILL)
    process.communicate()

    deadline = time.monotonic() + 5
    while is_alive(int(pid)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not is_alive(int(pid))
    shutil.rmtree(folder)


def test_a_missing_postgresql_skips_a_test_and_says_why() -> None:
    ran = run_one_test()

    assert ran.returncode == 0
    assert "1 passed, 1 skipped" in ran.stdout


def test_a_missing_postgresql_fails_where_it_is_required() -> None:
    ran = run_one_test(ACADEMY_REQUIRE_PG="1")

    assert ran.returncode == 1
    assert "PostgreSQL is required here: no PostgreSQL binaries" in ran.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another way")
def test_root_has_a_way_without_user_namespaces() -> None:
    with postgres.running(in_namespace=False) as server:
        url = server.url("postgres")
        with psycopg.connect(url) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        owner = Path(f"/proc/{server.process.pid}").stat().st_uid

    assert owner == postgres.NOBODY
