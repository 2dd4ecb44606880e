"""Who finds what: nothing that somebody may not see is found, suggested or shown."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from academy_cli.access.actor import Actor, operator
from academy_cli.access.matrix import Role
from academy_cli.authoring.lookup import Catalog
from academy_cli.catalog.views import PriceRange, Wanted
from academy_cli.enrollments.errors import NotEnrolledError
from academy_cli.enrollments.seats import require_own_access
from academy_cli.kit.money import Money
from academy_cli.pricing.service import Prices
from tests.catalog.shelves import COURSES, Shelves, slugs
from tests.school import DAY, NOW, QUIET

STRANGER = Actor("user:999", "eve@x.org", 999, frozenset({Role.STUDENT}))
TEACHER = Actor("user:998", "tim@x.org", 998, frozenset({Role.STUDENT}), frozenset({"secret"}))
LATER = (NOW + DAY).isoformat()


def sells(shelves: Shelves, slug: str, *prices: Money) -> None:
    """Let a course cost something."""
    for price in prices:
        Prices(shelves.database, operator("test"), clock=shelves.school.academy.clock).set(
            slug, price
        )


def found(shelves: Shelves, actor: Actor, words: str, **wanted: object) -> list[str]:
    return slugs(shelves.as_(actor).search(words, Wanted(**wanted)))  # type: ignore[arg-type]  # by name


def test_drafts_are_found_by_staff_and_whoever_teaches_them(shelves: Shelves) -> None:
    shelves.put("secret", "title: Quetzal\n", {"a.md": "# Axolotl\n\nBird.\n"}, status="draft")

    for words in ("quetzal", "axolotl", "bird"):
        assert found(shelves, STRANGER, words) == []
        assert found(shelves, TEACHER, words) == ["secret"]
        assert shelves.found(words) == ["secret"]


def test_words_of_drafts_are_no_suggestions(shelves: Shelves) -> None:
    shelves.put("secret", "title: Quetzal\n", {"a.md": "# A\n\nB.\n"}, status="draft")
    shelves.fill("python")

    for typed in ("quetzla", "quet", "quetz*"):
        said = shelves.as_(STRANGER).search(typed)
        assert (said.corrections, said.courses, said.searched) == ((), (), typed)
        assert shelves.found(typed) == ["secret"]


def test_draft_lessons_and_those_to_come_are_not_there_for_learners(shelves: Shelves) -> None:
    lessons = {
        "a.md": "# Open\n\nRaccoon.\n",
        "b.md": "---\ntitle: Hidden\ndraft: true\n---\n\nBadger.\n",
        "c.md": f"---\ntitle: Later\nrelease_at: {LATER}\n---\n\nOtter.\n",
        "m/module.yaml": f"title: Module\nrelease_at: {LATER}\n",
        "m/d.md": "# Within\n\nWeasel.\n",
    }
    shelves.put("animals", "title: Animals\n", lessons)

    def seen(actor: Actor) -> list[bool]:
        words = ("raccoon", "badger", "otter", "weasel")
        return [bool(found(shelves, actor, word)) for word in words]

    assert seen(STRANGER) == [True, False, False, False]
    assert seen(operator("test")) == [True, True, True, True]
    shelves.school.at(NOW + timedelta(days=2))
    assert seen(STRANGER) == [True, False, True, True]


def test_a_word_that_only_drafts_have_is_corrected_for_others(shelves: Shelves) -> None:
    lessons = {"a.md": "# Routing\n\nA.\n", "b.md": "---\ntitle: Rooting\ndraft: true\n---\n\nB.\n"}
    shelves.put("ways", "title: Ways\nlanguage: en\n", lessons)

    assert [one.meant for one in shelves.as_(STRANGER).search("rooting").corrections] == ["routing"]
    assert shelves.search("rooting").corrections == ()


def test_questions_and_answers_of_quizzes_are_not_searched(shelves: Shelves) -> None:
    quiz = (
        "title: Exam\ntext: Read closely, marmot.\nquestions:\n"
        "  - kind: short\n    text: Which is a capybara?\n    accept: [wombat]\n"
    )
    shelves.put("exam", "title: Zoo\n", {"a.md": "# A\n\nB.\n", "b.quiz.yaml": quiz})

    assert shelves.found("marmot") == ["exam"]
    assert [shelves.found(word) for word in ("capybara", "wombat")] == [[], []]


@pytest.mark.parametrize("prices", [(), (Money(0, "eur"),), (Money(4900, "eur"),)])
def test_the_text_of_a_course_is_found_by_those_to_whom_it_can_be_shown(
    shelves: Shelves, prices: tuple[Money, ...]
) -> None:
    lessons = {
        "a.md": "# Paid\n\nThe pelican is here.\n",
        "b.md": "---\ntitle: Free\npreview: true\n---\n\nThe heron is here.\n",
    }
    shelves.put("birds", "title: Birds\n", lessons)
    for price in prices:
        sells(shelves, "birds", price)
    ann = shelves.school.person()
    reader = shelves.school.actor(ann)
    lookup = Catalog(
        shelves.database, reader, require_own_access, clock=shelves.school.academy.clock
    )

    def text(actor: Actor, word: str) -> str:
        (hit,) = shelves.as_(actor).search(word).courses
        return hit.places[0].text

    assert text(reader, "pelican") == ""
    with pytest.raises(NotEnrolledError):
        lookup.lesson("birds", "a")
    assert "**heron**" in text(reader, "heron")
    assert "**pelican**" in text(operator("test"), "pelican")
    shelves.school.enrollments.create(ann, "birds", QUIET)
    assert "**pelican**" in text(reader, "pelican")
    assert "pelican" in lookup.lesson("birds", "a").text
    shelves.school.enrollments.remove(ann, "birds", "Left")
    assert text(reader, "pelican") == ""


@pytest.mark.parametrize(
    ("wanted", "courses"),
    [
        ({"category": "programming"}, ["networks", "python"]),
        ({"category": "Program"}, []),
        ({"level": "beginner"}, ["cuisine", "python"]),
        ({"tag": "Python"}, ["networks", "python"]),
        ({"language": "fr"}, ["cuisine"]),
        ({"language": "EN"}, ["networks", "python"]),
        ({"language": "de"}, []),
        ({"status": "draft"}, []),
        ({"price": PriceRange(is_free=True)}, ["cuisine"]),
        ({"price": PriceRange(highest=Decimal(20))}, ["cuisine", "networks"]),
        ({"price": PriceRange(lowest=Decimal(20))}, ["python"]),
        ({"price": PriceRange(Decimal("19.90"), Decimal("19.90"), "eur")}, ["networks"]),
        ({"price": PriceRange(highest=Decimal(5000), currency="jpy")}, ["cuisine", "python"]),
        ({"price": PriceRange(currency="usd")}, ["cuisine"]),
        ({"rating": 1.0}, []),
        ({"instructor": "tim"}, ["python"]),
        ({"instructor": "TIM@x.org"}, ["python"]),
        ({"instructor": "nobody"}, []),
        ({"category": "Programming", "level": "advanced"}, ["networks"]),
        ({"featured": True}, []),
    ],
)
def test_courses_are_filtered_by_what_is_known_of_them(
    shelves: Shelves, wanted: dict[str, object], courses: list[str]
) -> None:
    shelves.school.person("tim", name="Tim Teacher")
    shelves.fill()
    said = "instructors: [tim@x.org]\n"
    shelves.put("python", COURSES["python"][0] + said, COURSES["python"][1])
    sells(shelves, "python", Money(4900, "eur"), Money(5000, "jpy"))
    sells(shelves, "networks", Money(1990, "eur"))

    assert sorted(shelves.found("", **wanted)) == courses


def test_strangers_cannot_ask_whose_address_teaches(shelves: Shelves) -> None:
    shelves.school.person("tim", name="Tim Teacher")
    shelves.put("python", "title: Python\ninstructors: [tim@x.org]\n", {"a.md": "# A\n\nB.\n"})

    assert found(shelves, STRANGER, "", instructor="tim@x.org") == []
    assert found(shelves, STRANGER, "", instructor="teacher") == ["python"]


def test_what_was_found_is_counted_by_kind(shelves: Shelves) -> None:
    shelves.fill()

    facets = shelves.search().facets

    assert facets["category"] == {"Programming": 2, "Cuisine": 1}
    assert facets["level"] == {"beginner": 2, "advanced": 1}
    assert facets["tag"] == {"python": 2, "scripting": 1, "soupe": 1, "tcp": 1}
    assert facets["price"] == {"free": 3}


def test_a_word_of_a_course_that_is_not_wanted_is_not_corrected(shelves: Shelves) -> None:
    shelves.fill()
    shelves.put("soups", "title: Soups\ncategory: Cuisine\n", {"a.md": "# Pythos\n\nStew.\n"})

    result = shelves.search("python", category="Cuisine")

    assert (result.corrections, result.courses) == ((), ())


def test_archived_courses_are_found_where_they_are_asked_for(shelves: Shelves) -> None:
    shelves.put("old", "title: Old\n", {"a.md": "# A\n\nMammoth.\n"}, status="archived")

    assert shelves.found("mammoth") == []
    assert shelves.found("mammoth", status="archived") == ["old"]
    assert found(shelves, STRANGER, "mammoth", status="archived") == []
