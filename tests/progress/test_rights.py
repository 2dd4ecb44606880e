"""Whose enrollments and progress somebody may see and change: their own, those of their courses, all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from academy_cli.access.actor import Actor
from academy_cli.access.errors import NotPermittedError
from academy_cli.access.matrix import Role
from academy_cli.enrollments.views import Granting, Wanted
from tests.engines import in_turns, on_sqlite
from tests.school import DAY, NOW, School

Work = Callable[[School, Actor, str, str], object]


def _enrollments(work: Callable[..., object]) -> Work:
    return lambda school, actor, email, slug: work(school.services(actor)[0], email, slug)


def _progress(work: Callable[..., object]) -> Work:
    return lambda school, actor, email, slug: work(school.services(actor)[1], email, slug)


def _roster(work: Callable[..., object]) -> Work:
    return lambda school, actor, email, slug: work(school.services(actor)[2], email, slug)


WORKS: dict[str, Work] = {
    "enrollment show": _enrollments(lambda one, email, slug: one.show(email, slug)),
    "enrollment create": _enrollments(lambda one, email, slug: one.create(email, slug)),
    "enrollment remove": _enrollments(lambda one, email, slug: one.remove(email, slug, "x")),
    "enrollment extend": _enrollments(lambda one, email, slug: one.extend(email, slug, NOW + 9 * DAY)),
    "enrollment complete": _enrollments(lambda one, email, slug: one.complete(email, slug, "x")),
    "progress show": _progress(lambda one, email, slug: one.show(email, slug)),
    "progress set": _progress(lambda one, email, slug: one.set(email, slug, "a", is_done=True)),
    "progress start": _progress(lambda one, email, slug: one.start(email, slug, "a")),
    "progress spend": _progress(lambda one, email, slug: one.spend(email, slug, "a", 1)),
    "progress complete": _progress(lambda one, email, slug: one.complete(email, slug, "a")),
    "progress recount": _progress(lambda one, _, slug: one.recount(slug)),
    "course students": _roster(lambda one, _, slug: one.students(slug)),
}  # fmt: skip
LOOKING = {"enrollment show", "progress show"}
RECORDING = {"progress start", "progress spend", "progress complete"}
TEACHING = set(WORKS) - RECORDING
SUPPORTING = {
    "enrollment show", "enrollment create", "enrollment remove", "enrollment extend",
    "progress show", "course students", *RECORDING,
}  # fmt: skip
"""Support learns as everybody does: what is recorded of themselves is a student's right."""


@pytest.fixture
def taught(school: School) -> School:
    """Ann and Tom are in two courses, of which Tom teaches the first."""
    for slug in ("python", "rust"):
        school.course(slug)
        for name in ("ann", "tom"):
            email = f"{name}@x.org" if slug == "rust" else school.person(name)
            school.enrollments.create(email, slug, Granting(ends_at=NOW + DAY))
    return school


def allowed(school: School, actor: Actor, work: str, email: str, slug: str) -> bool:
    try:
        WORKS[work](school, actor, email, slug)
    except NotPermittedError:
        return False
    return True


@on_sqlite
@pytest.mark.parametrize("work", WORKS)
def test_a_student_sees_and_records_themselves_alone(taught: School, work: str) -> None:
    ann = taught.actor("ann@x.org")

    assert allowed(taught, ann, work, "tom@x.org", "python") is False
    assert allowed(taught, ann, work, "ann@x.org", "python") == (work in LOOKING | RECORDING)


@on_sqlite
@pytest.mark.parametrize("work", WORKS)
def test_who_teaches_reaches_everybody_in_their_own_courses(taught: School, work: str) -> None:
    tom = taught.actor("tom@x.org", Role.INSTRUCTOR, courses=["python"])

    assert allowed(taught, tom, work, "ann@x.org", "python") == (work in TEACHING)
    assert allowed(taught, tom, work, "ann@x.org", "rust") is False
    assert allowed(taught, tom, work, "tom@x.org", "rust") == (work in LOOKING | RECORDING)


@on_sqlite
@pytest.mark.parametrize("work", WORKS)
def test_support_helps_and_grades_nobody(taught: School, work: str) -> None:
    taught.enrollments.create(taught.person("sue"), "python", Granting(ends_at=NOW + DAY))
    sue = taught.actor("sue@x.org", Role.SUPPORT)

    assert allowed(taught, sue, work, "ann@x.org", "python") == (work in SUPPORTING - RECORDING)
    assert allowed(taught, sue, work, "sue@x.org", "python") == (work in SUPPORTING)


@in_turns
@pytest.mark.parametrize("work", WORKS)
def test_an_admin_reaches_everybody(taught: School, work: str) -> None:
    ada = taught.actor(taught.person("ada"), Role.ADMIN)

    assert allowed(taught, ada, work, "ann@x.org", "rust")


def test_lists_hold_what_is_within_reach(taught: School) -> None:
    def listed(actor: Actor) -> list[tuple[str, str]]:
        found = taught.services(actor)[0].list(Wanted())
        return [(one.email[:3], one.course) for one in found]

    everything = [("ann", "python"), ("tom", "python"), ("ann", "rust"), ("tom", "rust")]
    assert listed(taught.actor("ann@x.org")) == [("ann", "python"), ("ann", "rust")]
    tom = taught.actor("tom@x.org", Role.INSTRUCTOR, courses=["python"])
    assert listed(tom) == [("ann", "python"), ("tom", "python"), ("tom", "rust")]
    assert listed(taught.actor(taught.person("sue"), Role.SUPPORT)) == everything
