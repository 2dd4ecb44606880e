"""Searching: words in any language and form, in what courses say now."""

from __future__ import annotations

import pytest

from academy_cli.catalog.views import Correction
from tests.catalog.shelves import Shelves


@pytest.mark.parametrize(
    ("words", "courses"),
    [
        ("python", ["python", "networks"]),
        ("PYTHON", ["python", "networks"]),
        ("program", ["python", "networks"]),
        ("packets programming", ["networks"]),
        ("packet", ["networks"]),
        ("python decorators", ["python"]),
        ("école", ["cuisine"]),
        ("ecoles", ["cuisine"]),
        ("ÉCOLE", ["cuisine"]),
        ("apprendre recette", ["cuisine"]),
        ("oeufs", []),
        ("œuf", ["cuisine"]),
        ("c++", ["networks"]),
        ("c#", ["networks"]),
        ("机器学习", ["networks"]),
        ("学", ["networks"]),
        ("习", ["networks"]),
        ("学机", []),
        ('"wraps another function"', ["python"]),
        ('"another wraps function"', []),
        ('"beginners programming"', []),
        ("python -packets", ["python"]),
        ("python -travel", ["python"]),
        ("decor*", ["python"]),
        ("functools", ["python"]),
        ("!!! ???", ["python", "networks", "cuisine"]),
    ],
)
def test_words_are_found_in_every_form(shelves: Shelves, words: str, courses: list[str]) -> None:
    shelves.fill()

    assert sorted(shelves.found(words)) == sorted(courses)


def test_a_course_about_something_comes_before_one_that_mentions_it(shelves: Shelves) -> None:
    shelves.fill()

    assert shelves.found("python") == ["python", "networks"]
    assert shelves.found("routing python") == ["networks"]


def test_it_is_said_where_the_words_stand(shelves: Shelves) -> None:
    shelves.fill()

    (hit,) = shelves.search("wraps function").courses

    assert [(one.kind, one.key, one.title) for one in hit.places] == [("lesson", "b", "Decorators")]
    assert hit.places[0].text == (
        "A **function** that **wraps** another **function**, as functools.**wraps**."
    )


def test_letters_of_a_script_without_spaces_are_marked_as_one_word(shelves: Shelves) -> None:
    shelves.fill()

    (hit,) = shelves.search("机器学习").courses

    assert "这是一门关于**机器学习**的课程。" in hit.places[0].text


@pytest.mark.parametrize(
    ("typed", "meant", "is_beginning"),
    [
        ("decorater", "decorators", False),
        ("pyhton", "python", False),
        ("desert", "dessert", False),
        ("mayo", "mayo*", True),
        ("routng", "routing", False),
    ],
)
def test_a_slip_of_the_keyboard_is_told_and_forgiven(
    shelves: Shelves, typed: str, meant: str, *, is_beginning: bool
) -> None:
    shelves.fill()

    found = shelves.search(typed)

    assert found.courses
    assert found.corrections == (Correction(typed, meant, is_beginning),)


def test_short_words_and_phrases_are_taken_as_they_are(shelves: Shelves) -> None:
    shelves.fill()

    assert shelves.found("tpc") == []
    assert shelves.found('"pyhton"') == []


def test_a_word_that_is_there_is_never_corrected(shelves: Shelves) -> None:
    shelves.fill()
    shelves.put("pythons", "title: Pythia\n", {"a.md": "# Delphi\n\nAn oracle.\n"})

    assert shelves.found("pythia") == ["pythons"]
    assert shelves.search("pythia").corrections == ()


def test_where_no_course_says_all_the_ones_that_say_most_are_given(shelves: Shelves) -> None:
    shelves.fill()

    found = shelves.search("mayonnaise patience kubernetes")

    assert [(one.course, one.missing) for one in found.courses] == [("cuisine", ("kubernetes",))]


def test_translations_are_found_in_their_language(shelves: Shelves) -> None:
    shelves.put(
        "knots",
        "title: Knots\nlanguage: en\n",
        {
            "a.md": "# Bowline\n\nTie it.\n",
            "translations/de/course.yaml": "title: Knoten\n",
            "translations/de/a.md": "---\ntitle: Palstek\n---\n\nDie Häuser werden vertäut.\n",
        },
    )

    (hit,) = shelves.search("haus").courses

    assert hit.languages == ("de", "en")
    assert [(one.key, one.title, one.language) for one in hit.places] == [("a", "Palstek", "de")]
    assert shelves.found("knoten") == shelves.found("palstek") == ["knots"]


def test_a_phrase_is_found_at_the_end_of_a_very_long_lesson(shelves: Shelves) -> None:
    words = " ".join(f"word{number}" for number in range(20_000))
    shelves.put("long", "title: Long\n", {"a.md": f"# Long\n\n{words} quite the end here\n"})

    assert shelves.found('"the end here"') == ["long"]
    assert shelves.found('"the here end"') == []


def test_a_phrase_does_not_reach_from_a_title_into_a_text(shelves: Shelves) -> None:
    shelves.put(
        "apart", "title: Apart\n", {"a.md": "---\ntitle: Green tea\n---\n\nLeaves of it.\n"}
    )

    assert shelves.found('"green tea"') == ["apart"]
    assert shelves.found('"tea leaves"') == []
    assert shelves.found("tea leaves") == ["apart"]


def test_what_is_no_text_is_not_searched(shelves: Shelves) -> None:
    text = "# Links\n\n[here](https://example.org/zanzibar) <b class='quagga'>bold</b>\n"
    shelves.put("links", "title: Links\n", {"a.md": text})

    assert shelves.found("zanzibar") == shelves.found("quagga") == []
    assert shelves.found("bold") == ["links"]
