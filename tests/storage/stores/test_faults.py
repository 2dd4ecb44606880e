"""What goes wrong between here and a bucket: said in a sentence, after a bounded number of tries."""

from __future__ import annotations

import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from academy_cli.errors import AcademyError, Kind
from academy_cli.storage.errors import ChangedAssetError
from academy_cli.storage.stores import opening
from academy_cli.storage.stores.bucket import BucketStore
from academy_cli.storage.stores.opening import open_store
from academy_cli.storage.stores.s3 import Begun
from tests import s3

pytestmark = pytest.mark.slow

SMALL, LARGE = b"some bytes", bytes(range(256)) * 4 * 1024 * 17
MOST_TRIES = 4
Ask = Callable[[BucketStore, Path], object]
OPERATIONS: dict[str, Ask] = {
    "put_new": lambda store, _: store.put_new("new", small(_)),
    "put_new of a large file": lambda store, file: store.put_new("new", file),
    "put": lambda store, _: store.put("key", SMALL),
    "stream": lambda store, _: b"".join(store.stream("key")),
    "head": lambda store, _: store.head("key"),
    "list": lambda store, _: [*store.list()],
    "delete": lambda store, _: store.delete("key"),
}
every = pytest.mark.parametrize("operation", OPERATIONS)


def small(beside: Path) -> Path:
    path = beside.with_name("small")
    path.write_bytes(SMALL)
    return path


def begun(store: BucketStore) -> list[Begun]:
    """What was begun and not ended."""
    with store.multipart.connect() as parts:
        return [*parts.begun()]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "large"
    path.write_bytes(LARGE)
    return path


@pytest.fixture
def store(s3_server: s3.S3, proxy: s3.Proxy) -> BucketStore:
    """A bucket behind the proxy, with something in it."""
    store = open_store(f"s3://{s3_server.bucket()}", s3_server.options(proxy.url))
    store.put("key", SMALL)
    assert isinstance(store, BucketStore)
    return store


def refusal(operation: str, store: BucketStore, file: Path) -> AcademyError:
    with pytest.raises(AcademyError) as raised:
        OPERATIONS[operation](store, file)
    told = raised.value.message + raised.value.hint
    assert not any(secret in told for secret in (s3.KEYS["secret_key"], "Signature", "Credential"))
    return raised.value


def at_first(times: int, fault: s3.Fault) -> s3.Fault:
    """A fault that passes after so many requests."""
    left = [times]

    def once(passing: s3.Passing) -> bool:
        left[0] -= 1
        return left[0] >= 0 and fault(passing)

    return once


@every
def test_without_a_fault_everything_goes_through(
    store: BucketStore, file: Path, operation: str
) -> None:
    """The control of all that follows."""
    OPERATIONS[operation](store, file)


@every
def test_a_server_that_stumbles_is_asked_again(
    store: BucketStore, proxy: s3.Proxy, file: Path, operation: str
) -> None:
    proxy.fail(at_first(2, lambda passing: passing.answer(500)))

    OPERATIONS[operation](store, file)

    assert len(proxy.seen) > 2


@every
def test_a_server_that_is_down_is_given_up_after_some_tries(
    store: BucketStore, proxy: s3.Proxy, file: Path, operation: str
) -> None:
    proxy.fail(lambda passing: passing.answer(503))

    found = refusal(operation, store, file)

    assert (found.kind, found.code) == (Kind.UNAVAILABLE, "storage.unavailable")
    assert "503" in found.message
    assert 1 < len(proxy.seen) <= MOST_TRIES


@every
def test_whoever_may_not_is_told_so_at_once(
    store: BucketStore, proxy: s3.Proxy, file: Path, operation: str
) -> None:
    body = b"<Error><Code>AccessDenied</Code></Error>"
    proxy.fail(lambda passing: passing.answer(403, body))

    found = refusal(operation, store, file)

    assert (found.kind, found.code) == (Kind.REFUSED, "storage.denied")
    assert len(proxy.seen) == 1


@every
def test_a_connection_that_is_reset_for_ever_is_said(
    store: BucketStore, proxy: s3.Proxy, file: Path, operation: str
) -> None:
    proxy.fail(lambda passing: passing.reset())

    assert refusal(operation, store, file).code == "storage.unavailable"


@every
def test_a_dead_port_is_said_within_seconds(s3_server: s3.S3, file: Path, operation: str) -> None:
    dead = f"http://127.0.0.1:{s3.free_port()}"
    store = open_store(f"s3://{s3_server.bucket()}", s3_server.options(dead))
    assert isinstance(store, BucketStore)
    begun = time.monotonic()

    found = refusal(operation, store, file)

    assert found.code == "storage.unavailable"
    assert time.monotonic() - begun < opening.RETRYING_S / 2


