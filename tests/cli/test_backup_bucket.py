"""``academy backup`` with a bucket, as the person sees it who keeps backups far away."""

from __future__ import annotations

import json

import pytest

from academy_cli.storage.stores.opening import open_store
from tests import s3
from tests.cli.conftest import Run, Set

KEYS = {"storage_access_key": "a-name", "storage_secret_key": "a-very-secret-key"}


@pytest.fixture
def bucket(given: Set, s3_server: s3.S3, proxy: s3.Proxy) -> str:
    """The address of a bucket, as it is shown, where backups are kept from now on."""
    url = f"s3://{s3_server.bucket()}/backups"
    given(backup_to=url, storage_endpoint=proxy.url, **KEYS)
    return f"{url}?endpoint={proxy.url}"


@pytest.fixture
def kept(academy: Run, bucket: str) -> Run:
    """An academy with a person, whose backups are in a bucket."""
    assert bucket
    assert academy("user", "create", "ann@x.org", "--name", "Ann", "--yes").code == 0
    return academy


def test_backups_are_kept_in_a_bucket(kept: Run, bucket: str, proxy: s3.Proxy) -> None:
    made = kept("backup", "create", "--format", "json")
    assert made.code == 0, made.err
    assert f"Sending {json.loads(made.out)['archive']}, MB (1)\n" in made.err
    assert kept("backup", "list", "--format", "ids").out.strip() == json.loads(made.out)["id"]
    assert kept("backup", "verify", "--restore", "--fields", "verified").out == "restore\n"
    assert kept("backup", "restore", "--yes").code == 0
    assert kept("backup", "prune", "--yes").code == 0
    assert kept("backup", "status", "--fields", "is_fresh").out == "true\n"
    planned = kept("backup", "create", "--dry-run", "--fields", "to")
    assert planned.out == f"{bucket}\n"

    proxy.fail(lambda passing: passing.answer(503))
    for words in (("create",), ("list",), ("verify",), ("restore", "--yes"), ("prune", "--yes")):
        ran = kept("backup", *words)
        assert (ran.code, ran.out, KEYS["storage_secret_key"] in ran.err) == (7, "", False)
        assert f"“{bucket}” cannot be reached now: it answers 503" in ran.err


@pytest.mark.parametrize(
    "words", [("list",), ("status",), ("prune", "--yes"), ("verify",), ("restore", "--yes")]
)
def test_what_lies_beside_an_archive_is_fetched_once(
    kept: Run, proxy: s3.Proxy, words: tuple[str, ...]
) -> None:
    for _ in range(2):
        assert kept("backup", "create").code == 0
    proxy.fail(lambda _: False)

    assert kept("backup", *words).code == 0

    fetched = [path for method, path, _ in proxy.seen if method == "GET" and ".json" in path]
    assert len(fetched) == len(set(fetched)) == 2


def test_an_archive_that_lost_what_lay_beside_it_is_named_by_its_address(
    kept: Run, bucket: str, s3_server: s3.S3
) -> None:
    address = bucket.partition("?")[0]
    made = json.loads(kept("backup", "create", "--format", "json").out)["archive"]
    open_store(address, s3_server.options()).delete(f"{made}.json")

    refused = kept("backup", "restore", "--yes")
    assert f"academy backup restore {address}/{made}\n" in refused.err
    assert kept("backup", "restore", f"{address}/{made}", "--yes").code == 0
    assert kept("backup", "verify", made).code == 0
    assert kept("backup", "list", "--fields", "archive").out == f"{made}\n"
    assert kept("backup", "verify", f"{address}/academy-none.acb").code == 4
