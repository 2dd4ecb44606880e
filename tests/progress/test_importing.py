"""A file says what learners have done: lessons in sets, completions once, and a way back."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, update

from academy_cli.access.actor import Actor, operator
from academy_cli.access.matrix import Role
from academy_cli.bulk import engine as planning
from academy_cli.bulk.importer import Wish
from academy_cli.bulk.kinds import Fill, Mode, Policy
from academy_cli.db.transaction import write
from academy_cli.kit.clock import iso, utc_now
from academy_cli.models import Base, Certificate, Enrollment, LessonProgress
from academy_cli.progress.importing import ProgressImports
from academy_cli.progress.importplan import Running
from academy_cli.progress.importstandings import Standings
from academy_cli.progress.syllabus import Done
from tests.files import Files, reasons
from tests.school import School

OPERATOR = operator("test")
HEAD = "email,course,lesson,state,completed_at,seconds\n"
ALL = HEAD + "".join(f"ann@x.org,python,{key},,,\n" for key in "abc")
PAST = utc_now().replace(microsecond=0) - timedelta(days=30)


def files(school: School, actor: Actor = OPERATOR, *, course: str = "") -> Files:
    imports = ProgressImports(school.academy.database, actor, course=course)
    return Files(school.home, imports)


@pytest.fixture
def learners(school: School) -> School:
    """A school with a course of three lessons and two learners; it is the present."""
    school.at(utc_now())
    school.course()
    school.learner("ann")
    school.learner("bo")
    return school


def progress(school: School) -> dict[tuple[int, int], tuple[str, int]]:
    return {
        (row.enrollment_id, row.content_id): (row.state, row.seconds)
        for row in school.rows(LessonProgress)
    }


def everything(school: School) -> list[Any]:
    tables = [table.name for table in Base.metadata.sorted_tables]
    assert "lesson_progress" in tables
    return [school.rows(model) for model in (Enrollment, LessonProgress)]


def is_complete(school: School, email: str = "ann@x.org") -> bool:
    return school.enrollment(email).completed_at is not None


# -- lessons ---------------------------------------------------------------------------------------


def test_a_plan_says_what_will_happen_and_writes_nothing(learners: School) -> None:
    before = everything(learners)

    view = files(learners).plan(ALL)

    assert (view.update, view.refused) == (3, 0)
    assert (view.fields, view.mails) == ({"completion": 1, "state": 3}, {"completed": 1})
    assert everything(learners) == before


def test_lessons_are_done_and_the_course_is_complete_and_told_once(learners: School) -> None:
    files(learners).run(ALL)

    mine = learners.progress.show("ann@x.org", "python")
    assert (mine.percent, mine.done, mine.state) == (100, 3, "completed")
    assert [who for _, who in learners.mails("completed")] == ["ann@x.org"]
    assert not is_complete(learners, "bo@x.org")


def test_the_same_file_again_changes_nothing(learners: School) -> None:
    text = f"{HEAD}ann@x.org,python,a,done,{iso(PAST)},60\nbo@x.org,python,b,open,,5\n"
    files(learners).run(text)
    before = everything(learners)

    view = files(learners).run(text)

    assert (view.unchanged, view.changes, view.reference) == (2, 0, None)
    assert everything(learners) == before


def test_a_row_says_when_it_was_done_and_how_long_it_took(learners: School) -> None:
    files(learners).run(f"{HEAD}ann@x.org,python,a,done,{iso(PAST)},60\n")

    (row,) = learners.rows(LessonProgress)
    assert (row.state, row.completed_at, row.started_at, row.seconds) == (
        "completed", PAST, PAST, 60,
    )  # fmt: skip


def test_an_empty_cell_changes_nothing(learners: School) -> None:
    files(learners).run(f"{HEAD}ann@x.org,python,a,done,{iso(PAST)},60\n")

    view = files(learners).run(f"{HEAD}ann@x.org,python,a,,,\n")

    assert view.unchanged == 1


def test_a_lesson_is_open_again_and_its_time_stays(learners: School) -> None:
    files(learners).run(f"{HEAD}ann@x.org,python,a,done,,60\n")

    view = files(learners).run(f"{HEAD}ann@x.org,python,a,open,,\nann@x.org,python,b,open,,\n")

    assert (view.update, view.unchanged) == (1, 1)
    assert list(progress(learners).values()) == [("started", 60)]


def test_only_what_is_missing_is_filled_in(learners: School) -> None:
    files(learners).run(f"{HEAD}ann@x.org,python,a,done,{iso(PAST)},\nann@x.org,python,b,open,,7\n")

    view = files(learners).run(
        f"{HEAD}ann@x.org,python,a,done,2020-01-01,60\nann@x.org,python,b,done,,90\n",
        Wish(Policy(fill=Fill.MISSING)),
    )

    assert view.fields == {"seconds": 1, "state": 1}
    rows = {learners.lesson(key): key for key in "ab"}
    found = {rows[row.content_id]: row for row in learners.rows(LessonProgress)}
    assert (found["a"].completed_at, found["a"].seconds, found["b"].seconds) == (PAST, 60, 7)


@pytest.mark.parametrize(("mode", "done"), [(Mode.CREATE, "b"), (Mode.UPDATE, "a")])
def test_the_mode_decides_which_lessons_are_touched(
    learners: School, mode: Mode, done: str
) -> None:
    files(learners).run(f"{HEAD}ann@x.org,python,a,open,,5\n")

    view = files(learners).run(
        f"{HEAD}ann@x.org,python,a,,,\nann@x.org,python,b,,,\n", Wish(Policy(mode))
    )

    assert (view.update, view.refused) == (1, 1)
    completed = {row.content_id for row in learners.rows(LessonProgress) if row.completed_at}
    assert completed == {learners.lesson(done)}


def test_a_lesson_is_named_by_key_or_path_but_by_one_of_them(learners: School) -> None:
    view = files(learners).run(
        f"{HEAD}ann@x.org,python,a.md,,,\nbo@x.org,python,a.md,,,\nann@x.org,python,a,,,\n"
    )

    assert view.update == 2
    assert reasons(view) == ["the lesson “a” is “a.md” in this file already"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("eve@x.org,python,a,,,", "nobody has this address: make the account first"),
        ("cy@x.org,python,a,,,", "they are not in “python”: let them in first, with academy"),
        ("di@x.org,python,a,,,", "they were removed from “python”"),
        ("ann@x.org,pyton,a,,,", "there is no course “pyton”"),
        ("ann@x.org,python,z,,,", "there is no lesson “z” in “python”"),
        ("ann@x.org,python,,,,", "lesson is missing"),
        ("ann@x.org,python,a,half,,", "“half” is no state: it is done or open"),
        ("ann@x.org,python,a,open,2020-01-01,", "it has completed_at, and is not done"),
        ("ann@x.org,python,a,,2999-01-01,", "“2999-01-01” is still to come"),
        ("ann@x.org,python,a,,yesterday,", "“yesterday” is no date for completed_at"),
        ("ann@x.org,python,a,,,-5", "“-5” is no number of seconds"),
        ("ann@x.org,python,a,,,99999999999", "“99999999999” is no number of seconds"),
    ],
)
def test_a_row_that_cannot_be_is_refused_and_says_why(
    learners: School, row: str, reason: str
) -> None:
    learners.person("cy")
    learners.learner("di")
    learners.enrollments.remove("di@x.org", "python", "Left")

    view = files(learners).run(f"{HEAD}{row}\nbo@x.org,python,a,,,\n")

    assert (view.update, view.refused) == (1, 1)
    assert reason in reasons(view)[0]


def test_of_a_draft_there_is_no_progress(learners: School) -> None:
    learners.course(lessons={"a.md": "# A\n", "d.md": "---\ndraft: true\n---\n# D\n"})

    view = files(learners).run(f"{HEAD}ann@x.org,python,d,,,\n")

    assert reasons(view) == ["“d” of “python” is a draft, which learners do not see"]


def test_an_instructor_touches_their_own_courses_only(learners: School) -> None:
    learners.course("other")
    teacher = learners.actor("bo@x.org", Role.INSTRUCTOR, courses=["python"])

    view = files(learners, teacher).run(f"{HEAD}bo@x.org,other,a,,,\nann@x.org,python,a,,,\n")

    assert view.update == 1
    assert reasons(view) == ["“other” is not among the courses of “bo@x.org”"]


# -- completions -----------------------------------------------------------------------------------


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


# -- undoing ---------------------------------------------------------------------------------------


def test_undoing_puts_lessons_and_completions_back(learners: School) -> None:
    learners.progress.set("ann@x.org", "python", "a", is_done=True)
    before = progress(learners)
    view = files(learners).run(ALL)

    undone = files(learners).undo(view.reference)

    assert (undone.update, undone.refused) == (2, 0)
    assert progress(learners) == before
    assert (is_complete(learners), learners.mails("completed")) == (False, [])
    assert files(learners).run(ALL).mails == {"completed": 1}


def test_undoing_gives_a_completion_back_that_was_taken(learners: School) -> None:
    learners.course(said="completion: {on_add: reopen}\n")
    files(learners).run(ALL)
    before = learners.enrollment()
    view = files(learners).run(f"{HEAD}ann@x.org,python,a,open,,\n")
    assert not is_complete(learners)

    files(learners).undo(view.reference)

    assert learners.enrollment() == before


def test_undoing_leaves_what_was_done_since(learners: School) -> None:
    view = files(learners).run(f"{HEAD}ann@x.org,python,a,,,\nann@x.org,python,b,,,9\n")
    learners.progress.set("ann@x.org", "python", "a", is_done=False)

    undone = files(learners).undo(view.reference)

    assert (undone.update, reasons(undone)) == (1, ["its state was changed again since"])


def test_undoing_takes_no_lesson_from_who_was_in_it_since(learners: School) -> None:
    view = files(learners).run(f"{HEAD}ann@x.org,python,a,,,\n")
    person = learners.user("ann@x.org")
    learners.progress.actor = Actor("user:1", "ann", person.id, frozenset({Role.STUDENT}))
    learners.progress.start("ann@x.org", "python", "a")

    undone = files(learners).undo(view.reference)

    assert reasons(undone) == ["they have been in the lesson since"]


def test_undoing_keeps_a_completion_of_which_a_certificate_was_issued(learners: School) -> None:
    view = files(learners).run(ALL)
    with write(learners.academy.database.engine) as connection:
        mine = learners.enrollment().id
        row = {"enrollment_id": mine, "code": "K7QM", "issued_at": utc_now()}
        connection.execute(insert(Certificate).values(row))

    undone = files(learners).undo(view.reference)

    assert reasons(undone) == ["a certificate of the completion was issued"]
    assert is_complete(learners)


def test_undoing_keeps_a_completion_of_who_went_on_since(learners: School) -> None:
    view = files(learners).run(ALL)
    with write(learners.academy.database.engine) as connection:
        connection.execute(update(Enrollment).values(last_seen_at=utc_now()))

    undone = files(learners).undo(view.reference)

    assert reasons(undone) == ["they have been in the course since it was completed"]


# -- any file --------------------------------------------------------------------------------------

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
