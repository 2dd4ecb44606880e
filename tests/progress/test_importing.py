"""A file says what learners have done: lessons in sets, completions once, and a way back."""

from __future__ import annotations

import pytest

from academy_cli.access.matrix import Role
from academy_cli.bulk.importer import Wish
from academy_cli.bulk.kinds import Fill, Mode, Policy
from academy_cli.kit.clock import iso
from academy_cli.models import LessonProgress
from tests.engines import in_turns
from tests.files import reasons
from tests.progress.rows import ALL, HEAD, PAST, everything, files, is_complete, progress
from tests.school import School


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


@in_turns
@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("eve@x.org,python,a,,,", "nobody has this address: make the account first"),
        ("cy@x.org,python,a,,,", "they are not in “python”: let them in first, with academy"),
        ("di@x.org,python,a,,,", "they were removed from “python”"),
        ("ann@x.org,pyton,a,,,", "there is no course “pyton”; did you mean “python”?"),
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
