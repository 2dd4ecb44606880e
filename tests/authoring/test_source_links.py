"""Symbolic links in a folder on disk: within the course they are what they lead to, and none leads out."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.source import scan
from academy_cli.authoring.tree import Limits
from tests import child, make
from tests.authoring.ondisk import CHECK, findings, problems
from tests.pace import paces


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make.folder(tmp_path / "course")


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
