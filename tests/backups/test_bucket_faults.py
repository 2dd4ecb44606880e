"""What goes wrong between here and a bucket leaves a whole backup, or none."""

from __future__ import annotations

import signal
import time
from collections import Counter
from contextlib import nullcontext
from datetime import timedelta

import pytest

from academy_cli.backups import storetarget
from academy_cli.backups.storetarget import StoreTarget
from academy_cli.errors import AcademyError, Kind
from academy_cli.storage.stores import opening
from tests import child, s3
from tests.backups.remotes import Remote, opened, spooled
from tests.backups.vaults import Safe
from tests.engines import on_sqlite
from tests.storage.stores.test_faults import at_first, begun

MOST_TRIES = 5
MAKE = """
import os, signal, sys
from pathlib import Path
from academy_cli.access.actor import operator
from academy_cli.app.backups import place
from academy_cli.authoring.history.garbage import needed_files
from academy_cli.backups import catalogue
from academy_cli.backups.coursefiles import CourseFiles
from academy_cli.backups.service import Backups
from academy_cli.backups.vault import Vault
from academy_cli.backups.storetarget import StoreTarget
from academy_cli.db.service import Database
from academy_cli.storage.service import AssetStore
from academy_cli.storage.stores.folder import FolderStore
from academy_cli.storage.stores.opening import open_store
url, storage, bucket, endpoint = sys.argv[1:]
store = open_store(bucket, {"access_key": "k", "secret_key": "s", "endpoint": endpoint})
catalogue.write = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
files = CourseFiles(AssetStore(FolderStore(Path(storage))), needed_files)
print("ready", flush=True)
Backups(Vault(Database(url), place(url), StoreTarget(store), files), operator("x")).create()
"""

pytestmark = [pytest.mark.slow, on_sqlite, pytest.mark.usefixtures("temporary")]


FAULTS: dict[str, s3.Fault] = {
    "it answers 503": lambda passing: passing.answer(503),
    "it resets": lambda passing: passing.reset(),
    "sending fails": lambda passing: passing.command == "PUT" and passing.answer(500),
    "the second part fails": lambda passing: "partNumber=2" in passing.path and passing.answer(503),
    "the end fails": lambda passing: (
        is_end(passing) and passing.answer(200, failed("InternalError"))
    ),
    "somebody gave it up": lambda passing: (
        is_end(passing) and passing.answer(404, failed("NoSuchUpload"))
    ),
    "the last word fails": lambda passing: (
        passing.command == "PUT" and passing.path.endswith(".json") and passing.answer(503)
    ),
}


def is_end(passing: s3.Passing) -> bool:
    """Whether a request puts the parts of an upload together."""
    return passing.command == "POST" and "uploadId" in passing.path


def failed(code: str) -> bytes:
    """What S3 says of an error."""
    return f"<Error><Code>{code}</Code></Error>".encode()


@pytest.mark.parametrize("is_large", [False, True])
def test_what_says_that_it_is_whole_is_sent_last(
    remote: Remote, proxy: s3.Proxy, *, is_large: bool
) -> None:
    if is_large:
        remote.grow()
    made = remote.backups.create()

    sent = [path.partition("?") for method, path, _ in proxy.seen if method in {"PUT", "POST"}]
    assert sent[-1][0].endswith(f"/backups/{made.archive}.json")
    assert all(path.endswith(f"/backups/{made.archive}") for path, _, _ in sent[:-1])
    assert ("uploadId" in sent[-2][2]) == is_large


@pytest.mark.parametrize("fault", FAULTS)
def test_what_fails_leaves_nothing_and_the_next_one_goes_through(
    remote: Remote, proxy: s3.Proxy, fault: str
) -> None:
    remote.grow()
    proxy.fail(FAULTS[fault])

    with pytest.raises(AcademyError) as raised:
        remote.backups.create()

    tries = Counter((method, path) for method, path, _ in proxy.seen)
    proxy.fail(lambda _: False)
    assert raised.value.kind is Kind.UNAVAILABLE
    assert max(tries.values()) <= MOST_TRIES
    remote.require_nothing_left()
    assert remote.backups.list() == []
    made = remote.backups.create()
    assert remote.backups.verify(made.id).verified == "full"