@every
def test_a_bucket_that_is_not_there_is_said(s3_server: s3.S3, file: Path, operation: str) -> None:
    store = open_store("s3://no-such-bucket", s3_server.options())
    assert isinstance(store, BucketStore)
    if operation == "head":  # the answer to it has no body that could say so
        assert store.head("key") is None
        return

    assert refusal(operation, store, file).code == "storage.no-bucket"


@every
def test_slow_answers_are_waited_for(
    store: BucketStore, proxy: s3.Proxy, file: Path, operation: str
) -> None:
    def slow(_: s3.Passing) -> bool:
        time.sleep(0.2)
        return False

    proxy.fail(slow)

    OPERATIONS[operation](store, file)


@every
def test_silence_is_not_waited_for_for_ever(
    s3_server: s3.S3,
    proxy: s3.Proxy,
    file: Path,
    operation: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opening, "SILENCE_S", 0.1)
    monkeypatch.setattr(opening, "RETRYING_S", 2)
    store = open_store(f"s3://{s3_server.bucket()}", s3_server.options(proxy.url))
    assert isinstance(store, BucketStore)

    def silent(_: s3.Passing) -> bool:
        time.sleep(1.5)
        return True

    proxy.fail(silent)

    assert refusal(operation, store, file).code == "storage.unavailable"


def test_a_body_that_breaks_off_is_never_taken_for_whole(
    store: BucketStore, proxy: s3.Proxy
) -> None:
    proxy.fail(lambda passing: passing.break_off())

    with pytest.raises(AcademyError) as raised:
        b"".join(store.stream("key"))

    assert raised.value.code == "storage.unavailable"


@pytest.mark.parametrize("digest", [None, sha256(LARGE).hexdigest()])
def test_parts_that_do_not_arrive_leave_nothing_listed(
    store: BucketStore, proxy: s3.Proxy, file: Path, digest: str | None
) -> None:
    proxy.fail(lambda passing: "partNumber=2" in passing.path and passing.answer(503))

    with pytest.raises(AcademyError) as raised:
        store.put_new("new", file, sha256=digest)

    proxy.fail(lambda _: False)
    assert raised.value.code == "storage.unavailable"
    assert [one.key for one in store.list()] == ["key"]
    assert len(begun(store)) == (digest is not None)


def test_a_file_that_changed_on_its_way_leaves_nothing_at_all(
    store: BucketStore, file: Path
) -> None:
    with pytest.raises(ChangedAssetError):
        store.put_new("new", file, sha256=sha256(b"other").hexdigest())

    assert [one.key for one in store.list()] == ["key"]
    assert begun(store) == []


def test_an_answer_that_is_lost_at_the_end_is_asked_for_again(
    store: BucketStore, proxy: s3.Proxy, file: Path
) -> None:
    """The first one put the parts together; whatever the second one hears, the file is there, whole."""
    lost: list[bool] = []

    def losing(passing: s3.Passing) -> bool:
        if passing.command == "POST" and "uploadId" in passing.path and not lost:
            lost.append(True)
            passing.asked().read()
            return passing.reset()
        return False

    proxy.fail(losing)
    try:
        store.put_new("new", file, sha256=sha256(LARGE).hexdigest())
    except AcademyError as error:
        assert error.code == "storage.exists"  # noqa: PT017 - either is what put_new promises

    assert lost
    assert b"".join(store.stream("new")) == LARGE


def test_an_error_that_comes_with_a_good_status_is_one(
    store: BucketStore, proxy: s3.Proxy, file: Path
) -> None:
    """Amazon answers 200 before it has put the parts together, and may have to say otherwise then."""
    body = b"<Error><Code>InternalError</Code></Error>"
    proxy.fail(
        lambda passing: (
            "uploadId" in passing.path and passing.command == "POST" and passing.answer(200, body)
        )
    )

    with pytest.raises(AcademyError) as raised:
        store.put_new("new", file)

    assert raised.value.code == "storage.unavailable"


def test_another_region_is_said(store: BucketStore, proxy: s3.Proxy, file: Path) -> None:
    proxy.fail(lambda passing: passing.answer(301))

    for operation in OPERATIONS:
        found = refusal(operation, store, file)
        assert (found.code, "storage.region" in found.message) == ("storage.denied", True)
