"""A folder on disk: what a file system can do to a course, each with its finding."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.discovery import slug_of
from academy_cli.authoring.source import CHUNK_BYTES, scan
from academy_cli.authoring.tree import Limits, UnreadableError
from academy_cli.formats.problems import Problem
from tests import child, make
from tests.pace import paces

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
CHECK = """
import sys
from pathlib import Path
from academy_cli.authoring.compile import compile_course
from tests.pace import paces
found = compile_course(Path(sys.argv[1]))
print(*(f"{one.code} {one.place}" for one in found.problems), sep=chr(10))
print(sorted(found.reading.doubts.folders), found.reading.doubts.any_lesson)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make.folder(tmp_path / "course")


def findings(folder: Path, limits: Limits = Limits()) -> list[tuple[str, str]]:
    """Code and place of what is found, without what follows from it."""
    return [(one.code, one.place) for one in problems(folder, limits)]


def problems(folder: Path, limits: Limits = Limits()) -> tuple[Problem, ...]:
    return compile_course(folder, limits=limits).problems


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


# -- symbolic links ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("nowhere.md", "leads nowhere"),
        ("../../outside.md", "leaves the course"),
        ("/etc/hostname", "leaves the course"),
        ("03-link.md", "leads in a circle"),
    ],
)
def test_a_link_to_no_file_of_the_course_is_found(folder: Path, target: str, reason: str) -> None:
    (folder.parent / "outside.md").write_text("# Outside\n")
    (folder / "02-more/03-link.md").symlink_to(target)

    found = problems(folder)

    assert [(one.code, one.place) for one in found] == [("source.symlink", "02-more/03-link.md")]
    assert reason in found[0].message
    assert scan(folder).unreadable == {"02-more/03-link.md"}


@pytest.mark.parametrize("target", [".", "..", "../../course"])
def test_a_link_to_a_folder_above_leads_in_a_circle(folder: Path, target: str) -> None:
    (folder / "02-more/link").symlink_to(target)

    assert findings(folder) == [("source.symlink", "02-more/link")]


def test_folders_that_link_to_each_other_lead_in_a_circle(folder: Path) -> None:
    for number in range(3):
        (folder / f"01-basics/to-more-{number}").symlink_to("../02-more")
        (folder / f"02-more/to-basics-{number}").symlink_to("../01-basics")

    found = findings(folder)

    assert {code for code, _ in found} >= {"source.symlink"}
    assert len(scan(folder).paths) < 40


def test_a_link_within_the_course_counts_as_what_it_leads_to(folder: Path) -> None:
    (folder / "02-more/02-loops-again.md").symlink_to("../01-basics/02-loops.md")
    (folder / "02-more/images").symlink_to("../01-basics/images")
    (folder / "02-more-and").mkdir()
    (folder / "02-more-and/link").symlink_to("../02-more")

    found = compile_course(folder)

    assert found.problems == ()
    assert {"02-more/02-loops-again.md", "02-more-and/link/01-files.md"} <= set(found.tree.paths)


def test_a_link_to_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "02-more/02-link.md").symlink_to("../pipe")

    assert ("source.unreadable", "02-more/02-link.md") in findings(folder)


def test_a_link_into_a_closed_folder_is_found(folder: Path) -> None:
    (folder / "closed/below").mkdir(parents=True)
    (folder / "02-more/link").symlink_to("../closed/below")
    (folder / "closed").chmod(0)

    said = child.run_as_ordinary_user(CHECK, folder)

    (folder / "closed").chmod(0o700)
    assert "source.symlink 02-more/link" in said.splitlines()


def linked(folder: Path, count: int) -> list[str]:
    """Folders that all link to each other; their names."""
    names = [f"{number:02}-folder" for number in range(count)]
    for name in names:
        make.folder(folder, {f"{name}/lesson.md": f"# {name}\n"})
        for other in names:
            (folder / name / f"to-{other}").symlink_to(f"../{other}")
    return names


def test_folders_that_all_link_to_each_other_are_left_in_time(folder: Path) -> None:
    linked(folder / "few", 20)
    names = linked(folder / "many", 40)
    times = [time.process_time()]
    for name in ("few", "many"):
        found = problems(folder / name)
        times.append(time.process_time())

    assert times[2] - times[1] < 4 * 4 * (times[1] - times[0])  # four times as many links
    links = [one.message for one in found if one.code == "source.symlink"]
    assert len(links) <= len(names) ** 2 + 1
    assert sum("one of more than 1000 symbolic links" in message for message in links) == 1


def test_many_links_deep_in_a_course_are_followed_in_time(folder: Path) -> None:
    deep = folder.joinpath("deep", *"abcdefghijklmnopqrstuvwxyz")
    deep.mkdir(parents=True)
    for number in range(2000):
        (deep / f"{number}.md").symlink_to(folder / "02-more/01-files.md")

    assert paces(lambda: scan(folder)) < 20
    assert len(scan(folder).paths) == len(make.FILES) + 2000


def test_what_is_refused_counts_as_files(folder: Path) -> None:
    for number in range(30):
        (folder / f"link-{number}").symlink_to("nowhere")

    found = findings(folder, Limits(files=20))

    assert ("source.too-many-files", "course.yaml") in found
    assert len(found) < 30


def test_a_maze_of_links_is_left_in_time(folder: Path) -> None:
    for number in range(20):
        (folder / f"maze/{number}").mkdir(parents=True)
        for name in ("left", "right"):
            (folder / f"maze/{number}/{name}").symlink_to(f"../{number + 1}")
    (folder / "maze/20").mkdir()

    found = findings(folder, Limits(files=500))

    assert ("source.too-many-files", "course.yaml") in found


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
