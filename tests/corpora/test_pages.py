"""Real courses as pages: whatever leads somewhere in a course does so on its pages."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from academy_cli.authoring import markdown
from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.parts import split
from academy_cli.authoring.preview.building import Builder
from academy_cli.authoring.preview.found import Found
from academy_cli.authoring.preview.frame import Frame
from academy_cli.authoring.preview.looking import Looking, View
from academy_cli.authoring.preview.making import PageMaker
from academy_cli.authoring.preview.workshop import Workshop
from academy_cli.kit.clock import utc_now
from academy_cli.pages.values import LessonPage
from tests.corpora.conftest import Course
from tests.pages.built import NAMED, broken

Make = Callable[..., Course]
COURSES = ("iot-for-beginners", "carpentries-python-gapminder")


@pytest.mark.parametrize("corpus", COURSES)
def test_a_link_that_leads_nowhere_is_one_that_check_finds(
    course: Make, tmp_path: Path, corpus: str
) -> None:
    folder = course(corpus).folder
    found = [one for one in compile_course(folder).problems if one.code == "link.anchor"]

    Builder(folder, tmp_path / "out").build()

    assert len(broken(tmp_path / "out")) == len(found)


def test_every_anchor_that_check_knows_is_on_the_page(course: Make) -> None:
    made = course("iot-for-beginners")
    looking = Looking(Workshop(made.folder).sketch, View.AUTHOR, utc_now())
    maker = PageMaker(looking, Found(), Frame())
    for path, index in looking.sketch.lessons.items():
        page = maker.page(looking.sketch.addresses.of[index])
        assert isinstance(page, LessonPage)
        text = split((made.folder / path).read_bytes()).body.decode()
        shown = set(map(unescape, NAMED.findall(page.body.html)))
        assert markdown.anchors(text) - shown <= {""}, path
