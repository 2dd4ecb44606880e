"""Assets in plans: known by path, by `moved:` and by bytes, and kept while somebody may show them."""

from __future__ import annotations

from academy_cli.authoring.changes import Action
from tests import make
from tests.authoring.planned import FILES, IMAGE, INTRO, LOOPS, planned, row
from tests.make import COURSE


def test_a_changed_image_is_updated() -> None:
    assert planned({IMAGE: "larger than it was"}).done == [f"update {IMAGE} size"]
    assert planned({IMAGE: "a pictura"}).change(IMAGE).differences.keys() == {"source"}


OTHER = "01-basics/images/circle.png"


SHOWS = {LOOPS: "# Loops\n\n![A loop](images/circle.png)\n", IMAGE: None}


def test_an_image_is_known_by_its_bytes() -> None:
    before = make.course()

    found = planned({**SHOWS, OTHER: "a picture"}, before)

    assert found.change(OTHER).action is Action.RENAME
    assert found.row(OTHER) == row(before, IMAGE)
    assert not any(IMAGE in one for one in found.done)


def test_an_image_of_other_bytes_is_another_one_unless_the_author_says_which() -> None:
    before, moved = make.course(), f"moved:\n  - from: {IMAGE}\n    to: {OTHER}\n"

    new = planned({**SHOWS, OTHER: "a circle"}, before)
    said = planned({**SHOWS, OTHER: "a circle", "course.yaml": COURSE + moved}, before)

    assert [one.split()[0] for one in new.done if "png" in one] == ["create", "archive"]
    assert said.row(OTHER) == row(before, IMAGE)
    assert said.comparison.problems == ()


def test_an_image_that_went_for_good_is_nobody_else() -> None:
    gone = f"moved:\n  - from: {IMAGE}\n"

    found = planned({**SHOWS, OTHER: "a picture", "course.yaml": COURSE + gone})

    assert [one.split()[0] for one in found.done if "png" in one] == ["create", "archive"]


def test_two_images_of_the_same_bytes_are_both_new() -> None:
    shows = "# Loops\n\n![A loop](images/circle.png) ![A loop](images/round.png)\n"
    both = {OTHER: "a picture", "01-basics/images/round.png": "a picture"}

    found = planned({**SHOWS, LOOPS: shows, **both})

    assert [one.split()[0] for one in found.done if "png" in one] == ["create", "create", "archive"]


def test_an_image_at_a_path_that_had_one_comes_back_instead() -> None:
    before = make.course()
    then = make.resynced(before, make.tree({**SHOWS, OTHER: "a circle"}))

    found = planned({IMAGE: "a circle"}, then)

    assert found.row(IMAGE) == row(before, IMAGE)
    assert found.change(IMAGE).action is Action.RESTORE


def test_no_image_is_renamed_while_a_lesson_may_still_show_it() -> None:
    found = planned({**SHOWS, FILES: "---\n", OTHER: "a picture"})

    assert f"archive {IMAGE}" in found.withheld
    assert any(one.startswith(f"create {OTHER}") for one in found.done)


def test_an_archived_image_comes_back_with_its_row() -> None:
    before = make.resynced(make.course(), make.tree({LOOPS: "# Loops\n"}))

    found = planned({}, before)

    assert found.change(IMAGE).action is Action.RESTORE
    assert found.row(IMAGE) == row(before, IMAGE)


def test_an_image_that_only_a_broken_lesson_shows_is_kept() -> None:
    found = planned({LOOPS: "---\n", INTRO: "# Introduction\n"})

    assert found.done == [f"update {INTRO} text"]
    assert f"archive {IMAGE}" in found.withheld


def test_an_image_that_only_a_broken_course_file_shows_is_kept() -> None:
    cover = {"course.yaml": COURSE + "cover: c.png\n", "c.png": "x"}
    broken = COURSE + "cover: /c.png\ncontent: [01-basics, 02-more]\nignore: [x]\n"

    found = planned({**cover, "course.yaml": broken}, make.course(cover))

    assert "archive c.png" in found.withheld
