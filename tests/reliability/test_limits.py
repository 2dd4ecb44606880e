"""What the database cannot hold is found in the folder; what it can hold arrives whole."""

from __future__ import annotations

import random
from pathlib import Path

from sqlalchemy import Engine, select

from academy_cli.authoring.codes import CODES
from academy_cli.authoring.source import LONGEST_PATH_BYTES, scan
from academy_cli.db.bulk import insert_rows
from academy_cli.db.transaction import read, write
from academy_cli.models import Blob
from tests.reliability.academy import Academy

LARGE = 2**31
NAMES = random.Random(1)
"""Without patterns, so that no database can make them shorter."""
IDEOGRAPHS = [chr(number) for number in range(0x4E00, 0x9FA5)]
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def path_of(size: int, suffix: str) -> str:
    """A path of so many bytes, in folders whose names are as long as a file system allows."""
    letters = NAMES.choices(LETTERS, k=size - len(suffix))
    letters[200::200] = "/" * len(letters[200::200])
    return "".join(letters) + suffix


def add(folder: Path, path: str, text: str) -> str:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, encoding="utf-8")
    return path


def test_a_size_beyond_two_gigabytes_can_be_stored(engine: Engine) -> None:
    with write(engine) as connection:
        insert_rows(connection, Blob, ("sha256", "size", "text"), [("0" * 64, LARGE, "x")])

    with read(engine) as connection:
        assert connection.scalar(select(Blob.size)) == LARGE


def test_a_path_that_no_database_could_index_is_an_error(tmp_path: Path) -> None:
    fits = add(tmp_path, path_of(LONGEST_PATH_BYTES, ".md"), "# Fits\n")
    long = add(tmp_path, path_of(LONGEST_PATH_BYTES + 1, ".md"), "# Long\n")

    tree = scan(tmp_path)

    assert set(tree.paths) == {fits}
    assert tree.unreadable == {long}
    assert [(found.code, found.file) for found in tree.problems] == [("source.long-name", long)]
    assert CODES["source.long-name"].is_firm


def test_bytes_count_not_letters(tmp_path: Path) -> None:
    add(tmp_path, f"{'ü' * 120}/{'ü' * 120}/{'ü' * 120}/{'ü' * 120}/{'ü' * 30}.md", "# Umlaut\n")

    assert [found.code for found in scan(tmp_path).problems] == ["source.long-name"]


def test_the_longest_path_can_be_synced(academy: Academy) -> None:
    asset = add(academy.folder / "python", path_of(LONGEST_PATH_BYTES, ".png"), "image")
    add(academy.folder / "python", path_of(LONGEST_PATH_BYTES, ".md"), "# Long\n")
    add(academy.folder / "python", "03-look.md", f"# Look\n\n![Long]({asset})\n")

    assert academy.run("course", "sync", "python", "--yes").code == 0


def test_headings_in_headings_can_be_synced(academy: Academy) -> None:
    titles = ["".join(NAMES.choices(IDEOGRAPHS, k=400)) for _ in range(8)]
    nested = "".join(f"{'  ' * depth}- {title}:\n" for depth, title in enumerate(titles))
    said = f"id: python\ntitle: Python\ncontent:\n{nested}{'  ' * 8}- 01-basics\n- 02-more\n"
    (academy.folder / "python" / "course.yaml").write_text(said, encoding="utf-8")

    ended = academy.run("course", "sync", "python", "--yes")

    assert ended.code == 0, ended.err
