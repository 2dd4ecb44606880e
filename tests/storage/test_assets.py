"""Assets in every store: under their digest, proved on the way in and out, copied without loss."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from academy_cli.storage.copying import SameStoreError, copy_assets
from academy_cli.storage.errors import ChangedAssetError, MissingObjectError
from academy_cli.storage.service import AssetStore, digest_of, key_of
from academy_cli.storage.stores.folder import FolderStore
from academy_cli.storage.stores.store import Store

CONTENT = b"an image"
DIGEST, SIZE = sha256(CONTENT).hexdigest(), len(CONTENT)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "image.png"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def assets(store: Store) -> AssetStore:
    return AssetStore(store)


@pytest.fixture
def local(tmp_path: Path) -> AssetStore:
    """A folder with three assets."""
    local = AssetStore(FolderStore(tmp_path / "local"))
    for number in range(3):
        file = tmp_path / f"file-{number}"
        file.write_bytes(b"%d" % number * 1000)
        local.put(file, *digest_of(file))
    return local


def test_an_asset_is_kept_under_its_digest(assets: AssetStore, source: Path) -> None:
    assert not assets.has(DIGEST, SIZE)

    assets.put(source, DIGEST, SIZE)

    assert assets.has(DIGEST, SIZE)
    assert [(one.sha256, one.size) for one in assets.files()] == [(DIGEST, SIZE)]
    assert assets.is_sound(DIGEST)
    assert assets.store.head(f"assets/{DIGEST[:2]}/{DIGEST}")


def test_a_file_that_changed_is_refused_and_not_stored(assets: AssetStore, source: Path) -> None:
    source.write_bytes(CONTENT + b"!")

    with pytest.raises(ChangedAssetError):
        assets.put(source, DIGEST, SIZE)

    assert [*assets.files()] == []


def test_one_that_was_cut_short_is_stored_again(assets: AssetStore, source: Path) -> None:
    assets.store.put(key_of(DIGEST), CONTENT[:3])
    assert not assets.has(DIGEST, SIZE)
    assert not assets.hold(DIGEST, SIZE)

    assets.put(source, DIGEST, SIZE)

    assert assets.is_sound(DIGEST)


def test_one_whose_bytes_were_changed_is_not_sound(assets: AssetStore, tmp_path: Path) -> None:
    assets.store.put(key_of(DIGEST), CONTENT.replace(b"a", b"b"))

    assert assets.has(DIGEST, SIZE)
    assert not assets.is_sound(DIGEST)
    with (tmp_path / "out").open("wb") as out:
        assert not assets.copy_out(DIGEST, out)


def test_what_is_lacking_is_told(assets: AssetStore, source: Path) -> None:
    assets.put(source, DIGEST, SIZE)
    other = sha256(b"other").hexdigest()

    assert assets.lacking([(DIGEST, SIZE), (other, 5)]) == {other}
    assert assets.lacking([(DIGEST, SIZE + 1)]) == {DIGEST}


def test_only_a_folder_has_paths(assets: AssetStore) -> None:
    path = assets.path(DIGEST)

    assert (path is None) is not isinstance(assets.store, FolderStore)


def test_a_link_leads_to_an_asset(assets: AssetStore, source: Path) -> None:
    assets.put(source, DIGEST, SIZE)

    link = assets.signed(DIGEST, timedelta(hours=1))

    assert link is None or httpx.get(link).content == CONTENT
    assert (link is None) is not assets.store.url.startswith("s3:")


def test_what_is_not_there_cannot_be_read(assets: AssetStore) -> None:
    with pytest.raises(MissingObjectError):
        assets.is_sound(DIGEST)


def test_every_asset_is_copied_there_and_back(
    local: AssetStore, assets: AssetStore, tmp_path: Path
) -> None:
    wanted = [one[:2] for one in local.files()]

    there = copy_assets(local, assets)
    back = copy_assets(assets, AssetStore(FolderStore(tmp_path / "back")))

    assert (there.files, there.copied, there.bytes) == (3, 3, 3000)
    assert (back.files, back.copied) == (3, 3)
    returned = AssetStore(FolderStore(tmp_path / "back"))
    assert [one[:2] for one in returned.files()] == wanted
    assert all(returned.is_sound(sha256) for sha256, _ in wanted)


def test_a_dry_run_copies_nothing(local: AssetStore, assets: AssetStore) -> None:
    planned = copy_assets(local, assets, dry_run=True)

    assert (planned.copied, planned.bytes) == (3, 3000)
    assert [*assets.store.list()] == []


def test_what_is_there_is_not_copied_again(local: AssetStore, assets: AssetStore) -> None:
    first = next(local.files())
    assert local.path(first.sha256) is not None
    assets.put(local.path(first.sha256), first.sha256, first.size)  # type: ignore[arg-type] # a folder has paths

    copied = copy_assets(local, assets)

    assert (copied.copied, copied.present) == (2, 1)
    assert copy_assets(local, assets).copied == 0


def test_what_is_damaged_is_not_copied_and_counted(local: AssetStore, assets: AssetStore) -> None:
    first, second, _ = local.files()
    local.store.put(key_of(first.sha256), b"x" * 1000)
    assets.store.put(key_of(second.sha256), b"cut")

    copied = copy_assets(local, assets)

    assert (copied.copied, copied.present, copied.damaged) == (1, 0, 2)
    assert assets.store.head(key_of(first.sha256)) is None
    assert b"".join(assets.stream(second.sha256)) == b"cut"


def test_a_store_is_not_copied_to_itself(local: AssetStore) -> None:
    with pytest.raises(SameStoreError):
        copy_assets(local, local)
