"""A new file: whole under its name or not there at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

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
