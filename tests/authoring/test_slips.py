"""Slips of an author that would let lessons vanish: nothing is archived on their account."""

from __future__ import annotations

import pytest

from academy_cli.authoring.problems import Severity
from tests import make
from tests.authoring.test_plan import Planned, planned
from tests.make import COURSE, Changes

FILES = "02-more/01-files.md"


def archived(found: Planned) -> list[str]:
    """What would be archived."""
    return [one for one in found.done if one.startswith("archive")]


# -- another course inside -----------------------------------------------------------------------

NESTED = {"02-more/course.yaml": "id: more\ntitle: More\n"}


def test_lessons_of_a_folder_that_became_another_course_are_kept() -> None:
    found = planned(NESTED)

    assert archived(found) == []
    assert found.withheld == ["archive 02-more", f"archive {FILES}"]


def test_the_course_file_that_takes_a_folder_away_is_named() -> None:
    (found,) = make.findings(NESTED)

    assert (found.code, found.place) == ("course.nested", "02-more/course.yaml")
    assert found.severity is Severity.ERROR


def test_a_folder_goes_to_another_course_when_this_one_says_so() -> None:
    found = planned({**NESTED, "course.yaml": COURSE + "ignore: [/02-more]\n"})

    assert archived(found) == ["archive 02-more", f"archive {FILES}"]
    assert found.withheld == []


@pytest.mark.parametrize(
    ("files", "content"),
    [
        ({"03-data/course.yaml": "id: data\n", "03-data/a.csv": "1"}, ""),
        ({"_drafts/course.yaml": "id: drafts\n", "_drafts/a.md": "# A\n"}, ""),
        ({"_drafts/one/course.yaml": "id: one\n", "_drafts/one/a.md": "# A\n"}, ""),
        ({"old/course.yaml": "id: old\n", "old/a.md": "# A\n"}, "ignore: [old]\n"),
        ({"old/one/course.yaml": "id: old\n", "old/one/a.md": "# A\n"}, "ignore: [old]\n"),
        (NESTED, "content: [01-basics, 02-more]\n"),
    ],
    ids=["no lessons", "private", "in private", "ignored", "in ignored", "listed"],
)
def test_a_course_file_that_takes_nothing_away_is_no_finding(files: Changes, content: str) -> None:
    assert make.findings({**files, "course.yaml": COURSE + content}) == ()


@pytest.mark.parametrize(
    ("files", "places"),
    [
        ({"a/course.yaml": "", "a/b/course.yaml": "", "a/x.md": "", "a/b/y.md": ""}, ["a"]),
        ({"a/course.yaml": "", "a/b/course.yaml": "", "a/b/y.md": ""}, ["a/b"]),
        ({"a/course.yaml": "", "a-b/course.yaml": "", "a/x.md": "", "a-b/y.md": ""}, ["a-b", "a"]),
        ({"_a/b/course.yaml": "", "_a/b/y.md": "", "_a/x.md": "# X\n"}, ["_a/b"]),
    ],
    ids=["within", "around", "beside", "listed around"],
)
def test_each_course_that_takes_lessons_away_is_found_once(
    files: Changes, places: list[str]
) -> None:
    listed = COURSE + ("content: [01-basics, 02-more, _a]\n" if "_a/x.md" in files else "")

    found = make.findings({**files, "course.yaml": listed})

    assert [(one.code, one.value) for one in found] == [("course.nested", x) for x in places]
