"""``academy backup create --dry-run`` refuses what the real run would."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, Set


@pytest.fixture
def kept(academy: Run, home: Path, given: Set) -> Run:
    """An academy with a picture in its course, and a place for backups."""
    given(backup_to=home / "backups")
    folder = home / "python"
    folder.mkdir()
    (folder / "course.yaml").write_text("id: python\ntitle: Python\n", encoding="utf-8")
    (folder / "welcome.md").write_text("# Welcome\n\n![A](a.png)\n", encoding="utf-8")
    (folder / "a.png").write_bytes(b"\x89PNG a picture")
    assert academy("course", "sync", "python", "--yes").code == 0
    return academy


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--encrypt-to", "age1foo"), 3),
        (("--with-keys",), 6),
        (("--to", "/proc/foo"), 7),
        (("--to", "python/course.yaml/x"), 7),
        ((), 0),
    ],
)
def test_a_dry_run_ends_as_the_real_one(kept: Run, words: tuple[str, ...], code: int) -> None:
    assert kept("certificate", "key", "init").code == 0
    told = kept("backup", "create", *words, "--dry-run")
    assert not (Path.home() / "backups").exists()
    done = kept("backup", "create", *words)

    assert (told.code, done.code) == (code, code), told.err + done.err
    assert not code or told.err.splitlines()[-2] == done.err.splitlines()[-2]


def test_a_dry_run_misses_the_files_that_storage_lost(kept: Run, home: Path) -> None:
    kept_in = home / ".local/share/academy"
    [picture] = [one for one in kept_in.rglob("*") if one.is_file() and one.stat().st_size == 14]
    picture.unlink()

    told = kept("backup", "create", "--dry-run")

    assert (told.code, "not in storage" in told.err) == (3, True)
    assert kept("backup", "create", "--dry-run", "--allow-missing-files").code == 0
