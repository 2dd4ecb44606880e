"""Private keys in their folder: who may read them, and what happens when they are not what they were."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from academy_cli.certificates.credential import didkey
from academy_cli.certificates.keys import folder
from academy_cli.certificates.keys.errors import (
    KeyThereError,
    LockedKeyError,
    NoKeyError,
    OpenKeyError,
    UnreadableKeyError,
)
from tests.certificates.credential.samples import KEY


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """Where keys will be."""
    return tmp_path / "keys"


def only(keys: Path) -> Path:
    """The one file there."""
    (path,) = keys.iterdir()
    return path


@pytest.mark.parametrize("passphrase", ["", "correct horse battery staple"])
def test_a_key_that_was_made_signs(keys: Path, passphrase: str) -> None:
    public = folder.made(keys, passphrase)

    key = folder.opened(keys, didkey.name_of(public), passphrase)

    assert key.public_key().public_bytes_raw() == public
    assert (b"ENCRYPTED" in only(keys).read_bytes()) == bool(passphrase)


def test_nobody_else_may_read_it_whatever_the_umask(keys: Path) -> None:
    before = os.umask(0)
    try:
        folder.made(keys)
    finally:
        os.umask(before)

    assert (keys.stat().st_mode & 0o777, only(keys).stat().st_mode & 0o777) == (0o700, 0o600)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_a_key_that_others_may_reach_does_not_sign(keys: Path, mode: int) -> None:
    name = didkey.name_of(folder.made(keys))
    only(keys).chmod(mode)

    with pytest.raises(OpenKeyError) as refusal:
        folder.opened(keys, name)

    assert f"({mode:04o})" in refusal.value.message
    assert refusal.value.hint == f"Keep it to yourself: chmod 600 {only(keys)}"


def test_a_folder_that_others_may_reach_does_not_either(keys: Path) -> None:
    name = didkey.name_of(folder.made(keys))
    keys.chmod(0o750)

    with pytest.raises(OpenKeyError, match="chmod 700|0750"):
        folder.opened(keys, name)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_another_users_key_does_not_sign(keys: Path) -> None:
    name = didkey.name_of(folder.made(keys))
    os.chown(only(keys), 65534, -1)

    with pytest.raises(OpenKeyError, match="another user"):
        folder.opened(keys, name)


def test_a_key_is_never_written_over(keys: Path) -> None:
    folder.kept(keys, KEY)
    before = only(keys).read_bytes()

    with pytest.raises(KeyThereError):
        folder.kept(keys, KEY, "other")

    assert only(keys).read_bytes() == before


def test_a_key_that_is_not_there_is_missing(keys: Path) -> None:
    with pytest.raises(NoKeyError):
        folder.opened(keys, "deadbeef")


def test_a_locked_key_takes_its_passphrase(keys: Path) -> None:
    name = didkey.name_of(folder.made(keys, "right"))

    for given in ("", "wrong"):
        with pytest.raises(LockedKeyError):
            folder.opened(keys, name, given)


def test_a_passphrase_is_not_in_the_way_of_a_key_without_one(keys: Path) -> None:
    name = didkey.name_of(folder.made(keys))

    assert (
        didkey.name_of(folder.opened(keys, name, "set for others").public_key().public_bytes_raw())
        == name
    )


@pytest.mark.parametrize("content", [b"", b"nonsense", b"-----BEGIN PRIVATE KEY-----\nAA\n"])
@pytest.mark.parametrize("passphrase", ["", "set"])
def test_what_is_no_key_is_said(keys: Path, content: bytes, passphrase: str) -> None:
    name = didkey.name_of(folder.made(keys))
    only(keys).write_bytes(content)

    with pytest.raises(UnreadableKeyError):
        folder.opened(keys, name, passphrase)


def test_another_kind_of_key_is_refused(keys: Path) -> None:
    name = didkey.name_of(folder.made(keys))
    other = generate_private_key(SECP256R1())
    only(keys).write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    with pytest.raises(UnreadableKeyError, match="no Ed25519 key"):
        folder.opened(keys, name)


def test_another_key_under_its_name_is_refused(keys: Path) -> None:
    name, other = (didkey.name_of(folder.made(keys)) for _ in range(2))
    (keys / f"{other}.pem").replace(keys / f"{name}.pem")

    with pytest.raises(UnreadableKeyError, match="another key"):
        folder.opened(keys, name)


def test_a_link_is_not_followed(keys: Path, tmp_path: Path) -> None:
    name = didkey.name_of(folder.made(keys))
    only(keys).rename(tmp_path / "elsewhere.pem")
    (keys / f"{name}.pem").symlink_to(tmp_path / "elsewhere.pem")

    with pytest.raises(UnreadableKeyError):
        folder.opened(keys, name)


def test_a_folder_in_the_place_of_a_key_is_said_to_be_none(keys: Path) -> None:
    name = didkey.name_of(folder.made(keys))
    only(keys).unlink()
    (keys / f"{name}.pem").mkdir(mode=0o700)

    with pytest.raises(UnreadableKeyError, match="no file"):
        folder.opened(keys, name)
