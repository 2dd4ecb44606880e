"""Access follows from grants, dates and the time; SQL says the same as Python."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from academy_cli.db.transaction import read, write
from academy_cli.enrollments.access import Access, Held, Span, State, access, is_covered
from academy_cli.enrollments.conditions import Conditions, dates
from academy_cli.models import Enrollment, Grant
from tests.school import DAY, NOW, School

ALL = Span()
MOMENTS = st.integers(-5, 5).map(lambda days: NOW + days * DAY)
SPANS = st.builds(Span, st.none() | MOMENTS, st.none() | MOMENTS)
GRANTS = st.lists(st.builds(Held, SPANS, st.booleans()), max_size=4)


def state(*grants: Held, course: Span = ALL, at: datetime = NOW) -> Access:
    return access(grants, course, at)


def test_a_grant_without_dates_gives_access_for_ever() -> None:
    assert state(Held(ALL)) == Access(State.ACTIVE, has_access=True)


def test_of_two_orders_one_that_is_revoked_takes_nothing() -> None:
    assert state(Held(ALL, is_revoked=True), Held(Span(None, NOW + DAY))).has_access


def test_with_every_grant_revoked_the_learner_is_removed() -> None:
    assert state(Held(ALL, is_revoked=True)) == Access(State.REMOVED, has_access=False)


def test_who_starts_later_waits_until_then() -> None:
    later = Held(Span(NOW + DAY, None))

    assert state(later) == Access(State.WAITING, has_access=False, starts_at=NOW + DAY)
    assert state(later, at=NOW + DAY).state is State.ACTIVE


def test_before_a_course_starts_everybody_waits() -> None:
    course = Span(NOW + DAY, NOW + 9 * DAY)

    found = state(Held(ALL), course=course)

    assert found == Access(
        State.WAITING, has_access=False, starts_at=NOW + DAY, ends_at=NOW + 9 * DAY
    )
    assert state(Held(ALL), course=course, at=NOW + 9 * DAY).state is State.EXPIRED


def test_the_end_is_the_first_moment_without_access() -> None:
    grant = Held(Span(None, NOW))

    assert state(grant).state is State.EXPIRED
    assert state(grant, at=NOW - timedelta(microseconds=1)).has_access


def test_who_completed_keeps_access_as_long_as_a_grant_gives_it() -> None:
    done = access([Held(Span(None, NOW + DAY))], ALL, NOW, completed_at=NOW)
    later = access([Held(Span(None, NOW + DAY))], ALL, NOW + DAY, completed_at=NOW)

    assert (done.state, done.has_access) == (State.COMPLETED, True)
    assert (later.state, later.has_access) == (State.COMPLETED, False)


def test_who_was_removed_has_no_access_whatever_was_granted() -> None:
    found = access([Held(ALL)], ALL, NOW, removed_at=NOW, completed_at=NOW)

    assert (found.state, found.has_access) == (State.REMOVED, False)


@given(GRANTS, SPANS, MOMENTS)
def test_one_more_grant_never_takes_access(grants: list[Held], course: Span, now: datetime) -> None:
    for more in (Held(ALL), Held(ALL, is_revoked=True)):
        before, after = access(grants, course, now), access([*grants, more], course, now)
        assert after.has_access >= before.has_access


@given(GRANTS, SPANS, MOMENTS)
def test_an_active_learner_has_access_and_a_waiting_one_will(
    grants: list[Held], course: Span, now: datetime
) -> None:
    found = access(grants, course, now)

    assert (found.state is State.ACTIVE) == found.has_access
    if found.state is State.WAITING:
        assert found.starts_at is not None
        assert access(grants, course, found.starts_at).has_access


@pytest.mark.parametrize("seed", range(3))
def test_sql_says_the_same(school: School, seed: int) -> None:
    chance = Random(seed)
    spans, wanted = _filled(school, chance)
    for now in (NOW, NOW + timedelta(hours=12), NOW - 2 * DAY):
        conditions = Conditions(dates(spans), now)
        query = (
            select(Enrollment.id, conditions.state, conditions.has_access, conditions.takes_a_seat)
            .select_from(Enrollment)
            .join(conditions.courses, conditions.joined, isouter=True)
        )
        with read(school.academy.database.engine) as connection:
            found = {row[0]: tuple(row[1:]) for row in connection.execute(query)}
        for number, (grants, span, removed, completed) in wanted.items():
            told = access(grants, span, now, removed_at=removed, completed_at=completed)
            word, has_access, takes = found[number]
            assert (word, bool(has_access)) == (told.state.value, told.has_access)
            if told.has_access or told.state is State.WAITING:
                assert takes
            if told.state in {State.EXPIRED, State.REMOVED}:
                assert not takes


Case = tuple[list[Held], Span, datetime | None, datetime | None]


def _filled(school: School, chance: Random) -> tuple[dict[int, Span], dict[int, Case]]:
    """Courses with and without dates, and learners with random grants in them."""

    def moment() -> datetime | None:
        return None if chance.random() < 0.35 else NOW + chance.randint(-4, 4) * DAY

    spans: dict[int, Span] = {}
    cases: dict[int, Case] = {}
    users = [school.user(school.person(f"p{number}")).id for number in range(25)]
    for number in range(4):
        course = school.academy.course(school.course(f"c{number}", lessons={"a.md": "# A\n"})).id
        if number:
            spans[course] = Span(moment(), moment())
        with write(school.academy.database.engine) as connection:
            for user in users:
                removed = NOW if chance.random() < 0.15 else None
                completed = NOW if chance.random() < 0.2 else None
                seat = {"user_id": user, "course_id": course, "enrolled_at": NOW}
                seat |= {"removed_at": removed, "completed_at": completed}
                new = insert(Enrollment).values(seat).returning(Enrollment.id)
                mine = connection.execute(new).scalar_one()
                grants = []
                for _ in range(chance.choice((0, 1, 1, 2, 3))):
                    begin, end = moment(), moment()
                    if begin and end and begin >= end:
                        end = begin + DAY
                    is_revoked = chance.random() < 0.3
                    row = {"enrollment_id": mine, "kind": "order", "granted_at": NOW}
                    row |= {"starts_at": begin, "ends_at": end}
                    row |= {"revoked_at": NOW if is_revoked else None}
                    connection.execute(insert(Grant).values(row))
                    grants.append(Held(Span(begin, end), is_revoked))
                cases[mine] = grants, spans.get(course, Span()), removed, completed
    return spans, cases


@given(GRANTS, SPANS, SPANS)
def test_a_grant_adds_nothing_where_others_give_access_all_the_while(
    grants: list[Held], span: Span, course: Span
) -> None:
    """Dates are whole days, so what holds in the middle of each day holds all day."""
    days = [NOW + (day + 0.5) * DAY for day in range(12)]

    adds = any(
        access([Held(span)], course, day).has_access and not access(grants, course, day).has_access
        for day in days
    )

    assert is_covered(span, grants, course, NOW) is not adds
