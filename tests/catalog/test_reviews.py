"""Reviews: who may say what, who reads it, and what the stars are worth."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from academy_cli.access.actor import Actor, operator
from academy_cli.access.errors import NotPermittedError
from academy_cli.access.matrix import Role
from academy_cli.audit.log import AuditLog
from academy_cli.catalog import reviewing
from academy_cli.catalog.errors import (
    NoReasonError,
    NoStarsError,
    NotBegunError,
    OwnCourseError,
    TooLongReviewError,
    UnknownReviewError,
)
from academy_cli.catalog.reviews import Reviews
from academy_cli.catalog.standing import Stars, worth
from academy_cli.db.transaction import write
from academy_cli.enrollments.errors import NotEnrolledError
from academy_cli.models import Review, UserRole
from tests.catalog.shelves import Shelves
from tests.school import DAY, NOW

STRANGER = Actor("user:999", "eve@x.org", 999, frozenset({Role.STUDENT}))
SUPPORT = Actor("user:997", "sue@x.org", 997, frozenset({Role.STUDENT, Role.SUPPORT}))
TEACHER = Actor(
    "user:998", "tim@x.org", 998, frozenset({Role.STUDENT, Role.INSTRUCTOR}), frozenset({"python"})
)


def reviews(shelves: Shelves, actor: Actor | None = None, *, approves: bool = False) -> Reviews:
    clock = shelves.school.academy.clock
    return Reviews(shelves.database, actor or operator("test"), approves=approves, clock=clock)


@pytest.fixture
def ann(shelves: Shelves) -> str:
    """A learner who has begun a course."""
    return begun(shelves, "ann")


def begun(shelves: Shelves, name: str) -> str:
    """Somebody who has begun a course."""
    shelves.school.course()
    email = shelves.school.learner(name)
    shelves.school.progress.start(email, "python", "a")
    return email


def test_a_review_is_read_by_everybody_who_sees_the_course(shelves: Shelves, ann: str) -> None:
    made = reviews(shelves).add(ann, "python", 5, "Clear,\r\nand \x1b[31mshort.  ")

    (seen,) = reviews(shelves, STRANGER).list("python")
    (known,) = reviews(shelves).list("python")
    assert (made.outcome, made.number, made.state) == ("added", 1, "shown")
    assert (seen.stars, seen.text, seen.author, seen.email) == (
        5,
        "Clear,\nand [31mshort.",
        "Ann",
        None,
    )
    assert (known.author, known.email) == ("Ann", ann)
    shelves.school.set_course("python", status="draft")
    assert reviews(shelves, STRANGER).list() == ()


def test_only_who_has_begun_a_course_reviews_it(shelves: Shelves, ann: str) -> None:
    bo, cy = shelves.school.learner("bo"), shelves.school.person("cy")

    with pytest.raises(NotBegunError):
        reviews(shelves).add(bo, "python", 5)
    with pytest.raises(NotEnrolledError) as told:
        reviews(shelves).add(cy, "python", 5)
    with pytest.raises(NotEnrolledError) as refused:
        reviews(shelves, shelves.school.actor(cy)).add(cy, "python", 5)
    assert "enrollment create" in told.value.hint
    assert refused.value.hint == f"Take it: academy order checkout {cy} python"
    shelves.school.enrollments.complete(bo, "python", "Exam")
    assert reviews(shelves).add(bo, "python", 5).outcome == "added"


def test_everybody_speaks_for_themselves(shelves: Shelves, ann: str) -> None:
    mine = reviews(shelves, shelves.school.actor(ann))

    assert mine.add(ann, "python", 3).outcome == "added"
    with pytest.raises(NotPermittedError):
        reviews(shelves, STRANGER).add(ann, "python", 1)
    with pytest.raises(NotPermittedError):
        reviews(shelves, SUPPORT).add(ann, "python", 1)
    with pytest.raises(NotPermittedError):
        reviews(shelves, STRANGER).remove(1)
    assert mine.remove(1).outcome == "removed"
    assert mine.list() == ()


def test_who_teaches_a_course_does_not_review_it(shelves: Shelves, ann: str) -> None:
    row = {"user_id": shelves.school.user(ann).id, "role": "instructor", "granted_at": NOW}
    with write(shelves.database.engine) as connection:
        course = shelves.school.academy.course("python").id
        connection.execute(insert(UserRole).values(**row, course_id=course, place=course))

    with pytest.raises(OwnCourseError):
        reviews(shelves).add(ann, "python", 5)


def test_there_is_one_of_each_learner_and_it_says_when_it_was_changed(
    shelves: Shelves, ann: str
) -> None:
    these = reviews(shelves)
    these.add(ann, "python", 5, "Good.")
    assert these.add(ann, "python", 5, " Good. ").outcome == "unchanged"
    shelves.school.at(NOW + DAY)

    assert these.add(ann, "python", 2, "Not so good.").outcome == "changed"

    (only,) = these.list()
    assert (only.number, only.stars, only.written_at, only.edited_at) == (1, 2, NOW, NOW + DAY)


def test_hidden_ones_are_read_by_staff_their_author_and_who_teaches(
    shelves: Shelves, ann: str
) -> None:
    reviews(shelves).add(ann, "python", 1, "Rude words.")

    hidden = reviews(shelves, SUPPORT).moderate(1, "hide", "It is rude.")

    def seen(actor: Actor) -> list[tuple[str, str | None]]:
        return [(one.text, one.reason) for one in reviews(shelves, actor).list("python")]

    assert (hidden.outcome, hidden.state) == ("hidden", "hidden")
    assert seen(STRANGER) == []
    for actor in (SUPPORT, TEACHER, shelves.school.actor(ann)):
        assert seen(actor) == [("Rude words.", "It is rude.")]
    with pytest.raises(UnknownReviewError):
        reviews(shelves, STRANGER).show(1)
    assert reviews(shelves).moderate(1, "hide", "Again").outcome == "unchanged"
    assert reviews(shelves).moderate(1, "show").state == "shown"
    assert seen(STRANGER) == [("Rude words.", None)]


def test_moderating_is_for_staff_and_hiding_wants_a_reason(shelves: Shelves, ann: str) -> None:
    reviews(shelves).add(ann, "python", 1)

    for actor in (STRANGER, TEACHER, shelves.school.actor(ann)):
        with pytest.raises(NotPermittedError):
            reviews(shelves, actor).moderate(1, "show")
    with pytest.raises(NoReasonError):
        reviews(shelves).moderate(1, "hide")
    with pytest.raises(UnknownReviewError):
        reviews(shelves).moderate(7, "show")


def test_words_in_place_of_hidden_ones_wait_for_staff(shelves: Shelves, ann: str) -> None:
    these = reviews(shelves)
    these.add(ann, "python", 1, "Rude.")
    these.moderate(1, "hide", "Rude")

    assert these.add(ann, "python", 1, "Dull.").state == "waiting"
    assert [one.text for one in these.list(state="waiting")] == ["Dull."]


def test_where_words_are_approved_of_new_ones_wait_and_stars_do_not(
    shelves: Shelves, ann: str
) -> None:
    these = reviews(shelves, approves=True)

    assert these.add(ann, "python", 4).state == "shown"
    assert these.add(ann, "python", 4, "Well.").state == "waiting"
    these.moderate(1, "show")
    assert these.add(ann, "python", 5, "Well.").state == "shown"
    assert these.add(ann, "python", 5, "Very well.").state == "waiting"
    assert shelves.search().courses[0].rating is None


def test_only_shown_stars_count(shelves: Shelves, ann: str) -> None:
    these = reviews(shelves)
    these.add(ann, "python", 5)
    these.add(begun_also(shelves, "bo"), "python", 2)
    these.add(begun_also(shelves, "cy"), "python", 1, "Rude.")
    these.moderate(3, "hide", "Rude")

    (hit,) = shelves.search().courses

    assert (hit.rating, hit.reviews) == (3.5, 2)
    assert shelves.found("", rating=3.5) == ["python"]
    assert shelves.found("", rating=3.6) == []


def begun_also(shelves: Shelves, name: str) -> str:
    """Another one who has begun the same course."""
    email = shelves.school.learner(name)
    shelves.school.progress.start(email, "python", "a")
    return email


def test_what_is_liked_by_many_comes_before_what_one_likes() -> None:
    everywhere = Stars(400, 100)

    assert worth(Stars(480, 100), everywhere) > worth(Stars(5, 1), everywhere)
    assert (
        worth(Stars(5, 1), everywhere) > worth(Stars(), everywhere) > worth(Stars(1, 1), everywhere)
    )
    assert worth(Stars(), Stars()) == pytest.approx(3.5)
    assert worth(Stars(10, 2), Stars(40, 10)) == pytest.approx((10 + 5 * 4) / 7)


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_stars_are_from_one_to_five(stars: int) -> None:
    with pytest.raises(NoStarsError):
        reviewing.given(stars, "")


def test_a_review_is_no_book() -> None:
    with pytest.raises(TooLongReviewError):
        reviewing.given(5, "x" * (reviewing.LONGEST + 1))


@pytest.mark.parametrize(
    ("name", "told"),
    [("Ann", "Ann"), ("Ann Lovelace", "Ann L."), ("", "Somebody"), (None, "Somebody")],
)
def test_strangers_read_a_first_name(name: str | None, told: str) -> None:
    assert reviewing.public_name(name) == told


def test_a_dry_run_says_it_and_does_nothing(shelves: Shelves, ann: str) -> None:
    before = shelves.school.academy.digest()

    assert reviews(shelves).add(ann, "python", 5, dry_run=True).outcome == "added"

    assert shelves.school.academy.digest() == before
    reviews(shelves).add(ann, "python", 5)
    before = shelves.school.academy.digest()
    assert reviews(shelves).moderate(1, "hide", "x", dry_run=True).outcome == "hidden"
    assert reviews(shelves).remove(1, dry_run=True).outcome == "removed"
    assert shelves.school.academy.digest() == before


def test_the_log_tells_of_stars_and_never_of_words(shelves: Shelves, ann: str) -> None:
    reviews(shelves).add(ann, "python", 5, "Peculiar words.")
    reviews(shelves).moderate(1, "hide", "Odd")
    reviews(shelves).remove(1)

    told = list(AuditLog(shelves.database, operator("test")).find())
    subject = f"enrollment:python/user:{shelves.school.user(ann).id}"
    assert [one.action for one in told if one.subject == subject][:3] == [
        "review.remove",
        "review.moderate",
        "review.add",
    ]
    assert "Peculiar" not in repr(told)
    assert shelves.school.rows(Review) == []