def test_whoever_may_not_is_told_so(remote: Remote, proxy: s3.Proxy) -> None:
    proxy.fail(
        lambda passing: passing.command == "PUT" and passing.answer(403, failed("AccessDenied"))
    )

    with pytest.raises(AcademyError) as raised:
        remote.backups.create()

    proxy.fail(lambda _: False)
    assert (raised.value.kind, raised.value.code) == (Kind.REFUSED, "storage.denied")
    remote.require_nothing_left()


def test_a_dead_port_is_said_before_anything_is_written(safe: Safe, s3_server: s3.S3) -> None:
    dead = opened(safe, s3_server, f"http://127.0.0.1:{s3.free_port()}")
    told: list[int] = []

    for act in (
        lambda: dead.backups.create(progress=told.append),
        dead.backups.list,
        lambda: dead.restoring.restore("latest"),
    ):
        with pytest.raises(AcademyError) as raised:
            act()
        assert raised.value.kind is Kind.UNAVAILABLE
    assert told == []
    assert spooled() == []


def test_silence_is_not_waited_for_for_ever(
    safe: Safe, s3_server: s3.S3, proxy: s3.Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "SILENCE_S", 0.1)
    monkeypatch.setattr(opening, "RETRYING_S", 2)
    remote = opened(safe, s3_server, proxy.url)

    def silent(passing: s3.Passing) -> bool:
        if passing.command != "PUT":
            return False
        time.sleep(1.5)
        return True

    proxy.fail(silent)
    with pytest.raises(AcademyError) as raised:
        remote.backups.create()

    proxy.fail(lambda _: False)
    assert raised.value.code == "storage.unavailable"
    assert (remote.backups.list(), spooled()) == ([], [])


def test_what_nobody_could_give_up_is_given_up_later(
    remote: Remote, proxy: s3.Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote.grow()
    down: list[bool] = []

    def going_down(passing: s3.Passing) -> bool:
        down.extend([True] * ("partNumber=2" in passing.path))
        return bool(down) and passing.answer(503)

    proxy.fail(going_down)
    with pytest.raises(AcademyError):
        remote.backups.create()
    proxy.fail(lambda _: False)
    assert len(begun(remote.store)) == 1
    assert remote.backups.list() == []

    with monkeypatch.context() as changed:  # this S3 lets every upload have begun in 2010
        changed.setattr(storetarget, "UNFINISHED", timedelta(days=365 * 50))
        remote.backups.create()
    assert len(begun(remote.store)) == 1  # it may be somebody's who goes on
    remote.backups.create()
    assert begun(remote.store) == []


@pytest.mark.parametrize("is_large", [False, True])
def test_an_answer_that_is_lost_at_the_end_is_asked_for_again(
    remote: Remote, proxy: s3.Proxy, *, is_large: bool
) -> None:
    if is_large:
        remote.grow()
    method, lost = "POST" if is_large else "PUT", list[bool]()

    def losing(passing: s3.Passing) -> bool:
        is_last = passing.command == method and (not is_large or "uploadId" in passing.path)
        if is_last and not lost:
            lost.append(True)
            passing.asked().read()
            return passing.reset()
        return False

    proxy.fail(losing)
    made = remote.backups.create()

    assert lost
    assert remote.backups.list() == [made]
    assert remote.backups.verify(made.id).verified == "full"


def test_a_server_that_stumbles_is_asked_again(remote: Remote, proxy: s3.Proxy) -> None:
    proxy.fail(at_first(2, lambda passing: passing.answer(500)))

    made = remote.backups.create()

    assert remote.backups.list() == [made]


def test_killed_before_its_last_word_it_is_no_backup(remote: Remote, s3_server: s3.S3) -> None:
    bucket = remote.store.url.partition("?")[0]
    where = (remote.safe.url, remote.safe.storage, bucket, s3_server)
    with child.running(MAKE, *where) as killed:
        assert killed.wait(60) == -signal.SIGKILL

    assert remote.backups.list() == []
    [left] = remote.backups.orphans()
    made = remote.backups.create()
    assert remote.backups.list() == [made]
    assert remote.backups.orphans() == [left]


def test_parts_would_stay_if_nobody_gave_them_up(
    remote: Remote, proxy: s3.Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a store keeps them for whoever sends the same again."""
    remote.grow()
    monkeypatch.setattr(StoreTarget, "_giving_up", lambda *_: nullcontext())
    proxy.fail(FAULTS["the second part fails"])
    with pytest.raises(AcademyError):
        remote.backups.create()
    proxy.fail(lambda _: False)

    assert len(begun(remote.store)) == 1
