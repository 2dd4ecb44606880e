"""A course as learners meet it: the same lessons, rule and stages that the compiler counts with."""

from __future__ import annotations

from random import Random

import pytest

from academy_cli.authoring.counting import sides
from academy_cli.authoring.snapshot import snapshot
from academy_cli.db.transaction import read
from academy_cli.kit.completion import Stage
from academy_cli.progress import store
from academy_cli.progress.syllabus import Done, Syllabus
from tests.engines import in_turns
from tests.school import NOW, THREE, School

COMING = "---\nrelease_at: 2999-01-01\n---\n"
DRAFT = "---\ndraft: true\n---\n"
OPTIONAL = "---\nrequired: false\n---\n"
LATER_MODULE = {"later/module.yaml": "title: Later\nrelease_at: 2999-01-01\n"}


def syllabus(school: School, slug: str = "python") -> Syllabus:
    course = school.academy.course(slug)
    with read(school.academy.database.engine) as connection:
        return Syllabus.of(course.fields, store.nodes(connection, course.id), NOW)


@pytest.mark.parametrize(
    "said", ["", "completion: {lessons: all, percent: 80}\n", "completion: {lessons: [a, x]}\n"]
)
def test_it_counts_what_the_compiler_counts(school: School, said: str) -> None:
    lessons = {
        "a.md": "---\nid: a\n---\n# A\n", "b.md": f"{COMING}# B\n", "c.md": f"{DRAFT}# C\n",
        "d.md": f"{OPTIONAL}# D\n", "gone.md": "---\nid: x\n---\n# Gone\n",
        "later/e.md": "# E\n", "later/deep/f.md": f"{OPTIONAL}# F\n", **LATER_MODULE,
    }  # fmt: skip
    school.course(said=said, lessons=lessons)
    school.drop("python", "gone.md")
    del lessons["gone.md"]
    school.course(said=said, lessons=lessons)

    mine = syllabus(school)

    with read(school.academy.database.engine) as connection:
        applied = snapshot(connection, "python").applied
    assert applied.document is not None
    before, _ = sides(applied, applied.document, NOW)
    assert (mine.rule, mine.lessons) == (before.rule, before.lessons)
    assert {one.stage for one in mine.lessons.values()} == set(Stage)


def test_it_follows_the_tree(school: School) -> None:
    school.course(lessons={"b/2.md": "# Two\n", "b/c/3.md": "# Three\n", "a.md": "# One\n"})

    mine = syllabus(school)

    assert [(one.node.title, one.depth) for one in mine.entries] == [
        ("One", 0), ("B", 0), ("Two", 1), ("C", 1), ("Three", 2),
    ]  # fmt: skip
    module = mine.entries[1].node.row
    assert list(mine.below(module)) == [mine.entries[2].node.row, mine.entries[4].node.row]


@in_turns
@pytest.mark.parametrize("seed", range(20))
def test_numbers_say_what_lessons_say(school: School, seed: int) -> None:
    chance = Random(seed)
    heads = ("", COMING, DRAFT, OPTIONAL)
    names = [f"l{number}" for number in range(6)]
    school.course(lessons={f"{name}.md": f"{chance.choice(heads)}# {name}\n" for name in names})
    mine = syllabus(school)
    for _ in range(10):
        done = {row for row in mine.lessons if chance.random() < 0.5}
        by_stage = [mine.stages[row] for row in done if row in mine.stages]
        numbers = Done(*(by_stage.count(number) for number in range(3)))
        assert mine.tally_of(numbers) == mine.tally(done)


def test_a_lesson_is_found_by_key_and_by_path(school: School) -> None:
    school.course(lessons=THREE)
    mine = syllabus(school)

    by_key, by_path = mine.lesson("a"), mine.lesson("a.md")

    assert by_key is not None
    assert by_key == by_path
    assert mine.lesson("nothing") is None
