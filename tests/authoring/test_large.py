"""Large and hostile courses: what is wrong thousands of times is found in the time of reading it."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import islice, product

import pytest

from academy_cli.authoring.page import read_page
from academy_cli.kit.spelling import ENOUGH
from tests import make
from tests.make import COURSE
from tests.pace import paces

pytestmark = pytest.mark.slow

LONGEST = 120
"""Paces, of which the slowest takes a quarter; an hour would be too short for the square."""
CHANCE = random.Random(1)
TEXT = "# A lesson\n\nText\n"


def word(size: int = 12) -> str:
    return "".join(CHANCE.choices("abcdefghijklmnopqrstuvwxyz", k=size))


def lessons(count: int, folder: str = "") -> dict[str, str]:
    return {f"{folder}lesson-{number}.md": TEXT for number in range(count)}


def wrong_anchors() -> make.Changes:
    titles = [f"{word(6)} {word(8)} {number}" for number in range(4000)]
    links = (f"[x](b.md#{title.replace(' ', '-')}x)" for title in titles)
    headings = (f"## {title}\n" for title in titles)
    return {"a.md": "# A\n\n" + "\n".join(links), "b.md": "# B\n\n" + "\n".join(headings)}


def one_wrong_anchor_everywhere() -> make.Changes:
    headings = "\n".join(f"## {word()}\n" for _ in range(4000))
    return {"a.md": "# A\n\n" + "[x](b.md#nowhere)\n" * 20_000, "b.md": "# B\n\n" + headings}


def missing_entries() -> make.Changes:
    names = "".join(f"- lesso-{number}.md\n" for number in range(4000))
    return {"course.yaml": f"{COURSE}content:\n{names}"} | lessons(4000)


def entries_in_any_order() -> make.Changes:
    names = "".join(f"- lesson-{number}.md\n" for number in reversed(range(8000)))
    return {"course.yaml": f"{COURSE}content:\n{names}"} | lessons(8000)


def entries_of_a_list_that_nobody_uses() -> make.Changes:
    names = "".join(f"- ../lesson-{number}.md\n" for number in range(8000))
    return {"_drafts/module.yaml": f"content:\n{names}", "_drafts/a.md": TEXT} | lessons(8000)


def unknown_keys() -> make.Changes:
    return {"course.yaml": COURSE + "".join(f"{word()}: 1\n" for _ in range(20_000)), "a.md": TEXT}


def unknown_codes() -> make.Changes:
    codes = "".join(f"  {word(6)}.{word(6)}: off\n" for _ in range(20_000))
    return {"course.yaml": f"{COURSE}checks:\n{codes}", "a.md": TEXT}


def one_id_everywhere() -> make.Changes:
    return {name: f"---\nid: same\n---\n{text}" for name, text in lessons(3000).items()}


def links_to_folders() -> make.Changes:
    folders = {f"m{number}/a.md": TEXT for number in range(2000)}
    return {"a.md": "# A\n\n" + "[x](data/)\n" * 20_000, "data/x.csv": "x"} | folders


def links_to_one_of_many_namesakes() -> make.Changes:
    namesakes = {f"m{number}/loops.md": TEXT for number in range(2000)}
    return {"a.md": "# A\n\n" + "[x](more/loops.md)\n" * 20_000} | namesakes


def names_of_every_case() -> make.Changes:
    names = ("".join(letters) for letters in islice(product("aA", repeat=12), 3000))
    return {f"{name}.md": TEXT for name in names}


LARGE: tuple[Callable[[], make.Changes], ...] = (
    *(wrong_anchors, one_wrong_anchor_everywhere, missing_entries, entries_in_any_order),
    *(entries_of_a_list_that_nobody_uses, unknown_keys, unknown_codes, one_id_everywhere),
    *(links_to_folders, links_to_one_of_many_namesakes, names_of_every_case),
)


@pytest.mark.parametrize("course", LARGE)
def test_a_large_course_is_read_in_its_own_time(course: Callable[[], make.Changes]) -> None:
    tree = make.bare(course())

    assert paces(lambda: make.compiled(tree)) < LONGEST


def test_the_first_hundreds_of_wrong_anchors_have_a_hint() -> None:
    hints = [found.hint for found in make.compiled(make.bare(wrong_anchors())).problems]

    assert len(hints) == 4000
    assert sum(hint.startswith("Write `#") for hint in hints) >= ENOUGH * 0.99


def test_what_is_found_in_a_file_depends_on_no_other_file() -> None:
    unknown = "".join(f"{word()}: 1\n" for _ in range(ENOUGH))
    page = b"---\ntitel: A\n---\nText\n"
    alone = read_page(page, "")

    read_page(f"---\n{unknown}---\nText\n".encode(), "")

    assert read_page(page, "") == alone
    assert alone.problems[0].hint == "Did you mean `title`?"


def test_an_id_that_stands_thousands_of_times_names_a_few_places() -> None:
    found = make.compiled(make.bare(one_id_everywhere())).problems

    assert len(found) == 3000
    assert found[0].message == (
        "the id “same” also stands in lesson-1.md, lesson-2.md, lesson-3.md, lesson-4.md, "
        "lesson-5.md and 2994 more"
    )


def test_front_matter_in_the_wrong_place_is_told_in_time() -> None:
    text = b"--\n" + b"key: value\r\n" * 10_000 + b"text\n"

    assert read_page(text, "").problems == ()
    assert paces(lambda: read_page(text, "")) < LONGEST
