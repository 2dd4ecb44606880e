"""Merge conflicts left in files: found wherever learners would meet one, and not where one is taught."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.authoring.conflicts import left_in
from academy_cli.authoring.page import digest, read_page
from tests import make
from tests.authoring.chance import often
from tests.make import COURSE
from tests.pace import paces

CONFLICT = "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> branch\n"
DIFF3 = "<<<<<<< ours\na\n||||||| 1234abc\nb\n=======\nc\n>>>>>>> theirs\n"
LESSON = "02-more/01-files.md"


def lines(text: str, *, is_markdown: bool = True) -> list[int]:
    """The lines on which conflicts are found."""
    found = left_in(text.encode(), text_from=0 if is_markdown else None)
    return [one.line for one in found]


@pytest.mark.parametrize(
    "text",
    [
        CONFLICT,
        DIFF3,
        CONFLICT.replace("\n", "\r\n"),
        CONFLICT.removesuffix("\n"),
        CONFLICT.replace("HEAD", "Updated upstream").replace("branch", "Stashed changes"),
        CONFLICT.replace("ours\n", "").replace("theirs\n", ""),
        CONFLICT.replace("ours", "Heading\n=======\nwith an underline"),
        "<<<<<<< HEAD\nbegun twice\n" + CONFLICT,
    ],
)
def test_a_conflict_is_the_markers_in_their_order(text: str) -> None:
    assert len(lines(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "<<<<<<< HEAD\nours\n=======\ntheirs\n",
        "ours\n=======\ntheirs\n>>>>>>> branch\n",
        "<<<<<<< HEAD\n>>>>>>> branch\n",
        ">>>>>>> branch\n=======\n<<<<<<< HEAD\n",
        "=======\n<<<<<<< HEAD\n>>>>>>> branch\n",
        "<<<<<<<\n=======\n>>>>>>>\n",
        "<<<<<<<< HEAD\n========\n>>>>>>>> branch\n",
        "Say <<<<<<< HEAD\n=======\nand >>>>>>> branch\n",
        "    " + CONFLICT.replace("\n", "\n    "),
        "> " + CONFLICT.replace("\n", "\n> "),
        CONFLICT.replace("=======", "======= here"),
    ],
)
def test_some_of_the_markers_are_no_conflict(text: str) -> None:
    assert lines(text) == []


@pytest.mark.parametrize(
    "text",
    [
        f"```\n{CONFLICT}```\n",
        f"~~~~ text\n{DIFF3}~~~~\n",
        f"```\n{CONFLICT}",
        f"<pre>\n{CONFLICT}\n</pre>\n",
        f'<PRE class="git">{CONFLICT}</PRE>\n'.replace(">", ">\n", 1),
        f"# Größe\n\n```diff\n{CONFLICT}\n{CONFLICT}```\n",
    ],
)
def test_a_code_block_may_show_a_conflict(text: str) -> None:
    assert lines(text) == []
    assert lines(text, is_markdown=False) != []


@pytest.mark.parametrize(
    "text",
    [
        "<<<<<<< HEAD\n```\nours\n```\n=======\n```\ntheirs\n```\n>>>>>>> branch\n",
        "<<<<<<< HEAD\n```py\n=======\n```python\n>>>>>>> branch\ncode\n```\n",
        "```\n<<<<<<< HEAD\n```\n=======\n```\n>>>>>>> branch\n",
        f"```\n{CONFLICT}```\n\n".replace("=======", "=====") + CONFLICT,
        f"<div>\n{CONFLICT}</div>\n",
        f"<!--\n{CONFLICT}-->\n",
    ],
)
def test_a_conflict_that_is_not_whole_in_a_code_block_is_real(text: str) -> None:
    assert len(lines(text)) == 1


def test_every_conflict_of_a_file_is_told_with_its_end() -> None:
    first, second = left_in(f"# A\n\n{CONFLICT}\ntext\n{DIFF3}".encode())

    assert (first.line, first.value) == (3, "<<<<<<< HEAD")
    assert first.message == "a merge conflict is not resolved; it ends on line 7"
    assert (second.line, second.value) == (10, "<<<<<<< ours")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({LESSON: f"---\ntitle: A\n---\n\n{CONFLICT}"}, f"{LESSON}:5:1"),
        ({LESSON: f"---\n{CONFLICT}---\n\nText\n"}, f"{LESSON}:2:1"),
        ({LESSON: "---\n" + CONFLICT.replace("ours", "title: 'A\n---\n") + "---\n"}, f"{LESSON}:2:1"),
        ({LESSON: f"---\ntitle: A\n{CONFLICT}"}, f"{LESSON}:3:1"),
        ({LESSON: CONFLICT.replace("ours", "---\ntitle: A\n---\n")}, f"{LESSON}:1:1"),
        ({"course.yaml": f"id: python\n{CONFLICT}"}, "course.yaml:2:1"),
        ({"course.yaml": f"{COURSE}{CONFLICT.replace('ours', 'level: beginner')}"}, "course.yaml:3:1"),
        ({"02-more/module.yaml": f"title: More\n{CONFLICT}"}, "02-more/module.yaml:2:1"),
        (
            {"course.yaml": f"{COURSE}description: about.md\nignore: [about.md]\n",
             "about.md": f"About\n\n{CONFLICT}"},
            "about.md:3:1",
        ),
    ],
)  # fmt: skip
def test_a_conflict_is_the_one_finding_wherever_it_is(changes: make.Changes, place: str) -> None:
    found = make.findings(changes)

    assert [(one.code, one.place) for one in found] == [("source.conflict", place)]


def test_a_lesson_with_a_conflict_keeps_its_identity() -> None:
    for text in (f"---\nid: a\n---\n{CONFLICT}", f"---\nid: a\n{CONFLICT}---\nText\n"):
        page = read_page(text.encode(), digest(text.encode()))

        assert (page.id, page.is_unsure) == ("a", False)


def test_a_lesson_whose_id_is_in_conflict_may_be_any() -> None:
    text = "---\n<<<<<<< HEAD\nid: a\n=======\nid: b\n>>>>>>> branch\n---\nText\n"

    page = read_page(text.encode(), digest(text.encode()))

    assert (page.id, page.is_unsure) == (None, True)


def test_checks_cannot_switch_it_off() -> None:
    found = make.findings({"course.yaml": COURSE + "checks: {source.conflict: off}\n"})

    assert [one.code for one in found] == ["yaml.bad-value"]


@pytest.mark.parametrize(
    "text",
    [
        CONFLICT * 20_000,
        "<<<<<<< \n" * 100_000 + CONFLICT,
        "=======\n" * 120_000 + ">>>>>>> \n",
        f"```\n{CONFLICT}```\n" * 16_000,
    ],
)
def test_a_file_full_of_markers_is_read_in_one_pass(text: str) -> None:
    assert paces(lambda: lines(text)) < 30


@often(200, torture=20_000)
@given(st.lists(st.sampled_from([*CONFLICT.splitlines(), "```", "~~~", "<pre>", ""])))
def test_any_order_of_markers_and_fences_is_read(parts: list[str]) -> None:
    text = "\n".join(parts)

    assert set(lines(text)) <= set(lines(text, is_markdown=False))
