"""Courses that stand before others: their order, their end, and where it counts."""

from __future__ import annotations

import pytest

from academy_cli.access.actor import Actor, operator
from academy_cli.access.errors import NotPermittedError, UnknownCourseError
from academy_cli.access.matrix import Role
from academy_cli.audit.log import AuditLog
from academy_cli.catalog.errors import PastEndError
from academy_cli.catalog.features import Features
from tests.catalog.shelves import Shelves
from tests.school import DAY, NOW

STRANGER = Actor("user:999", "eve@x.org", 999, frozenset({Role.STUDENT}))


@pytest.fixture
def shelves(shelves: Shelves) -> Shelves:
    """Four courses that say the same."""
    for slug in ("a", "b", "c", "d"):
        shelves.put(slug, f"title: Tea {slug}\n", {"a.md": "# Leaves\n\nOf tea.\n"})
    return shelves


def features(shelves: Shelves, actor: Actor = operator("test")) -> Features:  # noqa: B008 - a frozen value
    return Features(shelves.database, actor, clock=shelves.school.academy.clock)


def order(shelves: Shelves, actor: Actor | None = None) -> list[tuple[int, str]]:
    found = features(shelves, actor or operator("test")).list()
    return [(one.position, one.course) for one in found if one.state == "current"]


def test_they_keep_an_order_without_gaps(shelves: Shelves) -> None:
    these = features(shelves)
    for slug in ("a", "b", "c"):
        these.set(slug)
    assert order(shelves) == [(1, "a"), (2, "b"), (3, "c")]

    assert these.set("d", 2).outcome == "featured"
    assert these.set("a", 9).position == 4
    assert order(shelves) == [(1, "d"), (2, "b"), (3, "c"), (4, "a")]

    assert these.remove("b").outcome == "removed"
    assert order(shelves) == [(1, "d"), (2, "c"), (3, "a")]


def test_the_same_again_is_nothing_to_do(shelves: Shelves) -> None:
    these = features(shelves)
    these.set("a", ends_at=NOW + DAY)

    assert these.set("a").outcome == "unchanged"
    assert these.set("a", 1, NOW + DAY).outcome == "unchanged"
    assert these.remove("b").outcome == "unchanged"
    moved = these.set("a", ends_at=NOW + 2 * DAY)
    assert (moved.outcome, moved.ends_at) == ("moved", NOW + 2 * DAY)


def test_a_course_stands_there_until_its_moment(shelves: Shelves) -> None:
    these = features(shelves)
    these.set("a", ends_at=NOW + DAY)
    these.set("b")

    shelves.school.at(NOW + DAY)

    assert [(one.course, one.state) for one in these.list()] == [("a", "ended"), ("b", "current")]
    assert [one.course for one in features(shelves, STRANGER).list()] == ["b"]
    assert these.set("c", 1).position == 1
    assert order(shelves) == [(1, "c"), (2, "b")]
    with pytest.raises(PastEndError):
        these.set("a", ends_at=NOW)


def test_they_come_first_where_courses_are_found_alike(shelves: Shelves) -> None:
    assert shelves.found("tea") == ["a", "b", "c", "d"]
    features(shelves).set("c")
    features(shelves).set("d", 1)

    assert shelves.found("tea") == shelves.found() == ["d", "c", "a", "b"]
    assert shelves.found("tea", featured=True) == ["d", "c"]
    assert shelves.found('"tea b"') == ["b"]


def test_a_course_that_says_more_is_not_passed_by_a_featured_one(shelves: Shelves) -> None:
    features(shelves).set("a")
    shelves.put("e", "title: Milk tea\nsummary: Tea with milk\n", {"a.md": "# Milk\n\nTea.\n"})

    assert shelves.found("tea milk") == ["e"]
    assert shelves.found("tea")[0] == "a"


def test_a_dry_run_says_it_and_does_nothing(shelves: Shelves) -> None:
    before = shelves.school.academy.digest()

    change = features(shelves).set("a", dry_run=True)

    assert (change.outcome, change.position) == ("featured", 1)
    assert shelves.school.academy.digest() == before


def test_it_is_for_admins_and_on_record(shelves: Shelves) -> None:
    for role in (Role.STUDENT, Role.INSTRUCTOR, Role.SUPPORT):
        with pytest.raises(NotPermittedError):
            features(shelves, Actor("user:1", "x", 1, frozenset({role}))).set("a")
    with pytest.raises(UnknownCourseError):
        features(shelves).set("nothing")

    features(shelves).set("a")

    log = AuditLog(shelves.database, operator("test"))
    assert [one.subject for one in log.find() if one.action == "course.feature"] == ["course:a"]
