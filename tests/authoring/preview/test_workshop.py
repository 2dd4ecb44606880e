"""A course while its author works on it: pages are as the files are, and little is read for each."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.preview.found import packed
from academy_cli.authoring.preview.looking import View
from academy_cli.authoring.preview.workshop import Workshop
from academy_cli.authoring.source import FolderTree
from tests.pages.sites import COURSE, write

FLOUR, HEAT = "lesson/01-dough/01-flour.html", "lesson/02-oven/heat.html"
MANY = {
    "course.yaml": "id: many\ntitle: Many\n",
    **{
        f"{group:02d}-group/{module:02d}-module/{lesson:03d}-lesson.md": f"# Lesson {lesson}\n\nText.\n"
        for group in range(6)
        for module in range(10)
        for lesson in range(40)
    },
}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were read since."""
    found: list[str] = []
    load = FolderTree.load

    def noted(self: FolderTree, path: str, limit: int) -> bytes:
        found.append(path)
        return load(self, path, limit)

    monkeypatch.setattr(FolderTree, "load", noted)
    return found


def test_the_first_page_of_a_large_course_reads_next_to_nothing(
    tmp_path: Path, read: list[str]
) -> None:
    workshop = Workshop(write(tmp_path, MANY))

    page = workshop.page(View.AUTHOR, "")

    assert "2,400 lessons" in page.html
    assert read == ["course.yaml", "00-group/00-module/000-lesson.md"]


def test_a_page_of_a_large_course_is_small(tmp_path: Path, read: list[str]) -> None:
    workshop = Workshop(write(tmp_path, MANY))

    page = workshop.page(View.LEARNER, "lesson/03-group/05-module/020-lesson.html")

    assert len(page.html) < 20_000
    assert len(read) < 60
    assert "Lesson 39" in page.html


def test_a_saved_lesson_is_the_only_one_that_is_read_again(tmp_path: Path, read: list[str]) -> None:
    workshop = Workshop(write(tmp_path, COURSE))
    before = workshop.page(View.AUTHOR, HEAT)
    write(tmp_path, {"02-oven/heat.md": "# Hotter\n"})
    read.clear()

    assert workshop.changed([tmp_path / "02-oven/heat.md"])

    after = workshop.page(View.AUTHOR, HEAT)
    assert read == ["02-oven/heat.md"]
    assert before.mark != after.mark
    assert "<h1>Hotter</h1>" in after.html


def test_what_changes_nothing_on_a_page_is_the_same_page(tmp_path: Path) -> None:
    workshop = Workshop(write(tmp_path, COURSE))
    before = workshop.page(View.AUTHOR, FLOUR)
    write(tmp_path, {"02-oven/heat.md": "# Heat\n\nOther words.\n"})

    workshop.changed([tmp_path / "02-oven/heat.md"])

    assert workshop.page(View.AUTHOR, FLOUR).mark == before.mark


def test_a_picture_that_changed_is_another_page(tmp_path: Path) -> None:
    workshop = Workshop(write(tmp_path, COURSE))
    before = workshop.page(View.AUTHOR, FLOUR)
    write(tmp_path, {"01-dough/flour.svg": "<svg/>"})

    assert workshop.changed([tmp_path / "01-dough/flour.svg"])
    assert workshop.page(View.AUTHOR, FLOUR).mark != before.mark


def test_new_moved_and_removed_files_are_new_places(tmp_path: Path) -> None:
    workshop = Workshop(write(tmp_path, COURSE))
    (tmp_path / "02-oven/heat.md").rename(tmp_path / "02-oven/fire.md")

    workshop.changed([tmp_path / "02-oven/heat.md", tmp_path / "02-oven/fire.md"])

    assert not workshop.page(View.AUTHOR, HEAT).is_there
    assert workshop.page(View.AUTHOR, "lesson/02-oven/fire.html").is_there


def test_files_that_come_and_go_concern_nobody(tmp_path: Path) -> None:
    workshop = Workshop(write(tmp_path, COURSE))

    assert not workshop.changed([tmp_path / "02-oven/.heat.md.swp"])
    assert not workshop.changed([tmp_path.parent / "elsewhere.md"])


def test_findings_are_forgotten_where_a_file_changed_since(tmp_path: Path) -> None:
    write(tmp_path, COURSE)
    workshop, secret = Workshop(tmp_path), "lesson/01-dough/02-secret.html"
    workshop.checking()
    found = packed(compile_course(tmp_path).problems)
    assert workshop.checked(found)
    assert "gone.md" in workshop.page(View.AUTHOR, secret).html

    write(tmp_path, {"01-dough/02-secret.md": "---\ndraft: true\n---\n\n# Secret\n"})
    workshop.changed([tmp_path / "01-dough/02-secret.md"])

    assert "gone.md" not in workshop.page(View.AUTHOR, secret).html
    assert not workshop.checked(found)
    assert "gone.md" not in workshop.page(View.AUTHOR, secret).html


def test_a_lesson_opens_when_its_day_comes(tmp_path: Path) -> None:
    write(tmp_path, COURSE)
    address = "lesson/02-oven/later.html"
    now = Workshop(tmp_path, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    then = Workshop(tmp_path, clock=lambda: datetime(2999, 1, 2, tzinfo=UTC))

    assert "Wait for it." not in now.page(View.LEARNER, address).html
    assert "Wait for it." in now.page(View.AUTHOR, address).html
    assert "Wait for it." in then.page(View.LEARNER, address).html


def test_learners_are_not_led_to_drafts(tmp_path: Path) -> None:
    linked = {"02-oven/heat.md": "# Heat\n\nSee [it](../01-dough/02-secret.md).\n"}
    workshop = Workshop(write(tmp_path, {**COURSE, **linked}))

    learner, author = (workshop.page(view, HEAT).html for view in (View.LEARNER, View.AUTHOR))

    assert "secret" in author
    assert "secret" not in learner
    assert "Flour &amp; water</strong>" in learner  # the lesson before, past the draft
    assert not workshop.page(View.LEARNER, "lesson/01-dough/02-secret.html").is_there


def test_a_course_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    workshop = Workshop(write(tmp_path, {**COURSE, "course.yaml": "id: bread\ntitle: [\n"}))

    page = workshop.page(View.LEARNER, "")

    assert "The course cannot be shown" in page.html
    assert "yaml." in page.html
    assert "<h1>Heat</h1>" in workshop.page(View.AUTHOR, HEAT).html


def test_a_save_while_its_page_is_made_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop, load = Workshop(write(tmp_path, COURSE)), FolderTree.load
    heat = tmp_path / "02-oven/heat.md"

    def saved_meanwhile(self: FolderTree, path: str, limit: int) -> bytes:
        data = load(self, path, limit)
        if path == "02-oven/heat.md" and b"Hotter" not in data:
            heat.write_text("# Hotter\n")
            workshop.changed([heat])
        return data

    monkeypatch.setattr(FolderTree, "load", saved_meanwhile)
    workshop.page(View.AUTHOR, HEAT)

    assert "<h1>Hotter</h1>" in workshop.page(View.AUTHOR, HEAT).html


def test_what_is_wrong_with_a_module_stands_on_its_page(tmp_path: Path) -> None:
    wrong = {"02-oven/module.yaml": "title: Oven\nrelease_at: tomorrow\n"}
    workshop = Workshop(write(tmp_path, {**COURSE, **wrong}))

    author, learner = (workshop.page(view, "module/02-oven.html").html for view in View)

    assert "yaml.bad-value" in author
    assert "yaml.bad-value" not in learner
    assert "yaml.bad-value" not in workshop.page(View.AUTHOR, "module/01-dough.html").html
