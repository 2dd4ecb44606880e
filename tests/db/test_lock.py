"""Named locks: one holder at a time, and never one that is dead."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from academy_cli.db.address import sqlite_file
from academy_cli.db.engine import open_engine
from academy_cli.db.lock import named_lock
from academy_cli.db.transaction import write
from academy_cli.errors import AcademyError, Kind
from tests import child

HOLD = """
import sys, time
from academy_cli.db.engine import open_engine
from academy_cli.db.engine import open_engine
from academy_cli.db.lock import named_lock
with named_lock(open_engine(sys.argv[1]), sys.argv[2], 0):
    print("held", flush=True)
    time.sleep(60)
"""
LOCK = "course:intro/Über 1"


def is_free(engine: Engine, name: str = LOCK) -> bool:
    try:
        with named_lock(engine, name, 0):
            return True
    except AcademyError:
        return False


def test_another_process_is_kept_out_and_told_who_holds_it(
    engine: Engine, database_url: str
) -> None:
    with child.running(HOLD, database_url, LOCK) as holder:
        with pytest.raises(AcademyError) as refusal, named_lock(engine, LOCK, 0.1):
            pass

        assert (refusal.value.kind, refusal.value.code) == (Kind.CONFLICT, "lock.held")
        assert f"process {holder.pid}" in refusal.value.message


def test_a_killed_holder_lets_go_at_once(engine: Engine, database_url: str) -> None:
    with child.running(HOLD, database_url, LOCK) as holder:
        assert not is_free(engine)
        holder.kill()
        holder.wait()

    with named_lock(engine, LOCK, 2):
        pass


def test_another_name_is_free(engine: Engine) -> None:
    with named_lock(engine, "course:a.b", 0):
        assert is_free(engine, "course:a-b")


def test_the_same_name_is_held_even_in_the_same_process(engine: Engine) -> None:
    with named_lock(engine, LOCK, 0):
        assert not is_free(engine)

    assert is_free(engine)


def test_a_waiting_process_gets_it_when_it_is_free(engine: Engine) -> None:
    order = []
    entered = threading.Event()

    def hold() -> None:
        with named_lock(engine, LOCK, 0):
            entered.set()
            time.sleep(0.2)
            order.append("first")

    holder = threading.Thread(target=hold)
    holder.start()
    entered.wait(5)
    with named_lock(engine, LOCK, 5):
        order.append("second")
    holder.join()

    assert order == ["first", "second"]


def test_many_at_once_never_meet(engine: Engine) -> None:
    inside = threading.Semaphore(1)
    met = []

    def work() -> None:
        for _ in range(5):
            with named_lock(engine, LOCK, 30):
                met.append(not inside.acquire(blocking=False))
                time.sleep(0.001)
                inside.release()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert met == [False] * 20


def test_an_error_inside_lets_go(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), named_lock(engine, LOCK, 0):
        raise ZeroDivisionError

    assert is_free(engine)


def test_a_lock_let_go_is_free_at_once(engine: Engine) -> None:
    for _ in range(20):
        with named_lock(engine, LOCK, 0):
            pass


def test_a_session_that_was_lost_meanwhile_is_no_second_error(postgres_url: str) -> None:
    engine = open_engine(postgres_url)

    with named_lock(engine, LOCK, 0), write(engine) as connection:
        others = "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"
        connection.execute(text(others))

    engine.dispose()


def test_work_inside_may_use_transactions(engine: Engine) -> None:
    with named_lock(engine, LOCK, 0), write(engine) as connection:
        assert connection.exec_driver_sql("select 1").scalar_one() == 1


def test_nothing_is_left_beside_a_sqlite_file(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    path = sqlite_file(engine.url)
    assert path is not None
    with named_lock(engine, LOCK, 0):
        during = [entry.name for entry in (path.parent / "academy.db.locks").iterdir()]

    engine.dispose()
    assert len(during) == 1
    assert during[0].startswith("course-intro-ber-1-")
    assert not (path.parent / "academy.db.locks").exists()


def test_the_folder_of_locks_may_go_while_another_comes(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)

    def work(number: int) -> None:
        for _ in range(300):
            with named_lock(engine, f"course:{number}", 30):
                pass

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    engine.dispose()


def test_a_folder_that_takes_no_lock_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    code = HOLD.replace("print", "raise SystemExit  # ")

    said = child.run_as_ordinary_user(code, f"sqlite:///{folder}/academy.db", LOCK)

    assert said == "REFUSED database.read-only"
