"""Broken links: where they were meant to lead, when only one answer is likely."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.authoring.signposts import Signposts, joined, relative

FILES = {
    "01-basics/03-loops.md",
    "01-basics/images/map.png",
    "02-more/01-functions.md",
    "02-more/images/logo.png",
    "03-end/images/logo.png",
    "02-more/README.md",
}

names = st.text("abc", min_size=1, max_size=2)
paths = st.lists(names, min_size=1, max_size=4).map("/".join)


def hint(target: str, fragment: str = "", file: str = "02-more/01-functions.md") -> str:
    return Signposts(FILES).hint(file, target, fragment)


@given(paths, paths)
def test_a_relative_link_leads_where_it_was_made_for(file: str, path: str) -> None:
    assert joined(file, relative(file, path)) == path


def test_a_link_written_from_the_course_folder_is_put_right() -> None:
    assert hint("01-basics/03-loops.md") == (
        "Write `../01-basics/03-loops.md`: links are relative to the file."
    )


def test_the_place_in_the_page_is_kept() -> None:
    assert "`../01-basics/03-loops.md#for`" in hint("01-basics/03-loops.md", "for")


@pytest.mark.parametrize("target", ["02-loops.md", "../old/loops.md", "07-loops", "03-LOOPS.md"])
def test_a_renumbered_or_moved_lesson_is_found(target: str) -> None:
    assert hint(target) == "Did you mean `../01-basics/03-loops.md`?"


def test_a_moved_picture_is_found() -> None:
    assert hint("map.png") == "Did you mean `../01-basics/images/map.png`?"


@pytest.mark.parametrize(
    "target", ["logo.png", "README.md", "loops", "images", "gone.md", "", "../.."]
)
def test_a_guess_between_several_or_from_little_is_not_made(target: str) -> None:
    assert hint(target) == ""


def test_a_file_is_never_sent_to_itself() -> None:
    assert hint("09-functions.md") == ""
