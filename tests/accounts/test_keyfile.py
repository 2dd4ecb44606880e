"""The key that signs access tokens: made once, and nobody else's to read."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.accounts.signin.credential_errors import ExposedKeyError, KeyFileError
from academy_cli.accounts.signin.keyfile import NAME, key_in


def test_a_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    key = key_in(tmp_path / "data")

    assert len(key) >= 40
    assert key_in(tmp_path / "data") == key
    assert (tmp_path / "data" / NAME).stat().st_mode & 0o077 == 0


def test_one_that_others_may_read_is_refused(tmp_path: Path) -> None:
    key_in(tmp_path)
    (tmp_path / NAME).chmod(0o644)

    with pytest.raises(ExposedKeyError):
        key_in(tmp_path)


def test_an_empty_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).touch(0o600)

    with pytest.raises(KeyFileError, match="it holds no key"):
        key_in(tmp_path)
