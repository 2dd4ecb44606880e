"""Links to the web, checked and mended from the terminal against a server on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.authoring.links.website import Website, running
from tests.cli.conftest import Run
from tests.cli.test_course import write

pytestmark = pytest.mark.slow

CHECK = ("course", "check", "python", "--links", "--format", "json")


@pytest.fixture
def site() -> Iterator[Website]:
    with running() as found:
        yield found


@pytest.fixture
def course(home: Path, site: Website) -> Path:
    folder = home / "python"
    write(
        folder,
        intro=f"---\nvideo: {site.url}/gone\n---\n# Intro\n\n[a]({site.url}/for-good/ok#part), "
        f"<{site.url}/ok> and ![p]({site.url}/gone)\n\n```\n{site.url}/never\n```\n",
    )
    (folder / "course.yaml").write_text("id: python\ntitle: Python\n", encoding="utf-8")
    (home / "academy.yaml").write_text("links: {allow: 127.0.0.1, pause_ms: 0}\n", encoding="utf-8")
    return folder


def found(academy: Run, *words: str) -> list[tuple[int, int, str]]:
    problems = json.loads(academy(*CHECK, *words).out)["problems"]
    return [(one["line"], one["column"], one["code"]) for one in problems]


@pytest.mark.usefixtures("course")
def test_each_address_is_asked_once_and_told_at_its_places(academy: Run, site: Website) -> None:
    assert found(academy) == [
        (2, 8, "link.dead"),
        (6, 1, "link.moved"),
        (6, site_column(site), "link.dead"),
    ]
    assert "/never" not in site.paths()
    assert site.paths("HEAD").count("/gone") == 1


def site_column(site: Website) -> int:
    line = f"[a]({site.url}/for-good/ok#part), <{site.url}/ok> and ![p]"
    return line.index("![p]") + 1


@pytest.mark.usefixtures("course")
def test_what_was_found_is_believed_until_it_is_asked_anew(academy: Run, site: Website) -> None:
    first = found(academy)
    asked = len(site.asked)

    assert found(academy) == first
    assert len(site.asked) == asked
    assert found(academy, "--refresh") == first
    assert len(site.asked) == 2 * asked


def test_an_author_grades_them(academy: Run, course: Path) -> None:
    with (course / "course.yaml").open("a", encoding="utf-8") as file:
        file.write("checks: {link.dead: error, link.moved: off}\n")

    ran = academy(*CHECK)

    assert ran.code == 3
    assert {one["code"] for one in json.loads(ran.out)["problems"]} == {"link.dead"}


def test_nobody_private_is_asked_without_a_word(
    academy: Run, course: Path, site: Website, home: Path
) -> None:
    del course
    (home / "academy.yaml").unlink()

    assert found(academy) == []
    assert site.asked == []


def test_without_the_option_nobody_is_asked(academy: Run, course: Path, site: Website) -> None:
    del course
    assert academy("course", "check", "python").code == 0
    assert site.asked == []


def test_what_has_moved_is_mended(academy: Run, course: Path, site: Website) -> None:
    before = (course / "intro.md").read_text("utf-8")

    ran = academy("course", "fix", "python", "--links", "--yes", "--fields", "line,code,is_written")

    assert ran.out == "6\tlink.moved\ttrue\n"
    after = before.replace("/for-good/ok#part", "/ok#part")
    assert (course / "intro.md").read_text("utf-8") == after
    assert (6, 1, "link.moved") not in found(academy)
    assert site.asked
