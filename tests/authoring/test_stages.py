"""What learners can do with a lesson now, as lists, outlines and single lessons say it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from academy_cli.authoring.stages import openings
from tests import make
from tests.authoring.academy import Academy

BEFORE = datetime(2027, 2, 1, tzinfo=UTC)
MODULE_OPENS, LESSON_OPENS = datetime(2027, 2, 7, tzinfo=UTC), datetime(2027, 2, 14, tzinfo=UTC)
DRAFT = "---\ndraft: true\n---\n# Draft\n"
CHANGES = {
    "02-more/module.yaml": "release_at: 2027-02-07\n",
    "02-more/02-late.md": "---\nrelease_at: 2027-02-14\n---\n# Late\n\nText.\n",
    "02-more/03-early.md": "---\nrelease_at: 2027-01-01\n---\n# Early\n\nText.\n",
    "02-more/04-deep/01-deep.md": "# Deep\n\nText.\n",
    "02-more/05-draft.md": DRAFT,
}
"""A module that opens in a week, with lessons of their own dates in it, a module in it and a draft."""
OPENINGS = [
    ("basics/intro", "open", None),
    ("basics/loops", "open", None),
    ("more/files", "coming", MODULE_OPENS),
    ("more/late", "coming", LESSON_OPENS),
    ("more/early", "coming", MODULE_OPENS),
    ("more/deep/deep", "coming", MODULE_OPENS),
    ("more/draft", "draft", MODULE_OPENS),
]


@pytest.fixture
def cohort(academy: Academy, tmp_path: Path) -> Path:
    folder = make.folder(tmp_path / "python", CHANGES)
    academy.now = BEFORE
    academy.sync(folder)
    return folder


@pytest.mark.usefixtures("cohort")
def test_a_list_says_which_lessons_are_open_and_when_the_others_will_be(academy: Academy) -> None:
    found = academy.catalog.lessons("python")

    assert [(one.key, one.stage, one.opens_at) for one in found] == OPENINGS


@pytest.mark.usefixtures("cohort")
def test_an_outline_says_the_same_and_of_modules_too(academy: Academy) -> None:
    found = academy.catalog.show("python").outline

    lessons = [one for one in found if one.kind == "lesson"]
    modules = [(one.key, one.stage, one.opens_at) for one in found if one.kind == "module"]
    assert [(one.key, one.stage, one.opens_at) for one in lessons] == OPENINGS
    assert modules == [
        ("basics", "open", None),
        ("more", "coming", MODULE_OPENS),
        ("more/deep", "coming", MODULE_OPENS),
    ]


@pytest.mark.parametrize(("key", "stage", "opens_at"), OPENINGS)
@pytest.mark.usefixtures("cohort")
def test_a_lesson_alone_says_the_same(
    academy: Academy, key: str, stage: str, opens_at: datetime | None
) -> None:
    view = academy.catalog.lesson("python", key)

    assert (view.stage, view.opens_at) == (stage, opens_at)


@pytest.mark.usefixtures("cohort")
def test_lessons_open_at_their_moments_without_anybody_doing_anything(academy: Academy) -> None:
    rows = academy.digest()

    stages = {}
    for now in (MODULE_OPENS, LESSON_OPENS):
        academy.now = now
        stages[now] = [one.stage for one in academy.catalog.lessons("python")]

    assert stages[MODULE_OPENS] == ["open", "open", "open", "coming", "open", "open", "draft"]
    assert stages[LESSON_OPENS] == ["open"] * 6 + ["draft"]
    assert academy.catalog.lesson("python", "more/late").stage == "open"
    assert academy.digest() == rows


def test_an_archived_lesson_is_open_to_nobody(academy: Academy, cohort: Path) -> None:
    (cohort / "02-more/01-files.md").unlink()
    academy.sync(cohort)

    listed = academy.catalog.lessons("python", archived=True)[-1]
    view = academy.catalog.lesson("python", "more/files")

    assert (listed.key, listed.stage, listed.opens_at) == ("more/files", "archived", None)
    assert (view.stage, view.opens_at) == ("archived", None)


def test_a_module_that_opens_later_than_the_one_around_it_is_waited_for() -> None:
    later = {"02-more/04-deep/module.yaml": "release_at: 2027-02-21\n"}
    contents = make.compiled(make.tree(CHANGES | later)).course.contents

    found = {node.key: opening.at for node, opening in openings(contents, BEFORE)}

    assert found["more/deep/deep"] == datetime(2027, 2, 21, tzinfo=UTC)
