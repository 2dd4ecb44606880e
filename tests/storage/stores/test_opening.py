"""Addresses of stores: what each opens, what is refused, and that no secret is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.errors import Kind
from academy_cli.storage.errors import BadStoreAddressError
from academy_cli.storage.stores.address import parsed
from academy_cli.storage.stores.bucket import BucketStore
from academy_cli.storage.stores.folder import FolderStore
from academy_cli.storage.stores.opening import open_store

SECRETS = {"access_key": "a-name", "secret_key": "dmVyeSBzZWNyZXQ="}


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN", "REGION"):
        monkeypatch.delenv(f"AWS_{name}", raising=False)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/var/files", "/var/files"),
        ("file:///var/a%20b", "/var/a b"),
        ("memory://", "memory://"),
        ("s3://bucket", "s3://bucket"),
        ("s3://bucket/some/prefix/", "s3://bucket/some/prefix"),
        ("gs://bucket/prefix", "gs://bucket/prefix"),
        ("az://container", "az://container"),
        (
            "s3://bucket/x?endpoint=https://s3.example.org",
            "s3://bucket/x?endpoint=https://s3.example.org",
        ),
    ],
)
def test_an_address_is_shown_as_it_is_written(address: str, shown: str) -> None:
    assert parsed(address, {}).shown == shown


def test_a_relative_path_is_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    opened = open_store("files")

    assert isinstance(opened, FolderStore)
    assert opened.folder == tmp_path / "files"
    assert not opened.folder.exists()


@pytest.mark.parametrize("address", ["s3://bucket", "az://container", "memory://"])
def test_a_bucket_is_opened_without_asking_it(address: str) -> None:
    assert isinstance(open_store(address, SECRETS), BucketStore)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ftp://host/x",
        "https://host/x",
        "file://relative",
        "s3://",
        "s3://a",
        "s3://bad_bucket!",
        "s3://bucket/../x",
        "s3://bucket?secret_key=x",
        "s3://bucket?colour=red",
        "s3://bucket?endpoint=http://far.example.org",
        "s3://bucket?endpoint=ftp://host",
        "s3://bucket?endpoint=https://user:word@host",
        "a\0b",
    ],
)
def test_what_names_no_store_is_refused(address: str) -> None:
    with pytest.raises(BadStoreAddressError) as refusal:
        open_store(address)

    assert (refusal.value.kind, refusal.value.code) == (Kind.INVALID, "storage.bad-address")


def test_keys_in_an_address_are_refused_and_not_repeated() -> None:
    with pytest.raises(BadStoreAddressError) as refusal:
        open_store("s3://a-name:very-secret@bucket/prefix")

    assert "very-secret" not in refusal.value.message + refusal.value.hint


def test_one_key_of_two_is_refused() -> None:
    with pytest.raises(BadStoreAddressError):
        open_store("s3://bucket", {"secret_key": "very-secret"})


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_this_machine_needs_no_tls(host: str) -> None:
    assert open_store("s3://bucket", {**SECRETS, "endpoint": f"http://{host}:9000"})


def test_another_machine_needs_tls_unless_somebody_says_so() -> None:
    far = {**SECRETS, "endpoint": "http://10.0.0.5:9000"}

    with pytest.raises(BadStoreAddressError, match="in the clear"):
        open_store("s3://bucket", far)

    assert open_store("s3://bucket", {**far, "allow_http": "yes"})


def test_secrets_do_not_follow_to_another_endpoint() -> None:
    mine = {**SECRETS, "endpoint": "https://mine.example.org"}

    assert parsed("s3://bucket", mine).options["secret_key"] == "dmVyeSBzZWNyZXQ="
    elsewhere = parsed("s3://bucket?endpoint=https://other.example.org", mine)
    assert "secret_key" not in elsewhere.options
