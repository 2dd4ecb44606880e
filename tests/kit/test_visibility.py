"""Which status of a course holds: a draft's moment comes once, and whoever takes it back wins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.kit.visibility import Publication

NOW = datetime(2027, 1, 31, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)

moments = st.integers(-3, 3).map(lambda days: NOW + timedelta(days=days))
publications = st.builds(
    Publication,
    st.sampled_from(("draft", "published", "archived")),
    st.none() | moments,
    st.none() | moments,
)


@pytest.mark.parametrize(
    ("publish_at", "expected"),
    [
        (None, "draft"),
        (NOW + SECOND, "draft"),
        (NOW, "published"),
        (NOW - SECOND, "published"),
    ],
)
def test_a_draft_is_published_from_its_moment_on(
    publish_at: datetime | None, expected: str
) -> None:
    assert Publication("draft", publish_at).status_at(NOW) == expected


@pytest.mark.parametrize(
    ("unpublished_at", "expected"),
    [
        (NOW - SECOND, "published"),
        (NOW, "draft"),
        (NOW + SECOND, "draft"),
    ],
)
def test_a_draft_that_was_taken_back_waits_for_a_later_moment(
    unpublished_at: datetime, expected: str
) -> None:
    later = NOW + 2 * SECOND

    assert Publication("draft", NOW, unpublished_at).status_at(later) == expected


@given(publications, moments)
def test_only_a_draft_changes_by_itself(course: Publication, now: datetime) -> None:
    if course.status != "draft":
        assert (course.status_at(now), course.due(now)) == (course.status, None)


@given(publications, moments, moments)
def test_what_is_published_stays_so_while_nobody_does_anything(
    course: Publication, one: datetime, other: datetime
) -> None:
    before, after = (course.status_at(now) for now in sorted((one, other)))

    assert after == before or (before, after) == ("draft", "published")


@given(publications, moments)
def test_what_is_due_comes_true_unless_it_is_taken_back(course: Publication, now: datetime) -> None:
    due = course.due(now)
    if due is not None:
        assert course.status_at(now) == "draft"
        assert course._replace(unpublished_at=now).status_at(due) == "published"
