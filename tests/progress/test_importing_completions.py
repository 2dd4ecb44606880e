"""Rows complete a course once, as setting one lesson after the other would."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy_cli.bulk import engine as planning
from academy_cli.bulk.importer import Wish
from academy_cli.models import Enrollment, LessonProgress
from academy_cli.progress.importing.deciding import Running
from academy_cli.progress.importing.standings import Standings
from academy_cli.progress.syllabus import Done
from tests.progress.rows import ALL, HEAD, files, is_complete
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


@pytest.mark.parametrize("order", list(permutations("abc")))
@pytest.mark.parametrize("chunk", [1, 2, 3])
def test_rows_come_to_what_setting_them_one_by_one_comes_to(
    learners: School, monkeypatch: pytest.MonkeyPatch, order: tuple[str, ...], chunk: int
) -> None:
    """Ann by a file, Bo by hand, by a rule that reopens; in any order, in any chunks."""
    monkeypatch.setattr(planning, "CHUNK", chunk)
    chance = Random("".join(order))
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


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
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
