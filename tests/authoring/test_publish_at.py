"""`publish_at`: a draft becomes public at its moment, and whoever takes it back wins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from academy_cli.errors import AcademyError, Kind
from academy_cli.models import AuditEntry
from tests import make
from tests.authoring.academy import Academy
from tests.make import COURSE

FILES = "02-more/01-files.md"
MOMENT = datetime(2027, 1, 31, 8, tzinfo=UTC)
BEFORE, AFTER = MOMENT - timedelta(hours=1), MOMENT + timedelta(hours=1)
PUBLISH_AT = "publish_at: 2027-01-31T09:00+01:00\n"
LATER = "publish_at: 2027-03-01\n"
PAST_LATER = datetime(2027, 3, 2, tzinfo=UTC)


@pytest.fixture
def scheduled(academy: Academy, tmp_path: Path) -> Path:
    """A course that was applied an hour before it becomes public."""
    folder = make.folder(tmp_path / "python", {"course.yaml": COURSE + PUBLISH_AT})
    academy.now = BEFORE
    academy.sync(folder)
    return folder


def says(academy: Academy, folder: Path, *lines: str) -> None:
    """Apply another course.yaml."""
    (folder / "course.yaml").write_text(COURSE + "".join(lines))
    academy.sync(folder)


def status(academy: Academy, now: datetime | None = None) -> str:
    academy.now = now or academy.now
    return academy.catalog.show("python").status


def set_status(academy: Academy, wanted: str) -> tuple[str, str]:
    change = academy.courses.set_status("python", wanted)
    return change.before, change.after


def refusal(act: Callable[[], object]) -> AcademyError:
    with pytest.raises(AcademyError) as refused:
        act()
    return refused.value


# -- the moment ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("scheduled")
def test_a_draft_is_published_at_its_moment_without_anybody_doing_anything(
    academy: Academy,
) -> None:
    rows = academy.digest()

    found = [status(academy, now) for now in (BEFORE, MOMENT, AFTER)]

    assert found == ["draft", "published", "published"]
    assert academy.digest() == rows


@pytest.mark.parametrize(("now", "expected"), [(BEFORE, "draft"), (AFTER, "published")])
@pytest.mark.usefixtures("scheduled")
def test_a_list_of_one_status_goes_by_the_status_that_holds(
    academy: Academy, now: datetime, expected: str
) -> None:
    academy.now = now

    lists = {one: academy.catalog.list(status=one) for one in ("draft", "published", "archived")}

    assert [(one.slug, one.status) for one in lists.pop(expected)] == [("python", expected)]
    assert set(lists.values()) == {()}
    assert [one.status for one in academy.catalog.list()] == [expected]


@pytest.mark.usefixtures("scheduled")
def test_publishing_what_its_moment_published_is_nothing_to_do(academy: Academy) -> None:
    academy.now = AFTER
    rows = academy.digest()

    assert set_status(academy, "published") == ("published", "published")
    assert academy.digest() == rows


def test_an_archived_course_stays_archived(academy: Academy, scheduled: Path) -> None:
    says(academy, scheduled, PUBLISH_AT, "status: archived\n")

    assert status(academy, AFTER) == "archived"


def test_a_status_that_is_published_waits_for_no_moment(academy: Academy, scheduled: Path) -> None:
    says(academy, scheduled, PUBLISH_AT, "status: published\n")

    assert status(academy, BEFORE) == "published"


# -- taking it back ------------------------------------------------------------------------------


@pytest.mark.usefixtures("scheduled")
def test_whoever_takes_a_course_back_after_its_moment_wins(academy: Academy) -> None:
    academy.now = AFTER

    assert set_status(academy, "draft") == ("published", "draft")
    assert status(academy, PAST_LATER) == "draft"
    assert [row.action for row in academy.rows(AuditEntry)] == ["course.apply", "course.status"]


@pytest.mark.usefixtures("scheduled")
def test_taking_back_what_was_published_by_hand_outlasts_the_moment_as_well(
    academy: Academy,
) -> None:
    set_status(academy, "published")
    academy.now = AFTER

    set_status(academy, "draft")

    assert status(academy, PAST_LATER) == "draft"


@pytest.mark.usefixtures("scheduled")
def test_a_course_that_was_taken_back_can_be_published_again(academy: Academy) -> None:
    academy.now = AFTER
    set_status(academy, "draft")

    assert set_status(academy, "published") == ("draft", "published")
    assert status(academy) == "published"
    assert academy.course("python").unpublished_at is None


@pytest.mark.usefixtures("scheduled")
def test_what_is_taken_back_before_its_moment_still_becomes_public_then(academy: Academy) -> None:
    set_status(academy, "published")

    change = academy.courses.set_status("python", "draft")

    assert change.publish_at == MOMENT
    assert (status(academy, BEFORE), status(academy, AFTER)) == ("draft", "published")


def test_a_sync_keeps_back_what_was_taken_back(academy: Academy, scheduled: Path) -> None:
    academy.now = AFTER
    set_status(academy, "draft")
    (scheduled / FILES).write_text("# Files\n\nNew.\n")

    academy.sync(scheduled)

    assert status(academy) == "draft"


def test_a_later_moment_publishes_again_what_was_taken_back(
    academy: Academy, scheduled: Path
) -> None:
    academy.now = AFTER
    set_status(academy, "draft")

    says(academy, scheduled, LATER)

    assert (status(academy, AFTER), status(academy, PAST_LATER)) == ("draft", "published")


# -- a sync takes nothing back -------------------------------------------------------------------


@pytest.mark.parametrize("line", ["", LATER])
def test_a_moment_that_has_passed_is_not_undone_by_its_line(
    academy: Academy, scheduled: Path, line: str
) -> None:
    academy.now = AFTER

    says(academy, scheduled, line)

    assert status(academy) == "published"


def test_a_moment_that_has_not_come_can_be_put_off(academy: Academy, scheduled: Path) -> None:
    says(academy, scheduled, LATER)

    assert (status(academy, AFTER), status(academy, PAST_LATER)) == ("draft", "published")


# -- course.yaml says the status -----------------------------------------------------------------


def test_a_draft_that_course_yaml_declares_waits_for_its_moment_too(
    academy: Academy, scheduled: Path
) -> None:
    says(academy, scheduled, PUBLISH_AT, "status: draft\n")

    assert (status(academy, BEFORE), status(academy, AFTER)) == ("draft", "published")


def test_a_declared_draft_is_published_by_nobody_before_its_moment(
    academy: Academy, scheduled: Path
) -> None:
    says(academy, scheduled, PUBLISH_AT, "status: draft\n")

    refused = refusal(lambda: set_status(academy, "published"))

    assert (refused.kind, refused.code) == (Kind.REFUSED, "course.status-declared")
    assert "publish_at" not in refused.message


def test_a_declared_draft_is_taken_back_by_its_line_only(academy: Academy, scheduled: Path) -> None:
    says(academy, scheduled, PUBLISH_AT, "status: draft\n")
    academy.now = AFTER

    refused = refusal(lambda: set_status(academy, "draft"))

    assert (refused.kind, refused.code) == (Kind.REFUSED, "course.status-declared")
    assert "`publish_at: 2027-01-31T08:00:00Z`, which has passed" in refused.message
    assert "publish_at" in refused.hint
    assert status(academy) == "published"


@pytest.mark.parametrize("line", ["", LATER])
def test_a_declared_draft_is_one_again_when_its_moment_goes(
    academy: Academy, scheduled: Path, line: str
) -> None:
    says(academy, scheduled, PUBLISH_AT, "status: draft\n")
    academy.now = AFTER

    says(academy, scheduled, line, "status: draft\n")

    assert status(academy) == "draft"


def test_taking_out_both_lines_leaves_the_course_as_learners_see_it(
    academy: Academy, scheduled: Path
) -> None:
    says(academy, scheduled, PUBLISH_AT, "status: draft\n")
    academy.now = AFTER

    says(academy, scheduled)

    assert status(academy) == "published"
    assert set_status(academy, "draft") == ("published", "draft")


def test_to_declare_a_draft_publishes_nothing_that_was_taken_back(
    academy: Academy, scheduled: Path
) -> None:
    academy.now = AFTER
    set_status(academy, "draft")

    says(academy, scheduled, PUBLISH_AT, "status: draft\n")

    assert status(academy) == "draft"


def test_course_yaml_can_publish_what_was_taken_back(academy: Academy, scheduled: Path) -> None:
    academy.now = AFTER
    set_status(academy, "draft")

    says(academy, scheduled, "status: published\n")

    assert academy.course("python").unpublished_at is None


# -- saved plans ---------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["", "status: draft\n"])
def test_no_plan_is_overtaken_by_a_moment(academy: Academy, scheduled: Path, line: str) -> None:
    (scheduled / "course.yaml").write_text(COURSE + PUBLISH_AT + line)
    (scheduled / FILES).write_text("# Files\n\nNew.\n")
    with academy.planned(scheduled) as prepared:
        digest = prepared.plan.digest

        academy.now = AFTER
        report = academy.courses.apply(prepared)

    assert (report.revision, report.plan.digest) == (2, digest)
    assert status(academy) == "published"


def test_planning_again_after_the_moment_gives_the_same_plan(
    academy: Academy, scheduled: Path
) -> None:
    (scheduled / "course.yaml").write_text(COURSE + PUBLISH_AT + "status: draft\n")
    with academy.planned(scheduled) as first:
        academy.now = AFTER
        with academy.planned(scheduled) as second:
            assert first.plan.digest == second.plan.digest
