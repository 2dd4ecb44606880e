"""A file can be proved wherever it lies, and a rehearsal finds what a restore would."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from academy_cli.backups.creating import Wish
from academy_cli.backups.errors import (
    BadIdentityError,
    DamagedError,
    NoIdentityError,
    NothingBesideError,
    NotSignedError,
)
from academy_cli.backups.keys import new_identity
from academy_cli.backups.opening import Keys
from tests.backups.vaults import AT, Safe, change, files, people


@pytest.fixture
def moved(sqlite_safe: Safe, tmp_path: Path) -> Path:
    """An archive elsewhere, with nothing beside it."""
    made = sqlite_safe.backups.create(Wish(label="moved"))
    (tmp_path / "elsewhere").mkdir()
    return Path(shutil.copy(sqlite_safe.folder / made.archive, tmp_path / "elsewhere"))


def test_a_file_is_proved_by_itself(sqlite_safe: Safe, moved: Path) -> None:
    made = sqlite_safe.backups.show("latest")

    shown = sqlite_safe.backups.show(str(moved))
    proved = sqlite_safe.backups.verify(str(moved), level="restore")

    nothing = {"verified": "", "verified_at": None, "finished_at": made.finished_at}
    assert shown._replace(finished_at=made.finished_at) == made._replace(**nothing)
    assert (proved.id, proved.verified) == (made.id, "restore")
    assert files(moved.parent) == [moved.name, f"{moved.name}.json"]
    assert sqlite_safe.backups.verify(str(moved), level="quick").verified == "restore"
    moved = moved.rename(moved.with_name("by-hand.acb"))
    assert sqlite_safe.backups.verify(str(moved)).id == made.id
    with pytest.raises(NothingBesideError):  # it is not its name, and nothing was written beside it
        sqlite_safe.backups.verify(str(moved), level="quick")
    moved.write_bytes(moved.read_bytes()[:-700])
    with pytest.raises(DamagedError):
        sqlite_safe.backups.verify(str(moved))


def test_what_lies_beside_a_file_counts(sqlite_safe: Safe, moved: Path) -> None:
    beside = Path(shutil.copy(f"{sqlite_safe.folder / moved.name}.json", moved.parent))

    assert sqlite_safe.backups.verify(str(moved), level="restore").label == "moved"
    assert '"verified":"restore"' in beside.read_text()
    assert sqlite_safe.backups.show("latest").verified == "full"


def test_a_rehearsal_raises_what_a_restore_would_and_changes_nothing(safe: Safe) -> None:
    made = safe.backups.create()
    change(safe.url)
    planned = safe.restoring.rehearse(made.id)
    assert (planned.rows, planned.is_replacing) == (made.rows, True)
    with pytest.raises(NotSignedError):
        safe.restoring.rehearse(made.id, Keys(signed_by="0" * 64))
    path = safe.folder / made.archive
    content = bytearray(path.read_bytes())
    content[-1500] ^= 1  # far behind the header, which is all that a plan had looked at
    path.write_bytes(content)

    assert safe.restoring.look(made.id).backup == made.id
    with pytest.raises(DamagedError):
        safe.restoring.rehearse(made.id)
    assert people(safe.url) == ["gone@x.org"]
    assert safe.restoring.kept() == []


def test_encrypted_ones_are_proved_as_far_as_a_key_opens_them(
    sqlite_safe: Safe, tmp_path: Path
) -> None:
    key, another = (new_identity(tmp_path / name, AT) for name in ("a.key", "b.key"))
    wish, mine = Wish((key.public,)), tmp_path / "a.key"

    for level in ("full", "restore"):
        assert sqlite_safe.backups.create(wish, proof=level).verified == "quick"
        assert sqlite_safe.backups.create(wish, proof=level, identity=mine).verified == level
    assert another.file
    made = sqlite_safe.backups.create(wish, proof="full", identity=tmp_path / "b.key")
    assert made.verified == "quick"
    before = files(sqlite_safe.folder)
    with pytest.raises(BadIdentityError):
        sqlite_safe.backups.create(wish, identity=tmp_path / "none.key")
    assert files(sqlite_safe.folder) == before
    with pytest.raises(NoIdentityError):
        sqlite_safe.restoring.rehearse(made.id)
