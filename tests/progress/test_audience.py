"""What students look up of a published course: no drafts, nothing before its day, no text without a seat."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from academy_cli.access.errors import LessonComingError, UnknownLessonError
from academy_cli.access.matrix import Role
from academy_cli.authoring import audience
from academy_cli.authoring.lookup import Catalog
from academy_cli.enrollments.errors import NoAccessError, NotEnrolledError
from academy_cli.enrollments.seats import require_own_access
from tests.school import DAY, NOW, QUIET, School

LESSONS = {
    "01-open.md": "# Open\n\nFor learners.\n",
    "02-trial.md": "---\npreview: true\n---\n# Trial\n\nFor everybody.\n",
    "03-draft.md": "---\ndraft: true\n---\n# Draft\n\nSecret.\n",
    "04-later.md": f"---\nrelease_at: {NOW + DAY:%Y-%m-%dT%H:%M:%SZ}\n---\n# Later\n\nTo come.\n",
    "05-gone.md": "# Gone\n\nNo more.\n",
    "06-half/module.yaml": "title: Half\n",
    "06-half/draft.md": "---\ndraft: true\n---\n# Half\n\nSecret.\n",
}


@pytest.fixture
def school(school: School) -> School:
    """A course with a lesson of each stage."""
    school.course(lessons=LESSONS)
    school.drop("python", "05-gone.md")
    school.course(lessons={name: text for name, text in LESSONS.items() if "gone" not in name})
    school.person()
    return school


def looking(school: School, *roles: Role, courses: Sequence[str] = ()) -> Catalog:
    actor = school.actor("ann@x.org", *roles, courses=courses)
    return Catalog(school.academy.database, actor, require_own_access, clock=school.academy.clock)


def test_lists_and_the_outline_have_what_is_open_or_announced(school: School) -> None:
    shelf = looking(school)
    view = shelf.show("python")

    for archived in (False, True):
        found = shelf.lessons("python", archived=archived)
        assert [one.title for one in found] == ["Open", "Trial", "Later"]
    assert [one.title for one in view.outline] == ["Open", "Trial", "Later", "Half"]
    assert (view.lessons, view.modules) == (3, 1)
    assert (view.applied_by, view.git_commit, view.git_branch) == ("", None, None)


@pytest.mark.parametrize("key", ["draft", "half/draft", "gone", "03-draft.md", "nothing"])
def test_what_learners_do_not_see_is_not_there(school: School, key: str) -> None:
    school.enrollments.create("ann@x.org", "python", QUIET)

    with pytest.raises(UnknownLessonError) as caught:
        looking(school).lesson("python", key)

    assert "draft" not in caught.value.hint


def test_what_is_to_come_is_told_with_its_day_and_not_shown(school: School) -> None:
    school.enrollments.create("ann@x.org", "python", QUIET)
    shelf = looking(school)

    with pytest.raises(LessonComingError, match="2026-11-27"):
        shelf.lesson("python", "later")

    school.at(NOW + DAY)
    assert "To come." in shelf.lesson("python", "later").text


def test_a_text_is_for_those_with_access(school: School) -> None:
    shelf = looking(school)
    with pytest.raises(NotEnrolledError) as refused:
        shelf.lesson("python", "open")
    assert refused.value.hint == "Take it: academy order checkout ann@x.org python"
    assert "For everybody." in shelf.lesson("python", "trial").text

    school.enrollments.create("ann@x.org", "python", QUIET)
    assert "For learners." in shelf.lesson("python", "open").text

    school.enrollments.remove("ann@x.org", "python", "Left.")
    with pytest.raises(NoAccessError):
        shelf.lesson("python", "open")
    assert "For everybody." in shelf.lesson("python", "trial").text


@pytest.mark.parametrize(
    ("role", "taught"),
    [(Role.STUDENT, "python"), (Role.INSTRUCTOR, "rust"), (Role.SUPPORT, "")],
)
def test_who_teaches_or_helps_sees_all(school: School, role: Role, taught: str) -> None:
    shelf = looking(school, role, courses=[taught] if taught else [])

    assert [shelf.lesson("python", key).stage for key in ("open", "draft", "later", "gone")] == [
        "open",
        "draft",
        "coming",
        "archived",
    ]
    assert len(shelf.lessons("python", archived=True)) == 6
    assert shelf.show("python").applied_by == "operator:test"


def test_without_the_rule_a_student_would_see_it(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    school.enrollments.create("ann@x.org", "python", QUIET)
    monkeypatch.setattr(audience, "ANNOUNCED", frozenset({"open", "coming", "draft", "archived"}))

    assert "Secret." in looking(school).lesson("python", "draft").text
