"""Encrypted backups are for whoever has the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.backups.creating import Wish
from academy_cli.backups.errors import (
    BadIdentityError,
    BadRecipientError,
    DamagedError,
    NoIdentityError,
    WrongIdentityError,
)
from academy_cli.backups.opening import Keys
from tests.backups.vaults import Safe, change, files, people


class TestEncrypted:
    """For whoever has the key, and nobody else."""

    @pytest.fixture
    def keys(self, tmp_path: Path) -> list[tuple[str, Path]]:
        """Two people who can decrypt: what to encrypt to, and where their key is."""
        from pyrage import x25519

        found = []
        for name in ("ann", "bo"):
            identity = x25519.Identity.generate()
            path = tmp_path / f"{name}.key"
            path.touch(mode=0o600)
            path.write_text(f"# {name}\n{identity}\n")
            found.append((str(identity.to_public()), path))
        return found

    def test_it_comes_back_with_either_key(self, safe: Safe, keys: list[tuple[str, Path]]) -> None:
        made = safe.backups.create(Wish(recipients=tuple(one for one, _ in keys)))
        content = (safe.folder / made.archive).read_bytes()

        assert made.verified == "quick"
        assert content.startswith(b"age-encryption.org/v1\n")
        assert b"academy-backup" not in content
        for _, path in keys:
            assert safe.backups.verify(made.id, keys=Keys(path)).verified == "full"
            change(safe.url)
            safe.restoring.restore(made.id, Keys(path))
            assert people(safe.url) == ["ann@x.org"]

    def test_without_the_key_or_with_another_one_it_does_not(
        self, safe: Safe, keys: list[tuple[str, Path]], tmp_path: Path
    ) -> None:
        made = safe.backups.create(Wish(recipients=(keys[0][0],)))

        acts = (
            lambda given: safe.backups.verify(made.id, keys=given),
            lambda given: safe.restoring.restore(made.id, given),
            lambda given: safe.restoring.look(str(safe.folder / made.archive), given),
        )
        for act in acts:
            with pytest.raises(NoIdentityError, match=f"is encrypted for {keys[0][0]}"):
                act(Keys())
            with pytest.raises(WrongIdentityError, match=f"it is for {keys[0][0]}"):
                act(Keys(keys[1][1]))
        assert people(safe.url) == ["ann@x.org"]
        with pytest.raises(BadIdentityError):
            safe.backups.verify(made.id, keys=Keys(tmp_path / "nothing"))
        keys[0][1].chmod(0o644)
        with pytest.raises(BadIdentityError):
            safe.backups.verify(made.id, keys=Keys(keys[0][1]))

    def test_what_cannot_be_encrypted_is_not_written_at_all(self, safe: Safe) -> None:
        with pytest.raises(BadRecipientError):
            safe.backups.create(Wish(recipients=("age1nobody",)))
        assert files(safe.folder) == []

    def test_wherever_it_is_cut_it_is_refused(
        self, safe: Safe, keys: list[tuple[str, Path]]
    ) -> None:
        from academy_cli.backups.opening import proved

        made = safe.backups.create(Wish(recipients=(keys[0][0],)))
        content = (safe.folder / made.archive).read_bytes()
        path = safe.folder / "cut"
        for end in (*range(100, len(content), 4099), len(content) - 1):
            path.write_bytes(content[:end])
            with path.open("rb") as file, pytest.raises((DamagedError, WrongIdentityError)):
                proved(file, "cut", keys[0][1])
