"""Recommending: better than what is popular where people have tastes, no pretence where they have none."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import pytest

from academy_cli.access.actor import Actor, operator
from academy_cli.access.errors import NotPermittedError
from academy_cli.access.matrix import Role
from academy_cli.catalog.recommendations import Recommendations
from academy_cli.catalog.recommending import FEWEST, Traits, neighbours, picks
from benchmarks.recommended import Measured, measure, people_by_chance, people_with_tastes
from tests.catalog.shelves import Shelves
from tests.school import NOW, QUIET

PLAIN = Traits(frozenset(), None, None, "en", 0, 3.5)


def traits(*courses: int, **said: object) -> Mapping[int, Traits]:
    return {one: PLAIN._replace(**said) for one in courses}


def taken(*each: tuple[int, Collection[int]]) -> list[Collection[int]]:
    """People's courses: so many people with each of some sets."""
    return [courses for count, courses in each for _ in range(count)]


def test_what_others_took_along_is_counted_by_hand() -> None:
    """Of 100 people 20 took 1, 15 of them 2 as well; 20 took 2: 4 would by chance, and 4 + 4 * 2 is 12."""
    people = taken((15, {1, 2}), (5, {1}), (5, {2}), (75, {3}))

    found = neighbours(people)

    assert (found[1][2].both, found[1][2].of) == (15, 20)
    assert found[1][2].strength == pytest.approx(15 / 20 * 15 / 25)
    assert 3 not in found


def test_what_chance_explains_is_no_reason() -> None:
    """Of 100 people 50 took each, 25 both: as many as by chance."""
    people = taken((25, {1, 2}), (25, {1}), (25, {2}), (25, {3}))

    assert neighbours(people) == {}


def test_fewer_than_five_people_are_never_counted() -> None:
    people = taken((FEWEST - 1, {1, 2}), (500, {3}))

    assert neighbours(people) == {}
    assert neighbours(taken((FEWEST, {1, 2}), (500, {3})))[1][2].both == FEWEST


def test_the_reason_is_the_course_that_speaks_for_it_most() -> None:
    people = taken((30, {1, 3}), (10, {2, 3}), (20, {2}), (300, {4}))

    found = picks({1, 2}, {3, 4}, neighbours(people), traits(1, 2, 3, 4))

    assert [one.course for one in found] == [3, 4]
    assert found[0].because_of == (1,)
    assert found[1].because_of == ()


def test_without_people_what_is_alike_comes_first() -> None:
    every = {
        1: PLAIN._replace(tags=frozenset({"tea", "cups"})),
        2: PLAIN._replace(tags=frozenset({"tea"})),
        3: PLAIN._replace(tags=frozenset({"coffee"}), learners=3),
    }

    found = picks({1}, {2, 3}, {}, every)

    assert [(one.course, one.shared) for one in found] == [(2, ["tea"]), (3, ())]


def test_what_is_in_another_language_comes_last() -> None:
    every = {**traits(1, 2), 3: PLAIN._replace(language="fr", learners=9)}

    assert [one.course for one in picks({1}, {2, 3}, {}, every)] == [2, 3]
    assert [one.course for one in picks({1}, {2, 3}, {}, every, "fr-CH")] == [3, 2]
    assert [one.course for one in picks((), {2, 3}, {}, every)] == [3, 2]


def test_what_is_two_levels_up_waits() -> None:
    every = {
        1: PLAIN._replace(level="beginner"),
        2: PLAIN._replace(level="advanced", learners=2),
        3: PLAIN._replace(level="intermediate"),
    }

    assert [one.course for one in picks({1}, {2, 3}, {}, every)] == [3, 2]
    assert [one.course for one in picks({1, 3}, {2}, {}, every)] == [2]


def test_people_with_tastes_get_more_of_theirs_than_what_is_popular() -> None:
    measured = measure(people_with_tastes(random.Random(7)), random.Random(8))

    assert measured.recommended.recall > 1.5 * measured.popular.recall
    assert measured.recommended.ndcg > 1.5 * measured.popular.ndcg


def test_people_without_tastes_get_what_is_popular_and_no_reason_is_made_up() -> None:
    measured = measure(people_by_chance(random.Random(7)), random.Random(8))

    assert abs(measured.recommended.recall - measured.popular.recall) < 0.02
    assert measured.explained < 0.02


def test_without_the_surplus_reasons_would_be_made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy_cli.catalog.recommending._SURPLUS", -100.0)

    measured: Measured = measure(people_by_chance(random.Random(7)), random.Random(8))

    assert measured.explained > 0.5


# -- the service -----------------------------------------------------------------------------------


def recommended(
    shelves: Shelves, email: str, actor: Actor | None = None
) -> Sequence[tuple[str, str]]:
    """What somebody is recommended, and why."""
    clock = shelves.school.academy.clock
    service = Recommendations(shelves.database, actor or operator("test"), clock=clock)
    return [(one.course, one.why) for one in service.of(email)]


@pytest.fixture
def crowd(shelves: Shelves) -> Shelves:
    """Six people who took tea and cups, and thirty who took coffee."""
    for slug, tags in (
        ("tea", "drink"),
        ("cups", "china"),
        ("coffee", "bean"),
        ("secret", "drink"),
    ):
        status = "draft" if slug == "secret" else "published"
        said = f"title: {slug.title()}\ntags: [{tags}]\n"
        shelves.put(slug, said, {"a.md": "# A\n\nB.\n"}, status=status)
    school = shelves.school
    for number in range(36):
        email = school.person(f"p{number}")
        for slug in ("tea", "cups") if number < 6 else ("coffee",):
            school.enrollments.create(email, slug, QUIET)
    return shelves


def test_it_says_how_many_took_both(crowd: Shelves) -> None:
    crowd.school.learner("ann", "tea")

    assert recommended(crowd, "ann@x.org") == [
        ("cups", "6 of 7 who took “Tea” also took this."),
        ("coffee", "30 people learn here."),
    ]


def test_what_somebody_has_had_or_cannot_see_is_not_recommended(crowd: Shelves) -> None:
    ann = crowd.school.learner("ann", "tea")
    crowd.school.enrollments.create(ann, "cups", QUIET)
    crowd.school.enrollments.remove(ann, "cups", "Left")

    assert [course for course, _ in recommended(crowd, ann)] == ["coffee"]
    crowd.put("coffee", f"title: Coffee\nends_at: {NOW.isoformat()}\n", {"a.md": "# A\n\nB.\n"})
    assert recommended(crowd, ann) == []


def test_who_has_had_nothing_gets_what_many_learn(crowd: Shelves) -> None:
    new = crowd.school.person("new")

    assert recommended(crowd, new)[0] == ("coffee", "30 people learn here.")


def test_it_is_ones_own(crowd: Shelves) -> None:
    ann, bo = crowd.school.person("ann"), crowd.school.person("bo")
    actor = crowd.school.actor(ann, Role.INSTRUCTOR)

    assert recommended(crowd, ann, actor)
    with pytest.raises(NotPermittedError, match="for themselves; for others"):
        recommended(crowd, bo, actor)


def test_people_who_choose_by_chance_do_choose_by_chance() -> None:
    """The crowd that nothing can be learnt from: its favourites are popular, and no two go together."""
    people = people_by_chance(random.Random(7))

    counted = Counter(one for courses in people.courses for one in courses)
    assert counted.most_common(1)[0][1] > 3 * min(counted.values())
