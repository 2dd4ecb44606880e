"""Plans against the state they were made for: what a saved plan holds to, and what overtakes any plan."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from academy_cli.authoring.carryout import carry_out
from academy_cli.authoring.document import State
from academy_cli.authoring.plan import Plan, SavedPlan, saved_plan
from academy_cli.db.transaction import write
from academy_cli.errors import AcademyError, Kind
from tests import make
from tests.authoring.academy import ACTOR, Academy
from tests.make import COURSE

FILES = "02-more/01-files.md"
OVERTAKEN = (Kind.CONFLICT, "plan.stale")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make.folder(tmp_path / "course")


@pytest.fixture
def other(sqlite_template: Path, tmp_path: Path) -> Iterator[Academy]:
    """A second academy without courses."""
    path = shutil.copyfile(sqlite_template, tmp_path / "other.db")
    opened = Academy(f"sqlite:///{path}", tmp_path / "other")
    yield opened
    opened.close()


def refusal(act: Callable[[], object]) -> AcademyError:
    with pytest.raises(AcademyError) as refused:
        act()
    return refused.value


def saved(academy: Academy, folder: Path, *, strict: bool = False) -> SavedPlan:
    """A plan as a plan file keeps it."""
    with academy.planned(folder, strict=strict) as prepared:
        found = saved_plan(json.loads(json.dumps(prepared.plan.to_json())))
    assert found is not None
    return found


def carried_out(academy: Academy, plan: SavedPlan) -> int:
    """The revision that a saved plan makes."""
    return academy.courses.apply(academy.courses.prepare_saved(plan)).revision


# -- the state of another academy ----------------------------------------------------------------


def test_a_saved_plan_is_refused_where_the_same_revision_holds_something_else(
    academy: Academy, other: Academy, folder: Path
) -> None:
    academy.sync(folder)
    other.sync(make.folder(folder, {FILES: "# Files\n\nOther words.\n"}))
    (folder / FILES).unlink()
    plan = saved(academy, folder)
    before = other.digest()

    refused = refusal(lambda: other.courses.prepare_saved(plan))

    assert (refused.kind, refused.code) == OVERTAKEN
    assert "another revision 1" in refused.message
    assert other.digest() == before


def test_a_saved_plan_is_carried_out_where_the_same_revision_holds_the_same(
    academy: Academy, other: Academy, folder: Path
) -> None:
    academy.sync(folder)
    other.sync(folder)
    (folder / FILES).unlink()

    assert carried_out(other, saved(academy, folder)) == 2


def test_a_saved_plan_for_a_new_course_is_carried_out_in_any_academy(
    academy: Academy, other: Academy, folder: Path
) -> None:
    assert carried_out(other, saved(academy, folder)) == 1


# -- status --------------------------------------------------------------------------------------


@pytest.fixture
def declaring(academy: Academy, folder: Path) -> Path:
    """A course in the academy whose course.yaml says its status from now on."""
    academy.sync(folder)
    (folder / "course.yaml").write_text(COURSE + "status: draft\n")
    return folder


def test_a_plan_that_sets_the_status_is_refused_after_somebody_published(
    academy: Academy, declaring: Path
) -> None:
    with academy.planned(declaring) as prepared:
        academy.courses.set_status("python", "published")

        refused = refusal(lambda: academy.courses.apply(prepared))

    assert (refused.kind, refused.code) == OVERTAKEN
    assert "“draft”" in refused.message
    assert "“published”" in refused.message
    assert academy.course("python").status == "published"


def test_a_saved_plan_that_sets_the_status_is_refused_after_somebody_published(
    academy: Academy, declaring: Path
) -> None:
    plan = saved(academy, declaring)
    academy.courses.set_status("python", "published")

    refused = refusal(lambda: academy.courses.prepare_saved(plan))

    assert (refused.kind, refused.code) == OVERTAKEN
    assert academy.course("python").status == "published"


def test_a_plan_that_leaves_the_status_alone_is_carried_out_after_somebody_published(
    academy: Academy, folder: Path
) -> None:
    academy.sync(folder)
    (folder / FILES).write_text("# Files\n\nNew.\n")
    plan = saved(academy, folder)
    academy.courses.set_status("python", "published")

    assert carried_out(academy, plan) == 2
    assert academy.course("python").status == "published"


def test_a_plan_says_which_status_ends_when_course_yaml_begins_to_say_one(
    academy: Academy, declaring: Path
) -> None:
    academy.courses.set_status("python", "published")

    with academy.planned(declaring) as prepared:
        said = prepared.plan.to_json()["changes"][0]["fields"]

    assert said["status"] == {"before": "published", "after": "draft"}


def test_nobody_publishes_past_a_sync_that_lets_course_yaml_decide(
    academy: Academy, declaring: Path
) -> None:
    with academy.planned(declaring) as prepared, ThreadPoolExecutor(1) as beside:
        with write(academy.database.engine) as connection:
            carry_out(connection, prepared, ACTOR, prepared.git.answer())
            late = beside.submit(academy.courses.set_status, "python", "published")
            wait([late], timeout=0.3)

        refused = refusal(late.result)

    assert (refused.kind, refused.code) == (Kind.REFUSED, "course.status-declared")
    assert academy.course("python").status == "draft"


# -- severities ----------------------------------------------------------------------------------


def test_a_strict_plan_is_strict_when_it_is_carried_out(academy: Academy, folder: Path) -> None:
    (folder / FILES).write_text("No title.\n")
    plan = saved(academy, folder, strict=True)

    refused = refusal(lambda: carried_out(academy, plan))

    assert (refused.kind, refused.code) == (Kind.INVALID, "course.has-errors")
    assert carried_out(academy, saved(academy, folder)) == 1


# -- plan files ----------------------------------------------------------------------------------


@pytest.mark.parametrize("gone", ["course", "folder", "digest", "strict", "against"])
@pytest.mark.parametrize("instead", [None, 7, [], {}])
def test_a_plan_file_without_all_it_promises_is_none(gone: str, instead: object) -> None:
    said = Plan("python", "course", State(1, "digest"), (), (), ()).to_json()

    assert saved_plan(said) is not None
    assert saved_plan({**said, gone: instead}) is None


@pytest.mark.parametrize("found", [1, 3, True, "2", None])
def test_a_plan_of_another_format_is_not_read(found: object) -> None:
    said = Plan("python", "course", State(1, "digest"), (), (), ()).to_json()

    assert saved_plan({**said, "format": found}) is None


# -- whatever else changes a course ----------------------------------------------------------------


def test_a_rollback_overtakes_a_saved_plan(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    (folder / FILES).write_text("# Files\n\nMore.\n", encoding="utf-8")
    academy.sync(folder)
    (folder / FILES).write_text("# Files\n\nMore and more.\n", encoding="utf-8")
    plan = saved(academy, folder)
    academy.courses.apply(academy.history.rollback("python", 1))
    before = academy.digest()

    found = refusal(lambda: carried_out(academy, plan))

    assert (found.kind, found.code) == OVERTAKEN
    assert academy.digest() == before


def test_there_and_back_overtakes_it_too(academy: Academy, folder: Path) -> None:
    """The same contents again are still another revision: what learners did in between is not known."""
    academy.sync(folder)
    (folder / FILES).write_text("# Files\n\nMore.\n", encoding="utf-8")
    plan = saved(academy, folder)
    academy.sync(folder)
    academy.courses.apply(academy.history.rollback("python", 1))

    found = refusal(lambda: carried_out(academy, plan))

    assert (found.kind, found.code) == OVERTAKEN
