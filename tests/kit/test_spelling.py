"""Spelling: the nearest right word, among few words and among thousands."""

from __future__ import annotations

import random
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.authoring.codes import CODES
from academy_cli.kit.spelling import CUTOFF, ENOUGH, LEAST_PART, LONGEST, Hints, Vocabulary, nearest
from tests.pace import paces

CHANCE = random.Random(1)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def word(size: int) -> str:
    return "".join(CHANCE.choices(LETTERS, k=size))


def words() -> st.SearchStrategy[str]:
    """Short words of few letters."""
    return st.text("abcdeé-", max_size=9)


def ratio(found: str, wanted: str) -> float:
    return SequenceMatcher(None, found, wanted).ratio()


def names(count: int) -> list[str]:
    """Names as people give them: words, numbers, hyphens."""
    words = [word(CHANCE.randint(3, 9)) for _ in range(200)]
    return [f"{number}-{'-'.join(CHANCE.choices(words, k=3))}" for number in range(count)]


def misspelt(name: str) -> str:
    place = CHANCE.randrange(len(name))
    return name[:place] + CHANCE.choice(["", "x", name[place] * 2]) + name[place + 1 :]


@pytest.mark.parametrize(
    ("word", "near"),
    [("titel", "title"), ("TITLE", "title"), ("instructor", "instructors"), ("xyz", None)],
)
def test_the_nearest_word_is_suggested_if_any_is_near(word: str, near: str | None) -> None:
    assert nearest(word, ["title", "summary", "instructors"]) == near


@given(words(), st.lists(words(), max_size=9))
def test_what_is_suggested_is_near(word: str, known: list[str]) -> None:
    found = nearest(word, known)

    is_part = found is not None and len(word) >= LEAST_PART and word.casefold() in found.casefold()
    assert found is None or (found in known and (ratio(found, word) >= CUTOFF or is_part))
    assert found == word or word not in known


@pytest.mark.parametrize(
    ("part", "near"),
    [
        ("iot", "iot-for-beginners"),
        ("gapminder", "python-novice-gapminder"),
        ("IoT", "iot-for-beginners"),
        ("on", None),
        ("novice", None),
    ],
)
def test_a_part_of_one_name_means_it(part: str, near: str | None) -> None:
    known = ["iot-for-beginners", "python-novice-gapminder", "python-novice-inflammation"]

    assert nearest(part, known) == near


def test_among_few_words_a_misspelt_one_is_found() -> None:
    vocabulary = Vocabulary(CODES)
    meant = CHANCE.choices(sorted(CODES), k=300)

    found = [vocabulary.nearest(misspelt(misspelt(code))) for code in meant]

    assert sum(near == code for near, code in zip(found, meant, strict=True)) >= 295


def test_among_thousands_a_misspelt_word_is_found_as_among_few() -> None:
    known = names(3000)
    vocabulary = Vocabulary(known)
    meant = CHANCE.sample(known, 100)

    found = [vocabulary.nearest(misspelt(name)) for name in meant]

    assert sum(near == name for near, name in zip(found, meant, strict=True)) >= 98


def test_among_thousands_nothing_unlike_is_suggested() -> None:
    vocabulary = Vocabulary(names(3000))

    for wanted in (word(12) for _ in range(100)):
        near = vocabulary.nearest(wanted)
        assert near is None or ratio(near, wanted) >= CUTOFF


def test_a_word_of_another_case_is_found_among_any_number() -> None:
    assert Vocabulary(["Éléments", *names(200)]).nearest("ÉLÉMENTS") == "Éléments"


def test_a_text_is_no_misspelt_word() -> None:
    assert nearest("a" * LONGEST, ["a" * (LONGEST - 1)]) is not None
    assert nearest("a" * (LONGEST + 1), ["a" * LONGEST]) is None
    assert nearest("a" * LONGEST, ["a" * (LONGEST + 1)]) is None


@pytest.mark.parametrize("known", [names(20_000), [f"lesson-{n}" for n in range(20_000)]])
def test_looking_takes_no_longer_than_reading_the_words(known: list[str]) -> None:
    def looks() -> None:
        vocabulary = Vocabulary(known)
        for name in known[:ENOUGH]:
            vocabulary.nearest(misspelt(name))

    assert paces(looks) < 60


def test_hints_end_but_what_was_asked_before_is_answered_again() -> None:
    hints = Hints(lambda place: {"here": ["title", "summary"]}[place], enough=2)

    asked = ["titel", "sumary", "titles", "titel", "titles"]

    assert [hints.nearest(name, "here") for name in asked] == [
        *("title", "summary", None),
        *("title", None),
    ]
