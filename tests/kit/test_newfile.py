"""A new file: whole under its name or not there at all."""

from __future__ import annotations

import glob
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

import pytest

from academy_cli.kit import flock
from academy_cli.kit.newfile import SHARED, new_file, replaced_file


def test_it_has_its_name_once_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"

    with new_file(path) as file:
        file.write(b"one")
        assert not path.exists()

    assert path.read_bytes() == b"one"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_one_that_is_shared_is_for_whoever_reads_what_its_owner_makes(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        for write, name in ((new_file, "a.zip"), (replaced_file, "b.zip")):
            with write(tmp_path / name, SHARED) as file:
                file.write(b"one")
            assert (tmp_path / name).stat().st_mode & 0o777 == 0o640
    finally:
        os.umask(before)


def test_nothing_is_left_of_one_that_is_not_whole(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), new_file(tmp_path / "a.csv") as file:
        file.write(b"one")
        raise ZeroDivisionError

    assert list(tmp_path.iterdir()) == []


def test_it_takes_no_place_of_another_however_late_that_comes(tmp_path: Path) -> None:
    path, nowhere = tmp_path / "a.csv", tmp_path / "link.csv"
    nowhere.symlink_to(tmp_path / "gone")

    with pytest.raises(FileExistsError), new_file(path):
        path.write_bytes(b"theirs")
    with pytest.raises(FileExistsError), new_file(nowhere):
        raise AssertionError

    assert path.read_bytes() == b"theirs"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.csv", "link.csv"]


def killed(path: Path) -> Path:
    """What is left of a file whose writer was killed."""
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom academy_cli.kit.newfile import new_file\n"
        "with new_file(Path(sys.argv[1])) as file:\n    file.write(b'half')\n    file.flush()\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    (left,) = path.parent.glob(f"{glob.escape(path.name)}.*.partial")
    return left


@pytest.mark.parametrize("write", [new_file, replaced_file])
def test_what_a_killed_writer_left_is_removed_by_the_next_one(
    tmp_path: Path, write: Callable[[Path], AbstractContextManager[BinaryIO]]
) -> None:
    path = tmp_path / "a [1].zip"
    others = [killed(tmp_path / "b.zip"), tmp_path / "a [1].zip.notes.partial"]
    killed(path)
    others[1].touch()

    with write(path) as file:
        file.write(b"one")

    assert path.read_bytes() == b"one"
    assert sorted(tmp_path.iterdir()) == sorted([path, *others])


def test_what_somebody_works_on_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with replaced_file(path) as first:
        first.write(b"first")
        with replaced_file(path) as second:
            second.write(b"second")
        assert path.read_bytes() == b"second"

    assert path.read_bytes() == b"first"


def test_without_locks_nothing_is_taken_for_abandoned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = killed(tmp_path / "a.zip")

    def refuse(_: int, *, wait: bool) -> None:
        raise OSError(wait)

    monkeypatch.setattr(flock, "take", refuse)
    with new_file(tmp_path / "a.zip") as file:
        file.write(b"one")

    assert left.exists()


def test_one_that_was_taken_for_abandoned_before_it_was_locked_is_begun_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = list[Path]()

    def take(number: int, *, wait: bool) -> None:
        if not taken:
            taken.extend(tmp_path.iterdir())
            taken[0].unlink()
        real(number, wait=wait)

    real = flock.take
    monkeypatch.setattr(flock, "take", take)
    with new_file(tmp_path / "a.zip") as file:
        file.write(b"one")

    assert len(taken) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["a.zip"]
