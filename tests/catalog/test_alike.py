"""Both engines give the same answers, and those are what looking through every text by hand gives."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from academy_cli.catalog.views import Found
from academy_cli.catalog.words import terms
from tests.archives import unpack
from tests.catalog.shelves import Shelves
from tests.corpora.conftest import CORPORA

WORDS = (
    *("apple", "apples", "banana", "cherry", "date", "elder", "fig", "figs", "grape"),
    *("run", "running", "naïve", "naive", "c++", "学习", "机器", "node.js", "x1"),
)
SEED = 20261128


def written(chance: random.Random) -> dict[str, str]:
    """Lessons of words by chance."""
    return {
        f"l{number}.md": f"# {' '.join(chance.sample(WORDS, 2))}\n\n"
        f"{' '.join(chance.choices(WORDS, k=chance.randint(1, 8)))}\n"
        for number in range(chance.randint(1, 4))
    }


def asked(chance: random.Random) -> str:
    """A query of words and phrases by chance."""
    some = chance.choices(WORDS, k=chance.randint(1, 3))
    if chance.random() < 0.4:
        return f'"{" ".join(some)}"'
    left_out = f" -{chance.choice(WORDS)}" if chance.random() < 0.4 else ""
    return " ".join(some) + left_out


def by_hand(courses: dict[str, list[str]], query: str) -> set[str]:
    """The courses that a query finds, by reading every text; a word it has not, it is left at that."""
    phrase = query.startswith('"')
    words = [query.strip('"')] if phrase else [one for one in query.split() if one[0] != "-"]
    barred = [] if phrase else [one[1:] for one in query.split() if one[0] == "-"]
    said = {slug: [has(text) for text in texts] for slug, texts in courses.items()}
    return {
        slug
        for slug, texts in said.items()
        if all(any(row(word) in text for text in texts) for word in words)
        and not any(row(word) in text for word in barred for text in texts)
    }


def has(text: str) -> str:
    """The terms of a text, each between spaces."""
    return f" {' '.join(one.stem for one in terms(text, 'en'))} "


def row(word: str) -> str:
    """The terms of a word or phrase, without the letter that pairs end with."""
    found = [one.stem for one in terms(word, "en")]
    kept = [
        one
        for at, one in enumerate(found)
        if not (at and len(one) == 1 and not one.isascii() and len(found[at - 1]) == 2)
    ]
    return f" {' '.join(kept)} "


def test_random_words_are_found_where_they_stand_and_nowhere_else(
    both: tuple[Shelves, Shelves],
) -> None:
    chance = random.Random(SEED)
    courses = {f"course-{number}": written(chance) for number in range(8)}
    for one in both:
        for slug, lessons in courses.items():
            one.put(slug, f"title: {slug}\nlanguage: en\n", lessons)
    texts = {
        slug: [part for text in lessons.values() for part in text[2:].split("\n\n")]
        for slug, lessons in courses.items()
    }
    queries = [asked(chance) for _ in range(120)]

    answers = [[one.search(query) for query in queries] for one in both]

    assert answers[0] == answers[1]
    checked = 0
    for query, found in zip(queries, answers[0], strict=True):
        wanted = by_hand(texts, query)
        whole = {one.course for one in found.courses if not one.missing}
        if not found.corrections and (whole or wanted):
            checked += 1
            assert whole == wanted, query
    assert checked > len(queries) / 2


def test_a_real_course_gives_the_same_answers(
    both: tuple[Shelves, Shelves], tmp_path: Path
) -> None:
    name = "carpentries-python-gapminder"
    if not (CORPORA / f"{name}.tar.gz").exists():
        pytest.skip(f"no course corpora in {CORPORA}; ACADEMY_CORPORA names another folder")
    unpack(CORPORA / f"{name}.tar.gz", tmp_path / "real")
    (folder,) = {path.parent for path in (tmp_path / "real").rglob("01-run-quit.md")}
    (folder / "course.yaml").write_text(
        "id: gapminder\ntitle: Plotting and programming in Python\nstatus: published\n"
    )
    queries = (
        "dataframe",
        "data frames",
        '"for loop"',
        "pandas -matplotlib",
        "ploting",
        "conditio",
        "gdp per capita",
    )

    for one in both:
        one.school.academy.sync(folder, partial=True)
    answers: list[list[Found]] = [[one.search(query) for query in queries] for one in both]

    assert answers[0] == answers[1]
    assert [len(one.courses) for one in answers[0]] == [1, 1, 1, 0, 1, 1, 1]
