"""Whoever reads behind a writer gets every byte once it is there, and the end when there is one."""

from __future__ import annotations

import threading
from pathlib import Path
from random import Random

from academy_cli.backups.archive.following import Following, Growing


def test_everything_is_read_behind_whoever_writes(tmp_path: Path) -> None:
    path, growing, chance = tmp_path / "a", Growing(), Random(5)
    wanted = chance.randbytes(300_000)
    path.touch()
    read: list[bytes] = []

    def follow() -> None:
        with path.open("rb") as file:
            following = Following(file, growing)
            while some := following.read(chance.randrange(1, 9_000)):
                read.append(some)

    reader = threading.Thread(target=follow)
    reader.start()
    with path.open("wb") as file:
        for at in range(0, len(wanted), 7_001):
            file.write(wanted[at : at + 7_001])
            file.flush()
            growing.grew(file.tell())
    growing.end()
    reader.join()

    assert b"".join(read) == wanted


def test_what_was_not_said_to_be_there_is_not_read(tmp_path: Path) -> None:
    path, growing = tmp_path / "a", Growing()
    path.write_bytes(b"all of it")
    growing.grew(3)
    growing.end()

    with path.open("rb") as file:
        following = Following(file, growing)
        assert [following.read(100), following.read(100)] == [b"all", b""]
