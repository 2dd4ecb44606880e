"""A folder on disk: what a file system can do to a course, each with its finding."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.discovery import slug_of
from academy_cli.authoring.source import CHUNK_BYTES, scan
from academy_cli.authoring.tree import Limits, UnreadableError
from tests import child, make
from tests.authoring.ondisk import CHECK, findings, problems

CODES_OF_DISKS = frozenset(
    {
        "source.unreadable",
        "source.too-many-files",
        "source.too-deep",
        "source.symlink",
        "source.bad-name",
        "source.long-name",
    }
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make.folder(tmp_path / "course")


def test_a_sound_folder_holds_its_files_and_nothing_to_find(folder: Path) -> None:
    tree = scan(folder)

    assert sorted(tree.paths) == sorted(make.FILES)
    assert tree.problems == ()
    assert tree.load("course.yaml", 1000) == make.COURSE.encode()
    assert findings(folder) == []


def test_repositories_and_environments_are_not_looked_into(folder: Path) -> None:
    for name in (".git", "node_modules", ".venv", "__pycache__"):
        make.folder(folder / name)

    assert sorted(scan(folder).paths) == sorted(make.FILES)


# -- what cannot be opened -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "place", "doubted"),
    [
        ("02-more/01-files.md", "02-more/01-files.md", []),
        ("02-more", "02-more", ["02-more"]),
    ],
)
def test_what_may_not_be_opened_is_found_and_doubted(
    folder: Path, path: str, place: str, doubted: list[str]
) -> None:
    (folder / path).chmod(0)

    said = child.run_as_ordinary_user(CHECK, folder)

    (folder / path).chmod(0o700)
    assert said.splitlines() == [f"source.unreadable {place}", f"{doubted} True"]


def test_a_pipe_is_no_lesson_and_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "02-more/02-pipe.md")
    os.mkfifo(folder / "02-more/module.yaml")

    assert findings(folder) == [
        ("source.unreadable", "02-more/02-pipe.md"),
        ("source.unreadable", "02-more/module.yaml"),
    ]


def test_a_pipe_for_course_yaml_is_not_waited_for(folder: Path) -> None:
    (folder / "course.yaml").unlink()
    os.mkfifo(folder / "course.yaml")

    assert slug_of(folder) is None
    assert ("course.missing", "course.yaml") in findings(folder)


def test_a_file_that_vanishes_after_the_scan_is_unreadable(folder: Path) -> None:
    tree = scan(folder)
    (folder / "course.yaml").unlink()

    with pytest.raises(UnreadableError) as refusal:
        tree.load("course.yaml", 1000)

    assert refusal.value.problem.code == "source.unreadable"
    assert tree.size("course.yaml") == 0


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 200_000])
def test_a_text_of_any_size_is_read_whole(folder: Path, size: int) -> None:
    text = bytes(index % 251 for index in range(size))
    (folder / "course.yaml").write_bytes(text)

    assert scan(folder).load("course.yaml", 200_000) == text


@pytest.mark.parametrize("limit", [10, 99_999])
def test_a_text_beyond_the_limit_is_not_read(folder: Path, limit: int) -> None:
    (folder / "course.yaml").write_bytes(b"x" * 100_000)

    with pytest.raises(UnreadableError) as refusal:
        scan(folder).load("course.yaml", limit)

    assert refusal.value.problem.code == "source.too-large"
    assert "the file has 98 kB" in refusal.value.problem.message


# -- sizes and names -----------------------------------------------------------------------------


def test_more_files_than_allowed_are_found_and_everything_is_doubted(folder: Path) -> None:
    limits = Limits(files=len(make.FILES) - 1)

    assert ("source.too-many-files", "course.yaml") in findings(folder, limits)
    assert "" in compile_course(folder, limits=limits).reading.doubts.folders
    assert findings(folder, Limits(files=len(make.FILES))) == []


def test_folders_deeper_than_allowed_are_found(folder: Path) -> None:
    make.folder(folder, {"a/b/c/d.md": "# D\n"})

    assert findings(folder, Limits(depth=2)) == [("source.too-deep", "a/b/c")]
    assert findings(folder, Limits(depth=3)) == []


@pytest.mark.parametrize(
    "name", [b"tab\t.md", b"esc\x1b[2J.md", b"latin-\xe9.md", b"nel\xc2\x85.md"]
)
def test_a_name_that_cannot_be_stored_or_shown_is_found(folder: Path, name: bytes) -> None:
    Path(os.fsdecode(bytes(folder / "02-more") + b"/" + name)).write_text("# Named\n")

    found = problems(folder)

    assert [one.code for one in found] == ["source.bad-name"]
    found[0].place.encode()


@pytest.mark.parametrize(
    "name",
    ["shot 3.04\u202fPM.png", "全角\u3000空白.png", "👩\u200d🏫.png", "no\u00a0break.png"],
)
def test_invisible_letters_of_other_people_are_names_too(folder: Path, name: str) -> None:
    (folder / "02-more" / name).write_text("picture")

    assert findings(folder) == []


def test_a_path_too_long_for_a_database_is_found(folder: Path) -> None:
    deep = folder.joinpath(*["x" * 240] * 4)
    deep.mkdir(parents=True)
    (deep / ("y" * 30 + ".md")).write_text("# Deep\n")
    (deep / ("y" * 37 + ".md")).write_text("# Deeper\n")

    found = findings(folder)

    assert [code for code, _ in found] == ["source.long-name"]


def test_a_course_full_of_folders_in_folders_is_too_deep(abyss: Path, tmp_path: Path) -> None:
    make.folder(tmp_path / "abyss")

    found = findings(tmp_path / "abyss")
    deeper = findings(tmp_path / "abyss", Limits(depth=10_000))

    shutil.rmtree(tmp_path / "abyss/01-basics")
    shutil.rmtree(tmp_path / "abyss/02-more")
    (tmp_path / "abyss/course.yaml").unlink()
    assert [code for code, _ in found] == ["source.too-deep"]
    assert [code for code, _ in deeper] == ["source.long-name"]
