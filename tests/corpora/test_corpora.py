"""Real courses become courses: no error, the right counts, and nothing left to do.

The numbers are those of the corpora's own README, or counted with `find` and `grep`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from academy_cli.authoring.document import Kind, Node
from academy_cli.authoring.plan import Plan
from tests.corpora.conftest import Course

Make = Callable[..., Course]

IOT = ("iot-for-beginners",)
GAPMINDER = ("carpentries-python-gapminder",)
AZURE = ("mslearn-azure-de", "learn-pr/azure")
CODECAMP = ("freecodecamp-2022", "curriculum/challenges/english")
ALL = [IOT, GAPMINDER, AZURE, CODECAMP]

each_corpus = pytest.mark.parametrize("corpus", ALL, ids=lambda corpus: corpus[0])


def findings(plan: Plan) -> Counter[str]:
    return Counter(problem.code for problem in plan.problems)


def at_top(made: Course, kind: Kind) -> list[Node]:
    return [node for node in made.document.of_kind(kind) if not node.parent]


@each_corpus
def test_it_syncs_without_an_error(corpus: tuple[str, ...], course: Make) -> None:
    made = course(*corpus)

    assert not made.first.plan.has_errors
    assert (made.first.revision, made.first.changed, made.first.withheld) == (1, True, 0)


@each_corpus
def test_a_second_sync_changes_nothing(corpus: tuple[str, ...], course: Make) -> None:
    made = course(*corpus)

    assert (made.second.revision, made.second.changed) == (1, False)
    assert made.second.plan.changes == ()
    assert made.second.plan.problems == made.first.plan.problems


@each_corpus
def test_adopting_it_leaves_no_error(corpus: tuple[str, ...], course: Make) -> None:
    """Also without anything written by hand."""
    made = course(*corpus)

    assert not [p for p in made.adoption.problems if p.severity.value == "error"]


def test_iot_for_beginners_has_six_projects_with_twenty_four_lessons(course: Make) -> None:
    made = course(*IOT)

    modules = made.document.of_kind(Kind.MODULE)
    projects = at_top(made, Kind.MODULE)
    assert made.document.root.title == "IoT for Beginners - A Curriculum"
    assert [node.path for node in projects] == [
        *("1-getting-started", "2-farm", "3-transport", "4-manufacturing", "5-retail", "6-consumer")
    ]
    assert len([node for node in modules if node.parent]) == 24
    assert len(made.document.of_kind(Kind.LESSON)) == 121 + 3
    assert "content.unlisted" not in findings(made.first.plan)


def test_a_lesson_of_iot_for_beginners_begins_with_its_readme(course: Make) -> None:
    made = course(*IOT)

    first = next(
        node for node in made.document.contents if node.path.endswith("1-introduction-to-iot")
    )
    inside = [node.path for node in made.document.contents if node.parent == first.key]
    assert [path.rpartition("/")[2] for path in inside] == [
        *("README.md", "assignment.md", "pi.md", "virtual-device.md", "wio-terminal.md")
    ]


def test_gapminder_has_twenty_episodes_in_order(course: Make) -> None:
    made = course(*GAPMINDER)

    episodes = [node for node in made.document.contents if node.parent == "episodes"]
    assert made.document.root.title == "Plotting and Programming in Python"
    assert [int(node.path.partition("/")[2][:2]) for node in episodes] == list(range(1, 21))
    assert [node.title for node in episodes[:2]] == [
        "Running and Quitting",
        "Variables and Assignment",
    ]
    assert [node.title for node in at_top(made, Kind.MODULE)] == ["Episodes", "Reference"]


def test_gapminder_has_twenty_three_links_from_the_wrong_folder(course: Make) -> None:
    broken = [p for p in course(*GAPMINDER).adoption.problems if p.code == "link.broken"]

    assert len(broken) == 23
    assert len([p for p in broken if "`../episodes/" in p.hint]) == 20


def test_mslearn_has_sixty_three_modules_and_every_text_of_their_units(course: Make) -> None:
    made = course(*AZURE)

    assert made.document.root.values["language"] == "de"
    assert len(at_top(made, Kind.MODULE)) == 63
    assert len(made.document.of_kind(Kind.LESSON)) == 440  # 452 included, 12 of them not there


def test_mslearn_units_stand_in_the_order_of_their_numbers(course: Make) -> None:
    made = course(*AZURE)

    paths = [node.path for node in made.document.of_kind(Kind.LESSON)]
    inside = [path.rpartition("/")[2] for path in paths if path.startswith("welcome-to-azure/")]
    assert [name.partition("-")[0] for name in inside] == sorted(
        (name.partition("-")[0] for name in inside), key=int
    )


def test_mslearn_has_three_hundred_and_four_images_that_do_not_resolve(course: Make) -> None:
    found = Counter(problem.code for problem in course(*AZURE).adoption.problems)

    assert found["image.broken"] + found["image.case"] == 304
    assert found["image.case"] == 24


def test_freecodecamp_has_2708_lessons_each_with_its_own_id(course: Make) -> None:
    made = course(*CODECAMP)

    lessons = made.document.of_kind(Kind.LESSON)
    assert len(lessons) == len({node.id for node in lessons} - {None}) == 2708


def test_freecodecamp_keeps_the_keys_of_its_own_tool(course: Make) -> None:
    lessons = course(*CODECAMP).document.of_kind(Kind.LESSON)

    kept = Counter(key for node in lessons for key in node.values)
    assert kept["challengeType"] == kept["dashedName"] == 2708
    assert kept["fหรือumTopicId"] == 1
    assert "required" not in kept


def test_freecodecamp_says_which_lessons_use_a_key_of_ours_otherwise(course: Make) -> None:
    made = course(*CODECAMP)

    assert findings(made.first.plan)["yaml.wrong-type"] == 16
    assert "16 of 2708 lessons" in made.adoption.text
