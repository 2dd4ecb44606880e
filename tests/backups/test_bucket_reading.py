"""A backup whose bytes do not come back from a bucket as they were is never taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.backups.creating import Wish
from academy_cli.backups.opening import Keys
from academy_cli.errors import AcademyError, Kind
from tests import s3
from tests.backups.remotes import Remote
from tests.backups.vaults import change, people
from tests.engines import on_sqlite

pytestmark = [pytest.mark.slow, on_sqlite, pytest.mark.usefixtures("temporary")]


def half(passing: s3.Passing) -> bool:
    """Send half of what was asked for, then reset the connection; nothing more when it is asked again."""
    answer = passing.asked()
    body = answer.read()
    passing.send_response(answer.status)
    for name, value in answer.getheaders():
        if name.lower() in ("content-length", "etag", "last-modified", "content-range"):
            passing.send_header(name, value)
    passing.end_headers()
    passing.wfile.write(body[: len(body) // 2])
    return passing.reset()


@pytest.fixture
def sealed(tmp_path: Path) -> tuple[Wish, Keys]:
    """How one is encrypted, and decrypted."""
    from pyrage import x25519

    identity = x25519.Identity.generate()
    path = tmp_path / "key"
    path.touch(mode=0o600)
    path.write_text(f"{identity}\n")
    return Wish(recipients=(str(identity.to_public()),)), Keys(path)


@pytest.mark.parametrize("is_encrypted", [False, True])
@pytest.mark.parametrize(
    "fault",
    [
        lambda passing: passing.answer(503),
        lambda passing: passing.command == "GET" and passing.answer(503),
        lambda passing: passing.command == "GET" and passing.break_off(),
        lambda passing: passing.command == "GET" and half(passing),
    ],
    ids=["down", "down for archives", "broken off", "broken off in the middle"],
)
def test_a_download_that_fails_is_never_taken_for_a_backup(
    remote: Remote,
    proxy: s3.Proxy,
    sealed: tuple[Wish, Keys],
    fault: s3.Fault,
    *,
    is_encrypted: bool,
) -> None:
    remote.grow()
    wish, keys = sealed if is_encrypted else (Wish(), Keys())
    made = remote.backups.create(wish)
    change(remote.safe.url)
    proxy.fail(
        lambda passing: ".acb?" in f"{passing.path.removesuffix('.age')}?" and fault(passing)
    )

    for act in (
        lambda: remote.backups.verify(made.id, keys=keys),
        lambda: remote.restoring.restore(made.id, keys),
    ):
        with pytest.raises(AcademyError) as raised:
            act()
        assert (raised.value.kind, raised.value.code) == (
            Kind.UNAVAILABLE,
            "storage.unavailable",
        )

    proxy.fail(lambda _: False)
    assert people(remote.safe.url) == ["gone@x.org"]
    assert remote.restoring.kept() == []
    assert remote.restoring.restore(made.id, keys).content == made.content
    assert people(remote.safe.url) == ["ann@x.org"]


def test_other_bytes_are_not_the_backup(remote: Remote) -> None:
    made = remote.backups.create()
    content = bytearray(b"".join(remote.store.stream(made.archive)))
    content[len(content) // 2] ^= 1
    remote.store.put(made.archive, bytes(content))

    for act in (remote.backups.verify, remote.restoring.restore):
        with pytest.raises(AcademyError) as raised:
            act(made.id)
        assert raised.value.code == "backup.damaged"
    assert people(remote.safe.url) == ["ann@x.org"]
