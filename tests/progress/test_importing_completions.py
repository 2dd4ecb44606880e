"""Rows complete a course once, as setting one lesson after the other would."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import permutations
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from academy_cli.bulk import engine as planning
from academy_cli.bulk.importer import Wish
from academy_cli.db.transaction import write
from academy_cli.kit.clock import iso, utc_now
from academy_cli.models import Enrollment, LessonProgress
from academy_cli.progress.importing.deciding import Running
from academy_cli.progress.importing.standings import Standings
from academy_cli.progress.syllabus import Done
from tests.authoring.chance import often
from tests.progress.rows import ALL, HEAD, PAST, files, is_complete
from tests.school import School


@pytest.mark.parametrize("chunk", [1, 2, 1000])
def test_the_last_lesson_that_is_needed_completes_the_course(
    learners: School, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(planning, "CHUNK", chunk)
    text = HEAD + "".join(
        f"{who}@x.org,python,{key},,,\n" for key in "abc" for who in ("ann", "bo")
    )

    view = files(learners).run(text)

    assert view.mails == {"completed": 2}
    assert len(learners.mails("completed")) == 2
    assert is_complete(learners)
    assert is_complete(learners, "bo@x.org")


def test_what_was_done_before_counts(learners: School) -> None:
    learners.progress.set("ann@x.org", "python", "a", is_done=True)
    learners.progress.set("ann@x.org", "python", "b", is_done=True)

    view = files(learners).run(f"{HEAD}ann@x.org,python,c,,,\n")

    assert (view.fields["completion"], is_complete(learners)) == (1, True)


def test_without_mail_courses_are_completed_all_the_same(learners: School) -> None:
    view = files(learners).run(ALL, Wish(sends_mail=False))

    assert (view.mails, is_complete(learners), learners.mails("completed")) == ({}, True, [])


def test_nobody_is_told_twice_of_the_same_revision(learners: School) -> None:
    learners.course(said="completion: {on_add: reopen}\n")
    files(learners).run(ALL)

    opened = files(learners).run(f"{HEAD}ann@x.org,python,a,open,,\n")
    again = files(learners).run(f"{HEAD}ann@x.org,python,a,done,,\n")

    assert (opened.fields, again.fields) == ({"completed_at": 1, "completion": 1, "state": 1},
                                            {"completion": 1, "state": 1})  # fmt: skip
    assert (again.mails, len(learners.mails("completed"))) == ({}, 1)
    assert is_complete(learners)


def in_chunks(orders: Sequence[Any], *chunks: int) -> pytest.MarkDecorator:
    """Each order with one length of chunks; ``make torture`` tries each with all."""
    every = [
        pytest.param(
            order, chunk, marks=() if number % len(chunks) == turn else pytest.mark.torture
        )
        for number, order in enumerate(orders)
        for turn, chunk in enumerate(chunks)
    ]
    return pytest.mark.parametrize(("order", "chunk"), every)


@in_chunks(["".join(order) for order in permutations("abc")], 1, 2, 3)
def test_rows_come_to_what_setting_them_one_by_one_comes_to(
    learners: School, monkeypatch: pytest.MonkeyPatch, order: str, chunk: int
) -> None:
    """Ann by a file, Bo by hand, by a rule that reopens; in any order, in any chunks."""
    monkeypatch.setattr(planning, "CHUNK", chunk)
    chance = Random(order)
    learners.course(said="completion: {percent: 60, on_add: reopen}\n")
    for who in ("ann", "bo"):
        for key in order[:2]:
            learners.progress.set(f"{who}@x.org", "python", key, is_done=True)
    wanted = {key: chance.random() < 0.5 for key in order}

    files(learners).run(
        HEAD
        + "".join(
            f"ann@x.org,python,{key},{'done' if is_done else 'open'},,\n"
            for key, is_done in wanted.items()
        )
    )

    for key, is_done in wanted.items():
        learners.progress.set("bo@x.org", "python", key, is_done=is_done)
    ann, bo = (learners.progress.show(f"{who}@x.org", "python") for who in ("ann", "bo"))
    assert (ann.percent, ann.state) == (bo.percent, bo.state)
    assert [one.state for one in ann.outline] == [one.state for one in bo.outline]
    told = [who for _, who in learners.mails("completed")]
    assert told.count("ann@x.org") == told.count("bo@x.org")


def test_a_completion_that_came_meanwhile_is_not_given_twice(learners: School) -> None:
    """Ann does the last lesson herself, between the plan and its carrying out."""
    learners.progress.set("ann@x.org", "python", "a", is_done=True)
    here = files(learners)

    with here.planned(here.write(f"{HEAD}ann@x.org,python,b,,,\nann@x.org,python,c,,,\n")) as plan:
        learners.progress.set("ann@x.org", "python", "c", is_done=True)
        view = here.imports.apply(plan)

    assert (view.update, view.unchanged, view.refused) == (0, 1, 1)
    assert not is_complete(learners)
    assert files(learners).run(f"{HEAD}ann@x.org,python,b,,,\n").fields["completion"] == 1
    assert len(learners.mails("completed")) == 1


def test_what_is_refused_meanwhile_counts_for_nothing_behind_it(learners: School) -> None:
    """The row that was to complete the course does not, when one before it could not be done."""
    here = files(learners)

    with here.planned(here.write(ALL)) as plan:
        files(learners).run(f"{HEAD}ann@x.org,python,b,open,,5\n", name="other.csv")
        view = here.imports.apply(plan)

    assert (view.update, view.refused) == (1, 2)
    assert (is_complete(learners), learners.mails("completed")) == (False, [])


ROW = st.tuples(
    st.sampled_from(["ann@x.org", "bo@x.org", "ANN@x.org", "eve@x.org", ""]),
    st.sampled_from(["a", "b", "c", "z"]),
    st.sampled_from(["done", "open", "started", "", "huh"]),
    st.sampled_from(["", "2020-01-01", "2999-01-01"]),
    st.sampled_from(["", "0", "7", "x"]),
)


@often(12, torture=500)
@given(found=st.lists(ROW, max_size=12), chunk=st.integers(1, 4))
def test_whatever_a_file_says_what_was_planned_is_done_and_nothing_twice(
    learners: School, found: list[tuple[str, ...]], chunk: int
) -> None:
    text = HEAD + "".join(
        f"{who},python,{key},{state},{when},{spent}\n" for who, key, state, when, spent in found
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planning, "CHUNK", chunk)
        files(learners).run(text)
        again = files(learners).plan(text)

    assert again.changes == 0
    enough = {
        who
        for who in {row.enrollment_id for row in learners.rows(LessonProgress)}
        if sum(one.state == "completed" for one in learners.rows(LessonProgress)
               if one.enrollment_id == who) == 3
    }  # fmt: skip
    complete = {row.id for row in learners.rows(Enrollment) if row.completed_at is not None}
    assert enough <= complete
    assert len(learners.mails("completed")) == len({who for _, who in learners.mails("completed")})


@given(
    st.dictionaries(
        st.integers(1, 1 << 40),
        st.builds(
            Running,
            st.builds(Done, *[st.integers(0, 65_535)] * 3),
            st.booleans(),
            st.booleans(),
            st.booleans(),
        ),
        max_size=2000,
    )
)
@settings(max_examples=20, deadline=None)
def test_standings_are_remembered_as_they_were(told: dict[int, Running]) -> None:
    standings = Standings()

    for who, running in told.items():
        standings.put(who, running)

    assert {who: standings.get(who) for who in told} == told
    assert standings.get((1 << 41) + 1) is None


# -- since when ------------------------------------------------------------------------------------

DATED = (
    ("a", PAST - timedelta(days=9)),
    ("b", PAST - timedelta(days=1)),
    ("c", PAST - timedelta(days=5)),
)


def dated(*rows: tuple[str, datetime | None]) -> str:
    """A file of lessons that Ann did, and when."""
    said = ((key, iso(when) if when else "") for key, when in rows)
    return HEAD + "".join(f"ann@x.org,python,{key},done,{when},\n" for key, when in said)


def enrolled(school: School, at: datetime, last_seen: datetime | None = None) -> None:
    """Let Ann be in the course since then."""
    with write(school.academy.database.engine) as connection:
        mine = update(Enrollment).where(Enrollment.id == school.enrollment().id)
        connection.execute(mine.values(enrolled_at=at, last_seen_at=last_seen))


@in_chunks(list(permutations(DATED)), 1, 2, 1000)
def test_a_course_is_completed_when_the_newest_lesson_was(
    learners: School, monkeypatch: pytest.MonkeyPatch, order: tuple[Any, ...], chunk: int
) -> None:
    monkeypatch.setattr(planning, "CHUNK", chunk)
    enrolled(learners, PAST - timedelta(days=30))

    view = files(learners).run(dated(*order))

    mine = learners.enrollment()
    assert (mine.completed_at, mine.completed_revision) == (PAST - timedelta(days=1), 1)
    assert view.mails == {"completed": 1}


@pytest.mark.parametrize("chunk", [1, 1000])
def test_what_is_done_after_a_course_is_complete_moves_no_date(
    learners: School, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(planning, "CHUNK", chunk)
    learners.course(said="completion: {percent: 60}\n")
    enrolled(learners, PAST - timedelta(days=30))

    files(learners).run(dated(("a", DATED[0][1]), ("c", DATED[2][1]), ("b", DATED[1][1])))

    assert learners.enrollment().completed_at == PAST - timedelta(days=5)


def test_what_was_done_before_counts_for_the_date(learners: School) -> None:
    enrolled(learners, PAST - timedelta(days=30))
    files(learners).run(dated(*DATED[:2]))

    files(learners).run(dated(DATED[2]))

    assert learners.enrollment().completed_at == PAST - timedelta(days=1)


def test_nobody_completed_a_course_before_they_were_in_it(learners: School) -> None:
    enrolled(learners, PAST)

    files(learners).run(dated(*DATED))

    assert learners.enrollment().completed_at == PAST


def test_nobody_completed_a_course_before_they_were_seen_in_it_and_had_not(
    learners: School,
) -> None:
    enrolled(learners, PAST - timedelta(days=30), last_seen=PAST + timedelta(days=3))
    view = files(learners).run(dated(*DATED))
    assert learners.enrollment().completed_at == PAST + timedelta(days=3)

    undone = files(learners).undo(view.reference)

    assert (undone.refused, is_complete(learners)) == (0, False)


def test_without_dates_a_course_is_completed_now(learners: School) -> None:
    before = utc_now()
    enrolled(learners, PAST - timedelta(days=30))

    files(learners).run(dated(DATED[0], ("b", None), DATED[2]))

    assert before <= learners.enrollment().completed_at <= utc_now()
