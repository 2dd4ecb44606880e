"""Large files that are sent again after an interruption: what is there is not sent twice."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from academy_cli.errors import AcademyError
from academy_cli.storage.stores import resuming
from academy_cli.storage.stores.bucket import BucketStore
from academy_cli.storage.stores.opening import open_store
from academy_cli.storage.stores.resuming import MOST_PARTS, part_bytes
from academy_cli.storage.stores.s3 import Begun
from tests import child, s3

pytestmark = pytest.mark.slow

PARTS, PART_BYTES = 8, 5 << 20
"""The least that S3 takes for a part."""
CONTENT = b"".join(bytes([place]) * PART_BYTES for place in range(PARTS)) + b"and a rest"
DIGEST = sha256(CONTENT).hexdigest()
SEND = """
import os, signal, sys
from hashlib import sha256
from pathlib import Path
from academy_cli.storage.stores.opening import open_store
from academy_cli.storage.stores.s3 import Parts
from academy_cli.storage.stores import resuming
resuming.PART_BYTES = 5 << 20
bucket, endpoint, file = sys.argv[1], sys.argv[2], Path(sys.argv[3])
options = {"access_key": "k", "secret_key": "s", "endpoint": endpoint}
store = open_store(bucket, options)
put, arrived = Parts.put, []
def killing(self, *words):
    tag = put(self, *words)
    arrived.append(tag)
    if len(arrived) == 3:
        os.kill(os.getpid(), signal.SIGNAL)
    return tag
Parts.put = killing
print("ready", flush=True)
store.put_new("key", file, sha256=sha256(file.read_bytes()).hexdigest())
"""


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resuming, "PART_BYTES", PART_BYTES)


@pytest.fixture
def bucket(s3_server: s3.S3) -> str:
    return f"s3://{s3_server.bucket()}"


@pytest.fixture
def store(s3_server: s3.S3, proxy: s3.Proxy, bucket: str) -> BucketStore:
    store = open_store(bucket, s3_server.options(proxy.url))
    assert isinstance(store, BucketStore)
    return store


def begun(store: BucketStore) -> list[Begun]:
    """What was begun and not ended."""
    with store.multipart.connect() as parts:
        return [*parts.begun()]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "lecture.mp4"
    path.write_bytes(CONTENT)
    return path


@pytest.mark.parametrize("how", ["SIGKILL", "SIGINT"])
def test_after_an_interruption_only_the_rest_is_sent(
    s3_server: s3.S3, proxy: s3.Proxy, store: BucketStore, file: Path, how: str
) -> None:
    code = SEND.replace("SIGNAL", how)
    bucket = store.url.partition("?")[0]
    with child.running(code, bucket, str(s3_server), file) as interrupted:
        assert interrupted.wait(60) != 0
    assert [*store.list()] == []
    [found] = begun(store)
    with store.multipart.connect() as parts:
        there = parts.there(*found[:2])
    assert 3 <= len(there) <= PARTS
    proxy.fail(lambda _: False)

    store.put_new("key", file, sha256=DIGEST)

    assert b"".join(store.stream("key")) == CONTENT
    assert sum(proxy.sent()) == len(CONTENT) - sum(part.size for part in there.values())
    assert begun(store) == []


def stopped(store: BucketStore, proxy: s3.Proxy, file: Path, digest: str) -> None:
    """Send what is before the third part."""
    proxy.fail(lambda passing: "partNumber=3" in passing.path and passing.answer(403))
    with pytest.raises(AcademyError):
        store.put_new("key", file, sha256=digest)
    proxy.fail(lambda _: False)


def test_without_an_earlier_attempt_all_of_it_is_sent(
    store: BucketStore, proxy: s3.Proxy, file: Path
) -> None:
    """The control: the sizes that others compare are those of what was sent."""
    store.put_new("key", file, sha256=DIGEST)

    assert sum(proxy.sent()) == len(CONTENT)


def test_a_file_that_changed_since_is_sent_anew_where_it_did(
    store: BucketStore, proxy: s3.Proxy, file: Path
) -> None:
    stopped(store, proxy, file, DIGEST)
    changed = b"x" + CONTENT[1:]
    file.write_bytes(changed)

    store.put_new("key", file, sha256=sha256(changed).hexdigest())

    assert b"".join(store.stream("key")) == changed


def test_another_file_under_the_same_key_does_not_go_on_with_it(
    store: BucketStore, proxy: s3.Proxy, file: Path
) -> None:
    stopped(store, proxy, file, DIGEST)
    other = bytes(reversed(CONTENT))
    file.write_bytes(other)

    store.put_new("key", file, sha256=sha256(other).hexdigest())

    assert sum(proxy.sent()) == len(other)
    assert b"".join(store.stream("key")) == other


@pytest.mark.parametrize("status", [403, 501])
def test_keys_that_may_not_look_send_all_of_it(
    store: BucketStore, proxy: s3.Proxy, file: Path, status: int
) -> None:
    stopped(store, proxy, file, DIGEST)
    proxy.fail(
        lambda passing: "?uploads&" in passing.path.replace("=&", "&") and passing.answer(status)
    )

    store.put_new("key", file, sha256=DIGEST)

    assert sum(proxy.sent()) == len(CONTENT)
    assert b"".join(store.stream("key")) == CONTENT


def test_what_was_begun_long_ago_is_forgotten(
    store: BucketStore, proxy: s3.Proxy, file: Path
) -> None:
    stopped(store, proxy, file, DIGEST)

    assert store.forget(before=0) == 0
    assert len(begun(store)) == 1
    assert store.forget(before=float(1 << 40)) == 1
    assert begun(store) == []


@pytest.mark.parametrize("size", [0, 1, 100 << 20, 80_000 << 20, 5 << 40])
def test_any_file_fits_into_the_parts_there_can_be(size: int) -> None:
    assert -(-size // part_bytes(size)) <= MOST_PARTS
    assert PART_BYTES <= part_bytes(size) <= 5 << 30
